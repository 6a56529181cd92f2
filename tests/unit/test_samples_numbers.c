/* SPDX-License-Identifier: MIT */
/* Numbers of a run file, read quickly and plainly: the same to the last bit. */
#include <math.h>

#include "tests/unit/samples_fixture.h"

static const struct number {
    const char *text;
    enum way way; /* as a time */
} numbers[] = {
    { "7", QUICK },
    { "0.5", QUICK },
    { "1.0", QUICK },
    { "123456789012345678", QUICK },  /* no double holds it */
    { "999999999999999999", QUICK },  /* rounds up to 1e18 */
    { "9007199254740993", QUICK },    /* 2^53 + 1 */
    { "9007199254740992.0", PLAIN },  /* too many digits for one rounding */
    { "900719925474099.1", QUICK },   /* few enough */
    { "0.30000000000000004", PLAIN }, /* 17 digits */
    { "0.000123456789012", QUICK },   /* as %.12g prints it */
    { "6.103515625e-05", QUICK },     /* likewise: a page of 64 MiB */
    { "1.23456789012e+12", QUICK },   /* likewise */
    { "1E5", QUICK },
    { "1e05", QUICK },
    { "1e005", QUICK },
    { "1e0005", PLAIN },
    { "1e22", QUICK }, /* the last exact power */
    { "1e23", PLAIN },
    { "1e-22", QUICK },
    { "1e-23", PLAIN },
    { "123456789012345e22", QUICK },
    { "9223372036854775807", PLAIN },
    { "9223372036854775808", REFUSED },
    { "1000000000000000000000", REFUSED },
    { "1e308", PLAIN },
    { "1e400", REFUSED },
    { "4.9e-324", PLAIN },
    { "1e-400", REFUSED },
    { "0", REFUSED },
    { "-0", REFUSED },
    { "-0.0", REFUSED },
    { "0e400", REFUSED },
    { "-1", REFUSED },
    { "+1", REFUSED },
    { "00012", REFUSED },
    { "01", REFUSED },
    { "00", REFUSED },
    { "1.", REFUSED },
    { ".5", REFUSED },
    { "1.e5", REFUSED },
    { "1e", REFUSED },
    { "1e+", REFUSED },
    { "1e1.5", REFUSED },
    { "1.2.3", REFUSED },
    { "0x10", REFUSED },
    { "1_000", REFUSED },
    { "1 2", REFUSED },
    { "1,", REFUSED },
    { "NaN", REFUSED },
    { "nan", REFUSED },
    { "Infinity", REFUSED },
    { "null", REFUSED },
    { "nul", REFUSED },
    { "nulll", REFUSED },
    { "n", REFUSED },
    { "true", REFUSED },
    { "\"7\"", REFUSED },
    { "[7]", REFUSED },
    { "[]", REFUSED },
    { "{}", REFUSED },
    { "7 /* c */", REFUSED },
    { "7 // c\n", REFUSED },
    { "", REFUSED },
};

static void times_are_taken_to_the_bit(void **state)
{
    (void)state;
    char *text = good_text();
    for (size_t i = 0; i < COUNT(numbers); i++)
        check_replaced(text, "4999.25", numbers[i].text, numbers[i].way);
    free(text);
}

#define FAULTS(n) "\"minor_faults\":" n
#define LAST "\"resident_after\": 1"

/* Where 0 and null are welcome. */
static void amounts_are_taken_to_the_bit(void **state)
{
    (void)state;
    static const struct change amounts[] = {
        { FAULTS(" 3"), FAULTS(" 0"), QUICK },
        { FAULTS(" 3"), FAULTS(" 0.0"), QUICK },
        { FAULTS(" 3"), FAULTS(" 0e5"), QUICK },
        { FAULTS(" 3"), FAULTS("null"), QUICK },
        { FAULTS(" 3"), FAULTS(" -0"), PLAIN },
        { FAULTS(" 3"), FAULTS(" -0.0"), PLAIN },
        { FAULTS(" 3"), FAULTS(" 0e400"), PLAIN },
        { LAST, LAST "\t\r\n ", QUICK },
        { LAST, LAST "\v", REFUSED },
        { LAST, LAST "\f", REFUSED },
    };
    check_changes(amounts, COUNT(amounts));
}

/* All magnitudes that figures have, and all lengths up to `digits`. */
static double draw_number(uint64_t *state, int digits)
{
    char text[64];
    double value = ldexp((double)(draw(state) | 1), -63 + (int)(draw(state) % 80) - 20);
    snprintf(text, sizeof text, "%.*g", 1 + (int)(draw(state) % (unsigned)digits), value);
    return strtod(text, NULL);
}

static void print_sample(FILE *out, uint64_t *state, int digits)
{
    for (size_t i = 0; i < SAMPLE_FIELDS; i++)
        fprintf(out, "%s\"%s\": %.*g", i ? ", " : "{", sample_fields[i].name, digits,
                draw_number(state, digits));
    fputc('}', out);
}

/* A whole file, whose first case has so many samples; the caller frees. */
static char *text_of_numbers(size_t samples, uint64_t *state, int digits)
{
    char *good = good_text(), *array = NULL;
    size_t len;
    FILE *out = open_memstream(&array, &len);
    assert_non_null(out);
    for (size_t i = 0; i < samples; i++) {
        fputs(i ? ",\n" : "", out);
        print_sample(out, state, digits);
    }
    fclose(out);
    char *begin = strstr(good, "{\"round\""), *end = strchr(begin, ']');
    char *text = text_printf("%.*s%s%s", (int)(begin - good), good, array, end);
    assert_non_null(text);
    free(array);
    free(good);
    return text;
}

/* 220,000 of them. */
static void numbers_of_our_writer_are_taken_to_the_bit(void **state)
{
    (void)state;
    uint64_t drawn = 1;
    char *text = text_of_numbers(10000, &drawn, 12); /* as RUN_JSON_FLAGS has it */
    assert_int_equal(read_text(text, strlen(text)), QUICK);
    free(text);
}

/* Up to 17 digits: what the quick way takes, it takes right. */
static void numbers_of_others_are_taken_to_the_bit(void **state)
{
    (void)state;
    uint64_t drawn = 1;
    size_t ways[QUICK + 1] = { 0 };
    for (int i = 0; i < 2000; i++) {
        char *text = text_of_numbers(1, &drawn, i % 2 ? 15 : 17);
        ways[read_text(text, strlen(text))]++;
        free(text);
    }
    assert_int_equal(ways[REFUSED], 0);
    assert_true(ways[PLAIN] > 500 && ways[QUICK] > 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_taken_to_the_bit),
        cmocka_unit_test(amounts_are_taken_to_the_bit),
        cmocka_unit_test(numbers_of_our_writer_are_taken_to_the_bit),
        cmocka_unit_test(numbers_of_others_are_taken_to_the_bit),
    };
    return cmocka_run_group_tests(tests, samples_begin, samples_end);
}
