/* SPDX-License-Identifier: MIT */
#include "document/writer.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/glyph.h"

/* XML has no place for U+FFFE and U+FFFF, however they are written. */
static size_t write_character(FILE *out, const char *at)
{
    static const struct {
        const char *bytes, *instead;
    } table[] = {
        { "&", "&amp;" }, { "<", "&lt;" },  { ">", "&gt;" },         { "\"", "&quot;" },
        { "'", "&#39;" }, { "`", "&#96;" }, { "\xef\xbf\xbe", "?" }, { "\xef\xbf\xbf", "?" },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        size_t len = strlen(table[i].bytes);
        if (strncmp(at, table[i].bytes, len) == 0) {
            fputs(table[i].instead, out);
            return len;
        }
    }
    fputc(*at, out);
    return 1;
}

/* A figure and its unit stay together on a line. */
static bool binds(const char *text, const char *at)
{
    return at > text && *at == ' ' && isdigit((unsigned char)at[-1]) &&
           (isalpha((unsigned char)at[1]) || at[1] == '%');
}

static void fail(struct html *h)
{
    if (h->error == 0)
        h->error = -ENOMEM;
}

static void write_text(struct html *h, const char *text, bool prose)
{
    char *clean = glyph_clean(text);
    if (!clean)
        fail(h);
    for (const char *at = clean ? clean : ""; *at != '\0';) {
        if (prose && binds(clean, at)) {
            fputs("&#160;", h->out);
            at++;
        } else {
            at += write_character(h->out, at);
        }
    }
    free(clean);
}

void html_text(struct html *h, const char *text)
{
    write_text(h, text, false);
}

static void write_list(struct html *h, const char *format, va_list arguments)
{
    char *text = NULL;
    if (vasprintf(&text, format, arguments) < 0) {
        fail(h);
        return;
    }
    write_text(h, text, true);
    free(text);
}

void html_textf(struct html *h, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_list(h, format, arguments);
    va_end(arguments);
}

void html_mark(struct html *h, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(h->out, format, arguments);
    va_end(arguments);
}

static void end_element(struct html *h, const char *open)
{
    html_mark(h, "</%.*s>", (int)strcspn(open, " "), open);
}

void html_element(struct html *h, const char *open, const char *text)
{
    html_mark(h, "<%s>", open);
    html_text(h, text);
    end_element(h, open);
}

void html_elementf(struct html *h, const char *open, const char *format, ...)
{
    va_list arguments;
    html_mark(h, "<%s>", open);
    va_start(arguments, format);
    write_list(h, format, arguments);
    va_end(arguments);
    end_element(h, open);
}
