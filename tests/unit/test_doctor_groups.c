/* SPDX-License-Identifier: MIT */
/* Every verdict on control groups, and how they are found: what limits us, and whether we may
   limit. */
#include <errno.h>
#include <stdbool.h>

#include "state/cgroup.h"
#include "doctor/permission.h"
#include "tests/unit/doctor_machine.h"

#define V1 "/sys/fs/cgroup/"
#define V2 "/sys/fs/cgroup/"
#define SELF "/proc/self/cgroup"

static void cpu_limits(void **state)
{
    (void)state;
    static const struct row row[] = {
        { "cpu-limit",
          { { SELF, "0::/a/b\n" }, { V2 "a/cpu.max", "max 100000\n" }, { V2 "a/b/", "" } },
          VERDICT_GOOD,
          "none",
          NULL },
        { "cpu-limit",
          { { SELF, "0::/a\n" }, { V2 "a/cpu.max", "400000 100000\n" } },
          VERDICT_GOOD,
          "4.00 processors, all there are",
          NULL },
        { "cpu-limit",
          { { SELF, "0::/a/b\n" },
            { V2 "a/cpu.max", "150000 100000\n" },
            { V2 "a/b/cpu.max", "200000 100000\n" } },
          VERDICT_WARNING,
          "the control group may use 1.50 processors",
          "echo max | sudo tee /sys/fs/cgroup/a/cpu.max" },
        { "cpu-limit",
          { { SELF, "5:cpuacct:/\n4:cpu,other:/it's\n0::/\n" },
            { V1 "cpu/it's/cpu.cfs_quota_us", "50000\n" },
            { V1 "cpu/it's/cpu.cfs_period_us", "100000\n" } },
          VERDICT_BAD,
          "the control group may use 0.50 processors",
          "echo -1 | sudo tee '/sys/fs/cgroup/cpu/it'\\''s/cpu.cfs_quota_us'" },
        { "cpu-limit",
          { { SELF, "4:cpu:/x\n" },
            { V1 "cpu/cpu.cfs_quota_us", "-1\n" },
            { V1 "cpu/cpu.cfs_period_us", "100000\n" } },
          VERDICT_GOOD,
          "none",
          NULL },
        { "cpu-limit",
          { { SELF, "4:cpu:/x\n" } },
          VERDICT_UNKNOWN,
          "no control groups to be seen",
          NULL },
        { "cpu-limit",
          { { V2 "cpu.max", "1 2" } },
          VERDICT_UNKNOWN,
          "no control groups to be seen",
          NULL },
    };
    expect_all(row, COUNT(row));
}

static void memory_limits(void **state)
{
    (void)state;
    static const struct row row[] = {
        { "memory-limit",
          { { SELF, "0::/a\n" },
            { V2 "a/memory.max", "max\n" },
            { V2 "a/memory.high", "max\n" } },
          VERDICT_GOOD,
          "none",
          NULL },
        { "memory-limit",
          { { SELF, "0::/a\n" }, { V2 "a/memory.max", "2147483648\n" } },
          VERDICT_GOOD,
          "2 GiB for the control group: a file of 1 GiB and its copy fit",
          NULL },
        { "memory-limit",
          { { SELF, "0::/a/b\n" },
            { V2 "a/memory.max", "1610612736\n" },
            { V2 "a/b/memory.max", "max\n" } },
          VERDICT_WARNING,
          "1.5 GiB for the control group: a file of 1 GiB fits, but not beside its copy",
          "echo max | sudo tee /sys/fs/cgroup/a/memory.max" },
        { "memory-limit",
          { { SELF, "0::/a\n" },
            { V2 "a/memory.max", "2147483648\n" },
            { V2 "a/memory.high", "536870912\n" } },
          VERDICT_BAD,
          "512 MiB for the control group: a file of 1 GiB does not fit and cannot stay warm",
          "echo max | sudo tee /sys/fs/cgroup/a/memory.high" },
        { "memory-limit",
          { { SELF, "0::/\n3:memory:/a\n" },
            { V1 "memory/memory.limit_in_bytes", "9223372036854771712\n" },
            { V1 "memory/a/memory.limit_in_bytes", "9223372036854771712\n" } },
          VERDICT_GOOD,
          "none",
          NULL },
        /* What the host calls /docker/x is the top here. */
        { "memory-limit",
          { { SELF, "3:memory:/docker/x\n" },
            { V1 "memory/memory.limit_in_bytes", "536870912\n" } },
          VERDICT_BAD,
          "512 MiB for the control group: a file of 1 GiB does not fit and cannot stay warm",
          "echo -1 | sudo tee /sys/fs/cgroup/memory/memory.limit_in_bytes" },
        { "memory-limit", { { NULL } }, VERDICT_UNKNOWN, "no control groups to be seen", NULL },
    };
    expect_all(row, COUNT(row));
}

