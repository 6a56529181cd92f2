/* SPDX-License-Identifier: MIT */
#include "report/comparisons.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/caption.h"
#include "report/ratio.h"
#include "report/terms.h"
#include "report/why.h"

enum { VERDICT_MAX = 128 };

/* "faster", "undecided, about 60 rounds would settle it", and the flags: "faster, drifting".
   Returns `text`. */
static const char *describe_verdict(const struct stats_comparison *c, char text[VERDICT_MAX])
{
    char price[64] = "";
    if (c->verdict == STATS_UNDECIDED && !isnan(c->price))
        snprintf(price, sizeof price, ", about %.0f rounds would settle it", c->price);
    snprintf(text, VERDICT_MAX, "%s%s%s%s%s", stats_verdict_names[c->verdict], price,
             c->drifting ? ", drifting" : "", c->two_modes ? ", two modes" : "",
             c->dependent ? ", rounds are not independent" : "");
    return text;
}

/* ", of them 4 with mmap-populate": whom else the decision compared, and in how many pairs of
   rounds; "" for nobody. The caller frees; NULL when memory is short. */
static char *describe_others(const struct summary_group *g, const struct summary_row *row)
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

enum { RATIO, PAIRS, VERDICT, COLUMNS };

static void fill_row(struct document *d, struct document_row *to, const struct summary_group *g,
                     const struct summary_cell *cell)
{
    char ratio[RATIO_TEXT_MAX], verdict[VERDICT_MAX] = "baseline";
    const char *why = document_take(d, why_text(cell->source, g->bytes));
    const char *terms = document_take(d, terms_text(g, cell->source, cell->wall_ns.value));
    if (cell->baseline) {
        document_cell(d, to, RATIO, "1");
    } else {
        describe_verdict(&cell->against, verdict);
        ratio_shade(&cell->against,
                    document_cell(d, to, RATIO, "%s", ratio_text(cell->against.ratio, ratio)));
        document_cell(d, to, PAIRS, "%zu", cell->against.ratio.n);
    }
    document_cell(d, to, VERDICT, "%s%s%s%s%s", verdict, why[0] ? ": " : "", why,
                  terms[0] ? "; " : "", terms);
}

static void add_lines(struct document *d, const struct summary_group *g,
                      const struct summary_row *row)
{
    static const struct document_column columns[COLUMNS] = {
        [RATIO] = { .title = "time / baseline's", .text = true },
        [PAIRS] = { .title = "pairs" },
        [VERDICT] = { .title = "verdict: why", .text = true, .wraps = true },
    };
    struct document_table *t = document_table(d, &(struct document_table){
                                                     .corner = "method",
                                                     .columns = columns,
                                                     .column_count = COLUMNS,
                                                     .plain = true,
                                                 });
    for (size_t i = 0; i < g->column_count; i++)
        if (summary_cell_timed(&row->cells[i]))
            fill_row(d, document_row(d, t, summary_method(&row->cells[i]), ""), g,
                     &row->cells[i]);
}

static void add_decision(struct document *d, const struct summary_group *g,
                         const struct summary_row *row)
{
    char ratio[RATIO_TEXT_MAX], verdict[VERDICT_MAX];
    const struct summary_decision *c = &row->best;
    if (c->mmap && c->read)
        document_paragraph(
            d, "best of each family: %s / %s %s, %zu pairs%s: %s", summary_method(c->mmap),
            summary_method(c->read), ratio_text(c->against.ratio, ratio), c->against.ratio.n,
            document_take(d, describe_others(g, row)), describe_verdict(&c->against, verdict));
}

static void add_row(struct document *d, const struct summary *s, const struct summary_group *g,
                    const struct summary_row *row)
{
    char margin[TEXT_MAX] = "";
    if (g->margin > stats_margin)
        snprintf(margin, sizeof margin, ", margin %.1f %%", 100 * g->margin);
    document_heading(d, 3, NULL, "%s, %s%s", row->label,
                     document_take(d, caption_of_group(s, g, row)), margin);
    add_decision(d, g, row);
    add_lines(d, g, row);
}

void comparisons_add(struct document *d, const struct summary *s)
{
    document_paragraph(
        d,
        "each method's time / the baseline's, in brackets where that ratio lies "
        "with a confidence of at least 95 %%; the number of pairs of rounds; the "
        "verdict (faster and slower by more than %g %% or the margin, the same within "
        "%g %%; by signed ranks, at most %g %% of the verdicts false); what the counters "
        "say of one pass%s",
        100 * stats_margin, 100 * STATS_SAME_WITHIN, 100 * stats_alpha,
        s->group_count > 0 && s->groups[0].costs->count > 0
            ? ", and its parts by the machine's constants: their sum, of the time measured"
            : "");
    for (size_t i = 0; i < s->group_count; i++)
        for (size_t j = 0; j < s->groups[i].row_count; j++)
            add_row(d, s, &s->groups[i], &s->groups[i].rows[j]);
}
