/* SPDX-License-Identifier: MIT */
/* The oracle itself: answers worked out by hand, and the same ones from pieces of any size. */
#include "data-gen/gen.h"
#include "data-gen/reference.h"
#include "tests/test.h"

static struct reference_answers answers_in_pieces(const void *data, size_t len, size_t piece,
                                                  struct reference_options options)
{
    const unsigned char *bytes = data;
    struct reference *r = NULL;
    struct reference_answers answers;

    options.bytes = len;
    assert_int_equal(reference_begin(&r, &options), 0);
    for (size_t at = 0; at < len; at += piece)
        reference_feed(r, bytes + at, len - at < piece ? len - at : piece);
    reference_finish(r, &answers);
    return answers;
}

static struct reference_answers answers_of(const char *text)
{
    struct reference_options none = { 0 };
    return answers_in_pieces(text, strlen(text), SIZE_MAX / 2, none);
}

static uint64_t checksum_of(const void *data, size_t len)
{
    struct checksum c;
    checksum_begin(&c);
    checksum_feed(&c, data, len);
    return checksum_end(&c);
}

static void assert_same_answers(const struct reference_answers *a,
                                const struct reference_answers *b)
{
    assert_int_equal(a->bytes, b->bytes);
    assert_int_equal(a->word_sum, b->word_sum);
    assert_int_equal(a->find, b->find);
    assert_int_equal(a->seek_find, b->seek_find);
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->words5, b->words5);
    assert_int_equal(a->replaced_checksum, b->replaced_checksum);
    assert_int_equal(a->random_sum, b->random_sum);
}

