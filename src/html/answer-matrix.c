/* SPDX-License-Identifier: MIT */
/* The answer first: who wins, by how much and how sure, for each piece of work and state. */
#include "report/matrix.h"

#include <errno.h>

#include "html/section.h"
#include "html/shade.h"

static void write_cell(struct html *h, const struct summary_row *row)
{
    char text[MATRIX_TEXT_MAX];
    const char *words = matrix_cell(row, text);
    if (!row || !row->best.mmap || !row->best.read) {
        shade_write_word(h, words);
        return;
    }
    shade_begin_cell(h, words, row->best.against.ratio.value, row->best.against.verdict);
    html_mark(h, "</td>\n");
}

static void write_table(struct html *h, const struct matrix *m)
{
    html_mark(h, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"who wins\">"
                 "<table class=\"heat\">\n<caption>who wins</caption>\n<thead><tr><th "
                 "scope=\"col\">work</th>");
    for (size_t i = 0; i < MATRIX_STATES; i++)
        html_element(h, "th scope=\"col\"", matrix_titles[i]);
    html_mark(h, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < m->count; i++) {
        html_mark(h, "<tr>");
        html_element(h, "th scope=\"row\"", m->rows[i].label);
        html_mark(h, "\n");
        for (size_t k = 0; k < MATRIX_STATES; k++)
            write_cell(h, m->rows[i].cells[k]);
        html_mark(h, "</tr>\n");
    }
    html_mark(h, "</tbody></table></div>\n");
}

static void write_section(const struct view *v)
{
    struct matrix m;
    if (matrix_build(&m, v->summary) < 0) {
        v->html->error = -ENOMEM;
        return;
    }
    if (m.count == 0) {
        html_element(v->html, "p", "This run compares no mmap method with a read method.");
    } else {
        html_element(v->html, "p",
                     "The best mmap method against the best read method: the winner, how many "
                     "times faster it is, and where that lies with a confidence of at least "
                     "95 %. Blue: mmap wins; orange: read wins.");
        write_table(v->html, &m);
    }
    matrix_free(&m);
}

const struct section section_answer = { "answer", "Should you mmap?", write_section };
