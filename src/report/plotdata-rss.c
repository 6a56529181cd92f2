/* SPDX-License-Identifier: MIT */
/* rss.dat: memory, anonymous and file pages apart, one panel per workload. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/caption.h"
#include "report/plotblock.h"

#define MIB 1048576.0
/* Space behind the longest bar for its figure, as a share of it. */
#define AXIS_SPARE 0.36
/* The end of an axis that bears no label: it would touch the next panel's. */
#define AXIS_EDGE 0.025

/* One workload in the one group that stands for it. */
struct panel {
    const struct plot *plot;
    size_t number;
    const struct summary_group *group;
    const struct summary_row *row;
    double high; /* of the axis, MiB */
};

static bool any_timed(const struct summary_group *g, const struct summary_row *row)
{
    for (size_t i = 0; row && i < g->column_count; i++)
        if (summary_cell_timed(&row->cells[i]))
            return true;
    return false;
}

/* The first warm group that has figures, else the first that has any, else the first. */
static const struct summary_group *choose_group(const struct summary *s, const char *workload)
{
    const struct summary_group *best = NULL;
    int best_rank = -1;
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *g = &s->groups[i];
        const struct summary_row *row = summary_find_row(g, workload);
        int rank = !row ? -1 : 2 * any_timed(g, row) + (strcmp(g->key.state, "warm") == 0);
        if (rank > best_rank) {
            best = g;
            best_rank = rank;
        }
    }
    return best;
}

static double or_zero(double value)
{
    return isnan(value) ? 0 : value;
}

/* The peak, or what is known of it. */
static double length_of(const struct summary_cell *cell)
{
    double parts = or_zero(cell->median.rss_anon_bytes) + or_zero(cell->median.rss_file_bytes);
    return fmax(or_zero(cell->median.peak_rss_bytes), parts) / MIB;
}

static struct panel panel_of(const struct plot *plot, size_t number)
{
    const char *workload = plot->summary->workloads[number];
    const struct summary_group *g = choose_group(plot->summary, workload);
    struct panel p = {
        .plot = plot, .number = number, .group = g, .row = summary_find_row(g, workload)
    };
    for (size_t i = 0; i < g->column_count; i++)
        if (summary_cell_timed(&p.row->cells[i]))
            p.high = fmax(p.high, length_of(&p.row->cells[i]));
    p.high = (p.high > 0 ? p.high : 1) * (1 + AXIS_SPARE);
    return p;
}

static int write_panel(const struct panel *p)
{
    char *caption = caption_of_group(p->plot->summary, p->group);
    char *title = caption ? text_printf("%s (%s)", p->row->label, caption) : NULL;
    free(caption);
    if (!title)
        return -ENOMEM;
    fprintf(p->plot->out, "%zu\t%.6g\t%.6g\t", p->number, p->high,
            p->row->baseline_rss_bytes / MIB);
    plot_write_text(p->plot, title);
    fputc('\n', p->plot->out);
    free(title);
    return 0;
}

/* 1, 2 or 5 times a power of ten, at most six of them on the axis. */
static double tic_step(double high)
{
    double power = pow(10, floor(log10(high / 6)));
    for (double digit = 1; digit <= 5; digit += digit == 1 ? 1 : 3)
        if (high / (digit * power) <= 6)
            return digit * power;
    return 10 * power;
}

static void write_tics(const struct panel *p)
{
    double step = tic_step(p->high);
    fprintf(p->plot->out, "%zu\t0\t\"0\"\n", p->number);
    for (int i = 1; i * step <= p->high * (1 - AXIS_EDGE); i++)
        fprintf(p->plot->out, "%zu\t%.6g\t\"%g MiB\"\n", p->number, i * step, i * step);
}

static void write_bar(const struct panel *p, size_t row, const struct summary_cell *cell)
{
    char own[TEXT_MAX], mapped[TEXT_MAX], label[2 * TEXT_MAX + 3];
    double anon = or_zero(cell->median.rss_anon_bytes),
           file = or_zero(cell->median.rss_file_bytes);
    fprintf(p->plot->out, "%zu\t%.4g\t%.6g\t%.6g\t%.6g\t%.6g\t", p->number, p->plot->rows[row],
            anon / MIB, (anon + file) / MIB, cell->median.peak_rss_bytes / MIB,
            length_of(cell));
    snprintf(label, sizeof label, "%s + %s", text_format_bytes(cell->own_bytes, own),
             text_format_bytes(cell->mapped_bytes, mapped));
    plot_write_text(p->plot, label);
    fputc('\n', p->plot->out);
}

static void write_note(const struct panel *p, size_t row, const struct summary_cell *cell)
{
    char buffer[TEXT_MAX + 1];
    const char *note = plot_note(cell, buffer);
    if (!note)
        return;
    fprintf(p->plot->out, "%zu\t%.4g\t", p->number, p->plot->rows[row]);
    plot_write_text(p->plot, note);
    fputc('\n', p->plot->out);
}

static void write_bars(const struct panel *p)
{
    const struct summary *s = p->plot->summary;
    for (size_t i = 0; i < s->column_count; i++) {
        const struct summary_cell *cell =
            summary_find_cell(p->group, p->row, s->columns[i].method);
        if (summary_cell_timed(cell))
            write_bar(p, i, cell);
    }
}

static void write_notes(const struct panel *p)
{
    const struct summary *s = p->plot->summary;
    for (size_t i = 0; i < s->column_count; i++)
        write_note(p, i, summary_find_cell(p->group, p->row, s->columns[i].method));
}

static void for_panels(const struct plot *plot, void (*writer)(const struct panel *p))
{
    for (size_t i = 0; i < plot->summary->workload_count; i++) {
        struct panel p = panel_of(plot, i);
        writer(&p);
    }
}

static int write_panels(const struct plot *plot)
{
    int r = 0;
    plot_begin_block(plot, "panels", "panel, end of the axis, an idle process (MiB), title");
    for (size_t i = 0; i < plot->summary->workload_count && r == 0; i++) {
        struct panel p = panel_of(plot, i);
        r = write_panel(&p);
    }
    return r;
}

int plot_write_rss(const struct plot *plot)
{
    size_t titles;
    int r = plot_count_titles(plot, &titles);
    if (r < 0)
        return r;
    plot_begin_block(plot, "counts", "panels, height in rows, titles");
    fprintf(plot->out, "%zu\t%g\t%zu\n", plot->summary->workload_count, plot->bottom, titles);
    r = plot_write_titles(
        plot, "mapread: own memory + mapped page cache of the process (further left is less)");
    if (r == 0)
        r = write_panels(plot);
    if (r < 0)
        return r;
    plot_write_methods(plot);
    plot_begin_block(plot, "tics", "panel, place on the axis (MiB), label");
    for_panels(plot, write_tics);
    plot_begin_block(
        plot, "bars",
        "panel, y, end of anonymous, of file pages, peak, end of all (MiB), label");
    fprintf(plot->out, "-1\t0\t0\t0\t0\t0\t\"\"\n");
    for_panels(plot, write_bars);
    plot_begin_block(plot, "notes", "panel, y, text");
    fprintf(plot->out, "-1\t0\t\"\"\n");
    for_panels(plot, write_notes);
    return 0;
}
