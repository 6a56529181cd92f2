/* SPDX-License-Identifier: MIT */
#include "report/comparisons.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/caption.h"
#include "report/why.h"

/* One line: texts as they are printed. */
struct line {
    const char *method;
    char ratio[COMPARISONS_RATIO_MAX];
    char pairs[TEXT_MAX];
    char verdict[COMPARISONS_VERDICT_MAX];
    char *why;
};

/* Three significant digits below 1, two decimals and fewer above. */
static int decimals_of(double ratio)
{
    return ratio < 0.00995 ? 4 : ratio < 0.0995 ? 3 : ratio < 9.95 ? 2 : ratio < 99.5 ? 1 : 0;
}

const char *comparisons_ratio(struct stats_estimate e, char text[COMPARISONS_RATIO_MAX])
{
    int decimals = decimals_of(e.value);
    if (isnan(e.value)) {
        strcpy(text, "-");
    } else if (isnan(e.low)) {
        snprintf(text, COMPARISONS_RATIO_MAX, "%.*fx", decimals, e.value);
    } else {
        if (e.high - e.low < pow(10, -decimals))
            decimals++;
        snprintf(text, COMPARISONS_RATIO_MAX, "%.*fx [%.*f, %.*f]", decimals, e.value, decimals,
                 e.low, decimals, e.high);
    }
    return text;
}

const char *comparisons_verdict(const struct stats_comparison *c,
                                char text[COMPARISONS_VERDICT_MAX])
{
    char price[64] = "";
    if (c->verdict == STATS_UNDECIDED && !isnan(c->price))
        snprintf(price, sizeof price, ", about %.0f rounds would settle it", c->price);
    snprintf(text, COMPARISONS_VERDICT_MAX, "%s%s%s%s", stats_verdict_names[c->verdict], price,
             c->drifting ? ", drifting" : "", c->two_modes ? ", two modes" : "");
    return text;
}

static void fill_comparison(struct line *line, const struct stats_comparison *c)
{
    comparisons_ratio(c->ratio, line->ratio);
    snprintf(line->pairs, sizeof line->pairs, "%zu", c->ratio.n);
    comparisons_verdict(c, line->verdict);
}

static int fill_line(struct line *line, const struct summary_group *g,
                     const struct summary_cell *cell)
{
    *line = (struct line){ .method = summary_method(cell) };
    if (cell->baseline) {
        strcpy(line->ratio, "1");
        strcpy(line->pairs, "");
        strcpy(line->verdict, "baseline");
    } else {
        fill_comparison(line, &cell->against);
    }
    line->why = why_text(cell->source, g->bytes);
    return line->why ? 0 : -ENOMEM;
}

/* The widest of ordinary ones, "0.00229x [0.00227, 0.00230]". */
enum { RATIO_COLUMNS = 27 };

/* ---- terminal: columns, the reason wrapped below itself ---- */

static int print_columns(FILE *out, const struct line *l, int width,
                         const struct report_style *style)
{
    int pad = width - (int)page_columns(l->method, style);
    char *name = glyph_clean(l->method);
    char *bullet = name ? text_printf("  %s%*s  %-*s %4s  ", name, pad, "", RATIO_COLUMNS,
                                      l->ratio, l->pairs)
                        : NULL;
    char *text = text_printf("%s%s%s", l->verdict, l->why[0] ? ": " : "", l->why);
    int r = bullet && text ? page_paragraph(out, bullet, text, style) : -ENOMEM;
    free(name);
    free(bullet);
    free(text);
    return r;
}

/* ---- Markdown ---- */

static int print_pipes(FILE *out, const struct line *l, int width,
                       const struct report_style *style)
{
    (void)width;
    fputs("| ", out);
    page_write(out, l->method, style);
    fprintf(out, " | %s | %s | %s | %s |\n", l->ratio, l->pairs, l->verdict, l->why);
    return 0;
}

struct form {
    const char *head;
    int (*print)(FILE *out, const struct line *l, int width, const struct report_style *style);
};

