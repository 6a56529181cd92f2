/* SPDX-License-Identifier: MIT */
/* What counts as memory. */
#include "html/answer.h"

static void write_parts(struct html *h, const struct summary_cell *cell)
{
    char own[TEXT_MAX], mapped[TEXT_MAX], peak[TEXT_MAX];
    html_textf(h, "%s: own memory %s, mapped page cache %s (peak %s)", summary_method(cell),
               known_bytes(cell->own_bytes, own), known_bytes(cell->mapped_bytes, mapped),
               known_bytes(cell->median.peak_rss_bytes, peak));
}

/* The first row of the group in which both are timed: full-read, where there is one. */
static const struct summary_row *find_row(const struct summary_group *g)
{
    for (size_t i = 0; i < g->row_count; i++)
        if (summary_cell_timed(summary_find_cell(g, &g->rows[i], "mmap")) &&
            summary_cell_timed(summary_find_cell(g, &g->rows[i], g->rows[i].baseline)))
            return &g->rows[i];
    return NULL;
}

/* Returns the number of items. */
static size_t list_parts(const struct view *v)
{
    size_t count = 0;
    for (size_t i = 0; i < v->summary->group_count; i++) {
        const struct summary_group *g = &v->summary->groups[i];
        const struct summary_row *row = find_row(g);
        if (!row)
            continue;
        answer_begin_item(v->html, &count);
        view_name_row(v, g, row);
        html_text(v->html, ": ");
        write_parts(v->html, summary_find_cell(g, row, "mmap"));
        html_text(v->html, "; ");
        write_parts(v->html, summary_find_cell(g, row, row->baseline));
        html_mark(v->html, ".</li>\n");
    }
    answer_end_list(v->html, count);
    return count;
}

void answer_memory(const struct view *v)
{
    html_element(
        v->html, "p",
        "The resident set counts every page that the process has mapped, so mmap's peak "
        "grows with the part of the file that it has touched. These file pages are the "
        "page cache's: they are there once for all processes, and the kernel may drop "
        "them. A buffer is the process's own, beside the page cache's copy of the file.");
    if (list_parts(v) == 0)
        answer_write_missing(v->html, "the memory of mmap beside that of read",
                             "mapread run -w full-read -m read -m chunk -m mmap -s warm");
}
