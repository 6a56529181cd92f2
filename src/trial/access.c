/* SPDX-License-Identifier: MIT */
/* What can be mapped, what may be stored, and what of it reaches the file. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "method/source.h"
#include "trial/table.h"

enum { FILE_BYTES = 64 << 10, STORED = 100, STORED_BYTE = 0xff, DIED = 77 };

/* ---- what cannot be mapped ---- */

/* Whether mmap(2) itself says -EINVAL: mapping_make would say it first. 0 or -errno. */
static int is_refused(int fd, size_t len, uint64_t offset, double *ret)
{
    void *data = mmap(NULL, len, PROT_READ, MAP_SHARED, fd, (off_t)offset);
    if (data == MAP_FAILED && errno != EINVAL)
        return -errno;
    *ret = data == MAP_FAILED;
    if (data != MAP_FAILED)
        munmap(data, len);
    return 0;
}

enum { HALF_REFUSED, WHOLE_REFUSED, PAGE };

static int observe_offset(const struct trial_file *f, double *ret)
{
    const uint64_t page = trial_page_bytes();
    int fd = source_open_descriptor(f->path, false);
    if (fd < 0)
        return fd;
    int r = is_refused(fd, page, page / 2, &ret[HALF_REFUSED]);
    if (r == 0)
        r = is_refused(fd, page, page, &ret[WHOLE_REFUSED]);
    ret[PAGE] = (double)page;
    close(fd);
    return r;
}

static const char *refused(double is)
{
    return is ? "is refused" : "is granted";
}

static enum trial_verdict judge_offset(const double *n, char words[TRIAL_WORDS_MAX])
{
    snprintf(words, TRIAL_WORDS_MAX, "offset %g %s (EINVAL), offset %g %s", n[PAGE] / 2,
             refused(n[HALF_REFUSED]), n[PAGE], refused(n[WHOLE_REFUSED]));
    return n[HALF_REFUSED] && !n[WHOLE_REFUSED] ? TRIAL_HOLDS : TRIAL_FAILS;
}

const struct trial trial_offset = {
    "offset",       FILE_BYTES,   { "half_page_refused", "page_refused", "page_bytes" },
    observe_offset, judge_offset,
};

static int observe_empty(const struct trial_file *f, double *ret)
{
    int fd = source_open_descriptor(f->path, true);
    if (fd < 0)
        return fd;
    int r = ftruncate(fd, 0) == 0 ? is_refused(fd, 0, 0, &ret[0]) : -errno;
    close(fd);
    return r;
}

static enum trial_verdict judge_empty(const double *n, char words[TRIAL_WORDS_MAX])
{
    snprintf(words, TRIAL_WORDS_MAX, "mmap() of its 0 bytes %s", refused(n[0]));
    return n[0] ? TRIAL_HOLDS : TRIAL_FAILS;
}

const struct trial trial_empty = {
    "empty", FILE_BYTES, { "refused" }, observe_empty, judge_empty
};

/* ---- a mapping to read from ---- */

static void die(int number)
{
    (void)number;
    _exit(DIED);
}

/* Ends with DIED where the store is a SIGSEGV. */
static int store_into_read_only(const struct trial_file *f)
{
    struct mapping m;
    signal(SIGSEGV, die);
    if (trial_map(&m, f, PROT_READ) < 0)
        return 1;
    *(volatile unsigned char *)m.data = 1;
    return 0;
}

enum { STORE_DIES, UNCHANGED, WRITING_REFUSED };

