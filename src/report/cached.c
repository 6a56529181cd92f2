/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "report/matrix-table.h"
#include "report/questions.h"
#include "report/rate.h"

/* The same work on the same data in that state. */
static const struct summary_row *find_twin(const struct summary *s,
                                           const struct summary_group *g,
                                           const struct summary_row *row, const char *state,
                                           const struct summary_group **ret_group)
{
    for (size_t i = 0; i < s->group_count; i++) {
        *ret_group = &s->groups[i];
        const struct summary_row *twin = summary_find_row(*ret_group, row->workload);
        if (twin && strcmp((*ret_group)->key.state, state) == 0 &&
            summary_same_but_state(*ret_group, g))
            return twin;
    }
    return NULL;
}

/* The faster of the two that the decision is about, or the baseline; NULL: it has no time. */
static const struct summary_cell *best_of(const struct summary_group *g,
                                          const struct summary_row *row)
{
    const struct summary_decision *b = &row->best;
    if (b->mmap && b->read)
        return b->mmap->wall_ns.value < b->read->wall_ns.value ? b->mmap : b->read;
    const struct summary_cell *cell = summary_find_cell(g, row, row->baseline);
    return summary_cell_timed(cell) ? cell : NULL;
}

/* "chunk 11.4 ms, 1.47 GB/s" */
static void set_time(struct document *d, struct document_row *line, size_t column,
                     const struct summary_group *g, const struct summary_row *row,
                     const struct summary_cell *c)
{
    char time[RATE_TIME_MAX];
    document_cell(d, line, column, "%s %s%s", summary_method(c), rate_time(g, row, c, time),
                  proof_mark(row));
}

static const struct document_column columns[] = {
    { .title = "from storage (cold)", .text = true },
    { .title = "in the page cache", .text = true },
    { .title = "times faster" },
    { .title = "read from storage" },
};

static void add_line(struct question_lines *l, const struct summary_group *g,
                     const struct summary_row *row, const struct summary_cell *cold,
                     const struct summary_cell *warm)
{
    char label[MATRIX_TEXT_MAX], ratio[TEXT_MAX], bytes[TEXT_MAX];
    struct document *d = question_document(l);
    struct document_row *line = question_line(l, matrix_label(g, row, label));
    set_time(d, line, 0, g, row, cold);
    set_time(d, line, 1, g, row, warm);
    document_cell(d, line, 2, "%s",
                  text_format_ratio(cold->wall_ns.value / warm->wall_ns.value, ratio));
    document_cell(d, line, 3, "%s", text_format_bytes(cold->median.storage_read_bytes, bytes));
}

static void add_lines(struct question_lines *l, const struct summary *s)
{
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *g = &s->groups[i], *other;
        for (size_t j = 0; j < g->row_count && strcmp(g->key.state, "cold") == 0; j++) {
            const struct summary_row *twin = find_twin(s, g, &g->rows[j], "warm", &other);
            const struct summary_cell *cold = best_of(g, &g->rows[j]);
            const struct summary_cell *warm = twin ? best_of(other, twin) : NULL;
            if (cold && warm && warm->wall_ns.value > 0)
                add_line(l, g, &g->rows[j], cold, warm);
        }
    }
}

void question_cached(struct document *d, const struct summary *s)
{
    static const struct question_table answer = {
        .id = "cached",
        .title = "What does the page cache save?",
        .words =
            "A program's first run finds the file on storage, a second one soon after in the "
            "page cache. Medians of the best method in each state.",
        .missing = "the same work on the same file in both states",
        .command =
            "mapread run -w full-read -m read -m chunk -m mmap -s cold -s warm --size 64M",
        .table = { .caption = "The best method, cold and warm",
                   .corner = "work",
                   .columns = columns,
                   .column_count = sizeof columns / sizeof columns[0] },
        .add_lines = add_lines,
    };
    question_add(d, s, &answer);
}
