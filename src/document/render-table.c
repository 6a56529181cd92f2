/* SPDX-License-Identifier: MIT */
/*
 * Tables of characters. On a terminal they are cut into blocks of as many columns as fit on the
 * page, each group in blocks of its own; in Markdown a table that is too wide becomes one per
 * group.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/glyph.h"
#include "document/name.h"
#include "document/render.h"

enum {
    GAP = 2,         /* between columns on a terminal */
    INDENT = 2,      /* of a line's name below that of its row, and of a plain table */
    NAME_SHARE = 44, /* of a page, in per cent: a longer name of a row has a line of its own */
    MARKDOWN_COLUMNS = 140,
};

/* How one table is laid out; widths in columns. */
struct layout {
    FILE *out;
    const struct document_table *table;
    bool markdown;
    struct render_page page; /* of what is not Markdown */
    size_t name_width, line_width;
    size_t *widths; /* of the columns */
};

/* Columns that stand side by side. */
struct block {
    size_t first, end;
};

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Bold's beginning or end. */
static const char *mark(const struct layout *l, bool begins)
{
    if (l->markdown)
        return "**";
    if (l->page.bold)
        return begins ? "\033[1m" : "\033[0m";
    return begins ? "*" : "";
}

static size_t cell_columns(const struct layout *l, const struct document_cell *c)
{
    size_t marks = l->markdown ? 4 : l->page.bold ? 0 : 1;
    size_t detail = glyph_columns(c->detail, l->markdown);
    return glyph_columns(c->text, l->markdown) + (c->strong ? marks : 0) +
           (detail > 0 ? 1 + detail : 0);
}

/* ---- widths ---- */

/* Names in lines of their own need no column; on a narrow page they get none. */
static bool measures_names(const struct layout *l)
{
    return l->markdown || !l->table->apart || l->page.columns >= GLYPH_PAGE;
}

static void measure_names(struct layout *l)
{
    l->name_width = glyph_columns(l->table->corner, l->markdown);
    for (const struct document_row *row = l->table->rows; row; row = row->next) {
        if (measures_names(l))
            l->name_width = larger(l->name_width, glyph_columns(row->name, l->markdown));
        l->line_width = larger(l->line_width, glyph_columns(row->line, l->markdown));
    }
    if (l->markdown) {
        l->name_width = larger(l->name_width, 1);
        return;
    }
    l->name_width = smaller(l->name_width, l->page.columns * NAME_SHARE / 100);
    if (l->line_width > 0)
        l->name_width = larger(l->name_width, l->line_width + INDENT);
}

/* Figures can stand below a title in several lines. */
static bool breaks_title(const struct layout *l, const struct document_column *c)
{
    return !l->markdown && !c->text;
}

static size_t measure_column(const struct layout *l, size_t column)
{
    const struct document_column *c = &l->table->columns[column];
    size_t width =
        breaks_title(l, c) ? name_widest_part(c->title) : glyph_columns(c->title, l->markdown);
    for (const struct document_row *row = l->table->rows; row && !c->wraps; row = row->next)
        width = larger(width, cell_columns(l, &row->cells[column]));
    return l->markdown ? larger(width, 2) : width;
}

/* ---- cells ---- */

static void pad(const struct layout *l, size_t columns)
{
    fprintf(l->out, "%*s", (int)columns, "");
}

static void write_left(const struct layout *l, const char *text, size_t len, size_t width)
{
    size_t used = glyph_part_columns(text, len, l->markdown);
    glyph_write_part(l->out, text, len, l->markdown);
    pad(l, used < width ? width - used : 0);
}

/* Blanks at the end of the text are for alignment; Markdown wants no blank before "**". */
static void write_text(const struct layout *l, const struct document_cell *c)
{
    size_t len = strlen(c->text), kept = len;
    while (kept > 0 && c->text[kept - 1] == ' ')
        kept--;
    fputs(c->strong ? mark(l, true) : "", l->out);
    glyph_write_part(l->out, c->text, kept, l->markdown);
    fputs(c->strong ? mark(l, false) : "", l->out);
    pad(l, len - kept);
    if (c->detail[0] != '\0') {
        pad(l, 1);
        glyph_write(l->out, c->detail, l->markdown);
    }
}

static void write_cell(const struct layout *l, const struct document_cell *c, size_t column)
{
    size_t used = cell_columns(l, c), width = l->widths[column];
    size_t room = used < width ? width - used : 0;
    bool left = l->table->columns[column].text;
    pad(l, left ? 0 : room);
    write_text(l, c);
    pad(l, left ? room : 0);
}

/* ---- terminal ---- */

static size_t indent_of(const struct layout *l)
{
    return l->table->plain && !l->markdown ? INDENT : 0;
}