static int observe_read_only(const struct trial_file *f, double *ret)
{
    uint64_t first = 0;
    int status, fd = source_open_descriptor(f->path, false);
    if (fd < 0)
        return fd;
    void *data = mmap(NULL, f->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    ret[WRITING_REFUSED] = data == MAP_FAILED && errno == EACCES;
    if (data != MAP_FAILED)
        munmap(data, f->bytes);
    int r = trial_in_child(store_into_read_only, f, &status);
    if (r == 0 && io_pread(fd, &first, sizeof first, 0) != sizeof first)
        r = -EIO;
    close(fd);
    if (r < 0)
        return r;
    ret[STORE_DIES] = WIFEXITED(status) && WEXITSTATUS(status) == DIED;
    ret[UNCHANGED] = first == 1;
    return 0;
}

static enum trial_verdict judge_read_only(const double *n, char words[TRIAL_WORDS_MAX])
{
    snprintf(
        words, TRIAL_WORDS_MAX,
        "a store into it %s and the file %s; mapping a file that was opened for reading in "
        "order to write %s",
        n[STORE_DIES] ? "is SIGSEGV" : "goes through",
        n[UNCHANGED] ? "stays as it was" : "is changed", refused(n[WRITING_REFUSED]));
    return n[STORE_DIES] && n[UNCHANGED] && n[WRITING_REFUSED] ? TRIAL_HOLDS : TRIAL_FAILS;
}

const struct trial trial_read_only = {
    "read-only",       FILE_BYTES,      { "store_dies", "file_unchanged", "writing_refused" },
    observe_read_only, judge_read_only,
};

/* ---- a mapping to write to ---- */

/* No byte of the file is one before (trial.h). How many of the first STORED bytes read(2) sees
 * as they were stored. 0 or -errno. */
static int count_stored(const struct trial_file *f, double *ret)
{
    unsigned char bytes[STORED];
    int fd = source_open_descriptor(f->path, false);
    if (fd < 0)
        return fd;
    ssize_t n = io_pread(fd, bytes, sizeof bytes, 0);
    close(fd);
    *ret = 0;
    for (ssize_t i = 0; i < n; i++)
        *ret += bytes[i] == STORED_BYTE;
    return n < 0 ? (int)n : 0;
}

enum { SEEN, FLUSHED };

static int store(const struct trial_file *f, int flags, double *ret)
{
    struct mapping m;
    int r = mapping_open(&m, f->path, PROT_READ | PROT_WRITE, flags);
    if (r < 0)
        return r;
    memset(m.data, STORED_BYTE, STORED);
    r = count_stored(f, &ret[SEEN]);
    if (r == 0)
        r = mapping_sync(&m);
    if (r == 0)
        r = count_stored(f, &ret[FLUSHED]);
    mapping_drop(&m);
    return r;
}

static void describe_store(const double *n, char words[TRIAL_WORDS_MAX])
{
    snprintf(words, TRIAL_WORDS_MAX,
             "of %d bytes stored, read() finds %g in the file before a flush and %g after it",
             STORED, n[SEEN], n[FLUSHED]);
}

static int observe_write_through(const struct trial_file *f, double *ret)
{
    return store(f, MAP_SHARED, ret);
}

static enum trial_verdict judge_write_through(const double *n, char words[TRIAL_WORDS_MAX])
{
    describe_store(n, words);
    if (n[SEEN] == STORED && n[FLUSHED] == STORED)
        return TRIAL_HOLDS;
    return n[FLUSHED] == STORED ? TRIAL_PARTLY : TRIAL_FAILS;
}

const struct trial trial_write_through = {
    "write-through",       FILE_BYTES,          { "bytes_before_flush", "bytes_after_flush" },
    observe_write_through, judge_write_through,
};

static int observe_private(const struct trial_file *f, double *ret)
{
    return store(f, MAP_PRIVATE, ret);
}

static enum trial_verdict judge_private(const double *n, char words[TRIAL_WORDS_MAX])
{
    describe_store(n, words);
    return n[SEEN] == 0 && n[FLUSHED] == 0 ? TRIAL_HOLDS : TRIAL_FAILS;
}

const struct trial trial_private = {
    "private",       FILE_BYTES,    { "bytes_before_flush", "bytes_after_flush" },
    observe_private, judge_private,
};
