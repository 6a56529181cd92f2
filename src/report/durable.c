/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/text.h"
#include "report/questions.h"

static const struct document_column columns[] = {
    { .title = "method", .text = true },
    { .title = "without a flush" },
    { .title = "with it" },
    { .title = "times as long" },
};

static void add_line(struct document *d, struct document_table *t,
                     const struct summary_group *g, const struct summary_cell *a,
                     const struct summary_cell *b)
{
    char without[TEXT_MAX], with[TEXT_MAX], ratio[TEXT_MAX], size[TEXT_MAX];
    struct document_row *line =
        document_row(d, t,
                     document_take(d, text_printf("%s, %s", text_format_bytes(g->bytes, size),
                                                  g->key.state)),
                     "");
    document_cell(d, line, 0, "%s", summary_method(a));
    document_cell(d, line, 1, "%s", text_format_ns(a->wall_ns.value, without));
    document_cell(d, line, 2, "%s", text_format_ns(b->wall_ns.value, with));
    document_cell(d, line, 3, "%s",
                  text_format_ratio(b->wall_ns.value / a->wall_ns.value, ratio));
}

/* Adds the lines, or with t == NULL counts them. */
static size_t add_lines(struct document *d, struct document_table *t, const struct summary *s)
{
    size_t count = 0;
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *g = &s->groups[i];
        const struct summary_row *plain = summary_find_row(g, "replace");
        const struct summary_row *durable = summary_find_row(g, "replace-durable");
        for (size_t k = 0; plain && durable && k < g->column_count; k++) {
            const struct summary_cell *a = &plain->cells[k], *b = &durable->cells[k];
            if (!summary_cell_timed(a) || !summary_cell_timed(b))
                continue;
            count++;
            if (t)
                add_line(d, t, g, a, b);
        }
    }
    return count;
}

void question_durable(struct document *d, const struct summary *s)
{
    document_heading(d, 2, "durable", "What does it cost to make a write durable?");
    if (add_lines(d, NULL, s) == 0) {
        question_missing(d, "writing with and without a flush",
                         "mapread run -w replace -w replace-durable -m pread -m mmap -s warm");
        return;
    }
    document_paragraph(d, "What was written lies in the page cache until fsync, or msync for a "
                          "mapping, has returned. Medians of edits in place.");
    add_lines(
        d,
        document_table(
            d, &(struct document_table){ .caption = "Edits with and without a flush",
                                         .corner = "file",
                                         .columns = columns,
                                         .column_count = sizeof columns / sizeof columns[0] }),
        s);
}
