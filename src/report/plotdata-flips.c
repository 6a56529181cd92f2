/* SPDX-License-Identifier: MIT */
/*
 * flips.dat: a small panel for each curve of analysis/curve.h: mmap's time as a multiple of
 * read's, up where read is faster, with a line at 1.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/glyph.h"
#include "report/curves.h"
#include "report/plotblock.h"
#include "report/plotdata.h"

/* In pixels. */
#define COLUMN_STEP 492.0
#define MARGIN 16.0
#define TICKS_WIDTH 44.0
#define AXIS_WIDTH 350.0
#define HEAD_HEIGHT 54.0
#define AXIS_HEIGHT 120.0
#define PANEL_HEIGHT 212.0
#define TICK_HEIGHT 15.0
/* An axis covers at least this ratio on either side of 1, so that noise is no result. */
#define AXIS_RATIO_MIN 1.5
enum { COLUMNS = 2, TITLE_COLUMNS = 75, FINDING_COLUMNS = 82 };

struct panel {
    FILE *out;
    double left, top;
    const struct curve *curve;
    struct scale x, y;
};

static void write_words(FILE *out, const char *kind, double x, double y, const char *text)
{
    plot_item(out, &(struct plot_item){ .kind = kind, .x = x, .y = y, .text = text });
}

/* ---- the axes ---- */

/* A filler is no number: nothing lies between two of them. */
static bool is_ordered(const struct curve *c)
{
    return c->parameter != CURVE_FILL;
}

static void set_scales(struct panel *p)
{
    const struct curve *c = p->curve;
    p->x = (struct scale){ .low = c->points[0].value,
                           .high = c->points[c->point_count - 1].value,
                           .from = p->left + TICKS_WIDTH + 8,
                           .to = p->left + TICKS_WIDTH + AXIS_WIDTH - 8,
                           .log = is_ordered(c) };
    p->y = (struct scale){ .low = 1 / AXIS_RATIO_MIN,
                           .high = AXIS_RATIO_MIN,
                           .from = p->top + HEAD_HEIGHT + AXIS_HEIGHT,
                           .to = p->top + HEAD_HEIGHT,
                           .log = true };
    for (size_t i = 0; i < c->point_count; i++) {
        const struct stats_estimate *e = &c->points[i].against.ratio;
        p->y.low = fmin(p->y.low, e->low > 0 ? fmin(e->low, e->value) : e->value);
        p->y.high = fmax(p->y.high, isfinite(e->high) ? fmax(e->high, e->value) : e->value);
        if (is_ordered(c) && c->points[i].predicted > 0) {
            p->y.low = fmin(p->y.low, c->points[i].predicted);
            p->y.high = fmax(p->y.high, c->points[i].predicted);
        }
    }
    scale_spread(&p->y, 1);
}

/* "64K", where a size is short. */
static const char *short_value(const struct curve *c, double value, char text[TEXT_MAX])
{
    static const char units[] = "BKMGT";
    size_t i = 0;
    if (!is_ordered(c))
        return curve_value(c, value, text);
    if (!curve_is_bytes(c))
        return text_format_count(value, text);
    for (; value >= 1000 && units[i + 1]; i++)
        value /= 1024;
    snprintf(text, TEXT_MAX, i ? "%.3g%c" : "%.0f %c", value, units[i]);
    return text;
}

static void write_x_ticks(const struct panel *p)
{
    double free_from = 0;
    for (size_t i = 0; i < p->curve->point_count; i++) {
        char text[TEXT_MAX];
        double value = p->curve->points[i].value, x = scale_at(&p->x, value);
        double half = PLOT_CHARACTER / 2 * (double)strlen(short_value(p->curve, value, text));
        plot_item(p->out, &(struct plot_item){ "grid", 0, x, p->y.to, x, p->y.from, NULL });
        if (x - half < free_from)
            continue;
        write_words(p->out, "tick", x, p->y.from + 10, text);
        free_from = x + half + PLOT_CHARACTER;
    }
}

static void write_y_tick(const struct panel *p, double times, double y)
{
    char text[TEXT_MAX];
    snprintf(text, sizeof text, "%gx", times);
    plot_item(p->out, &(struct plot_item){ "grid", 0, p->x.from - 8, y, p->x.to + 8, y, NULL });
    write_words(p->out, "name", p->x.from - 14, y, text);
}

