/* SPDX-License-Identifier: MIT */
#include "report/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/proof.h"
#include "base/text.h"
#include "report/rate.h"
#include "report/ratio.h"

enum { TIME, RATE, RATIO, OWN, MAPPED, PEAK, LINES };

static const char *const line_names[LINES] = {
    [TIME] = "time",           [RATIO] = "ratio",   [OWN] = "own memory",
    [MAPPED] = "mapped cache", [PEAK] = "peak RSS",
};

/* Where the cells of one method go. */
struct place {
    struct document *d;
    struct document_table *table;
    const struct summary_group *group;
    struct document_row *rows[LINES]; /* NULL: the row has no such line */
    size_t column;
};

/* Returns `text`. */
static const char *format_ratio(const struct stats_comparison *c, char text[2 * TEXT_MAX])
{
    char ratio[TEXT_MAX];
    bool shown = c->verdict == STATS_FASTER || c->verdict == STATS_SLOWER;
    snprintf(text, 2 * TEXT_MAX, "%s%s", shown || isnan(c->ratio.value) ? "" : "~",
             text_format_ratio(c->ratio.value, ratio));
    return text;
}

static struct document_cell *set(const struct place *p, size_t line, const char *text)
{
    return document_cell(p->d, p->rows[line], p->column, "%s", text);
}

static void fill_untimed(const struct place *p, const struct summary_cell *cell)
{
    char buffer[TEXT_MAX], reason[CAUSE_SENTENCE_MAX];
    const char *word = summary_untimed(cell->source);
    size_t number =
        document_note(p->d, p->table, "%s: %s", word, run_case_reason(cell->source, reason));
    if (isnan(cell->limit_ns))
        set(p, TIME, word);
    else
        document_cell(p->d, p->rows[TIME], p->column, ">%s",
                      text_format_seconds(cell->limit_ns / 1e9, buffer));
    document_cell(p->d, p->rows[RATIO], p->column, "[%zu]", number);
}

static void fill_timed(const struct place *p, const struct summary_cell *cell)
{
    const double bytes[] = { cell->own_bytes, cell->mapped_bytes, cell->median.peak_rss_bytes };
    char text[2 * TEXT_MAX];
    set(p, TIME, text_format_ns(cell->wall_ns.value, text))->strong = cell->fastest;
    set(p, RATE, rate_text(p->group, cell, text));
    if (cell->baseline)
        set(p, RATIO, "1.00x");
    else
        ratio_shade(&cell->against, set(p, RATIO, format_ratio(&cell->against, text)));
    for (size_t i = 0; i < sizeof bytes / sizeof bytes[0]; i++)
        set(p, OWN + i, text_format_bytes(bytes[i], text));
}

static void add_row(struct document *d, struct document_table *t, const struct summary_group *g,
                    const struct summary_row *row)
{
    struct place p = { .d = d, .table = t, .group = g };
    const char *unit = rate_unit(g, row);
    const char *mark = proof_of_group(g).proved > 0 ? proof_mark(row) : "";
    const char *name = document_take(d, text_printf("%s%s", row->label, mark));
    for (size_t i = 0; i < LINES; i++)
        if (i != RATE || unit)
            p.rows[i] =
                document_row(d, t, i == TIME ? name : "", i == RATE ? unit : line_names[i]);
    for (; p.column < g->column_count; p.column++) {
        const struct summary_cell *cell = &row->cells[p.column];
        if (summary_cell_timed(cell))
            fill_timed(&p, cell);
        else if (cell->source)
            fill_untimed(&p, cell);
    }
}

/* "read (random: to seek)": the commonest baseline, then the workloads with another. */
static char *describe_baselines(const struct summary_group *g)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    const char *first = g->row_count > 0 ? g->rows[0].baseline : "read";
    fprintf(out, "%s", first);
    for (size_t i = 0; i < g->row_count; i++)
        if (strcmp(g->rows[i].baseline, first) != 0)
            fprintf(out, " (%s: %s)", g->rows[i].workload, g->rows[i].baseline);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

/* The size, unless the name ends with it. */
static const char *describe_size(const struct summary_group *g, char buffer[2 * TEXT_MAX])
{
    char exact[TEXT_MAX], rounded[TEXT_MAX];
    size_t name = strlen(g->key.dataset);
    buffer[0] = '\0';
    if (isnan(g->bytes))
        return buffer;
    text_exact_size((uint64_t)g->bytes, exact);
    if (name < strlen(exact) || strcmp(g->key.dataset + name - strlen(exact), exact) != 0)
        snprintf(buffer, 2 * TEXT_MAX, ", %s", text_format_bytes(g->bytes, rounded));
    return buffer;
}

