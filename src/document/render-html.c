/* SPDX-License-Identifier: MIT */
/*
 * A page of its own: it needs no network, no script and no other file, and is XML as well.
 *
 * What stands before the first section is the header; a heading of level 2 with an id begins a
 * section.
 */
#include <stdlib.h>
#include <string.h>

#include "document/render.h"
#include "document/style.h"
#include "document/writer.h"

struct page {
    struct html h;
    const struct document *d;
    bool in_main, in_section;
    const char *title; /* of the part: what a table without a caption is called */
};

static bool begins_section(const struct document_block *b)
{
    return b->kind == DOCUMENT_HEADING && b->level == 2 && b->id[0] != '\0';
}

/* ---- text ---- */

static void write_element(struct html *h, const char *open, const char *text)
{
    html_elementf(h, open, "%s", text);
    html_mark(h, "\n");
}

/* Blocks in a row that are one element: the items of a list. */
static bool is_one(const struct document_block *a, const struct document_block *b)
{
    if (!a || !b)
        return false;
    if (a->label[0] != '\0' || b->label[0] != '\0')
        return a->label[0] != '\0' && b->label[0] != '\0';
    return a->kind == b->kind && (a->kind == DOCUMENT_ITEM || a->kind == DOCUMENT_FIGURE);
}

static void write_item(struct html *h, const struct document_block *b)
{
    html_mark(h, "<li>");
    if (b->label[0] != '\0') {
        html_element(h, "strong", b->label);
        html_mark(h, " ");
    }
    if (b->kind == DOCUMENT_COMMAND)
        html_element(h, "code", b->text);
    else
        html_textf(h, "%s", b->text);
    html_mark(h, "</li>\n");
}

static void write_command(struct html *h, const struct document_block *b)
{
    html_mark(h, "<pre>");
    html_element(h, "code", b->text);
    html_mark(h, "</pre>\n");
}

/* ---- tables ---- */

/* Without the blanks at the end, which align it elsewhere. */
static int kept_length(const char *text)
{
    size_t len = strlen(text);
    while (len > 0 && text[len - 1] == ' ')
        len--;
    return (int)len;
}

static void write_cell(struct html *h, const struct document_cell *c)
{
    char shade[16];
    document_shade(c->ratio, c->open, shade);
    html_mark(h, "<td%s%s%s>", shade[0] ? " class=\"" : "", shade, shade[0] ? "\"" : "");
    html_mark(h, "%s", c->strong ? "<strong>" : "");
    html_textf(h, "%.*s", kept_length(c->text), c->text);
    html_mark(h, "%s", c->strong ? "</strong>" : "");
    if (c->detail[0] != '\0')
        html_elementf(h, "span class=\"of\"", " %s", c->detail);
    if (c->hidden[0] != '\0')
        html_elementf(h, "span class=\"hidden\"", " %s", c->hidden);
    html_mark(h, "</td>\n");
}

static size_t count_lines(const struct document_row *row)
{
    size_t lines = 0;
    do
        lines++;
    while ((row = row->next) && row->name[0] == '\0');
    return lines;
}

static bool has_lines(const struct document_table *t)
{
    for (const struct document_row *row = t->rows; row; row = row->next)
        if (row->line[0] != '\0')
            return true;
    return false;
}

static void write_row(struct html *h, const struct document_table *t,
                      const struct document_row *row, bool lines)
{
    html_mark(h, "<tr>");
    if (row->name[0] != '\0' || row == t->rows) {
        html_mark(h, lines ? "<th scope=\"row\" rowspan=\"%zu\">" : "<th scope=\"row\">",
                  count_lines(row));
        html_textf(h, "%s", row->name);
        html_mark(h, "</th>");
    }
    if (lines)
        html_elementf(h, "th scope=\"row\"", "%s", row->line);
    html_mark(h, "\n");
    for (size_t i = 0; i < t->column_count; i++)
        write_cell(h, &row->cells[i]);
    html_mark(h, "</tr>\n");
}

static void write_head(struct html *h, const struct document_table *t, bool lines)
{
    html_mark(h, "<thead><tr>");
    html_elementf(h, t->corner[0] ? "th scope=\"col\"" : "td", "%s", t->corner);
    html_mark(h, "%s", lines ? "<td></td>" : "");
    for (size_t i = 0; i < t->column_count; i++)
        html_elementf(h, "th scope=\"col\"", "%s", t->columns[i].title);
    html_mark(h, "</tr></thead>\n<tbody>\n");
}

