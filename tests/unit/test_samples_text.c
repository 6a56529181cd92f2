/* SPDX-License-Identifier: MIT */
/* What is around the numbers of a run file, read quickly and plainly. */
#include "tests/unit/samples_fixture.h"

#define SAMPLE                                                                                 \
    "{\"round\": 0, \"order\": 0, \"iterations\": 1, \"wall_ns\": 5, \"user_ns\": 1, "         \
    "\"system_ns\": 2, \"open_ns\": 1, \"access_ns\": 4, \"close_ns\": 1, "                    \
    "\"minor_faults\": 3, \"major_faults\": 0, \"voluntary_switches\": 0, "                    \
    "\"involuntary_switches\": 0, \"storage_read_bytes\": null, \"read_calls\": 2, "           \
    "\"peak_rss_bytes\": 5, \"rss_anon_bytes\": 1, \"rss_file_bytes\": 4, "                    \
    "\"baseline_rss_bytes\": 4, \"resident_before\": 1, \"resident_after\": 1}"

/* What is in the good text once, or first. */
#define REASON "\"the method can only look\""
#define FILLED "\"samples\": [{"
#define EMPTY "\"samples\": []"
#define ORDER "\"order\": 0"
#define LAST "\"resident_after\": 1"
#define NEXT "}, {\"round\": 1"
#define HEAD "{\n \"schema_version\""
#define ARRAY "[{\"round\""
#define SUITE "\"suite\""
#define THREADS "\"threads\": 1"

