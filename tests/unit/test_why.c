/* SPDX-License-Identifier: MIT */
/* What the counters say: each fact with its units, and where it is left out. */
#include <math.h>

#include "report/why.h"
#include "tests/test.h"
#include "tests/unit/measure_check.h"

#define KIB 1024.0
#define MIB (1024 * KIB)

struct facts {
    struct sample median;
    const char *workload, *check;
    double file_bytes;
    unsigned threads;
};

static struct facts nothing(void)
{
    struct facts f = { .median = sample_unknown(),
                       .workload = "full-read",
                       .file_bytes = 64 * MIB,
                       .threads = 1 };
    f.median.passes = 100; /* of each of two samples */
    return f;
}

static void assert_why(const struct facts *f, const char *wanted)
{
    struct sample samples[2] = { f->median, f->median };
    struct run_case c = { .key = case_key_standard(), .samples = samples, .sample_count = 2 };
    snprintf(c.answer.text, ANSWER_MAX, "%s", f->check ? f->check : "");
    strcpy(c.key.workload, f->workload);
    c.key.threads = f->threads;
    char *text = why_text(&c, f->file_bytes);
    assert_non_null(text);
    assert_string_equal(text, wanted);
    free(text);
}

static void what_is_not_known_is_not_said(void **state)
{
    (void)state;
    struct facts f = nothing();
    assert_why(&f, "");
    f.file_bytes = NAN;
    f.workload = "sort";
    assert_why(&f, "");
}

static void facts_stand_in_one_order(void **state)
{
    (void)state;
    struct facts f = nothing();
    f.median.read_call_bytes = 64 * MIB;
    f.median.read_calls = 513;
    f.median.minor_faults = 16000;
    f.median.major_faults = 2;
    f.median.rss_anon_bytes = 66 * MIB;
    f.median.baseline_rss_bytes = 5 * MIB;
    f.median.storage_read_bytes = 128 * MIB;
    assert_why(&f, "copies 64 MiB in 513 reads, 16,002 faults in a buffer of 66 MiB (2 waited "
                   "for storage), 128 MiB from storage (2.0 per useful byte)");
}

static void copies_are_told_from_a_page_on(void **state)
{
    (void)state;
    struct facts f = nothing();
    f.median.read_calls = 1;
    f.median.read_call_bytes = 4096;
    assert_why(&f, "copies 4 KiB in 1 read");
    f.median.read_calls = 12345;
    f.median.read_call_bytes = 2.5 * MIB;
    assert_why(&f, "copies 2.5 MiB in 12,345 reads");
    f.median.read_call_bytes = 4095; /* neither worth a word nor nothing */
    assert_why(&f, "");
    f.median.read_call_bytes = 1;
    assert_why(&f, "");
    f.median.read_call_bytes = 0;
    assert_why(&f, "no copy");
}

static void faults_are_minor_and_major_ones(void **state)
{
    (void)state;
    struct facts f = nothing();
    f.median.minor_faults = 3;
    assert_why(&f, ""); /* half of it is not known */
    f.median.major_faults = 0;
    assert_why(&f, "3 faults");
    f.median.major_faults = 1;
    assert_why(&f, "4 faults (1 waited for storage)");
    f.median.minor_faults = 0;
    assert_why(&f, "1 fault (1 waited for storage)");
    f.median.major_faults = 0;
    assert_why(&f, "0 faults");
    f.median.minor_faults = 1;
    assert_why(&f, "1 fault");
}

static void a_buffer_is_one_from_a_mebibyte_on(void **state)
{
    (void)state;
    struct facts f = nothing();
    f.median.minor_faults = 300;
    f.median.major_faults = 0;
    f.median.baseline_rss_bytes = 5 * MIB;
    f.median.rss_anon_bytes = 6 * MIB - 1;
    assert_why(&f, "300 faults");
    f.median.rss_anon_bytes = 6 * MIB;
    assert_why(&f, "300 faults in a buffer of 6 MiB");
    f.median.baseline_rss_bytes = NAN;
    assert_why(&f, "300 faults");
}

