/* SPDX-License-Identifier: MIT */
/* What the generators promise: the same bytes everywhere, and the properties of each kind. */
#include <ctype.h>
#include <errno.h>

#include "data-gen/gen.h"
#include "data-gen/reference.h"
#include "tests/unit/gen_make.h"

enum {
    SEGMENT = 1 << 20,
    NEEDLE_BYTES = 5,
    SOON = 200, /* bytes within which a needle comes once it may */
};

static const uint64_t needles[] = {
    GEN_NEEDLE_EARLY, GEN_NEEDLE_MIDDLE,     GEN_NEEDLE_LAST,        GEN_NEEDLE_ABSENT, 4097,
    SEGMENT,          GEN_NEEDLE_EVERY + 32, GEN_NEEDLE_EVERY + 2048
};
enum { NEEDLES = 8, DEPTHS = 6 /* that stand before the densities */ };

static unsigned char *make_text(uint64_t bytes, uint64_t seed, uint64_t needle)
{
    return gen_make(&gen_text,
                    (struct gen_spec){ .bytes = bytes, .seed = seed, .needle = needle });
}

static struct reference_answers answers_of(const unsigned char *data, size_t len)
{
    struct reference *r = NULL;
    struct reference_answers answers;
    struct reference_options options = { .bytes = len };
    assert_int_equal(reference_begin(&r, &options), 0);
    reference_feed(r, data, len);
    reference_finish(r, &answers);
    return answers;
}

static uint64_t checksum_of(const void *data, size_t len)
{
    struct checksum c;
    checksum_begin(&c);
    checksum_feed(&c, data, len);
    return checksum_end(&c);
}

static uint64_t number_at(const unsigned char *p, size_t bytes)
{
    uint64_t number = 0;
    for (size_t i = 0; i < bytes; i++)
        number |= (uint64_t)p[i] << (8 * i);
    return number;
}

static void kinds_are_found_by_name(void **state)
{
    static const char *const names[] = { "early", "middle", "last",     "absent",
                                         "4097",  "1MiB",   "every-32", "every-2KiB" };
    (void)state;
    size_t count = 0;
    for (; gen_kinds[count] != NULL; count++)
        assert_ptr_equal(gen_kind_find(gen_kinds[count]->name), gen_kinds[count]);
    assert_int_equal(count, 3);
    assert_ptr_equal(gen_kind_find("text"), &gen_text);
    assert_null(gen_kind_find("tex"));
    assert_null(gen_kind_find(""));
    for (size_t i = 0; i < NEEDLES; i++) {
        char text[GEN_NEEDLE_TEXT_MAX];
        uint64_t again;
        assert_string_equal(gen_needle_text(needles[i], text), names[i]);
        assert_int_equal(gen_needle_parse(text, &again), 0);
        assert_true(again == needles[i]);
    }
    uint64_t untouched = 7;
    assert_int_equal(gen_needle_parse("deep", &untouched), -EINVAL);
    assert_int_equal(gen_needle_parse("", &untouched), -EINVAL);
    assert_int_equal(gen_needle_parse("18446744073709551613", &untouched), -EINVAL);
    assert_int_equal(gen_needle_parse("4611686018427387904", &untouched), -EINVAL);
    assert_int_equal(gen_needle_parse("every-", &untouched), -EINVAL);
    assert_int_equal(gen_needle_parse("every-31", &untouched), -EINVAL);
    assert_int_equal(gen_needle_parse("every-early", &untouched), -EINVAL);
}

static void splitmix_gives_the_published_numbers(void **state)
{
    static const uint64_t published[] = { 0x599ed017fb08fc85, 0x2c73f08458540fa5,
                                          0x883ebce5a3f27c77 };
    uint64_t random = 1234567;
    (void)state;
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(gen_splitmix64(&random), published[i]);
}