static void write_name(const struct layout *l, const char *name, const char *line)
{
    const char *text = name[0] ? name : line;
    size_t indent = name[0] || !line[0] ? 0 : INDENT, width = l->name_width - indent;
    pad(l, indent_of(l) + indent);
    write_left(l, text, strlen(text), width);
}

/* A name in a line of its own. 0 or -ENOMEM. */
static int print_name(const struct layout *l, const char *name)
{
    size_t indent = indent_of(l);
    pad(l, indent);
    return glyph_wrap(
        l->out,
        &(struct glyph_frame){ .page = l->page.columns, .taken = indent, .indent = indent },
        name);
}

static bool has_own_line(const struct layout *l, const struct document_row *row)
{
    return row->name[0] != '\0' &&
           (l->table->apart || glyph_columns(row->name, false) > l->name_width);
}

static size_t title_lines(const struct layout *l, size_t column)
{
    const struct document_column *c = &l->table->columns[column];
    return breaks_title(l, c) ? name_lines(c->title, l->widths[column]) : 1;
}

/* One line of a column's title, counted from below: titles stand on the rule. */
static void write_title(const struct layout *l, size_t column, size_t from_bottom)
{
    const struct document_column *c = &l->table->columns[column];
    const char *title = c->title;
    size_t width = l->widths[column], len = 0;
    for (size_t i = from_bottom; i < title_lines(l, column); i++) {
        title += len;
        len = breaks_title(l, c) ? name_line_length(title, width) : strlen(title);
    }
    size_t used = glyph_part_columns(title, len, false);
    pad(l, c->text || used > width ? 0 : width - used);
    write_left(l, title, len, c->text ? width : 0);
}

static bool has_titles(const struct document_table *t)
{
    bool any = t->corner[0] != '\0';
    for (size_t i = 0; i < t->column_count; i++)
        any |= t->columns[i].title[0] != '\0';
    return any;
}

static void print_rule(const struct layout *l, struct block b)
{
    size_t columns = l->name_width;
    for (size_t i = b.first; i < b.end; i++)
        columns += GAP + l->widths[i];
    while (columns-- > 0)
        fputc('-', l->out);
    fputc('\n', l->out);
}

static void print_titles(const struct layout *l, struct block b)
{
    size_t lines = 1;
    for (size_t i = b.first; i < b.end; i++)
        lines = larger(lines, title_lines(l, i));
    while (lines-- > 0) {
        write_name(l, lines == 0 ? l->table->corner : "", "");
        for (size_t i = b.first; i < b.end; i++) {
            pad(l, GAP);
            write_title(l, i, lines);
        }
        fputc('\n', l->out);
    }
    if (!l->table->plain)
        print_rule(l, b);
}

static int print_line(const struct layout *l, const struct document_row *row, struct block b)
{
    size_t used = indent_of(l) + l->name_width;
    bool alone = has_own_line(l, row);
    int r = alone ? print_name(l, row->name) : 0;
    if (r < 0)
        return r;
    write_name(l, alone ? "" : row->name, row->line);
    for (size_t i = b.first; i < b.end; i++) {
        pad(l, GAP);
        used += GAP;
        if (l->table->columns[i].wraps)
            return glyph_wrap(
                l->out,
                &(struct glyph_frame){ .page = l->page.columns, .taken = used, .indent = used },
                row->cells[i].text);
        write_cell(l, &row->cells[i], i);
        used += l->widths[i];
    }
    fputc('\n', l->out);
    return 0;
}

/* ---- Markdown ---- */

static void write_rule(const struct layout *l, size_t width, bool left)
{
    fputs(" ", l->out);
    for (size_t i = left ? 0 : 1; i < width; i++)
        fputc('-', l->out);
    fputs(left ? " |" : ": |", l->out);
}

static void print_markdown_titles(const struct layout *l, struct block b)
{
    fputs("| ", l->out);
    write_left(l, l->table->corner, strlen(l->table->corner), l->name_width);
    if (l->line_width > 0) {
        fputs(" | ", l->out);
        pad(l, l->line_width);
    }
    for (size_t i = b.first; i < b.end; i++) {
        fputs(" | ", l->out);
        write_cell(
            l, &(struct document_cell){ .text = l->table->columns[i].title, .detail = "" }, i);
    }
    fputs(" |\n|", l->out);
    write_rule(l, l->name_width, true);
    if (l->line_width > 0)
        write_rule(l, l->line_width, true);
    for (size_t i = b.first; i < b.end; i++)
        write_rule(l, l->widths[i], l->table->columns[i].text);
    fputc('\n', l->out);
}