static void storage_is_told_per_useful_byte(void **state)
{
    (void)state;
    static const struct {
        double read, file;
        const char *wanted;
    } table[] = {
        { 0, 64 * MIB, "" },
        { 4095, 64 * MIB, "" },
        { 4096, 4096, "4 KiB from storage" },
        { 64 * MIB, 64 * MIB, "64 MiB from storage" },
        { 1.04 * MIB, 1 * MIB, "1.0 MiB from storage" },
        { 1.06 * MIB, 1 * MIB, "1.1 MiB from storage (1.1 per useful byte)" },
        { 0.96 * MIB, 1 * MIB, "983 KiB from storage" },
        { 0.5 * MIB, 1 * MIB, "512 KiB from storage (0.5 per useful byte)" },
        { 9.9 * MIB, 1 * MIB, "9.9 MiB from storage (9.9 per useful byte)" },
        { 12 * MIB, 1 * MIB, "12 MiB from storage (12 per useful byte)" },
        { 8192, 4097, "8 KiB from storage" }, /* whole pages are useful */
        { 8192, NAN, "8 KiB from storage" },
        { 8192, 0, "8 KiB from storage" },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct facts f = nothing();
        f.median.storage_read_bytes = table[i].read;
        f.file_bytes = table[i].file;
        assert_why(&f, table[i].wanted);
    }
}

/* The bytes that the answer follows from, in whole pages. */
static void what_is_useful_is_the_workloads(void **state)
{
    (void)state;
    static const struct {
        const char *workload, *check;
        double file, useful;
    } table[] = {
        { "full-read", "count=1", 64 * MIB, 64 * MIB },
        { "find", "offset=0", 64 * MIB, 4096 },
        { "find", "offset=4091", 64 * MIB, 4096 }, /* " the " ends with the page */
        { "find", "offset=4092", 64 * MIB, 8192 },
        { "find", "offset=none", 64 * MIB, 64 * MIB },
        { "find", NULL, 64 * MIB, 64 * MIB },
        { "seek-find", "offset=10000", 64 * MIB, 4096 },
        { "seek-find", "offset=14091", 64 * MIB, 4096 },
        { "seek-find", "offset=14092", 64 * MIB, 8192 },
        { "seek-find", "offset=none", 10000 + 8192, 8192 },
        { "random", "sum=1", 4096, 4096 },                    /* one block, again and again */
        { "random", "sum=1", 16 * MIB, 16 * MIB * 0.632166 }, /* 1 - (1 - 1/4096)^4096 */
        { "random", "sum=1", 1024 * MIB * MIB, 16 * MIB },    /* nearly no block twice */
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        char wanted[128];
        struct facts f = nothing();
        f.workload = table[i].workload;
        f.check = table[i].check;
        f.file_bytes = table[i].file;
        f.median.storage_read_bytes = 1024 * MIB;
        double per_byte = 1024 * MIB / table[i].useful;
        snprintf(wanted, sizeof wanted, "1 GiB from storage (%.0f per useful byte)", per_byte);
        assert_why(&f, wanted);
    }
}

/* What follows from nothing has no price per byte: files shorter than where seek-find
   begins, without a block, empty. */
static void where_nothing_is_useful_there_is_no_share(void **state)
{
    (void)state;
    static const char *const names[][2] = { { "seek-find", "offset=none" },
                                            { "random", "sum=0" },
                                            { "find", "offset=none" } };
    static const double sizes[] = { 4095, 4095, 0 };
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct facts f = nothing();
        f.workload = names[i][0];
        f.check = names[i][1];
        f.file_bytes = sizes[i];
        f.median.storage_read_bytes = 1 * MIB;
        assert_why(&f, "1 MiB from storage");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_known_is_not_said),
        cmocka_unit_test(facts_stand_in_one_order),
        cmocka_unit_test(copies_are_told_from_a_page_on),
        cmocka_unit_test(faults_are_minor_and_major_ones),
        cmocka_unit_test(a_buffer_is_one_from_a_mebibyte_on),
        cmocka_unit_test(storage_is_told_per_useful_byte),
        cmocka_unit_test(what_is_useful_is_the_workloads),
        cmocka_unit_test(where_nothing_is_useful_there_is_no_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
