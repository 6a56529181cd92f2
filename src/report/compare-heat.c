/* SPDX-License-Identifier: MIT */
#include "report/compare-heat.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/caption.h"
#include "report/compare-table.h"
#include "report/grid.h"
#include "report/heat.h"

bool compare_heat_wants(const struct summary_group *g, const struct summary_row *row)
{
    const struct summary_cell *mmap =
        summary_find_cell(g, row, summary_challenger(row->key.workload));
    return mmap && mmap->source;
}

static bool has_rows(const struct summary_group *g)
{
    for (size_t i = 0; i < g->row_count; i++)
        if (compare_heat_wants(g, &g->rows[i]))
            return true;
    return false;
}

bool compare_heat_begins(const struct compare *c, size_t group)
{
    const struct summary_group *groups = c->layout.groups;
    for (size_t i = 0; i < group; i++)
        if (strcmp(groups[i].key.state, groups[group].key.state) == 0 && has_rows(&groups[i]))
            return false;
    return has_rows(&groups[group]);
}

/* ---- cells ---- */

enum { SIGNS_MAX = HEAT_STEPS + 1 };

/* "---", "+": a sign for each step; "+?" without a verdict. The ratio is known. */
static void write_signs(char text[SIGNS_MAX + 1], const struct stats_comparison *c)
{
    const char *steps = c->ratio.value < 1 ? "-----" : "+++++";
    int count = heat_has_shade(c->verdict) ? heat_steps(c->ratio.value) : 0;
    snprintf(text, SIGNS_MAX + 1, "%.*s%s", count, steps, heat_sign(c->verdict));
}

/* Signs begin one below the other, for cells are aligned on the right. */
static void write_cell(struct grid_cell *to, const struct compare *c, size_t run,
                       const struct summary_group *g, const char *workload)
{
    char ratio[TEXT_MAX], signs[SIGNS_MAX + 1];
    const struct summary_group *own;
    const struct summary_row *row = compare_row_of(c, run, g, workload, &own);
    const struct summary_cell *mmap =
        row ? summary_find_cell(own, row, summary_challenger(row->key.workload)) : NULL;
    if (!mmap || !mmap->source)
        return;
    if (!summary_cell_timed(mmap)) {
        snprintf(to->text, sizeof to->text, "%s %*s", summary_untimed(mmap->source), SIGNS_MAX,
                 "");
    } else if (isnan(mmap->against.ratio.value)) {
        snprintf(to->text, sizeof to->text, "- %*s", SIGNS_MAX, "");
    } else {
        write_signs(signs, &mmap->against);
        snprintf(to->text, sizeof to->text, "%s %-*s",
                 compare_format_ratio(mmap->against.ratio.value, ratio), SIGNS_MAX, signs);
    }
}

/* ---- one state ---- */

static size_t count_lines(const struct summary_group *g)
{
    size_t lines = 0;
    for (size_t i = 0; i < g->row_count; i++)
        lines += compare_heat_wants(g, &g->rows[i]);
    return lines;
}

/* The data set in a line of its own on a terminal, in Markdown before its first workload.
   Returns the line after it. */
static size_t fill_group(struct grid *grid, size_t line, const struct compare *c,
                         const struct summary_group *g, bool own_line)
{
    if (!has_rows(g))
        return line;
    grid->lines[line].row = g->place;
    line += own_line;
    for (size_t i = 0; i < g->row_count; i++) {
        if (!compare_heat_wants(g, &g->rows[i]))
            continue;
        grid->lines[line].figure = g->rows[i].label;
        for (size_t run = 0; run < c->run_count; run++)
            write_cell(&grid->lines[line].cells[run], c, run, g, g->rows[i].workload);
        line++;
    }
    return line;
}

static int print_state(FILE *out, const struct compare *c, const char *state,
                       const struct summary_column *columns, const struct report_style *style)
{
    struct grid grid;
    bool own_line = style->format == REPORT_TERMINAL;
    size_t lines = 0, line = 0;
    const struct summary_group *groups = c->layout.groups;
    for (size_t i = 0; i < c->layout.group_count; i++)
        if (strcmp(groups[i].key.state, state) == 0 && has_rows(&groups[i]))
            lines += count_lines(&groups[i]) + own_line;
    int r = grid_new(&grid, columns, c->run_count, lines);
    if (r < 0)
        return r;
    grid.corner = "mmap / read";
    for (size_t i = 0; i < c->layout.group_count; i++)
        if (strcmp(groups[i].key.state, state) == 0)
            line = fill_group(&grid, line, c, &groups[i], own_line);
    r = page_heading(out, 3, state, style);
    if (r == 0)
        r = grid_print(out, &grid, style);
    grid_free(&grid);
    return r;
}

static int explain(FILE *out, const struct report_style *style)
{
    int r = page_heading(out, 2, COMPARE_HEAT_TITLE, style);
    return r < 0
               ? r
               : page_printf(
                     out, style,
                     "time of mmap / time of the baseline in one run (read for most workloads, "
                     "seek for random, malloc for allocate, whose mmap is mmap-anonymous), "
                     "judged by that run alone; -: faster, +: slower, one sign more "
                     "for every factor of %.1f; ~: no difference shown; ? behind it: "
                     "undecided",
                     HEAT_STEP);
}

int compare_heat_print(FILE *out, const struct compare *c, const struct summary_column *columns,
                       const struct report_style *style)
{
    bool explained = false;
    int r = 0;
    for (size_t i = 0; i < c->layout.group_count && r == 0; i++) {
        if (!compare_heat_begins(c, i))
            continue;
        if (!explained)
            r = explain(out, style);
        explained = true;
        if (r == 0)
            r = print_state(out, c, c->layout.groups[i].key.state, columns, style);
    }
    return r;
}
