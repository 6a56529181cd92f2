/* SPDX-License-Identifier: MIT */
/*
 * What a pass cost: read calls, memory, faults, bytes from storage, residency. Each
 * session has a process of its own, as in mapread-bench, so that no other test's
 * memory is in the figures.
 */
#include <math.h>
#include <sys/wait.h>

#include "config.h"
#include "tests/unit/session_fixture.h"

enum { CHUNKS = BYTES / METHOD_BUFFER_BYTES };

/* In a process of its own, as mapread-bench is. */
static struct outcome run_in_process(const struct session_spec *spec)
{
    const struct case_key key = session_whole(spec).request.key;
    int ends[2], status;
    char line[8192];
    struct outcome o;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        o = run_session(spec);
        FILE *out = fdopen(ends[1], "w");
        _exit(!out || outcome_write(out, &key, &o) != 0);
    }
    close(ends[1]);
    ssize_t n = read(ends[0], line, sizeof line - 1);
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_true(n > 0);
    line[n] = '\0';
    assert_int_equal(outcome_read(&o, line), 0);
    return o;
}

static struct sample sample_of(const struct session_spec *spec)
{
    struct outcome o = run_in_process(spec);
    if (o.status != CASE_OK)
        fail_msg("%s", why_of(&o));
    return o.sample;
}

static void residency_is_told_before_and_after(void **state)
{
    needs_states(*state);
    struct session_spec spec = spec_of(*state, "full-read", "chunk", "warm");
    struct sample s = sample_of(&spec);
    assert_true(s.resident_before == 1 && s.resident_after == 1);
    spec.state = state_find("cold");
    s = sample_of(&spec);
    assert_true(s.resident_before == 0 && s.resident_after <= 1);
    spec.workload = workload_find_by_name("find"); /* ends in the first line */
    spec.method = method_find("mmap-random");
    s = sample_of(&spec);
    assert_true(s.resident_before == 0);
    assert_true(s.resident_after >= 0 && s.resident_after < 1);
}

static void read_calls_are_counted(void **state)
{
    static const struct {
        const char *method;
        double calls;
    } table[] = {
        { "chunk", CHUNKS + 1 }, /* and the one that finds the end */
        { "pread", CHUNKS + 1 },
        { "stdio", BYTES / 4096 + 1 },
        { "getline", BYTES / 4096 + 1 },
        { "read", 1 },
        { "mmap", 0 },
    };
    static const char *const names[] = { "warm", "cold" };
    needs_states(*state);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        for (size_t n = 0; n < 2; n++)
            for (int64_t passes = 1; passes <= 3; passes += 2) {
                struct session_spec spec =
                    spec_of(*state, "full-read", table[i].method, names[n]);
                spec.request.passes = passes;
                struct sample s = sample_of(&spec);
                if (isnan(s.read_calls))
                    test_skip("this system does not count read calls");
                if (s.read_calls != table[i].calls)
                    fail_msg("%s %s, %d passes: %g read calls", table[i].method, names[n],
                             (int)passes, s.read_calls);
                assert_true(s.passes == (double)passes);
            }
}

/* To the byte: what mapread itself reads of /proc meanwhile is not in it. */
static void what_read_calls_copied_is_counted(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *method;
        double bytes;
    } table[] = {
        { "read", 65536 }, { "chunk", 65536 }, { "pread", 65536 },
        { "seek", 65536 }, { "mmap", 0 },      { "mmap-random", 0 },
    };
    const bool counted = HAVE_LINUX_EXTRAS && access("/proc/self/io", R_OK) == 0;
    test_write(x->path, x->data, 65536);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        for (int64_t passes = 1; passes <= 3; passes += 2) {
            struct session_spec spec = spec_of(x, "full-read", table[i].method, "warm");
            spec.request.passes = passes;
            struct sample s = sample_of(&spec);
            bool is_right =
                counted ? s.read_call_bytes == table[i].bytes : isnan(s.read_call_bytes);
            if (!is_right)
                fail_msg("%s, %d passes: %g bytes", table[i].method, (int)passes,
                         s.read_call_bytes);
        }
}

/* A search that ends early has copied no more than one buffer. */
static void what_was_not_read_was_not_copied(void **state)
{
    struct session_spec spec = spec_of(*state, "find", "chunk", "warm");
    struct sample s = sample_of(&spec);
    if (isnan(s.read_call_bytes))
        test_skip("this system does not count what read calls copy");
    assert_true(s.read_call_bytes == METHOD_BUFFER_BYTES);
}