/* Bytes that other machines must make too. A change here changes every data set. */
static void bytes_are_fixed(void **state)
{
    static const struct {
        const struct gen_kind *kind;
        uint64_t needle, bytes, checksum;
    } golden[] = {
        { &gen_text, GEN_NEEDLE_EARLY, 1000, 0x696b331e58db2282 },
        { &gen_text, GEN_NEEDLE_EARLY, 2 * SEGMENT + 4099, 0xff8aa38e31f049f9 },
        { &gen_text, GEN_NEEDLE_MIDDLE, 2 * SEGMENT + 4099, 0x5e27535a2503a66f },
        { &gen_text, GEN_NEEDLE_LAST, 2 * SEGMENT + 4099, 0x08623d8deaff99f5 },
        { &gen_text, GEN_NEEDLE_ABSENT, 2 * SEGMENT + 4099, 0x4771fff2b5b04dae },
        { &gen_text, GEN_NEEDLE_EVERY + 512, 2 * SEGMENT + 4099, 0xd932a24228b24837 },
        { &gen_blocks, GEN_NEEDLE_EARLY, 2 * SEGMENT + 4099, 0x55d285d75e880c5e },
        { &gen_records, GEN_NEEDLE_EARLY, 2 * SEGMENT + 4099, 0x8a92ba6a45d23459 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(golden) / sizeof(golden[0]); i++) {
        struct gen_spec spec = { golden[i].bytes, 42, golden[i].needle };
        unsigned char *data = gen_make(golden[i].kind, spec);
        uint64_t checksum = checksum_of(data, spec.bytes);
        free(data);
        if (checksum != golden[i].checksum)
            fail_msg("row %zu: 0x%016llx", i, (unsigned long long)checksum);
    }
}

static void seeds_and_segments_differ(void **state)
{
    (void)state;
    for (size_t k = 0; gen_kinds[k] != NULL; k++) {
        struct gen_spec spec = { .bytes = 2 * SEGMENT, .seed = 1 };
        unsigned char *one = gen_make(gen_kinds[k], spec);
        spec.seed = 2;
        unsigned char *two = gen_make(gen_kinds[k], spec);
        assert_memory_not_equal(one, two, 1000);
        assert_memory_not_equal(one + 16, one + SEGMENT + 16, 1000);
        free(one);
        free(two);
    }
}

/* ---- text ---- */

static void check_lines(const unsigned char *text, size_t len)
{
    size_t column = 0;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\n') {
            assert_true(i == 0 || text[i - 1] != ' ');
            column = 0;
            continue;
        }
        assert_true(isalpha(text[i]) || strchr(" ,.?!", text[i]) != NULL);
        assert_true(++column < 80);
    }
    if (len > 0)
        assert_int_equal(text[len - 1], '\n');
    assert_null(memmem(text, len, REFERENCE_REPLACEMENT, NEEDLE_BYTES));
}

static void lines_are_short_and_clean(void **state)
{
    (void)state;
    for (size_t n = 0; n < NEEDLES; n++) {
        for (size_t bytes = 0; bytes < 700; bytes++) {
            unsigned char *text = make_text(bytes, bytes, needles[n]);
            check_lines(text, bytes);
            free(text);
        }
        for (size_t bytes = SEGMENT - 70; bytes < SEGMENT + 70; bytes += 9) {
            unsigned char *text = make_text(bytes, bytes, needles[n]);
            check_lines(text, bytes);
            free(text);
        }
    }
}

static void check_depth(size_t bytes, uint64_t seed, uint64_t needle)
{
    unsigned char *text = make_text(bytes, seed, needle);
    struct reference_answers a = answers_of(text, bytes);
    size_t last_line = bytes - 1;
    while (last_line > 0 && text[last_line - 1] != '\n')
        last_line--;

    uint64_t depth = needle == GEN_NEEDLE_MIDDLE ? bytes / 2 : needle;
    if (needle == GEN_NEEDLE_ABSENT)
        assert_int_equal(a.count, 0);
    else if (depth < last_line && last_line - depth >= SOON)
        assert_in_range(a.find, depth, depth + SOON);
    else /* in the last line at the latest */
        assert_in_range(a.find, depth < last_line ? depth : last_line, bytes - NEEDLE_BYTES);
    if (needle == GEN_NEEDLE_LAST)
        assert_int_equal(a.count, 1);
    free(text);
}

