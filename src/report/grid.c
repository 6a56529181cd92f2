/* SPDX-License-Identifier: MIT */
#include "report/grid.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "document/name.h"

enum {
    GAP = 2,           /* between columns on a terminal */
    NAME_COLUMNS = 36, /* of a row's name at most, on a terminal */
    FIGURE_INDENT = 2,
    MARKDOWN_COLUMNS = 140, /* a wider table is cut into one per family */
};

/* How one grid is laid out; widths in columns. */
struct layout {
    const struct grid *grid;
    const struct report_style *style;
    size_t name_width, figure_width;
    size_t *widths; /* of the grid's columns */
};

/* Columns of the grid that stand side by side. */
struct block {
    size_t first, end;
};

int grid_new(struct grid *ret, const struct summary_column *columns, size_t column_count,
             size_t line_count)
{
    struct grid g = {
        .corner = "",
        .columns = columns,
        .column_count = column_count,
        .lines = calloc(line_count + 1, sizeof *g.lines),
        .line_count = line_count,
    };
    struct grid_cell *cells = calloc(line_count * column_count + 1, sizeof *cells);
    if (!g.lines || !cells) {
        free(g.lines);
        free(cells);
        return -ENOMEM;
    }
    for (size_t i = 0; i <= line_count; i++)
        g.lines[i] = (struct grid_line){ .row = "", .figure = "" };
    for (size_t i = 0; i < line_count; i++)
        g.lines[i].cells = cells + i * column_count;
    g.lines[line_count].cells = cells; /* the owner, also of a grid without lines */
    *ret = g;
    return 0;
}

