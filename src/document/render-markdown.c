/* SPDX-License-Identifier: MIT */
/* Markdown that is read raw as well: wrapped, and its tables padded. */
#include <errno.h>
#include <stdlib.h>

#include "base/glyph.h"
#include "base/text.h"
#include "document/render.h"

static bool is_item(const struct document_block *b)
{
    return b->kind == DOCUMENT_ITEM || b->label[0] != '\0';
}

static int print_wrapped(FILE *out, const char *text)
{
    return glyph_wrap(out, &(struct glyph_frame){ .markdown = true }, text);
}

static int print_bullet(FILE *out, const char *bullet, size_t columns, const char *text)
{
    return glyph_wrap(
        out,
        &(struct glyph_frame){
            .bullet = bullet, .taken = columns, .indent = columns, .markdown = true },
        text);
}

static int print_heading(FILE *out, int level, const char *text)
{
    fprintf(out, "%.*s ", level, "######");
    glyph_write(out, text, true);
    fputc('\n', out);
    return 0;
}

static int print_labelled(FILE *out, const struct document_block *b)
{
    char *text = text_printf("%s: %s", b->label, b->text);
    int r = text ? print_bullet(out, "- ", 2, text) : -ENOMEM;
    free(text);
    return r;
}

/* A block of code, in which nothing is markup. */
static int print_command(FILE *out, const struct document_block *b)
{
    fputs(b->label[0] ? "- " : "    ", out);
    if (b->label[0]) {
        glyph_write(out, b->label, true);
        fputs(": ", out);
    }
    glyph_write(out, b->text, b->label[0] != '\0');
    fputc('\n', out);
    return 0;
}

static int print_table(FILE *out, const struct document_table *t)
{
    int r = render_table(out, t, true, (struct render_page){ 0 });
    size_t number = 1;
    if (t->notes)
        fputc('\n', out);
    for (const struct document_note *n = t->notes; n && r == 0; n = n->next) {
        char bullet[TEXT_MAX];
        int len = snprintf(bullet, sizeof bullet, "- [%zu] ", number++);
        r = print_bullet(out, bullet, (size_t)len, n->text);
    }
    return r;
}

/* Without an image, what it says. */
static int print_words(FILE *out, const struct document_figure *f)
{
    char *text = text_printf("%s%s%s", f->title, f->title[0] ? ": " : "", f->words);
    int r = text ? print_wrapped(out, text) : -ENOMEM;
    free(text);
    return r;
}

static int print_figure(FILE *out, const struct document_figure *f)
{
    if (f->path[0] == '\0')
        return f->words[0] ? print_words(out, f) : 0;
    fputs("![", out);
    glyph_write(out, f->title, true);
    fputs("](", out);
    glyph_write(out, f->path, true);
    fputs(")\n", out);
    if (f->explanation[0] == '\0')
        return 0;
    fputc('\n', out);
    return print_wrapped(out, f->explanation);
}

static int print_block(FILE *out, const struct document_block *b)
{
    switch (b->kind) {
    case DOCUMENT_TITLE:
        return print_heading(out, 1, b->text);
    case DOCUMENT_HEADING:
        return print_heading(out, b->level, b->text);
    case DOCUMENT_DETAILS:
        return print_heading(out, 3, b->text);
    case DOCUMENT_PARAGRAPH:
        return print_wrapped(out, b->text);
    case DOCUMENT_ITEM:
        return print_bullet(out, "- ", 2, b->text);
    case DOCUMENT_LABELLED:
        return print_labelled(out, b);
    case DOCUMENT_COMMAND:
        return print_command(out, b);
    case DOCUMENT_TABLE:
        return print_table(out, b->table);
    case DOCUMENT_FIGURE:
        return print_figure(out, b->figure);
    default:
        return 0;
    }
}

int render_markdown(FILE *out, const struct document *d)
{
    const struct document_block *before = NULL;
    int r = 0;
    for (const struct document_block *b = d->blocks; b && r == 0; b = b->next) {
        if (b->kind == DOCUMENT_FOOTER || b->kind == DOCUMENT_DETAILS_END)
            continue;
        if (before && !(is_item(before) && is_item(b)))
            fputc('\n', out);
        r = print_block(out, b);
        before = b;
    }
    return r;
}
