/* SPDX-License-Identifier: MIT */
#include "stats/comparison.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "stats/rank.h"
#include "stats/walsh.h"

const double stats_margin = 0.01;
const double stats_alpha = 0.05;
const struct stats_looks stats_looks_usual = { .rounds = { 10, 16, 24, 40 }, .count = 4 };

static const double drift_least = 0.5;
/* Of the normal distribution: two-sided 5 %, and one-sided 4 %. */
static const double drift_z = 1.96, lasting_z = 1.75;

const char *const stats_verdict_names[STATS_VERDICTS] = {
    [STATS_UNKNOWN] = "not known",
    [STATS_UNDECIDED] = "undecided",
    [STATS_SAME] = "the same within 3 %",
    [STATS_FASTER] = "faster",
    [STATS_SLOWER] = "slower",
};

static const enum stats_verdict verdict_of_claim[STATS_CLAIMS] = {
    [STATS_CLAIM_SAME] = STATS_SAME,
    [STATS_CLAIM_FASTER] = STATS_FASTER,
    [STATS_CLAIM_SLOWER] = STATS_SLOWER,
};

/* One comparison of a family, while it is judged. */
struct judged {
    struct stats_pairs pairs;
    struct stats_comparison result;
    double *d, *scratch; /* of its pairs so far, as logarithms; room for as many */
    size_t count;        /* of those that the last look saw */
};

/* ---- what a look sees ---- */

/* Of the pairs before round `end`; whether there are more than at the last look. */
static bool see_pairs(struct judged *j, double end)
{
    size_t count = 0;
    for (size_t i = 0; i < j->pairs.n && j->pairs.rounds[i] < end; i++)
        if (j->pairs.a[i] > 0 && j->pairs.b[i] > 0)
            j->d[count++] = log(j->pairs.b[i] / j->pairs.a[i]);
    bool more = count > j->count;
    j->count = count;
    return more;
}

static struct stats_wilcoxon ranks_from(const struct judged *j, double from)
{
    for (size_t i = 0; i < j->count; i++)
        j->scratch[i] = j->d[i] - from;
    return stats_wilcoxon(j->scratch, j->count);
}

/* NAN, where one is: fmax would take the other, and half a proof for a whole one. */
static double larger(double a, double b)
{
    return a > b || isnan(a) ? a : b;
}

/* 0 or -ENOMEM: so few have a p. */
static int test(struct judged *j, size_t looks)
{
    const double margin = log1p(j->pairs.margin);
    const double same = fmax(log1p(STATS_SAME_WITHIN), margin);
    const double p[STATS_CLAIMS] = {
        [STATS_CLAIM_SAME] = larger(ranks_from(j, same).p_below, ranks_from(j, -same).p_above),
        [STATS_CLAIM_FASTER] = ranks_from(j, -margin).p_below,
        [STATS_CLAIM_SLOWER] = ranks_from(j, margin).p_above,
    };
    for (int c = 0; c < STATS_CLAIMS; c++) {
        if (isnan(p[c]) && j->count <= STATS_WILCOXON_MAX)
            return -ENOMEM;
        j->result.p[c] = fmin(j->result.p[c], fmin(1, (double)looks * p[c]));
    }
    return 0;
}

static struct stats_estimate to_ratio(struct stats_estimate e)
{
    return (struct stats_estimate){
        .value = exp(e.value), .low = exp(e.low), .high = exp(e.high), .n = e.n
    };
}

/* Against 0, 1, 2 ... */
static double trend_of(struct judged *j)
{
    for (size_t i = 0; i < j->count; i++)
        j->scratch[i] = (double)i;
    return stats_spearman(j->scratch, j->d, j->count);
}

static bool is_beyond(double low, double high, double margin)
{
    return high < 1 / (1 + margin) || low > 1 + margin;
}

static bool is_drifting(const struct stats_comparison *c, double margin)
{
    double strength = fabs(c->trend);
    return strength > drift_least && strength * sqrt((double)c->ratio.n - 1) > drift_z &&
           !is_beyond(c->least, c->most, margin);
}

/* Only noise that lasts makes verdicts false: what alternates is no worse than none. */
static bool is_dependent(const struct stats_comparison *c, double deviation, double margin)
{
    return c->serial > lasting_z * deviation && !c->drifting &&
           !is_beyond(c->least, c->most, margin);
}

static void describe(struct judged *j, size_t looks)
{
    struct stats_comparison *c = &j->result;
    double deviation;
    c->ratio = to_ratio(stats_hodges_lehmann(j->d, j->count, stats_alpha / (double)looks));
    c->least = exp(stats_quantile(j->d, j->count, 0));
    c->most = exp(stats_quantile(j->d, j->count, 1));
    c->trend = trend_of(j);
    c->drifting = is_drifting(c, j->pairs.margin);
    c->serial = stats_serial(j->d, j->count, &deviation);
    c->dependent = is_dependent(c, deviation, j->pairs.margin);
    c->two_modes = stats_two_modes(j->d, j->count);
    c->verdict = STATS_UNDECIDED;
}

/* ---- the family ---- */

static bool goes_on(const struct judged *j)
{
    return j->result.verdict == STATS_UNKNOWN || j->result.verdict == STATS_UNDECIDED;
}

