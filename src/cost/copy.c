/* SPDX-License-Identifier: MIT */
/*
 * read(): what each byte costs on its way from the page cache, in memory and not in the
 * processor's caches, into a buffer that is used again.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "cost/table.h"
#include "state/state.h"

/* The kernel's tables have the buffer's pages then, whatever flushing did to them. */
static int copy_other(const struct cost_site *s, const char *path, unsigned char *buffer,
                      size_t len)
{
    const char *other = path == s->little ? s->text : s->little;
    int fd = open(other, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -errno : io_pread(fd, buffer, len, 0);
    if (fd >= 0)
        close(fd);
    return n < 0 ? (int)n : 0;
}

/* The whole file through a buffer of that size; without what the calls cost, for each byte. */
static int copy_file(const struct cost_site *s, const char *path, unsigned char *buffer,
                     size_t buffer_bytes, double *ret)
{
    int r = state_flush(path, cpu_cache_usual());
    if (r == 0)
        r = cost_switch(s, true);
    if (r == 0)
        r = copy_other(s, path, buffer, buffer_bytes);
    int fd = r == 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (r == 0 && fd < 0)
        r = -errno;
    double calls = 0;
    uint64_t done = 0, begun = clock_now_ns();
    for (ssize_t n = 1; n > 0 && r == 0; calls++) {
        n = io_pread(fd, buffer, buffer_bytes, done);
        done += n > 0 ? (uint64_t)n : 0;
        r = n < 0 ? (int)n : 0;
    }
    *ret = (cost_each(begun, 1) - calls * cost_of(s, &cost_read_call)) / (double)done;
    if (fd >= 0)
        close(fd);
    return r;
}

static int measure_copy(const struct cost *c, struct cost_site *s, double *ret)
{
    unsigned char *buffer = NULL;
    if (c->which <= COST_BUFFER_BYTES)
        return copy_file(s, s->text, s->buffer, (size_t)c->which, ret);
    if (posix_memalign((void **)&buffer, COST_PAGE_BYTES, (size_t)c->which) != 0)
        return -ENOMEM;
    int r = copy_file(s, s->text, buffer, (size_t)c->which, ret);
    free(buffer);
    return r;
}

static int measure_begin(const struct cost *c, struct cost_site *s, double *ret)
{
    enum { REPEATS = 4 };
    double ns_per_byte, sum = 0;
    int r = 0;
    (void)c;
    for (int i = 0; i < REPEATS && r == 0; i++) {
        r = copy_file(s, s->little, s->buffer, COST_BUFFER_BYTES, &ns_per_byte);
        sum += ns_per_byte;
    }
    *ret = (sum / REPEATS - cost_of(s, &cost_copy)) * COST_PAGE_BYTES;
    return r;
}

/* By a stream's buffer of 4 KiB, whose calls and copies have constants of their own. */
static int measure_getline(const struct cost *c, struct cost_site *s, double *ret)
{
    char *line = NULL;
    size_t size = 0;
    double bytes = 0;
    ssize_t n;
    (void)c;
    int r = state_flush(s->text, cpu_cache_usual());
    FILE *in = r == 0 ? fopen(s->text, "re") : NULL;
    if (!in)
        return r < 0 ? r : -errno;
    uint64_t begun = clock_now_ns();
    while ((n = getline(&line, &size, in)) > 0)
        bytes += (double)n;
    double calls = bytes / COST_PAGE_BYTES;
    *ret = (cost_each(begun, 1) - calls * cost_of(s, &cost_read_call)) / bytes -
           cost_of(s, &cost_copy_small);
    fclose(in);
    free(line);
    return 0;
}

const struct cost cost_begin_page = {
    .name = "begin-page",
    .unit = "ns",
    .part = COST_COPY,
    .summary = "what each page of a file's first MiB costs more to copy",
    .how = "a file of 1 MiB, 4 times, as `copy`, less `copy`: the kernel reads ahead less in a "
           "small file, so it lies in memory in smaller pieces",
    .measure = measure_begin,
};

const struct cost cost_getline = {
    .name = "getline",
    .unit = "ns/byte",
    .part = COST_COPY,
    .summary = "what getline() does with a byte",
    .how = "the whole file, less `copy-4K` and `read-call`",
    .measure = measure_getline,
};

const struct cost cost_copy = {
    .name = "copy",
    .unit = "ns/byte",
    .part = COST_COPY,
    .summary = "copy a byte of the page cache into a buffer of 64 KiB",
    .how = "the whole file, flushed from the processor's caches, into a buffer that another "
           "file was copied into before, less `read-call` for each call",
    .which = COST_BUFFER_BYTES,
    .measure = measure_copy,
};

const struct cost cost_copy_small = {
    .name = "copy-4K",
    .unit = "ns/byte",
    .part = COST_COPY,
    .summary = "copy a byte of the page cache into a buffer of 4 KiB",
    .how = "as `copy`",
    .which = COST_PAGE_BYTES,
    .measure = measure_copy,
};

const struct cost cost_copy_large = {
    .name = "copy-1M",
    .unit = "ns/byte",
    .part = COST_COPY,
    .summary = "copy a byte of the page cache into a buffer of 1 MiB",
    .how = "as `copy`",
    .which = 1 << 20,
    .measure = measure_copy,
};
