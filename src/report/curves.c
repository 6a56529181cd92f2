/* SPDX-License-Identifier: MIT */
#include "report/curves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/proof.h"
#include "report/questions.h"
#include "report/ratio.h"

/* ---- words ---- */

static const struct {
    const char *by; /* what it is a curve over */
    bool is_bytes;
    const char *unit; /* else */
} parameters[CURVE_PARAMETERS] = {
    [CURVE_FILE_BYTES] = { "by file size", true, NULL },
    [CURVE_DEPTH_BYTES] = { "by depth of the hit", true, NULL },
    [CURVE_BLOCKS] = { "by number of blocks", false, " blocks" },
    [CURVE_BLOCK_BYTES] = { "by block size", true, NULL },
    [CURVE_BUFFER_BYTES] = { "by buffer", true, NULL },
    [CURVE_THREADS] = { "by threads", false, " threads" },
    [CURVE_NEEDLE_BYTES] = { "by bytes for each match", true, NULL },
    [CURVE_FILL] = { "by filler", false, NULL },
};

bool curve_is_bytes(const struct curve *c)
{
    return parameters[c->parameter].is_bytes;
}

const char *curve_value(const struct curve *c, double value, char text[TEXT_MAX])
{
    if (c->parameter == CURVE_FILL) {
        snprintf(text, TEXT_MAX, "%s", c->points[(size_t)value - 1].group->fill);
        return text;
    }
    if (curve_is_bytes(c))
        return text_format_bytes(value, text);
    const char *unit = parameters[c->parameter].unit;
    int len = (int)strlen(unit) - (value == 1); /* "1 thread" */
    char number[TEXT_MAX];
    double step = pow(10, fmax(0, floor(log10(value)) - 1)); /* two digits between points */
    if (value == floor(value))
        text_format_count(value, number);
    else if (value < 10)
        snprintf(number, sizeof number, "%.2g", value);
    else
        text_format_count(step * round(value / step), number);
    snprintf(text, TEXT_MAX, "%.20s%.*s", number, len, unit);
    return text;
}

static bool is_timed(const struct curve_point *p)
{
    return p->read && p->mmap;
}

/* The buffer is one method's: "chunk". */
static const char *method_of(const struct curve *c)
{
    for (size_t i = 0; i < c->point_count && c->parameter == CURVE_BUFFER_BYTES; i++) {
        const struct case_key *read = &c->points[i].read->source->key;
        return (double)read->buffer_bytes == c->points[i].value
                   ? read->method
                   : c->points[i].mmap->source->key.method;
    }
    return "";
}

char *curve_label(const struct curve *c)
{
    char row[CASE_TEXT_MAX], size[TEXT_MAX] = "", threads[TEXT_MAX], state[PROOF_TEXT_MAX];
    const char *method = method_of(c);
    struct proof proof = { 0 };
    for (size_t i = 0; i < c->point_count; i++)
        proof_add(&proof, c->points[i].row);
    if (c->parameter != CURVE_FILE_BYTES)
        text_format_bytes(c->points[0].group->bytes, size);
    return text_printf("%s %s%s%s%s%s%s, %s", case_key_row(&c->key, row),
                       parameters[c->parameter].by, method[0] ? " of " : "", method,
                       size[0] ? ", " : "", size, text_format_threads(c->key.threads, threads),
                       proof_name(c->key.state, proof, state));
}

enum { NOBODY = STATS_VERDICTS }; /* nothing is said yet */

/* "read is faster", after nothing; ", mmap" and " and", after a stretch of that winner. */
static void write_winner(FILE *out, enum stats_verdict winner, int before)
{
    static const char *const words[] = {
        [STATS_UNKNOWN] = "neither", [STATS_FASTER] = "mmap", [STATS_SLOWER] = "read"
    };
    if ((int)winner == before)
        fputs(" and ", out);
    else
        fprintf(out, "%s%s%s ", before == NOBODY ? "" : ", ", words[winner],
                before != NOBODY          ? ""
                : winner == STATS_UNKNOWN ? " is shown to be faster"
                                          : " is faster");
}

/* Of the points from `first` to `last`. */
static void write_where(FILE *out, const struct curve *c, size_t first, size_t last)
{
    char from[TEXT_MAX], to[TEXT_MAX];
    curve_value(c, c->points[first].value, from);
    curve_value(c, c->points[last].value, to);
    if (first == 0 && last == c->point_count - 1)
        fprintf(out, "at %s point, %s to %s",
                curve_winner(&c->points[first]) == STATS_UNKNOWN ? "any" : "every", from, to);
    else if (first == last)
        fprintf(out, "at %s", from);
    else if (first == 0)
        fprintf(out, "up to %s", to);
    else if (last == c->point_count - 1)
        fprintf(out, "from %s on", from);
    else
        fprintf(out, "from %s to %s", from, to);
}

/* Points without a time belong to the stretch around them. */
static size_t end_of_stretch(const struct curve *c, size_t first)
{
    size_t last = first;
    for (size_t i = first + 1; i < c->point_count; i++) {
        if (is_timed(&c->points[i]) &&
            curve_winner(&c->points[i]) != curve_winner(&c->points[first]))
            break;
        last = i;
    }
    return last;
}

/* "mmap is faster after read-128KiB, read-4KiB, read after mmap" */
static void write_fillers(FILE *out, const struct curve *c)
{
    static const enum stats_verdict order[] = { STATS_FASTER, STATS_SLOWER, STATS_UNKNOWN };
    int before = NOBODY;
    for (size_t k = 0; k < sizeof order / sizeof order[0]; k++) {
        const char *gap = "after ";
        for (size_t i = 0; i < c->point_count; i++) {
            const struct curve_point *p = &c->points[i];
            if (!is_timed(p) || curve_winner(p) != order[k])
                continue;
            if (before != (int)order[k])
                write_winner(out, order[k], before);
            fprintf(out, "%s%s", gap, p->group->fill);
            before = (int)order[k];
            gap = ", ";
        }
    }
}

