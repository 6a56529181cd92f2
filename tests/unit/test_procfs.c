/* SPDX-License-Identifier: MIT */
/* Files as /proc and /sys have them, below a root of the test's own. */
#include <errno.h>
#include <math.h>

#include "base/procfs.h"
#include "tests/unit/own_folder.h"

#include "measure_check.h" /* behind cmocka.h */

static char *path_of(const char *name)
{
    char *path = procfs_path(folder, name);
    assert_non_null(path);
    return path;
}

static void a_file_is_read_to_its_end(void **state)
{
    (void)state;
    char text[8], *path = path_of("/file");
    static const char *const pair[][2] = { { "", "" },
                                           { "\n", "" },
                                           { "one\n", "one" },
                                           { "two\n\n", "two\n" },
                                           { "1234567", "1234567" },
                                           { "12345678", "1234567" } };
    for (size_t i = 0; i < COUNT(pair); i++) {
        const int len = (int)fmin((double)strlen(pair[i][0]), sizeof text - 1);
        test_write(path, pair[i][0], strlen(pair[i][0]));
        assert_int_equal(procfs_read(folder, "/file", text, sizeof text), len);
        assert_string_equal(text, pair[i][1]);
        memset(text, 'x', sizeof text);
        assert_int_equal(procfs_read_once(path, text, sizeof text), len);
        assert_string_equal(text, pair[i][1]);
    }
    unlink(path);
    free(path);
}

static void what_cannot_be_read_is_empty(void **state)
{
    (void)state;
    char text[8] = "before";
    assert_int_equal(procfs_read(folder, "/none", text, sizeof text), -ENOENT);
    assert_string_equal(text, "");
    assert_int_equal(procfs_read(NULL, "/proc/meminfo", text, sizeof text), -ENOENT);
    assert_int_equal(procfs_read(folder, "", text, sizeof text), -EISDIR);
    assert_int_equal(procfs_read_once(folder, text, sizeof text), -EISDIR);
    same_number(procfs_number(folder, "/none"), NAN);
    assert_true(procfs_is_directory(folder, ""));
    assert_false(procfs_is_directory(folder, "/none"));
}

static void numbers_stand_at_the_begin(void **state)
{
    (void)state;
    char *path = path_of("/file");
    test_write(path, "128 kB\n", 7);
    same_number(procfs_number(folder, "/file"), 128);
    test_write(path, "kB\n", 3);
    same_number(procfs_number(folder, "/file"), NAN);
    unlink(path);
    free(path);
}

static void values_are_found_by_their_whole_name(void **state)
{
    (void)state;
    static const char text[] = "\nxSwap : 1\nSwap: 2 kB\nSwapTotal:  \t7 kB\nSwapTotal: 8\n"
                               "Empty:\nno colon\npswpin_all 3\npswpin 4\npages\n5\n";
    same_number(procfs_value(text, "SwapTotal"), 7);
    same_number(procfs_value(text, "Swap"), 2);
    same_number(procfs_value(text, "pswpin"), 4);
    same_number(procfs_value(text, "Empty"), NAN);
    same_number(procfs_value(text, "pages"), NAN);
    same_number(procfs_value(text, "no"), NAN);
    same_number(procfs_value("", "Swap"), NAN);
}

static void memory_is_told_in_bytes(void **state)
{
    (void)state;
    char *path = path_of("/proc"), *meminfo = path_of("/proc/meminfo");
    static const char text[] = "MemFree:   12 kB\nMemAvailable:   34 kB\n";
    assert_int_equal(mkdir(path, 0700), 0);
    test_write(meminfo, text, strlen(text));
    same_number(procfs_memory_bytes(folder, "MemAvailable"), 34 * 1024);
    same_number(procfs_memory_bytes(folder, "SwapTotal"), NAN);
    same_number(procfs_memory_bytes(NULL, "MemAvailable"), NAN);
    unlink(meminfo);
    rmdir(path);
    free(meminfo);
    free(path);
}

static void whole_words_are_found(void **state)
{
    (void)state;
    assert_true(procfs_has_word("tsc hpet", "tsc"));
    assert_true(procfs_has_word(" hpet  tsc\n", "tsc"));
    assert_false(procfs_has_word("tsc-early xtsc", "tsc"));
    assert_false(procfs_has_word("", "tsc"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(a_file_is_read_to_its_end),
        FOLDER_TEST(what_cannot_be_read_is_empty),
        FOLDER_TEST(numbers_stand_at_the_begin),
        FOLDER_TEST(values_are_found_by_their_whole_name),
        FOLDER_TEST(memory_is_told_in_bytes),
        FOLDER_TEST(whole_words_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
