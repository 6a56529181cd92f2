/* SPDX-License-Identifier: MIT */
/* time.dat: every sample, the medians with their intervals, one panel per workload. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/caption.h"
#include "report/plotblock.h"

/* The part of a row's height that the groups share. */
#define SLOT_SPACE 0.76
/* An axis covers at least this ratio, so that noise does not look like a result. */
#define AXIS_RATIO_MIN 6.0
/* Up to this ratio an axis has a mark at 1, 2 and 5, beyond only at powers of ten. */
#define AXIS_RATIO_FINE 200.0
#define AXIS_DECADES_MAX 6
/* This part of an axis, at both ends, bears no label: it would touch the next panel's. */
#define AXIS_EDGE 0.025

/* One workload's picture. */
struct panel {
    const struct plot *plot;
    size_t number;
    const char *workload;
    size_t slots;     /* groups that have this workload */
    double low, high; /* of the axis, ns */
};

/* One group in one panel. */
struct slot {
    const struct panel *panel;
    const struct summary_group *group;
    const struct summary_row *row;
    size_t group_number;
    double offset; /* from the middle of the row */
};

static size_t count_slots(const struct summary *s, const char *workload)
{
    size_t slots = 0;
    for (size_t i = 0; i < s->group_count; i++)
        slots += summary_find_row(&s->groups[i], workload) != NULL;
    return slots;
}

static void widen(struct panel *p, const struct summary_cell *cell)
{
    for (size_t i = 0; i < cell->source->sample_count; i++) {
        double ns = cell->source->samples[i].wall_ns;
        if (!(ns > 0))
            continue;
        p->low = isnan(p->low) ? ns : fmin(p->low, ns);
        p->high = isnan(p->high) ? ns : fmax(p->high, ns);
    }
}

static void find_range(struct panel *p)
{
    const struct summary *s = p->plot->summary;
    p->low = p->high = NAN;
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_row *row = summary_find_row(&s->groups[i], p->workload);
        for (size_t j = 0; row && j < s->groups[i].column_count; j++)
            if (summary_cell_timed(&row->cells[j]))
                widen(p, &row->cells[j]);
    }
    if (isnan(p->low))
        p->low = p->high = 1e6;
    double missing = sqrt(fmax(AXIS_RATIO_MIN / (p->high / p->low), 1.2 * 1.2));
    p->low /= missing;
    p->high *= missing;
}

static struct panel panel_of(const struct plot *plot, size_t number)
{
    struct panel p = { .plot = plot,
                       .number = number,
                       .workload = plot->summary->workloads[number] };
    p.slots = count_slots(plot->summary, p.workload);
    find_range(&p);
    return p;
}

/* NULL where the group has no such row. */
static const char *baseline_of(const struct summary_group *g, const char *workload)
{
    const struct summary_row *row = summary_find_row(g, workload);
    return row ? row->baseline : NULL;
}

static bool is_new(const struct summary *s, size_t group, const char *workload)
{
    const char *baseline = baseline_of(&s->groups[group], workload);
    for (size_t i = 0; baseline && i < group; i++) {
        const char *earlier = baseline_of(&s->groups[i], workload);
        if (earlier && strcmp(earlier, baseline) == 0)
            return false;
    }
    return baseline;
}

/* "read"; "seek or pread" where groups have different ones. */
static int write_baselines(const struct plot *plot, const char *workload)
{
    const struct summary *s = plot->summary;
    char *text = NULL;
    size_t size;
    const char *before = "";
    FILE *names = open_memstream(&text, &size);
    if (!names)
        return -ENOMEM;
    for (size_t i = 0; i < s->group_count; i++)
        if (is_new(s, i, workload)) {
            fprintf(names, "%s%s", before, baseline_of(&s->groups[i], workload));
            before = " or ";
        }
    int r = fclose(names) == 0 ? 0 : -ENOMEM;
    if (r == 0)
        plot_write_text(plot, text);
    free(text);
    return r;
}

static int write_panels(const struct plot *plot)
{
    int r = 0;
    plot_begin_block(plot, "panels",
                     "panel, axis from, to (s), workload, its baseline, groups");
    for (size_t i = 0; i < plot->summary->workload_count && r == 0; i++) {
        struct panel p = panel_of(plot, i);
        fprintf(plot->out, "%zu\t%.6g\t%.6g\t", i, p.low / 1e9, p.high / 1e9);
        plot_write_text(plot, p.workload);
        fputc('\t', plot->out);
        r = write_baselines(plot, p.workload);
        fprintf(plot->out, "\t%zu\n", p.slots);
    }
    return r;
}

