/* SPDX-License-Identifier: MIT */
/* Is memory for a file free below the limits of our groups? On machines laid out in a folder.
 */
#include "state/state.h"
#include "tests/unit/laid_out.h"

#define V1 "/sys/fs/cgroup/memory"
#define V2 "/sys/fs/cgroup"

enum { FILE_MAX = 8, ROOM = 64 << 20 };

struct row {
    const char *what;
    bool fits; /* a file of 64 MiB */
    struct {
        const char *name, *text;
    } files[FILE_MAX];
};

/* 128 MiB is 134217728 bytes, 100 MiB 104857600, 64 MiB 67108864, 60 MiB 62914560. */
static const struct row rows[] = {
    { "nothing is told", true, { { "/proc/other", "" } } },
    { "of the machine", true, { { "/proc/meminfo", "MemAvailable: 65536 kB\n" } } },
    { "too little of the machine", false, { { "/proc/meminfo", "MemAvailable: 65532 kB\n" } } },
    { "v1: half of the limit is used",
      true,
      { { "/proc/self/cgroup", "4:memory:/a\n" },
        { V1 "/a/memory.limit_in_bytes", "134217728\n" },
        { V1 "/a/memory.usage_in_bytes", "67108864\n" } } },
    { "v1: more than half of the limit is used",
      false,
      { { "/proc/self/cgroup", "4:memory:/a\n" },
        { V1 "/a/memory.limit_in_bytes", "134217728\n" },
        { V1 "/a/memory.usage_in_bytes", "104857600\n" } } },
    { "v1: but by pages of files, in groups below as well",
      true,
      { { "/proc/self/cgroup", "4:memory:/a\n" },
        { V1 "/a/memory.limit_in_bytes", "134217728\n" },
        { V1 "/a/memory.usage_in_bytes", "104857600\n" },
        { V1 "/a/memory.stat", "inactive_file 0\nactive_file 0\ntotal_inactive_file 30000000\n"
                               "total_active_file 32914560\n" } } },
    { "v1: the group above is nearly full",
      false,
      { { "/proc/self/cgroup", "4:memory:/a/b\n" },
        { V1 "/a/b/memory.limit_in_bytes", "67108864\n" },
        { V1 "/a/b/memory.usage_in_bytes", "0\n" },
        { V1 "/a/memory.limit_in_bytes", "134217728\n" },
        { V1 "/a/memory.usage_in_bytes", "67108865\n" } } },
    { "v1: there is no limit",
      true,
      { { "/proc/self/cgroup", "4:memory:/a\n" },
        { V1 "/a/memory.limit_in_bytes", "9223372036854771712\n" },
        { V1 "/a/memory.usage_in_bytes", "104857600\n" } } },
    { "v2: more than half of the limit is used",
      false,
      { { "/proc/self/cgroup", "0::/a\n" },
        { V2 "/a/memory.max", "134217728\n" },
        { V2 "/a/memory.current", "104857600\n" } } },
    { "v2: but by pages of files",
      true,
      { { "/proc/self/cgroup", "0::/a\n" },
        { V2 "/a/memory.max", "134217728\n" },
        { V2 "/a/memory.current", "104857600\n" },
        { V2 "/a/memory.stat", "anon 1\ninactive_file 62914560\nactive_file 4096\n" } } },
    { "v2: it is slowed down before its limit",
      false,
      { { "/proc/self/cgroup", "0::/a\n" },
        { V2 "/a/memory.max", "max\n" },
        { V2 "/a/memory.high", "134217728\n" },
        { V2 "/a/memory.current", "104857600\n" } } },
    { "v2: the group above is nearly full, of pages of files in part",
      false,
      { { "/proc/self/cgroup", "0::/a/b\n" },
        { V2 "/a/b/memory.max", "max\n" },
        { V2 "/a/b/memory.current", "4096\n" },
        { V2 "/a/memory.max", "134217728\n" },
        { V2 "/a/memory.current", "104857600\n" },
        { V2 "/a/memory.stat", "inactive_file 4096\nactive_file 4096\n" } } },
    { "v2: more pages of files than are in use, as counts that are batched may say",
      true,
      { { "/proc/self/cgroup", "0::/a\n" },
        { V2 "/a/memory.max", "67108864\n" },
        { V2 "/a/memory.current", "4096\n" },
        { V2 "/a/memory.stat", "inactive_file 8192\nactive_file 0\n" } } },
    { "v2: what is used is not told",
      true,
      { { "/proc/self/cgroup", "0::/a\n" },
        { V2 "/a/memory.max", "67108864\n" },
        { V2 "/a/memory.stat", "inactive_file 8192\nactive_file 0\n" } } },
};

static void what_is_used_is_not_free(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *root = test_folder();
        for (size_t f = 0; f < FILE_MAX && rows[i].files[f].name; f++)
            put(root, rows[i].files[f].name, rows[i].files[f].text);
        enum cause cause = state_refuses_limit(root, ROOM);
        remove_folder(root);
        if (cause != (rows[i].fits ? CAUSE_NONE : CAUSE_FILE_LARGER_THAN_MEMORY))
            fail_msg("%s: %s", rows[i].what, cause_names[cause]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(what_is_used_is_not_free) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
