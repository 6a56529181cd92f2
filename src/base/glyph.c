/* SPDX-License-Identifier: MIT */
/*
 * wcwidth(3) is not used: it follows the locale, and a report must not change
 * with the locale of whoever makes it.
 */
#include "base/glyph.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { LEAST = 20 /* columns of a line behind a name that takes the page */ };

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
static struct glyph next_glyph(const char **at, char *before, bool markdown)
{
    struct glyph g = glyph_at(*at);
    g.escaped = markdown && is_markup(*at, *before);
    *before = (*at)[g.consumed - 1];
    *at += g.consumed;
    return g;
}

size_t glyph_part_columns(const char *text, size_t len, bool markdown)
{
    size_t columns = 0;
    char before = '\0';
    for (const char *at = text; at < text + len;) {
        struct glyph g = next_glyph(&at, &before, markdown);
        columns += g.columns + g.escaped;
    }
    return columns;
}

size_t glyph_columns(const char *text, bool markdown)
{
    return glyph_part_columns(text, strlen(text), markdown);
}

void glyph_write_part(FILE *out, const char *text, size_t len, bool markdown)
{
    char before = '\0';
    for (const char *at = text; at < text + len;) {
        struct glyph g = next_glyph(&at, &before, markdown);
        if (g.escaped)
            fputc('\\', out);
        fwrite(g.bytes, 1, g.len, out);
    }
}

void glyph_write(FILE *out, const char *text, bool markdown)
{
    glyph_write_part(out, text, strlen(text), markdown);
}

size_t glyph_fit(const char *text, size_t columns)
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

static char *prepare(const char *text, bool markdown)
{
    char *result = NULL;
    size_t size;
    FILE *out = open_memstream(&result, &size);
    if (!out)
        return NULL;
    glyph_write(out, text, markdown);
    if (fclose(out) == 0)
        return result;
    free(result);
    return NULL;
}

char *glyph_clean(const char *text)
{
    return prepare(text, false);
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
    size_t fits = glyph_fit(text, columns), at = fits;
    if (text[fits] == '\0')
        return fits;
    while (at > 0 && !may_break(text, at))
        at--;
    if (at > 0)
        return at;
    return fits > 0 ? fits : glyph_at(text).consumed;
}

int glyph_wrap(FILE *out, const struct glyph_frame *f, const char *text)
{
    char *prepared = prepare(text, f->markdown);
    if (!prepared)
        return -ENOMEM;
    const char *at = prepared;
    size_t indent = f->taken, page = f->page ? f->page : GLYPH_PAGE;
    fputs(f->bullet ? f->bullet : "", out);
    do {
        size_t len = line_length(at, indent + LEAST < page ? page - indent : LEAST);
        fprintf(out, "%s%.*s%s\n", f->on ? f->on : "", (int)len, at, f->off ? f->off : "");
        at += len;
        at += strspn(at, " ");
        indent = f->indent;
        if (*at != '\0')
            fprintf(out, "%*s", (int)indent, "");
    } while (*at != '\0');
    free(prepared);
    return 0;
}