/* Every item says in words what its colour does. */
static void write_legend(struct html *h)
{
    html_mark(h, "<ul class=\"legend\" aria-label=\"colours\">\n");
    for (int i = -DOCUMENT_SHADES; i <= DOCUMENT_SHADES; i++) {
        double ratio = 1;
        char shade[16];
        bool last = i == -DOCUMENT_SHADES || i == DOCUMENT_SHADES;
        for (int k = 0; k < abs(i) - last; k++)
            ratio *= i < 0 ? 1 / DOCUMENT_SHADE_FACTOR : DOCUMENT_SHADE_FACTOR;
        snprintf(shade, sizeof shade, " class=\"%c%d\"", i < 0 ? 'f' : 's', abs(i));
        html_mark(h, "<li%s>", i == 0 ? "" : shade);
        html_mark(h, "%s%.2gx</li>\n", !last ? "" : i < 0 ? "below " : "above ", ratio);
    }
    html_mark(h, "</ul>\n");
}

static void write_notes(struct html *h, const struct document_table *t)
{
    size_t number = 1;
    html_mark(h, "%s", t->notes ? "<ul class=\"notes\">\n" : "");
    for (const struct document_note *n = t->notes; n; n = n->next) {
        html_mark(h, "<li>[%zu] ", number++);
        html_textf(h, "%s", n->text);
        html_mark(h, "</li>\n");
    }
    html_mark(h, "%s", t->notes ? "</ul>\n" : "");
}

