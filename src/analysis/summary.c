/* SPDX-License-Identifier: MIT */
#include "analysis/summary.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "case/outcome.h"
#include "method/method.h"
#include "state/state.h"
#include "workload/workload.h"

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

const char *summary_baseline(const char *workload, const char *state, uint64_t threads)
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
    return case_key_same_table(&g->key, &c->key) &&
           (!g->fill || !c->fill[0] || strcmp(g->fill, c->fill) == 0);
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
        const struct run_dataset *d = run_find_dataset(r, c->key.dataset);
        g = &s->groups[s->group_count++];
        *g = (struct summary_group){ .key = c->key,
                                     .bytes = d ? (double)d->bytes : NAN,
                                     .costs = &r->costs };
    }
    if (!g->fill && c->fill[0])
        g->fill = c->fill;
    if (g->rounds < c->sample_count)
        g->rounds = c->sample_count;
}

static struct summary_column column_of(const struct case_key *k)
{
    char name[CASE_TEXT_MAX];
    const struct method *m = method_find(k->method);
    struct summary_column c = { .family = family_of(k->method),
                                .place = method_place(k->method) };
    bool own = m && m->buffer_bytes == k->buffer_bytes;
    case_key_column(k, name);
    snprintf(c.method, sizeof c.method, "%.*s", SUMMARY_NAME_MAX - 1, own ? k->method : name);
    return c;
}

static void add_column(struct summary_column *columns, size_t *count, const struct case_key *k)
{
    struct summary_column column = column_of(k);
    size_t at = *count;
    for (size_t i = 0; i < *count; i++)
        if (strcmp(columns[i].method, column.method) == 0)
            return;
    for (; at > 0 && columns[at - 1].place > column.place; at--)
        columns[at] = columns[at - 1];
    columns[at] = column;
    ++*count;
}

static void name_row(const struct case_key *k, char name[SUMMARY_NAME_MAX])
{
    char text[CASE_TEXT_MAX];
    snprintf(name, SUMMARY_NAME_MAX, "%.*s", SUMMARY_NAME_MAX - 1, case_key_row(k, text));
}

/* Of the file that has so many bytes. */
static void label_row(struct summary_row *row, double bytes)
{
    const struct case_key *k = &row->key;
    double percent = 100 * (double)k->blocks * (double)k->block_bytes / bytes;
    snprintf(row->label, sizeof row->label, "%s", row->workload);
    size_t len = strlen(row->label);
    if (strcmp(k->state, "cold") != 0 || !(percent > 0))
        return;
    snprintf(row->label + len, sizeof row->label - len,
             percent < 0.01 ? " (under 0.01 %% of the file)"
             : percent < 1  ? " (%.1g %% of the file)"
                            : " (%.0f %% of the file)",
             percent);
}

/* g->rows has room for one per case. */
static void add_row(struct summary_group *g, const struct case_key *k)
{
    struct summary_row row = { .key = *k };
    size_t place = workload_place(k->workload), at = g->row_count;
    for (size_t i = 0; i < g->row_count; i++)
        if (case_key_same_row(&g->rows[i].key, k))
            return;
    row.baseline = summary_baseline(k->workload, k->state, k->threads);
    name_row(k, row.workload);
    label_row(&row, g->bytes);
    for (; at > 0 && workload_place(g->rows[at - 1].key.workload) > place; at--)
        g->rows[at] = g->rows[at - 1];
    g->rows[at] = row;
    g->row_count++;
}

static int add_cells(struct summary_group *g)
{
    for (size_t i = 0; i < g->row_count; i++) {
        g->rows[i].cells = calloc(g->column_count, sizeof *g->rows[i].cells);
        if (!g->rows[i].cells)
            return -ENOMEM;
    }
    return 0;
}

static int lay_out(struct summary_group *g, const struct summary *s, const struct run *r)
{
    char threads[TEXT_MAX];
    g->place =
        text_printf("%s%s", g->key.dataset, text_format_threads(g->key.threads, threads));
    g->columns = calloc(r->case_count, sizeof *g->columns);
    g->rows = calloc(r->case_count, sizeof *g->rows);
    if (!g->place || !g->columns || !g->rows)
        return -ENOMEM;
    for (size_t i = 0; i < r->case_count; i++) {
        const struct run_case *c = &r->cases[i];
        if (find_group(s, c) != g)
            continue;
        add_column(g->columns, &g->column_count, &c->key);
        add_row(g, &c->key);
    }
    return add_cells(g);
}

