/* SPDX-License-Identifier: MIT */
#include "report/table.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/footnote.h"
#include "report/grid.h"

enum { TIME, RATIO, OWN, MAPPED, PEAK, LINES };

static const char *const line_names[LINES] = { "time", "ratio", "own memory", "mapped cache",
                                               "peak RSS" };

static const char *const status_words[] = {
    [CASE_OK] = "not run",
    [CASE_SKIPPED] = "skipped",
    [CASE_FAILED] = "FAILED",
    [CASE_OVER_LIMIT] = "over limit",
};

static void set_cell(struct grid_cell *cell, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void set_cell(struct grid_cell *cell, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(cell->text, sizeof cell->text, format, arguments);
    va_end(arguments);
}

/* Small ratios keep two significant digits: "0.0011x". */
static void write_ratio(struct grid_cell *cell, const struct stats_comparison *c)
{
    char buffer[TEXT_MAX];
    double ratio = c->ratio.value;
    bool shown = c->verdict == STATS_FASTER || c->verdict == STATS_SLOWER;
    const char *mark = shown || isnan(ratio) ? "" : "~";
    if (ratio < 0.0001)
        set_cell(cell, "%s<0.0001x", mark);
    else if (ratio < 0.0995)
        set_cell(cell, "%s%.*fx", mark, ratio < 0.00995 ? 4 : 3, ratio);
    else
        set_cell(cell, "%s%s", mark, text_format_ratio(ratio, buffer));
}

/* `lines` are those of the cell's row. 0 or -ENOMEM. */
static int fill_untimed(const struct grid_line *lines, size_t column,
                        const struct summary_cell *cell, struct footnotes *notes)
{
    char buffer[TEXT_MAX], reason[CAUSE_SENTENCE_MAX];
    const char *word = status_words[cell->source->status];
    size_t number = footnotes_number(notes, word, run_case_reason(cell->source, reason));
    if (isnan(cell->limit_ns))
        set_cell(&lines[TIME].cells[column], "%s", word);
    else
        set_cell(&lines[TIME].cells[column], ">%s",
                 text_format_seconds(cell->limit_ns / 1e9, buffer));
    set_cell(&lines[RATIO].cells[column], "[%zu]", number);
    return number ? 0 : -ENOMEM;
}

static void fill_memory(const struct grid_line *lines, size_t column,
                        const struct summary_cell *cell)
{
    const double bytes[] = { cell->own_bytes, cell->mapped_bytes, cell->median.peak_rss_bytes };
    char buffer[TEXT_MAX];
    for (size_t i = 0; i < sizeof bytes / sizeof bytes[0]; i++)
        set_cell(&lines[OWN + i].cells[column], "%s", text_format_bytes(bytes[i], buffer));
}

static void fill_timed(const struct grid_line *lines, size_t column,
                       const struct summary_cell *cell)
{
    char buffer[TEXT_MAX];
    set_cell(&lines[TIME].cells[column], "%s", text_format_ns(cell->wall_ns.value, buffer));
    lines[TIME].cells[column].bold = cell->fastest;
    if (cell->baseline)
        set_cell(&lines[RATIO].cells[column], "1.00x");
    else
        write_ratio(&lines[RATIO].cells[column], &cell->against);
    fill_memory(lines, column, cell);
}

static int fill_row(struct grid *grid, struct grid_line *lines, const struct summary_row *row,
                    struct footnotes *notes)
{
    int r = 0;
    for (size_t i = 0; i < LINES; i++)
        lines[i].figure = line_names[i];
    lines[TIME].row = row->label;
    for (size_t i = 0; i < grid->column_count && r == 0; i++) {
        const struct summary_cell *cell = &row->cells[i];
        if (summary_cell_timed(cell))
            fill_timed(lines, i, cell);
        else if (cell->source)
            r = fill_untimed(lines, i, cell, notes);
    }
    return r;
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

/* "warm (filled by read-128KiB)", "limited (to 32 MiB of memory)". The caller frees. */
static char *describe_state(const struct summary_group *g)
{
    char limit[TEXT_MAX];
    double bytes = summary_limit_bytes(g);
    if (g->fill)
        return text_printf("%s (filled by %s)", g->key.state, g->fill);
    if (!isnan(bytes))
        return text_printf("%s (to %s of memory)", g->key.state,
                           text_format_bytes(bytes, limit));
    return strdup(g->key.state);
}

/* "text-64MiB, warm (filled by read 128K), 20 rounds" */
static int print_title(FILE *out, const struct summary_group *g, unsigned planned_rounds,
                       const struct report_style *style)
{
    char size[2 * TEXT_MAX], planned[TEXT_MAX] = "", threads[TEXT_MAX];
    if (planned_rounds > g->rounds)
        snprintf(planned, sizeof planned, " of %u", planned_rounds);
    char *state = describe_state(g);
    char *title =
        state ? text_printf("%s%s, %s%s, %zu%s round%s", g->key.dataset, describe_size(g, size),
                            state, text_format_threads(g->key.threads, threads), g->rounds,
                            planned, g->rounds == 1 && planned_rounds <= 1 ? "" : "s")
              : NULL;
    int r = title ? page_heading(out, 2, title, style) : -ENOMEM;
    free(title);
    free(state);
    return r;
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

static int print_caption(FILE *out, const struct summary_group *g,
                         const struct report_style *style)
{
    char idle[3 * TEXT_MAX];
    char *baselines = describe_baselines(g);
    if (!baselines)
        return -ENOMEM;
    describe_idle(g, idle);
    bool plain = style->format == REPORT_TERMINAL && !style->bold;
    int r = page_printf(out, style,
                        "time: median per pass, the fastest %s where one is shown to be; "
                        "ratio: that time / the time of %s, so 0.25x is a quarter of it, and "
                        "~ where no difference is shown; own memory: anonymous pages; mapped "
                        "cache: pages of the page cache beyond the program's own, which the "
                        "kernel can take back; peak RSS: of the whole process (an idle one: "
                        "%s)",
                        plain ? "marked *" : "in bold", baselines, idle);
    free(baselines);
    fputc('\n', out);
    return r;
}

static int print_footnotes(FILE *out, const struct footnotes *notes,
                           const struct report_style *style)
{
    int r = 0;
    bool markdown = style->format == REPORT_MARKDOWN;
    if (notes->count > 0)
        fputc('\n', out);
    for (size_t i = 0; i < notes->count && r == 0; i++) {
        char bullet[TEXT_MAX];
        snprintf(bullet, sizeof bullet, "%s[%zu] ", markdown ? "- " : "", i + 1);
        char *text = text_printf("%s: %s", notes->notes[i].lead, notes->notes[i].text);
        r = text ? page_paragraph(out, bullet, text, style) : -ENOMEM;
        free(text);
    }
    return r;
}

int table_print(FILE *out, const struct summary_group *g, unsigned planned_rounds,
                const struct report_style *style)
{
    struct grid grid;
    struct footnotes notes = { 0 };
    int r = grid_new(&grid, g->columns, g->column_count, LINES * g->row_count);
    if (r < 0)
        return r;
    grid.corner = "workload";
    for (size_t i = 0; i < g->row_count && r == 0; i++)
        r = fill_row(&grid, &grid.lines[LINES * i], &g->rows[i], &notes);
    if (r == 0)
        r = print_title(out, g, planned_rounds, style);
    if (r == 0)
        r = print_caption(out, g, style);
    if (r == 0)
        r = grid_print(out, &grid, style);
    if (r == 0)
        r = print_footnotes(out, &notes, style);
    grid_free(&grid);
    footnotes_free(&notes);
    return r;
}
