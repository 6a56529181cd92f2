/* SPDX-License-Identifier: MIT */
/*
 * Faults that the linker injects: with --wrap=read every read() of mapread becomes
 * __wrap_read(), which the test defines, and __real_read() is the system's.
 *
 * The trap is glibc's large files: with 64-bit offsets, pread() is the symbol
 * pread64 there, and that alone is wrapped.
 */
#ifndef MAPREAD_TESTS_WRAP_H
#define MAPREAD_TESTS_WRAP_H

#include <errno.h>
#include <stdbool.h>

#include "tests/test.h"

#ifdef __GLIBC__
#define LARGE(name) name##64
#else
#define LARGE(name) name
#endif
#define WRAP_PASTE(prefix, name) prefix##name
#define WRAP_NAME(prefix, name) WRAP_PASTE(prefix, name)
#define WRAPPED(name) WRAP_NAME(__wrap_, name)
#define REAL(name) WRAP_NAME(__real_, name)

/* Declares both sides of a wrapped function. */
#define DECLARE_WRAP(type, name, ...)                                                          \
    type WRAPPED(name)(__VA_ARGS__);                                                           \
    type REAL(name)(__VA_ARGS__)

/* What a call that fails so returns; `error` is an errno value. */
static inline int fails(int error)
{
    errno = error;
    return -1;
}

/* How many descriptors are open: a count that must be the same before and after. */
static inline int open_descriptors(void)
{
    int count = 0;
    for (int fd = 0; fd < 256; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

static inline bool path_exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

/* Fails unless the file holds exactly these bytes. */
static inline void check_bytes(const char *path, const void *data, size_t len)
{
    size_t found_len;
    unsigned char *found = test_read(path, &found_len);
    assert_int_equal(found_len, len);
    assert_memory_equal(found, data, len);
    free(found);
}

#endif
