/* SPDX-License-Identifier: MIT */
/*
 * What Python does to memory: blocks of its own, as a program has them by default, and the
 * advice on a mapping, which is there before the first byte is read.
 */
#include "config.h"
#include "tests/contract/python_cases.h"

enum { BLOCK = MIB, PASS_BYTES = 16 * MIB };

static const char *const givers[] = { "python-bytearray", "python-mmap-anonymous" };
enum { GIVERS = sizeof givers / sizeof givers[0] };

/* ---- blocks of memory ---- */

/* Fresh pages for every block of an anonymous mapping; a bytearray of this size comes from
   the heap, which keeps what was freed, unless malloc were tuned as for other workloads. */
static void malloc_is_not_tuned(void **state)
{
    (void)state;
    needs_python();
#if !HAVE_MALLOPT
    test_skip("the C library is not glibc");
#endif
    write_data(BLOCK);
    struct session_spec spec = case_of("allocate", "python-bytearray");
    struct outcome heap = run_good(&spec);
    spec.method = method_find("python-mmap-anonymous");
    struct outcome mapping = run_good(&spec);
    assert_true(heap.sample.minor_faults < PASS_BYTES / PAGE / 4);
    assert_true(mapping.sample.minor_faults > 2 * heap.sample.minor_faults);
}

/* And that heap is trimmed before each pass. */
static void a_pass_begins_with_fresh_pages(void **state)
{
    (void)state;
    needs_python();
#if !HAVE_MALLOPT
    test_skip("the C library is not glibc");
#endif
    enum { SMALL = 64 * 1024 };
    write_data(SMALL);
    struct session_spec spec = case_of("allocate", "python-bytearray");
    spec.request.passes = 5;
    struct outcome o = run_good(&spec);
    assert_true(o.sample.minor_faults > SMALL / PAGE - 3); /* pages at its ends are shared */
    assert_true(o.sample.minor_faults < 16 * (SMALL / PAGE));
}

static void memory_is_all_that_is_used(void **state)
{
    (void)state;
    needs_python();
    write_data(BLOCK);
    for (size_t i = 0; i < GIVERS; i++) {
        struct session_spec spec = case_of("allocate", givers[i]);
        struct outcome o = run_good(&spec);
        assert_false(o.sample.read_call_bytes > 0);
        /* One block at a time, and no copy of it. */
        assert_true(o.sample.peak_rss_bytes - o.sample.baseline_rss_bytes < 3 * BLOCK / 2);
        assert_true(o.sample.peak_rss_bytes - o.sample.baseline_rss_bytes > BLOCK / 2);
    }
}

static void memory_that_forgets_is_a_failed_case(void **state)
{
    (void)state;
    needs_python();
    write_data(PAGE + 1);
    for (size_t i = 0; i < GIVERS; i++) {
        struct session_spec spec = case_of("allocate", givers[i]);
        struct outcome o =
            run_changed(&spec, "sed -i \"s/memory\\[:\\] = .*/pass/\" \"$0/memory.py\"");
        assert_int_equal(o.status, CASE_FAILED);
        assert_non_null(
            strstr(o.reason.words, "memory held something else than was written to it"));
    }
}

/* ---- advice ---- */

/* What the kernel says of the mapping that the method has just opened: proc(5), VmFlags. */
static const char flags_of[] =
    "import sys\n"
    "sys.path.insert(0, sys.argv[1])\n"
    "import methods\n"
    "o = {'method': sys.argv[2], 'workload': sys.argv[3], 'path': sys.argv[4],\n"
    "     'buffer_bytes': 65536, 'numbered': False, 'seed': 1, 'blocks': 1,\n"
    "     'block_bytes': 4096, 'threads': 1, 'pattern': None}\n"
    "job = methods.make(o)\n"
    "job.prepare(False)\n"
    "job.open()\n"
    "of_ours = False\n"
    "for line in open('/proc/self/smaps'):\n"
    "    of_ours = of_ours or line.rstrip().endswith(sys.argv[4])\n"
    "    if of_ours and line.startswith('VmFlags:'):\n"
    "        print(line, end='')\n"
    "        break\n";

static char *ask_flags(const char *method, const char *workload)
{
    static char line[512];
    char *script = text_printf("%s/flags.py", folder), *real = realpath(path, NULL);
    const char *python = getenv("PYTHON");
    test_write(script, flags_of, sizeof flags_of - 1);
    char *command = text_printf("%s -B '%s' '%s' %s %s '%s'", python ? python : "python3",
                                script, scripts, method, workload, real);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    line[0] = '\0';
    assert_true(fgets(line, sizeof line, f) != NULL || feof(f));
    assert_int_equal(pclose(f), 0);
    unlink(script);
    free(script);
    free(real);
    free(command);
    return line;
}

static bool is_flagged(const char *method, const char *workload, const char *flag)
{
    const char *flags = ask_flags(method, workload);
    if (!strstr(flags, "VmFlags:"))
        fail_msg("%s: no flags in '%s'", method, flags);
    return strstr(flags, flag);
}

/* "sr": read ahead, and drop behind; "rr": do not read ahead. */
static void advice_reaches_the_kernel(void **state)
{
    (void)state;
    needs_python();
    if (access("/proc/self/smaps", R_OK) != 0)
        test_skip("this system has no /proc/self/smaps");
    write_data(3 * PAGE);
    assert_true(is_flagged("python-mmap-sequential", "full-read", " sr "));
    assert_true(is_flagged("python-mmap-random", "full-read", " rr "));
    assert_true(is_flagged("python-mmap-random", "random", " rr "));
    assert_false(is_flagged("python-mmap", "full-read", " sr "));
    assert_false(is_flagged("python-mmap", "random", " rr "));
}

/* A Python for a system without it says so. */
static void advice_that_is_not_there_is_skipped(void **state)
{
    (void)state;
    needs_python();
    write_data(3 * PAGE);
    struct session_spec spec = case_of("full-read", "python-mmap-sequential");
    struct outcome o =
        run_changed(&spec, "sed -i \"s/MADV_SEQUENTIAL/MADV_NOWHERE/\" \"$0/methods.py\"");
    assert_int_equal(o.status, CASE_SKIPPED);
    assert_string_equal(o.reason.words, "this system's Python has no MADV_NOWHERE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(malloc_is_not_tuned, use_python),
        cmocka_unit_test_setup(a_pass_begins_with_fresh_pages, use_python),
        cmocka_unit_test_setup(memory_is_all_that_is_used, use_python),
        cmocka_unit_test_setup(memory_that_forgets_is_a_failed_case, use_python),
        cmocka_unit_test_setup(advice_reaches_the_kernel, use_python),
        cmocka_unit_test_setup(advice_that_is_not_there_is_skipped, use_python),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
