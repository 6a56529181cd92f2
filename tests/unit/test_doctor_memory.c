/* SPDX-License-Identifier: MIT */
/* Every verdict on memory, on machines laid out in a folder. */
#include "tests/unit/doctor_machine.h"

/* 1 GiB of data, twice that with its copy. */
static void free_memory(void **state)
{
    (void)state;
    static const struct row row[] = {
        { "memory",
          { { "/proc/meminfo", "MemTotal: 9 kB\nMemAvailable:    2097152 kB\n" } },
          VERDICT_GOOD,
          "2 GiB available: a file of 1 GiB and its copy fit",
          NULL },
        { "memory",
          { { "/proc/meminfo", "MemAvailable:    2097148 kB\n" } },
          VERDICT_WARNING,
          "2.0 GiB available: a file of 1 GiB fits, but not beside its copy",
          "mapread run --size 512MiB" },
        { "memory",
          { { "/proc/meminfo", "MemAvailable:    1048572 kB\n" } },
          VERDICT_BAD,
          "1.0 GiB available: a file of 1 GiB does not fit and cannot stay warm",
          "mapread run --size 256MiB" },
        { "memory",
          { { "/proc/meminfo", "MemTotal: 9 kB\n" } },
          VERDICT_UNKNOWN,
          "not told",
          NULL },
    };
    expect_all(row, COUNT(row));
}

static void swaps(void **state)
{
    (void)state;
    static const char off[] = "sudo swapoff -a";
    static const struct row row[] = {
        { "swap",
          { { "/proc/meminfo", "MemAvailable: 9 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n" } },
          VERDICT_GOOD,
          "none",
          NULL },
        { "swap",
          { { "/proc/meminfo",
              "MemAvailable: 2097152 kB\nSwapTotal: 1048576 kB\nSwapFree: 1048576 kB\n" } },
          VERDICT_GOOD,
          "1 GiB, unused",
          NULL },
        { "swap",
          { { "/proc/meminfo",
              "MemAvailable: 2097148 kB\nSwapTotal: 1048576 kB\nSwapFree: 1048576 kB\n" } },
          VERDICT_WARNING,
          "1 GiB, unused until the data and its copy need it",
          off },
        { "swap",
          { { "/proc/meminfo",
              "MemAvailable: 9097152 kB\nSwapTotal: 1048576 kB\nSwapFree: 524288 kB\n" } },
          VERDICT_WARNING,
          "512 MiB of 1 GiB in use",
          off },
        { "swap",
          { { "/proc/meminfo",
              "MemAvailable: 9097152 kB\nSwapTotal: 1048576 kB\nSwapFree: 262144 kB\n" } },
          VERDICT_BAD,
          "768 MiB of 1 GiB in use",
          off },
        /* It would not fit back. */
        { "swap",
          { { "/proc/meminfo",
              "MemAvailable: 786432 kB\nSwapTotal: 1048576 kB\nSwapFree: 262144 kB\n" } },
          VERDICT_BAD,
          "768 MiB of 1 GiB in use",
          NULL },
        { "swap",
          { { "/proc/meminfo", "SwapTotal: 1 kB\n" } },
          VERDICT_UNKNOWN,
          "not told",
          NULL },
    };
    expect_all(row, COUNT(row));
}

#define DAMON "/sys/kernel/mm/damon/admin/kdamonds/"

static void reclaim(void **state)
{
    (void)state;
    static const char module[] = "/sys/module/damon_reclaim/parameters/enabled";
    static const struct row row[] = {
        { "reclaim", { { NULL } }, VERDICT_GOOD, "none seen", NULL },
        { "reclaim", { { module, "N\n" } }, VERDICT_GOOD, "none seen", NULL },
        { "reclaim",
          { { module, "Y\n" } },
          VERDICT_WARNING,
          "damon_reclaim is on",
          "echo N | sudo tee /sys/module/damon_reclaim/parameters/enabled" },
        { "reclaim",
          { { DAMON "1/state", "on\n" },
            { DAMON "1/contexts/0/schemes/2/action", "pageout\n" } },
          VERDICT_WARNING,
          "kdamond.1 pages out what is not used for a while",
          "echo off | sudo tee " DAMON "1/state" },
        { "reclaim",
          { { DAMON "0/state", "off\n" },
            { DAMON "0/contexts/0/schemes/0/action", "pageout\n" } },
          VERDICT_GOOD,
          "none seen",
          NULL },
        { "reclaim",
          { { DAMON "0/state", "on\n" }, { DAMON "0/contexts/0/schemes/0/action", "stat\n" } },
          VERDICT_GOOD,
          "none seen",
          NULL },
    };
    expect_all(row, COUNT(row));
}

#define VIRTIO "/sys/bus/virtio/devices/"

static void page_reporting(void **state)
{
    (void)state;
    static const struct row row[] = {
        { "page-reporting", { { NULL } }, VERDICT_GOOD, "none seen", NULL },
        { "page-reporting",
          { { VIRTIO "virtio3/device", "0x0005\n" },
            { VIRTIO "virtio3/features", "01100100\n" } },
          VERDICT_WARNING,
          "the balloon virtio3 hands freed memory to the host",
          NULL },
        { "page-reporting", /* a balloon that does not */
          { { VIRTIO "virtio0/device", "0x0005\n" },
            { VIRTIO "virtio0/features", "01100000\n" } },
          VERDICT_GOOD,
          "none seen",
          NULL },
        { "page-reporting", /* a disk */
          { { VIRTIO "virtio0/device", "0x0002\n" },
            { VIRTIO "virtio0/features", "01100100\n" } },
          VERDICT_GOOD,
          "none seen",
          NULL },
        { "page-reporting", /* features that were cut off */
          { { VIRTIO "virtio0/device", "0x0005\n" }, { VIRTIO "virtio0/features", "01100\n" } },
          VERDICT_GOOD,
          "none seen",
          NULL },
    };
    expect_all(row, COUNT(row));
}

#define THP "/sys/kernel/mm/transparent_hugepage/"

static void huge_pages(void **state)
{
    (void)state;
    static const char enabled[] = THP "enabled", defrag[] = THP "defrag";
    static const struct row row[] = {
        { "huge-pages",
          { { enabled, "always [madvise] never\n" } },
          VERDICT_GOOD,
          "madvise: whoever asks gets them",
          NULL },
        { "huge-pages",
          { { enabled, "always madvise [never]\n" } },
          VERDICT_WARNING,
          "never: mmap-hugepage asks in vain",
          "echo madvise | sudo tee " THP "enabled" },
        { "huge-pages",
          { { enabled, "[always] madvise never\n" },
            { defrag, "always defer defer+madvise [madvise] never\n" } },
          VERDICT_WARNING,
          "always: heap buffers get them unasked",
          "echo madvise | sudo tee " THP "enabled" },
        { "huge-pages",
          { { enabled, "[always] madvise never\n" }, { defrag, "[always] defer never\n" } },
          VERDICT_BAD,
          "always: heap buffers get them unasked, and a fault waits until one is made (defrag)",
          "echo madvise | sudo tee " THP "enabled " THP "defrag" },
        { "huge-pages",
          { { enabled, "[sometimes]\n" } },
          VERDICT_UNKNOWN,
          "sometimes, of which nothing is known",
          NULL },
        { "huge-pages", { { NULL } }, VERDICT_UNKNOWN, "not told", NULL },
    };
    expect_all(row, COUNT(row));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(free_memory),    cmocka_unit_test(reclaim),
        cmocka_unit_test(page_reporting), cmocka_unit_test(swaps),
        cmocka_unit_test(huge_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
