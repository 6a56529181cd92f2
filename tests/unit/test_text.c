/* SPDX-License-Identifier: MIT */
/* Text for people: what is taken as a size, and every formatter at its boundaries. */
#include <errno.h>
#include <math.h>

#include "base/text.h"
#include "tests/test.h"

enum { UNTOUCHED = 12345 };

struct size_text {
    const char *text;
    uint64_t bytes;
};

static void sizes_are_read_exactly(void **state)
{
    (void)state;
    static const struct size_text good[] = {
        { "0", 0 },
        { "0G", 0 },
        { "4096", 4096 },
        { "4096B", 4096 },
        { "4K", 4096 },
        { "4k", 4096 },
        { "4KB", 4000 },
        { "64KiB", 65536 },
        { "1.5K", 1536 },
        { "2.4MB", 2400000 },
        { "0.1GB", 100000000 }, /* binary fractions would miss it */
        { "1GiB", 1073741824 },
        { "1T", 1099511627776 },
        { "1.25TB", 1250000000000 },
        { ".5K", 512 },
        { "9223372036854775807", INT64_MAX },
        { "7.9T", 8686141859430 }, /* 8686141859430.4: no part of a byte */
        { "1.5", 1 },
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        uint64_t bytes = UNTOUCHED;
        assert_int_equal(text_parse_size(good[i].text, &bytes), 0);
        assert_int_equal(bytes, good[i].bytes);
    }
}

static void what_is_no_size_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = { "",   "K",    ".",    "-1",    "+1",  " 1",
                                       "1 ", "12X",  "1KK",  "1.2.3", "1e3", "0x10",
                                       "K4", "1,5K", "five", "1 KiB", "KiB", ".K" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        uint64_t bytes = UNTOUCHED;
        assert_int_equal(text_parse_size(bad[i], &bytes), -EINVAL);
        assert_int_equal(bytes, UNTOUCHED);
    }
}

static void a_range_of_sizes_grows_by_four(void **state)
{
    (void)state;
    enum { ROOM = 6 };
    static const struct {
        const char *text;
        int count; /* or -errno */
        uint64_t sizes[ROOM];
    } ranges[] = {
        { "4K..64K", 3, { 4096, 16384, 65536 } },
        { "1MiB..1MiB", 1, { 1 << 20 } },
        { "1000..5KB", 3, { 1000, 4000, 5000 } }, /* the last in any case */
        { "1..1K", 6, { 1, 4, 16, 64, 256, 1024 } },
        { "1..2K", -ERANGE, { 0 } }, /* one too many */
        { "7T..9223372036854775808", -ERANGE, { 0 } },
        { "4611686018427387904..9223372036854775807", 2, { UINT64_C(1) << 62, INT64_MAX } },
        { "64K..4K", -EINVAL, { 0 } },
        { "0..4K", -EINVAL, { 0 } },
        { "4K", -EINVAL, { 0 } },
        { "4K..", -EINVAL, { 0 } },
        { "..4K", -EINVAL, { 0 } },
        { "4K-8K", -EINVAL, { 0 } },
        { "4K..8K..16K", -EINVAL, { 0 } },
        { "4096000000000000000000000000000000..8K", -EINVAL, { 0 } },
    };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        uint64_t sizes[ROOM] = { 0 };
        int count = text_parse_sizes(ranges[i].text, sizes, ROOM);
        if (count != ranges[i].count)
            fail_msg("%s: %d", ranges[i].text, count);
        for (int k = 0; k < count; k++)
            assert_int_equal(sizes[k], ranges[i].sizes[k]);
    }
}

static void sizes_beyond_a_file_offset_are_refused(void **state)
{
    (void)state;
    static const char *const large[] = { "9223372036854775808",  "18446744073709551615",
                                         "18446744073709551616", "8388608T",
                                         "99999999999T",         "99999999999999999999999999" };
    for (size_t i = 0; i < sizeof large / sizeof large[0]; i++) {
        uint64_t bytes = UNTOUCHED;
        assert_int_equal(text_parse_size(large[i], &bytes), -ERANGE);
        assert_int_equal(bytes, UNTOUCHED);
    }
}

