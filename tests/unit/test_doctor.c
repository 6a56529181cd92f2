/* SPDX-License-Identifier: MIT */
/* Every verdict of every check, on machines laid out in a folder. */
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <sys/wait.h>

#include "config.h"
#include "doctor/cgroup.h"
#include "doctor/permission.h"
#include "doctor/probe.h"
#include "doctor/steadiness.h"
#include "doctor/table.h"
#include "measure/clock.h"
#include "result/doctor_json.h"
#include "state/state.h"
#include "tests/disk.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define GIB 0x1p30

enum { FILES_MAX = 6, UNTOUCHED = 77 };

struct row {
    const char *check;
    const char *file[FILES_MAX][2]; /* path and text; a path that ends in '/' is a folder */
    enum verdict verdict;
    const char *found, *mend; /* whole texts; mend NULL: none */
};

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static void remove_folder(char *folder)
{
    assert_int_equal(nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS), 0);
    free(folder);
}

/* Writes a file and the folders above it. */
static void put(const char *folder, const char *name, const char *text)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s%s", folder, name);
    for (char *slash = path + strlen(folder) + 1; (slash = strchr(slash, '/'));
         *slash++ = '/') {
        *slash = '\0';
        mkdir(path, 0755);
    }
    if (name[strlen(name) - 1] != '/')
        test_write(path, text, strlen(text));
}

/* A real machine with 4 processors, ext4 and 1 GiB of data. */
static struct subject plain_subject(void)
{
    return (struct subject){
        .root = "",
        .directory = "/data dir",
        .data_bytes = GIB,
        .machine = { .cores = 4, .virtualization = "none" },
        .storage = { .filesystem = "ext4",
                     .mount_options = "rw,relatime",
                     .device = "/dev/sda1",
                     .read_ahead_bytes = 128 * 1024 },
        .device = { 8, 1 },
    };
}

static void expect(const struct subject *s, const struct row *row)
{
    const struct check *c = check_find(row->check);
    assert_non_null(c);
    struct finding f = { .check = c, .verdict = VERDICT_UNKNOWN };
    c->run(&f, s);
    if (f.verdict != row->verdict || strcmp(f.found, row->found) != 0 ||
        strcmp(f.mend, row->mend ? row->mend : "") != 0)
        fail_msg("%s: %s, '%s', '%s'\n instead of %s, '%s', '%s'", row->check,
                 verdict_names[f.verdict], f.found, f.mend, verdict_names[row->verdict],
                 row->found, row->mend ? row->mend : "");
}

static void expect_on(struct subject *s, const struct row *row)
{
    char *folder = test_folder();
    for (size_t i = 0; i < FILES_MAX && row->file[i][0]; i++)
        put(folder, row->file[i][0], row->file[i][1]);
    s->root = folder;
    expect(s, row);
    remove_folder(folder);
}

static void expect_all(const struct row *row, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct subject s = plain_subject();
        expect_on(&s, &row[i]);
    }
}

#define CPU "/sys/devices/system/cpu/"
#define PERFORMANCE "echo performance | sudo tee " CPU "cpu*/cpufreq/scaling_governor"

static void governors(void **state)
{
    (void)state;
    static const struct row row[] = {
        { "governor",
          { { CPU "cpu0/cpufreq/scaling_governor", "performance\n" },
            { CPU "cpu1/cpufreq/scaling_governor", "performance\n" } },
          VERDICT_GOOD,
          "performance on 2 of 2 processors",
          NULL },
        { "governor",
          { { CPU "cpu0/cpufreq/scaling_governor", "schedutil\n" } },
          VERDICT_WARNING,
          "schedutil on 1 of 1 processors",
          PERFORMANCE },
        { "governor",
          { { CPU "cpu0/cpufreq/scaling_governor", "performance\n" },
            { CPU "cpu1/cpufreq/scaling_governor", "powersave\n" },
            { CPU "cpu10/cpufreq/scaling_governor", "performance\n" } },
          VERDICT_BAD,
          "not the same on all: performance on 2 of 3 processors",
          PERFORMANCE },
        /* One that is off cannot be read. */
        { "governor",
          { { CPU "cpu0/cpufreq/scaling_governor/", "" } },
          VERDICT_UNKNOWN,
          "no cpufreq here: the host or the firmware decides",
          NULL },
    };
    expect_all(row, COUNT(row));
}