static void write_stretches(FILE *out, const struct curve *c)
{
    int before = NOBODY;
    for (size_t first = 0, last; first < c->point_count; first = last + 1) {
        last = end_of_stretch(c, first);
        bool inner = first > 0 && last < c->point_count - 1;
        enum stats_verdict winner = curve_winner(&c->points[first]);
        /* Between two winners the crossing tells more than that nothing is shown. */
        if (inner && winner == STATS_UNKNOWN)
            continue;
        write_winner(out, winner, before);
        write_where(out, c, first, last);
        before = winner;
    }
}

/* The text that `write` writes; the caller frees. */
static char *text_of(const struct curve *c, void (*write)(FILE *out, const struct curve *c))
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    write(out, c);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

char *curve_winners(const struct curve *c)
{
    return text_of(c, c->parameter == CURVE_FILL ? write_fillers : write_stretches);
}

static void write_crossings(FILE *out, const struct curve *c)
{
    char at[TEXT_MAX], low[TEXT_MAX], high[TEXT_MAX];
    for (size_t i = 0; i < c->crossing_count; i++) {
        const struct stats_estimate *e = &c->crossings[i].at;
        fprintf(out, "%s %s", i ? " and at" : "they cross at", curve_value(c, e->value, at));
        if (!isnan(e->low))
            fprintf(out, " [%s, %s]", curve_value(c, e->low, low),
                    curve_value(c, e->high, high));
    }
}

char *curve_crossings(const struct curve *c)
{
    return text_of(c, write_crossings);
}

/* ---- the section ---- */

static void add_sentence(struct document *d, const struct curve *c)
{
    const char *crossings = document_take(d, curve_crossings(c));
    document_item(d, "%s: %s%s%s.", document_take(d, curve_label(c)),
                  document_take(d, curve_winners(c)), crossings[0] ? "; " : "", crossings);
}

static const struct document_column columns[] = {
    { .title = "read", .text = true },
    { .title = "mmap", .text = true },
    { .title = "mmap / read", .text = true },
    { .title = "predicted", .text = true },
    { .title = "so mmap is", .text = true, .wraps = true },
};
enum { READ, MMAP, RATIO, PREDICTED, VERDICT, COLUMNS };

/* "chunk 1.2 ms" */
static void set_time(struct document *d, struct document_row *row, size_t column,
                     const struct summary_cell *cell)
{
    char time[TEXT_MAX];
    document_cell(d, row, column, "%s %s", summary_method(cell),
                  text_format_ns(cell->wall_ns.value, time));
}

/* Why the point has no time. */
static const char *reason_of(const struct curve_point *p, char text[CAUSE_SENTENCE_MAX])
{
    for (size_t i = 0; i < p->group->column_count; i++) {
        const struct summary_cell *cell = &p->row->cells[i];
        if (cell->source && !summary_cell_timed(cell))
            return run_case_reason(cell->source, text);
    }
    return "not measured";
}

static void add_point(struct document *d, struct document_table *t, const struct curve *c,
                      const struct curve_point *p)
{
    char value[TEXT_MAX], ratio[RATIO_TEXT_MAX], reason[CAUSE_SENTENCE_MAX];
    const char *name = p == c->points ? document_take(d, curve_label(c)) : "";
    struct document_row *row = document_row(d, t, name, curve_value(c, p->value, value));
    if (!is_timed(p)) {
        document_cell(d, row, VERDICT, "%s", reason_of(p, reason));
        return;
    }
    set_time(d, row, READ, p->read);
    set_time(d, row, MMAP, p->mmap);
    ratio_shade(&p->against,
                document_cell(d, row, RATIO, "%s", ratio_text(p->against.ratio, ratio)));
    document_cell(d, row, PREDICTED, "%s", text_format_ratio(p->predicted, value));
    document_cell(d, row, VERDICT, "%s", stats_verdict_names[p->against.verdict]);
}

static void add_points(struct document *d, const struct curves *all)
{
    document_details(d, "The points of the curves");
    struct document_table *t =
        document_table(d, &(struct document_table){ .caption = "Each point of each curve",
                                                    .corner = "curve",
                                                    .columns = columns,
                                                    .column_count = COLUMNS,
                                                    .apart = true });
    for (size_t i = 0; i < all->count; i++)
        for (size_t k = 0; k < all->all[i].point_count; k++)
            add_point(d, t, &all->all[i], &all->all[i].points[k]);
    document_details_end(d);
}

static void add(struct document *d, const struct summary *s, bool always)
{
    struct curves all = { 0 };
    document_fail(d, curves_build(&all, s));
    if (all.count > 0 || always)
        document_heading(d, 2, "curves", "Where does the answer change?");
    if (all.count > 0)
        document_paragraph(
            d, "The best mmap method against the best read method of those measured at each "
               "point, over one parameter at a time. They cross where neither is faster, by a "
               "straight line between the two "
               "points there on logarithmic scales; in brackets: where that lies if each "
               "point lies within its interval.");
    else if (always)
        question_missing(d,
                         "one work at three or more sizes, depths, densities, buffers or "
                         "numbers of threads",
                         "mapread run --suite curves");
    for (size_t i = 0; i < all.count; i++)
        add_sentence(d, &all.all[i]);
    if (all.count > 0)
        add_points(d, &all);
    curves_free(&all);
}

void question_curves(struct document *d, const struct summary *s)
{
    add(d, s, true);
}

void curves_add(struct document *d, const struct summary *s)
{
    add(d, s, false);
}
