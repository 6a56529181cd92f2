/* SPDX-License-Identifier: MIT */
/*
 * random: aligned 4 KiB blocks in an order that the seed fixes, each summed
 * whole; where blocks carry their own number, the number is checked. By several threads each
 * has as many of them, in a row of the draw, and all the same open file.
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/endian.h"
#include "base/thread_pool.h"
#include "data-gen/gen.h"
#include "workload/sum.h"
#include "workload/table.h"

/* What one of the threads does. */
struct share {
    struct file *file; /* the pass's own, or this thread's view of it */
    uint64_t sum;
};

struct work {
    size_t draws;
    int numbered;
    unsigned threads;
    struct thread_pool *pool; /* NULL until several threads are to begin */
    struct share *shares;
    const struct method *method; /* of the pass */
    uint64_t block[];            /* the numbers to read, drawn before the clock starts */
};

/* A view may be closed after the file: it owns nothing of it. */
static void close_views(struct work *w)
{
    for (unsigned i = 1; i < w->threads; i++) {
        if (w->shares[i].file)
            w->method->close(w->shares[i].file);
        w->shares[i].file = NULL;
    }
}

static void teardown(struct work *w)
{
    if (!w)
        return;
    thread_pool_end(w->pool);
    close_views(w);
    free(w->shares);
    free(w);
}

static int setup(struct work **ret, const struct workload_input *input)
{
    uint64_t blocks = input->file_bytes / GEN_BLOCK_BYTES;
    size_t draws = blocks ? input->draws : 0;
    struct work *w = calloc(1, sizeof *w + draws * sizeof w->block[0]);
    if (!w)
        return -ENOMEM;
    w->draws = draws;
    w->threads = input->threads;
    w->shares = calloc(w->threads, sizeof *w->shares);
    if (!w->shares) {
        free(w);
        return -ENOMEM;
    }
    w->numbered = input->numbered;
    if (draws)
        reference_draw_blocks(input->seed, blocks, w->block, draws);
    *ret = w;
    return 0;
}

static int read_blocks(const struct work *w, struct share *s, size_t begin, size_t end)
{
    const struct method *m = w->method;
    struct file *f = s->file;
    uint64_t sum = 0; /* not of the share: its neighbour's lies in the same cache line */
    for (size_t i = begin; i < end; i++) {
        struct span span;
        int r = m->at(f, w->block[i] * GEN_BLOCK_BYTES, GEN_BLOCK_BYTES, &span);
        if (r < 0)
            return r;
        if (span.len != GEN_BLOCK_BYTES)
            return -EIO;
        if (w->numbered && load_le64(span.data + GEN_BLOCK_NUMBER_OFFSET) != w->block[i])
            return -EBADMSG;
        sum += sum_words(span.data, span.len);
    }
    s->sum = sum;
    return 0;
}

/* The blocks in a row that are this thread's. */
static int read_share(void *data, unsigned worker)
{
    struct work *w = data;
    size_t begin = w->draws * worker / w->threads, end = w->draws * (worker + 1) / w->threads;
    return read_blocks(w, &w->shares[worker], begin, end);
}

static int begin(struct work *w, const struct method *m, struct file *f)
{
    int r = 0;
    w->method = m;
    w->shares[0].file = f;
    if (w->threads > 1 && !w->pool)
        r = thread_pool_begin(&w->pool, w->threads, read_share, w);
    for (unsigned i = 1; i < w->threads && r == 0; i++)
        r = m->view(&w->shares[i].file, f);
    if (r < 0)
        close_views(w);
    return r;
}

static int run(struct work *w, const struct method *m, struct file *f)
{
    (void)m, (void)f;
    return w->pool ? thread_pool_run(w->pool) : read_share(w, 0);
}

/* An unusual number of draws stands in the answer: two runs may differ in it. */
static void print(struct answer *ret, uint64_t sum, uint64_t draws)
{
    int len = snprintf(ret->text, sizeof ret->text, "sum=%016" PRIx64, sum);
    if (draws > 0 && draws != WORKLOAD_DRAWS)
        snprintf(ret->text + len, sizeof ret->text - (size_t)len, " draws=%" PRIu64, draws);
}

static double draws_of(const char *answer)
{
    const char *draws = answer ? strstr(answer, "draws=") : NULL;
    return draws ? strtod(draws + strlen("draws="), NULL) : WORKLOAD_DRAWS;
}

static int answer(struct work *w, struct answer *ret)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < w->threads; i++)
        sum += w->shares[i].sum;
    print(ret, sum, w->draws);
    return 0;
}

static void expected(const struct reference_answers *a, struct answer *ret)
{
    print(ret, a->random_sum, a->random_draws);
}

/* The blocks that so many draws are expected to hit, each counted once. */
static double useful(double file_bytes, const struct case_key *key, const char *answer)
{
    (void)key;
    double blocks = floor(file_bytes / GEN_BLOCK_BYTES);
    return blocks * -expm1(draws_of(answer) * log1p(-1 / blocks)) * GEN_BLOCK_BYTES;
}

const struct workload workload_random = {
    .name = "random",
    .summary = "random aligned 4 KiB blocks, each summed, its number checked",
    .baseline = "seek",
    .baseline_of_threads = "pread", /* who seeks has one position */
    .flags = WORKLOAD_BLOCKS | WORKLOAD_THREADS,
    .setup = setup,
    .begin = begin,
    .run = run,
    .end = close_views,
    .answer = answer,
    .teardown = teardown,
    .refuses = workload_takes_positioned,
    .expected = expected,
    .useful = useful,
};
