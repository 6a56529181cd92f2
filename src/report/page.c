/* SPDX-License-Identifier: MIT */
#include "report/page.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "document/glyph.h"

static bool is_markdown(const struct report_style *style)
{
    return style && style->format == DOCUMENT_MARKDOWN;
}

size_t page_columns(const char *text, const struct report_style *style)
{
    return glyph_columns(text, is_markdown(style));
}

void page_write(FILE *out, const char *text, const struct report_style *style)
{
    glyph_write(out, text, is_markdown(style));
}

int page_paragraph(FILE *out, const char *bullet, const char *text,
                   const struct report_style *style)
{
    size_t indent = glyph_columns(bullet, false);
    return glyph_wrap(out,
                      &(struct glyph_frame){ .bullet = bullet,
                                             .taken = indent,
                                             .indent = indent,
                                             .markdown = is_markdown(style) },
                      text);
}

int page_item(FILE *out, const char *text, const struct report_style *style)
{
    bool markdown = is_markdown(style);
    return glyph_wrap(out,
                      &(struct glyph_frame){ .bullet = markdown ? "- " : "",
                                             .taken = markdown ? 2 : 0,
                                             .indent = 2,
                                             .markdown = markdown },
                      text);
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
    if (style->format == DOCUMENT_TERMINAL)
        return glyph_wrap(out,
                          &(struct glyph_frame){ .on = style->bold ? "\033[1m" : NULL,
                                                 .off = style->bold ? "\033[0m" : NULL },
                          text);
    fprintf(out, "%.*s ", level, "###");
    page_write(out, text, style);
    fputs("\n\n", out);
    return 0;
}
