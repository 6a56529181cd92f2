/* SPDX-License-Identifier: MIT */
/*
 * random: aligned blocks, of 4 KiB unless another size is asked for, in an order that the seed
 * fixes, each summed whole; where blocks carry their own number, the number is checked. By
 * several threads each has as many of them, in a row of the draw, and all the same open file.
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
    size_t draws, block_bytes;
    uint64_t numbers_apart; /* of the numbers that blocks in a row carry; 0: they carry none */
    unsigned threads;
    struct thread_pool *pool; /* NULL until several threads are to begin */
    struct share *shares;
    const struct method *method; /* of the pass */
    uint64_t *block;             /* the numbers to read, drawn before the clock starts */
};

/* A view may be closed after the file: it owns nothing of it. */
static void close_views(struct work *w)
{
    for (unsigned i = 1; i < w->threads; i++) {
        method_close(w->method, w->shares[i].file);
        w->shares[i].file = NULL;
    }
}

static void teardown(struct work *w)
{
    thread_pool_end(w->pool);
    close_views(w);
    free(w->shares);
    free(w->block);
}

/* The data set has a number at the begin of every GEN_BLOCK_BYTES. */
static uint64_t numbers_apart(const struct workload_input *input)
{
    uint64_t bytes = input->key->block_bytes;
    return input->numbered && bytes % GEN_BLOCK_BYTES == 0 ? bytes / GEN_BLOCK_BYTES : 0;
}

static int setup(struct work *w, const struct workload_input *input)
{
    if (input->key->block_bytes == 0 || input->key->threads == 0)
        return -EINVAL;
    uint64_t blocks = input->file_bytes / input->key->block_bytes;
    size_t draws = blocks ? (size_t)input->key->blocks : 0;
    w->draws = draws;
    w->block_bytes = (size_t)input->key->block_bytes;
    w->shares = calloc(input->key->threads, sizeof *w->shares);
    w->block = calloc(draws + 1, sizeof w->block[0]);
    if (!w->shares || !w->block)
        return -ENOMEM;
    w->threads = (unsigned)input->key->threads;
    w->numbers_apart = numbers_apart(input);
    if (draws)
        reference_draw_blocks(input->seed, blocks, w->block, draws);
    return 0;
}

static int read_blocks(const struct work *w, struct share *s, size_t begin, size_t end)
{
    const struct method *m = w->method;
    struct file *f = s->file;
    const size_t bytes = w->block_bytes;
    const uint64_t apart = w->numbers_apart;
    uint64_t sum = 0; /* not of the share: its neighbour's lies in the same cache line */
    for (size_t i = begin; i < end; i++) {
        struct span span;
        int r = m->at(f, w->block[i] * bytes, bytes, &span);
        if (r < 0)
            return r;
        if (span.len != bytes)
            return -EIO;
        if (apart && load_le64(span.data + GEN_BLOCK_NUMBER_OFFSET) != w->block[i] * apart)
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
        r = method_view(&w->shares[i].file, m, f);
    if (r < 0)
        close_views(w);
    return r;
}

static int run(struct work *w, const struct method *m, struct file *f)
{
    (void)m, (void)f;
    return w->pool ? thread_pool_run(w->pool) : read_share(w, 0);
}

static int answer(struct work *w, struct answer *ret)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < w->threads; i++)
        sum += w->shares[i].sum;
    snprintf(ret->text, sizeof ret->text, "sum=%016" PRIx64, sum);
    return 0;
}

static void expected(const struct reference_answers *a, struct answer *ret)
{
    snprintf(ret->text, sizeof ret->text, "sum=%016" PRIx64, a->random_sum);
}

/* The blocks that so many draws are expected to hit, each counted once. */
static double useful(double file_bytes, const struct case_key *key, const char *answer)
{
    (void)answer;
    double bytes = (double)key->block_bytes, blocks = floor(file_bytes / bytes);
    return blocks * -expm1((double)key->blocks * log1p(-1 / blocks)) * bytes;
}

const struct workload workload_random = {
    .name = "random",
    .summary = "random aligned blocks, each summed, its number checked",
    .baseline = "seek",
    .baseline_of_threads = "pread", /* who seeks has one position */
    .flags = WORKLOAD_BLOCKS | WORKLOAD_THREADS,
    .work_bytes = sizeof(struct work),
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