/* "warm (filled by read-128KiB)", "limited (to 32 MiB of memory, unproved)". Returns `text`. */
static const char *describe_state(const struct summary_group *g, char text[PROOF_TEXT_MAX])
{
    char state[PROOF_TEXT_MAX], limit[TEXT_MAX];
    double bytes = summary_limit_bytes(g);
    if (g->fill)
        snprintf(state, sizeof state, "%s (filled by %s)", g->key.state, g->fill);
    else if (!isnan(bytes))
        snprintf(state, sizeof state, "%s (to %s of memory)", g->key.state,
                 text_format_bytes(bytes, limit));
    else
        snprintf(state, sizeof state, "%s", g->key.state);
    return proof_name(state, proof_of_group(g), text);
}

/* "text-64MiB, warm (filled by read 128K), 20 rounds" */
static void add_title(struct document *d, const struct summary_group *g,
                      unsigned planned_rounds)
{
    char size[2 * TEXT_MAX], planned[TEXT_MAX] = "", threads[TEXT_MAX], state[PROOF_TEXT_MAX];
    if (planned_rounds > g->rounds)
        snprintf(planned, sizeof planned, " of %u", planned_rounds);
    document_heading(d, 3, NULL, "%s%s, %s%s, %zu%s round%s", g->key.dataset,
                     describe_size(g, size), describe_state(g, state),
                     text_format_threads(g->key.threads, threads), g->rounds, planned,
                     g->rounds == 1 && planned_rounds <= 1 ? "" : "s");
}

/* "5.2 MiB", or "3.9 MiB to 7.1 MiB" where workloads differ. */
static void describe_idle(const struct summary_group *g, char text[3 * TEXT_MAX])
{
    char low_text[TEXT_MAX], high_text[TEXT_MAX];
    double low = NAN, high = NAN;
    for (size_t i = 0; i < g->row_count; i++) {
        low = fmin(low, g->rows[i].baseline_rss_bytes);
        high = fmax(high, g->rows[i].baseline_rss_bytes);
    }
    text_format_bytes(low, low_text);
    text_format_bytes(high, high_text);
    bool same = strcmp(low_text, high_text) == 0;
    snprintf(text, 3 * TEXT_MAX, "%s%s%s", low_text, same ? "" : " to ", same ? "" : high_text);
}

static void add_caption(struct document *d, const struct summary_group *g)
{
    char idle[3 * TEXT_MAX];
    describe_idle(g, idle);
    document_paragraph(d, "ratio to %s; an idle process: %s",
                       document_take(d, describe_baselines(g)), idle);
}

const struct document_column *table_columns(struct document *d,
                                            const struct summary_column *columns, size_t count)
{
    struct document_column *titles = document_keep(d, (count + 1) * sizeof *titles);
    for (size_t i = 0; titles && i < count; i++) {
        titles[i].title = columns[i].method;
        titles[i].group = (int)columns[i].family;
    }
    return titles;
}

void table_add(struct document *d, const struct summary_group *g, unsigned planned_rounds)
{
    add_title(d, g, planned_rounds);
    add_caption(d, g);
    struct document_table *t = document_table(
        d, &(struct document_table){ .corner = "workload",
                                     .columns = table_columns(d, g->columns, g->column_count),
                                     .column_count = g->column_count });
    for (size_t i = 0; i < g->row_count; i++)
        add_row(d, t, g, &g->rows[i]);
}

void table_add_all(struct document *d, const struct summary *s, unsigned planned_rounds)
{
    document_paragraph(
        d,
        "time: median per pass, the fastest in bold or with a star where one is shown to be; "
        "GB/s or IOPS: bytes of the file or blocks per second of that time; ratio: time / "
        "the baseline's, paired by round, so 0.25x is a quarter of it, and ~ where no "
        "difference "
        "is shown; own "
        "memory: anonymous pages; mapped cache: pages of the page cache beyond the program's "
        "own, which the kernel can take back; peak RSS: of the whole process");
    for (size_t i = 0; i < s->group_count; i++)
        table_add(d, &s->groups[i], planned_rounds);
}
