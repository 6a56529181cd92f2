/* SPDX-License-Identifier: MIT */
/*
 * tutorial.dat: a row per published claim that has a ratio here. The tables of a source stand
 * under its name, the rows of a table under its title, unless there is but one.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "report/caption.h"
#include "report/plotblock.h"
#include "tutorial/finding.h"
#include "tutorial/tutorial.h"

/* In rows: a table's title, and the space around such a table. */
#define TITLE_HEIGHT 1.0
#define TABLE_GAP 0.35
/* Of the axis: space at both ends, as a factor. */
#define AXIS_SPARE 1.6
enum { CAPTION_COLUMNS = 170 };

struct line {
    double y;
    const struct published_table *table;
    bool alone;                      /* the table's only row */
    const char *source;              /* its name; NULL but on the line that is for it alone */
    const struct published_row *row; /* NULL: the table's title, and nothing follows */
    struct finding found[PUBLISHED_LANGUAGES];
};

struct chart {
    FILE *out;
    const struct run *run;
    struct line *lines;
    size_t count;
    double bottom, low, high; /* the ends of the axis */
};

static bool has_ratio(const struct finding *f)
{
    return !isnan(f->better.value);
}

static bool has_any_ratio(const struct line *l)
{
    bool has = false;
    for (size_t i = 0; i < PUBLISHED_LANGUAGES; i++)
        has |= has_ratio(&l->found[i]);
    return has;
}

static void widen(struct chart *c, double value)
{
    if (!isnan(value)) {
        c->low = fmin(c->low, value);
        c->high = fmax(c->high, value);
    }
}

static void widen_by(struct chart *c, const struct line *l)
{
    widen(c, l->row->low);
    widen(c, l->row->high);
    for (size_t i = 0; i < PUBLISHED_LANGUAGES; i++) {
        widen(c, l->found[i].better.value);
        widen(c, l->found[i].better.low);
        widen(c, l->found[i].better.high);
    }
}

static int add_row(struct chart *c, const struct published_table *t,
                   const struct published_row *row)
{
    struct line l = { .table = t, .row = row };
    int r = 0;
    for (size_t i = 0; i < PUBLISHED_LANGUAGES && r == 0; i++)
        r = finding_of_row(&l.found[i], c->run, row, (enum published_language)i);
    if (r < 0 || !has_any_ratio(&l))
        return r;
    c->lines[c->count++] = l;
    widen_by(c, &l);
    return 0;
}

static int add_table(struct chart *c, const struct published_table *t)
{
    size_t first = c->count;
    int r = 0;
    for (size_t i = 0; i < t->row_count && r == 0; i++)
        if (!t->rows[i].missing && finding_has_claim(&t->rows[i]))
            r = add_row(c, t, &t->rows[i]);
    size_t rows = c->count - first;
    struct line *l = &c->lines[first];
    if (rows == 1)
        l->alone = true;
    if (rows > 1) {
        memmove(l + 1, l, rows * sizeof *l);
        *l = (struct line){ .table = t };
        c->count++;
    }
    return r;
}

/* From the top down. */
static void place_lines(struct chart *c)
{
    for (size_t i = 0; i < c->count; i++) {
        struct line *l = &c->lines[i];
        bool begins = i > 0 && l->table != l[-1].table;
        if (begins && !l[-1].source && !(l->alone && l[-1].alone))
            c->bottom += TABLE_GAP;
        l->y = c->bottom;
        c->bottom += l->row ? 1 : TITLE_HEIGHT;
    }
}

static size_t most_lines(const struct published *p)
{
    size_t count = 0;
    for (size_t i = 0; i < p->source_count; i++, count++)
        for (size_t k = 0; k < p->sources[i].table_count; k++)
            count += 1 + p->sources[i].tables[k].row_count;
    return count;
}

static int add_source(struct chart *c, const struct published_source *source)
{
    int r = 0;
    size_t first = c->count++;
    c->lines[first] = (struct line){ .source = source->site };
    for (size_t k = 0; k < source->table_count && r == 0; k++)
        r = add_table(c, &source->tables[k]);
    if (c->count == first + 1)
        c->count = first;
    return r;
}

static int collect(struct chart *c, const struct published *p)
{
    int r = 0;
    c->lines = calloc(most_lines(p) + 1, sizeof *c->lines);
    if (!c->lines)
        return -ENOMEM;
    c->low = c->high = 1;
    for (size_t i = 0; i < p->source_count && r == 0; i++)
        r = add_source(c, &p->sources[i]);
    place_lines(c);
    c->low /= AXIS_SPARE;
    c->high *= AXIS_SPARE;
    return r < 0 ? r : c->count ? 0 : -ENODATA;
}

/* ---- the blocks ---- */

/* Ends the last block and begins the next. `legend` explains its columns. */
static void begin_block(FILE *out, const char *name, const char *legend)
{
    fprintf(out, "\n\n# %s\n# columns: %s\n", name, legend);
}

static void write_text_line(const struct chart *c, double y, const char *text)
{
    fprintf(c->out, "%g\t", y);
    plot_write_text(c->out, text);
    fputc('\n', c->out);
}