static void turbo(void **state)
{
    (void)state;
    static const char no_turbo[] = CPU "intel_pstate/no_turbo", boost[] = CPU "cpufreq/boost";
    static const struct row row[] = {
        { "turbo", { { no_turbo, "1\n" } }, VERDICT_GOOD, "off (no_turbo is 1)", NULL },
        { "turbo",
          { { no_turbo, "0\n" } },
          VERDICT_WARNING,
          "on (no_turbo is 0)",
          "echo 1 | sudo tee " CPU "intel_pstate/no_turbo" },
        { "turbo", { { boost, "0\n" } }, VERDICT_GOOD, "off (boost is 0)", NULL },
        { "turbo",
          { { boost, "1\n" } },
          VERDICT_WARNING,
          "on (boost is 1)",
          "echo 0 | sudo tee " CPU "cpufreq/boost" },
        { "turbo",
          { { NULL } },
          VERDICT_UNKNOWN,
          "no switch for it here: the host or the firmware decides",
          NULL },
    };
    expect_all(row, COUNT(row));
}

static void frequencies(void **state)
{
    (void)state;
    static const struct row row[] = {
        { "frequency",
          { { CPU "cpu0/cpufreq/scaling_cur_freq", "3000000\n" },
            { CPU "cpu1/cpufreq/scaling_cur_freq", "2710000\n" },
            { CPU "cpu0/cpufreq/scaling_governor", "schedutil\n" } },
          VERDICT_GOOD,
          "all at 3.00 GHz just now",
          NULL },
        { "frequency",
          { { CPU "cpu0/cpufreq/scaling_cur_freq", "3000000\n" },
            { CPU "cpu1/cpufreq/scaling_cur_freq", "2600000\n" },
            { CPU "cpu0/cpufreq/scaling_governor", "schedutil\n" } },
          VERDICT_WARNING,
          "from 2.60 to 3.00 GHz just now",
          PERFORMANCE },
        /* Nothing to set where only /proc tells. */
        { "frequency",
          { { "/proc/cpuinfo", "processor\t: 0\ncpu MHz\t\t: 1000.5\n\n"
                               "processor\t: 1\ncpu MHz\t\t: 2000.000\n" } },
          VERDICT_WARNING,
          "from 1.00 to 2.00 GHz just now",
          NULL },
        { "frequency",
          { { CPU "cpu0/cpufreq/cpuinfo_max_freq", "5000000\n" },
            { CPU "cpu1/cpufreq/cpuinfo_max_freq", "4800000\n" },
            { CPU "cpu2/cpufreq/cpuinfo_max_freq", "3600000\n" },
            { CPU "cpu3/cpufreq/cpuinfo_max_freq", "3600000\n" },
            { CPU "cpu16/cpufreq/cpuinfo_max_freq", "5000000\n" } },
          VERDICT_BAD,
          "two kinds of processors: up to 3.60 and up to 5.00 GHz",
          "taskset -c 0-1,16 mapread run" },
        { "frequency",
          { { CPU "cpu0/cpufreq/cpuinfo_max_freq", "5000000\n" },
            { CPU "cpu1/cpufreq/cpuinfo_max_freq", "4800000\n" } },
          VERDICT_UNKNOWN,
          "not told",
          NULL },
    };
    expect_all(row, COUNT(row));
}

#define CLOCK "/sys/devices/system/clocksource/clocksource0/"

