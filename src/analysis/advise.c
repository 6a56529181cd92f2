/* SPDX-License-Identifier: MIT */
#include "analysis/advise.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Who is asked: plain methods, and the hint that changes the answer. */
static const struct candidate {
    const char *method;
    uint64_t buffer_bytes;
    bool is_mmap, whole, pieces, cold_only;
} candidates[] = {
    { "chunk", 64 * 1024, false, true, false, false },
    { "chunk", 1 << 20, false, true, false, false },
    { "read", 0, false, true, false, false },
    { "pread", 64 * 1024, false, false, true, false },
    { "mmap", 0, true, true, true, false },
    { "mmap-populate", 0, true, true, true, false },
    { "mmap-random", 0, true, false, true, true },
};

static bool is_whole(const struct advise_question *q)
{
    return q->touched >= 1;
}

static struct case_key key_of(const struct candidate *c, const struct advise_question *q)
{
    struct case_key k = case_key_standard();
    snprintf(k.workload, sizeof k.workload, "%s", is_whole(q) ? "full-read" : "random");
    snprintf(k.method, sizeof k.method, "%s", c->method);
    snprintf(k.state, sizeof k.state, "%s", q->state);
    k.buffer_bytes = c->buffer_bytes;
    k.block_bytes = is_whole(q) ? 0 : (uint64_t)q->block_bytes;
    k.blocks =
        is_whole(q) ? 0 : (uint64_t)fmax(round(q->file_bytes * q->touched / q->block_bytes), 1);
    return k;
}

static bool is_asked(const struct candidate *c, const struct advise_question *q)
{
    return (is_whole(q) ? c->whole : c->pieces) &&
           (!c->cold_only || strcmp(q->state, "cold") == 0);
}

static struct advise_answer answer_of(const struct candidate *c, const struct costs *costs,
                                      const struct advise_question *q)
{
    struct advise_answer a = { .key = key_of(c, q), .is_mmap = c->is_mmap };
    size_t rounds = costs_rounds(costs);
    double *ns = calloc(rounds ? rounds : 1, sizeof *ns);
    struct terms t;
    terms_of_key(&t, costs, &(struct terms_pass){ .key = &a.key, .file_bytes = q->file_bytes });
    for (size_t i = 0; ns && i < rounds; i++) {
        terms_price(&t, costs, (int)i);
        ns[i] = t.ns;
    }
    struct stats_estimate e =
        ns ? stats_median_interval(ns, rounds) : (struct stats_estimate){ .value = NAN };
    free(ns);
    a.ns = e.value;
    a.low_ns = e.low;
    a.high_ns = e.high;
    return a;
}

static int by_time(const void *a, const void *b)
{
    const struct advise_answer *x = a, *y = b;
    return x->ns < y->ns ? -1 : x->ns > y->ns;
}

/* ---- what was measured ---- */

static double share_of(const struct summary_group *g, const struct summary_row *row)
{
    return row->key.blocks == 0 ? 1
                                : (double)(row->key.blocks * row->key.block_bytes) / g->bytes;
}

static double factor(double a, double b)
{
    return a > b ? a / b : b / a;
}

static void consider(struct advise_near *ret, const struct summary_group *g,
                     const struct summary_row *row, const struct advise_question *q)
{
    double size = factor(g->bytes, q->file_bytes);
    double share = factor(share_of(g, row), fmin(q->touched, 1));
    if (!is_whole(q) && (double)row->key.block_bytes != q->block_bytes)
        return;
    if (!ret->row || size * share < ret->size_factor * ret->share_factor)
        *ret = (struct advise_near){ g, row, size, share, NAN };
}

static double missed_at(const struct advise_near *n)
{
    const struct summary_decision *best = &n->row->best;
    double predicted = terms_predict_ns(n->group->costs, best->mmap, n->group->bytes) /
                       terms_predict_ns(n->group->costs, best->read, n->group->bytes);
    return factor(predicted, best->against.ratio.value);
}

static void find_near(struct advise_near *ret, const struct summary *s,
                      const struct advise_question *q)
{
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *g = &s->groups[i];
        for (size_t j = 0; j < g->row_count && strcmp(g->key.state, q->state) == 0; j++) {
            const struct summary_row *row = &g->rows[j];
            if (strcmp(row->key.workload, is_whole(q) ? "full-read" : "random") == 0 &&
                g->key.threads <= 1 && row->best.mmap && row->best.read)
                consider(ret, g, row, q);
        }
    }
    if (ret->row)
        ret->missed = missed_at(ret);
}

int advise_make(struct advise *ret, const struct run *r, const struct summary *s,
                const struct advise_question *q)
{
    *ret = (struct advise){ .count = 0 };
    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
        if (!is_asked(&candidates[i], q))
            continue;
        struct advise_answer a = answer_of(&candidates[i], &r->costs, q);
        if (!isnan(a.ns))
            ret->answers[ret->count++] = a;
    }
    qsort(ret->answers, ret->count, sizeof ret->answers[0], by_time);
    find_near(&ret->near, s, q);
    return ret->count > 0 ? 0 : -ENODATA;
}