static void memory_is_split_into_anonymous_and_file_pages(void **state)
{
    struct session_spec spec = spec_of(*state, "full-read", "read", "warm");
    struct sample by_read = sample_of(&spec);
    spec.method = method_find("mmap");
    struct sample by_mmap = sample_of(&spec);
    spec.method = method_find("chunk");
    struct sample by_chunk = sample_of(&spec);
    if (isnan(by_read.rss_anon_bytes))
        test_skip("this system does not split the resident set");
    assert_true(by_read.rss_anon_bytes >= BYTES);
    assert_true(by_read.rss_anon_bytes >= by_mmap.rss_anon_bytes + BYTES - MIB);
    assert_true(by_mmap.rss_file_bytes >= BYTES);
    assert_true(by_mmap.rss_file_bytes >= by_read.rss_file_bytes + BYTES - MIB);
    assert_true(by_chunk.rss_anon_bytes <= by_mmap.rss_anon_bytes + MIB);
    assert_true(by_chunk.rss_file_bytes <= by_read.rss_file_bytes + MIB);
}

/* What is freed stays resident for a while where a sanitizer watches. */
#ifndef __has_feature
#define __has_feature(name) 0
#endif
#if defined __SANITIZE_ADDRESS__ || __has_feature(address_sanitizer)
enum { SANITIZED = 1, KEPT_AFTER_FREE = 3 * BYTES };
#else
enum { SANITIZED = 0, KEPT_AFTER_FREE = 0 };
#endif

static void peak_memory_stands_above_the_baseline(void **state)
{
    struct session_spec spec = spec_of(*state, "full-read", "read", "warm");
    static const char *const whole[] = { "read", "mmap", "mmap-populate" };
    for (int64_t passes = 1; passes <= 3; passes += 2)
        for (size_t i = 0; i < 3; i++) {
            spec.method = method_find(whole[i]);
            spec.request.passes = passes;
            struct sample s = sample_of(&spec);
            if (isnan(s.baseline_rss_bytes))
                test_skip("this system does not tell the resident set");
            assert_true(s.peak_rss_bytes >= s.baseline_rss_bytes + BYTES);
            assert_true(s.peak_rss_bytes < s.baseline_rss_bytes + 2 * BYTES + KEPT_AFTER_FREE);
        }
    spec.method = method_find("chunk");
    struct sample s = sample_of(&spec);
    assert_true(s.peak_rss_bytes < s.baseline_rss_bytes + 2 * MIB);
}

static void a_cold_mapping_has_major_faults(void **state)
{
    needs_states(*state);
    struct session_spec spec = spec_of(*state, "full-read", "mmap", "cold");
    assert_true(sample_of(&spec).major_faults >= 1);
    spec.request.passes = 2; /* each of them */
    assert_true(sample_of(&spec).major_faults >= 1);
    spec.method = method_find("read");
    struct sample s = sample_of(&spec);
    assert_true(s.minor_faults >= 1); /* of the fresh buffer */
}

/* Whether malloc maps memory of that size or takes it from the heap. */
static void what_holds_the_file_is_fresh_in_every_pass(void **state)
{
    struct session_spec spec = spec_of(*state, "full-read", "read", "warm");
    if (!HAVE_MALLOPT || SANITIZED)
        test_skip("this malloc cannot be told to give memory back");
    spec.request.passes = 4;
    assert_true(sample_of(&spec).minor_faults >= (double)(BYTES / sysconf(_SC_PAGESIZE)));
}

static void a_reused_buffer_has_no_faults_inside_the_clock(void **state)
{
    static const char *const names[] = { "chunk", "seek", "pread" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct session_spec spec = spec_of(*state, "full-read", names[i], "warm");
        spec.request.key.buffer_bytes = 4 * MIB;
        assert_true(sample_of(&spec).minor_faults < 100); /* of 1,024 pages */
    }
}