/* How many times faster the one is on whose side of 1 it lies: the same on both sides. */
static void write_y_ticks(const struct panel *p)
{
    static const double times[] = { 1.1, 1.25, 1.5, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000 };
    double one = scale_at(&p->y, 1);
    write_y_tick(p, 1, one);
    for (int read = 0; read < 2; read++) {
        double last = one;
        for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
            double y = scale_at(&p->y, read ? times[i] : 1 / times[i]);
            if (fabs(y - last) < TICK_HEIGHT || y < p->y.to || y > p->y.from)
                continue;
            write_y_tick(p, times[i], y);
            last = y;
        }
    }
}

static void write_axes(const struct panel *p)
{
    double left = p->x.from - 8, right = p->x.to + 8, one = scale_at(&p->y, 1);
    plot_item(p->out, &(struct plot_item){ "band", SUMMARY_FAMILY_READ, left, p->y.to, right,
                                           one, NULL });
    plot_item(p->out, &(struct plot_item){ "band", SUMMARY_FAMILY_MMAP, left, one, right,
                                           p->y.from, NULL });
    write_x_ticks(p);
    write_y_ticks(p);
    plot_item(p->out, &(struct plot_item){ "axis", 0, left, one, right, one, NULL });
    write_words(p->out, "note", right + 5, p->y.to + 6, "read faster");
    write_words(p->out, "note", right + 5, p->y.from - 6, "mmap faster");
}

/* ---- the curve ---- */

/* A piece that nothing connects to the next. */
static void end_line(const struct panel *p)
{
    fputc('\n', p->out);
}

static void write_ribbon(const struct panel *p)
{
    double half = is_ordered(p->curve) ? 0 : 4;
    for (size_t i = 0; i < p->curve->point_count; i++) {
        const struct stats_estimate *e = &p->curve->points[i].against.ratio;
        double x = scale_at(&p->x, p->curve->points[i].value);
        if (!(e->low > 0) || !isfinite(e->high))
            continue;
        double low = scale_at(&p->y, e->low), high = scale_at(&p->y, e->high);
        plot_item(p->out,
                  &(struct plot_item){ "ribbon", 0, x - half, low, x - half, high, NULL });
        if (half > 0) {
            plot_item(p->out,
                      &(struct plot_item){ "ribbon", 0, x + half, low, x + half, high, NULL });
            end_line(p);
        }
    }
    end_line(p);
}

static void write_prediction(const struct panel *p)
{
    bool any = false;
    for (size_t i = 0; i < p->curve->point_count; i++) {
        const struct curve_point *point = &p->curve->points[i];
        if (!(point->predicted > 0))
            continue;
        plot_item(p->out, &(struct plot_item){ "predicted", 0, scale_at(&p->x, point->value),
                                               scale_at(&p->y, point->predicted), 0, 0, NULL });
        any = true;
    }
    if (any)
        end_line(p);
}

static void write_curve(const struct panel *p)
{
    for (size_t i = 0; i < p->curve->point_count; i++) {
        const struct curve_point *point = &p->curve->points[i];
        if (point->against.ratio.value > 0)
            plot_item(p->out, &(struct plot_item){ "curve", 0, scale_at(&p->x, point->value),
                                                   scale_at(&p->y, point->against.ratio.value),
                                                   0, 0, NULL });
    }
    end_line(p);
}

static void write_marks(const struct panel *p)
{
    static const enum summary_family families[] = { [STATS_UNKNOWN] = SUMMARY_FAMILY_UNGROUPED,
                                                    [STATS_FASTER] = SUMMARY_FAMILY_MMAP,
                                                    [STATS_SLOWER] = SUMMARY_FAMILY_READ };
    for (size_t i = 0; i < p->curve->point_count; i++) {
        const struct curve_point *point = &p->curve->points[i];
        if (point->against.ratio.value > 0)
            plot_item(p->out, &(struct plot_item){ "median", families[curve_winner(point)],
                                                   scale_at(&p->x, point->value),
                                                   scale_at(&p->y, point->against.ratio.value),
                                                   0, 0, NULL });
    }
}

