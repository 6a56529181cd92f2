/* SPDX-License-Identifier: MIT */
#include "report/summary.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "method/method.h"
#include "result/outcome.h"
#include "state/state.h"
#include "workload/workload.h"

static const char *text_or_unnamed(const char *text)
{
    return text ? text : "?";
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(text_or_unnamed(a), text_or_unnamed(b)) == 0;
}

/* A place in the table of methods or workloads; behind all of it: not known here. */
static size_t method_place(const char *name)
{
    size_t i = 0;
    while (methods[i] && strcmp(methods[i]->name, name) != 0)
        i++;
    return i;
}

static size_t workload_place(const char *name)
{
    size_t i = 0;
    while (workloads[i] && strcmp(workloads[i]->name, name) != 0)
        i++;
    return i;
}

static enum summary_family family_of(const char *method)
{
    static const enum summary_family families[] = {
        [METHOD_FAMILY_READ] = SUMMARY_FAMILY_READ,
        [METHOD_FAMILY_MMAP] = SUMMARY_FAMILY_MMAP,
        [METHOD_FAMILY_MEMORY] = SUMMARY_FAMILY_UNGROUPED,
        [METHOD_FAMILY_PYTHON] = SUMMARY_FAMILY_UNGROUPED,
    };
    const struct method *m = method_find(method);
    return m ? families[m->family] : SUMMARY_FAMILY_UNKNOWN;
}

const char *summary_baseline(const char *workload, const char *state, unsigned threads)
{
    static const char read[] = "read";
    const struct workload *w = workload_find_by_name(workload);
    const struct state *s = state ? state_find(state) : NULL;
    const char *baseline = w && w->baseline ? w->baseline : read;
    if (w && w->baseline_of_threads && threads > 1)
        return w->baseline_of_threads;
    return s && s->instead_of_read && strcmp(baseline, read) == 0 ? s->instead_of_read
                                                                  : baseline;
}

const char *summary_challenger(const char *workload)
{
    const struct workload *w = workload_find_by_name(workload);
    return w && w->challenger ? w->challenger : "mmap";
}

/* A skipped case has no filler, but belongs to the group all the same. */
static bool in_group(const struct summary_group *g, const struct run_case *c)
{
    return same_text(g->dataset, c->dataset) && same_text(g->state, c->state) &&
           g->threads == c->threads && (!g->fill || !c->fill || same_text(g->fill, c->fill));
}

static struct summary_group *find_group(const struct summary *s, const struct run_case *c)
{
    for (size_t i = 0; i < s->group_count; i++)
        if (in_group(&s->groups[i], c))
            return &s->groups[i];
    return NULL;
}

/* s->groups has room for one per case. */
static void add_to_group(struct summary *s, const struct run *r, const struct run_case *c)
{
    struct summary_group *g = find_group(s, c);
    if (!g) {
        const char *dataset = text_or_unnamed(c->dataset);
        const struct run_dataset *d = run_find_dataset(r, dataset);
        g = &s->groups[s->group_count++];
        *g = (struct summary_group){
            .dataset = dataset,
            .state = text_or_unnamed(c->state),
            .threads = c->threads,
            .bytes = d ? (double)d->bytes : NAN,
        };
    }
    if (!g->fill)
        g->fill = c->fill;
    if (g->rounds < c->sample_count)
        g->rounds = c->sample_count;
}

static void add_column(struct summary_column *columns, size_t *count, const char *method)
{
    size_t place = method_place(method), at = *count;
    for (size_t i = 0; i < *count; i++)
        if (strcmp(columns[i].method, method) == 0)
            return;
    for (; at > 0 && method_place(columns[at - 1].method) > place; at--)
        columns[at] = columns[at - 1];
    columns[at] = (struct summary_column){ .method = method, .family = family_of(method) };
    ++*count;
}

static void add_workload(const char **names, size_t *count, const char *workload)
{
    size_t place = workload_place(workload), at = *count;
    for (size_t i = 0; i < *count; i++)
        if (strcmp(names[i], workload) == 0)
            return;
    for (; at > 0 && workload_place(names[at - 1]) > place; at--)
        names[at] = names[at - 1];
    names[at] = workload;
    ++*count;
}

