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

/* The whole file through a buffer of that size; without what the calls cost. */
static int copy_file(const struct cost_site *s, unsigned char *buffer, size_t buffer_bytes,
                     double *ret)
{
    int r = state_flush(s->text, cpu_cache_usual());
    int fd = r == 0 ? open(s->text, O_RDONLY | O_CLOEXEC) : -1;
    if (r == 0 && fd < 0)
        r = -errno;
    double calls = 0;
    uint64_t begun = clock_now_ns();
    for (uint64_t done = 0; done < s->bytes && r == 0; calls++) {
        ssize_t n = io_pread(fd, buffer, buffer_bytes, done);
        done += n > 0 ? (uint64_t)n : 0;
        r = n > 0 ? 0 : n < 0 ? (int)n : -EIO;
    }
    double ns = cost_each(begun, 1) - calls * cost_of(s, &cost_read_call);
    *ret = ns / (double)s->bytes;
    if (fd >= 0)
        close(fd);
    return r;
}

/* The kernel has seen the buffer's pages then. */
static int copy_begin(const struct cost_site *s, unsigned char *buffer, size_t len)
{
    int fd = open(s->text, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -errno : io_pread(fd, buffer, len, 0);
    if (fd >= 0)
        close(fd);
    return n < 0 ? (int)n : 0;
}

static int measure_copy(const struct cost *c, struct cost_site *s, double *ret)
{
    unsigned char *buffer = NULL;
    if (c->which <= COST_BUFFER_BYTES)
        return copy_file(s, s->buffer, (size_t)c->which, ret);
    if (posix_memalign((void **)&buffer, COST_PAGE_BYTES, (size_t)c->which) != 0)
        return -ENOMEM;
    int r = copy_begin(s, buffer, (size_t)c->which);
    if (r == 0)
        r = copy_file(s, buffer, (size_t)c->which, ret);
    free(buffer);
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
    .how =
        "the whole file, flushed from the processor's caches, less `read-call` for each call",
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