static void needles_lie_at_their_depth(void **state)
{
    static const size_t sizes[] = {
        1000,        4095,         4096,         10000,       SEGMENT - 1,      SEGMENT,
        SEGMENT + 1, SEGMENT + 63, SEGMENT + 64, 2 * SEGMENT, 2 * SEGMENT - 20, 3 * SEGMENT + 77
    };
    (void)state;
    for (size_t n = 0; n < DEPTHS; n++) {
        for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
            for (uint64_t seed = 1; seed <= 3; seed++)
                check_depth(sizes[i], seed, needles[n]);
        for (size_t bytes = 64; bytes < 600; bytes++)
            check_depth(bytes, bytes, needles[n]);
    }
}

/* Over the whole file, and from the start on: each within a few words of its place. */
static void needles_are_as_common_as_was_asked(void **state)
{
    enum { BYTES = 2 * SEGMENT + 4099 };
    static const uint64_t every[] = { 32, 100, 512, 16384, SEGMENT };
    (void)state;
    for (size_t i = 0; i < sizeof(every) / sizeof(every[0]); i++) {
        unsigned char *text = make_text(BYTES, 7, GEN_NEEDLE_EVERY + every[i]);
        struct reference_answers a = answers_of(text, BYTES);
        uint64_t wanted = BYTES / every[i];
        assert_in_range(a.count, wanted - wanted / 100, wanted + wanted / 100 + 2);
        assert_in_range(a.find, 0, SOON);
        const unsigned char *last = text;
        for (const unsigned char *at = text; at < text + BYTES - 4096; last = at + 1) {
            at = memmem(last, (size_t)(text + BYTES - last), REFERENCE_NEEDLE, NEEDLE_BYTES);
            assert_non_null(at);
            assert_true((uint64_t)(at - last) < every[i] + 2 * SOON);
        }
        free(text);
    }
}

static void needles_are_as_common_as_in_a_book(void **state)
{
    enum { BYTES = 3 * SEGMENT };
    (void)state;
    unsigned char *text = make_text(BYTES, 7, GEN_NEEDLE_EARLY);
    struct reference_answers a = answers_of(text, BYTES);
    assert_in_range(a.count, BYTES / 140, BYTES / 110);
    assert_in_range(a.seek_find, 10000, 12000);
    /* Every seventh to tenth word has five letters. */
    assert_in_range(a.words5, BYTES / 60, BYTES / 30);
    free(text);
}

struct tally {
    const char *word;
    size_t count;
};

/* How often the words stand in the text, whatever their case; returns the words in all. */
static size_t tally_words(unsigned char *text, struct tally *tallies, size_t tally_count)
{
    size_t words = 0;
    char *rest = NULL;
    for (char *word = strtok_r((char *)text, " \n,.?!", &rest); word != NULL;
         word = strtok_r(NULL, " \n,.?!", &rest)) {
        words++;
        for (size_t i = 0; i < tally_count; i++)
            tallies[i].count += strcasecmp(word, tallies[i].word) == 0;
    }
    return words;
}

/* The n-th word comes about 1/n as often as the first, the first ones being flattened. */
static void words_follow_zipf(void **state)
{
    enum { BYTES = 4 * SEGMENT };
    static const size_t ranks[] = { 1, 2, 4, 10, 100, 300 };
    struct tally tallies[] = { { "the", 0 }, { "of", 0 },    { "to", 0 },
                               { "it", 0 },  { "great", 0 }, { "except", 0 } };
    (void)state;
    unsigned char *text = make_text(BYTES, 11, GEN_NEEDLE_EARLY);
    size_t words = tally_words(text, tallies, 6);
    assert_in_range(tallies[0].count, words * 45 / 1000, words * 60 / 1000);
    for (size_t i = 1; i < 6; i++) {
        double expected = (double)tallies[0].count * 3.7 / ((double)ranks[i] + 2.7);
        double ratio = (double)tallies[i].count / expected;
        if (ratio < 0.9 || ratio > 1.1)
            fail_msg("%s: %zu, expected %.0f", tallies[i].word, tallies[i].count, expected);
    }
    free(text);
}

