/* SPDX-License-Identifier: MIT */
/*
 * wcwidth(3) is not used: it follows the locale, and a report must not change
 * with the locale of whoever makes it.
 */
#include "report/page.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct glyph {
    const char *bytes;
    size_t len; /* of bytes, for output */
    size_t columns;
    size_t consumed; /* bytes of the source */
    bool escaped;    /* a backslash goes before it */
};

struct range {
    uint32_t first, last;
};

static bool in_ranges(uint32_t point, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (point >= ranges[i].first && point <= ranges[i].last)
            return true;
    return false;
}

/* Combining marks, zero-width characters, variation selectors. */
static const struct range zero_width[] = {
    { 0x300, 0x36f },   { 0x200b, 0x200f }, { 0x2060, 0x2064 },
    { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
};

/* East Asian wide and full-width characters, and pictures. */
static const struct range double_width[] = {
    { 0x1100, 0x115f }, { 0x2e80, 0xa4cf },   { 0xac00, 0xd7a3 },
    { 0xf900, 0xfaff }, { 0xfe30, 0xfe6f },   { 0xff00, 0xff60 },
    { 0xffe0, 0xffe6 }, { 0x1f300, 0x1faff }, { 0x20000, 0x3fffd },
};

static size_t columns_of(uint32_t point)
{
    if (in_ranges(point, zero_width, sizeof zero_width / sizeof zero_width[0]))
        return 0;
    return in_ranges(point, double_width, sizeof double_width / sizeof double_width[0]) ? 2 : 1;
}

static struct glyph glyph_at(const char *text)
{
    uint32_t point = 0;
    size_t len = text_decode_utf8(text, &point);
    bool control = point < 0x20 || (point >= 0x7f && point < 0xa0) ||
                   (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    if (len == 0 || control)
        return (struct glyph){
            .bytes = point == '\n' || point == '\t' ? " " : "?",
            .len = 1,
            .columns = 1,
            .consumed = len ? len : 1,
        };
    return (struct glyph){
        .bytes = text, .len = len, .columns = columns_of(point), .consumed = len
    };
}

static bool word_byte(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Only what would be markup where it stands: "read_ahead" and "[1, 2]" stay readable. */
static bool is_markup(const char *at, char before)
{
    char c = at[0], after = c ? at[1] : '\0';
    switch (c) {
    case '\\':
    case '`':
    case '*':
    case '|':
    case '~':
        return true;
    case '_':
        return !word_byte(before) || !word_byte(after);
    case '<':
        return isalpha((unsigned char)after) || (after && strchr("/!?", after));
    case '&':
        return isalpha((unsigned char)after) || after == '#';
    case ']':
        return after && strchr("(:[", after);
    default:
        return false;
    }
}

/* One step of a walk over the text, which starts with *before = 0. */
static struct glyph next_glyph(const char **at, char *before, const struct report_style *style)
{
    struct glyph g = glyph_at(*at);
    g.escaped = style && style->format == REPORT_MARKDOWN && is_markup(*at, *before);
    *before = (*at)[g.consumed - 1];
    *at += g.consumed;
    return g;
}

size_t page_columns(const char *text, const struct report_style *style)
{
    size_t columns = 0;
    for (char before = '\0'; *text != '\0';) {
        struct glyph g = next_glyph(&text, &before, style);
        columns += g.columns + g.escaped;
    }
    return columns;
}

void page_write(FILE *out, const char *text, const struct report_style *style)
{
    for (char before = '\0'; *text != '\0';) {
        struct glyph g = next_glyph(&text, &before, style);
        if (g.escaped)
            fputc('\\', out);
        fwrite(g.bytes, 1, g.len, out);
    }
}

size_t page_fit(const char *text, size_t columns)
{
    const char *at = text;
    while (*at != '\0') {
        struct glyph g = glyph_at(at);
        if (g.columns > columns)
            break;
        columns -= g.columns;
        at += g.consumed;
    }
    return (size_t)(at - text);
}

static char *prepare(const char *text, const struct report_style *style)
{
    char *result = NULL;
    size_t size;
    FILE *out = open_memstream(&result, &size);
    if (!out)
        return NULL;
    page_write(out, text, style);
    if (fclose(out) == 0)
        return result;
    free(result);
    return NULL;
}

char *page_clean(const char *text)
{
    return prepare(text, NULL);
}

/* A figure and its unit stay together. */
static bool may_break(const char *text, size_t at)
{
    return text[at] == ' ' && (at == 0 || !isdigit((unsigned char)text[at - 1]) ||
                               !(isalpha((unsigned char)text[at + 1]) || text[at + 1] == '%'));
}

/* Where the line that starts at `text` ends: before a space, or within a word that is
   wider than a line. */
static size_t line_length(const char *text, size_t columns)
{
    size_t fits = page_fit(text, columns), at = fits;
    if (text[fits] == '\0')
        return fits;
    while (at > 0 && !may_break(text, at))
        at--;
    if (at > 0)
        return at;
    return fits > 0 ? fits : glyph_at(text).consumed;
}

/* What stands around the lines of a paragraph. */
struct frame {
    const char *bullet;   /* before the first line */
    int indent;           /* of the others, in columns */
    const char *on, *off; /* around the text of every line; take no columns */
};

static int print_wrapped(FILE *out, const struct frame *f, const char *text,
                         const struct report_style *style)
{
    char *prepared = prepare(text, style);
    if (!prepared)
        return -ENOMEM;
    const char *start = f->bullet, *at = prepared;
    int indent = (int)page_columns(f->bullet, NULL);
    do {
        size_t len = line_length(at, PAGE_COLUMNS - (size_t)indent);
        fprintf(out, "%*s%s%.*s%s\n", indent, start, f->on, (int)len, at, f->off);
        at += len;
        at += strspn(at, " ");
        start = "";
        indent = f->indent;
    } while (*at != '\0');
    free(prepared);
    return 0;
}

int page_paragraph(FILE *out, const char *bullet, const char *text,
                   const struct report_style *style)
{
    int indent = (int)page_columns(bullet, NULL);
    struct frame f = { .bullet = bullet, .indent = indent, .on = "", .off = "" };
    return print_wrapped(out, &f, text, style);
}

int page_item(FILE *out, const char *text, const struct report_style *style)
{
    bool markdown = style->format == REPORT_MARKDOWN;
    struct frame f = { .bullet = markdown ? "- " : "", .indent = 2, .on = "", .off = "" };
    return print_wrapped(out, &f, text, style);
}

int page_printf(FILE *out, const struct report_style *style, const char *format, ...)
{
    va_list arguments;
    char *text = NULL;
    va_start(arguments, format);
    int len = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (len < 0)
        return -ENOMEM;
    int r = page_paragraph(out, "", text, style);
    free(text);
    return r;
}

int page_heading(FILE *out, int level, const char *text, const struct report_style *style)
{
    if (level > 1)
        fputc('\n', out);
    if (style->format == REPORT_TERMINAL) {
        struct frame f = { .bullet = "", .on = "", .off = "" };
        f.on = style->bold ? "\033[1m" : "";
        f.off = style->bold ? "\033[0m" : "";
        return print_wrapped(out, &f, text, style);
    }
    fprintf(out, "%.*s ", level, "###");
    page_write(out, text, style);
    fputs("\n\n", out);
    return 0;
}