/* As often as it is opened: what the pass before freed was given back to the system. */
static void a_fresh_buffer_has_its_faults_in_every_pass(void **state)
{
    const double pages = (double)METHOD_BUFFER_BYTES / (double)sysconf(_SC_PAGESIZE);
    struct session_spec spec = spec_of(*state, "full-read", "chunk", "warm");
    if (!HAVE_MALLOPT || SANITIZED)
        test_skip("this malloc cannot be told to give memory back");
    spec.request.passes = 4;
    double reused = sample_of(&spec).minor_faults;
    spec.method = method_find("chunk-fresh");
    double fresh = sample_of(&spec).minor_faults;
    assert_true(fresh >= reused + pages - 2);
    assert_true(fresh < reused + 2 * pages);
}

/* Only warm names what comes before a pass, and whoever did it already is believed. */
static void the_first_pass_and_the_flush_are_told(void **state)
{
    struct session_spec spec = spec_of(*state, "full-read", "mmap", "warm");
    spec.request.passes = 3;
    struct sample s = sample_of(&spec);
    assert_true(s.first_ns > 0 && s.first_ns < 3 * s.wall_ns);
    assert_true(s.flush_ns > 0);
    spec.request.cpu_cache = CPU_CACHE_AS_FOUND;
    assert_true(sample_of(&spec).flush_ns == 0);
    spec.request.cpu_cache = cpu_cache_usual();
    spec.workload = workload_find_by_name("allocate");
    spec.method = method_find("malloc");
    assert_true(sample_of(&spec).flush_ns == 0);
}

/* Three passes are thrown away: none of what they cost is told. */
static void hot_begins_after_three_passes(void **state)
{
    struct session_spec spec = spec_of(*state, "full-read", "chunk", "hot");
    spec.request.passes = 2;
    struct sample s = sample_of(&spec);
    assert_true(s.passes == 2 && s.flush_ns == 0 && isnan(s.first_ns));
    assert_true(isnan(s.read_call_bytes) ||
                (s.read_call_bytes >= BYTES && s.read_call_bytes < 1.5 * BYTES));
    assert_true(s.resident_before == 1 && s.resident_after == 1);
    spec.request.key.buffer_bytes = 0;
    spec.method = method_find("mmap");
    spec.workload = workload_find_by_name("replace");
    struct outcome o = run_session(&spec);
    assert_int_equal(o.status, CASE_SKIPPED);
    assert_int_equal(o.reason.cause, CAUSE_NEVER_HOT);
    spec.workload = workload_find_by_name("allocate");
    spec.method = method_find("malloc");
    assert_int_equal(run_session(&spec).reason.cause, CAUSE_WORK_IN_MEMORY);
}

static void other_bytes_go_through_the_caches_instead(void **state)
{
    struct session_spec spec = spec_of(*state, "full-read", "chunk", "warm");
    spec.request.cpu_cache = CPU_CACHE_STREAM;
    assert_true(sample_of(&spec).flush_ns > 0);
    spec.request.cpu_cache = CPU_CACHE_AS_FOUND;
    assert_true(sample_of(&spec).flush_ns == 0);
}

static void cold_bytes_come_from_storage(void **state)
{
    needs_states(*state);
    struct session_spec spec = spec_of(*state, "full-read", "chunk", "cold");
    spec.request.passes = 2;
    double cold = sample_of(&spec).storage_read_bytes;
    if (!(cold > 0))
        test_skip("this file system does not count what it fetches");
    assert_true(cold >= BYTES && cold < 2 * BYTES); /* per pass */
    spec.state = state_find("warm");
    assert_true(sample_of(&spec).storage_read_bytes < BYTES);
}

#define COST_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        COST_TEST(residency_is_told_before_and_after),
        COST_TEST(read_calls_are_counted),
        COST_TEST(what_read_calls_copied_is_counted),
        COST_TEST(what_was_not_read_was_not_copied),
        COST_TEST(memory_is_split_into_anonymous_and_file_pages),
        COST_TEST(peak_memory_stands_above_the_baseline),
        COST_TEST(a_cold_mapping_has_major_faults),
        COST_TEST(what_holds_the_file_is_fresh_in_every_pass),
        COST_TEST(a_reused_buffer_has_no_faults_inside_the_clock),
        COST_TEST(a_fresh_buffer_has_its_faults_in_every_pass),
        COST_TEST(the_first_pass_and_the_flush_are_told),
        COST_TEST(hot_begins_after_three_passes),
        COST_TEST(other_bytes_go_through_the_caches_instead),
        COST_TEST(cold_bytes_come_from_storage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
