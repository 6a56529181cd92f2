/* SPDX-License-Identifier: MIT */
/*
 * A run file is read quickly or plainly: whatever is in it, both find the same bits, or the
 * quick way gives up. On real files, on made-up ones, and on thousands of broken ones.
 */
#include <dirent.h>
#include <errno.h>
#include <math.h>

#include "base/text.h"
#include "result/read.h"
#include "tests/fixture_run.h"
#include "tests/source.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static char *folder, *file;

static int folder_make(void **state)
{
    (void)state;
    folder = test_folder();
    file = text_printf("%s/run.json", folder);
    return file ? 0 : -1;
}

static int folder_drop(void **state)
{
    (void)state;
    int r = unlink(file) | rmdir(folder);
    free(file);
    free(folder);
    return r;
}

/* ---- two runs ---- */

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Bit for bit: memcmp tells -0 from 0, and one NAN from another. */
static bool same_case(const struct run_case *a, const struct run_case *b)
{
    return same_text(a->workload, b->workload) && same_text(a->method, b->method) &&
           same_text(a->state, b->state) && same_text(a->fill, b->fill) &&
           same_text(a->dataset, b->dataset) && same_text(a->reason, b->reason) &&
           same_text(a->check, b->check) && a->threads == b->threads &&
           a->status == b->status && a->sample_count == b->sample_count &&
           (a->sample_count == 0 ||
            memcmp(a->samples, b->samples, a->sample_count * sizeof *a->samples) == 0);
}

static bool same_finding(const struct run_finding *a, const struct run_finding *b)
{
    return same_text(a->check, b->check) && same_text(a->verdict, b->verdict) &&
           same_text(a->found, b->found) && same_text(a->mend, b->mend);
}

static bool same_dataset(const struct run_dataset *a, const struct run_dataset *b)
{
    return same_text(a->name, b->name) && same_text(a->kind, b->kind) && a->bytes == b->bytes &&
           a->seed == b->seed && strcmp(a->sha256, b->sha256) == 0;
}

static bool same_head(const struct run *a, const struct run *b)
{
    return same_text(a->mapread_version, b->mapread_version) &&
           same_text(a->revision, b->revision) && same_text(a->started_at, b->started_at) &&
           same_text(a->suite, b->suite) && a->complete == b->complete && a->seed == b->seed &&
           a->rounds == b->rounds && memcmp(&a->planted, &b->planted, sizeof a->planted) == 0 &&
           memcmp(&a->machine, &b->machine, sizeof a->machine) == 0 &&
           memcmp(&a->storage, &b->storage, sizeof a->storage) == 0 &&
           memcmp(&a->toolchain, &b->toolchain, sizeof a->toolchain) == 0 &&
           a->watched == b->watched && memcmp(&a->noise, &b->noise, sizeof a->noise) == 0 &&
           a->finding_count == b->finding_count && a->dataset_count == b->dataset_count &&
           a->case_count == b->case_count;
}

static bool same_run(const struct run *a, const struct run *b)
{
    bool same = same_head(a, b);
    for (size_t i = 0; same && i < a->finding_count; i++)
        same = same_finding(&a->findings[i], &b->findings[i]);
    for (size_t i = 0; same && i < a->dataset_count; i++)
        same = same_dataset(&a->datasets[i], &b->datasets[i]);
    for (size_t i = 0; same && i < a->case_count; i++)
        same = same_case(&a->cases[i], &b->cases[i]);
    return same;
}

/* ---- both ways ---- */

enum way { REFUSED, PLAIN, QUICK };

/* Which of them could read it. Keeps the text where they do not agree. */
static enum way read_file(const char *path)
{
    struct run plain = { 0 }, quick = { 0 }, found = { 0 };
    struct run_error why = { "" }, error = { "" };
    int by_json = run_read_plainly(&plain, path, &why),
        by_text = run_read_quickly(&quick, path), result = run_read(&found, path, &error);
    if (by_text == 0 && by_json < 0)
        fail_msg("%s: taken, though: %s", path, why.message);
    if (by_text == 0 && !same_run(&quick, &plain))
        fail_msg("%s: other figures by the quick way", path);
    assert_int_equal(result, by_json);
    assert_string_equal(error.message, why.message);
    if (result == 0 && !same_run(&found, &plain))
        fail_msg("%s: other figures", path);
    run_free(&plain);
    run_free(&quick);
    run_free(&found);
    return by_text == 0 ? QUICK : by_json == 0 ? PLAIN : REFUSED;
}

static enum way read_text(const char *text, size_t len)
{
    test_write(file, text, len);
    return read_file(file);
}

/* The first `old` in the text is now `new`; the caller frees. */
static char *replaced(const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);
    if (!at)
        fail_msg("no %s in the text", old);
    char *result = text_printf("%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
    assert_non_null(result);
    return result;
}

