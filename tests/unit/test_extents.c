/* SPDX-License-Identifier: MIT */
/*
 * The oracle's answers about lines and about fixed offsets: worked out by hand, or by
 * doing literally, in memory, what data-gen/extents.h says; the same from pieces of any
 * size.
 */
#include <math.h>

#include "base/endian.h"
#include "data-gen/gen.h"
#include "data-gen/reference.h"
#include "tests/test.h"

static struct reference_answers answers_in_pieces(const void *data, size_t len, size_t piece)
{
    struct reference *r;
    struct reference_answers answers;
    assert_int_equal(reference_begin(&r, &(struct reference_options){ .bytes = len }), 0);
    for (size_t at = 0; at < len; at += piece)
        reference_feed(r, (const unsigned char *)data + at,
                       len - at < piece ? len - at : piece);
    reference_finish(r, &answers);
    return answers;
}

static struct reference_answers answers_of(const char *text)
{
    return answers_in_pieces(text, strlen(text), SIZE_MAX / 2);
}

static uint64_t checksum_of(const void *data, size_t len)
{
    struct checksum c;
    checksum_begin(&c);
    checksum_feed(&c, data, len);
    return checksum_end(&c);
}

/* Records, whose every fourth byte is a float's exponent. The caller frees. */
static unsigned char *make_bytes(size_t len)
{
    unsigned char *data = malloc(len + 1);
    const struct gen_spec spec = { .bytes = len, .seed = 7 };
    assert_non_null(data);
    for (size_t at = 0; at < len; at += GEN_SEGMENT_BYTES)
        gen_records.fill(NULL, &spec, at / GEN_SEGMENT_BYTES, data + at,
                         len - at < GEN_SEGMENT_BYTES ? len - at : GEN_SEGMENT_BYTES);
    return data;
}

static void lines_end_with_their_newline(void **state)
{
    static const struct {
        const char *text;
        uint64_t lines, longest, edges;
    } cases[] = {
        { "", 0, 0, 0 },
        { "\n", 1, 1, 256 * '\n' + '\n' },
        { "a", 1, 1, 256 * 'a' + 'a' },
        { "ab\n", 1, 3, 256 * 'a' + '\n' },
        { "ab\nc", 2, 3, 256 * ('a' + 'c') + '\n' + 'c' },
        { "\n\nabc", 3, 3, 256 * ('\n' + '\n' + 'a') + '\n' + '\n' + 'c' },
        { "a\r\nb\n", 2, 3, 256 * ('a' + 'b') + '\n' + '\n' },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reference_answers a = answers_of(cases[i].text);
        assert_int_equal(a.lines, cases[i].lines);
        assert_int_equal(a.longest_line, cases[i].longest);
        assert_int_equal(a.line_edges, cases[i].edges);
    }
}

/* The last one may overlap the one before, which counts as one needle with it. */
static void the_last_needle_is_found(void **state)
{
    (void)state;
    assert_int_equal(answers_of("").rfind, REFERENCE_ABSENT);
    assert_int_equal(answers_of("the end").rfind, REFERENCE_ABSENT);
    assert_int_equal(answers_of(" the ").rfind, 0);
    assert_int_equal(answers_of(" the the ").rfind, 4);
    assert_int_equal(answers_of("a the b the c").rfind, 7);
}

static void check_slice(const char *text, const char *expected)
{
    struct reference_answers a = answers_of(text);
    assert_int_equal(a.slice_bytes, strlen(expected));
    assert_memory_equal(a.slice, expected, strlen(expected));
}

static void the_slice_begins_in_the_middle(void **state)
{
    (void)state;
    check_slice("", "");
    check_slice("a", "a");
    check_slice("abc", "bc");
    check_slice("0123456789abcdefghijklmnop", "defghijklm");
}

static void check_patch(const char *text, const char *expected)
{
    assert_int_equal(answers_of(text).patched_checksum,
                     checksum_of(expected, strlen(expected)));
}

static void the_patch_covers_bytes_10_to_15(void **state)
{
    (void)state;
    check_patch("", "");
    check_patch("0123456789", "0123456789");
    check_patch("0123456789abc", "0123456789pyt");
    check_patch("0123456789abcdefghi", "0123456789pythonghi");
}

/* A file's position, as read() and lseek() move it. */
struct walker {
    const unsigned char *data;
    size_t len, position, processed;
    uint64_t sum;
};

static size_t process(struct walker *w, size_t want)
{
    size_t n = 0;
    for (; n < want && w->position < w->len; n++, w->position++)
        w->sum += (uint64_t)w->data[w->position] << (8 * (w->position % 8));
    w->processed += n;
    return n;
}

static void check_walk(const unsigned char *data, size_t len)
{
    struct walker w = { .data = data, .len = len };
    while (w.processed <= 10000000) {
        w.position += 64;
        if (process(&w, 64) < 64)
            break;
        w.position -= 32;
        if (process(&w, 32) < 32)
            break;
    }
    struct reference_answers a = answers_in_pieces(data, len, 5000);
    assert_int_equal(a.walk_bytes, w.processed);
    assert_int_equal(a.walk_sum, w.sum);
}