/* ---- blocks, records ---- */

static void blocks_carry_number_and_checksum(void **state)
{
    enum { BYTES = 2 * SEGMENT + 3 * (int)GEN_BLOCK_BYTES };
    size_t values[256] = { 0 };
    (void)state;
    unsigned char *data = gen_make(&gen_blocks, (struct gen_spec){ .bytes = BYTES, .seed = 3 });

    for (size_t i = 0; i < BYTES / GEN_BLOCK_BYTES; i++) {
        const unsigned char *block = data + i * GEN_BLOCK_BYTES;
        assert_int_equal(number_at(block + GEN_BLOCK_NUMBER_OFFSET, 8), i);
        struct checksum c;
        checksum_begin(&c);
        checksum_feed(&c, block, 8);
        checksum_feed(&c, block + GEN_BLOCK_PAYLOAD_OFFSET,
                      GEN_BLOCK_BYTES - GEN_BLOCK_PAYLOAD_OFFSET);
        assert_int_equal(number_at(block + GEN_BLOCK_CHECKSUM_OFFSET, 8), checksum_end(&c));
        for (size_t b = GEN_BLOCK_PAYLOAD_OFFSET; b < GEN_BLOCK_BYTES; b++)
            values[block[b]]++;
    }
    for (size_t i = 0; i < 256; i++)
        assert_in_range(values[i], BYTES / 256 * 94 / 100, BYTES / 256 * 106 / 100);
    free(data);
}

static void a_partial_end_is_cut_from_the_whole(void **state)
{
    static const size_t cuts[] = { 1, 7, 9, 2000, 4095 };
    (void)state;
    for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
        const struct gen_kind *kinds[] = { &gen_blocks, &gen_records };
        for (size_t k = 0; k < 2; k++) {
            struct gen_spec spec = { .bytes = 8192, .seed = 5 };
            unsigned char *whole = gen_make(kinds[k], spec);
            spec.bytes = 4096 + cuts[i];
            unsigned char *cut = gen_make(kinds[k], spec);
            assert_memory_equal(cut, whole, spec.bytes);
            free(cut);
            free(whole);
        }
    }
}

static void records_are_finite_floats(void **state)
{
    enum { VALUES = SEGMENT / 4 };
    size_t negative = 0, large = 0;
    (void)state;
    unsigned char *data =
        gen_make(&gen_records, (struct gen_spec){ .bytes = SEGMENT, .seed = 3 });
    for (size_t i = 0; i < VALUES; i++) {
        uint32_t bits = (uint32_t)number_at(data + 4 * i, 4);
        float value;
        memcpy(&value, &bits, sizeof(value));
        assert_true(value > -1.0f && value < 1.0f && value != 0.0f);
        negative += value < 0.0f;
        large += value >= 0.5f || value <= -0.5f;
    }
    assert_in_range(negative, VALUES * 48 / 100, VALUES * 52 / 100);
    assert_in_range(large, VALUES * 48 / 100, VALUES * 52 / 100);
    free(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_are_found_by_name),
        cmocka_unit_test(splitmix_gives_the_published_numbers),
        cmocka_unit_test(bytes_are_fixed),
        cmocka_unit_test(seeds_and_segments_differ),
        cmocka_unit_test(lines_are_short_and_clean),
        cmocka_unit_test(needles_lie_at_their_depth),
        cmocka_unit_test(needles_are_as_common_as_was_asked),
        cmocka_unit_test(needles_are_as_common_as_in_a_book),
        cmocka_unit_test(words_follow_zipf),
        cmocka_unit_test(blocks_carry_number_and_checksum),
        cmocka_unit_test(a_partial_end_is_cut_from_the_whole),
        cmocka_unit_test(records_are_finite_floats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