static void clock_sources(void **state)
{
    (void)state;
    static const char current[] = CLOCK "current_clocksource";
    static const char available[] = CLOCK "available_clocksource";
    static const char mend[] = "echo tsc | sudo tee " CLOCK "current_clocksource";
    static const struct row row[] = {
        { "clock-source",
          { { current, "tsc\n" } },
          VERDICT_GOOD,
          "tsc: read in user space",
          NULL },
        { "clock-source",
          { { current, "xen\n" }, { available, "tsc xen\n" } },
          VERDICT_WARNING,
          "xen: a system call for each reading",
          mend },
        { "clock-source",
          { { current, "hpet\n" }, { available, "hpet acpi_pm \n" } },
          VERDICT_BAD,
          "hpet: a system call and a slow device for each reading",
          NULL },
        { "clock-source",
          { { current, "acpi_pm\n" }, { available, "hpet acpi_pm tsc\n" } },
          VERDICT_BAD,
          "acpi_pm: a system call and a slow device for each reading",
          mend },
        { "clock-source",
          { { current, "sundial\n" }, { available, "tsc-early sundial\n" } },
          VERDICT_UNKNOWN,
          "sundial, of which nothing is known",
          NULL },
        { "clock-source", { { NULL } }, VERDICT_UNKNOWN, "not told", NULL },
    };
    expect_all(row, COUNT(row));
}

static void virtualization(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        enum verdict verdict;
        const char *found;
    } table[] = {
        { "none", VERDICT_GOOD, "none: a real machine" },
        { "kvm", VERDICT_WARNING, "kvm: a virtual machine" },
        { "vm", VERDICT_WARNING, "vm: a virtual machine of unknown make" },
        { "docker", VERDICT_WARNING, "docker: a container" },
        { "qemu", VERDICT_BAD, "qemu: the processor is emulated" },
        { "", VERDICT_UNKNOWN, "not told" },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct subject s = plain_subject();
        struct row row = {
            "virtualization", { { NULL } }, table[i].verdict, table[i].found, NULL
        };
        strcpy(s.machine.virtualization, table[i].word);
        expect(&s, &row);
    }
}

static void steal(void **state)
{
    (void)state;
    /* 1000 wanted ticks; idle, iowait and guest time do not count. */
    static const struct row row[] = {
        { "steal",
          { { "/proc/stat", "cpu  500 100 200 99999 8888 96 95 9 7777 0\ncpu0 1\n" } },
          VERDICT_GOOD,
          "0.9 % of the time that was wanted since boot",
          NULL },
        { "steal",
          { { "/proc/stat", "cpu  500 100 200 99999 8888 95 95 10 7777 0\n" } },
          VERDICT_WARNING,
          "1 % of the time that was wanted since boot",
          NULL },
        { "steal",
          { { "/proc/stat", "cpu  500 100 200 99999 8888 75 75 50 7777 0\n" } },
          VERDICT_BAD,
          "5 % of the time that was wanted since boot",
          NULL },
        { "steal",
          { { "/proc/stat", "cpu  500 100 200 9\n" } },
          VERDICT_UNKNOWN,
          "not told",
          NULL },
        { "steal",
          { { "/proc/stat", "cpu  0 0 0 9 0 0 0 0\n" } },
          VERDICT_UNKNOWN,
          "not told",
          NULL },
        { "steal", { { NULL } }, VERDICT_UNKNOWN, "not told", NULL },
    };
    expect_all(row, COUNT(row));
}