/* Claims with no p yet have 1. */
static int adjust(struct judged *all, size_t count)
{
    double *p = calloc(STATS_CLAIMS * count, sizeof *p);
    if (!p)
        return -ENOMEM;
    for (size_t i = 0; i < STATS_CLAIMS * count; i++)
        p[i] = all[i / STATS_CLAIMS].result.p[i % STATS_CLAIMS];
    stats_benjamini_hochberg(p, STATS_CLAIMS * count, p);
    int r = isnan(p[0]) ? -ENOMEM : 0;
    for (size_t i = 0; i < STATS_CLAIMS * count; i++)
        if (goes_on(&all[i / STATS_CLAIMS]))
            all[i / STATS_CLAIMS].result.p_adjusted[i % STATS_CLAIMS] = p[i];
    free(p);
    return r;
}

static void label(struct stats_comparison *c)
{
    for (int i = STATS_CLAIMS - 1; i >= 0; i--) /* the first of them has the last word */
        if (c->p_adjusted[i] <= stats_alpha)
            c->verdict = verdict_of_claim[i];
}

static int look(struct judged *all, size_t count, double end, size_t looks)
{
    size_t seen = 0;
    int r = 0;
    for (size_t i = 0; i < count && r == 0; i++) {
        if (!goes_on(&all[i]) || !see_pairs(&all[i], end))
            continue;
        seen++;
        r = test(&all[i], looks);
        describe(&all[i], looks);
    }
    if (seen && r == 0)
        r = adjust(all, count);
    for (size_t i = 0; i < count && seen && r == 0; i++)
        if (goes_on(&all[i]))
            label(&all[i].result);
    return r;
}

static size_t count_labels(const struct judged *all, size_t count)
{
    size_t labels = 0;
    for (size_t i = 0; i < count; i++)
        labels += !goes_on(&all[i]);
    return labels;
}

/* What decides is the p that Benjamini and Hochberg ask of the next claim, which is smaller
   than that of the interval; NAN: no interval of so few pairs is so sure. */
static struct stats_estimate strict_interval(const struct judged *j, size_t labels,
                                             size_t count, size_t looks)
{
    double p = stats_alpha * (double)(labels + 1) / (double)(STATS_CLAIMS * count * looks);
    return to_ratio(stats_hodges_lehmann(j->d, j->count, 2 * p));
}

/* By how much the interval would have to narrow is tried out. */
static double price_of(const struct judged *j, struct stats_estimate e)
{
    const double margin = j->pairs.margin, same = fmax(STATS_SAME_WITHIN, margin);
    if (isnan(e.low) || isnan(e.high))
        return NAN;
    for (size_t n = e.n + 1; n <= STATS_PRICE_MAX; n++) {
        double narrowed = sqrt((double)e.n / (double)n);
        double low = e.value * pow(e.low / e.value, narrowed);
        double high = e.value * pow(e.high / e.value, narrowed);
        if (is_beyond(low, high, margin) || (low > 1 / (1 + same) && high < 1 + same))
            return (double)n;
    }
    return NAN;
}

static int judge(struct judged *all, size_t count, const struct stats_looks *looks)
{
    int r = 0;
    size_t many = looks->count ? looks->count : 1;
    for (size_t i = 0; i < many && r == 0; i++)
        r = look(all, count, looks->count ? (double)looks->rounds[i] : INFINITY, many);
    return r;
}

/* `memory` has room for two numbers per pair. */
static struct judged judged_of(const struct stats_pairs *pairs, double *memory)
{
    struct judged j = { .pairs = *pairs, .d = memory, .scratch = memory + pairs->n };
    j.result.ratio = (struct stats_estimate){ NAN, NAN, NAN, 0 };
    j.result.least = j.result.most = j.result.trend = NAN;
    j.result.serial = j.result.price = NAN;
    for (int c = 0; c < STATS_CLAIMS; c++)
        j.result.p[c] = j.result.p_adjusted[c] = 1;
    return j;
}

static void hand_out(struct judged *all, const struct stats_pairs *family, size_t count,
                     size_t looks)
{
    const size_t labels = count_labels(all, count);
    for (size_t i = 0; i < count; i++) {
        struct stats_comparison *result = &all[i].result;
        if (result->verdict == STATS_UNDECIDED)
            result->price = price_of(&all[i], strict_interval(&all[i], labels, count, looks));
        *family[i].result = *result;
    }
}

int stats_judge(const struct stats_pairs *family, size_t count, const struct stats_looks *looks)
{
    size_t pairs = 0, at = 0;
    for (size_t i = 0; i < count; i++)
        pairs += family[i].n;
    struct judged *all = calloc(count + 1, sizeof *all);
    double *memory = calloc(2 * pairs + 1, sizeof *memory);
    int r = all && memory ? 0 : -ENOMEM;
    for (size_t i = 0; i < count && r == 0; at += 2 * family[i++].n)
        all[i] = judged_of(&family[i], memory + at);
    if (r == 0)
        r = judge(all, count, looks);
    if (r == 0)
        hand_out(all, family, count, looks->count ? looks->count : 1);
    free(all);
    free(memory);
    return r;
}

struct stats_comparison stats_compare(const double *a, const double *b, size_t n)
{
    static const struct stats_looks once = { .count = 0 };
    struct stats_comparison c = judged_of(&(struct stats_pairs){ .n = 0 }, NULL).result;
    double *rounds = calloc(n + 1, sizeof *rounds);
    struct stats_pairs pairs = { a, b, rounds, n, stats_margin, &c };
    for (size_t i = 0; rounds && i < n; i++)
        rounds[i] = (double)i;
    if (rounds)
        stats_judge(&pairs, 1, &once);
    free(rounds);
    return c;
}