static const struct form forms[] = {
    [REPORT_TERMINAL] = { "", print_columns },
    [REPORT_MARKDOWN] = { "| method | time / baseline's | pairs | verdict | why |\n"
                          "|---|---|---|---|---|\n",
                          print_pipes },
};

static int method_width(const struct summary_group *g, const struct report_style *style)
{
    int width = 0;
    for (size_t i = 0; i < g->column_count; i++) {
        int columns = (int)page_columns(g->columns[i].method, style);
        width = columns > width ? columns : width;
    }
    return width;
}

static int print_lines(FILE *out, const struct summary_group *g, const struct summary_row *row,
                       const struct report_style *style)
{
    int r = 0, width = method_width(g, style);
    fputs(forms[style->format].head, out);
    for (size_t i = 0; i < g->column_count && r == 0; i++) {
        struct line line;
        if (!summary_cell_timed(&row->cells[i]))
            continue;
        r = fill_line(&line, g, &row->cells[i]);
        if (r == 0)
            r = forms[style->format].print(out, &line, width, style);
        free(line.why);
    }
    return r;
}

char *comparisons_others(const struct summary_group *g, const struct summary_row *row)
{
    char *text = NULL;
    size_t size, count = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    for (size_t i = 0; i < g->column_count; i++) {
        const struct summary_cell *cell = &row->cells[i];
        if (cell->decides > 0 && cell != row->best.mmap && cell != row->best.read)
            fprintf(out, ", %s%zu with %s", count++ ? "" : "of them ", cell->decides,
                    summary_method(cell));
    }
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static int print_decision(FILE *out, const struct summary_group *g,
                          const struct summary_row *row, const struct report_style *style)
{
    struct line l;
    const struct summary_decision *c = &row->best;
    if (!c->mmap || !c->read)
        return 0;
    fill_comparison(&l, &c->against);
    char *others = comparisons_others(g, row);
    char *text = others ? text_printf("best of each family: %s / %s %s, %s pairs%s: %s",
                                      summary_method(c->mmap), summary_method(c->read), l.ratio,
                                      l.pairs, others, l.verdict)
                        : NULL;
    bool markdown = style->format == REPORT_MARKDOWN;
    int r = text ? page_paragraph(out, markdown ? "" : "  ", text, style) : -ENOMEM;
    if (markdown)
        fputc('\n', out);
    free(others);
    free(text);
    return r;
}

static int print_row(FILE *out, const struct summary *s, const struct summary_group *g,
                     const struct summary_row *row, const struct report_style *style)
{
    char *group = caption_of_group(s, g);
    char margin[TEXT_MAX] = "";
    if (g->margin > stats_margin)
        snprintf(margin, sizeof margin, ", margin %.1f %%", 100 * g->margin);
    char *title = group ? text_printf("%s, %s%s", row->label, group, margin) : NULL;
    int r = title ? page_heading(out, 3, title, style) : -ENOMEM;
    if (r == 0)
        r = print_decision(out, g, row, style);
    if (r == 0)
        r = print_lines(out, g, row, style);
    free(group);
    free(title);
    return r;
}

static int print_heading(FILE *out, const struct report_style *style)
{
    int r = page_heading(out, 2, "Comparisons", style);
    if (r == 0)
        r = page_printf(
            out, style,
            "each method's time / the baseline's, in brackets where that ratio lies "
            "with a confidence of at least 95 %%; the number of pairs of rounds; the "
            "verdict (faster and slower by more than %g %% or the margin, the same within "
            "%g %%; by signed ranks, at most %g %% of the verdicts false); what the counters "
            "say of one pass",
            100 * stats_margin, 100 * STATS_SAME_WITHIN, 100 * stats_alpha);
    return r;
}

int comparisons_print(FILE *out, const struct summary *s, const struct report_style *style)
{
    int r = print_heading(out, style);
    for (size_t i = 0; i < s->group_count; i++)
        for (size_t j = 0; j < s->groups[i].row_count && r == 0; j++)
            r = print_row(out, s, &s->groups[i], &s->groups[i].rows[j], style);
    return r;
}
