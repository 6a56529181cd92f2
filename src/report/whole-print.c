/* SPDX-License-Identifier: MIT */
/* Both instruments side by side. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/grid.h"
#include "report/whole.h"

enum { INSIDE, WHOLE, DIFFERENCE, LINES };

static const char *const line_names[LINES] = { "in process", "whole process", "difference" };

/* One case as both saw it; NAN: not known. */
struct pair {
    const struct whole_case *source;
    double inside_ns, whole_ns; /* whole: without the start-up, where that is known */
    double difference;          /* as a share of inside_ns */
    double startup_spread_ns;
};

/* What is printed: rows are cases that differ in nothing but the method. */
struct view {
    const struct whole *whole;
    const struct summary *summary;
    const struct report_style *style;
    struct summary_column *columns;
    size_t column_count;
    const struct whole_case **rows; /* the first case of each row */
    char **names;
    size_t row_count;
};

static bool same_row(const struct whole_case *a, const struct whole_case *b)
{
    const char *x = a->dataset ? a->dataset : "", *y = b->dataset ? b->dataset : "";
    return strcmp(a->workload, b->workload) == 0 && strcmp(a->state, b->state) == 0 &&
           strcmp(x, y) == 0;
}

static double inside_ns(const struct summary *s, const struct whole_case *c)
{
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *g = &s->groups[i];
        if (strcmp(g->state, c->state) != 0 ||
            (c->dataset && strcmp(g->dataset, c->dataset) != 0))
            continue;
        const struct summary_row *row = summary_find_row(g, c->workload);
        const struct summary_cell *cell = row ? summary_find_cell(g, row, c->method) : NULL;
        if (summary_cell_timed(cell))
            return cell->wall_ns.value;
    }
    return NAN;
}

static const struct whole_startup *startup_of(const struct whole *w, const char *workload)
{
    for (size_t i = 0; i < w->startup_count; i++)
        if (strcmp(w->startups[i].workload, workload) == 0 && !isnan(w->startups[i].median_ns))
            return &w->startups[i];
    return NULL;
}

static struct pair pair_of(const struct view *v, const struct whole_case *c)
{
    const struct whole_startup *startup = startup_of(v->whole, c->workload);
    struct pair p = {
        .source = c,
        .inside_ns = inside_ns(v->summary, c),
        .whole_ns = c->total_ns - (startup ? startup->median_ns : 0),
        .difference = NAN,
        .startup_spread_ns = startup ? startup->spread_ns : NAN,
    };
    if (startup)
        p.difference = (p.whole_ns - p.inside_ns) / p.inside_ns;
    return p;
}

/* The start-up varies by more than the two differ: the whole process cannot tell. */
static bool is_drowned(const struct pair *p)
{
    return fabs(p->difference) > WHOLE_TOLERANCE &&
           fabs(p->whole_ns - p->inside_ns) <= p->startup_spread_ns;
}

static bool disagrees(const struct pair *p)
{
    return fabs(p->difference) > WHOLE_TOLERANCE && !is_drowned(p);
}

/* A whole process can come out below the start-up that is subtracted from it. */
static void put_whole(struct grid_cell *cell, const struct pair *p)
{
    char time[TEXT_MAX];
    bool below = p->whole_ns < p->startup_spread_ns;
    if (isnan(p->source->total_ns))
        snprintf(cell->text, sizeof cell->text, "FAILED");
    else
        snprintf(cell->text, sizeof cell->text, "%s%s%s", p->whole_ns < 0 && !below ? "-" : "",
                 below ? "< " : "",
                 text_format_ns(below ? p->startup_spread_ns : fabs(p->whole_ns), time));
}

