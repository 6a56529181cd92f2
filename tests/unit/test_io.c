/* SPDX-License-Identifier: MIT */
/* Reads and writes that finish; what the system does wrong is in tests/fault. */
#include <errno.h>
#include <sys/socket.h>

#include "base/io.h"
#include "tests/test.h"

static const char text[] = "abcdefghijklmnopqrstuvwxyz";
enum { TEXT_LEN = sizeof text - 1 };

struct fixture {
    char *folder, *path;
};

static int fixture_make(void **state)
{
    struct fixture *x = malloc(sizeof *x);
    assert_non_null(x);
    x->folder = test_folder();
    assert_true(asprintf(&x->path, "%s/data", x->folder) > 0);
    test_write(x->path, text, TEXT_LEN);
    *state = x;
    return 0;
}

static int fixture_drop(void **state)
{
    struct fixture *x = *state;
    unlink(x->path);
    assert_int_equal(rmdir(x->folder), 0);
    free(x->folder);
    free(x->path);
    free(x);
    return 0;
}

static int open_at(const struct fixture *x, int flags)
{
    int fd = open(x->path, flags | O_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

static void check_file(const struct fixture *x, const char *expected)
{
    size_t len;
    unsigned char *data = test_read(x->path, &len);
    assert_int_equal(len, strlen(expected));
    assert_memory_equal(data, expected, len);
    free(data);
}

static void reads_end_at_the_end_of_the_file(void **state)
{
    char buffer[2 * TEXT_LEN];
    int fd = open_at(*state, O_RDONLY);
    assert_int_equal(io_read(fd, buffer, 0), 0);
    assert_int_equal(io_read(fd, buffer, 10), 10);
    assert_memory_equal(buffer, "abcdefghij", 10);
    assert_int_equal(io_read(fd, buffer, sizeof buffer), TEXT_LEN - 10);
    assert_memory_equal(buffer, text + 10, TEXT_LEN - 10);
    assert_int_equal(io_read(fd, buffer, sizeof buffer), 0);
    close(fd);
}

static void preads_leave_the_position_alone(void **state)
{
    char buffer[2 * TEXT_LEN];
    int fd = open_at(*state, O_RDONLY);
    assert_int_equal(io_pread(fd, buffer, 0, 3), 0);
    assert_int_equal(io_pread(fd, buffer, 4, 3), 4);
    assert_memory_equal(buffer, "defg", 4);
    assert_int_equal(io_pread(fd, buffer, sizeof buffer, TEXT_LEN - 2), 2);
    assert_int_equal(io_pread(fd, buffer, sizeof buffer, TEXT_LEN), 0);
    assert_int_equal(io_pread(fd, buffer, sizeof buffer, 1ull << 40), 0);
    assert_int_equal(lseek(fd, 0, SEEK_CUR), 0);
    close(fd);
}

/* A pipe hands out what is there: one read() is never the whole. */
static void reads_of_a_pipe_are_continued(void **state)
{
    (void)state;
    int ends[2];
    char buffer[TEXT_LEN + 5];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < TEXT_LEN; i++)
            if (write(ends[1], text + i, 1) != 1)
                _exit(1);
        _exit(0);
    }
    close(ends[1]);
    assert_int_equal(io_read(ends[0], buffer, sizeof buffer), TEXT_LEN);
    assert_memory_equal(buffer, text, TEXT_LEN);
    close(ends[0]);
}

static void errors_are_negative(void **state)
{
    char byte = 0;
    uint64_t bytes = 77;
    int fd = open_at(*state, O_RDONLY);
    assert_int_equal(io_read(-1, &byte, 1), -EBADF);
    assert_int_equal(io_pread(-1, &byte, 1, 0), -EBADF);
    assert_int_equal(io_write(fd, &byte, 1), -EBADF);
    assert_int_equal(io_pwrite(fd, &byte, 1, 0), -EBADF);
    assert_int_equal(io_write_two(fd, &byte, 1, &byte, 1), -EBADF);
    assert_int_equal(io_file_size(-1, &bytes), -EBADF);
    assert_int_equal(bytes, 77);
    close(fd);
}

static void two_parts_are_written_at_every_split(void **state)
{
    const struct fixture *x = *state;
    for (size_t len = 0; len <= TEXT_LEN; len++)
        for (size_t head = 0; head <= len; head++) {
            int fd = open_at(x, O_WRONLY | O_TRUNC);
            assert_int_equal(io_write_two(fd, text, head, text + head, len - head), 0);
            assert_int_equal(lseek(fd, 0, SEEK_CUR), len);
            close(fd);
            char *expected = strndup(text, len);
            check_file(x, expected);
            free(expected);
        }
}

