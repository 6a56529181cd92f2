/* SPDX-License-Identifier: MIT */
/* Built of memory in a list that is freed at once, so that no block has an owner of its own. */
#include "document/document.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct document_kept {
    struct document_kept *next;
    max_align_t memory[];
};

void document_free(struct document *d)
{
    while (d->kept) {
        struct document_kept *next = d->kept->next;
        free(d->kept);
        d->kept = next;
    }
    *d = (struct document){ 0 };
}

void document_fail(struct document *d, int r)
{
    if (d->error == 0)
        d->error = r;
}

void *document_keep(struct document *d, size_t size)
{
    struct document_kept *k = d->error ? NULL : calloc(1, sizeof *k + size);
    if (!k) {
        document_fail(d, -ENOMEM);
        return NULL;
    }
    k->next = d->kept;
    d->kept = k;
    return k->memory;
}

const char *document_copy(struct document *d, const char *text)
{
    size_t size = text ? strlen(text) + 1 : 1;
    char *copy = size > 1 ? document_keep(d, size) : NULL;
    return copy ? memcpy(copy, text, size) : "";
}

const char *document_take(struct document *d, char *text)
{
    if (!text)
        document_fail(d, -ENOMEM);
    const char *copy = document_copy(d, text);
    free(text);
    return copy;
}

static const char *format_text(struct document *d, const char *format, va_list arguments)
{
    char *text = NULL;
    if (d->error || vasprintf(&text, format, arguments) < 0) {
        document_fail(d, -ENOMEM);
        return "";
    }
    return document_take(d, text);
}

static void add(struct document *d, const struct document_block *b)
{
    struct document_block *copy = document_keep(d, sizeof *copy);
    if (!copy)
        return;
    *copy = *b;
    if (!d->blocks_end)
        d->blocks_end = &d->blocks;
    *d->blocks_end = copy;
    d->blocks_end = &copy->next;
}

static void add_text(struct document *d, enum document_kind kind, const char *label,
                     const char *format, va_list arguments)
{
    add(d, &(struct document_block){ .kind = kind,
                                     .label = document_copy(d, label),
                                     .text = format_text(d, format, arguments) });
}

/* The functions that add a text, with and without a label. */
#define ADDS(name, kind)                                                                       \
    void name(struct document *d, const char *format, ...)                                     \
    {                                                                                          \
        va_list arguments;                                                                     \
        va_start(arguments, format);                                                           \
        add_text(d, kind, NULL, format, arguments);                                            \
        va_end(arguments);                                                                     \
    }
#define ADDS_LABELLED(name, kind)                                                              \
    void name(struct document *d, const char *label, const char *format, ...)                  \
    {                                                                                          \
        va_list arguments;                                                                     \
        va_start(arguments, format);                                                           \
        add_text(d, kind, label, format, arguments);                                           \
        va_end(arguments);                                                                     \
    }

ADDS(document_title, DOCUMENT_TITLE)
ADDS(document_paragraph, DOCUMENT_PARAGRAPH)
ADDS(document_item, DOCUMENT_ITEM)
ADDS(document_details, DOCUMENT_DETAILS)
ADDS(document_footer, DOCUMENT_FOOTER)
ADDS_LABELLED(document_labelled, DOCUMENT_LABELLED)
ADDS_LABELLED(document_command, DOCUMENT_COMMAND)

void document_heading(struct document *d, int level, const char *id, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(d, &(struct document_block){ .kind = DOCUMENT_HEADING,
                                     .level = level,
                                     .id = document_copy(d, id),
                                     .label = "",
                                     .text = format_text(d, format, arguments) });
    va_end(arguments);
}

void document_details_end(struct document *d)
{
    add(d, &(struct document_block){ .kind = DOCUMENT_DETAILS_END, .label = "", .text = "" });
}

void document_figure(struct document *d, const struct document_figure *f)
{
    struct document_figure *copy = document_keep(d, sizeof *copy);
    if (!copy)
        return;
    *copy = (struct document_figure){ .title = document_copy(d, f->title),
                                      .explanation = document_copy(d, f->explanation),
                                      .words = document_copy(d, f->words),
                                      .path = document_copy(d, f->path),
                                      .draw = f->draw,
                                      .data = f->data };
    add(d, &(struct document_block){
               .kind = DOCUMENT_FIGURE, .label = "", .text = "", .figure = copy });
}

/* ---- tables ---- */

struct document_table *document_table(struct document *d, const struct document_table *t)
{
    struct document_table *copy = document_keep(d, sizeof *copy);
    struct document_column *columns = document_keep(d, (t->column_count + 1) * sizeof *columns);
    if (!copy || !columns)
        return NULL;
    *copy = *t;
    copy->caption = document_copy(d, t->caption);
    copy->corner = document_copy(d, t->corner);
    copy->class = document_copy(d, t->class);
    copy->columns = columns;
    for (size_t i = 0; i < t->column_count; i++) {
        columns[i] = t->columns[i];
        columns[i].title = document_copy(d, t->columns[i].title);
    }
    copy->rows = NULL;
    copy->rows_end = &copy->rows;
    copy->notes = NULL;
    add(d, &(struct document_block){
               .kind = DOCUMENT_TABLE, .label = "", .text = "", .table = copy });
    return copy;
}

struct document_row *document_row(struct document *d, struct document_table *t,
                                  const char *name, const char *line)
{
    struct document_row *row = t ? document_keep(d, sizeof *row) : NULL;
    struct document_cell *cells =
        row ? document_keep(d, (t->column_count + 1) * sizeof *cells) : NULL;
    if (!cells)
        return NULL;
    *row = (struct document_row){ .name = document_copy(d, name),
                                  .line = document_copy(d, line),
                                  .cells = cells };
    for (size_t i = 0; i < t->column_count; i++)
        cells[i] = (struct document_cell){ .text = "", .detail = "", .hidden = "" };
    *t->rows_end = row;
    t->rows_end = &row->next;
    return row;
}

struct document_cell *document_cell(struct document *d, struct document_row *row, size_t column,
                                    const char *format, ...)
{
    struct document_cell *cell = row ? &row->cells[column] : &d->nowhere;
    va_list arguments;
    va_start(arguments, format);
    cell->text = format_text(d, format, arguments);
    va_end(arguments);
    return cell;
}

size_t document_note(struct document *d, struct document_table *t, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = format_text(d, format, arguments);
    va_end(arguments);
    size_t number = 1;
    struct document_note **at = t ? &t->notes : NULL;
    for (; at && *at && strcmp((*at)->text, text) != 0; at = &(*at)->next)
        number++;
    if (at && !*at && (*at = document_keep(d, sizeof **at)))
        (*at)->text = text;
    return number;
}