static void needles_do_not_overlap(void **state)
{
    static const struct {
        const char *text;
        uint64_t find, count;
    } cases[] = {
        { "", REFERENCE_ABSENT, 0 },
        { "the", REFERENCE_ABSENT, 0 },
        { "the end", REFERENCE_ABSENT, 0 },
        { "at the", REFERENCE_ABSENT, 0 },
        { " the ", 0, 1 },
        { " The  THE ", REFERENCE_ABSENT, 0 },
        { " the\nx", REFERENCE_ABSENT, 0 },
        { "\nthe x", REFERENCE_ABSENT, 0 },
        { "  the  ", 1, 1 },
        { " th the ", 3, 1 },
        { " the the ", 0, 1 },
        { " the the the ", 0, 2 },
        { " the  the ", 0, 2 },
        { "a there the they then the tree", 7, 2 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct reference_answers a = answers_of(cases[i].text);
        assert_int_equal(a.bytes, strlen(cases[i].text));
        assert_int_equal(a.find, cases[i].find);
        assert_int_equal(a.count, cases[i].count);
        assert_int_equal(a.seek_find, REFERENCE_ABSENT);
    }
}

static void words_of_five_letters_stand_alone(void **state)
{
    static const struct {
        const char *text;
        uint64_t words5;
    } cases[] = {
        { "", 0 },
        { "hello", 1 },
        { "hell", 0 },
        { "helloo", 0 },
        { "hello world", 2 },
        { "hello1", 0 },
        { "1hello", 0 },
        { "abcd_", 0 },
        { "_hello", 0 },
        { "hello_world", 0 },
        { "HeLLo", 1 },
        { "hel-lo", 0 },
        { "hello-world", 2 },
        { "hello.", 1 },
        { "\nhello\n", 1 },
        { "12345", 0 },
        { "hello\xc3\xa9", 1 },
        { "[hello]{world}@azAZz`", 3 },
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(answers_of(cases[i].text).words5, cases[i].words5);
}

/* A needle at each of the offsets, the rest dots. */
static struct reference_answers answers_with_needles(const size_t *offsets, size_t count)
{
    char text[10100];
    memset(text, '.', sizeof(text));
    for (size_t i = 0; i < count; i++)
        memcpy(text + offsets[i], REFERENCE_NEEDLE, 5);
    return answers_in_pieces(text, sizeof(text), 4000, (struct reference_options){ 0 });
}

static void seek_find_starts_at_its_offset(void **state)
{
    (void)state;
    struct reference_answers a = answers_with_needles((size_t[]){ 9999 }, 1);
    assert_int_equal(a.find, 9999);
    assert_int_equal(a.seek_find, REFERENCE_ABSENT);

    a = answers_with_needles((size_t[]){ 3, 10000, 10050 }, 3);
    assert_int_equal(a.find, 3);
    assert_int_equal(a.seek_find, 10000);

    /* Who counts from the front takes the first of these two; who starts there, the second. */
    a = answers_with_needles((size_t[]){ 9996, 10000 }, 2);
    assert_int_equal(a.find, 9996);
    assert_int_equal(a.seek_find, 10000);
    assert_int_equal(a.count, 1);
}

static void words_are_little_endian(void **state)
{
    (void)state;
    assert_int_equal(answers_of("").word_sum, 0);
    assert_int_equal(answers_of("A").word_sum, 0x41);
    assert_int_equal(answers_of("ABC").word_sum, 0x434241);
    assert_int_equal(answers_of("ABCDEFGH").word_sum, 0x4847464544434241);
    assert_int_equal(answers_of("ABCDEFGHA").word_sum, 0x4847464544434241 + 0x41);
    /* A sum that passes 2^64. */
    assert_int_equal(answers_of("\xff\xff\xff\xff\xff\xff\xff\xff\x03").word_sum, 2);
}

static void the_replaced_file_is_summed(void **state)
{
    static const char *const cases[][2] = {
        { "", "" },
        { "nothing here", "nothing here" },
        { " the ", " eht " },
        { "in the beginning the end", "in eht beginning eht end" },
        { " the the ", " eht the " },
        { " the the the the", " eht the eht the" },
        { "x the", "x the" },
        { "1234 the 1234567 the 12 the ", "1234 eht 1234567 eht 12 eht " },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(answers_of(cases[i][0]).replaced_checksum,
                         checksum_of(cases[i][1], strlen(cases[i][1])));
}

/* Some text in which every needle, word and block border falls somewhere. */
static unsigned char *make_text(size_t len)
{
    static const char *const parts[] = { " the",   " the ", "the ", "hello", " ",
                                         "hello_", "th",    "1",    " eht ", "\n" };
    unsigned char *text = malloc(len + 8);
    assert_non_null(text);
    uint64_t random = 1;
    for (size_t at = 0; at < len;) {
        const char *part = parts[gen_splitmix64(&random) % 10];
        memcpy(text + at, part, strlen(part));
        at += strlen(part);
    }
    return text;
}

static void pieces_do_not_matter(void **state)
{
    static const size_t pieces[] = { 1, 2, 3, 5, 7, 4095, 4096, 4097, 20001 };
    enum { LEN = 5 * 4096 + 123 };
    struct reference_options options = { .seed = 5, .draws = 20 };
    (void)state;

    unsigned char *text = make_text(LEN);
    struct reference_answers whole = answers_in_pieces(text, LEN, LEN, options);
    assert_true(whole.count > 100 && whole.words5 > 100 && whole.random_sum != 0);
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        struct reference_answers a = answers_in_pieces(text, LEN, pieces[i], options);
        assert_same_answers(&a, &whole);
    }
    free(text);
}

/* The same answers by other means: look everywhere, then replace in place. */
static void long_texts_agree_with_a_plain_search(void **state)
{
    enum { LEN = 100000 };
    (void)state;
    unsigned char *text = make_text(LEN);
    struct reference_answers a =
        answers_in_pieces(text, LEN, 4096, (struct reference_options){ 0 });
    const unsigned char *first = memmem(text, LEN, REFERENCE_NEEDLE, 5);
    const unsigned char *sought = memmem(text + 10000, LEN - 10000, REFERENCE_NEEDLE, 5);
    assert_int_equal(a.find, first - text);
    assert_int_equal(a.seek_find, sought - text);

    uint64_t count = 0;
    for (size_t i = 0; i + 5 <= LEN; i++)
        if (memcmp(text + i, REFERENCE_NEEDLE, 5) == 0) {
            memcpy(text + i, REFERENCE_REPLACEMENT, 5);
            count++;
            i += 4;
        }
    assert_int_equal(a.count, count);
    assert_int_equal(a.replaced_checksum, checksum_of(text, LEN));
    free(text);
}

static uint64_t block_sum(const unsigned char *block)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < GEN_BLOCK_BYTES; i++)
        sum += (uint64_t)block[i] << (8 * (i % 8));
    return sum;
}

static void drawn_blocks_are_summed(void **state)
{
    enum { BLOCKS = 3, DRAWS = 11, LEN = BLOCKS * GEN_BLOCK_BYTES + 100 };
    struct reference_options options = { .seed = 9, .draws = DRAWS };
    uint64_t drawn[DRAWS], expected = 0;
    (void)state;

    unsigned char *text = make_text(LEN);
    reference_draw_blocks(options.seed, BLOCKS, drawn, DRAWS);
    for (size_t i = 0; i < DRAWS; i++)
        expected += block_sum(text + drawn[i] * GEN_BLOCK_BYTES);
    assert_int_equal(answers_in_pieces(text, LEN, 1000, options).random_sum, expected);
    assert_int_equal(answers_in_pieces(text, GEN_BLOCK_BYTES, 1000, options).random_sum,
                     DRAWS * block_sum(text));
    assert_int_equal(answers_in_pieces(text, GEN_BLOCK_BYTES - 1, 1000, options).random_sum, 0);
    free(text);
}