static void write_crossings(const struct panel *p)
{
    double one = scale_at(&p->y, 1);
    for (size_t i = 0; i < p->curve->crossing_count; i++) {
        const struct stats_estimate *e = &p->curve->crossings[i].at;
        double x = scale_at(&p->x, e->value);
        plot_item(p->out,
                  &(struct plot_item){ "reference", 0, x, p->y.to, x, p->y.from, NULL });
        if (!isnan(e->low))
            plot_item(p->out, &(struct plot_item){ "crossing", 0, scale_at(&p->x, e->low), one,
                                                   scale_at(&p->x, e->high), one, NULL });
    }
}

/* ---- the picture ---- */

/* The caller frees; NULL when memory is short. */
static char *finding_of(const struct curve *c)
{
    char *winners = curve_winners(c), *crossings = curve_crossings(c);
    char *text = winners && crossings
                     ? text_printf("%s%s%s", winners, crossings[0] ? "; " : "", crossings)
                     : NULL;
    free(winners);
    free(crossings);
    return text;
}

/* In two lines, the first of which ends with a word; cut where there is no room. */
static void write_finding(const struct panel *p, char *text)
{
    size_t len = glyph_fit(text, FINDING_COLUMNS);
    while (text[len] != '\0' && text[len] != ' ' && len > 0)
        len--;
    char *rest = text[len] == ' ' ? text + len + 1 : text + len;
    rest[glyph_fit(rest, FINDING_COLUMNS)] = '\0';
    write_words(p->out, "caption", p->left, p->top + 41, rest);
    text[len] = '\0';
    write_words(p->out, "caption", p->left, p->top + 26, text);
}

/* 0 or -ENOMEM. */
static int write_head(const struct panel *p)
{
    char *title = curve_label(p->curve), *finding = finding_of(p->curve);
    if (title && finding) {
        title[glyph_fit(title, TITLE_COLUMNS)] = '\0';
        write_words(p->out, "title", p->left, p->top + 10, title);
        write_finding(p, finding);
    }
    int r = title && finding ? 0 : -ENOMEM;
    free(title);
    free(finding);
    return r;
}

static int write_panel(struct panel p)
{
    int r = write_head(&p);
    if (r < 0)
        return r;
    set_scales(&p);
    write_axes(&p);
    write_ribbon(&p);
    if (is_ordered(p.curve)) {
        write_prediction(&p);
        write_curve(&p);
    }
    write_crossings(&p);
    write_marks(&p);
    return 0;
}

static void write_legend(FILE *out, double y)
{
    static const struct {
        enum summary_family family;
        double x;
        const char *words;
    } keys[] = { { SUMMARY_FAMILY_READ, 22, "read is shown to be faster" },
                 { SUMMARY_FAMILY_MMAP, 202, "mmap is" },
                 { SUMMARY_FAMILY_UNGROUPED, 272, "neither is" } };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        plot_item(out,
                  &(struct plot_item){ "median", keys[i].family, keys[i].x, y, 0, 0, NULL });
        write_words(out, "key", keys[i].x + 10, y, keys[i].words);
    }
    write_words(
        out, "caption", 360, y,
        "how many times faster; shaded: its interval; bar: where they cross; broken line: "
        "by the machine's costs");
}

struct flips {
    const struct run *run;
    const struct curves *curves;
};

static int write_picture(FILE *out, const void *data)
{
    const struct flips *f = data;
    double y = 0;
    int r = plot_write_head(out, f->run, "mapread: where the answer changes", &y);
    write_legend(out, y + 4);
    y += 28;
    for (size_t i = 0; i < f->curves->count && r == 0; i++)
        r = write_panel((struct panel){ .out = out,
                                        .left = MARGIN + COLUMN_STEP * (double)(i % COLUMNS),
                                        .top = y + PANEL_HEIGHT * (double)(i / COLUMNS),
                                        .curve = &f->curves->all[i] });
    y += PANEL_HEIGHT * (double)((f->curves->count + COLUMNS - 1) / COLUMNS);
    plot_write_canvas(out, y);
    return r;
}

int plotdata_write_flips(const struct run *r, const struct summary *s, const char *folder)
{
    struct curves all;
    int result = curves_build(&all, s);
    if (result < 0)
        return result;
    result = all.count == 0 ? -ENODATA
                            : plot_write_file(folder, "flips.dat", write_picture,
                                              &(struct flips){ r, &all });
    curves_free(&all);
    return result;
}
