/* SPDX-License-Identifier: MIT */
#include "report/aa-table.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "report/caption.h"

static const char *percent(double share, char text[TEXT_MAX])
{
    if (isinf(share))
        return strcpy(text, "> 100 %");
    snprintf(text, TEXT_MAX, "%.1f %%", 100 * share);
    return text;
}

static const char *interval(struct stats_estimate e, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "%.1f [%.1f, %.1f]", 100 * e.value, 100 * e.low, 100 * e.high);
    return text;
}

enum { PAIRS, FOUND, SAME, OPEN, PLANTED_COLUMNS, WIDTH = PLANTED_COLUMNS, CAN_FIND, FOR_5 };
enum { COLUMNS = FOR_5 + 1 };

static void add_line(struct document *d, struct document_row *row, const struct aa_result *a,
                     const struct summary_group *g)
{
    char text[TEXT_MAX];
    struct aa_figures f = aa_figures(a, g, NULL);
    bool planted = a->planted > 0;
    document_cell(d, row, PAIRS, "%zu", f.comparisons);
    document_cell(d, row, FOUND, "%s", interval(planted ? f.found : f.false_positives, text));
    document_cell(d, row, SAME, "%s", interval(f.same, text));
    document_cell(d, row, OPEN, "%zu", f.undecided);
    if (planted)
        return;
    document_cell(d, row, WIDTH, "%s", percent(f.width, text));
    document_cell(d, row, CAN_FIND, "%s", percent(f.detectable, text));
    document_cell(d, row, FOR_5, "%s", text_format_count(f.rounds_for_5, text));
}

static struct document_table *add_table(struct document *d, bool planted)
{
    const struct document_column columns[COLUMNS] = {
        [PAIRS] = { .title = "pairs" },
        [FOUND] = { .title = planted ? "found, %" : "false, %", .text = true },
        [SAME] = { .title = planted ? "false \"same\", %" : "the same, %", .text = true },
        [OPEN] = { .title = "open" },
        [WIDTH] = { .title = "width" },
        [CAN_FIND] = { .title = "can find" },
        [FOR_5] = { .title = "for 5 %" },
    };
    return document_table(
        d, &(struct document_table){ .corner = "data set, state",
                                     .columns = columns,
                                     .column_count = planted ? PLANTED_COLUMNS : COLUMNS });
}

static void add_planted(struct document *d, const struct aa_result *a,
                        const struct aa_figures *f)
{
    char share[TEXT_MAX], same[TEXT_MAX], planted[TEXT_MAX];
    document_paragraph(
        d,
        "A slow-down of %s that was planted into one side of %zu comparisons of "
        "a method with itself was found in %s %% of them, and taken for the same "
        "within 3 %% in %s %%.",
        percent(a->planted, planted), f->comparisons, interval(f->found, share),
        interval(f->same, same));
}

static void add_words(struct document *d, const struct aa_figures *f)
{
    char share[TEXT_MAX], detectable[TEXT_MAX], width[TEXT_MAX];
    document_paragraph(
        d,
        "Of %zu comparisons of a method with itself, %s %% showed a difference that is not "
        "there. 19 of 20 such ratios are within %s of 1 (width), and 9 of 10 would show a "
        "slow-down of %s (can find); for 5 %% it would take about so many rounds as the last "
        "column says.",
        f->comparisons, interval(f->false_positives, share), percent(f->width, width),
        percent(f->detectable, detectable));
}

void aa_add(struct document *d, const struct aa_result *a, const struct summary *s)
{
    const struct aa_figures all = aa_figures(a, NULL, NULL);
    struct document_table *t = add_table(d, a->planted > 0);
    for (size_t i = 0; i < s->group_count; i++) {
        const char *name = document_take(d, caption_of_group(s, &s->groups[i], NULL));
        add_line(d, document_row(d, t, name, ""), a, &s->groups[i]);
    }
    add_line(d, document_row(d, t, "all", ""), a, NULL);
    if (a->planted > 0)
        add_planted(d, a, &all);
    else
        add_words(d, &all);
}
