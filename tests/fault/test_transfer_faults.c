/* SPDX-License-Identifier: MIT */
/*
 * EINTR, short transfers and errors in the middle, for every read and write that
 * finishes.
 *
 * Linked with --wrap of: read pread writev pwrite
 */
#include "base/io.h"
#include "tests/fault/wrap.h"

DECLARE_WRAP(ssize_t, read, int fd, void *buffer, size_t len);
DECLARE_WRAP(ssize_t, LARGE(pread), int fd, void *buffer, size_t len, off_t offset);
DECLARE_WRAP(ssize_t, writev, int fd, const struct iovec *parts, int count);
DECLARE_WRAP(ssize_t, LARGE(pwrite), int fd, const void *data, size_t len, off_t offset);

/* What the system does next; all zero: its best. */
static struct system {
    size_t at_most;  /* bytes a call; 0: all */
    bool interrupts; /* every other call ends with EINTR, beginning with the first */
    int error;       /* once that many bytes were moved */
    size_t error_after;
    bool stuck;    /* a write moves nothing */
    bool pretends; /* no bytes are moved, all are said to be */
    size_t block;  /* what a read asks for must be multiples of it, as with O_DIRECT; 0: any */
    size_t calls, moved, largest;
} now;

/* How many bytes the next call may move, or -1 with errno set. */
static ssize_t allow(size_t len)
{
    now.largest = len > now.largest ? len : now.largest;
    if (now.interrupts && now.calls++ % 2 == 0)
        return fails(EINTR);
    if (now.error && now.moved >= now.error_after)
        return fails(now.error);
    if (now.error && len > now.error_after - now.moved)
        len = now.error_after - now.moved;
    return (ssize_t)(now.at_most && len > now.at_most ? now.at_most : len);
}

static ssize_t moved(ssize_t n)
{
    now.moved += n > 0 ? (size_t)n : 0;
    return n;
}

ssize_t WRAPPED(read)(int fd, void *buffer, size_t len)
{
    ssize_t n = allow(len);
    return n < 0 ? n : moved(now.pretends ? n : REAL(read)(fd, buffer, (size_t)n));
}

ssize_t WRAPPED(LARGE(pread))(int fd, void *buffer, size_t len, off_t offset)
{
    if (now.block)
        assert_int_equal((len | (size_t)offset) % now.block, 0);
    ssize_t n = allow(len);
    if (n < 0 || now.pretends)
        return moved(n);
    return moved(REAL(LARGE(pread))(fd, buffer, (size_t)n, offset));
}

ssize_t WRAPPED(LARGE(pwrite))(int fd, const void *data, size_t len, off_t offset)
{
    ssize_t n = allow(len);
    if (n < 0 || now.stuck)
        return n < 0 ? n : 0;
    return moved(now.pretends ? n : REAL(LARGE(pwrite))(fd, data, (size_t)n, offset));
}

/* Takes the first n bytes of the parts. */
ssize_t WRAPPED(writev)(int fd, const struct iovec *parts, int count)
{
    struct iovec part[2] = { parts[0] };
    assert_in_range(count, 1, 2);
    if (count == 2)
        part[1] = parts[1];
    ssize_t n = allow(part[0].iov_len + part[1].iov_len);
    if (n < 0 || now.stuck)
        return n < 0 ? n : 0;
    if (part[0].iov_len > (size_t)n)
        part[0].iov_len = (size_t)n;
    if (part[1].iov_len > (size_t)n - part[0].iov_len)
        part[1].iov_len = (size_t)n - part[0].iov_len;
    return moved(now.pretends ? n : REAL(writev)(fd, part, count));
}

static const char text[] = "abcdefghijklmnopqrstuvwxyz";
enum { TEXT_LEN = sizeof text - 1 };

static char *folder, *path;

static int group_setup(void **state)
{
    (void)state;
    folder = test_folder();
    return asprintf(&path, "%s/data", folder) > 0 ? 0 : -1;
}

static int group_teardown(void **state)
{
    (void)state;
    unlink(path);
    int r = rmdir(folder);
    free(folder);
    free(path);
    return r;
}