static void loads(void **state)
{
    (void)state;
    static const char who[] = "ps -eo pcpu,pid,args --sort=-pcpu | head";
    static const struct {
        double cores;
        struct row row;
    } table[] = {
        { 4,
          { "load",
            { { "/proc/loadavg", "1.00 9 9 2/97 1\n" } },
            VERDICT_GOOD,
            "1.00 over the last minute on 4 processors",
            NULL } },
        { 4,
          { "load",
            { { "/proc/loadavg", "1.01 9 9 2/97 1\n" } },
            VERDICT_WARNING,
            "1.01 over the last minute on 4 processors",
            who } },
        { 4,
          { "load",
            { { "/proc/loadavg", "3.00 9 9 2/97 1\n" } },
            VERDICT_WARNING,
            "3.00 over the last minute on 4 processors",
            who } },
        { 4,
          { "load",
            { { "/proc/loadavg", "3.01 0 0 2/97 1\n" } },
            VERDICT_BAD,
            "3.01 over the last minute on 4 processors",
            who } },
        { 1,
          { "load",
            { { "/proc/loadavg", "0.50 0 0 2/97 1\n" } },
            VERDICT_WARNING,
            "0.50 over the last minute on 1 processor",
            who } },
        { NAN,
          { "load",
            { { "/proc/loadavg", "0.51 0 0 2/97 1\n" } },
            VERDICT_BAD,
            "0.51 over the last minute on 1 processor",
            who } },
        { 4, { "load", { { NULL } }, VERDICT_UNKNOWN, "not told", NULL } },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct subject s = plain_subject();
        s.machine.cores = table[i].cores;
        expect_on(&s, &table[i].row);
    }
}

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

static void file_systems(void **state)
{
    (void)state;
    static const char elsewhere[] = "mapread run --dir /a/folder/on/a/local/disk";
    static const struct {
        const char *name, *device;
        enum verdict verdict;
        const char *found, *mend;
    } table[] = {
        { "ext4", "/dev/sda1", VERDICT_GOOD, "ext4 on /dev/sda1", NULL },
        { "nfs4", "host:/x", VERDICT_BAD,
          "nfs4: a network and another machine are in the figures", elsewhere },
        { "virtiofs", "share", VERDICT_BAD, "virtiofs: the host serves it, and caches it too",
          elsewhere },
        { "fuse.sshfs", "host:", VERDICT_BAD,
          "fuse.sshfs: a network and another machine are in the figures", elsewhere },
        { "fuseblk", "/dev/sda1", VERDICT_WARNING, "fuseblk: a program in user space serves it",
          elsewhere },
        { "overlay", "", VERDICT_WARNING, "overlay: a layer of a container above the real one",
          elsewhere },
        { "tmpfs", "", VERDICT_WARNING,
          "tmpfs: it is memory: nothing can be cold, cold cases are skipped", elsewhere },
        { "zfs", "pool/x", VERDICT_WARNING,
          "zfs: it keeps a cache of its own, which no hint empties", elsewhere },
        { "newfs", "", VERDICT_UNKNOWN, "newfs, of which nothing is known", NULL },
        { "", "", VERDICT_UNKNOWN, "not told", NULL },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct subject s = plain_subject();
        struct row row = {
            "file-system", { { NULL } }, table[i].verdict, table[i].found, table[i].mend
        };
        strcpy(s.storage.filesystem, table[i].name);
        strcpy(s.storage.device, table[i].device);
        expect(&s, &row);
    }
}

#define REMOUNT(option)                                                                        \
    "sudo mount -o remount," option " \"$(findmnt -no TARGET -T '/data dir')\""

