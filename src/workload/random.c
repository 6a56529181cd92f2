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
#include "data-gen/gen.h"
#include "workload/pass-threads.h"
#include "workload/sum.h"
#include "workload/table.h"

struct work {
    struct pass_threads threads;
    size_t draws, block_bytes;
    uint64_t numbers_apart; /* of the numbers that blocks in a row carry; 0: they carry none */
    uint64_t *sums;         /* of each thread */
    uint64_t *block;        /* the numbers to read, drawn before the clock starts */
};

static void end(struct work *w)
{
    pass_threads_end(&w->threads);
}

static void teardown(struct work *w)
{
    pass_threads_free(&w->threads);
    free(w->sums);
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
    if (input->key->block_bytes == 0)
        return -EINVAL;
    uint64_t blocks = input->file_bytes / input->key->block_bytes;
    size_t draws = blocks ? (size_t)input->key->blocks : 0;
    w->draws = draws;
    w->block_bytes = (size_t)input->key->block_bytes;
    w->sums = calloc(input->key->threads, sizeof *w->sums);
    w->block = calloc(draws + 1, sizeof w->block[0]);
    int r = w->sums && w->block ? pass_threads_init(&w->threads, (unsigned)input->key->threads)
                                : -ENOMEM;
    if (r < 0)
        return r;
    w->numbers_apart = numbers_apart(input);
    if (draws)
        reference_draw_blocks(input->seed, blocks, w->block, draws);
    return 0;
}

/* The blocks in a row that are this thread's. */
static int read_share(void *data, unsigned worker)
{
    struct work *w = data;
    const struct method *m = w->threads.method;
    struct file *f = w->threads.files[worker];
    const size_t bytes = w->block_bytes, begin = w->draws * worker / w->threads.count,
                 end = w->draws * (worker + 1) / w->threads.count;
    const uint64_t apart = w->numbers_apart;
    uint64_t sum = 0; /* not w->sums: a neighbour's lies in the same cache line */
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
    w->sums[worker] = sum;
    return 0;
}

static int begin(struct work *w, const struct method *m, struct file *f)
{
    return pass_threads_begin(&w->threads, m, f, read_share, w);
}

static int run(struct work *w, const struct method *m, struct file *f)
{
    (void)m, (void)f;
    return pass_threads_run(&w->threads, read_share, w);
}

static int answer(struct work *w, struct answer *ret)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < w->threads.count; i++)
        sum += w->sums[i];
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
    .end = end,
    .answer = answer,
    .teardown = teardown,
    .refuses = workload_takes_positioned,
    .expected = expected,
    .useful = useful,
};
