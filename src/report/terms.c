/* SPDX-License-Identifier: MIT */
#include "report/terms.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/terms.h"
#include "base/text.h"
#include "cost/cost.h"
#include "report/caption.h"

/* A sum that is further from the measured time than this explains it badly: in memory, and
   where storage has its own mind. */
static const double near_warm = 0.15, near_cold = 0.3;

struct parts {
    double ns[COST_PARTS], sum_ns, measured_ns;
};

/* False: there is no model, or no time. */
static bool take_parts(struct parts *ret, const struct summary_group *g,
                       const struct run_case *c, double measured_ns)
{
    struct terms t;
    terms_of_case(&t, g->costs, c, g->bytes);
    *ret = (struct parts){ .sum_ns = t.ns, .measured_ns = measured_ns };
    for (size_t i = 0; i < t.count; i++)
        ret->ns[cost_find(t.items[i].cost)->part] += t.items[i].ns;
    return !isnan(t.ns);
}

static bool is_cold(const struct summary_group *g)
{
    return strcmp(g->key.state, "cold") == 0;
}

static bool is_near(const struct parts *p, const struct summary_group *g)
{
    double share = p->sum_ns / p->measured_ns - 1;
    return fabs(share) <= (is_cold(g) ? near_cold : near_warm);
}

struct tally {
    size_t cases[2], near[2], without; /* in memory, cold; without a model */
};

enum { SUM = COST_PARTS, MEASURED, LEFT, COLUMNS };

static void add_case(struct document *d, struct document_table *t, const char *name,
                     const struct parts *p, bool near)
{
    char text[TEXT_MAX];
    struct document_row *row = document_row(d, t, name, "");
    for (size_t i = 0; i < COST_PARTS; i++)
        if (p->ns[i] > 0)
            document_cell(d, row, i, "%s", text_format_ns(p->ns[i], text));
    document_cell(d, row, SUM, "%s", text_format_ns(p->sum_ns, text));
    document_cell(d, row, MEASURED, "%s", text_format_ns(p->measured_ns, text));
    document_cell(d, row, LEFT, "%+.0f %%", 100 * (1 - p->sum_ns / p->measured_ns))->strong =
        !near;
}

static void add_group(struct document *d, const struct summary *s,
                      const struct summary_group *g, struct tally *tally)
{
    struct document_column columns[COLUMNS] = {
        [SUM] = { .title = "sum" },
        [MEASURED] = { .title = "measured" },
        [LEFT] = { .title = "left over" },
    };
    for (size_t i = 0; i < COST_PARTS; i++)
        columns[i] = (struct document_column){ .title = cost_part_names[i] };
    struct document_table *t = NULL;
    for (size_t i = 0; i < g->row_count; i++)
        for (size_t j = 0; j < g->column_count; j++) {
            const struct summary_cell *cell = &g->rows[i].cells[j];
            struct parts p;
            if (!summary_cell_timed(cell))
                continue;
            if (!take_parts(&p, g, cell->source, cell->wall_ns.value)) {
                tally->without++;
                continue;
            }
            if (!t) {
                document_heading(d, 3, NULL, "%s",
                                 document_take(d, caption_of_group(s, g, NULL)));
                t = document_table(d, &(struct document_table){ .corner = "case",
                                                                .columns = columns,
                                                                .column_count = COLUMNS });
            }
            char name[2 * SUMMARY_NAME_MAX];
            snprintf(name, sizeof name, "%s %s", g->rows[i].workload, cell->method);
            tally->cases[is_cold(g)]++;
            tally->near[is_cold(g)] += is_near(&p, g);
            add_case(d, t, name, &p, is_near(&p, g));
        }
}

void terms_add(struct document *d, const struct summary *s)
{
    struct tally tally = { 0 };
    if (s->group_count == 0 || s->groups[0].costs->count == 0) {
        document_paragraph(d, "This run did not measure the machine's constants.");
        return;
    }
    document_paragraph(
        d,
        "What a pass did, counted, times what each of it costs on this machine; the "
        "constants were measured on other files, and nothing is fitted. Left over: what the "
        "sum does not explain, in bold or with a star beyond %g %% (cold: %g %%).",
        100 * near_warm, 100 * near_cold);
    for (size_t i = 0; i < s->group_count; i++)
        add_group(d, s, &s->groups[i], &tally);
    document_paragraph(d,
                       "Within %g %%: %zu of %zu cases in memory; within %g %%: %zu of %zu "
                       "cold ones. Without a model: %zu.",
                       100 * near_warm, tally.near[0], tally.cases[0], 100 * near_cold,
                       tally.near[1], tally.cases[1], tally.without);
}

/* The heaviest of those that are left, which is taken out; COST_PARTS: none matters. */
static size_t take_heaviest(struct parts *p)
{
    size_t most = 0;
    for (size_t i = 1; i < COST_PARTS; i++)
        if (p->ns[i] > p->ns[most])
            most = i;
    return p->ns[most] >= p->sum_ns / 20 ? most : COST_PARTS;
}

char *terms_text(const struct summary_group *g, const struct run_case *c, double measured_ns)
{
    char *text = NULL, ns[TEXT_MAX], all[TEXT_MAX];
    size_t size, part;
    struct parts p;
    FILE *out = open_memstream(&text, &size);
    bool known = take_parts(&p, g, c, measured_ns);
    for (int i = 0; out && known && (part = take_heaviest(&p)) < COST_PARTS; i++) {
        fprintf(out, "%s%s %s", i ? " + " : "", cost_part_names[part],
                text_format_ns(p.ns[part], ns));
        p.ns[part] = 0;
    }
    if (out && known)
        fprintf(out, " = %s of %s", text_format_ns(p.sum_ns, ns),
                text_format_ns(p.measured_ns, all));
    if (out && fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}