static int print_markdown_line(const struct layout *l, const struct document_row *row,
                               struct block b)
{
    fputs("| ", l->out);
    write_left(l, row->name, strlen(row->name), l->name_width);
    if (l->line_width > 0) {
        fputs(" | ", l->out);
        write_left(l, row->line, strlen(row->line), l->line_width);
    }
    for (size_t i = b.first; i < b.end; i++) {
        fputs(" | ", l->out);
        write_cell(l, &row->cells[i], i);
    }
    fputs(" |\n", l->out);
    return 0;
}

/* ---- both ---- */

/* The line after the row that begins at `row`. */
static const struct document_row *row_end(const struct document_row *row)
{
    do
        row = row->next;
    while (row && row->name[0] == '\0');
    return row;
}

static bool has_text(const struct document_row *row, const struct document_row *end,
                     struct block b)
{
    for (; row != end; row = row->next)
        for (size_t i = b.first; i < b.end; i++)
            if (row->cells[i].text[0] != '\0')
                return true;
    return false;
}

/* What it has to show stands in other columns; a row that is a name alone stands everywhere. */
static bool is_elsewhere(const struct layout *l, const struct document_row *row,
                         const struct document_row *end, struct block b)
{
    return !has_text(row, end, b) &&
           has_text(row, end, (struct block){ 0, l->table->column_count });
}

static int print_rows(const struct layout *l, struct block b)
{
    int r = 0;
    for (const struct document_row *row = l->table->rows, *next; row && r == 0; row = next) {
        next = row_end(row);
        if (is_elsewhere(l, row, next, b))
            continue;
        for (; row != next && r == 0; row = row->next)
            r = l->markdown ? print_markdown_line(l, row, b) : print_line(l, row, b);
    }
    return r;
}

static bool group_ends(const struct document_table *t, size_t column)
{
    return column + 1 == t->column_count ||
           t->columns[column].group != t->columns[column + 1].group;
}

/* Columns of the page that one of the table's takes. */
static size_t taken(const struct layout *l, size_t column)
{
    return l->widths[column] + (l->markdown ? 3 : GAP);
}

static size_t names_taken(const struct layout *l)
{
    return indent_of(l) + l->name_width + (l->markdown ? l->line_width + 7 : 0);
}

static bool fits(const struct layout *l)
{
    size_t used = names_taken(l);
    for (size_t i = 0; i < l->table->column_count; i++)
        used += taken(l, i);
    return used <= (l->markdown ? MARKDOWN_COLUMNS : l->page.columns);
}

/* The end of the block that begins at `first`: everything where everything fits; else on a
   terminal as many columns of one group as fit, in Markdown a group. */
static size_t block_end(const struct layout *l, size_t first)
{
    size_t used = names_taken(l) + taken(l, first), end = first + 1;
    if (fits(l))
        return l->table->column_count;
    while (!group_ends(l->table, end - 1)) {
        used += taken(l, end);
        if (!l->markdown && used > l->page.columns)
            break;
        end++;
    }
    return end;
}

static int print_block(const struct layout *l, struct block b)
{
    if (l->markdown)
        print_markdown_titles(l, b);
    else if (has_titles(l->table))
        print_titles(l, b);
    return print_rows(l, b);
}

static int print_blocks(const struct layout *l)
{
    int r = 0;
    for (struct block b = { .end = 0 }; b.end < l->table->column_count && r == 0;) {
        if (b.end > 0)
            fputc('\n', l->out);
        b = (struct block){ b.end, block_end(l, b.end) };
        r = print_block(l, b);
    }
    return r;
}

static void print_trimmed(FILE *out, const char *text)
{
    while (*text != '\0') {
        size_t len = strcspn(text, "\n"), kept = len;
        while (kept > 0 && text[kept - 1] == ' ')
            kept--;
        fprintf(out, "%.*s\n", (int)kept, text);
        text += len + (text[len] == '\n');
    }
}

static int print_layout(FILE *out, struct layout *l)
{
    char *text = NULL;
    size_t size;
    l->out = open_memstream(&text, &size);
    if (!l->out)
        return -ENOMEM;
    int r = print_blocks(l);
    if (fclose(l->out) != 0)
        r = -ENOMEM;
    if (r == 0)
        print_trimmed(out, text);
    free(text);
    return r;
}

int render_table(FILE *out, const struct document_table *t, bool markdown,
                 struct render_page page)
{
    struct layout l = { .table = t,
                        .markdown = markdown,
                        .page = page,
                        .widths = calloc(t->column_count + 1, sizeof *l.widths) };
    if (!l.widths)
        return -ENOMEM;
    measure_names(&l);
    for (size_t i = 0; i < t->column_count; i++)
        l.widths[i] = measure_column(&l, i);
    int r = print_layout(out, &l);
    free(l.widths);
    return r;
}
