/* SPDX-License-Identifier: MIT */
/*
 * allocate: memory of the file's size is got, every word of it written and summed, and
 * given back; a small one many times. The file lends its size alone;
 * data-gen/extents.h says it exactly.
 *
 * Each word is written before any is read: without that the pages of fresh memory would
 * not be there, or all be the same page of zeros.
 */
#include <errno.h>

#include "base/endian.h"
#include "workload/sum.h"
#include "workload/table.h"

struct work {
    size_t block_bytes;
    uint64_t blocks;
    uint64_t bytes, sum; /* of what was written */
};

static int setup(struct work *w, const struct workload_input *input)
{
    if (input->file_bytes > SIZE_MAX)
        return -EFBIG;
    w->block_bytes = (size_t)input->file_bytes;
    w->blocks = allocation_blocks(input->file_bytes);
    return 0;
}

static void fill(unsigned char *memory, size_t len, uint64_t first_word)
{
    unsigned char last[8];
    size_t words = len / 8;
    for (size_t i = 0; i < words; i++)
        store_le64(memory + 8 * i, first_word + i);
    store_le64(last, first_word + words);
    memcpy(memory + 8 * words, last, len % 8);
}

static int run(struct work *w, const struct method *m, struct file *f)
{
    (void)f;
    w->bytes = w->sum = 0;
    for (uint64_t i = 0; i < w->blocks; i++) {
        unsigned char *memory;
        int r = m->allocator->get(&memory, w->block_bytes);
        if (r < 0)
            return r;
        fill(memory, w->block_bytes, i);
        w->sum += sum_words(memory, w->block_bytes);
        w->bytes += w->block_bytes;
        m->allocator->release(memory, w->block_bytes);
    }
    return 0;
}

static int answer(struct work *w, struct answer *ret)
{
    answer_sum(ret, w->bytes, w->sum);
    return 0;
}

static void expected(const struct reference_answers *a, struct answer *ret)
{
    answer_sum(ret, a->allocated_bytes, a->allocated_sum);
}

/* Nothing of the file is needed. */
static double useful(double file_bytes, const struct case_key *key, const char *answer)
{
    (void)file_bytes, (void)key, (void)answer;
    return 0;
}

const struct workload workload_allocate = {
    .name = "allocate",
    .summary = "allocate, write, sum and free a file-sized block",
    .baseline = "malloc",
    .challenger = "mmap-anonymous",
    .flags = WORKLOAD_ALLOCATES,
    .work_bytes = sizeof(struct work),
    .setup = setup,
    .run = run,
    .answer = answer,
    .refuses = workload_takes_all,
    .expected = expected,
    .useful = useful,
};