/* More decimals than an integer can scale: the value or an error, never nonsense. */
static void sizes_with_many_decimals_are_read_or_refused(void **state)
{
    (void)state;
    char text[128];
    for (int decimals = 1; decimals <= 80; decimals++) {
        uint64_t bytes = UNTOUCHED;
        snprintf(text, sizeof text, "0.%0*dT", decimals, 1);
        int r = text_parse_size(text, &bytes);
        if (r == 0)
            assert_int_equal(bytes, (uint64_t)(1099511627776.0 / pow(10, decimals)));
        else
            assert_true(r == -ERANGE || r == -EINVAL);
    }
}

static void counts_are_whole_numbers(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "-1", "+1", " 1", "1 ", "1.0", "0x10", "1e3", "ten"
    };
    uint64_t count = UNTOUCHED;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(text_parse_count(bad[i], &count), -EINVAL);
    assert_int_equal(text_parse_count("18446744073709551616", &count), -ERANGE);
    assert_int_equal(count, UNTOUCHED);
    assert_int_equal(text_parse_count("0", &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(text_parse_count("007", &count), 0);
    assert_int_equal(count, 7);
    assert_int_equal(text_parse_count("18446744073709551615", &count), 0);
    assert_true(count == UINT64_MAX);
}

static void seconds_are_positive_decimals(void **state)
{
    (void)state;
    static const char *const bad[] = { "",      "0",   "0.0", "-1", "+1", " 1", "1 s",
                                       "1e400", "inf", "nan", ".",  "s",  "1s" };
    double seconds = UNTOUCHED;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(text_parse_seconds(bad[i], &seconds), -EINVAL);
    assert_true(seconds == UNTOUCHED);
    assert_int_equal(text_parse_seconds("20", &seconds), 0);
    assert_true(seconds == 20);
    assert_int_equal(text_parse_seconds("0.5", &seconds), 0);
    assert_true(seconds == 0.5);
    assert_int_equal(text_parse_seconds(".25", &seconds), 0);
    assert_true(seconds == 0.25);
}

static void seconds_are_not_hexadecimal(void **state)
{
    (void)state;
    double seconds;
    assert_int_equal(text_parse_seconds("0x10", &seconds), -EINVAL);
}

typedef const char *formatter(double value, char buffer[TEXT_MAX]);

struct formatted {
    double value;
    const char *text;
};

static void check_format(formatter *format, const struct formatted *table, size_t count)
{
    char buffer[TEXT_MAX];
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(format(table[i].value, buffer), table[i].text);
        assert_ptr_equal(format(table[i].value, buffer), buffer);
    }
    assert_string_equal(format(NAN, buffer), "-");
}

#define CHECK_FORMAT(format, table) check_format(format, table, sizeof table / sizeof table[0])

static void times_have_three_digits(void **state)
{
    (void)state;
    static const struct formatted table[] = {
        { 0, "0.00 ns" },       { 1, "1.00 ns" },      { 9.994, "9.99 ns" },
        { 9.996, "10.0 ns" },   { 99.94, "99.9 ns" },  { 99.96, "100 ns" },
        { 999.4, "999 ns" },    { 999.6, "1.00 us" },  { 2950, "2.95 us" },
        { 999400, "999 us" },   { 999600, "1.00 ms" }, { 2.954e6, "2.95 ms" },
        { 9.996e6, "10.0 ms" }, { 999.6e6, "1.00 s" }, { 12.34e9, "12.3 s" },
        { 999.4e9, "999 s" },   { 4321e9, "4321 s" },
    };
    CHECK_FORMAT(text_format_ns, table);
}