static int add_rows(struct summary_group *g, const char *const *names, size_t count)
{
    g->rows = calloc(count, sizeof *g->rows);
    for (size_t i = 0; g->rows && i < count; i++) {
        struct summary_cell *cells = calloc(g->column_count, sizeof *cells);
        if (!cells)
            return -ENOMEM;
        g->rows[g->row_count++] = (struct summary_row){
            .workload = names[i],
            .baseline = summary_baseline(names[i], g->state, g->threads),
            .cells = cells,
        };
    }
    return g->rows ? 0 : -ENOMEM;
}

static int lay_out(struct summary_group *g, const struct summary *s, const struct run *r)
{
    size_t count = 0;
    const char **names = calloc(r->case_count, sizeof *names);
    char threads[TEXT_MAX];
    g->place = text_printf("%s%s", g->dataset, text_format_threads(g->threads, threads));
    g->columns = calloc(r->case_count, sizeof *g->columns);
    int result = names && g->place && g->columns ? 0 : -ENOMEM;
    for (size_t i = 0; i < r->case_count && result == 0; i++) {
        const struct run_case *c = &r->cases[i];
        if (find_group(s, c) != g)
            continue;
        add_column(g->columns, &g->column_count, text_or_unnamed(c->method));
        add_workload(names, &count, text_or_unnamed(c->workload));
    }
    if (result == 0)
        result = add_rows(g, names, count);
    free(names);
    return result;
}

/* The groups, and what all of them have in common. */
static int survey(struct summary *s, const struct run *r)
{
    size_t most = r->case_count + 1;
    s->groups = calloc(most, sizeof *s->groups);
    s->columns = calloc(most, sizeof *s->columns);
    s->workloads = calloc(most, sizeof *s->workloads);
    if (!s->groups || !s->columns || !s->workloads)
        return -ENOMEM;
    for (size_t i = 0; i < r->case_count; i++) {
        const struct run_case *c = &r->cases[i];
        add_to_group(s, r, c);
        add_column(s->columns, &s->column_count, text_or_unnamed(c->method));
        add_workload(s->workloads, &s->workload_count, text_or_unnamed(c->workload));
    }
    return 0;
}

static double field_of(const struct sample *s, size_t offset)
{
    return *(const double *)((const char *)s + offset);
}

int summary_estimate(struct stats_estimate *ret, const struct run_case *c, size_t offset)
{
    double *values = calloc(c->sample_count + 1, sizeof *values);
    if (!values)
        return -ENOMEM;
    for (size_t i = 0; i < c->sample_count; i++)
        values[i] = field_of(&c->samples[i], offset);
    *ret = stats_median_interval(values, c->sample_count);
    free(values);
    return 0;
}

static double limit_of(const char *reason)
{
    for (const char *at = reason ? reason : ""; *at != '\0'; at++) {
        if (!isdigit((unsigned char)*at))
            continue;
        char *end;
        double seconds = strtod(at, &end);
        if (strncmp(end, " s", 2) == 0 && !isalnum((unsigned char)end[2]))
            return seconds * 1e9;
        at = end - 1;
    }
    return NAN;
}

static int measure(struct summary_cell *cell)
{
    const struct run_case *c = cell->source;
    int r = summary_estimate(&cell->wall_ns, c, offsetof(struct sample, wall_ns));
    for (size_t i = 0; i < SAMPLE_FIELDS && r == 0; i++) {
        struct stats_estimate e = { .value = NAN };
        r = summary_estimate(&e, c, sample_fields[i].offset);
        *field_number(&cell->median, &sample_fields[i]) = e.value;
    }
    return r;
}

static int fill_cell(struct summary_cell *cell, const struct run_case *c)
{
    *cell = (struct summary_cell){
        .source = c,
        .limit_ns = c->status == CASE_OVER_LIMIT ? limit_of(c->reason) : NAN,
        .median = sample_unknown(),
        .wall_ns = { .value = NAN, .low = NAN, .high = NAN },
        .against = stats_compare(NULL, NULL, 0),
    };
    return c->status == CASE_OK ? measure(cell) : 0;
}

