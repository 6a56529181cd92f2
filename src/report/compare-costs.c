/* SPDX-License-Identifier: MIT */
#include "report/compare-costs.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cost/cost.h"
#include "report/costs.h"
#include "report/ratio.h"

/* The first run that has constants; run_count: none. */
static size_t first_with(const struct compare *c)
{
    size_t i = 0;
    while (i < c->run_count && c->runs[i].run.costs.count == 0)
        i++;
    return i;
}

static size_t count_with(const struct compare *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->run_count; i++)
        count += c->runs[i].run.costs.count > 0;
    return count;
}

/* How many times the other's cost, where their intervals do not meet; else 1. 0 or infinite where
   one of them costs nothing. */
static double apart(const struct costs *a, const struct costs *b, const char *name)
{
    struct stats_estimate x = costs_estimate(a, name), y = costs_estimate(b, name);
    bool differ = x.high < y.low || y.high < x.low;
    double factor = y.value / x.value;
    return differ && fabs(log(factor)) > log1p(COMPARE_COSTS_APART) ? factor : 1;
}

struct furthest {
    const char *name;
    size_t run;
    double factor;
};

static bool differs(const struct compare *c, const char *name, struct furthest *far)
{
    const size_t first = first_with(c);
    bool any = false;
    for (size_t i = first + 1; i < c->run_count; i++) {
        double factor = apart(&c->runs[first].run.costs, &c->runs[i].run.costs, name);
        any |= factor != 1;
        if (isfinite(log(factor)) && fabs(log(factor)) > fabs(log(far->factor)))
            *far = (struct furthest){ name, i, factor };
    }
    return any;
}

static void add_row(struct document *d, struct document_table *t, const struct compare *c,
                    const char *name)
{
    char text[COSTS_TEXT_MAX];
    struct document_row *row = document_row(d, t, name, "");
    for (size_t i = 0; i < c->run_count; i++)
        document_cell(d, row, i, "%s", costs_text(&c->runs[i].run.costs, name, text));
}

static void add_furthest(struct document *d, const struct compare *c, const struct furthest *f)
{
    char first[COSTS_TEXT_MAX], other[COSTS_TEXT_MAX], factor[TEXT_MAX];
    const struct compare_run *a = &c->runs[first_with(c)], *b = &c->runs[f->run];
    const struct cost *known = cost_find(f->name);
    double ratio = f->factor > 1 ? f->factor : 1 / f->factor;
    document_paragraph(d, "Furthest apart: %s (%s), %s on %s against %s on %s: %s.", f->name,
                       known ? known->summary : "", costs_text(&b->run.costs, f->name, other),
                       b->label, costs_text(&a->run.costs, f->name, first), a->label,
                       ratio_factor((struct stats_estimate){ ratio, ratio, ratio, 1 }, factor));
}

static void add_table(struct document *d, const struct compare *c,
                      const struct document_column *columns)
{
    const struct costs *base = &c->runs[first_with(c)].run.costs;
    struct furthest far = { .factor = 1 };
    struct document_table *t = NULL;
    for (size_t i = 0; i < base->count; i++) {
        if (!differs(c, base->items[i].name, &far))
            continue;
        if (!t)
            t = document_table(d, &(struct document_table){ .corner = "constant",
                                                            .columns = columns,
                                                            .column_count = c->run_count });
        add_row(d, t, c, base->items[i].name);
    }
    if (far.name)
        add_furthest(d, c, &far);
    else if (!t)
        document_paragraph(d, "None: the intervals of all constants meet.");
}

void compare_costs_add(struct document *d, const struct compare *c)
{
    if (count_with(c) < 2)
        return;
    struct document_column *columns = calloc(c->run_count, sizeof *columns);
    document_fail(d, columns ? 0 : -ENOMEM);
    for (size_t i = 0; columns && i < c->run_count; i++)
        columns[i] = (struct document_column){ .title = c->runs[i].label, .text = true };
    document_heading(d, 2, "costs", "What costs differ?");
    document_paragraph(d, "The machines' constants whose 95 %% intervals do not meet the first "
                          "run's. mapread list costs says what each is.");
    if (columns)
        add_table(d, c, columns);
    free(columns);
}