static void judgements_of_limits(void **state)
{
    (void)state;
    static const struct {
        struct limit_access access;
        enum verdict verdict;
        const char *found, *fix;
    } table[] = {
        { { true, true, true, 0 },
          VERDICT_GOOD,
          "yes: groups can be made below our own (version 2)",
          "" },
        { { true, true, false, 0 },
          VERDICT_GOOD,
          "yes: groups can be made below our own (version 1)",
          "" },
        { { true, false, true, 0 },
          VERDICT_WARNING,
          "no: the group has no memory controller (version 2)",
          "systemd-run --user --scope -p Delegate=yes bash" },
        { { true, true, true, -EACCES },
          VERDICT_WARNING,
          "no: Permission denied (version 2)",
          "systemd-run --user --scope -p Delegate=yes bash" },
        { { true, true, false, -EACCES },
          VERDICT_WARNING,
          "no: Permission denied (version 1)",
          "sudo mapread run" },
        { { true, true, false, -EROFS },
          VERDICT_WARNING,
          "no: the groups are mounted read-only (version 1)",
          "" },
        { { false, false, false, 0 }, VERDICT_UNKNOWN, "no control groups to be seen", "" },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct doctor_finding f = { .verdict = VERDICT_UNKNOWN };
        limit_judge(&f, &table[i].access);
        assert_string_equal(f.found, table[i].found);
        assert_int_equal(f.verdict, table[i].verdict);
        assert_string_equal(f.fix, table[i].fix);
    }
}

static void limits_on_laid_out_groups(void **state)
{
    (void)state;
    static const struct row row[] = {
        { "limit",
          { { SELF, "0::/a\n" },
            { V2 "a/cgroup.controllers", "cpu memory pids\n" },
            { V2 "a/cgroup.procs", "" },
            { V2 "a/cgroup.subtree_control", "" } },
          VERDICT_GOOD,
          "yes: groups can be made below our own (version 2)",
          NULL },
        { "limit",
          { { SELF, "0::/a\n" },
            { V2 "a/cgroup.controllers", "cpu memory pids\n" },
            { V2 "a/cgroup.procs", "" } },
          VERDICT_WARNING,
          "no: No such file or directory (version 2)",
          "systemd-run --user --scope -p Delegate=yes bash" },
        { "limit",
          { { SELF, "0::/a\n" },
            { V2 "a/cgroup.controllers", "memory\n" },
            { V2 "a/cgroup.subtree_control", "" } },
          VERDICT_WARNING,
          "no: No such file or directory (version 2)",
          "systemd-run --user --scope -p Delegate=yes bash" },
        { "limit",
          { { SELF, "0::/a\n" }, { V2 "a/cgroup.controllers", "cpu memory-like\n" } },
          VERDICT_WARNING,
          "no: the group has no memory controller (version 2)",
          "systemd-run --user --scope -p Delegate=yes bash" },
        { "limit",
          { { SELF, "3:memory:/a\n0::/\n" }, { V1 "memory/a/cgroup.procs", "" } },
          VERDICT_GOOD,
          "yes: groups can be made below our own (version 1)",
          NULL },
        { "limit",
          { { SELF, "nonsense" } },
          VERDICT_UNKNOWN,
          "no control groups to be seen",
          NULL },
    };
    expect_all(row, COUNT(row));
}

static void groups_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *text, *directory, *top;
    } table[] = {
        { "0::/a/b\n", "/sys/fs/cgroup/a/b", "/sys/fs/cgroup" },
        { "0::/\n", "/sys/fs/cgroup", "/sys/fs/cgroup" },
        { "0::/../a\n", "/sys/fs/cgroup", "/sys/fs/cgroup" },
        { "0::/none\n", "/sys/fs/cgroup", "/sys/fs/cgroup" },
        { "0::/a\n9:x,memory:/m:n\n", "/sys/fs/cgroup/memory/m:n", "/sys/fs/cgroup/memory" },
        { "9:memoryx,xmemory:/\n0::/a\n", "/sys/fs/cgroup/a", "/sys/fs/cgroup" },
    };
    char *folder = test_folder();
    struct cgroup c = { .unified = true };
    put(folder, "/sys/fs/cgroup/a/b/", "");
    put(folder, "/sys/fs/cgroup/memory/m:n/", "");
    put(folder, "/sys/fs/a/", "");
    assert_int_equal(cgroup_find(&c, folder, "memory"), -ENOENT);
    for (size_t i = 0; i < COUNT(table); i++) {
        put(folder, SELF, table[i].text);
        assert_int_equal(cgroup_find(&c, folder, "memory"), 0);
        assert_string_equal(c.directory, table[i].directory);
        assert_string_equal(c.top, table[i].top);
        assert_int_equal(c.unified, strstr(c.top, "memory") == NULL);
    }
    put(folder, "/sys/fs/cgroup/unified/a/", "");
    assert_int_equal(cgroup_find(&c, folder, "memory"), 0);
    assert_string_equal(c.directory, "/sys/fs/cgroup/unified/a");
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cpu_limits),           cmocka_unit_test(memory_limits),
        cmocka_unit_test(judgements_of_limits), cmocka_unit_test(limits_on_laid_out_groups),
        cmocka_unit_test(groups_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
