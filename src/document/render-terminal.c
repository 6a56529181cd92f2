/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>

#include "base/glyph.h"
#include "base/text.h"
#include "document/render.h"

enum { LABEL_GAP = 2, COMMAND_INDENT = 4 };

struct terminal {
    FILE *out;
    struct render_page page;
    size_t label_width; /* of the labels in a row at this place */
};

static bool has_label(const struct document_block *b)
{
    return b && b->label[0] != '\0';
}

/* A caption of what follows. */
static bool heads(const struct document_block *b)
{
    return b->kind == DOCUMENT_HEADING || b->kind == DOCUMENT_DETAILS;
}

static bool stands_alone(const struct document_block *b)
{
    return b->kind == DOCUMENT_TABLE || b->kind == DOCUMENT_FIGURE;
}

/* Whether an empty line stands between the two. */
static bool is_apart(const struct document_block *before, const struct document_block *b)
{
    if (heads(b))
        return true;
    if (heads(before))
        return b->kind == DOCUMENT_TABLE && b->table->plain;
    return stands_alone(before) || stands_alone(b) ||
           (before->kind == DOCUMENT_ITEM) != (b->kind == DOCUMENT_ITEM);
}

static size_t widest_label(const struct document_block *b)
{
    size_t width = 0;
    for (; has_label(b); b = b->next) {
        size_t columns = glyph_columns(b->label, false);
        width = columns > width ? columns : width;
    }
    return width;
}

static int print_hanging(const struct terminal *t, const char *text, size_t indent)
{
    return glyph_wrap(t->out,
                      &(struct glyph_frame){ .page = t->page.columns, .indent = indent }, text);
}

static int print_heading(const struct terminal *t, const char *text)
{
    return glyph_wrap(t->out,
                      &(struct glyph_frame){ .page = t->page.columns,
                                             .on = t->page.bold ? "\033[1m" : NULL,
                                             .off = t->page.bold ? "\033[0m" : NULL },
                      text);
}

static void print_label(const struct terminal *t, const char *label)
{
    size_t gap = t->label_width - glyph_columns(label, false) + LABEL_GAP;
    glyph_write(t->out, label, false);
    fprintf(t->out, "%*s", (int)gap, "");
}

static int print_labelled(const struct terminal *t, const struct document_block *b)
{
    size_t indent = t->label_width + LABEL_GAP;
    print_label(t, b->label);
    return glyph_wrap(
        t->out,
        &(struct glyph_frame){ .page = t->page.columns, .taken = indent, .indent = indent },
        b->text);
}

static int print_command(const struct terminal *t, const struct document_block *b)
{
    if (has_label(b))
        print_label(t, b->label);
    else
        fprintf(t->out, "%*s", COMMAND_INDENT, "");
    glyph_write(t->out, b->text, false);
    fputc('\n', t->out);
    return 0;
}

static int print_notes(const struct terminal *t, const struct document_table *table)
{
    int r = 0;
    size_t number = 1;
    if (table->notes)
        fputc('\n', t->out);
    for (const struct document_note *n = table->notes; n && r == 0; n = n->next) {
        char bullet[TEXT_MAX];
        size_t len = (size_t)snprintf(bullet, sizeof bullet, "[%zu] ", number++);
        r = glyph_wrap(
            t->out,
            &(struct glyph_frame){
                .page = t->page.columns, .bullet = bullet, .taken = len, .indent = len },
            n->text);
    }
    return r;
}

static int print_table(const struct terminal *t, const struct document_table *table)
{
    int r = render_table(t->out, table, false, t->page);
    return r == 0 ? print_notes(t, table) : r;
}

/* There is no picture here: what it says, or where it lies. */
static int print_figure(const struct terminal *t, const struct document_figure *f)
{
    const char *words = f->words[0] ? f->words : f->path;
    if (words[0] == '\0')
        return 0;
    char *text = text_printf("%s%s%s", f->title, f->title[0] ? ": " : "", words);
    int r = text ? print_hanging(t, text, 0) : -ENOMEM;
    free(text);
    return r;
}

static int print_block(const struct terminal *t, const struct document_block *b)
{
    switch (b->kind) {
    case DOCUMENT_HEADING:
    case DOCUMENT_DETAILS:
        return print_heading(t, b->text);
    case DOCUMENT_PARAGRAPH:
        return print_hanging(t, b->text, 0);
    case DOCUMENT_ITEM:
        return print_hanging(t, b->text, 2);
    case DOCUMENT_LABELLED:
        return print_labelled(t, b);
    case DOCUMENT_COMMAND:
        return print_command(t, b);
    case DOCUMENT_TABLE:
        return print_table(t, b->table);
    case DOCUMENT_FIGURE:
        return print_figure(t, b->figure);
    default:
        return 0;
    }
}

static bool is_shown(const struct document_block *b)
{
    return b->kind != DOCUMENT_TITLE && b->kind != DOCUMENT_FOOTER &&
           b->kind != DOCUMENT_DETAILS_END;
}

int render_terminal(FILE *out, const struct document *d, struct render_page page)
{
    struct terminal t = { .out = out, .page = page };
    const struct document_block *before = NULL;
    int r = 0;
    for (const struct document_block *b = d->blocks; b && r == 0; b = b->next) {
        if (!is_shown(b))
            continue;
        if (before && is_apart(before, b))
            fputc('\n', out);
        if (!has_label(before))
            t.label_width = widest_label(b);
        r = print_block(&t, b);
        before = b;
    }
    return r;
}