static void put_difference(struct grid_cell *cell, const struct pair *p)
{
    const char *mark = disagrees(p) ? " !" : "";
    double percent = p->difference * 100;
    if (isnan(percent))
        snprintf(cell->text, sizeof cell->text, "-");
    else if (is_drowned(p))
        snprintf(cell->text, sizeof cell->text, "~");
    else if (fabs(percent) < 0.5)
        snprintf(cell->text, sizeof cell->text, "0 %%");
    else if (percent > 999)
        snprintf(cell->text, sizeof cell->text, ">999 %%%s", mark);
    else
        snprintf(cell->text, sizeof cell->text, "%+.0f %%%s", percent, mark);
}

static void fill_cell(struct grid *grid, size_t line, size_t column, const struct pair *p)
{
    char time[TEXT_MAX];
    snprintf(grid->lines[line + INSIDE].cells[column].text, GRID_TEXT_MAX, "%s",
             text_format_ns(p->inside_ns, time));
    put_whole(&grid->lines[line + WHOLE].cells[column], p);
    put_difference(&grid->lines[line + DIFFERENCE].cells[column], p);
}

static void fill_grid(struct grid *grid, const struct view *v)
{
    grid->corner = "workload, state";
    for (size_t i = 0; i < v->row_count; i++)
        for (size_t j = 0; j < LINES; j++)
            grid->lines[LINES * i + j].figure = line_names[j];
    for (size_t i = 0; i < v->row_count; i++)
        grid->lines[LINES * i].row = v->names[i];
    for (size_t i = 0; i < v->whole->case_count; i++) {
        struct pair p = pair_of(v, &v->whole->cases[i]);
        size_t row = 0, column = 0;
        while (!same_row(v->rows[row], p.source))
            row++;
        while (strcmp(v->columns[column].method, p.source->method) != 0)
            column++;
        fill_cell(grid, LINES * row, column, &p);
    }
}

/* ---- which rows and columns there are ---- */

static bool has_method(const struct whole *w, const char *method)
{
    for (size_t i = 0; i < w->case_count; i++)
        if (strcmp(w->cases[i].method, method) == 0)
            return true;
    return false;
}

static bool has_column(const struct view *v, const char *method)
{
    for (size_t i = 0; i < v->column_count; i++)
        if (strcmp(v->columns[i].method, method) == 0)
            return true;
    return false;
}

/* In the run's order; then what the run does not have. */
static void find_columns(struct view *v)
{
    for (size_t i = 0; i < v->summary->column_count; i++)
        if (has_method(v->whole, v->summary->columns[i].method))
            v->columns[v->column_count++] = v->summary->columns[i];
    for (size_t i = 0; i < v->whole->case_count; i++)
        if (!has_column(v, v->whole->cases[i].method))
            v->columns[v->column_count++] =
                (struct summary_column){ .method = v->whole->cases[i].method,
                                         .family = SUMMARY_FAMILY_UNKNOWN };
}

static char *name_row(const struct whole_case *c)
{
    return c->dataset ? text_printf("%s, %s, %s", c->workload, c->state, c->dataset)
                      : text_printf("%s, %s", c->workload, c->state);
}

static int find_rows(struct view *v)
{
    for (size_t i = 0; i < v->whole->case_count; i++) {
        const struct whole_case *c = &v->whole->cases[i];
        size_t row = 0;
        while (row < v->row_count && !same_row(v->rows[row], c))
            row++;
        if (row < v->row_count)
            continue;
        v->rows[row] = c;
        v->names[row] = name_row(c);
        if (!v->names[row])
            return -ENOMEM;
        v->row_count++;
    }
    return 0;
}

static void view_free(struct view *v)
{
    for (size_t i = 0; i < v->row_count; i++)
        free(v->names[i]);
    free(v->names);
    free(v->rows);
    free(v->columns);
}

static int view_new(struct view *v)
{
    size_t cases = v->whole->case_count + 1;
    v->columns = calloc(v->summary->column_count + cases, sizeof *v->columns);
    v->rows = calloc(cases, sizeof *v->rows);
    v->names = calloc(cases, sizeof *v->names);
    if (!v->columns || !v->rows || !v->names)
        return -ENOMEM;
    find_columns(v);
    return find_rows(v);
}

/* ---- sentences ---- */