/* Of two cases with the same names the first counts. */
static int fill_cells(struct summary *s, const struct run *r)
{
    for (size_t i = 0; i < r->case_count; i++) {
        const struct run_case *c = &r->cases[i];
        const struct summary_group *g = find_group(s, c);
        const struct summary_row *row = summary_find_row(g, text_or_unnamed(c->workload));
        size_t column = 0;
        while (!same_text(g->columns[column].method, c->method))
            column++;
        int result = row->cells[column].source ? 0 : fill_cell(&row->cells[column], c);
        if (result < 0)
            return result;
    }
    return 0;
}

/* The process before its first pass: what it is linked with depends on the workload. */
static double idle_of(const struct summary_group *g, const struct summary_row *row)
{
    double lowest = NAN;
    for (size_t i = 0; i < g->column_count; i++)
        if (summary_cell_timed(&row->cells[i]))
            lowest = fmin(lowest, row->cells[i].median.baseline_rss_bytes);
    return lowest;
}

static void mark_best(const struct summary_group *g, struct summary_row *row)
{
    struct summary_cell *best = NULL;
    for (size_t i = 0; i < g->column_count; i++) {
        struct summary_cell *cell = &row->cells[i];
        if (summary_cell_timed(cell) && (!best || cell->wall_ns.value < best->wall_ns.value))
            best = cell;
    }
    if (best)
        best->best = true;
}

static void finish_group(struct summary_group *g)
{
    for (size_t i = 0; i < g->row_count; i++) {
        mark_best(g, &g->rows[i]);
        g->rows[i].baseline_rss_bytes = idle_of(g, &g->rows[i]);
    }
}

int summary_gather(struct summary *ret, const struct run *r)
{
    struct summary s = { 0 };
    int result = survey(&s, r);
    for (size_t i = 0; i < s.group_count && result == 0; i++)
        result = lay_out(&s.groups[i], &s, r);
    if (result == 0)
        result = fill_cells(&s, r);
    for (size_t i = 0; i < s.group_count && result == 0; i++)
        finish_group(&s.groups[i]);
    if (result < 0)
        summary_free(&s);
    else
        *ret = s;
    return result;
}

void summary_free(struct summary *s)
{
    for (size_t i = 0; i < s->group_count; i++) {
        for (size_t j = 0; j < s->groups[i].row_count; j++)
            free(s->groups[i].rows[j].cells);
        free(s->groups[i].rows);
        free(s->groups[i].columns);
        free(s->groups[i].place);
    }
    free(s->groups);
    free(s->columns);
    free(s->workloads);
    *s = (struct summary){ 0 };
}

const struct summary_row *summary_find_row(const struct summary_group *g, const char *workload)
{
    for (size_t i = 0; i < g->row_count; i++)
        if (strcmp(g->rows[i].workload, workload) == 0)
            return &g->rows[i];
    return NULL;
}

const struct summary_cell *summary_find_cell(const struct summary_group *g,
                                             const struct summary_row *row, const char *method)
{
    for (size_t i = 0; i < g->column_count; i++)
        if (strcmp(g->columns[i].method, method) == 0)
            return &row->cells[i];
    return NULL;
}

const char *summary_untimed(const struct run_case *c)
{
    return c->status == CASE_OK ? "not run" : case_status_names[c->status];
}

const char *summary_untimed_reason(const struct run_case *c)
{
    return c->reason              ? c->reason
           : c->status == CASE_OK ? "no sample has been taken yet"
                                  : "no reason is given";
}

bool summary_cell_timed(const struct summary_cell *c)
{
    return c && c->source && c->source->status == CASE_OK && !isnan(c->wall_ns.value);
}

bool summary_cell_killed(const struct summary_cell *c)
{
    return c && c->source && outcome_killed_at(c->source);
}

double summary_limit_bytes(const struct summary_group *g)
{
    double limit = NAN;
    for (size_t i = 0; i < g->row_count; i++)
        for (size_t k = 0; k < g->column_count; k++)
            if (summary_cell_timed(&g->rows[i].cells[k]))
                limit = fmax(limit, g->rows[i].cells[k].median.limit_bytes);
    return limit;
}

const char *summary_method(const struct summary_cell *c)
{
    return text_or_unnamed(c->source->method);
}