static void bytes_have_the_largest_unit_that_fits(void **state)
{
    (void)state;
    static const double k = 1024;
    const struct formatted table[] = {
        { 0, "0 B" },
        { 1, "1 B" },
        { 1023.4, "1023 B" },
        { 1023.6, "1.0 KiB" },
        { k, "1 KiB" },
        { 1.5 * k, "1.5 KiB" },
        { 9.94 * k, "9.9 KiB" },
        { 9.96 * k, "10 KiB" },
        { 1023.4 * k, "1023 KiB" },
        { 1023.6 * k, "1.0 MiB" },
        { 64 * k * k, "64 MiB" },
        { 2.4 * k * k, "2.4 MiB" },
        { k * k * k, "1 GiB" },
        { 3 * k * k * k * k, "3 TiB" },
        { 5000 * k * k * k * k, "5000 TiB" },
        { -2 * k, "-2 KiB" },
    };
    CHECK_FORMAT(text_format_bytes, table);
}

static void ratios_end_with_x(void **state)
{
    (void)state;
    static const struct formatted table[] = {
        { 0, "<0.0001x" },  { 0.00123, "0.0012x" }, { 0.0123, "0.012x" }, { 0.333, "0.33x" },
        { 1, "1.00x" },     { 3.9, "3.90x" },       { 9.944, "9.94x" },   { 10, "10.0x" },
        { 42.04, "42.0x" }, { 99.4, "99.4x" },      { 100.4, "100x" },    { 1234, "1234x" },
        { 1e6, ">1e6x" },
    };
    CHECK_FORMAT(text_format_ratio, table);
}

static void seconds_become_minutes_at_sixty(void **state)
{
    (void)state;
    static const struct formatted table[] = {
        { 0, "0 s" },         { 0.4, "0 s" },     { 12.4, "12 s" },      { 59.4, "59 s" },
        { 59.6, "1:00 min" }, { 83, "1:23 min" }, { 119.6, "2:00 min" }, { 3600, "60:00 min" },
    };
    CHECK_FORMAT(text_format_seconds, table);
}

static void counts_have_commas(void **state)
{
    (void)state;
    static const struct formatted table[] = {
        { 0, "0" },
        { 999, "999" },
        { 1000, "1,000" },
        { 1048576, "1,048,576" },
        { -123, "-123" },
        { -1234, "-1,234" },
        { 9007199254740992.0, "9,007,199,254,740,992" },
    };
    CHECK_FORMAT(text_format_count, table);
}

/* Whatever is printed stays inside the buffer and ends. */
static void enormous_figures_fit_the_buffer(void **state)
{
    (void)state;
    static formatter *const formatters[] = { text_format_bytes, text_format_ns,
                                             text_format_ratio, text_format_seconds,
                                             text_format_count };
    static const double enormous[] = { 1e300, -1e300, INFINITY, -INFINITY, 1e18 };
    for (size_t f = 0; f < sizeof formatters / sizeof formatters[0]; f++)
        for (size_t i = 0; i < sizeof enormous / sizeof enormous[0]; i++) {
            char guarded[TEXT_MAX + 8];
            memset(guarded, 'G', sizeof guarded);
            formatters[f](enormous[i], guarded);
            assert_non_null(memchr(guarded, '\0', TEXT_MAX));
            assert_memory_equal(guarded + TEXT_MAX, "GGGGGGGG", 8);
        }
}

static void exact_sizes_are_read_back(void **state)
{
    (void)state;
    static const struct size_text sizes[] = {
        { "0", 0 },
        { "1", 1 },
        { "1023", 1023 },
        { "1KiB", 1024 },
        { "1025", 1025 },
        { "64MiB", 64 << 20 },
        { "1536KiB", 1536 << 10 },
        { "2400000", 2400000 },
        { "1GiB", 1 << 30 },
        { "8388607TiB", 8388607ull << 40 },
        { "9223372036854775807", INT64_MAX },
    };
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char buffer[TEXT_MAX];
        uint64_t bytes;
        assert_string_equal(text_exact_size(sizes[i].bytes, buffer), sizes[i].text);
        assert_int_equal(text_parse_size(buffer, &bytes), 0);
        assert_int_equal(bytes, sizes[i].bytes);
    }
}