/* A whole number of a unit: "2 ms". */
static void write_tic(const struct panel *p, double ns)
{
    static const char *const unit[] = { "ns", "us", "ms", "s" };
    size_t i = 0;
    double value = ns;
    for (; value > 999.5 && i + 1 < sizeof unit / sizeof unit[0]; i++)
        value /= 1000;
    fprintf(p->plot->out, "%zu\t%.6g\t\"%.0f %s\"\n", p->number, ns / 1e9, value, unit[i]);
}

static void write_panel_tics(const struct panel *p)
{
    double ratio = p->high / p->low, edge = pow(ratio, AXIS_EDGE);
    int step = (int)ceil(log10(ratio) / AXIS_DECADES_MAX);
    for (int exponent = 0; exponent<15; exponent += ratio> AXIS_RATIO_FINE ? step : 1)
        for (int digit = 1; digit <= 5; digit += digit == 1 ? 1 : 3) {
            double ns = digit * pow(10, exponent);
            if (ns >= p->low * edge && ns <= p->high / edge &&
                (digit == 1 || ratio <= AXIS_RATIO_FINE))
                write_tic(p, ns);
        }
}

static void write_tics(const struct plot *plot)
{
    plot_begin_block(plot, "tics", "panel, place on the axis (s), label");
    for (size_t i = 0; i < plot->summary->workload_count; i++) {
        struct panel p = panel_of(plot, i);
        write_panel_tics(&p);
    }
}

static bool is_like(const struct summary_group *a, const struct summary_group *b)
{
    return summary_same_but_data(a, b);
}

/* Groups with the same state and threads have one colour, groups with the same data set one
   symbol. */
static size_t state_number(const struct summary *s, size_t group)
{
    size_t number = 0;
    for (size_t i = 0; i <= group; i++) {
        size_t first = 0;
        while (!is_like(&s->groups[first], &s->groups[i]))
            first++;
        if (is_like(&s->groups[i], &s->groups[group]))
            return number;
        number += first == i;
    }
    return number;
}

static size_t dataset_number(const struct summary *s, size_t group)
{
    size_t number = 0;
    for (size_t i = 0; i <= group; i++) {
        size_t first = 0;
        while (strcmp(s->groups[first].key.dataset, s->groups[i].key.dataset) != 0)
            first++;
        if (strcmp(s->groups[i].key.dataset, s->groups[group].key.dataset) == 0)
            return number;
        number += first == i;
    }
    return number;
}

static int write_groups(const struct plot *plot)
{
    const struct summary *s = plot->summary;
    plot_begin_block(plot, "groups",
                     "group, state and threads (colour), data set (symbol), label");
    for (size_t i = 0; i < s->group_count; i++) {
        char *label = caption_of_group(s, &s->groups[i]);
        if (!label)
            return -ENOMEM;
        fprintf(plot->out, "%zu\t%zu\t%zu\t", i, state_number(s, i), dataset_number(s, i));
        plot_write_text(plot, label);
        fputc('\n', plot->out);
        free(label);
    }
    return 0;
}

/* Calls `writer` for every row of every slot of every panel. */
static void walk(const struct plot *plot, void (*writer)(const struct slot *slot, size_t row,
                                                         const struct summary_cell *cell))
{
    const struct summary *s = plot->summary;
    for (size_t i = 0; i < s->workload_count; i++) {
        struct panel p = panel_of(plot, i);
        struct slot slot = { .panel = &p };
        double height = SLOT_SPACE / (double)p.slots;
        slot.offset = -SLOT_SPACE / 2 + height / 2;
        for (size_t j = 0; j < s->group_count; j++) {
            slot.group = &s->groups[j];
            slot.row = summary_find_row(slot.group, p.workload);
            slot.group_number = j;
            if (!slot.row)
                continue;
            for (size_t k = 0; k < s->column_count; k++)
                writer(&slot, k, summary_find_cell(slot.group, slot.row, s->columns[k].method));
            slot.offset += height;
        }
    }
}

static void write_place(const struct slot *slot, size_t row)
{
    const struct plot *plot = slot->panel->plot;
    fprintf(plot->out, "%zu\t%zu\t%zu\t%.4g", slot->panel->number,
            state_number(plot->summary, slot->group_number),
            dataset_number(plot->summary, slot->group_number), plot->rows[row] + slot->offset);
}

