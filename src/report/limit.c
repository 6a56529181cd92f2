/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/matrix-table.h"
#include "report/questions.h"

typedef bool wanted_cell(const struct summary_cell *c);

static bool was_too_slow(const struct summary_cell *c)
{
    return c->source && c->source->status == CASE_OVER_LIMIT && !summary_cell_killed(c);
}

static const struct {
    wanted_cell *wanted;
    const char *title;
} fates[] = {
    { summary_cell_timed, "got through" },
    { summary_cell_killed, "killed for want of memory" },
    { was_too_slow, "too slow to see it" },
};
enum { FATES = sizeof fates / sizeof fates[0] };

/* "read, mmap-private" */
static char *list_those(const struct summary_group *g, const struct summary_row *row,
                        wanted_cell *wanted)
{
    char *text = NULL;
    size_t size, count = 0;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; out && i < g->column_count; i++)
        if (wanted(&row->cells[i]))
            fprintf(out, "%s%s", count++ ? ", " : "", g->columns[i].method);
    if (out && fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static void add_line(struct document *d, struct document_table *t,
                     const struct summary_group *g, const struct summary_row *row)
{
    char label[MATRIX_TEXT_MAX], limit[TEXT_MAX];
    struct document_row *line = document_row(d, t, matrix_label(g, row, label), "");
    double bytes = summary_limit_bytes(g);
    document_cell(d, line, 0, "%s", isnan(bytes) ? "" : text_format_bytes(bytes, limit));
    for (size_t i = 0; i < FATES; i++)
        document_cell(d, line, i + 1, "%s",
                      document_take(d, list_those(g, row, fates[i].wanted)));
}

static struct document_table *add_table(struct document *d)
{
    const struct document_column columns[] = {
        { .title = "memory" },
        { .title = fates[0].title, .text = true },
        { .title = fates[1].title, .text = true },
        { .title = fates[2].title, .text = true, .wraps = true },
    };
    document_paragraph(d,
                       "A limit counts own memory and mapped file pages, but the kernel takes "
                       "file pages back before it kills: own memory decides.");
    return document_table(
        d, &(struct document_table){ .caption = "Methods in a group with less memory",
                                     .corner = "work",
                                     .columns = columns,
                                     .column_count = FATES + 1 });
}

void question_limit(struct document *d, const struct summary *s)
{
    struct document_table *t = NULL;
    document_heading(d, 2, "limit", "Will it get my container killed?");
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *g = &s->groups[i];
        if (strcmp(g->key.state, "limited") != 0)
            continue;
        if (!t)
            t = add_table(d);
        for (size_t j = 0; t && j < g->row_count; j++)
            add_line(d, t, g, &g->rows[j]);
    }
    if (!t)
        question_missing(d, "anything under a memory limit", "mapread run --suite limited");
}