static const struct change changes[] = {
    /* members of a sample */
    { ORDER, ORDER ", " ORDER, REFUSED },
    { ORDER ", ", "", REFUSED },
    { "\"round\": 0, \"order\": 0", ORDER ", \"round\": 0", PLAIN },
    { ORDER, ORDER ", \"later\": 0", PLAIN },
    { LAST, LAST ", \"later\": \"]\"", PLAIN },
    { LAST, LAST ", \"later\": [1, 2]", PLAIN },
    { ORDER, "\"ord\\u0065r\": 0", PLAIN },
    { ORDER, "\"orde\": 0", REFUSED },
    { ORDER, "\"orders\": 0", REFUSED },
    { ORDER, "\"order\" 0", REFUSED },
    { ORDER, "order: 0", REFUSED },
    { ORDER, "'order': 0", REFUSED },
    { ORDER, "\n\"order\"\t:\r0 ", QUICK },
    { ORDER ",", ORDER ",,", REFUSED },
    { ORDER ",", "\"order\": 0;", REFUSED },
    { "\"read_call_bytes\": 1048576, ", "", QUICK }, /* a file of before there was one */
    { "\"read_call_bytes\": 1048576,", "\"read_call_bytes\": -1,", REFUSED },
    { LAST "}", LAST ",}", REFUSED },
    { LAST "}", LAST "]", REFUSED },
    { LAST "}", LAST "", REFUSED },
    /* the array */
    { ARRAY, "[,{\"round\"", REFUSED },
    { ARRAY, "[" ARRAY, REFUSED },
    { ARRAY, "[1, {\"round\"", REFUSED },
    { ARRAY, "[null, {\"round\"", REFUSED },
    { ARRAY, "[{}, {\"round\"", REFUSED },
    { NEXT, "} {\"round\": 1", REFUSED },
    { NEXT, "},, {\"round\": 1", REFUSED },
    { LAST "}]", LAST "},]", REFUSED },
    { LAST "}]", LAST "}]5", REFUSED },
    { LAST "}]", LAST "}]]", REFUSED },
    { LAST "}]", LAST "}", REFUSED },
    { FILLED, "\"samples\"\n:\t[\r{", QUICK },
    { FILLED, "\"samples\" [{", REFUSED },
    { FILLED, "\"samples\": {", REFUSED },
    { FILLED, "\"samples\": [], " FILLED, REFUSED },
    { FILLED, "\"s\\u0061mples\": [{", PLAIN },
    { FILLED, "\"s\\u0061mples\": [], " FILLED, REFUSED },
    { FILLED, "\"sample\": [{", REFUSED },
    { EMPTY, "\"samples\": [ \n]", QUICK },
    { EMPTY, "\"samples\": [" SAMPLE "]", QUICK },
    { EMPTY, "\"samples\": null", REFUSED },
    { EMPTY, "\"samples\": {}", REFUSED },
    { EMPTY, "\"samples\": 0", REFUSED },
    { EMPTY, "\"samples\": [0]", REFUSED },
    { EMPTY, "\"samples\": [", REFUSED },
    { ", \"samples\": []", "", REFUSED },
    /* arrays that belong to nobody, whatever is in them */
    { SUITE, "\"samples\": [], " SUITE, PLAIN },
    { SUITE, "\"samples\": [" SAMPLE "], " SUITE, PLAIN },
    { SUITE, "\"x\": {\"samples\": [1, 2]}, " SUITE, PLAIN },
    { SUITE, "\"x\": {\"samples\": [1, 2}, " SUITE, REFUSED },
    { SUITE, "\"x\": [{\"samples\": [nonsense]}], " SUITE, REFUSED },
    { THREADS, THREADS ", \"x\": {\"samples\": [nonsense]}", REFUSED },
    { THREADS, THREADS ", \"x\": {\"samples\": [" SAMPLE "]}", PLAIN },
    /* texts */
    { REASON, "\"\\\"samples\\\": [\"", QUICK },
    { REASON, "\"\\\\\\\"samples\\\\\\\": [\"", QUICK },
    { REASON, "\"samples\"", QUICK },
    { REASON, "\"]}\"", QUICK },
    { REASON, "\"\\u005d\"", PLAIN },
    { REASON, "\"\\u0000\"", REFUSED },
    { REASON, "\"\\x\"", REFUSED },
    { REASON, "\"\\", REFUSED },
    { REASON, "\"\n\"", REFUSED },
    { REASON, "\"\xff\"", REFUSED },
    { REASON, "\"\xc3\xa9\"", QUICK },
    { REASON, "\"unended", REFUSED },
    /* the file */
    { HEAD, "\xef\xbb\xbf" HEAD, REFUSED },
    { HEAD, "// {\n" HEAD, REFUSED },
    { HEAD, "[" HEAD, REFUSED },
    { "\"schema_version\": 1", "\"schema_version\": 2", REFUSED },
    { "\"method\": \"mmap\"", "\"method\": \"read\"", REFUSED },
};

static void what_is_unusual_is_left_to_the_plain_way(void **state)
{
    (void)state;
    check_changes(changes, COUNT(changes));
}

/* The counts agree, and yet an array is another's: only the name's spelling tells. */
static void nobody_takes_samples_of_another(void **state)
{
    (void)state;
    char *text = good_text();
    char *other = replaced(text, "\"suite\"", "\"x\": {\"samples\": [" SAMPLE "]}, \"suite\"");
    check_replaced(other, "\"samples\": []", "\"s\\u0061mples\": []", PLAIN);
    free(text);
    free(other);
}

static void nesting_has_an_end(void **state)
{
    (void)state;
    enum { DEEP = 5000 };
    char opened[DEEP + 1], closed[DEEP + 1];
    char *text = good_text();
    memset(opened, '[', DEEP);
    memset(closed, ']', DEEP);
    opened[DEEP] = closed[DEEP] = '\0';
    char *deep =
        text_printf("\"x\": %s{\"samples\": [" SAMPLE "]}%s, \"suite\"", opened, closed);
    check_replaced(text, "\"suite\"", deep, REFUSED);
    free(deep);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_unusual_is_left_to_the_plain_way),
        cmocka_unit_test(nobody_takes_samples_of_another),
        cmocka_unit_test(nesting_has_an_end),
    };
    return cmocka_run_group_tests(tests, samples_begin, samples_end);
}