static void mount_options(void **state)
{
    (void)state;
    static const char elsewhere[] = "mapread run --dir /a/folder/on/a/local/disk";
    static const struct {
        const char *options;
        enum verdict verdict;
        const char *found, *mend;
    } table[] = {
        { "rw,relatime", VERDICT_GOOD, "rw,relatime", NULL },
        { "rw,noatime,dax=inode", VERDICT_GOOD, "rw,noatime,dax=inode", NULL },
        { "rw", VERDICT_WARNING, "strict atime: every read marks the file as changed",
          REMOUNT("relatime") },
        { "rw,nodiratime,norelatime", VERDICT_WARNING,
          "strict atime: every read marks the file as changed", REMOUNT("relatime") },
        { "rw,sync,relatime", VERDICT_WARNING, "sync: every write waits for the storage",
          REMOUNT("async") },
        { "rw,relatime,dirsync", VERDICT_WARNING, "sync: every write waits for the storage",
          REMOUNT("async") },
        { "rw,relatime,compress=zstd:3", VERDICT_WARNING,
          "compression: fewer bytes are read than the file has", elsewhere },
        { "rw,relatime,dax", VERDICT_BAD,
          "dax: there is no page cache between file and program", elsewhere },
        { "rw,relatime,dax=always", VERDICT_BAD,
          "dax: there is no page cache between file and program", elsewhere },
        { "ro,relatime", VERDICT_WARNING,
          "ro: no data can be made here, and workloads that write are skipped", REMOUNT("rw") },
        { "", VERDICT_UNKNOWN, "not told", NULL },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct subject s = plain_subject();
        struct row row = {
            "mount-options", { { NULL } }, table[i].verdict, table[i].found, table[i].mend
        };
        strcpy(s.storage.mount_options, table[i].options);
        expect(&s, &row);
    }
}

static void read_ahead(void **state)
{
    (void)state;
    static const char by_number[] = "echo 128 | sudo tee /sys/class/bdi/8:1/read_ahead_kb";
    static const char large[] = "1.0 MiB; the kernel's own choice is 128 KiB";
    static const char off[] = "off: cold data comes page by page";
    static const char bdi[] = "/sys/class/bdi/8:1/read_ahead_kb";
    static const struct {
        double bytes;
        const char *filesystem, *device;
        struct row row;
    } table[] = {
        { 0x1p20,
          "ext4",
          "/dev/sda1",
          { "read-ahead", { { bdi, "1024\n" } }, VERDICT_GOOD, "1 MiB", NULL } },
        { 0x1p20 + 1024,
          "ext4",
          "/dev/sda1",
          { "read-ahead", { { bdi, "1025\n" } }, VERDICT_WARNING, large, by_number } },
        { 0,
          "ext4",
          "/dev/sda1",
          { "read-ahead", { { bdi, "0\n" } }, VERDICT_BAD, off, by_number } },
        { 0,
          "ext4",
          "/dev/sda1",
          { "read-ahead",
            { { NULL } },
            VERDICT_BAD,
            off,
            "sudo blockdev --setra 256 /dev/sda1" } },
        { 0,
          "btrfs",
          "/dev/sda1",
          { "read-ahead",
            { { NULL } },
            VERDICT_BAD,
            off,
            "echo 128 | sudo tee /sys/fs/btrfs/*/bdi/read_ahead_kb" } },
        { 0, "nfs", "host:/x", { "read-ahead", { { NULL } }, VERDICT_BAD, off, NULL } },
        { NAN,
          "ext4",
          "/dev/sda1",
          { "read-ahead", { { bdi, "1\n" } }, VERDICT_UNKNOWN, "not told", NULL } },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct subject s = plain_subject();
        s.storage.read_ahead_bytes = table[i].bytes;
        strcpy(s.storage.filesystem, table[i].filesystem);
        strcpy(s.storage.device, table[i].device);
        expect_on(&s, &table[i].row);
    }
}

