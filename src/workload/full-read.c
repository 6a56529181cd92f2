/* SPDX-License-Identifier: MIT */
/* full-read: sums every 64-bit word of the file. */

#include "workload/sum.h"
#include "workload/table.h"

struct work {
    uint64_t bytes, sum;
};

static int run(struct work *w, const struct method *m, struct file *f)
{
    *w = (struct work){ 0 };
    for (;;) {
        struct span span;
        int r = m->next(f, &span);
        if (r < 0 || span.len == 0)
            return r;
        w->sum += sum_bytes_at(w->bytes, span.data, span.len);
        w->bytes += span.len;
    }
}

static int answer(struct work *w, struct answer *ret)
{
    answer_sum(ret, w->bytes, w->sum);
    return 0;
}

static void expected(const struct reference_answers *a, struct answer *ret)
{
    answer_sum(ret, a->bytes, a->word_sum);
}

const struct workload workload_full_read = {
    .name = "full-read",
    .summary = "sum every 64-bit word of the file",
    .baseline = "read",
    .flags = WORKLOAD_WHOLE,
    .work_bytes = sizeof(struct work),
    .run = run,
    .answer = answer,
    .refuses = workload_takes_all,
    .expected = expected,
};