static void absent_parts_may_be_null(void **state)
{
    const struct fixture *x = *state;
    int fd = open_at(x, O_WRONLY | O_TRUNC);
    assert_int_equal(io_write_two(fd, NULL, 0, NULL, 0), 0);
    assert_int_equal(io_write_two(fd, "head", 4, NULL, 0), 0);
    assert_int_equal(io_write_two(fd, NULL, 0, "body", 4), 0);
    assert_int_equal(io_write(fd, "", 0), 0);
    assert_int_equal(io_pwrite(fd, "", 0, 100), 0);
    close(fd);
    check_file(x, "headbody");
}

static void pwrites_leave_the_position_alone(void **state)
{
    const struct fixture *x = *state;
    int fd = open_at(x, O_WRONLY);
    assert_int_equal(io_pwrite(fd, "DEF", 3, 3), 0);
    assert_int_equal(lseek(fd, 0, SEEK_CUR), 0);
    close(fd);
    check_file(x, "abcDEFghijklmnopqrstuvwxyz");
}

/* More than a socket's buffer holds: the kernel takes it in pieces. */
static void large_writes_are_continued(void **state)
{
    (void)state;
    enum { LARGE = 3 << 20 };
    int ends[2];
    unsigned char *data = malloc(LARGE), *found = malloc(LARGE);
    assert_true(data && found);
    for (size_t i = 0; i < LARGE; i++)
        data[i] = (unsigned char)(i * 31 + i / 251);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(io_write_two(ends[1], data, 12345, data + 12345, LARGE - 12345) != 0);
    close(ends[1]);
    assert_int_equal(io_read(ends[0], found, LARGE), LARGE);
    assert_memory_equal(found, data, LARGE);
    close(ends[0]);
    free(data);
    free(found);
}

static void a_full_device_is_enospc(void **state)
{
    (void)state;
    int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        test_skip("this system has no /dev/full");
    assert_int_equal(io_write(fd, "x", 1), -ENOSPC);
    assert_int_equal(io_write_two(fd, "x", 1, "y", 1), -ENOSPC);
    assert_int_equal(io_pwrite(fd, "x", 1, 0), -ENOSPC);
    assert_int_equal(io_write(fd, "", 0), 0);
    close(fd);
}

static void only_regular_files_have_a_size(void **state)
{
    const struct fixture *x = *state;
    uint64_t bytes = 77;
    int folder = open(x->folder, O_RDONLY | O_CLOEXEC);
    int device = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int file = open_at(x, O_RDONLY);
    assert_int_equal(io_file_size(folder, &bytes), -EINVAL);
    assert_int_equal(io_file_size(device, &bytes), -EINVAL);
    assert_int_equal(bytes, 77);
    assert_int_equal(io_file_size(file, &bytes), 0);
    assert_int_equal(bytes, TEXT_LEN);
    close(folder);
    close(device);
    close(file);
}

static void the_folder_of_a_path_is_flushed(void **state)
{
    const struct fixture *x = *state;
    char *missing = NULL, longest[8192];
    assert_true(asprintf(&missing, "%s/no/such/file", x->folder) > 0);
    memset(longest, 'a', sizeof longest);
    longest[sizeof longest - 2] = '/';
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(io_sync_directory_of(x->path), 0);
    assert_int_equal(io_sync_directory_of("in-the-current-one"), 0);
    assert_int_equal(io_sync_directory_of("/in-the-root"), 0);
    assert_int_equal(io_sync_directory_of(missing), -ENOENT);
    assert_int_equal(io_sync_directory_of(longest), -ENAMETOOLONG);
    free(missing);
}

static void the_folder_of_a_path_is_told(void **state)
{
    (void)state;
    static const char *const pair[][2] = { { "name", "." },
                                           { "/name", "/" },
                                           { "a/name", "a" },
                                           { "/a/b/name", "/a/b" },
                                           { "a/", "a" } };
    for (size_t i = 0; i < sizeof pair / sizeof pair[0]; i++) {
        char *directory = io_directory_of(pair[i][0]);
        assert_string_equal(directory, pair[i][1]);
        free(directory);
    }
}

#define IO_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IO_TEST(reads_end_at_the_end_of_the_file),
        IO_TEST(preads_leave_the_position_alone),
        IO_TEST(reads_of_a_pipe_are_continued),
        IO_TEST(errors_are_negative),
        IO_TEST(two_parts_are_written_at_every_split),
        IO_TEST(absent_parts_may_be_null),
        IO_TEST(pwrites_leave_the_position_alone),
        IO_TEST(large_writes_are_continued),
        IO_TEST(a_full_device_is_enospc),
        IO_TEST(only_regular_files_have_a_size),
        IO_TEST(the_folder_of_a_path_is_flushed),
        cmocka_unit_test(the_folder_of_a_path_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