static void judgements_of_eviction(void **state)
{
    (void)state;
    static const struct {
        struct evict_trial trial;
        enum verdict verdict;
        const char *found;
    } table[] = {
        { { .filled = 1, .emptied = 0 },
          VERDICT_GOOD,
          "yes: a file of 1 MiB was filled, evicted and proved empty" },
        { { .file_error = -EACCES, .filled = NAN, .emptied = NAN },
          VERDICT_BAD,
          "no file can be made here: Permission denied" },
        { { .file_error = -EROFS, .filled = NAN, .emptied = NAN },
          VERDICT_UNKNOWN,
          "no file can be made here: Read-only file system" },
        { { .refused = "it is sacred", .filled = NAN, .emptied = NAN },
          VERDICT_WARNING,
          "no: it is sacred" },
        { { .fill_error = -EOPNOTSUPP, .filled = NAN, .emptied = NAN },
          VERDICT_UNKNOWN,
          "this system does not tell what is resident" },
        { { .fill_error = -ESTALE, .filled = 0.5, .emptied = NAN },
          VERDICT_BAD,
          "a file of 1 MiB was filled, but 50 % of it is resident" },
        { { .evict_error = -ESTALE, .filled = 1, .emptied = 0.25 },
          VERDICT_BAD,
          "a file of 1 MiB was evicted, but 25 % of it is resident" },
        { { .evict_error = -EBUSY, .filled = 1, .emptied = NAN },
          VERDICT_BAD,
          "a file of 1 MiB keeps pages that cannot be evicted" },
        { { .fill_error = -EIO, .filled = NAN, .emptied = NAN },
          VERDICT_BAD,
          "a file of 1 MiB cannot be filled: Input/output error" },
        { { .evict_error = -EPERM, .filled = 1, .emptied = NAN },
          VERDICT_BAD,
          "a file of 1 MiB cannot be evicted: Operation not permitted" },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct finding f = { .verdict = VERDICT_UNKNOWN };
        bool poor = table[i].verdict == VERDICT_BAD || table[i].verdict == VERDICT_WARNING;
        evict_judge(&f, &table[i].trial);
        assert_string_equal(f.found, table[i].found);
        assert_int_equal(f.verdict, table[i].verdict);
        assert_string_equal(f.mend,
                            poor ? "mapread doctor --dir /a/folder/on/a/local/disk" : "");
    }
}

static void eviction_is_tried_and_leaves_nothing(void **state)
{
    (void)state;
    char *folder = test_disk_folder();
    test_needs_states(folder, folder ? folder : "");
    struct evict_trial t = evict_try(folder);
    assert_int_equal(t.file_error, 0);
    assert_null(t.refused);
    assert_int_equal(t.fill_error, 0);
    assert_int_equal(t.evict_error, 0);
    assert_true(t.filled == 1 && t.emptied == 0);
    assert_int_equal(rmdir(folder), 0); /* which is empty */
    t = evict_try(folder);
    assert_int_equal(t.file_error, -ENOENT);
    free(folder);
}

static void eviction_is_refused_on_memory(void **state)
{
    (void)state;
    char folder[] = "/dev/shm/mapread-test-XXXXXX";
    if (!mkdtemp(folder))
        test_skip("/dev/shm is not there, or no tmpfs");
    struct evict_trial t = evict_try(folder);
    assert_int_equal(rmdir(folder), 0);
    if (!state_find("cold")->refuses("/dev/shm"))
        test_skip("/dev/shm is not there, or no tmpfs");
    assert_int_equal(t.file_error, 0);
    assert_non_null(t.refused);
    assert_true(isnan(t.filled) && isnan(t.emptied));
}

static void judgements_of_steadiness(void **state)
{
    (void)state;
    static const struct {
        struct steadiness seen;
        enum verdict verdict;
        const char *found;
    } table[] = {
        { { 0.99, 0.97 },
          VERDICT_GOOD,
          "99 % of its best speed at the median, 97 % in the slowest tenth" },
        { { 0.95, 0.9 },
          VERDICT_GOOD,
          "95 % of its best speed at the median, 90 % in the slowest tenth" },
        { { 0.944, 0.94 },
          VERDICT_WARNING,
          "94 % of its best speed at the median, 94 % in the slowest tenth" },
        { { 0.99, 0.894 },
          VERDICT_WARNING,
          "99 % of its best speed at the median, 89 % in the slowest tenth" },
        { { NAN, 1 }, VERDICT_UNKNOWN, "not told" },
        { { 1, NAN }, VERDICT_UNKNOWN, "not told" },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct finding f = { .verdict = VERDICT_UNKNOWN };
        size_t len = strlen(table[i].found);
        steadiness_judge(&f, &table[i].seen);
        assert_int_equal(f.verdict, table[i].verdict);
        assert_int_equal(strncmp(f.found, table[i].found, len), 0);
        assert_string_equal(f.found + len,
                            f.verdict == VERDICT_WARNING
                                ? "; take more rounds or another time, and see with mapread "
                                  "aa what differences this machine makes up"
                                : "");
        assert_string_equal(f.mend, "");
    }
}

