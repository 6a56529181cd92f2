/* SPDX-License-Identifier: MIT */
/* What a device and the system count: from files of the test's own, and of a session. */
#include <math.h>

#include "config.h"
#include "measure/machine.h"
#include "measure/system_io.h"
#include "tests/unit/session_fixture.h"

#include "measure_check.h" /* behind cmocka.h */

static const struct facts_device device = { 8, 1 };

/* A root with files of that device, and without what is NULL. */
static char *root_of(const char *stat, const char *inflight, const char *vmstat)
{
    char *root = test_folder();
    const struct {
        const char *path, *text;
    } files[] = { { "sys/dev/block/8:1/stat", stat },
                  { "sys/dev/block/8:1/inflight", inflight },
                  { "proc/vmstat", vmstat } };
    for (size_t i = 0; i < COUNT(files); i++) {
        char *path = text_printf("%s/%s", root, files[i].path),
             *make = text_printf("mkdir -p $(dirname %s)", path);
        assert_int_equal(system(make), 0);
        if (files[i].text)
            test_write(path, files[i].text, strlen(files[i].text));
        free(make);
        free(path);
    }
    return root;
}

static void expect(const char *stat, const char *inflight, const char *vmstat,
                   struct system_io wanted)
{
    char *root = root_of(stat, inflight, vmstat), *remove = text_printf("rm -r %s", root);
    struct system_io now = system_io_now(root, device);
    same_number(now.storage_reads, wanted.storage_reads);
    same_number(now.refaults, wanted.refaults);
    assert_int_equal(system(remove), 0);
    free(remove);
    free(root);
}

static void what_is_on_its_way_counts(void **state)
{
    (void)state;
    expect("  120  4 5 6 77 8 9 10 3 0 0\n", "  3  9\n", "nr_free_pages 5\n",
           (struct system_io){ 123, NAN });
    expect("120 4 5 6 77\n", NULL, NULL, (struct system_io){ 120, NAN });
}

static void refaults_are_those_of_files(void **state)
{
    (void)state;
    expect(NULL, NULL, "workingset_refault_anon 9\nworkingset_refault_file 41\n",
           (struct system_io){ NAN, 41 });
    expect(NULL, NULL, "workingset_nodes 9\nworkingset_refault 42\n",
           (struct system_io){ NAN, 42 });
    expect(NULL, NULL, NULL, (struct system_io){ NAN, NAN });
}

static void without_a_device_nothing_is_counted(void **state)
{
    (void)state;
    struct system_io now = system_io_now("", (struct facts_device){ 0 });
    same_number(now.storage_reads, NAN);
    now = system_io_now(NULL, device);
    same_number(now.storage_reads, NAN);
    same_number(now.refaults, NAN);
}

static void sums_are_of_differences(void **state)
{
    (void)state;
    const struct system_io from = { 100, 10 }, to = { 130, 15 };
    struct system_io sum = { 1, 2 };
    system_io_add(&sum, &from, &to);
    same_number(sum.storage_reads, 31);
    same_number(sum.refaults, 7);
}

/* Of a pass that reads the whole file from storage: not more bytes a request than there are. */
static void a_cold_pass_has_requests(void **state)
{
    const struct fixture *x = *state;
    needs_states(x);
    struct session_spec spec = spec_of(x, "full-read", "chunk", "cold");
    struct outcome o = run_session(&spec);
    assert_int_equal(o.status, CASE_OK);
    if (isnan(o.sample.storage_reads) || !(o.sample.storage_read_bytes > 0))
        test_skip("this file system does not count what it fetches");
    assert_true(o.sample.storage_reads >= 1);
    assert_true(o.sample.storage_reads <= 10.0 * BYTES / 4096);
}

/* Passes of one preparation are counted once: the device is busy with others' requests alone.
 */
static void a_warm_pass_tells_its_own_calls_alone(void **state)
{
    const struct fixture *x = *state;
    needs_states(x);
    struct session_spec spec = spec_of(x, "full-read", "chunk", "warm");
    spec.request.passes = 3;
    struct outcome o = run_session(&spec);
    assert_int_equal(o.status, CASE_OK);
    if (isnan(o.sample.read_calls))
        test_skip("this system does not tell read calls");
    assert_true(o.sample.read_calls == BYTES / 65536 + 1);
    assert_true(o.sample.read_call_bytes == BYTES);
}

#define SESSION_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_on_its_way_counts),
        cmocka_unit_test(refaults_are_those_of_files),
        cmocka_unit_test(without_a_device_nothing_is_counted),
        cmocka_unit_test(sums_are_of_differences),
        SESSION_TEST(a_cold_pass_has_requests),
        SESSION_TEST(a_warm_pass_tells_its_own_calls_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
