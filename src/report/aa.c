/* SPDX-License-Identifier: MIT */
#include "report/aa.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/caption.h"
#include "report/judge.h"

/* ---- the pairs ---- */

static const struct summary_cell *find_copy(const struct summary_group *g,
                                            const struct summary_row *row, const char *method,
                                            size_t number)
{
    char name[SUMMARY_NAME_MAX + TEXT_MAX];
    snprintf(name, sizeof name, "%s-%zu", method, number);
    const struct summary_cell *cell = summary_find_cell(g, row, number == 1 ? method : name);
    return summary_cell_timed(cell) ? cell : NULL;
}

/* Times of the rounds that both have; `a` and `b` have room for a's samples. */
static size_t pair_up(const struct run_case *ca, const struct run_case *cb, double *a,
                      double *b)
{
    size_t count = 0;
    for (size_t i = 0; i < ca->sample_count; i++)
        for (size_t k = 0; k < cb->sample_count; k++)
            if (ca->samples[i].round == cb->samples[k].round) {
                a[count] = ca->samples[i].wall_ns;
                b[count++] = cb->samples[k].wall_ns;
                break;
            }
    return count;
}

/* `slower` has room for n. */
static bool is_found(const double *a, const double *b, size_t n, double slowdown,
                     double *slower)
{
    for (size_t i = 0; i < n; i++)
        slower[i] = b[i] * (1 + slowdown);
    struct stats_comparison c = stats_compare(a, slower, n);
    return stats_judge(&c, stats_margin) == STATS_SLOWER;
}

/* The verdict is monotonous: what is found is found when it is slower still. */
static double least_found(const double *a, const double *b, size_t n, double *scratch)
{
    double low = 0, high = 1;
    if (!is_found(a, b, n, high, scratch))
        return INFINITY;
    for (int i = 0; i < 20; i++) {
        double middle = (low + high) / 2;
        if (is_found(a, b, n, middle, scratch))
            high = middle;
        else
            low = middle;
    }
    return high;
}

static int add_pair(struct aa_result *a, const struct summary_group *g,
                    const struct summary_cell *first, const struct summary_cell *second)
{
    const struct run_case *c = first->source;
    double *times = calloc(3 * c->sample_count + 1, sizeof *times);
    struct aa_pair *grown = realloc(a->pairs, (a->pair_count + 1) * sizeof *a->pairs);
    if (grown)
        a->pairs = grown;
    if (!times || !grown) {
        free(times);
        return -ENOMEM;
    }
    double *others = times + c->sample_count;
    size_t n = pair_up(c, second->source, times, others);
    struct aa_pair pair = { .group = g, .against = stats_compare(times, others, n) };
    pair.against.verdict = stats_judge(&pair.against, stats_margin);
    pair.least_found = least_found(times, others, n, others + c->sample_count);
    a->pairs[a->pair_count++] = pair;
    free(times);
    return 0;
}

static int collect_row(struct aa_result *a, const struct summary_group *g,
                       const struct summary_row *row)
{
    int r = 0;
    for (size_t i = 0; i < g->column_count && r == 0; i++) {
        const char *method = g->columns[i].method;
        const struct summary_cell *first, *second;
        for (size_t k = 1; r == 0 && (first = find_copy(g, row, method, k)) &&
                           (second = find_copy(g, row, method, k + 1));
             k += 2)
            r = add_pair(a, g, first, second);
    }
    return r;
}

int aa_collect(struct aa_result *ret, const struct summary *s, const struct run *r)
{
    struct aa_result a = { .planted = r->planted };
    int result = 0;
    for (size_t i = 0; i < s->group_count; i++)
        for (size_t j = 0; j < s->groups[i].row_count && result == 0; j++)
            result = collect_row(&a, &s->groups[i], &s->groups[i].rows[j]);
    if (result == 0 && a.pair_count == 0)
        result = -ENODATA;
    a.scratch = calloc(2 * a.pair_count + 1, sizeof *a.scratch);
    if (result == 0 && !a.scratch)
        result = -ENOMEM;
    if (result < 0)
        aa_free(&a);
    else
        *ret = a;
    return result;
}

void aa_free(struct aa_result *a)
{
    free(a->pairs);
    free(a->scratch);
    *a = (struct aa_result){ 0 };
}

/* ---- the figures ---- */

/* The smallest value that this share of all does not exceed. */
static double reached_by(double *values, size_t n, double share)
{
    if (n == 0)
        return NAN;
    stats_sort(values, n);
    return values[(size_t)ceil(share * (double)n) - 1];
}

