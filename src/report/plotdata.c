/* SPDX-License-Identifier: MIT */
#include "report/plotdata.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/atomic_file.h"
#include "base/glyph.h"
#include "base/io.h"
#include "base/text.h"
#include "report/caption.h"
#include "report/matrix-table.h"
#include "report/plotblock.h"

/* In pixels. */
#define WIDTH 1000.0
#define MARGIN 16.0
#define COLUMN_STEP 492.0
#define NAME_WIDTH 122.0
#define AXIS_WIDTH 342.0
#define ROW_HEIGHT 18.0
#define FAMILY_GAP 5.0
enum { COLUMNS = 2, NAME_COLUMNS = 19, TITLE_COLUMNS = 75, CAPTION_COLUMNS = 156 };

/* ---- a file ---- */

/* gnuplot reads backslash escapes in a quoted field, and writes "]]>" into an SVG as it is,
   which no XML may have: a space keeps it apart. */
static void write_quoted(FILE *out, const char *text)
{
    fputc('"', out);
    for (size_t i = 0; text[i] != '\0'; i++) {
        if (text[i] == '"')
            fputs("\\042", out);
        else if (text[i] == '\\')
            fputs("\\\\", out);
        else if (text[i] == '>' && i >= 2 && strncmp(text + i - 2, "]]", 2) == 0)
            fputs(" >", out);
        else
            fputc(text[i], out);
    }
    fputc('"', out);
}

void plot_write_text(FILE *out, const char *text)
{
    char *clean = glyph_clean(text);
    write_quoted(out, clean ? clean : "");
    free(clean);
}

int plot_write_file(const char *folder, const char *name,
                    int (*writer)(FILE *out, const void *data), const void *data)
{
    struct atomic_file file;
    char *plots = text_printf("%s/plots", folder);
    int r = plots ? io_make_directory(plots) : -ENOMEM;
    if (r == 0)
        r = atomic_file_begin(&file, plots, name);
    free(plots);
    if (r < 0)
        return r;
    fprintf(file.stream, "# Written by mapread, read by gnuplot: columns by tabs.\n");
    return atomic_file_end(&file, writer(file.stream, data));
}

void plot_item(FILE *out, const struct plot_item *i)
{
    fprintf(out, "%s\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t", i->kind, i->family, i->x, i->y, i->x2,
            i->y2);
    plot_write_text(out, i->text ? i->text : "");
    fputc('\n', out);
}

static void write_words(FILE *out, const char *kind, double x, double y, const char *text)
{
    plot_item(out, &(struct plot_item){ .kind = kind, .x = x, .y = y, .text = text });
}

/* ---- a panel ---- */

static void write_ticks(const struct plot_panel *p, scale_label *label, double top,
                        double bottom)
{
    double values[SCALE_TICKS_MAX], free_from = 0;
    size_t count = scale_ticks(&p->x, 7, values);
    for (size_t i = 0; i < count; i++) {
        char text[TEXT_MAX];
        double x = scale_at(&p->x, values[i]);
        double half = PLOT_CHARACTER / 2 * (double)strlen(label(values[i], text));
        plot_item(p->out, &(struct plot_item){ "grid", 0, x, top, x, bottom, NULL });
        if (x - half < free_from)
            continue;
        write_words(p->out, "tick", x, bottom + 10, text);
        free_from = x + half + PLOT_CHARACTER;
    }
}

/* What stands in the place of a figure: "skipped", ">20 s". */
static const char *untimed(const struct summary_cell *cell, char text[TEXT_MAX + 1])
{
    char seconds[TEXT_MAX];
    if (isnan(cell->limit_ns))
        return summary_untimed(cell->source);
    snprintf(text, TEXT_MAX + 1, ">%s", text_format_seconds(cell->limit_ns / 1e9, seconds));
    return text;
}

static void write_name(const struct plot_panel *p, const char *method, double y)
{
    char *clean = glyph_clean(method);
    if (clean) {
        clean[glyph_fit(clean, NAME_COLUMNS)] = '\0';
        write_words(p->out, "name", p->x.from - 7, y, clean);
    }
    free(clean);
}

/* Returns where the row ends. */
static double write_row(const struct plot_panel *p, const struct plot_picture *picture,
                        size_t column, double top)
{
    char text[TEXT_MAX + 1];
    const struct summary_cell *cell = &p->row->cells[column];
    enum summary_family family = p->g->columns[column].family;
    bool timed = summary_cell_timed(cell);
    double above = timed && picture->room_above ? picture->room_above(p, cell) : 0;
    double bottom = top + above + ROW_HEIGHT, y = bottom - ROW_HEIGHT / 2;
    if (family == SUMMARY_FAMILY_MMAP)
        plot_item(p->out,
                  &(struct plot_item){ "band", family, p->x.from, top, p->x.to, bottom, NULL });
    write_name(p, p->g->columns[column].method, y);
    if (timed)
        picture->draw(p, cell, family, y);
    else
        write_words(p->out, "note", p->x.from + 6, y, untimed(cell, text));
    return bottom;
}

static double write_rows(const struct plot_panel *p, const struct plot_picture *picture,
                         double top)
{
    double y = top;
    const struct summary_column *before = NULL;
    for (size_t i = 0; i < p->g->column_count; i++) {
        if (!p->row->cells[i].source)
            continue;
        if (before && before->family != p->g->columns[i].family)
            y += FAMILY_GAP;
        before = &p->g->columns[i];
        y = write_row(p, picture, i, y);
    }
    return y;
}

/* ---- the picture ---- */

struct canvas {
    FILE *out;
    const struct run *run;
    const struct summary *summary;
    const struct plot_picture *picture;
    double y, bottom; /* of the line of panels */
    size_t column;    /* of the next panel in it */
    bool headed;      /* the state has its heading */
};

