/* SPDX-License-Identifier: MIT */
/*
 * full-read: sums every 64-bit word of the file. By several threads each sums as much of it, in
 * a row, at offsets of the same open file.
 */
#include <errno.h>
#include <stdlib.h>

#include "data-gen/gen.h"
#include "workload/pass-threads.h"
#include "workload/sum.h"
#include "workload/table.h"

struct part {
    uint64_t bytes, sum;
};

struct work {
    struct pass_threads threads;
    uint64_t file_bytes;
    size_t step; /* that a thread asks for at once */
    struct part *parts;
};

static int setup(struct work *w, const struct workload_input *input)
{
    uint64_t buffer = input->key->buffer_bytes;
    w->file_bytes = input->file_bytes;
    w->step = buffer ? (size_t)buffer : SIZE_MAX; /* who has none lends what is asked for */
    w->parts = calloc(input->key->threads, sizeof *w->parts);
    return w->parts ? pass_threads_init(&w->threads, (unsigned)input->key->threads) : -ENOMEM;
}

static int read_all(struct part *ret, const struct method *m, struct file *f)
{
    struct part part = { 0 };
    for (;;) {
        struct span span;
        int r = m->next(f, &span);
        if (r < 0)
            return r;
        if (span.len == 0)
            break;
        part.sum += sum_bytes_at(part.bytes, span.data, span.len);
        part.bytes += span.len;
    }
    *ret = part;
    return 0;
}

/* Where the worker's part begins: on a page, for who reads past the page cache. */
static uint64_t begin_of(const struct work *w, unsigned worker)
{
    uint64_t pages = (w->file_bytes + GEN_BLOCK_BYTES - 1) / GEN_BLOCK_BYTES;
    uint64_t offset = pages * worker / w->threads.count * GEN_BLOCK_BYTES;
    return offset < w->file_bytes ? offset : w->file_bytes;
}

static int read_part(void *data, unsigned worker)
{
    struct work *w = data;
    uint64_t begin = begin_of(w, worker), end = begin_of(w, worker + 1), at = begin;
    uint64_t sum = 0; /* not w->parts: a neighbour's lies in the same cache line */
    while (at < end) {
        struct span span;
        size_t len = end - at < w->step ? (size_t)(end - at) : w->step;
        int r = w->threads.method->at(w->threads.files[worker], at, len, &span);
        if (r < 0)
            return r;
        if (span.len == 0)
            return -EIO; /* the file has become shorter */
        sum += sum_bytes_at(at, span.data, span.len);
        at += span.len;
    }
    w->parts[worker] = (struct part){ end - begin, sum };
    return 0;
}

static int begin(struct work *w, const struct method *m, struct file *f)
{
    return pass_threads_begin(&w->threads, m, f, read_part, w);
}

static int run(struct work *w, const struct method *m, struct file *f)
{
    return w->threads.count > 1 ? pass_threads_run(&w->threads, read_part, w)
                                : read_all(w->parts, m, f);
}

static void end(struct work *w)
{
    pass_threads_end(&w->threads);
}

static int answer(struct work *w, struct answer *ret)
{
    struct part all = { 0 };
    for (unsigned i = 0; i < w->threads.count; i++) {
        all.bytes += w->parts[i].bytes;
        all.sum += w->parts[i].sum;
    }
    answer_sum(ret, all.bytes, all.sum);
    return 0;
}

static void teardown(struct work *w)
{
    pass_threads_free(&w->threads);
    free(w->parts);
}

static void expected(const struct reference_answers *a, struct answer *ret)
{
    answer_sum(ret, a->bytes, a->word_sum);
}

const struct workload workload_full_read = {
    .name = "full-read",
    .summary = "sum every 64-bit word of the file",
    .baseline = "read",
    .baseline_of_threads = "pread", /* who reads from front to back has one position */
    .flags = WORKLOAD_WHOLE | WORKLOAD_THREADS,
    .work_bytes = sizeof(struct work),
    .setup = setup,
    .begin = begin,
    .run = run,
    .end = end,
    .answer = answer,
    .teardown = teardown,
    .refuses = workload_takes_all,
    .expected = expected,
};
