/* SPDX-License-Identifier: MIT */
/*
 * slice: ten bytes at the middle of the file, as data[n : n + 10] takes them. Only
 * their pages, and what the system reads around them, come into memory.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "workload/table.h"

struct work {
    struct extent extent;
    unsigned char bytes[SLICE_LENGTH];
};

static int setup(struct work *w, const struct workload_input *input)
{
    w->extent = extent_of_slice(input->file_bytes);
    return 0;
}

static int run(struct work *w, const struct method *m, struct file *f)
{
    struct span span;
    int r = m->at(f, w->extent.offset, w->extent.bytes, &span);
    if (r < 0)
        return r;
    if (span.len != w->extent.bytes)
        return -EIO;
    if (span.len > 0)
        memcpy(w->bytes, span.data, span.len);
    return 0;
}

static void print(struct answer *ret, const unsigned char *bytes, size_t len)
{
    int n = snprintf(ret->text, sizeof ret->text, "bytes=");
    for (size_t i = 0; i < len; i++)
        n += snprintf(ret->text + n, sizeof ret->text - (size_t)n, "%02x", bytes[i]);
}

static int answer(struct work *w, struct answer *ret)
{
    print(ret, w->bytes, w->extent.bytes);
    return 0;
}

static void expected(const struct reference_answers *a, struct answer *ret)
{
    print(ret, a->slice, a->slice_bytes);
}

const struct workload workload_slice = {
    .name = "slice",
    .summary = "ten bytes at the middle",
    .baseline = "seek",
    .work_bytes = sizeof(struct work),
    .setup = setup,
    .run = run,
    .answer = answer,
    .refuses = workload_takes_positioned,
    .expected = expected,
};