/* In the order of the table. */
static void add_workload(struct summary *s, const struct case_key *k)
{
    char name[SUMMARY_NAME_MAX], of[CASE_NAME_MAX];
    size_t place = workload_place(k->workload), at = s->workload_count;
    name_row(k, name);
    for (size_t i = 0; i < s->workload_count; i++)
        if (strcmp(s->workloads[i], name) == 0)
            return;
    for (; at > 0; at--) {
        snprintf(of, sizeof of, "%.*s", (int)strcspn(s->workloads[at - 1], "/"),
                 s->workloads[at - 1]);
        if (workload_place(of) <= place)
            break;
        memcpy(s->workloads[at], s->workloads[at - 1], SUMMARY_NAME_MAX);
    }
    memcpy(s->workloads[at], name, SUMMARY_NAME_MAX);
    s->workload_count++;
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
        add_column(s->columns, &s->column_count, &c->key);
        add_workload(s, &c->key);
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
    bool known = false;
    if (!values)
        return -ENOMEM;
    for (size_t i = 0; i < c->sample_count; i++) {
        values[i] = field_of(&c->samples[i], offset);
        known |= !isnan(values[i]);
    }
    *ret = stats_median_interval(values, c->sample_count);
    free(values);
    return known && isnan(ret->value) ? -ENOMEM : 0;
}

int summary_median(struct sample *ret, const struct run_case *c)
{
    double *values = calloc(c->sample_count + 1, sizeof *values);
    if (!values)
        return -ENOMEM;
    for (size_t i = 0; i < SAMPLE_FIELDS; i++) {
        const struct field *f = &sample_fields[i];
        bool same = c->sample_count > 0; /* as most counters are: nothing to sort */
        for (size_t k = 0; k < c->sample_count; k++) {
            values[k] = *field_number(&c->samples[k], f);
            same &= values[k] == values[0];
        }
        *field_number(ret, f) = same ? values[0] : stats_median(values, c->sample_count);
    }
    free(values);
    return 0;
}

static int measure(struct summary_cell *cell)
{
    int r = summary_median(&cell->median, cell->source);
    return r < 0 ? r
                 : summary_estimate(&cell->wall_ns, cell->source,
                                    offsetof(struct sample, wall_ns));
}

static int fill_cell(struct summary_cell *cell, const struct run_case *c)
{
    *cell = (struct summary_cell){
        .source = c,
        .limit_ns = c->reason.cause == CAUSE_OVER_TIME ? 1e9 * c->reason.numbers[0] : NAN,
        .median = sample_unknown(),
        .wall_ns = { .value = NAN, .low = NAN, .high = NAN },
        .against = stats_compare(NULL, NULL, 0),
        .own_bytes = NAN,
        .mapped_bytes = NAN,
    };
    return c->status == CASE_OK ? measure(cell) : 0;
}

static struct summary_row *row_of(const struct summary_group *g, const struct case_key *k)
{
    size_t i = 0;
    while (!case_key_same_row(&g->rows[i].key, k))
        i++;
    return &g->rows[i];
}