/* "Find", "Walk: against a normal file": a row without a title above it. 0 or -ENOMEM. */
static int write_row_alone(const struct chart *c, const struct line *l)
{
    bool same = strcasecmp(l->table->title, l->row->label) == 0;
    char *text =
        text_printf("%s%s%s", l->table->title, same ? "" : ": ", same ? "" : l->row->label);
    if (text)
        write_text_line(c, l->y, text);
    free(text);
    return text ? 0 : -ENOMEM;
}

static int write_labels(const struct chart *c)
{
    int r = 0;
    begin_block(c->out, "sources", "y, name");
    for (size_t i = 0; i < c->count; i++)
        if (c->lines[i].source)
            write_text_line(c, c->lines[i].y, c->lines[i].source);
    begin_block(c->out, "tables", "y, title");
    fprintf(c->out, "-1000\t\"\"\n");
    for (size_t i = 0; i < c->count; i++)
        if (c->lines[i].table && !c->lines[i].row)
            write_text_line(c, c->lines[i].y, c->lines[i].table->title);
    begin_block(c->out, "rows", "y, label");
    for (size_t i = 0; i < c->count && r == 0; i++)
        if (c->lines[i].alone)
            r = write_row_alone(c, &c->lines[i]);
        else if (c->lines[i].row)
            write_text_line(c, c->lines[i].y, c->lines[i].row->label);
    return r;
}

static void write_published(const struct chart *c)
{
    begin_block(c->out, "published", "y, times better: middle, least, most");
    fprintf(c->out, "-1000\t1\t1\t1\n");
    for (size_t i = 0; i < c->count; i++) {
        const struct published_row *row = c->lines[i].row;
        if (row && !isnan(row->low))
            fprintf(c->out, "%g\t%.6g\t%.6g\t%.6g\n", c->lines[i].y, sqrt(row->low * row->high),
                    row->low, row->high);
    }
}

static void write_found(const struct chart *c)
{
    begin_block(
        c->out, "found",
        "language (0: C, 1: Python, 2: as published), y, times better: median, from, to");
    for (size_t i = 0; i < c->count; i++)
        for (size_t k = 0; k < PUBLISHED_LANGUAGES && c->lines[i].row; k++) {
            const struct stats_estimate *e = &c->lines[i].found[k].better;
            if (!isnan(e->value))
                fprintf(c->out, "%zu\t%g\t%.6g\t%.6g\t%.6g\n", k, c->lines[i].y, e->value,
                        isnan(e->low) ? e->value : e->low, isnan(e->high) ? e->value : e->high);
        }
}

static void write_verdicts(const struct chart *c)
{
    begin_block(c->out, "verdicts", "language, y, text");
    fprintf(c->out, "-1\t0\t\"\"\n");
    for (size_t i = 0; i < c->count; i++)
        for (size_t k = 0; k < PUBLISHED_LANGUAGES && c->lines[i].row; k++) {
            const struct finding *f = &c->lines[i].found[k];
            if (!has_ratio(f))
                continue;
            fprintf(c->out, "%zu\t%g\t", k, c->lines[i].y);
            plot_write_text(c->out, claim_verdict_names[f->verdict]);
            fputc('\n', c->out);
        }
}

/* A power of ten each, and 2 and 5 times that where the axis is short. */
static void write_tics(const struct chart *c)
{
    static const double digits[] = { 1, 2, 5 };
    bool is_short = c->high / c->low < 300;
    begin_block(c->out, "tics", "place on the axis, label");
    for (int power = -9; power <= 9; power++)
        for (size_t i = 0; i < (is_short ? 3 : 1); i++) {
            double at = digits[i] * pow(10, power), times = at < 1 ? 1 / at : at;
            if (at < c->low || at > c->high)
                continue;
            fprintf(c->out, "%.6g\t\"%s%.4g%s\"\n", at, at < 1 ? "1/" : "", times,
                    at == 1  ? " (same)"
                    : at < 1 ? ""
                             : "x");
        }
}

static int write_titles(const struct chart *c)
{
    begin_block(c->out, "titles", "line, text");
    fputs("0\t\"mapread tutorial: how many times better mmap is, published and here\"\n",
          c->out);
    for (size_t i = 0; i < CAPTION_LINES; i++) {
        char *text = caption_line(c->run, i, CAPTION_COLUMNS);
        if (!text)
            return -ENOMEM;
        write_text_line(c, (double)i + 1, text);
        free(text);
    }
    return 0;
}

static int write_chart(FILE *out, const void *data)
{
    struct chart c = *(const struct chart *)data;
    c.out = out;
    begin_block(out, "counts", "height in rows, ends of the axis");
    fprintf(out, "%g\t%.6g\t%.6g\n", c.bottom, c.low, c.high);
    int r = write_titles(&c);
    if (r == 0)
        r = write_labels(&c);
    write_published(&c);
    write_found(&c);
    write_verdicts(&c);
    write_tics(&c);
    return r;
}

int tutorial_plotdata_write(const struct published *p, const struct run *r, const char *folder)
{
    struct chart c = { .run = r };
    int result = collect(&c, p);
    if (result == 0)
        result = plot_write_file(folder, "tutorial.dat", write_chart, &c);
    free(c.lines);
    return result;
}