/* In a box that scrolls by itself, with keys as well: however wide it is, the page is not. */
static void write_table(struct html *h, const struct document_table *t, const char *title)
{
    bool lines = has_lines(t);
    html_mark(h, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    html_text(h, t->caption[0] ? t->caption : title);
    html_mark(h, t->class[0] ? "\"><table class=\"%s\">" : "\"><table>", t->class);
    if (t->caption[0] != '\0')
        html_elementf(h, "caption", "%s", t->caption);
    write_head(h, t, lines);
    for (const struct document_row *row = t->rows; row; row = row->next)
        write_row(h, t, row, lines);
    html_mark(h, "</tbody></table></div>\n");
    write_notes(h, t);
    if (t->legend)
        write_legend(h);
}

/* ---- figures ---- */

static void write_picture(struct html *h, const struct document_figure *f)
{
    if (f->draw) {
        f->draw(h, f->data);
    } else if (f->path[0] != '\0') {
        html_mark(h, "<img src=\"");
        html_text(h, f->path);
        html_mark(h, "\" alt=\"");
        html_text(h, f->words);
        html_mark(h, "\"/>");
    } else {
        html_elementf(h, "p", "%s", f->words);
    }
}

static void write_figure(struct html *h, const struct document_figure *f)
{
    html_mark(h, "<figure>\n");
    if (f->title[0] != '\0')
        write_element(h, "figcaption", f->title);
    write_picture(h, f);
    html_mark(h, "\n");
    if (f->explanation[0] != '\0')
        write_element(h, "p", f->explanation);
    html_mark(h, "</figure>\n");
}

/* ---- blocks ---- */

static void end_section(struct page *p)
{
    html_mark(&p->h, "%s", p->in_section ? "</section>\n" : "");
    p->in_section = false;
}

static void write_heading(struct page *p, const struct document_block *b)
{
    struct html *h = &p->h;
    if (b->level == 2)
        end_section(p);
    if (begins_section(b)) {
        html_mark(h, "<section id=\"");
        html_text(h, b->id);
        html_mark(h, "\" aria-labelledby=\"");
        html_text(h, b->id);
        html_mark(h, "-title\">\n<h2 id=\"");
        html_text(h, b->id);
        html_mark(h, "-title\">");
        p->in_section = true;
    } else {
        html_mark(h, "<h%d", b->level);
        html_mark(h, "%s", b->id[0] ? " id=\"" : ">");
        html_text(h, b->id);
        html_mark(h, "%s", b->id[0] ? "\">" : "");
    }
    html_textf(h, "%s", b->text);
    html_mark(h, "</h%d>\n", b->level);
    p->title = b->text;
}

static void write_block(struct page *p, const struct document_block *b)
{
    struct html *h = &p->h;
    switch (b->kind) {
    case DOCUMENT_HEADING:
        write_heading(p, b);
        break;
    case DOCUMENT_PARAGRAPH:
        write_element(h, p->in_main ? "p" : "p class=\"caption\"", b->text);
        break;
    case DOCUMENT_TABLE:
        write_table(h, b->table, p->title);
        break;
    case DOCUMENT_FIGURE:
        write_figure(h, b->figure);
        break;
    case DOCUMENT_DETAILS:
        html_mark(h, "<details>\n");
        write_element(h, "summary", b->text);
        p->title = b->text;
        break;
    case DOCUMENT_DETAILS_END:
        html_mark(h, "</details>\n");
        break;
    case DOCUMENT_COMMAND:
        write_command(h, b);
        break;
    default:
        break;
    }
}

/* Returns the block behind what was written. */
static const struct document_block *write_next(struct page *p, const struct document_block *b)
{
    const struct document_block *next = b->next;
    if (b->kind != DOCUMENT_ITEM && b->label[0] == '\0' && b->kind != DOCUMENT_FIGURE) {
        write_block(p, b);
        return next;
    }
    bool is_list = b->kind != DOCUMENT_FIGURE;
    html_mark(&p->h, "%s", is_list ? "<ul>\n" : "<div class=\"figures\">\n");
    for (;; b = next, next = b->next) {
        if (is_list)
            write_item(&p->h, b);
        else
            write_figure(&p->h, b->figure);
        if (!is_one(b, next))
            break;
    }
    html_mark(&p->h, "%s", is_list ? "</ul>\n" : "</div>\n");
    return next;
}

/* ---- the page ---- */

/* The first text of that kind, or "". */
static const char *find_text(const struct document *d, enum document_kind kind)
{
    for (const struct document_block *b = d->blocks; b; b = b->next)
        if (b->kind == kind)
            return b->text;
    return "";
}

/* The policy forbids whatever a page could fetch or run, should an escape ever be missing. */
static void write_top(struct page *p)
{
    struct html *h = &p->h;
    html_mark(h, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                 "style-src 'unsafe-inline'; img-src data:\"/>\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                 "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
                 "<link rel=\"icon\" href=\"data:,\"/>\n");
    html_element(h, "title", find_text(p->d, DOCUMENT_TITLE));
    html_mark(h, "\n<style>\n%s</style>\n</head>\n<body>\n", html_style);
}

/* Patterns that pictures refer to: file pages are hatched, not only coloured. */
static void write_patterns(struct html *h)
{
    html_mark(h,
              "<svg class=\"patterns\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>"
              "<pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
              "patternTransform=\"rotate(45)\"><rect class=\"hatch-ground\" width=\"5\" "
              "height=\"5\"/><rect class=\"hatch-line\" width=\"2\" height=\"5\"/></pattern>"
              "</defs></svg>\n");
}

static void write_navigation(struct page *p)
{
    struct html *h = &p->h;
    html_mark(h, "<nav aria-label=\"Sections\"><ul>\n");
    for (const struct document_block *b = p->d->blocks; b; b = b->next) {
        if (!begins_section(b))
            continue;
        html_mark(h, "<li><a href=\"#");
        html_text(h, b->id);
        html_mark(h, "\">");
        html_textf(h, "%s", b->text);
        html_mark(h, "</a></li>\n");
    }
    html_mark(h, "</ul></nav>\n");
}

int render_html(FILE *out, const struct document *d)
{
    struct page p = { .h = { .out = out }, .d = d, .title = "table" };
    const struct document_block *b = d->blocks;
    write_top(&p);
    write_patterns(&p.h);
    html_mark(&p.h, "<a class=\"skip\" href=\"#main\">Skip to the answer</a>\n<header>\n");
    write_element(&p.h, "h1", find_text(d, DOCUMENT_TITLE));
    while (b && !begins_section(b))
        b = write_next(&p, b);
    write_navigation(&p);
    html_mark(&p.h, "</header>\n<main id=\"main\">\n");
    p.in_main = true;
    while (b)
        b = write_next(&p, b);
    end_section(&p);
    html_mark(&p.h, "</main>\n<footer>");
    html_elementf(&p.h, "p", "%s", find_text(d, DOCUMENT_FOOTER));
    html_mark(&p.h, "</footer>\n</body>\n</html>\n");
    return p.h.error;
}
