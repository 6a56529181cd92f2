/* SPDX-License-Identifier: MIT */
/* Every verdict on where the data lie: file system, mount, read-ahead, eviction. */
#include <errno.h>
#include <math.h>
#include <stdbool.h>

#include "doctor/permission.h"
#include "state/state.h"
#include "tests/unit/doctor_machine.h"

static void file_systems(void **state)
{
    (void)state;
    static const char elsewhere[] = "mapread run --dir /a/folder/on/a/local/disk";
    static const struct {
        const char *name, *device;
        enum verdict verdict;
        const char *found, *fix;
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
            "file-system", { { NULL } }, table[i].verdict, table[i].found, table[i].fix
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
        const char *found, *fix;
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
            "mount-options", { { NULL } }, table[i].verdict, table[i].found, table[i].fix
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

/* The disk 8:1 in the folder of a machine, on this path in /sys. */
static void put_disk(const char *folder, const char *path)
{
    char target[PATH_MAX], link[PATH_MAX];
    put(folder, "/sys/dev/block/", "");
    put(folder, path, "");
    snprintf(target, sizeof target, "../..%s", path + strlen("/sys"));
    snprintf(link, sizeof link, "%s/sys/dev/block/8:1", folder);
    assert_int_equal(symlink(target, link), 0);
}

static void disk_interrupts(void **state)
{
    (void)state;
    static const char virtio[] = "/sys/devices/pci0000:00/0000:00:02.0/virtio1/block/vda/vda1/";
    static const char nvme[] = "/sys/devices/pci0000:00/0000:01:00.0/nvme/nvme0/nvme0n1/";
    static const char none[] = "none is counted for the disk of the data";
    static const struct {
        const char *disk, *interrupts;
        enum verdict verdict;
        const char *found;
    } table[] = {
        { virtio,
          "     CPU0   CPU2\n"
          " 35:    5      0  PCI-MSIX-0000:00:03.0  0-edge  virtio10-req.0\n"
          " 36:    0  22471  PCI-MSIX-0000:00:02.0  1-edge  virtio1-req.0\n"
          "LOC:  100    100  Local timer interrupts\n",
          VERDICT_WARNING,
          "disk interrupts on one processor, CPU2 of 2 processors: CPU0 0, CPU2 22,471" },
        { virtio,
          "     CPU0   CPU1\n 36:    50  60  PCI-MSI  1-edge  virtio1-req.0\n"
          " 37:    2  1  PCI-MSI  1-edge  virtio1-req.1\n",
          VERDICT_GOOD, "CPU0 52, CPU1 61" },
        { virtio, "     CPU0\n 36:    50  PCI-MSI  1-edge  virtio1-req.0\n", VERDICT_GOOD,
          "CPU0 50" },
        { nvme,
          "     CPU0   CPU1\n 40:  7  0  PCI-MSI  0-edge  nvme0q1\n"
          " 41:  0  9  PCI-MSI  1-edge  nvme0q2\n 42:  900  0  PCI-MSI  2-edge  nvme01q1\n",
          VERDICT_GOOD, "CPU0 7, CPU1 9" },
        { "/sys/devices/pci0000:00/0000:00:1f.2/ata1/host0/block/sda/sda1/",
          "     CPU0   CPU1\n 27:  0  800  PCI-MSI  0-edge  ahci[0000:00:1f.2]\n",
          VERDICT_WARNING,
          "disk interrupts on one processor, CPU1 of 2 processors: CPU0 0, CPU1 800" },
        { "/sys/devices/pci0000:00/0000:00:1f.2/host0/block/sda/sda1/",
          "     CPU0   CPU1\n 27:  4  4  PCI-MSI-0000:00:1f.2  0-edge  other\n", VERDICT_GOOD,
          "CPU0 4, CPU1 4" },
        { "/sys/devices/virtual/block/dm-0/",
          "     CPU0   CPU1\n 27:  4  4  PCI-MSI-0000:00:1f.2  0-edge  other\n",
          VERDICT_UNKNOWN, none },
        { virtio, "", VERDICT_UNKNOWN, none },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        char *folder = test_folder();
        struct subject s = plain_subject();
        put_disk(folder, table[i].disk);
        put(folder, "/proc/interrupts", table[i].interrupts);
        s.root = folder;
        expect(&s,
               &(struct row){
                   "disk-interrupts", { { NULL } }, table[i].verdict, table[i].found, NULL });
        remove_folder(folder);
    }
    struct subject s = plain_subject();
    expect_on(&s,
              &(struct row){ "disk-interrupts", { { NULL } }, VERDICT_UNKNOWN, none, NULL });
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
        { { .refused = CAUSE_FILE_SYSTEM_IS_MEMORY, .filled = NAN, .emptied = NAN },
          VERDICT_WARNING,
          "no: the file system is memory: its pages cannot be evicted" },
        { { .fill_error = -EOPNOTSUPP, .filled = NAN, .emptied = NAN },
          VERDICT_UNKNOWN,
          "this system does not tell what is resident: states are unproved" },
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
        struct doctor_finding f = { .verdict = VERDICT_UNKNOWN };
        bool poor = table[i].verdict == VERDICT_BAD || table[i].verdict == VERDICT_WARNING;
        evict_judge(&f, &table[i].trial);
        assert_string_equal(f.found, table[i].found);
        assert_int_equal(f.verdict, table[i].verdict);
        assert_string_equal(f.fix,
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
    assert_int_equal(t.refused, CAUSE_NONE);
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
    assert_int_equal(t.refused, CAUSE_FILE_SYSTEM_IS_MEMORY);
    assert_true(isnan(t.filled) && isnan(t.emptied));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_systems),
        cmocka_unit_test(mount_options),
        cmocka_unit_test(read_ahead),
        cmocka_unit_test(disk_interrupts),
        cmocka_unit_test(judgements_of_eviction),
        cmocka_unit_test(eviction_is_tried_and_leaves_nothing),
        cmocka_unit_test(eviction_is_refused_on_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
