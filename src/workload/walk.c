/* SPDX-License-Identifier: MIT */
/*
 * walk: seek 64 on and process 64 bytes, seek 32 back and process 32, until more than
 * 10,000,000 bytes have been processed or the file ends; data-gen/extents.h says it
 * exactly. To process is to sum the 64-bit words.
 */
#include <errno.h>

#include "workload/sum.h"
#include "workload/table.h"

struct work {
    uint64_t bytes, sum; /* processed */
};

/* 0; 1 when the file's end cut the piece short; -errno. */
static int stop_at(struct work *w, const struct method *m, struct file *f, uint64_t offset,
                   size_t len)
{
    struct span span;
    int r = m->at(f, offset, len, &span);
    if (r < 0)
        return r;
    if (span.len > 0)
        w->sum += sum_words(span.data, span.len); /* every stop begins with a word */
    w->bytes += span.len;
    return span.len < len;
}

static int run(struct work *w, const struct method *m, struct file *f)
{
    uint64_t position = 0;
    int r = 0;
    *w = (struct work){ 0 };
    while (r == 0 && w->bytes <= WALK_LIMIT) {
        position += WALK_FORWARD;
        r = stop_at(w, m, f, position, WALK_FORWARD);
        position += WALK_FORWARD;
        if (r == 0) {
            position -= WALK_BACK;
            r = stop_at(w, m, f, position, WALK_BACK);
            position += WALK_BACK;
        }
    }
    return r < 0 ? r : 0;
}

static int answer(struct work *w, struct answer *ret)
{
    answer_sum(ret, w->bytes, w->sum);
    return 0;
}

static void expected(const struct reference_answers *a, struct answer *ret)
{
    answer_sum(ret, a->walk_bytes, a->walk_sum);
}

const struct workload workload_walk = {
    .name = "walk",
    .summary = "seek 64 on, sum 64 bytes, seek 32 back, sum 32, until 10 MB are summed",
    .baseline = "seek",
    .work_bytes = sizeof(struct work),
    .run = run,
    .answer = answer,
    .refuses = workload_takes_positioned,
    .expected = expected,
};