static const char *name_at(const void *names, size_t i)
{
    return ((const char *const *)names)[i];
}

static const char *nearest(const char *wanted)
{
    static const char *const names[] = { "read", "chunk", "mmap", "mmap-populate",
                                         "full-read" };
    return text_nearest(wanted, sizeof names / sizeof names[0], name_at, names);
}

static void the_nearest_name_is_found(void **state)
{
    (void)state;
    assert_string_equal(nearest("raed"), "read");
    assert_string_equal(nearest("reed"), "read");
    assert_string_equal(nearest("mmapp"), "mmap");
    assert_string_equal(nearest("nmap"), "mmap");
    assert_string_equal(nearest("mmap-populte"), "mmap-populate");
    assert_string_equal(nearest("fullread"), "full-read");
    assert_string_equal(nearest("chunk"), "chunk");
}

static void what_is_far_from_all_names_has_no_nearest(void **state)
{
    (void)state;
    assert_null(nearest(""));
    assert_null(nearest("xyz"));
    assert_null(nearest("mm"));
    assert_null(nearest("quux-and-more"));
    assert_null(text_nearest("read", 0, name_at, NULL));
}

static void text_printf_allocates(void **state)
{
    (void)state;
    char *text = text_printf("%s/%d", "a", 7), *empty = text_printf("%s", "");
    assert_string_equal(text, "a/7");
    assert_string_equal(empty, "");
    free(text);
    free(empty);
}

static void words_are_quoted_for_the_shell(void **state)
{
    (void)state;
    static const char *const pair[][2] = {
        { "/plain/a-b_c.d:1", "/plain/a-b_c.d:1" },
        { "", "''" },
        { "two words", "'two words'" },
        { "a\\x2db", "'a\\x2db'" },
        { "it's", "'it'\\''s'" },
    };
    char word[32], small[4];
    for (size_t i = 0; i < sizeof pair / sizeof pair[0]; i++) {
        assert_string_equal(text_quote(pair[i][0], word, sizeof word), pair[i][1]);
    }
    static const char *const fits[][2] = { { "abc", "abc" }, { "abcd", "" }, { " ", "' '" },
                                           { "a ", "" },     { "'", "" },    { "  a", "" } };
    for (size_t i = 0; i < sizeof fits / sizeof fits[0]; i++) {
        assert_string_equal(text_quote(fits[i][0], small, sizeof small), fits[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_quoted_for_the_shell),
        cmocka_unit_test(sizes_are_read_exactly),
        cmocka_unit_test(what_is_no_size_is_refused),
        cmocka_unit_test(a_range_of_sizes_grows_by_four),
        cmocka_unit_test(sizes_beyond_a_file_offset_are_refused),
        cmocka_unit_test(sizes_with_many_decimals_are_read_or_refused),
        cmocka_unit_test(counts_are_whole_numbers),
        cmocka_unit_test(seconds_are_positive_decimals),
        cmocka_unit_test(seconds_are_not_hexadecimal),
        cmocka_unit_test(times_have_three_digits),
        cmocka_unit_test(bytes_have_the_largest_unit_that_fits),
        cmocka_unit_test(ratios_end_with_x),
        cmocka_unit_test(seconds_become_minutes_at_sixty),
        cmocka_unit_test(counts_have_commas),
        cmocka_unit_test(enormous_figures_fit_the_buffer),
        cmocka_unit_test(exact_sizes_are_read_back),
        cmocka_unit_test(the_nearest_name_is_found),
        cmocka_unit_test(what_is_far_from_all_names_has_no_nearest),
        cmocka_unit_test(text_printf_allocates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