static void check_replaced(const char *text, const char *old, const char *new,
                           enum way expected)
{
    char *changed = replaced(text, old, new);
    enum way way = read_text(changed, strlen(changed));
    if (way != expected)
        fail_msg("%s instead of %s: %d instead of %d", new, old, (int)way, (int)expected);
    free(changed);
}

static char *text_of(const char *relative)
{
    char *path = test_source(relative);
    size_t len;
    char *text = (char *)test_read(path, &len);
    text[len] = '\0';
    free(path);
    return text;
}

static char *good_text(void)
{
    return text_of("tests/unit/data/ok_every_status.json");
}

/* ---- files ---- */

static void real_files_are_read_quickly(void **state)
{
    (void)state;
    static const char *const files[] = {
        "results/example/disk/run.json",           "tests/unit/data/ok_every_status.json",
        "tests/unit/data/ok_earlier.json",    "tests/unit/data/ok_noise.json",
        "tests/unit/data/ok_incomplete.json",
    };
    for (size_t i = 0; i < COUNT(files); i++) {
        char *path = test_source(files[i]);
        if (read_file(path) != QUICK)
            fail_msg("%s is not read quickly", path);
        free(path);
    }
    assert_int_equal(read_text("", 0), REFUSED); /* leaves a file to drop */
}

static void made_up_files_are_read_quickly(void **state)
{
    (void)state;
    struct run r = fixture_run(
        &(struct fixture_options){ .obstacles = true, .noisy = true, .unknown = true });
    assert_int_equal(run_write(&r, file), 0);
    run_free(&r);
    assert_int_equal(read_file(file), QUICK);
}

static void all_files_of_the_tests_are_read_alike(void **state)
{
    (void)state;
    char *path = test_source("tests/unit/data");
    DIR *data = opendir(path);
    size_t refused = 0;
    assert_non_null(data);
    for (struct dirent *e = readdir(data); e; e = readdir(data)) {
        char *name = text_printf("%s/%s", path, e->d_name);
        if (strncmp(e->d_name, "fail_", 5) == 0)
            refused += read_file(name) == REFUSED;
        else if (strncmp(e->d_name, "ok_", 3) == 0)
            assert_int_not_equal(read_file(name), REFUSED);
        free(name);
    }
    closedir(data);
    free(path);
    assert_true(refused > 40);
    assert_int_equal(read_text("", 0), REFUSED);
}

/* ---- numbers ---- */