static void draws_are_uniform_and_fixed(void **state)
{
    enum { DRAWS = 100000, BLOCKS = 10 };
    static const uint64_t golden[] = { 566561, 745781, 971002, 444359 };
    uint64_t *drawn = malloc(DRAWS * sizeof(*drawn));
    unsigned hits[BLOCKS] = { 0 };
    (void)state;
    assert_non_null(drawn);

    reference_draw_blocks(1, 1000000, drawn, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(drawn[i], golden[i]);

    reference_draw_blocks(1, BLOCKS, drawn, DRAWS);
    for (size_t i = 0; i < DRAWS; i++) {
        assert_true(drawn[i] < BLOCKS);
        hits[drawn[i]]++;
    }
    for (size_t i = 0; i < BLOCKS; i++)
        assert_in_range(hits[i], DRAWS / BLOCKS * 95 / 100, DRAWS / BLOCKS * 105 / 100);

    reference_draw_blocks(1, 1, drawn, 100);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(drawn[i], 0);
    free(drawn);
}

/* The definition, written out: FNV-1a's constants, one step per word. */
static uint64_t fnv(uint64_t hash, uint64_t word)
{
    return (hash ^ word) * 1099511628211u;
}

static void the_checksum_is_fnv_over_words(void **state)
{
    const uint64_t start = 14695981039346656037u;
    (void)state;
    assert_int_equal(checksum_of("", 0), fnv(start, 0));
    assert_int_equal(checksum_of("AB", 2), fnv(fnv(start, 0x4241), 2));
    assert_int_equal(checksum_of("ABCDEFGH", 8), fnv(fnv(start, 0x4847464544434241), 8));
    assert_int_equal(checksum_of("ABCDEFGHI", 9),
                     fnv(fnv(fnv(start, 0x4847464544434241), 0x49), 9));
}

static void the_checksum_sees_order_and_length(void **state)
{
    static const unsigned char zeros[32];
    (void)state;
    assert_int_not_equal(checksum_of("12345678ABCDEFGH", 16),
                         checksum_of("ABCDEFGH12345678", 16));
    assert_int_not_equal(checksum_of(zeros, 16), checksum_of(zeros, 24));
    assert_int_not_equal(checksum_of(zeros, 16), checksum_of(zeros, 17));
}

static void the_checksum_takes_pieces(void **state)
{
    enum { LEN = 1000 };
    (void)state;
    unsigned char *text = make_text(LEN);
    for (size_t piece = 1; piece < 40; piece++) {
        struct checksum c;
        checksum_begin(&c);
        for (size_t at = 0; at < LEN; at += piece)
            checksum_feed(&c, text + at, LEN - at < piece ? LEN - at : piece);
        assert_int_equal(checksum_end(&c), checksum_of(text, LEN));
    }
    free(text);
}

/* One word after the other, as a program would fill its memory. */
static uint64_t fill_and_sum(uint64_t block, uint64_t bytes)
{
    uint64_t sum = 0;
    for (uint64_t i = 0; i < bytes; i++)
        sum += ((block + i / 8) >> 8 * (i % 8) & 0xff) << 8 * (i % 8);
    return sum;
}

static void memory_is_summed(void **state)
{
    (void)state;
    static const struct {
        uint64_t bytes, blocks;
    } cases[] = {
        { 0, 0 },
        { 1, 256 },
        { 7, 256 },
        { 8, 256 },
        { 4097, 256 },
        { 65536, 256 },
        { 65537, 255 },
        { 1 << 20, 16 },
        { (1 << 20) + 5, 15 },
        { 16 << 20, 1 },
        { (16 << 20) + 3, 1 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct reference_options options = { .bytes = cases[i].bytes };
        struct reference *r;
        struct reference_answers a;
        uint64_t sum = 0;
        assert_int_equal(reference_begin(&r, &options), 0);
        reference_finish(r, &a); /* the bytes themselves do not matter */
        for (uint64_t block = 0; block < cases[i].blocks; block++)
            sum += fill_and_sum(block, cases[i].bytes);
        assert_int_equal(a.allocated_bytes, cases[i].blocks * cases[i].bytes);
        assert_int_equal(a.allocated_sum, sum);
    }
}

static void finishing_nothing_is_allowed(void **state)
{
    struct reference *r = NULL;
    struct reference_options options = { .bytes = 1 << 20, .draws = 3 };
    struct reference_answers answers = { .count = 77 };
    (void)state;
    reference_finish(NULL, &answers);
    assert_int_equal(answers.count, 77);
    assert_int_equal(reference_begin(&r, &options), 0);
    reference_finish(r, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(needles_do_not_overlap),
        cmocka_unit_test(words_of_five_letters_stand_alone),
        cmocka_unit_test(seek_find_starts_at_its_offset),
        cmocka_unit_test(words_are_little_endian),
        cmocka_unit_test(the_replaced_file_is_summed),
        cmocka_unit_test(pieces_do_not_matter),
        cmocka_unit_test(long_texts_agree_with_a_plain_search),
        cmocka_unit_test(drawn_blocks_are_summed),
        cmocka_unit_test(draws_are_uniform_and_fixed),
        cmocka_unit_test(the_checksum_is_fnv_over_words),
        cmocka_unit_test(the_checksum_sees_order_and_length),
        cmocka_unit_test(the_checksum_takes_pieces),
        cmocka_unit_test(memory_is_summed),
        cmocka_unit_test(finishing_nothing_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