static void write_samples(const struct slot *slot, size_t row, const struct summary_cell *cell)
{
    if (!summary_cell_timed(cell))
        return;
    for (size_t i = 0; i < cell->source->sample_count; i++) {
        double ns = cell->source->samples[i].wall_ns;
        if (!(ns > 0))
            continue;
        write_place(slot, row);
        fprintf(slot->panel->plot->out, "\t%.6g\n", ns / 1e9);
    }
}

static void write_median(const struct slot *slot, size_t row, const struct summary_cell *cell)
{
    if (!summary_cell_timed(cell))
        return;
    struct stats_estimate e = cell->wall_ns;
    write_place(slot, row);
    fprintf(slot->panel->plot->out, "\t%.6g\t%.6g\t%.6g\n", e.value / 1e9,
            (isnan(e.low) ? e.value : e.low) / 1e9, (isnan(e.high) ? e.value : e.high) / 1e9);
}

static void write_baseline(const struct slot *slot, size_t row, const struct summary_cell *cell)
{
    const struct plot *plot = slot->panel->plot;
    (void)row;
    if (!summary_cell_timed(cell) || !cell->baseline)
        return;
    fprintf(plot->out, "%zu\t%zu\t%.6g\n", slot->panel->number,
            state_number(plot->summary, slot->group_number), cell->wall_ns.value / 1e9);
}

static const struct summary_cell *cell_of(const struct plot *plot, size_t group,
                                          const char *workload, size_t row)
{
    const struct summary_group *g = &plot->summary->groups[group];
    const struct summary_row *r = summary_find_row(g, workload);
    return r ? summary_find_cell(g, r, plot->summary->columns[row].method) : NULL;
}

/* Every group of the panel that has the case says the same. */
static bool note_is_common(const struct slot *slot, size_t row, const char *note)
{
    const struct plot *plot = slot->panel->plot;
    for (size_t i = 0; i < plot->summary->group_count; i++) {
        char buffer[TEXT_MAX + 1];
        const struct summary_cell *cell = cell_of(plot, i, slot->panel->workload, row);
        const char *other = plot_note(cell, buffer);
        if (cell && cell->source && (!other || strcmp(other, note) != 0))
            return false;
    }
    return true;
}

/* A common note is said once, in the middle of the row and without a group's colour. */
static void write_note(const struct slot *slot, size_t row, const struct summary_cell *cell)
{
    const struct plot *plot = slot->panel->plot;
    char buffer[TEXT_MAX + 1];
    const char *note = plot_note(cell, buffer);
    if (!note)
        return;
    if (note_is_common(slot, row, note))
        fprintf(plot->out, "%zu\t-1\t%.4g", slot->panel->number, plot->rows[row]);
    else
        fprintf(plot->out, "%zu\t%zu\t%.4g", slot->panel->number,
                state_number(plot->summary, slot->group_number),
                plot->rows[row] + slot->offset);
    fputc('\t', plot->out);
    plot_write_text(plot, note);
    fputc('\n', plot->out);
}

static int write_counts(const struct plot *plot)
{
    size_t titles;
    int r = plot_count_titles(plot, &titles);
    if (r < 0)
        return r;
    plot_begin_block(plot, "counts", "panels, height in rows, titles, groups");
    fprintf(plot->out, "%zu\t%g\t%zu\t%zu\n", plot->summary->workload_count, plot->bottom,
            titles, plot->summary->group_count);
    return 0;
}

/* A block may turn out empty, which gnuplot would not find: so it has one line of a panel
   that does not exist. */
static void begin_walked(const struct plot *plot, const char *name, const char *legend,
                         const char *line_of_nobody)
{
    plot_begin_block(plot, name, legend);
    fputs(line_of_nobody, plot->out);
}

int plot_write_time(const struct plot *plot)
{
    int r = write_counts(plot);
    if (r == 0)
        r = plot_write_titles(plot, "mapread: time per pass (further left is faster)");
    if (r == 0)
        r = write_groups(plot);
    if (r < 0)
        return r;
    plot_write_methods(plot);
    r = write_panels(plot);
    if (r < 0)
        return r;
    write_tics(plot);
    begin_walked(plot, "baselines", "panel, state, median (s)", "-1\t0\t1\n");
    walk(plot, write_baseline);
    begin_walked(plot, "samples", "panel, state, data set, y, time (s)", "-1\t0\t0\t0\t1\n");
    walk(plot, write_samples);
    begin_walked(plot, "medians", "panel, state, data set, y, time, from, to (s)",
                 "-1\t0\t0\t0\t1\t1\t1\n");
    walk(plot, write_median);
    begin_walked(plot, "notes", "panel, state (-1: all), y, text", "-1\t0\t0\t\"\"\n");
    walk(plot, write_note);
    return 0;
}
