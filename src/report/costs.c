/* SPDX-License-Identifier: MIT */
#include "report/costs.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/break-even.h"
#include "cost/cost.h"
#include "report/ratio.h"

enum { COST, INTERVAL, SUMMARY, COLUMNS };

/* Of what is counted by the byte the rate is what people know: of 10^9 bytes per second. */
static struct stats_estimate for_people(const struct costs *c, const struct cost_values *v)
{
    struct stats_estimate e = costs_estimate(c, v->name);
    return strcmp(v->unit, "ns/byte") == 0 ? ratio_inverse(e) : e;
}

static const char *number(const struct cost_values *v, double value, char text[TEXT_MAX])
{
    if (strcmp(v->unit, "bytes") == 0)
        return text_format_bytes(value, text);
    if (strcmp(v->unit, "ns") == 0)
        return text_format_ns(value, text);
    if (isinf(value))
        return strcpy(text, "no cost");
    snprintf(text, TEXT_MAX, "%.*f GB/s", value < 9.995 ? 2 : value < 99.95 ? 1 : 0, value);
    return text;
}

static const char *interval(const struct cost_values *v, struct stats_estimate e,
                            char text[COSTS_TEXT_MAX])
{
    char low[TEXT_MAX], high[TEXT_MAX];
    text[0] = '\0';
    if (isfinite(e.low) && isfinite(e.high) && e.high > e.low)
        snprintf(text, COSTS_TEXT_MAX, "[%s, %s]", number(v, e.low, low),
                 number(v, e.high, high));
    return text;
}

const char *costs_text(const struct costs *c, const char *name, char text[COSTS_TEXT_MAX])
{
    char value[TEXT_MAX], range[COSTS_TEXT_MAX];
    const struct cost_values *v = costs_find(c, name);
    struct stats_estimate e = v ? for_people(c, v) : (struct stats_estimate){ .value = NAN };
    if (isnan(e.value))
        return strcpy(text, "-");
    interval(v, e, range);
    snprintf(text, COSTS_TEXT_MAX, "%s%s%.60s", number(v, e.value, value), range[0] ? " " : "",
             range);
    return text;
}

/* "from 290 KiB [250 KiB, 340 KiB] on" */
static const char *break_even(const struct costs *c, char text[COSTS_TEXT_MAX])
{
    char from[TEXT_MAX], low[TEXT_MAX], high[TEXT_MAX];
    struct stats_estimate e = break_even_bytes(c);
    if (e.value <= BREAK_EVEN_LEAST)
        snprintf(text, COSTS_TEXT_MAX, "at every size up to %s",
                 text_format_bytes(BREAK_EVEN_MOST, from));
    else if (e.value > BREAK_EVEN_MOST)
        snprintf(text, COSTS_TEXT_MAX, "at no size up to %s",
                 text_format_bytes(BREAK_EVEN_MOST, from));
    else
        snprintf(text, COSTS_TEXT_MAX, "from %s [%s, %s] on", text_format_bytes(e.value, from),
                 text_format_bytes(e.low, low),
                 e.high > BREAK_EVEN_MOST ? "never" : text_format_bytes(e.high, high));
    return text;
}

void costs_add_sentence(struct document *d, const struct costs *c)
{
    char size[TEXT_MAX], call[TEXT_MAX], touch[TEXT_MAX], fault[TEXT_MAX], page[TEXT_MAX],
        pays[COSTS_TEXT_MAX];
    double set_up = costs_estimate(c, "map").value + costs_estimate(c, "first-touch").value;
    if (c->count == 0 || isnan(break_even_bytes(c).value))
        return;
    document_paragraph(
        d,
        "costs here, on a file of %s: a read call %s, copying %.1f GB/s; a mapping %s, then a "
        "fault %s and a page "
        "%s: by these a whole file in the page cache is read faster by mmap %s",
        text_format_bytes((double)c->file_bytes, size),
        text_format_ns(costs_estimate(c, "read-call").value, call),
        1 / costs_estimate(c, "copy").value, text_format_ns(set_up, touch),
        text_format_ns(costs_estimate(c, "fault").value, fault),
        text_format_ns(costs_estimate(c, "fault-page").value +
                           costs_estimate(c, "touch-page").value +
                           costs_estimate(c, "unmap-page").value,
                       page),
        break_even(c, pays));
}

static void add_table(struct document *d, const struct costs *c)
{
    static const struct document_column columns[COLUMNS] = {
        [COST] = { .title = "cost" },
        [INTERVAL] = { .title = "95 %" },
        [SUMMARY] = { .title = "what it is the cost of", .text = true, .wraps = true },
    };
    char text[COSTS_TEXT_MAX];
    struct document_table *t = document_table(
        d, &(struct document_table){
               .corner = "constant", .columns = columns, .column_count = COLUMNS });
    for (size_t i = 0; i < c->count; i++) {
        const struct cost_values *v = &c->items[i];
        const struct cost *known = cost_find(v->name);
        struct stats_estimate e = for_people(c, v);
        if (isnan(e.value))
            continue;
        struct document_row *row = document_row(d, t, v->name, "");
        document_cell(d, row, COST, "%s", number(v, e.value, text));
        document_cell(d, row, INTERVAL, "%s", interval(v, e, text));
        document_cell(d, row, SUMMARY, "%s", known ? known->summary : "");
    }
}

void costs_add_section(struct document *d, const struct costs *c)
{
    char bytes[TEXT_MAX];
    if (c->count == 0) {
        document_paragraph(d, "This run did not measure the machine's constants. This does:");
        document_command(d, NULL, "mapread costs");
        return;
    }
    document_paragraph(
        d,
        "Medians of %zu rounds, each a fresh process, on a file of %s; their 95 %% "
        "intervals. mapread list costs says how each is measured.",
        costs_rounds(c), text_format_bytes((double)c->file_bytes, bytes));
    add_table(d, c);
    costs_add_sentence(d, c);
}
