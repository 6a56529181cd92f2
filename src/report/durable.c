/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "report/proof.h"
#include "base/text.h"
#include "report/questions.h"

static const struct document_column columns[] = {
    { .title = "method", .text = true },
    { .title = "without a flush" },
    { .title = "with it" },
    { .title = "times as long" },
};

static void add_line(struct question_lines *l, const struct summary_group *g,
                     const struct summary_row *row, const struct summary_cell *a,
                     const struct summary_cell *b)
{
    char without[TEXT_MAX], with[TEXT_MAX], ratio[TEXT_MAX], size[TEXT_MAX];
    struct document *d = question_document(l);
    const char *label =
        document_take(d, text_printf("%s, %s%s", text_format_bytes(g->bytes, size),
                                     g->key.state, proof_mark(row)));
    struct document_row *line = question_line(l, label);
    document_cell(d, line, 0, "%s", summary_method(a));
    document_cell(d, line, 1, "%s", text_format_ns(a->wall_ns.value, without));
    document_cell(d, line, 2, "%s", text_format_ns(b->wall_ns.value, with));
    document_cell(d, line, 3, "%s",
                  text_format_ratio(b->wall_ns.value / a->wall_ns.value, ratio));
}

static void add_lines(struct question_lines *l, const struct summary *s)
{
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *g = &s->groups[i];
        const struct summary_row *plain = summary_find_row(g, "replace");
        const struct summary_row *durable = summary_find_row(g, "replace-durable");
        for (size_t k = 0; plain && durable && k < g->column_count; k++) {
            const struct summary_cell *a = &plain->cells[k], *b = &durable->cells[k];
            if (summary_cell_timed(a) && summary_cell_timed(b))
                add_line(l, g, plain, a, b);
        }
    }
}

void question_durable(struct document *d, const struct summary *s)
{
    static const struct question_table answer = {
        .id = "durable",
        .title = "What does it cost to make a write durable?",
        .words =
            "What was written lies in the page cache until fsync, or msync for a mapping, has "
            "returned. Medians of edits in place.",
        .missing = "writing with and without a flush",
        .command = "mapread run -w replace -w replace-durable -m pread -m mmap -s warm",
        .table = { .caption = "Edits with and without a flush",
                   .corner = "file",
                   .columns = columns,
                   .column_count = sizeof columns / sizeof columns[0] },
        .add_lines = add_lines,
    };
    question_add(d, s, &answer);
}