static int open_text(void)
{
    now = (struct system){ 0 };
    test_write(path, text, TEXT_LEN);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

static int open_empty(void)
{
    int fd = open_text();
    assert_int_equal(ftruncate(fd, 0), 0);
    return fd;
}

static void short_reads_are_continued(void **state)
{
    (void)state;
    for (size_t piece = 1; piece <= TEXT_LEN; piece++)
        for (int interrupts = 0; interrupts < 2; interrupts++) {
            char buffer[2 * TEXT_LEN];
            int fd = open_text();
            now = (struct system){ .at_most = piece, .interrupts = interrupts };
            assert_int_equal(io_read(fd, buffer, TEXT_LEN), TEXT_LEN);
            assert_memory_equal(buffer, text, TEXT_LEN);
            assert_int_equal(io_read(fd, buffer, 1), 0);
            assert_int_equal(io_pread(fd, buffer, sizeof buffer, 3), TEXT_LEN - 3);
            assert_memory_equal(buffer, text + 3, TEXT_LEN - 3);
            close(fd);
        }
}

/* As O_DIRECT has it: whatever a call moved, the next one begins at a block's begin and asks
   for whole blocks. */
static void blocks_are_read_whole(void **state)
{
    (void)state;
    enum { BLOCK = 8, ROOM = 4 * BLOCK };
    for (size_t piece = 1; piece <= ROOM; piece++)
        for (int interrupts = 0; interrupts < 2; interrupts++) {
            char buffer[ROOM];
            int fd = open_text();
            now = (struct system){ .block = BLOCK, .at_most = piece, .interrupts = interrupts };
            ssize_t n = io_pread_blocks(fd, (struct iovec){ buffer, 13 }, BLOCK, BLOCK);
            assert_int_equal(n, piece < BLOCK ? (ssize_t)piece : 13);
            assert_memory_equal(buffer, text + BLOCK, (size_t)n);
            n = io_pread_blocks(fd, (struct iovec){ buffer, ROOM }, 0, BLOCK);
            assert_int_equal(n, piece < BLOCK ? piece : TEXT_LEN); /* the file's end */
            assert_memory_equal(buffer, text, (size_t)n);
            close(fd);
        }
}

static void read_errors_in_the_middle_are_told(void **state)
{
    (void)state;
    for (size_t after = 0; after < TEXT_LEN; after++) {
        char buffer[TEXT_LEN];
        int fd = open_text();
        now = (struct system){ .error = EIO, .error_after = after };
        assert_int_equal(io_read(fd, buffer, TEXT_LEN), -EIO);
        now.moved = 0;
        assert_int_equal(io_pread(fd, buffer, TEXT_LEN, 0), -EIO);
        close(fd);
    }
}

static void short_writes_are_continued(void **state)
{
    (void)state;
    for (size_t piece = 1; piece <= TEXT_LEN; piece++)
        for (size_t head = 0; head <= TEXT_LEN; head++) {
            int fd = open_empty();
            now = (struct system){ .at_most = piece, .interrupts = head % 2 };
            assert_int_equal(io_write_two(fd, text, head, text + head, TEXT_LEN - head), 0);
            close(fd);
            check_bytes(path, text, TEXT_LEN);
        }
}

static void short_pwrites_are_continued(void **state)
{
    (void)state;
    for (size_t piece = 1; piece <= TEXT_LEN; piece++) {
        int fd = open_empty();
        now = (struct system){ .at_most = piece, .interrupts = piece % 2 };
        assert_int_equal(io_pwrite(fd, text + 4, TEXT_LEN - 4, 4), 0);
        assert_int_equal(io_pwrite(fd, text, 4, 0), 0);
        close(fd);
        check_bytes(path, text, TEXT_LEN);
    }
}

static void write_errors_in_the_middle_are_told(void **state)
{
    (void)state;
    for (size_t after = 0; after < TEXT_LEN; after++) {
        int fd = open_empty();
        now = (struct system){ .error = ENOSPC, .error_after = after };
        assert_int_equal(io_write_two(fd, text, 10, text + 10, TEXT_LEN - 10), -ENOSPC);
        now.moved = 0;
        assert_int_equal(io_pwrite(fd, text, TEXT_LEN, 0), -ENOSPC);
        now.moved = 0;
        assert_int_equal(io_write(fd, text, TEXT_LEN), -ENOSPC);
        close(fd);
    }
}

/* A write that moves nothing would be tried for ever. */
static void a_write_that_moves_nothing_is_enospc(void **state)
{
    (void)state;
    int fd = open_empty();
    now = (struct system){ .stuck = true };
    assert_int_equal(io_write(fd, text, TEXT_LEN), -ENOSPC);
    assert_int_equal(io_write_two(fd, text, 1, text, 1), -ENOSPC);
    assert_int_equal(io_pwrite(fd, text, TEXT_LEN, 0), -ENOSPC);
    close(fd);
}

static void no_call_moves_more_than_a_gibibyte(void **state)
{
    (void)state;
    const uint64_t gib = 1ull << 30, large = 5 * gib + 7;
    if (large > SIZE_MAX)
        test_skip("the address space is smaller");
    char byte; /* never touched */
    now = (struct system){ .pretends = true };
    assert_true(io_read(0, &byte, (size_t)large) == (ssize_t)large);
    assert_true(io_pread(0, &byte, (size_t)large, 0) == (ssize_t)large);
    assert_int_equal(io_pwrite(1, &byte, (size_t)large, 0), 0);
    assert_true(now.moved == 3 * large);
    assert_true(now.largest <= gib);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_reads_are_continued),
        cmocka_unit_test(blocks_are_read_whole),
        cmocka_unit_test(read_errors_in_the_middle_are_told),
        cmocka_unit_test(short_writes_are_continued),
        cmocka_unit_test(short_pwrites_are_continued),
        cmocka_unit_test(write_errors_in_the_middle_are_told),
        cmocka_unit_test(a_write_that_moves_nothing_is_enospc),
        cmocka_unit_test(no_call_moves_more_than_a_gibibyte),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
