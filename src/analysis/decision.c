/* SPDX-License-Identifier: MIT */
#include "analysis/decision.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/decision.h"

/* The cells of a row that have times, the read family's first; and in which rounds. */
struct field_of_cells {
    struct summary_cell **cells;
    size_t of_read, of_mmap;
    double *rounds; /* ascending, each once */
    size_t round_count;
};

static size_t add_family(struct field_of_cells *f, const struct summary_group *g,
                         const struct summary_row *row, enum summary_family family)
{
    size_t count = 0, first = f->of_read + f->of_mmap;
    for (size_t i = 0; i < g->column_count; i++)
        if (g->columns[i].family == family && summary_cell_timed(&row->cells[i]))
            f->cells[first + count++] = &row->cells[i];
    return count;
}

/* The rounds of all cells; room for `most` of them. */
static void gather_rounds(struct field_of_cells *f, double *rounds)
{
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < f->of_read + f->of_mmap; i++)
        for (size_t k = 0; k < f->cells[i]->source->sample_count; k++)
            if (!isnan(f->cells[i]->source->samples[k].round))
                rounds[count++] = f->cells[i]->source->samples[k].round;
    stats_sort(rounds, count);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || rounds[i] != rounds[kept - 1])
            rounds[kept++] = rounds[i];
    f->rounds = rounds;
    f->round_count = kept;
}

static int order(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Of two samples of one round the first counts. */
static void fill_times(const struct field_of_cells *f, double *times)
{
    size_t n = f->round_count, cells = f->of_read + f->of_mmap;
    for (size_t i = 0; i < cells * n; i++)
        times[i] = NAN;
    for (size_t i = 0; i < cells; i++)
        for (size_t k = f->cells[i]->source->sample_count; k-- > 0;) {
            const struct sample *s = &f->cells[i]->source->samples[k];
            const double *at = bsearch(&s->round, f->rounds, n, sizeof *at, order);
            if (!isnan(s->round) && at)
                times[i * n + (size_t)(at - f->rounds)] = s->wall_ns;
        }
}

static void keep(struct summary_row *row, const struct field_of_cells *f,
                 const struct stats_family *read, const struct stats_family *mmap)
{
    for (size_t i = 0; i < f->of_read; i++)
        f->cells[i]->decides = read->used[i];
    for (size_t i = 0; i < f->of_mmap; i++)
        f->cells[f->of_read + i]->decides = mmap->used[i];
    row->best.chose = stats_decision_chooses(read, mmap);
    row->best.read = read->last < read->count ? f->cells[read->last] : NULL;
    row->best.mmap = mmap->last < mmap->count ? f->cells[f->of_read + mmap->last] : NULL;
}

static int add_comparison(struct pairings *family, struct stats_decision *d,
                          const struct summary_group *g, struct summary_row *row)
{
    return pairings_add_times(family, &(struct stats_pairs){ .a = d->a,
                                                             .b = d->b,
                                                             .rounds = d->rounds,
                                                             .n = d->n,
                                                             .margin = g->margin,
                                                             .result = &row->best.against });
}

/* Without a family nothing is added. */
static int decide(struct pairings *family, const struct summary_group *g,
                  struct summary_row *row, const struct field_of_cells *f)
{
    size_t n = f->round_count, cells = f->of_read + f->of_mmap;
    double *times = calloc(cells * n + 1, sizeof *times);
    size_t *used = calloc(cells + 1, sizeof *used);
    struct stats_decision d = { .a = calloc(3 * n + 1, sizeof *d.a),
                                .most = family ? 0 : row->best.against.ratio.n };
    int r = times && used && d.a ? 0 : -ENOMEM;
    if (r == 0) {
        struct stats_family read = { .times = times, .count = f->of_read, .used = used };
        struct stats_family mmap = { .times = times + f->of_read * n,
                                     .count = f->of_mmap,
                                     .used = used + f->of_read };
        d.b = d.a + n;
        d.rounds = d.b + n;
        fill_times(f, times);
        r = stats_decide(&d, &read, &mmap, f->rounds, n);
        if (r == 0)
            keep(row, f, &read, &mmap);
    }
    free(times);
    free(used);
    if (r == 0 && family && f->of_read && f->of_mmap)
        return add_comparison(family, &d, g, row);
    free(d.a);
    return r;
}

static size_t count_samples(const struct summary_group *g, const struct summary_row *row)
{
    size_t count = 0;
    for (size_t i = 0; i < g->column_count; i++)
        count += row->cells[i].source ? row->cells[i].source->sample_count : 0;
    return count;
}

static int decide_row(struct pairings *family, const struct summary_group *g,
                      struct summary_row *row)
{
    struct field_of_cells f = { .cells = calloc(g->column_count + 1, sizeof *f.cells) };
    double *rounds = calloc(count_samples(g, row) + 1, sizeof *rounds);
    int r = f.cells && rounds ? 0 : -ENOMEM;
    if (r == 0) {
        f.of_read = add_family(&f, g, row, SUMMARY_FAMILY_READ);
        f.of_mmap = add_family(&f, g, row, SUMMARY_FAMILY_MMAP);
        gather_rounds(&f, rounds);
        r = decide(family, g, row, &f);
    }
    free(f.cells);
    free(rounds);
    return r;
}

int decision_make(struct pairings *family, const struct summary_group *g,
                  struct summary_row *row)
{
    row->best = (struct summary_decision){ .against = stats_compare(NULL, NULL, 0) };
    return decide_row(family, g, row);
}

int decision_settle(const struct summary_group *g, struct summary_row *row)
{
    return row->best.against.ratio.n > 0 ? decide_row(NULL, g, row) : 0;
}
