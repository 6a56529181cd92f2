/* SPDX-License-Identifier: MIT */
#include "report/grid.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    GAP = 2,           /* between columns on a terminal */
    NAME_COLUMNS = 36, /* of a row's name at most, on a terminal */
    PART_COLUMNS = 14, /* of a part of a method's name at most, on a terminal */
    FIGURE_INDENT = 2,
};

/* How one grid is laid out; widths in columns. */
struct layout {
    const struct grid *grid;
    const struct report_style *style;
    size_t name_width, figure_width;
    size_t *widths; /* of the grid's columns */
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

/* Bytes of the first part of a name: up to and with its '-'. */
static size_t part_length(const char *name)
{
    size_t len = strcspn(name, "-");
    len += name[len] == '-';
    return smaller(len, larger(page_fit(name, PART_COLUMNS), 1));
}

static size_t part_columns(const char *name, size_t len)
{
    char part[256];
    snprintf(part, sizeof part, "%.*s", (int)len, name);
    return page_columns(part, NULL);
}

/* Bytes of a name's next line: as many parts as fit into the width, at least one. */
static size_t head_length(const char *name, size_t width)
{
    size_t len = part_length(name);
    while (name[len] != '\0') {
        size_t next = len + part_length(name + len);
        if (part_columns(name, next) > width)
            break;
        len = next;
    }
    return len;
}

static size_t widest_part(const char *name)
{
    size_t widest = 0;
    while (*name != '\0') {
        size_t len = part_length(name);
        widest = larger(widest, part_columns(name, len));
        name += len;
    }
    return widest;
}

static size_t head_lines(const char *name, size_t width)
{
    size_t lines = 0;
    for (; *name != '\0'; lines++)
        name += head_length(name, width);
    return lines;
}

static bool is_markdown(const struct layout *l)
{
    return l->style->format == REPORT_MARKDOWN;
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
    size_t width = is_markdown(l) ? page_columns(name, l->style) : widest_part(name);
    for (size_t i = 0; i < g->line_count; i++)
        width = larger(width, cell_columns(l, &g->lines[i].cells[column]));
    l->widths[column] = width;
}

/* Spaces up to `width`, of which `used` columns are taken. */
static void pad(FILE *out, size_t width, size_t used)
{
    fprintf(out, "%*s", used < width ? (int)(width - used) : 0, "");
}

static void put_cell(FILE *out, const struct layout *l, const struct grid_cell *cell,
                     size_t width)
{
    pad(out, width, cell_columns(l, cell));
    fputs(cell->bold ? bold_mark(l, true) : "", out);
    page_put(out, cell->text, l->style);
    fputs(cell->bold ? bold_mark(l, false) : "", out);
}

static void put_left(FILE *out, const struct layout *l, const char *text, size_t width)
{
    page_put(out, text, l->style);
    pad(out, width, page_columns(text, l->style));
}

/* ---- terminal ---- */

static void put_name(FILE *out, const struct layout *l, const struct grid_line *line)
{
    char text[4 * NAME_COLUMNS + 1];
    const char *name = line->row[0] ? line->row : line->figure;
    size_t width = l->name_width - (line->row[0] ? 0 : FIGURE_INDENT);
    pad(out, l->name_width, width);
    snprintf(text, sizeof text, "%.*s", (int)page_fit(name, width), name);
    put_left(out, l, text, width);
}

static size_t block_head_lines(const struct layout *l, size_t first, size_t end)
{
    size_t lines = 1;
    for (size_t i = first; i < end; i++)
        lines = larger(lines, head_lines(l->grid->columns[i].method, l->widths[i]));
    return lines;
}

/* One line of a column's heading, counted from below: headings stand on the rule. */
static void put_head(FILE *out, const struct layout *l, size_t column, size_t from_bottom)
{
    const char *name = l->grid->columns[column].method;
    size_t width = l->widths[column], lines = head_lines(name, width), len = 0;
    struct grid_cell part = { .bold = false };
    for (size_t i = 0; from_bottom < lines && i + from_bottom < lines; i++) {
        name += len;
        len = head_length(name, width);
    }
    snprintf(part.text, sizeof part.text, "%.*s", (int)len, name);
    put_cell(out, l, &part, width);
}

static void print_heads(FILE *out, const struct layout *l, size_t first, size_t end)
{
    size_t rule = l->name_width;
    for (size_t left = block_head_lines(l, first, end); left > 0; left--) {
        put_left(out, l, left == 1 ? l->grid->corner : "", l->name_width);
        for (size_t i = first; i < end; i++) {
            pad(out, GAP, 0);
            put_head(out, l, i, left - 1);
        }
        fputc('\n', out);
    }
    for (size_t i = first; i < end; i++)
        rule += GAP + l->widths[i];
    while (rule-- > 0)
        fputc('-', out);
    fputc('\n', out);
}

static void print_block(FILE *out, const struct layout *l, size_t first, size_t end)
{
    print_heads(out, l, first, end);
    for (size_t i = 0; i < l->grid->line_count; i++) {
        put_name(out, l, &l->grid->lines[i]);
        for (size_t column = first; column < end; column++) {
            pad(out, GAP, 0);
            put_cell(out, l, &l->grid->lines[i].cells[column], l->widths[column]);
        }
        fputc('\n', out);
    }
}

static bool family_ends(const struct grid *g, size_t column)
{
    return column + 1 == g->column_count ||
           g->columns[column].family != g->columns[column + 1].family;
}

/* The end of the block that starts at `first`: as many columns of one family as fit. */
static size_t block_end(const struct layout *l, size_t first)
{
    size_t used = l->name_width + GAP + l->widths[first], end = first + 1;
    while (end < l->grid->column_count && !family_ends(l->grid, end - 1)) {
        used += GAP + l->widths[end];
        if (used > PAGE_COLUMNS)
            break;
        end++;
    }
    return end;
}

static size_t full_width(const struct layout *l)
{
    size_t used = l->name_width;
    for (size_t i = 0; i < l->grid->column_count; i++)
        used += GAP + l->widths[i];
    return used;
}

static void print_blocks(FILE *out, const struct layout *l)
{
    size_t count = l->grid->column_count;
    bool one = full_width(l) <= PAGE_COLUMNS;
    for (size_t first = 0, end; first < count; first = end) {
        end = one ? count : block_end(l, first);
        if (first > 0)
            fputc('\n', out);
        print_block(out, l, first, end);
    }
}

/* ---- Markdown ---- */

static void put_rule(FILE *out, size_t width, bool right)
{
    fputs(" ", out);
    for (size_t i = right ? 1 : 0; i < width; i++)
        fputc('-', out);
    fputs(right ? ": |" : " |", out);
}

static void print_markdown_heads(FILE *out, const struct layout *l, size_t first, size_t end)
{
    fputs("| ", out);
    put_left(out, l, l->grid->corner, l->name_width);
    fputs(" | ", out);
    put_left(out, l, "", l->figure_width);
    fputs(" |", out);
    for (size_t i = first; i < end; i++) {
        const char *name = l->grid->columns[i].method;
        fputs(" ", out);
        pad(out, l->widths[i], page_columns(name, l->style));
        page_put(out, name, l->style);
        fputs(" |", out);
    }
    fputs("\n|", out);
    put_rule(out, l->name_width, false);
    put_rule(out, l->figure_width, false);
    for (size_t i = first; i < end; i++)
        put_rule(out, l->widths[i], true);
    fputc('\n', out);
}

static void print_markdown_block(FILE *out, const struct layout *l, size_t first, size_t end)
{
    print_markdown_heads(out, l, first, end);
    for (size_t i = 0; i < l->grid->line_count; i++) {
        const struct grid_line *line = &l->grid->lines[i];
        fputs("| ", out);
        put_left(out, l, line->row, l->name_width);
        fputs(" | ", out);
        put_left(out, l, line->figure, l->figure_width);
        for (size_t column = first; column < end; column++) {
            fputs(" | ", out);
            put_cell(out, l, &line->cells[column], l->widths[column]);
        }
        fputs(" |\n", out);
    }
}

static void print_markdown(FILE *out, const struct layout *l)
{
    for (size_t first = 0, end; first < l->grid->column_count; first = end) {
        end = first + 1;
        while (!family_ends(l->grid, end - 1))
            end++;
        if (first > 0)
            fputc('\n', out);
        print_markdown_block(out, l, first, end);
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
    if (is_markdown(l))
        print_markdown(page, l);
    else
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