void grid_free(struct grid *g)
{
    if (g->lines)
        free(g->lines[g->line_count].cells);
    free(g->lines);
    *g = (struct grid){ 0 };
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool is_markdown(const struct layout *l)
{
    return l->style->format == DOCUMENT_MARKDOWN;
}

/* What stands before a bold text, or behind it. */
static const char *bold_mark(const struct layout *l, bool before)
{
    if (is_markdown(l))
        return "**";
    if (l->style->bold)
        return before ? "\033[1m" : "\033[0m";
    return before ? "*" : "";
}

static size_t cell_columns(const struct layout *l, const struct grid_cell *cell)
{
    size_t marks = is_markdown(l) ? 4 : l->style->bold ? 0 : 1;
    return page_columns(cell->text, l->style) + (cell->bold ? marks : 0);
}

static void measure_names(struct layout *l)
{
    const struct grid *g = l->grid;
    l->name_width = page_columns(g->corner, l->style);
    for (size_t i = 0; i < g->line_count; i++) {
        const struct grid_line *line = &g->lines[i];
        l->name_width = larger(l->name_width, page_columns(line->row, l->style));
        l->figure_width = larger(l->figure_width, page_columns(line->figure, l->style));
    }
    if (is_markdown(l))
        return;
    l->name_width = smaller(l->name_width, NAME_COLUMNS);
    l->name_width = larger(l->name_width, l->figure_width + FIGURE_INDENT);
}

static void measure_column(struct layout *l, size_t column)
{
    const struct grid *g = l->grid;
    const char *name = g->columns[column].method;
    size_t width = is_markdown(l) ? page_columns(name, l->style) : name_widest_part(name);
    for (size_t i = 0; i < g->line_count; i++)
        width = larger(width, cell_columns(l, &g->lines[i].cells[column]));
    l->widths[column] = width;
}

/* Spaces up to `width`, of which `used` columns are taken. */
static void pad(FILE *out, size_t width, size_t used)
{
    fprintf(out, "%*s", used < width ? (int)(width - used) : 0, "");
}

/* Blanks at the end of the text are for alignment; Markdown wants no blank before "**". */
static void write_cell(FILE *out, const struct layout *l, const struct grid_cell *cell,
                       size_t width)
{
    char text[GRID_TEXT_MAX];
    size_t kept = strlen(cell->text), blanks = 0;
    for (; kept > 0 && cell->text[kept - 1] == ' '; kept--)
        blanks++;
    snprintf(text, sizeof text, "%.*s", (int)kept, cell->text);
    pad(out, width, cell_columns(l, cell));
    fputs(cell->bold ? bold_mark(l, true) : "", out);
    page_write(out, text, l->style);
    fputs(cell->bold ? bold_mark(l, false) : "", out);
    pad(out, blanks, 0);
}

static void write_left(FILE *out, const struct layout *l, const char *text, size_t width)
{
    page_write(out, text, l->style);
    pad(out, width, page_columns(text, l->style));
}

/* ---- terminal ---- */

static void write_name(FILE *out, const struct layout *l, const struct grid_line *line)
{
    char text[4 * NAME_COLUMNS + 1];
    const char *name = line->row[0] ? line->row : line->figure;
    size_t width = l->name_width - (line->row[0] ? 0 : FIGURE_INDENT);
    pad(out, l->name_width, width);
    snprintf(text, sizeof text, "%.*s", (int)glyph_fit(name, width), name);
    write_left(out, l, text, width);
}

static size_t block_head_lines(const struct layout *l, struct block b)
{
    size_t lines = 1;
    for (size_t i = b.first; i < b.end; i++)
        lines = larger(lines, name_lines(l->grid->columns[i].method, l->widths[i]));
    return lines;
}

/* One line of a column's heading, counted from below: headings stand on the rule. */
static void write_head(FILE *out, const struct layout *l, size_t column, size_t from_bottom)
{
    const char *name = l->grid->columns[column].method;
    size_t width = l->widths[column], lines = name_lines(name, width), len = 0;
    struct grid_cell part = { .bold = false };
    for (size_t i = 0; from_bottom < lines && i + from_bottom < lines; i++) {
        name += len;
        len = name_line_length(name, width);
    }
    snprintf(part.text, sizeof part.text, "%.*s", (int)len, name);
    write_cell(out, l, &part, width);
}

static void print_heads(FILE *out, const struct layout *l, struct block b)
{
    size_t rule = l->name_width;
    for (size_t left = block_head_lines(l, b); left > 0; left--) {
        write_left(out, l, left == 1 ? l->grid->corner : "", l->name_width);
        for (size_t i = b.first; i < b.end; i++) {
            pad(out, GAP, 0);
            write_head(out, l, i, left - 1);
        }
        fputc('\n', out);
    }
    for (size_t i = b.first; i < b.end; i++)
        rule += GAP + l->widths[i];
    while (rule-- > 0)
        fputc('-', out);
    fputc('\n', out);
}

static void print_line(FILE *out, const struct layout *l, const struct grid_line *line,
                       struct block b)
{
    write_name(out, l, line);
    for (size_t i = b.first; i < b.end; i++) {
        pad(out, GAP, 0);
        write_cell(out, l, &line->cells[i], l->widths[i]);
    }
    fputc('\n', out);
}

/* ---- Markdown ---- */

static void write_rule(FILE *out, size_t width, bool right)
{
    fputs(" ", out);
    for (size_t i = right ? 1 : 0; i < width; i++)
        fputc('-', out);
    fputs(right ? ": |" : " |", out);
}

static void print_markdown_heads(FILE *out, const struct layout *l, struct block b)
{
    fputs("| ", out);
    write_left(out, l, l->grid->corner, l->name_width);
    fputs(" | ", out);
    write_left(out, l, "", l->figure_width);
    fputs(" |", out);
    for (size_t i = b.first; i < b.end; i++) {
        const char *name = l->grid->columns[i].method;
        fputs(" ", out);
        pad(out, l->widths[i], page_columns(name, l->style));
        page_write(out, name, l->style);
        fputs(" |", out);
    }
    fputs("\n|", out);
    write_rule(out, l->name_width, false);
    write_rule(out, l->figure_width, false);
    for (size_t i = b.first; i < b.end; i++)
        write_rule(out, l->widths[i], true);
    fputc('\n', out);
}

static void print_markdown_line(FILE *out, const struct layout *l, const struct grid_line *line,
                                struct block b)
{
    fputs("| ", out);
    write_left(out, l, line->row, l->name_width);
    fputs(" | ", out);
    write_left(out, l, line->figure, l->figure_width);
    for (size_t i = b.first; i < b.end; i++) {
        fputs(" | ", out);
        write_cell(out, l, &line->cells[i], l->widths[i]);
    }
    fputs(" |\n", out);
}

/* ---- both ---- */

/* The line after the row that begins at `line`. */
static size_t row_end(const struct grid *g, size_t line)
{
    do
        line++;
    while (line < g->line_count && g->lines[line].row[0] == '\0');
    return line;
}

/* It has nothing to show in these columns. */
static bool row_is_empty(const struct grid *g, size_t line, struct block b)
{
    for (size_t last = row_end(g, line); line < last; line++)
        for (size_t i = b.first; i < b.end; i++)
            if (g->lines[line].cells[i].text[0] != '\0')
                return false;
    return true;
}

static void print_rows(FILE *out, const struct layout *l, struct block b)
{
    for (size_t line = 0, next; line < l->grid->line_count; line = next) {
        next = row_end(l->grid, line);
        if (row_is_empty(l->grid, line, b))
            continue;
        for (size_t i = line; i < next; i++)
            if (is_markdown(l))
                print_markdown_line(out, l, &l->grid->lines[i], b);
            else
                print_line(out, l, &l->grid->lines[i], b);
    }
}

static bool family_ends(const struct grid *g, size_t column)
{
    return column + 1 == g->column_count ||
           g->columns[column].family != g->columns[column + 1].family;
}

/* Columns of the page that one of the grid's columns takes. */
static size_t taken(const struct layout *l, size_t column)
{
    return l->widths[column] + (is_markdown(l) ? 3 : GAP);
}

static size_t full_width(const struct layout *l)
{
    size_t used = l->name_width + (is_markdown(l) ? l->figure_width + 7 : 0);
    for (size_t i = 0; i < l->grid->column_count; i++)
        used += taken(l, i);
    return used;
}

/* The end of the block that begins at `first`: on a terminal as many columns of one
   family as fit, in Markdown a family, and everything where everything fits. */
static size_t block_end(const struct layout *l, size_t first)
{
    size_t used = l->name_width + taken(l, first), end = first + 1;
    if (full_width(l) <= (is_markdown(l) ? MARKDOWN_COLUMNS : PAGE_COLUMNS))
        return l->grid->column_count;
    while (!family_ends(l->grid, end - 1)) {
        used += taken(l, end);
        if (!is_markdown(l) && used > PAGE_COLUMNS)
            break;
        end++;
    }
    return end;
}

static void print_blocks(FILE *out, const struct layout *l)
{
    struct block b = { .end = 0 };
    while (b.end < l->grid->column_count) {
        if (b.end > 0)
            fputc('\n', out);
        b.first = b.end;
        b.end = block_end(l, b.first);
        if (is_markdown(l))
            print_markdown_heads(out, l, b);
        else
            print_heads(out, l, b);
        print_rows(out, l, b);
    }
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

static int print_layout(FILE *out, const struct layout *l)
{
    char *text = NULL;
    size_t size;
    FILE *page = open_memstream(&text, &size);
    if (!page)
        return -ENOMEM;
    print_blocks(page, l);
    int r = fclose(page) == 0 ? 0 : -ENOMEM;
    if (r == 0)
        print_trimmed(out, text);
    free(text);
    return r;
}

int grid_print(FILE *out, const struct grid *g, const struct report_style *style)
{
    struct layout l = {
        .grid = g,
        .style = style,
        .widths = calloc(g->column_count + 1, sizeof *l.widths),
    };
    if (!l.widths)
        return -ENOMEM;
    measure_names(&l);
    for (size_t i = 0; i < g->column_count; i++)
        measure_column(&l, i);
    int r = print_layout(out, &l);
    free(l.widths);
    return r;
}
