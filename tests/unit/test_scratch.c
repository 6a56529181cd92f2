/* SPDX-License-Identifier: MIT */
/* Private copies, and what is left of processes that were killed. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "base/scratch.h"
#include "base/text.h"
#include "tests/test.h"

static char *folder;

static int folder_make(void **state)
{
    (void)state;
    folder = test_folder();
    return 0;
}

static int folder_drop(void **state)
{
    (void)state;
    int r = rmdir(folder); /* a test that leaves something has failed */
    free(folder);
    return r;
}

static char *path_of(const char *name)
{
    char *path = text_printf("%s/%s", folder, name);
    assert_non_null(path);
    return path;
}

static char *scratch_of(long pid)
{
    char *path = text_printf("%s/.mapread-scratch-%ld", folder, pid);
    assert_non_null(path);
    return path;
}

static bool exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

/* The number of a process that is gone for certain. */
static long dead_process(void)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    return pid;
}

static void write_in(const char *parent, const char *name)
{
    char *path = text_printf("%s/%s", parent, name);
    test_write(path, "left", 4);
    free(path);
}

/* ---- the folder ---- */

static void the_folder_bears_the_process(void **state)
{
    (void)state;
    char *path, *expected = scratch_of(getpid());
    struct stat st;
    assert_int_equal(scratch_make(&path, folder), 0);
    assert_string_equal(path, expected);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    write_in(path, "copy");
    write_in(path, "copy.new");
    scratch_remove(path);
    assert_false(exists(path));
    scratch_remove(path); /* twice does no harm */
    scratch_remove(NULL);
    free(path);
    free(expected);
}

static void a_folder_that_cannot_be_made_is_an_error(void **state)
{
    (void)state;
    char *untouched = (char *)&folder, *path = untouched;
    char *missing = path_of("missing");
    assert_int_equal(scratch_make(&path, missing), -ENOENT);
    assert_int_equal(scratch_make(&path, "/dev/null"), -ENOTDIR);
    assert_ptr_equal(path, untouched);
    free(missing);
}

static void a_file_of_that_name_is_an_error(void **state)
{
    (void)state;
    char *path = NULL, *taken = scratch_of(getpid());
    test_write(taken, "mine", 4);
    int r = scratch_make(&path, folder);
    free(path);
    unlink(taken);
    free(taken);
    assert_true(r < 0);
}

/* ---- what others left ---- */

static void what_the_dead_left_is_removed(void **state)
{
    (void)state;
    char *left = scratch_of(dead_process());
    assert_int_equal(mkdir(left, 0700), 0);
    write_in(left, "copy");
    write_in(left, "copy.new");
    scratch_remove_stale(folder);
    assert_false(exists(left));
    free(left);
}

static void a_new_folder_begins_with_cleaning(void **state)
{
    (void)state;
    char *path, *left = scratch_of(dead_process());
    assert_int_equal(mkdir(left, 0700), 0);
    assert_int_equal(scratch_make(&path, folder), 0);
    assert_false(exists(left));
    scratch_remove(path);
    free(path);
    free(left);
}

static void what_the_living_use_is_kept(void **state)
{
    (void)state;
    long living[] = { getpid(), getppid(), 1 };
    for (size_t i = 0; i < 3; i++) {
        char *used = scratch_of(living[i]);
        mkdir(used, 0700);
        write_in(used, "copy");
        scratch_remove_stale(folder);
        char *copy = text_printf("%s/copy", used);
        assert_true(exists(copy));
        scratch_remove(used);
        assert_false(exists(used));
        free(copy);
        free(used);
    }
}

static void other_names_are_kept(void **state)
{
    (void)state;
    static const char *const names[] = { ".mapread-scratch-",           ".mapread-scratch-x",
                                         ".mapread-scratch-12x",        ".mapread-scratch--5",
                                         ".mapread-scratch-0",          "mapread-scratch-99999",
                                         ".mapread-scratch-99999999999" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *path = path_of(names[i]);
        assert_int_equal(mkdir(path, 0700), 0);
        write_in(path, "precious");
        scratch_remove_stale(folder);
        bool kept = exists(path);
        scratch_remove(path);
        free(path);
        if (!kept)
            fail_msg("%s was removed", names[i]);
    }
}

