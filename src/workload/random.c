/* SPDX-License-Identifier: MIT */
/*
 * random: aligned 4 KiB blocks in an order that the seed fixes, each summed
 * whole; where blocks carry their own number, the number is checked.
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/endian.h"
#include "data-gen/gen.h"
#include "workload/sum.h"
#include "workload/table.h"

struct work {
    size_t draws;
    int numbered;
    uint64_t sum;
    uint64_t block[]; /* the numbers to read, drawn before the clock starts */
};

static int setup(struct work **ret, const struct workload_input *input)
{
    uint64_t blocks = input->file_bytes / GEN_BLOCK_BYTES;
    size_t draws = blocks ? input->draws : 0;
    struct work *w = calloc(1, sizeof *w + draws * sizeof w->block[0]);
    if (!w)
        return -ENOMEM;
    w->draws = draws;
    w->numbered = input->numbered;
    if (draws)
        reference_draw_blocks(input->seed, blocks, w->block, draws);
    *ret = w;
    return 0;
}

static int run(struct work *w, const struct method *m, struct file *f)
{
    w->sum = 0;
    for (size_t i = 0; i < w->draws; i++) {
        struct span span;
        int r = m->at(f, w->block[i] * GEN_BLOCK_BYTES, GEN_BLOCK_BYTES, &span);
        if (r < 0)
            return r;
        if (span.len != GEN_BLOCK_BYTES)
            return -EIO;
        if (w->numbered && load_le64(span.data + GEN_BLOCK_NUMBER_OFFSET) != w->block[i])
            return -EBADMSG;
        w->sum += sum_words(span.data, span.len);
    }
    return 0;
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
    print(ret, w->sum, w->draws);
    return 0;
}

static void expected(const struct reference_answers *a, struct answer *ret)
{
    print(ret, a->random_sum, a->random_draws);
}

/* The blocks that so many draws are expected to hit, each counted once. */
static double useful(double file_bytes, const char *answer)
{
    double blocks = floor(file_bytes / GEN_BLOCK_BYTES);
    return blocks * -expm1(draws_of(answer) * log1p(-1 / blocks)) * GEN_BLOCK_BYTES;
}

const struct workload workload_random = {
    .name = "random",
    .summary = "random aligned 4 KiB blocks, each summed, its number checked",
    .baseline = "seek",
    .flags = WORKLOAD_BLOCKS | WORKLOAD_THREADS,
    .setup = setup,
    .run = run,
    .answer = answer,
    .teardown = workload_free,
    .refuses = workload_takes_positioned,
    .expected = expected,
    .useful = useful,
};
