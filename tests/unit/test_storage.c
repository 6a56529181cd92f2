/* SPDX-License-Identifier: MIT */
/*
 * Where a file lies: against a /sys laid out here, and on this machine against other
 * sources, never against fixed values.
 */
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cmocka.h>

#include "config.h"
#include "measure/blockdev.h"
#include "measure/machine.h"
#include "measure_check.h"
#if HAVE_LINUX_EXTRAS
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#endif

/* A directory of its own for each test that needs one. */
static char home[PATH_MAX];

static int make_home(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    char made[] = "/tmp/mapread XXXXXX", asked[PATH_MAX - 64];
    snprintf(asked, sizeof asked, "%s/mapread XXXXXX", tmp ? tmp : "/tmp");
    const char *path = mkdtemp(asked) ? asked : mkdtemp(made);
    return path && realpath(path, home) ? 0 : -1;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static int remove_home(void **state)
{
    (void)state;
    return nftw(home, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static const char *in_home(const char *name)
{
    static char path[PATH_MAX + 256];
    snprintf(path, sizeof path, "%s/%s", home, name);
    return path;
}

/* Writes a file and the directories above it. */
static void put(const char *name, const char *text)
{
    char path[PATH_MAX + 256];
    strcpy(path, in_home(name));
    for (char *slash = path + strlen(home) + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
        *slash = '\0';
        mkdir(path, 0755);
    }
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void link_in_home(const char *target, const char *name)
{
    assert_int_equal(symlink(target, in_home(name)), 0);
}

/* A disk 8:0 with a partition 8:1, a disk 259:0 without bdi, two btrfs, an NFS. */
static void lay_out_sys(void)
{
    put("devices/sda/queue/read_ahead_kb", "100\n");
    put("devices/sda/queue/scheduler", "none [bfq]\n");
    put("devices/sda/queue/rotational", "1\n");
    put("devices/sda/dev", "8:0\n");
    put("devices/sda/sda1/dev", "8:1\n");
    put("devices/nvme/queue/read_ahead_kb", "200\n");
    put("devices/nvme/queue/scheduler", "none\n");
    put("devices/nvme/queue/rotational", "0\n");
    put("devices/nvme/dev", "259:0\n");
    put("class/bdi/8:0/read_ahead_kb", "300\n");
    put("class/bdi/0:40/read_ahead_kb", "400\n");
    put("class/bdi/8:3-fuseblk/read_ahead_kb", "500\n");
    put("fs/btrfs/uuid-1/bdi/read_ahead_kb", "600\n");
    put("fs/btrfs/uuid-2/bdi/read_ahead_kb", "700\n");
    put("fs/btrfs/uuid-1/devices/x", "");
    put("fs/btrfs/uuid-2/devices/x", "");
    put("dev/block/x", "");
    link_in_home("../../devices/sda", "dev/block/8:0");
    link_in_home("../../devices/sda/sda1", "dev/block/8:1");
    link_in_home("../../devices/nvme", "dev/block/259:0");
    link_in_home("../../../../devices/nvme", "fs/btrfs/uuid-1/devices/nvme");
    link_in_home("../../../../devices/sda/sda1", "fs/btrfs/uuid-2/devices/sda1");
}

static void a_device_has_figures(void **state)
{
    (void)state;
    static const struct {
        struct facts_device mounted, block;
        double kib;
        const char *scheduler;
        double rotational;
    } row[] = {
        { { 8, 0 }, { 8, 0 }, 300, "bfq", 1 },      { { 8, 1 }, { 8, 1 }, 100, "bfq", 1 },
        { { 259, 0 }, { 259, 0 }, 200, "none", 0 }, { { 0, 40 }, { 0, 0 }, 400, "", NAN },
        { { 8, 3 }, { 8, 3 }, 500, "", NAN },       { { 0, 41 }, { 259, 0 }, 600, "none", 0 },
        { { 0, 41 }, { 8, 1 }, 700, "bfq", 1 },     { { 0, 41 }, { 8, 0 }, NAN, "bfq", 1 },
        { { 0, 42 }, { 0, 0 }, NAN, "", NAN },      { { 77, 7 }, { 77, 7 }, NAN, "", NAN }
    };
    lay_out_sys();
    for (size_t i = 0; i < COUNT(row); i++) {
        struct storage s = { .scheduler = "left over" };
        blockdev_read(&s, home, row[i].mounted, row[i].block);
        same_number(s.read_ahead_bytes, row[i].kib * 1024);
        assert_string_equal(s.scheduler, row[i].scheduler);
        same_number(s.rotational, row[i].rotational);
    }
}

static void a_directory_is_known_by_its_real_name(void **state)
{
    (void)state;
    struct storage s;
    char wanted[PATH_MAX + 256];
    put("in here/fïle", "x");
    link_in_home("in here/fïle", "link");
    link_in_home("in here", "link directory");
    strcpy(wanted, in_home("in here"));
    static const char *const name[] = { "in here/fïle",         "in here",
                                        "in here/../in here//", "link",
                                        "link directory",       "link directory/fïle" };
    for (size_t i = 0; i < COUNT(name); i++) {
        storage_read(&s, in_home(name[i]));
        assert_string_equal(s.directory, wanted);
    }
    storage_read(&s, "/");
    assert_string_equal(s.directory, "/");
    const char *file_in_root = shell("find / -maxdepth 1 -type f");
    if (file_in_root[0] != '\0') {
        storage_read(&s, file_in_root);
        assert_string_equal(s.directory, "/");
    }
    storage_read(&s, in_home("nothing"));
    assert_string_equal(s.directory, "");
    assert_string_equal(s.filesystem, "");
    same_number(s.read_ahead_bytes, NAN);
    same_number(s.rotational, NAN);
}

#if HAVE_LINUX_EXTRAS
static bool has_option(const char *list, const char *option)
{
    char all[FIELD_TEXT_MAX + 2], one[64];
    snprintf(all, sizeof all, ",%s,", list);
    snprintf(one, sizeof one, ",%s,", option);
    return strstr(all, one);
}

static void check_device(const struct storage *s, dev_t number)
{
    char command[FIELD_TEXT_MAX + 64], scheduler[64];
    struct stat st;
    if (stat(s->device, &st) == 0)
        assert_int_equal(st.st_rdev, number);
    int kib, rotational;
    snprintf(command, sizeof command, "lsblk -dno RA,ROTA,SCHED '%s' 2>/dev/null", s->device);
    if (sscanf(shell(command), "%d %d %63s", &kib, &rotational, scheduler) != 3)
        return;
    same_number(s->read_ahead_bytes, kib * 1024.0);
    same_number(s->rotational, rotational);
    assert_string_equal(s->scheduler, scheduler);
}

/* In a chroot into a plain folder the kernel hides the mount below it. */
static bool root_is_a_mount(void)
{
    char line[4096];
    bool found = false;
    FILE *mounts = fopen("/proc/self/mountinfo", "re");
    while (mounts && fgets(line, sizeof line, mounts))
        found = found || strstr(line, " / / ") != NULL;
    if (mounts)
        fclose(mounts);
    return found;
}

static void check_storage(const char *path)
{
    static const struct {
        long type;
        const char *name;
    } kind[] = { { 0xef53, "ext4" },        { 0x58465342, "xfs" },   { 0x9123683e, "btrfs" },
                 { 0x794c7630, "overlay" }, { 0x01021994, "tmpfs" }, { 0x9fa0, "proc" } };
    struct storage s;
    struct statfs fs;
    struct statvfs vfs;
    struct stat st;
    storage_read(&s, path);
    assert_int_equal(statfs(path, &fs), 0);
    assert_int_equal(statvfs(path, &vfs), 0);
    assert_int_equal(stat(path, &st), 0);
    if (s.filesystem[0] == '\0' && !root_is_a_mount()) {
        print_message("skipped: %s: in this chroot its mount is not to be seen\n", path);
        return;
    }
    for (size_t i = 0; i < COUNT(kind); i++)
        if ((unsigned long)fs.f_type == (unsigned long)kind[i].type &&
            strcmp(s.filesystem, "devtmpfs") != 0)              /* which calls itself tmpfs */
            assert_memory_equal(s.filesystem, kind[i].name, 3); /* ext2, ext3, ext4 */
    assert_int_equal(has_option(s.mount_options, "ro"), (vfs.f_flag & ST_RDONLY) != 0);
    assert_int_equal(has_option(s.mount_options, "rw"), (vfs.f_flag & ST_RDONLY) == 0);
    assert_int_equal(has_option(s.mount_options, "nosuid"), (vfs.f_flag & ST_NOSUID) != 0);
    if (major(st.st_dev) != 0)
        check_device(&s, st.st_dev);
}

static void storage_agrees_with_statfs(void **state)
{
    (void)state;
    static const char *const path[] = { ".", "/", "/proc", "/dev/shm", "/etc/passwd" };
    check_storage(home);
    for (size_t i = 0; i < COUNT(path); i++)
        if (access(path[i], F_OK) == 0)
            check_storage(path[i]);
}

static void memory_has_no_device(void **state)
{
    (void)state;
    struct storage s;
    storage_read(&s, "/proc");
    assert_string_equal(s.filesystem, "proc");
    assert_string_equal(s.device, "");
    assert_string_equal(s.scheduler, "");
    same_number(s.read_ahead_bytes, NAN);
    same_number(s.rotational, NAN);
}
#else
static void elsewhere_the_rest_is_unknown(void **state)
{
    (void)state;
    struct storage s;
    memset(&s, 'x', sizeof s);
    storage_read(&s, home);
    assert_string_equal(s.directory, home);
    assert_string_equal(s.filesystem, "");
    assert_string_equal(s.mount_options, "");
    assert_string_equal(s.device, "");
    assert_string_equal(s.scheduler, "");
    same_number(s.read_ahead_bytes, NAN);
    same_number(s.rotational, NAN);
}
#endif

#define IN_HOME(test) cmocka_unit_test_setup_teardown(test, make_home, remove_home)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOME(a_device_has_figures),
        IN_HOME(a_directory_is_known_by_its_real_name),
#if HAVE_LINUX_EXTRAS
        IN_HOME(storage_agrees_with_statfs),
        cmocka_unit_test(memory_has_no_device),
#else
        IN_HOME(elsewhere_the_rest_is_unknown),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