/* Of two equal cases the first counts. */
static int fill_cells(struct summary *s, const struct run *r)
{
    for (size_t i = 0; i < r->case_count; i++) {
        const struct run_case *c = &r->cases[i];
        const struct summary_group *g = find_group(s, c);
        struct summary_column column = column_of(&c->key);
        size_t at = 0;
        while (strcmp(g->columns[at].method, column.method) != 0)
            at++;
        struct summary_cell *cell = &row_of(g, &c->key)->cells[at];
        int result = cell->source ? 0 : fill_cell(cell, c);
        cell->method = g->columns[at].method;
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

/* ---- memory ---- */

/* Other programs than ours, with other file pages of their own. */
static bool is_script(const struct summary_cell *c)
{
    const struct method *m = method_find(c->source->key.method);
    return m && m->family == METHOD_FAMILY_PYTHON;
}

/*
 * What a process owns before its first pass. The kernel tells both kinds of its pages in one
 * sum. Its file pages are no more than those of the cell that has the fewest, which is exact
 * where one of them maps nothing; where all map much, the one that owns least tells.
 */
static double idle_own_bytes(const struct summary_group *g, const struct summary_row *row,
                             bool of_scripts)
{
    double idle = NAN, least_file = NAN, least_own = NAN;
    for (size_t i = 0; i < g->column_count; i++) {
        const struct summary_cell *cell = &row->cells[i];
        if (!summary_cell_timed(cell) || is_script(cell) != of_scripts)
            continue;
        idle = fmin(idle, cell->median.baseline_rss_bytes);
        least_file = fmin(least_file, cell->median.rss_file_bytes);
        least_own = fmin(least_own, cell->median.rss_anon_bytes);
    }
    return idle - least_file > 0 ? idle - least_file : least_own;
}

/* The kernel's counters are off by less: some dozen pages. */
#define MAPPED_LEAST_BYTES (256.0 * 1024)

static void set_memory(struct summary_cell *cell, double idle_own)
{
    const struct sample *m = &cell->median;
    double idle_file = m->baseline_rss_bytes - idle_own;
    cell->own_bytes = m->rss_anon_bytes;
    cell->mapped_bytes = m->rss_file_bytes - (idle_file > 0 ? idle_file : 0);
    if (cell->mapped_bytes < MAPPED_LEAST_BYTES)
        cell->mapped_bytes = 0;
}

static void mark_memory(const struct summary_group *g, const struct summary_row *row)
{
    const double idle_own[] = { idle_own_bytes(g, row, false), idle_own_bytes(g, row, true) };
    for (size_t i = 0; i < g->column_count; i++)
        if (summary_cell_timed(&row->cells[i]))
            set_memory(&row->cells[i], idle_own[is_script(&row->cells[i])]);
}

/* Where the usual baseline was not measured the first method of the read family stands in for
   it, and else the first of all. */
static const struct summary_cell *settle_baseline(const struct summary_group *g,
                                                  struct summary_row *row)
{
    const struct summary_cell *usual = summary_find_cell(g, row, row->baseline);
    size_t none = g->column_count, of_read = none, of_all = none;
    if (usual && usual->source)
        return usual;
    for (size_t i = none; i-- > 0;) {
        bool timed = summary_cell_timed(&row->cells[i]);
        of_all = timed ? i : of_all;
        of_read = timed && g->columns[i].family == SUMMARY_FAMILY_READ ? i : of_read;
    }
    size_t first = of_read < none ? of_read : of_all;
    if (first == none)
        return usual;
    row->baseline = g->columns[first].method;
    return &row->cells[first];
}

static void mark_baseline(const struct summary_group *g, struct summary_row *row)
{
    const struct summary_cell *baseline = settle_baseline(g, row);
    for (size_t i = 0; i < g->column_count; i++)
        row->cells[i].baseline = &row->cells[i] == baseline;
}

static bool is_skipped(const struct summary_group *g, const struct summary_row *row,
                       enum summary_family family)
{
    for (size_t i = 0; i < g->column_count; i++)
        if (g->columns[i].family == family && row->cells[i].source &&
            row->cells[i].source->status != CASE_SKIPPED)
            return false;
    return true;
}

static void mark_proof(const struct summary_group *g, struct summary_row *row)
{
    for (size_t i = 0; i < g->column_count; i++) {
        bool timed = summary_cell_timed(&row->cells[i]);
        row->timed |= timed;
        row->unproved |= timed && row->cells[i].source->unproved;
    }
}

static void finish_group(struct summary_group *g)
{
    for (size_t i = 0; i < g->row_count; i++) {
        mark_proof(g, &g->rows[i]);
        mark_baseline(g, &g->rows[i]);
        mark_memory(g, &g->rows[i]);
        g->rows[i].baseline_rss_bytes = idle_of(g, &g->rows[i]);
        for (int f = 0; f < SUMMARY_FAMILY_UNGROUPED; f++)
            g->rows[i].skipped[f] = is_skipped(g, &g->rows[i], (enum summary_family)f);
    }
}

int summary_gather(struct summary *ret, const struct run *r)
{
    struct summary s = { .looks = r->looks };
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

bool summary_same_but_data(const struct summary_group *a, const struct summary_group *b)
{
    return case_key_same_but(&a->key, &b->key, CASE_METHOD | CASE_WORKLOAD | CASE_DATA);
}

bool summary_same_but_state(const struct summary_group *a, const struct summary_group *b)
{
    return case_key_same_but(&a->key, &b->key, CASE_METHOD | CASE_WORKLOAD | CASE_STATE);
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
    const struct summary_cell *other = NULL;
    for (size_t i = 0; i < g->column_count; i++) {
        const struct summary_cell *cell = &row->cells[i];
        if (strcmp(g->columns[i].method, method) == 0)
            return cell;
        if (!other && cell->source && strcmp(cell->source->key.method, method) == 0)
            other = cell;
    }
    return other;
}

const char *summary_untimed(const struct run_case *c)
{
    static const char *const words[] = {
        [CASE_OK] = "not run",
        [CASE_SKIPPED] = "skipped",
        [CASE_FAILED] = "failed",
        [CASE_OVER_LIMIT] = "over limit",
    };
    return words[c->status];
}

bool summary_cell_timed(const struct summary_cell *c)
{
    return c && run_case_timed(c->source);
}

bool summary_row_timed(const struct summary_group *g, const struct summary_row *row)
{
    for (size_t i = 0; i < g->column_count; i++)
        if (summary_cell_timed(&row->cells[i]) && row->cells[i].wall_ns.value > 0)
            return true;
    return false;
}

bool summary_row_has_both(const struct summary_group *g, const struct summary_row *row)
{
    bool has[SUMMARY_FAMILY_UNKNOWN + 1] = { false };
    for (size_t i = 0; i < g->column_count; i++)
        has[g->columns[i].family] |= row->cells[i].source != NULL;
    return has[SUMMARY_FAMILY_READ] && has[SUMMARY_FAMILY_MMAP];
}

bool summary_cell_killed(const struct summary_cell *c)
{
    return c && c->source && c->source->reason.cause == CAUSE_OVER_MEMORY;
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
    return c->method;
}