static void the_walk_goes_as_it_is_written(void **state)
{
    enum { LEN = 14000000 };
    (void)state;
    unsigned char *data = make_bytes(LEN);
    for (size_t len = 0; len < 600; len++)
        check_walk(data, len);
    check_walk(data, LEN);
    assert_int_equal(answers_in_pieces(data, LEN, LEN).walk_bytes, 10000032);
    free(data);
}

static void divide_rows(unsigned char *data, size_t first, size_t count)
{
    for (size_t row = first; row < first + count; row++) {
        float value[128];
        double part[8] = { 0 };
        memcpy(value, data + row * 512, sizeof value);
        for (size_t i = 0; i < 128; i++)
            part[i % 8] += (double)value[i] * value[i];
        double sum =
            part[0] + part[1] + part[2] + part[3] + part[4] + part[5] + part[6] + part[7];
        if (!isfinite(sum) || sum == 0)
            continue;
        for (size_t i = 0; i < 128; i++)
            value[i] = (float)(value[i] / sqrt(sum));
        memcpy(data + row * 512, value, sizeof value);
    }
}

static void check_rows(size_t len, size_t first, size_t count)
{
    unsigned char *data = make_bytes(len);
    struct reference_answers a = answers_in_pieces(data, len, 777);
    if (count > 0) {
        float one = INFINITY;
        memset(data + first * 512, 0, 512); /* no norm to divide by */
        memcpy(data + (first + count - 1) * 512 + 8, &one, sizeof one);
        a = answers_in_pieces(data, len, 777);
    }
    divide_rows(data, first, count);
    assert_int_equal(a.rows, count);
    assert_int_equal(a.divided_checksum, checksum_of(data, len));
    free(data);
}

static void the_batch_is_divided_row_by_row(void **state)
{
    (void)state;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    test_skip("this machine's floats lie the other way round");
#endif
    check_rows(0, 0, 0);
    check_rows(511, 0, 0);
    check_rows(512, 0, 1);
    check_rows(100 * 512 + 5, 0, 100);
    check_rows(103 * 512, 3, 100);
    check_rows(5099 * 512, 4999, 100);
    check_rows(6000 * 512, 5000, 100);
}

/* Each record after the other, into memory. */
static void append_records(unsigned char *data, size_t slots, uint64_t records)
{
    uint64_t next = 0;
    for (uint64_t i = 0; i < records; i++) {
        unsigned char *slot = data + 16 + next * 256;
        memset(slot, '.', 256);
        store_le64(slot, i);
        next = (next + 1) % slots;
        store_le64(data, next);
        store_le64(data + 8, i + 1);
    }
}

static void check_log(size_t len, size_t slots, uint64_t records, size_t piece)
{
    unsigned char *data = make_bytes(len);
    struct reference_answers a = answers_in_pieces(data, len, piece);
    append_records(data, slots, records);
    assert_int_equal(a.log_records, records);
    assert_int_equal(a.logged_checksum, checksum_of(data, len));
    free(data);
}

static void the_log_goes_round(void **state)
{
    (void)state;
    check_log(0, 0, 0, 1);
    check_log(15, 0, 0, 1);
    check_log(271, 0, 0, 100);
    check_log(272, 1, 4, 1);
    check_log(16 + 256 * 9 + 77, 9, 36, 100);
    check_log(16 + 256 * 300000, 300000, 1000000, 1 << 20); /* laps that do not fit */
    check_log(16 + 256 * 600000, 600000, 1000000, 1 << 20);
    check_log(16 + 256 * 1000010, 1000010, 1000000, 1 << 20); /* some slots stay as they were */
}

static void pieces_do_not_matter(void **state)
{
    static const size_t pieces[] = { 1, 3, 7, 511, 4095, 4096, 4097, 60000 };
    enum { LEN = 300 * 512 + 123 };
    (void)state;
    unsigned char *data = make_bytes(LEN);
    memcpy(data + 70000, " the ", 5);
    struct reference_answers whole = answers_in_pieces(data, LEN, LEN);
    assert_true(whole.rfind == 70000 && whole.lines > 10);
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct reference_answers a = answers_in_pieces(data, LEN, pieces[i]);
        assert_memory_equal(&a, &whole, sizeof a);
    }
    free(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_with_their_newline),
        cmocka_unit_test(the_last_needle_is_found),
        cmocka_unit_test(the_slice_begins_in_the_middle),
        cmocka_unit_test(the_patch_covers_bytes_10_to_15),
        cmocka_unit_test(the_walk_goes_as_it_is_written),
        cmocka_unit_test(the_batch_is_divided_row_by_row),
        cmocka_unit_test(the_log_goes_round),
        cmocka_unit_test(pieces_do_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