/* In a folder that others may write, a link could point anywhere. */
static void links_are_not_followed(void **state)
{
    (void)state;
    char *elsewhere = path_of("elsewhere"), *link_path = scratch_of(dead_process());
    char *precious = path_of("elsewhere/precious");
    assert_int_equal(mkdir(elsewhere, 0700), 0);
    test_write(precious, "mine", 4);
    assert_int_equal(symlink(elsewhere, link_path), 0);
    scratch_remove_stale(folder);
    bool kept = exists(precious);
    unlink(precious);
    unlink(link_path);
    rmdir(elsewhere);
    free(elsewhere);
    free(precious);
    free(link_path);
    assert_true(kept);
}

static void a_missing_parent_is_nothing_to_clean(void **state)
{
    (void)state;
    scratch_remove_stale("/no/such/folder");
}

/* ---- copies ---- */

static void check_copy_of(size_t len)
{
    char *from = path_of("from"), *to = path_of("to");
    unsigned char *data = malloc(len + 1);
    assert_non_null(data);
    for (size_t i = 0; i < len; i++)
        data[i] = (unsigned char)(i * 7 + i / 255);
    test_write(from, data, len);
    test_write(to, "older and possibly longer than the new one", 42);
    assert_int_equal(scratch_copy(from, to), 0);
    size_t found_len;
    unsigned char *found = test_read(to, &found_len);
    assert_int_equal(found_len, len);
    assert_memory_equal(found, data, len);
    unlink(from);
    unlink(to);
    free(found);
    free(data);
    free(from);
    free(to);
}

static void copies_are_equal(void **state)
{
    (void)state;
    static const size_t sizes[] = { 0, 1, 4095, 4096, 1 << 20, (1 << 20) + 1, 3 << 20 };
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        check_copy_of(sizes[i]);
}

static void a_copy_of_nothing_leaves_nothing(void **state)
{
    (void)state;
    char *from = path_of("missing"), *to = path_of("to");
    assert_int_equal(scratch_copy(from, to), -ENOENT);
    assert_false(exists(to));
    assert_int_equal(scratch_copy(folder, to), -EINVAL); /* not a regular file */
    assert_false(exists(to));
    free(from);
    free(to);
}

static void a_copy_to_nowhere_is_an_error(void **state)
{
    (void)state;
    char *from = path_of("from");
    test_write(from, "x", 1);
    assert_int_equal(scratch_copy(from, "/no/such/folder/to"), -ENOENT);
    assert_int_equal(scratch_copy(from, folder), -EISDIR);
    unlink(from);
    free(from);
}

/* A file system of 256 KiB, if we may. */
static bool mount_small(const char *point)
{
    if (geteuid() != 0)
        return false;
    assert_int_equal(mkdir(point, 0700), 0);
    if (mount("none", point, "tmpfs", 0, "size=256k") == 0)
        return true;
    rmdir(point);
    return false;
}

static void too_little_space_is_enospc(void **state)
{
    (void)state;
    enum { LARGE = 1 << 20, FITS = 64 << 10 };
    char *point = path_of("small"), *from = path_of("from"), *to = path_of("small/to");
    if (!mount_small(point)) {
        free(point);
        free(from);
        free(to);
        test_skip("only root may mount a small file system");
    }
    unsigned char *data = calloc(1, LARGE);
    test_write(from, data, LARGE);
    int large = scratch_copy(from, to);
    bool left = exists(to);
    assert_int_equal(truncate(from, FITS), 0);
    int fits = scratch_copy(from, to);
    unlink(to);
    umount2(point, MNT_DETACH);
    rmdir(point);
    unlink(from);
    free(data);
    free(point);
    free(from);
    free(to);
    assert_int_equal(large, -ENOSPC);
    assert_false(left);
    assert_int_equal(fits, 0);
}

#define SCRATCH_TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(the_folder_bears_the_process),
        SCRATCH_TEST(a_folder_that_cannot_be_made_is_an_error),
        SCRATCH_TEST(a_file_of_that_name_is_an_error),
        SCRATCH_TEST(what_the_dead_left_is_removed),
        SCRATCH_TEST(a_new_folder_begins_with_cleaning),
        SCRATCH_TEST(what_the_living_use_is_kept),
        SCRATCH_TEST(other_names_are_kept),
        SCRATCH_TEST(links_are_not_followed),
        SCRATCH_TEST(a_missing_parent_is_nothing_to_clean),
        SCRATCH_TEST(copies_are_equal),
        SCRATCH_TEST(a_copy_of_nothing_leaves_nothing),
        SCRATCH_TEST(a_copy_to_nowhere_is_an_error),
        SCRATCH_TEST(too_little_space_is_enospc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
