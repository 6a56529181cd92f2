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

/* Of the columns behind the first. */
static wanted_cell *const fates[] = { summary_cell_timed, summary_cell_killed, was_too_slow };
enum { FATES = sizeof fates / sizeof fates[0] };

static const struct document_column columns[FATES + 1] = {
    { .title = "memory" },
    { .title = "got through", .text = true },
    { .title = "killed for want of memory", .text = true },
    { .title = "too slow to see it", .text = true, .wraps = true },
};

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

static void add_line(struct question_lines *l, const struct summary_group *g,
                     const struct summary_row *row)
{
    char label[MATRIX_TEXT_MAX], limit[TEXT_MAX];
    struct document *d = question_document(l);
    struct document_row *line = question_line(
        l, document_take(d, text_printf("%s%s", matrix_label(g, row, label), proof_mark(row))));
    double bytes = summary_limit_bytes(g);
    document_cell(d, line, 0, "%s", isnan(bytes) ? "" : text_format_bytes(bytes, limit));
    for (size_t i = 0; i < FATES; i++)
        document_cell(d, line, i + 1, "%s", document_take(d, list_those(g, row, fates[i])));
}

static void add_lines(struct question_lines *l, const struct summary *s)
{
    for (size_t i = 0; i < s->group_count; i++)
        for (size_t j = 0; j < s->groups[i].row_count; j++)
            if (strcmp(s->groups[i].key.state, "limited") == 0)
                add_line(l, &s->groups[i], &s->groups[i].rows[j]);
}

void question_limit(struct document *d, const struct summary *s)
{
    static const struct question_table answer = {
        .id = "limit",
        .title = "Will it get my container killed?",
        .words =
            "A limit counts own memory and mapped file pages, but the kernel takes file pages "
            "back before it kills: own memory decides.",
        .missing = "anything under a memory limit",
        .command = "mapread run --suite limited",
        .table = { .caption = "Methods in a group with less memory",
                   .corner = "work",
                   .columns = columns,
                   .column_count = FATES + 1 },
        .add_lines = add_lines,
    };
    question_add(d, s, &answer);
}
