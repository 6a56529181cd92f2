/* SPDX-License-Identifier: MIT */
#include "html/figures.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/proof.h"
#include "report/caption.h"

void figures_add(struct document *d, const struct figure *f, const char *title,
                 void (*draw)(struct html *h, const void *figure))
{
    struct figure *data = document_keep(d, sizeof *data);
    char *text = caption_of_row(f->g, f->row, title);
    if (!text)
        document_fail(d, -ENOMEM);
    if (data && text) {
        *data = *f;
        document_figure(d, &(struct document_figure){
                               .title = text, .words = f->words, .draw = draw, .data = data });
    }
    free(text);
}

const char *figures_words(struct document *d, const struct summary_group *g,
                          const struct summary_row *row, const char *lead,
                          const char *(*figure)(const struct summary_cell *c,
                                                char text[TEXT_MAX]))
{
    char *text = NULL, value[TEXT_MAX];
    const char *before = ": ";
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (out) {
        fprintf(out, "%s, %s, %s, %s%s", lead, row->label, g->place, g->key.state,
                proof_mark(row));
        for (size_t i = 0; i < g->column_count; i++) {
            if (!summary_cell_timed(&row->cells[i]))
                continue;
            fprintf(out, "%s%s %s", before, g->columns[i].method,
                    figure(&row->cells[i], value));
            before = ", ";
        }
    }
    bool good = out && fclose(out) == 0;
    if (!good)
        document_fail(d, -ENOMEM);
    const char *copy = document_copy(d, good ? text : "");
    free(text);
    return copy;
}

const char *known_ns(double ns, char text[TEXT_MAX])
{
    return isnan(ns) ? "not known" : ns == 0 ? "0 ns" : text_format_ns(ns, text);
}

const char *known_bytes(double bytes, char text[TEXT_MAX])
{
    return isnan(bytes) ? "not known" : text_format_bytes(bytes, text);
}