static int print_disagreement(FILE *out, const struct view *v, const struct pair *p)
{
    char inside[TEXT_MAX], whole[TEXT_MAX];
    const struct whole_case *c = p->source;
    char *text = text_printf("%s/%s/%s%s%s: %s in process, %s%s whole", c->workload, c->method,
                             c->state, c->dataset ? "/" : "", c->dataset ? c->dataset : "",
                             text_format_ns(p->inside_ns, inside), p->whole_ns < 0 ? "-" : "",
                             text_format_ns(fabs(p->whole_ns), whole));
    int r = text ? page_item(out, text, v->style) : -ENOMEM;
    free(text);
    return r;
}

static int print_disagreements(FILE *out, const struct view *v)
{
    int r = page_printf(out, v->style, "disagree by more than %.0f %%:", 100 * WHOLE_TOLERANCE);
    if (v->style->format == REPORT_MARKDOWN)
        fputc('\n', out);
    for (size_t i = 0; i < v->whole->case_count && r == 0; i++) {
        struct pair p = pair_of(v, &v->whole->cases[i]);
        if (disagrees(&p))
            r = print_disagreement(out, v, &p);
    }
    return r;
}

static int print_agreement(FILE *out, const struct view *v)
{
    size_t compared = 0, apart = 0, drowned = 0;
    for (size_t i = 0; i < v->whole->case_count; i++) {
        struct pair p = pair_of(v, &v->whole->cases[i]);
        compared += !isnan(p.difference);
        apart += disagrees(&p);
        drowned += is_drowned(&p);
    }
    fputc('\n', out);
    if (compared == 0)
        return page_printf(out, v->style, "Nothing could be compared.");
    int r = page_printf(out, v->style,
                        "%zu of %zu agree within %.0f %%, %zu disagree, %zu (~) differ by less "
                        "than the start-up varies",
                        compared - apart - drowned, compared, 100 * WHOLE_TOLERANCE, apart,
                        drowned);
    return r == 0 && apart > 0 ? print_disagreements(out, v) : r;
}

/* Without a start-up time there is no fair comparison, and the table says why. */
static int print_missing_startups(FILE *out, const struct view *v)
{
    int r = 0;
    for (size_t i = 0; i < v->row_count && r == 0; i++) {
        const char *workload = v->rows[i]->workload;
        bool said = startup_of(v->whole, workload) != NULL;
        for (size_t j = 0; j < i; j++)
            said = said || strcmp(v->rows[j]->workload, workload) == 0;
        if (!said)
            r = page_printf(out, v->style,
                            "The start-up of %s was not measured: it is still in the whole "
                            "process, and nothing is compared.",
                            workload);
    }
    return r;
}

static int print_view(FILE *out, const struct view *v)
{
    struct grid grid;
    int r = grid_new(&grid, v->columns, v->column_count, LINES * v->row_count);
    if (r < 0)
        return r;
    fill_grid(&grid, v);
    r = page_heading(out, 2, "Whole processes, timed by hyperfine", v->style);
    if (r == 0)
        r = page_printf(
            out, v->style,
            "first the median per pass in process, then the median of the whole "
            "process less that of its start-up (the same program on an empty file), "
            "then the difference; ! marks more than %.0f %%, ~ more, but less than the "
            "start-up varies between its quartiles",
            100 * WHOLE_TOLERANCE);
    fputc('\n', out);
    if (r == 0)
        r = grid_print(out, &grid, v->style);
    if (r == 0)
        r = print_agreement(out, v);
    if (r == 0)
        r = print_missing_startups(out, v);
    grid_free(&grid);
    return r;
}

int whole_print(FILE *out, const struct whole *w, const struct summary *s,
                const struct report_style *style)
{
    struct view v = { .whole = w, .summary = s, .style = style };
    if (w->case_count == 0)
        return 0;
    int r = view_new(&v);
    if (r == 0)
        r = print_view(out, &v);
    view_free(&v);
    return r;
}