static const struct number {
    const char *text;
    enum way way; /* as a time; */
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

/* Where 0 and null are welcome. */
static void amounts_are_taken_to_the_bit(void **state)
{
    (void)state;
    char *text = good_text();
    check_replaced(text, "\"minor_faults\": 3", "\"minor_faults\": 0", QUICK);
    check_replaced(text, "\"minor_faults\": 3", "\"minor_faults\": 0.0", QUICK);
    check_replaced(text, "\"minor_faults\": 3", "\"minor_faults\": 0e5", QUICK);
    check_replaced(text, "\"minor_faults\": 3", "\"minor_faults\":null", QUICK);
    check_replaced(text, "\"minor_faults\": 3", "\"minor_faults\": -0", PLAIN);
    check_replaced(text, "\"minor_faults\": 3", "\"minor_faults\": -0.0", PLAIN);
    check_replaced(text, "\"minor_faults\": 3", "\"minor_faults\": 0e400", PLAIN);
    check_replaced(text, "\"resident_after\": 1", "\"resident_after\": 1\t\r\n ", QUICK);
    check_replaced(text, "\"resident_after\": 1", "\"resident_after\": 1\v", REFUSED);
    check_replaced(text, "\"resident_after\": 1", "\"resident_after\": 1\f", REFUSED);
    free(text);
}

/* Between 0 and 2^63; Knuth's multiplier. */
static uint64_t draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 1;
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

/* ---- what is around the numbers ---- */

#define SAMPLE                                                                                 \
    "{\"round\": 0, \"order\": 0, \"iterations\": 1, \"wall_ns\": 5, \"user_ns\": 1, "         \
    "\"system_ns\": 2, \"open_ns\": 1, \"access_ns\": 4, \"close_ns\": 1, "                    \
    "\"minor_faults\": 3, \"major_faults\": 0, \"voluntary_switches\": 0, "                    \
    "\"involuntary_switches\": 0, \"storage_read_bytes\": null, \"read_calls\": 2, "           \
    "\"peak_rss_bytes\": 5, \"rss_anon_bytes\": 1, \"rss_file_bytes\": 4, "                    \
    "\"baseline_rss_bytes\": 4, \"resident_before\": 1, \"resident_after\": 1}"

static const struct change {
    const char *old, *new;
    enum way way;
} changes[] = {
    /* members of a sample */
    { "\"order\": 0", "\"order\": 0, \"order\": 0", REFUSED },
    { "\"order\": 0, ", "", REFUSED },
    { "\"round\": 0, \"order\": 0", "\"order\": 0, \"round\": 0", PLAIN },
    { "\"order\": 0", "\"order\": 0, \"later\": 0", PLAIN },
    { "\"resident_after\": 1", "\"resident_after\": 1, \"later\": \"]\"", PLAIN },
    { "\"resident_after\": 1", "\"resident_after\": 1, \"later\": [1, 2]", PLAIN },
    { "\"order\": 0", "\"ord\\u0065r\": 0", PLAIN },
    { "\"order\": 0", "\"orde\": 0", REFUSED },
    { "\"order\": 0", "\"orders\": 0", REFUSED },
    { "\"order\": 0", "\"order\" 0", REFUSED },
    { "\"order\": 0", "order: 0", REFUSED },
    { "\"order\": 0", "'order': 0", REFUSED },
    { "\"order\": 0", "\n\"order\"\t:\r0 ", QUICK },
    { "\"order\": 0,", "\"order\": 0,,", REFUSED },
    { "\"order\": 0,", "\"order\": 0;", REFUSED },
    { "\"read_call_bytes\": 1048576, ", "", QUICK }, /* a file of before there was one */
    { "\"read_call_bytes\": 1048576,", "\"read_call_bytes\": -1,", REFUSED },
    { "\"resident_after\": 1}", "\"resident_after\": 1,}", REFUSED },
    { "\"resident_after\": 1}", "\"resident_after\": 1]", REFUSED },
    { "\"resident_after\": 1}", "\"resident_after\": 1", REFUSED },
    /* the array */
    { "[{\"round\"", "[,{\"round\"", REFUSED },
    { "[{\"round\"", "[[{\"round\"", REFUSED },
    { "[{\"round\"", "[1, {\"round\"", REFUSED },
    { "[{\"round\"", "[null, {\"round\"", REFUSED },
    { "[{\"round\"", "[{}, {\"round\"", REFUSED },
    { "}, {\"round\": 1", "} {\"round\": 1", REFUSED },
    { "}, {\"round\": 1", "},, {\"round\": 1", REFUSED },
    { "\"resident_after\": 1}]", "\"resident_after\": 1},]", REFUSED },
    { "\"resident_after\": 1}]", "\"resident_after\": 1}]5", REFUSED },
    { "\"resident_after\": 1}]", "\"resident_after\": 1}]]", REFUSED },
    { "\"resident_after\": 1}]", "\"resident_after\": 1}", REFUSED },
    { "\"samples\": [{", "\"samples\"\n:\t[\r{", QUICK },
    { "\"samples\": [{", "\"samples\" [{", REFUSED },
    { "\"samples\": [{", "\"samples\": {", REFUSED },
    { "\"samples\": [{", "\"samples\": [], \"samples\": [{", REFUSED },
    { "\"samples\": [{", "\"s\\u0061mples\": [{", PLAIN },
    { "\"samples\": [{", "\"s\\u0061mples\": [], \"samples\": [{", REFUSED },
    { "\"samples\": [{", "\"sample\": [{", REFUSED },
    { "\"samples\": []", "\"samples\": [ \n]", QUICK },
    { "\"samples\": []", "\"samples\": [" SAMPLE "]", QUICK },
    { "\"samples\": []", "\"samples\": null", REFUSED },
    { "\"samples\": []", "\"samples\": {}", REFUSED },
    { "\"samples\": []", "\"samples\": 0", REFUSED },
    { "\"samples\": []", "\"samples\": [0]", REFUSED },
    { "\"samples\": []", "\"samples\": [", REFUSED },
    { ", \"samples\": []", "", REFUSED },
    /* arrays that belong to nobody, whatever is in them */
    { "\"suite\"", "\"samples\": [], \"suite\"", PLAIN },
    { "\"suite\"", "\"samples\": [" SAMPLE "], \"suite\"", PLAIN },
    { "\"suite\"", "\"x\": {\"samples\": [1, 2]}, \"suite\"", PLAIN },
    { "\"suite\"", "\"x\": {\"samples\": [1, 2}, \"suite\"", REFUSED },
    { "\"suite\"", "\"x\": [{\"samples\": [nonsense]}], \"suite\"", REFUSED },
    { "\"threads\": 1", "\"threads\": 1, \"x\": {\"samples\": [nonsense]}", REFUSED },
    { "\"threads\": 1", "\"threads\": 1, \"x\": {\"samples\": [" SAMPLE "]}", PLAIN },
    /* texts */
    { "\"the method can only look\"", "\"\\\"samples\\\": [\"", QUICK },
    { "\"the method can only look\"", "\"\\\\\\\"samples\\\\\\\": [\"", QUICK },
    { "\"the method can only look\"", "\"samples\"", QUICK },
    { "\"the method can only look\"", "\"]}\"", QUICK },
    { "\"the method can only look\"", "\"\\u005d\"", PLAIN },
    { "\"the method can only look\"", "\"\\u0000\"", REFUSED },
    { "\"the method can only look\"", "\"\\x\"", REFUSED },
    { "\"the method can only look\"", "\"\\", REFUSED },
    { "\"the method can only look\"", "\"\n\"", REFUSED },
    { "\"the method can only look\"", "\"\xff\"", REFUSED },
    { "\"the method can only look\"", "\"\xc3\xa9\"", QUICK },
    { "\"the method can only look\"", "\"unended", REFUSED },
    /* the file */
    { "{\n \"schema_version\"", "\xef\xbb\xbf{\n \"schema_version\"", REFUSED },
    { "{\n \"schema_version\"", "// {\n{\n \"schema_version\"", REFUSED },
    { "{\n \"schema_version\"", "[{\n \"schema_version\"", REFUSED },
    { "\"schema_version\": 1", "\"schema_version\": 2", REFUSED },
    { "\"method\": \"mmap\"", "\"method\": \"read\"", REFUSED },
};

static void what_is_unusual_is_left_to_the_plain_way(void **state)
{
    (void)state;
    char *text = good_text();
    for (size_t i = 0; i < COUNT(changes); i++)
        check_replaced(text, changes[i].old, changes[i].new, changes[i].way);
    free(text);
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

/* ---- broken files ---- */

static void every_beginning_is_refused(void **state)
{
    (void)state;
    char *text = good_text();
    size_t whole = strlen(text) - 1; /* without the line end */
    for (size_t len = 0; len < whole; len++)
        assert_int_equal(read_text(text, len), REFUSED);
    assert_int_equal(read_text(text, whole), QUICK);
    free(text);
}

/* Like the good one, but for something at a place that was drawn. Returns the new length. */
static size_t damage(char *text, size_t len, uint64_t *state)
{
    static const char bytes[] = "\"\"\\{}[]::,,0123456789.eE+-nul u \n\t\x80/";
    size_t at = draw(state) % len, span = 1 + draw(state) % 40;
    size_t from = draw(state) % len;
    char byte = bytes[draw(state) % sizeof bytes]; /* '\0' as well */
    span = span < len - at ? span : len - at;
    span = span < len - from ? span : len - from;
    switch (draw(state) % 6) {
    case 0: /* another byte */
        text[at] = byte;
        return len;
    case 1: /* one more */
        memmove(text + at + 1, text + at, len - at);
        text[at] = byte;
        return len + 1;
    case 2: /* one less */
        memmove(text + at, text + at + 1, len - at - 1);
        return len - 1;
    case 3: /* some of it again */
        memmove(text + at + span, text + at, len - at);
        return len + span;
    case 4: /* some from elsewhere */
        memmove(text + at, text + from, span);
        return len;
    default: /* a flipped bit */
        text[at] ^= (char)(1 << draw(state) % 8);
        return len;
    }
}

static void damaged_files_are_read_alike(void **state)
{
    (void)state;
    enum { FILES = 12000 };
    char *text = good_text(), *damaged = malloc(2 * strlen(text));
    size_t ways[QUICK + 1] = { 0 };
    uint64_t drawn = 1;
    assert_non_null(damaged);
    for (size_t i = 0; i < FILES; i++) {
        size_t len = strlen(text);
        memcpy(damaged, text, len);
        for (size_t hits = 1 + i % 3; hits > 0; hits--)
            len = damage(damaged, len, &drawn);
        ways[read_text(damaged, len)]++;
    }
    print_message("of %d damaged files %zu are refused, %zu read plainly, %zu quickly\n", FILES,
                  ways[REFUSED], ways[PLAIN], ways[QUICK]);
    assert_true(ways[REFUSED] > 1000 && ways[PLAIN] > 100 && ways[QUICK] > 300);
    free(damaged);
    free(text);
}

#define SAMPLES_TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLES_TEST(real_files_are_read_quickly),
        SAMPLES_TEST(made_up_files_are_read_quickly),
        SAMPLES_TEST(all_files_of_the_tests_are_read_alike),
        SAMPLES_TEST(times_are_taken_to_the_bit),
        SAMPLES_TEST(amounts_are_taken_to_the_bit),
        SAMPLES_TEST(numbers_of_our_writer_are_taken_to_the_bit),
        SAMPLES_TEST(numbers_of_others_are_taken_to_the_bit),
        SAMPLES_TEST(what_is_unusual_is_left_to_the_plain_way),
        SAMPLES_TEST(nobody_takes_samples_of_another),
        SAMPLES_TEST(nesting_has_an_end),
        SAMPLES_TEST(every_beginning_is_refused),
        SAMPLES_TEST(damaged_files_are_read_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