/* Two of eleven looks are slow, and one of them does not count. */
static void the_slowest_tenth_is_told_apart(void **state)
{
    (void)state;
    struct pace p = { 0 };
    for (size_t i = 0; i < 11; i++)
        pace_add(&p, i == 3 ? 8e6 : i == 7 ? 2e6 : i == 10 ? 1e6 : 1.25e6);
    struct steadiness seen = steadiness_of(&p);
    assert_true(seen.median == 0.8 && seen.slowest == 0.5);
}

/* Nothing is needed for it, so something is always found. */
static void the_speed_of_this_machine_is_told(void **state)
{
    (void)state;
    struct subject s = plain_subject();
    struct finding f;
    double median, slowest;
    uint64_t begun = clock_now_ns();
    s.root = NULL;
    doctor_examine(&f, check_find("steadiness"), &s);
    assert_true(clock_now_ns() - begun >= 150000000); /* fewer looks see less */
    int read = sscanf(f.found, "%lf %% of its best speed at the median, %lf %% in the slowest",
                      &median, &slowest);
    assert_int_equal(read, 2);
    assert_true(0 < slowest && slowest <= median && median <= 100);
    assert_true(f.verdict == VERDICT_GOOD || f.verdict == VERDICT_WARNING);
}

static void judgements_of_limits(void **state)
{
    (void)state;
    static const struct {
        struct limit_access access;
        enum verdict verdict;
        const char *found, *mend;
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
        struct finding f = { .verdict = VERDICT_UNKNOWN };
        limit_judge(&f, &table[i].access);
        assert_string_equal(f.found, table[i].found);
        assert_int_equal(f.verdict, table[i].verdict);
        assert_string_equal(f.mend, table[i].mend);
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

static void words_are_quoted_for_the_shell(void **state)
{
    (void)state;
    static const char *const pair[][2] = {
        { "/plain/a-b_c.d:1", "/plain/a-b_c.d:1" },
        { "", "''" },
        { "two words", "'two words'" },
        { "a\\x2db", "'a\\x2db'" },
        { "it's", "'it'\\''s'" },
    };
    char word[32], small[4];
    for (size_t i = 0; i < COUNT(pair); i++) {
        probe_quote(word, sizeof word, pair[i][0]);
        assert_string_equal(word, pair[i][1]);
    }
    static const char *const fits[][2] = { { "abc", "abc" }, { "abcd", "" }, { " ", "' '" },
                                           { "a ", "" },     { "'", "" },    { "  a", "" } };
    for (size_t i = 0; i < COUNT(fits); i++) {
        probe_quote(small, sizeof small, fits[i][0]);
        assert_string_equal(small, fits[i][1]);
    }
}

static void whole_words_are_found(void **state)
{
    (void)state;
    assert_true(probe_has_word("tsc hpet", "tsc"));
    assert_true(probe_has_word(" hpet  tsc\n", "tsc"));
    assert_false(probe_has_word("tsc-early xtsc", "tsc"));
    assert_false(probe_has_word("", "tsc"));
}

static void half_a_command_is_none(void **state)
{
    (void)state;
    struct finding f = { .mend = "old" };
    char name[FINDING_MEND_MAX + 1];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    finding_mend(&f, "%s", name);
    assert_string_equal(f.mend, "");
    finding_mend(&f, "%s", name + 1);
    assert_string_equal(f.mend, name + 1);
    finding_say(&f, VERDICT_BAD, "%s", name);
    assert_int_equal(strlen(f.found), FINDING_FOUND_MAX - 1);
}

static void the_table_is_whole(void **state)
{
    (void)state;
    size_t count = 0;
    for (; checks[count]; count++) {
        const struct check *c = checks[count];
        assert_ptr_equal(check_find(c->name), c); /* no name twice */
        assert_true(strlen(c->name) < 16);        /* the width of its column */
        assert_true(c->why[strlen(c->why) - 1] == '.');
        assert_non_null(c->run);
    }
    assert_int_equal(check_count(), count);
    assert_null(check_find("astrology"));
    for (size_t i = 0; i < VERDICT_COUNT; i++)
        assert_non_null(verdict_names[i]);
}

static void this_machine_can_be_examined(void **state)
{
    (void)state;
    struct subject s;
    char *folder = test_folder();
    subject_read(&s, folder, 4096);
    assert_true(s.data_bytes == 4096 && s.root[0] == '\0');
    for (size_t i = 0; checks[i]; i++) {
        struct finding f;
        doctor_examine(&f, checks[i], &s);
        assert_ptr_equal(f.check, checks[i]);
        assert_true(f.found[0] != '\0');
        if (!HAVE_LINUX_EXTRAS && !checks[i]->portable) {
            assert_int_equal(f.verdict, VERDICT_UNKNOWN);
            assert_string_equal(f.found, "this mapread was built without its Linux extras");
        }
        if (f.verdict == VERDICT_GOOD)
            assert_string_equal(f.mend, "");
    }
    assert_int_equal(rmdir(folder), 0);
    free(folder);
}

static void findings_become_json(void **state)
{
    (void)state;
    static const struct finding findings[] = {
        { &check_load, VERDICT_BAD, "9 \"quoted\"", "ps | head" },
        { &check_swap, VERDICT_GOOD, "none", "" },
    };
    static const char wanted[] = "[\n  {\n    \"name\": \"load\",\n    \"verdict\": \"bad\",\n"
                                 "    \"found\": \"9 \\\"quoted\\\"\",\n";
    char text[4096] = "";
    FILE *out = fmemopen(text, sizeof text, "w");
    assert_non_null(out);
    assert_int_equal(doctor_json_write(out, findings, COUNT(findings)), 0);
    fclose(out);
    assert_memory_equal(text, wanted, strlen(wanted));
    assert_non_null(strstr(text, "\"command\": \"ps | head\"\n  },\n"));
    assert_non_null(strstr(text, "\"command\": null\n  }\n]\n"));
    assert_non_null(strstr(text, check_swap.why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(governors),
        cmocka_unit_test(turbo),
        cmocka_unit_test(frequencies),
        cmocka_unit_test(clock_sources),
        cmocka_unit_test(virtualization),
        cmocka_unit_test(steal),
        cmocka_unit_test(loads),
        cmocka_unit_test(cpu_limits),
        cmocka_unit_test(free_memory),
        cmocka_unit_test(memory_limits),
        cmocka_unit_test(reclaim),
        cmocka_unit_test(swaps),
        cmocka_unit_test(huge_pages),
        cmocka_unit_test(file_systems),
        cmocka_unit_test(mount_options),
        cmocka_unit_test(read_ahead),
        cmocka_unit_test(judgements_of_eviction),
        cmocka_unit_test(eviction_is_tried_and_leaves_nothing),
        cmocka_unit_test(eviction_is_refused_on_memory),
        cmocka_unit_test(judgements_of_steadiness),
        cmocka_unit_test(the_slowest_tenth_is_told_apart),
        cmocka_unit_test(the_speed_of_this_machine_is_told),
        cmocka_unit_test(judgements_of_limits),
        cmocka_unit_test(limits_on_laid_out_groups),
        cmocka_unit_test(groups_are_found),
        cmocka_unit_test(words_are_quoted_for_the_shell),
        cmocka_unit_test(whole_words_are_found),
        cmocka_unit_test(half_a_command_is_none),
        cmocka_unit_test(the_table_is_whole),
        cmocka_unit_test(this_machine_can_be_examined),
        cmocka_unit_test(findings_become_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