struct aa_figures aa_figures(const struct aa_result *a, const struct summary_group *group,
                             const char *state)
{
    struct aa_figures f = { .width = NAN, .detectable = NAN };
    size_t false_positives = 0, found = 0, n = 0;
    double rounds = 0;
    double *gaps = a->scratch, *least = a->scratch + a->pair_count;
    for (size_t i = 0; i < a->pair_count; i++) {
        const struct aa_pair *p = &a->pairs[i];
        enum stats_verdict v = p->against.verdict;
        if ((group && p->group != group) || (state && strcmp(p->group->key.state, state) != 0))
            continue;
        false_positives += v == STATS_FASTER || v == STATS_SLOWER;
        found += v == STATS_SLOWER;
        f.drifting += v == STATS_DRIFTING;
        f.too_few += v == STATS_TOO_FEW;
        rounds = fmax(rounds, (double)p->against.ratio.n);
        gaps[n] = expm1(fabs(log(p->against.ratio.value)));
        least[n++] = p->least_found;
    }
    f.comparisons = n;
    f.false_positives = stats_proportion(false_positives, n);
    f.found = stats_proportion(found, n);
    f.width = reached_by(gaps, n, 0.95);
    f.detectable = reached_by(least, n, 0.9);
    double beyond = (f.detectable - stats_margin) / (0.05 - stats_margin);
    f.rounds_for_5 = isfinite(beyond) && beyond > 0 ? ceil(rounds * beyond * beyond) : NAN;
    return f;
}

/* ---- as margin ---- */

static int judge_anew(struct summary *s, const struct aa_result *a)
{
    int r = 0;
    for (size_t i = 0; i < s->group_count && r == 0; i++) {
        double width = aa_figures(a, NULL, s->groups[i].key.state).width;
        if (isnan(width))
            width = aa_figures(a, NULL, NULL).width;
        r = judge_group(&s->groups[i], width > stats_margin ? width : stats_margin);
    }
    return r;
}

int aa_widen(struct summary *s, const struct run *aa)
{
    struct summary of_aa;
    struct aa_result a;
    int r = summary_build(&of_aa, aa);
    if (r < 0)
        return r;
    r = aa_collect(&a, &of_aa, aa);
    if (r == 0) {
        r = judge_anew(s, &a);
        aa_free(&a);
    }
    summary_free(&of_aa);
    return r;
}

/* ---- the table ---- */

static const char *percent(double share, char text[TEXT_MAX])
{
    if (isinf(share))
        return strcpy(text, "> 100 %");
    snprintf(text, TEXT_MAX, "%.1f %%", 100 * share);
    return text;
}

static const char *interval(struct stats_estimate e, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "%.1f %% [%.1f, %.1f]", 100 * e.value, 100 * e.low, 100 * e.high);
    return text;
}

static int print_line(FILE *out, const char *name, const struct aa_result *a,
                      const struct summary_group *g)
{
    char share[TEXT_MAX], width[TEXT_MAX], detectable[TEXT_MAX], rounds[TEXT_MAX];
    struct aa_figures f = aa_figures(a, g, NULL);
    char *clean = page_clean(name);
    if (!clean)
        return -ENOMEM;
    fprintf(out, "%s%*s %6zu  %-22s %8zu", clean, (int)(28 - page_columns(clean, NULL)), "",
            f.comparisons, interval(a->planted > 0 ? f.found : f.false_positives, share),
            f.drifting);
    if (a->planted > 0)
        fputc('\n', out);
    else
        fprintf(out, "  %8s  %10s  %7s\n", percent(f.width, width),
                percent(f.detectable, detectable), text_format_count(f.rounds_for_5, rounds));
    free(clean);
    return 0;
}

static void print_head(FILE *out, bool planted)
{
    fprintf(out, "\n%-28s %6s  %-22s %8s", "data set, state", "pairs",
            planted ? "found" : "false alarms", "drifting");
    fprintf(out, planted ? "\n" : "  %8s  %10s  %7s\n", "width", "detectable", "for 5 %");
}

static int print_words(FILE *out, const struct aa_result *a, const struct report_style *style)
{
    char share[TEXT_MAX], detectable[TEXT_MAX], width[TEXT_MAX], planted[TEXT_MAX];
    struct aa_figures f = aa_figures(a, NULL, NULL);
    fputc('\n', out);
    if (a->planted > 0)
        return page_printf(out, style,
                           "A slow-down of %s that was planted into one side of %zu "
                           "comparisons of a method with itself was found in %s of them.",
                           percent(a->planted, planted), f.comparisons,
                           interval(f.found, share));
    return page_printf(
        out, style,
        "Of %zu comparisons of a method with itself, %s showed a difference that is not there. "
        "19 of 20 such ratios are within %s of 1 (width), and 9 of 10 would show a slow-down "
        "of %s (detectable); for 5 %% it would take about so many rounds as the last column "
        "says.",
        f.comparisons, interval(f.false_positives, share), percent(f.width, width),
        percent(f.detectable, detectable));
}

int aa_print(FILE *out, const struct aa_result *a, const struct summary *s,
             const struct report_style *style)
{
    int r = 0;
    print_head(out, a->planted > 0);
    for (size_t i = 0; i < s->group_count && r == 0; i++) {
        char *name = caption_of_group(s, &s->groups[i]);
        r = name ? print_line(out, name, a, &s->groups[i]) : -ENOMEM;
        free(name);
    }
    if (r == 0)
        r = print_line(out, "all", a, NULL);
    return r == 0 ? print_words(out, a, style) : r;
}