static void end_line(struct canvas *c)
{
    c->y = c->bottom;
    c->column = 0;
}

static void write_heading(struct canvas *c, const char *text)
{
    end_line(c);
    write_words(c->out, "section", MARGIN, c->y + 16, text);
    c->y = c->bottom = c->y + 32;
    c->headed = true;
}

/* 0 or -ENOMEM. */
static int write_panel(struct canvas *c, const struct summary_group *g,
                       const struct summary_row *row)
{
    char finding[MATRIX_TEXT_MAX];
    double left = MARGIN + COLUMN_STEP * (double)c->column, top = c->y + 22;
    struct plot_panel p = { .out = c->out, .g = g, .row = row };
    char *title = caption_of_row(g, row, c->picture->finding(g, row, finding));
    if (!title)
        return -ENOMEM;
    title[glyph_fit(title, TITLE_COLUMNS)] = '\0';
    write_words(c->out, "title", left, c->y + 10, title);
    free(title);
    p.x.from = left + NAME_WIDTH;
    p.x.to = p.x.from + AXIS_WIDTH;
    c->picture->set_scale(&p);
    double bottom = write_rows(&p, c->picture, top);
    write_ticks(&p, c->picture->label, top, bottom);
    plot_item(c->out, &(struct plot_item){ "axis", 0, p.x.from, bottom, p.x.to, bottom, NULL });
    if (c->picture->draw_across)
        c->picture->draw_across(&p, top, bottom);
    c->bottom = fmax(c->bottom, bottom + 32);
    if (++c->column == COLUMNS)
        end_line(c);
    return 0;
}

/* Some group before it has the row in another state. */
static bool is_shown_before(const struct summary *s, const struct summary_group *g,
                            const struct summary_row *row)
{
    for (const struct summary_group *o = s->groups; o < g; o++)
        for (size_t i = 0; i < o->row_count; i++)
            if (case_key_same_but(&o->rows[i].key, &row->key, CASE_METHOD | CASE_STATE) &&
                summary_row_timed(o, &o->rows[i]))
                return true;
    return false;
}

static int write_workload(struct canvas *c, const char *workload, const char *state,
                          const char *heading)
{
    int r = 0;
    const struct summary *s = c->summary;
    for (const struct summary_group *g = s->groups; g < s->groups + s->group_count; g++) {
        const struct summary_row *row = summary_find_row(g, workload);
        if (!row || strcmp(g->key.state, state) != 0 || !summary_row_timed(g, row) ||
            (!c->picture->all_states && is_shown_before(s, g, row)))
            continue;
        if (!c->headed)
            write_heading(c, heading);
        if (r == 0)
            r = write_panel(c, g, row);
    }
    return r;
}

static int write_state(struct canvas *c, const char *state, const char *heading)
{
    int r = 0;
    c->headed = !c->picture->all_states;
    for (size_t i = 0; i < c->summary->workload_count && r == 0; i++)
        r = write_workload(c, c->summary->workloads[i], state, heading);
    return r;
}

static bool is_known(const struct summary *s, const struct summary_group *g)
{
    for (size_t i = 0; i < MATRIX_STATES; i++)
        if (strcmp(matrix_states[i], g->key.state) == 0)
            return true;
    for (const struct summary_group *o = s->groups; o < g; o++)
        if (strcmp(o->key.state, g->key.state) == 0)
            return true;
    return false;
}

/* The states of the matrix, then the others in the order of the run. */
static int write_states(struct canvas *c)
{
    char title[PROOF_TEXT_MAX];
    int r = 0;
    for (size_t i = 0; i < MATRIX_STATES && r == 0; i++)
        r = write_state(
            c, matrix_states[i],
            proof_name(matrix_titles[i], proof_of_state(c->summary, matrix_states[i]), title));
    for (size_t i = 0; i < c->summary->group_count && r == 0; i++) {
        const struct summary_group *g = &c->summary->groups[i];
        if (!is_known(c->summary, g))
            r = write_state(
                c, g->key.state,
                proof_name(g->key.state, proof_of_state(c->summary, g->key.state), title));
    }
    return r;
}

int plot_write_head(FILE *out, const struct run *r, const char *heading, double *ret_y)
{
    fprintf(out, "# kind, family, x, y, x2, y2 (pixels), text\n");
    write_words(out, "heading", MARGIN, 18, heading);
    double y = 39;
    for (size_t i = 0; i < CAPTION_LINES; i++) {
        char *text = caption_line(r, i, CAPTION_COLUMNS);
        if (!text)
            return -ENOMEM;
        write_words(out, "caption", MARGIN, y, text);
        y += text[0] ? 17 : 0;
        free(text);
    }
    *ret_y = y;
    return 0;
}

void plot_write_canvas(FILE *out, double height)
{
    plot_item(out, &(struct plot_item){ "canvas", 0, 0, 0, WIDTH, height, NULL });
}

static int write_picture(FILE *out, const void *data)
{
    struct canvas c = *(const struct canvas *)data;
    c.out = out;
    int r = plot_write_head(out, c.run, c.picture->heading, &c.y);
    if (r < 0)
        return r;
    c.picture->write_legend(out, c.y + 4);
    c.bottom = c.y += 24;
    r = write_states(&c);
    plot_write_canvas(out, c.bottom);
    return r;
}

int plotdata_write(const struct run *r, const struct summary *s, const char *folder)
{
    int result = s->column_count == 0 ? -ENODATA : 0;
    const struct plot_picture *const pictures[] = { &plot_time, &plot_rss };
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0] && result == 0; i++)
        result =
            plot_write_file(folder, pictures[i]->name, write_picture,
                            &(struct canvas){ .run = r, .summary = s, .picture = pictures[i] });
    return result;
}
