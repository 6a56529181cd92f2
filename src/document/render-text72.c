/* SPDX-License-Identifier: MIT */
/* For a letter in plain text: what a terminal shows, narrower, and in ASCII. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "document/render.h"

/* A character of several bytes is one '?'. What the layout could not break (a path, a word of
   many letters) is cut. */
static void write_line(FILE *out, const char *line, size_t len)
{
    size_t column = 0;
    uint32_t point;
    for (size_t i = 0, size; i < len; i += size, column++) {
        size = text_decode_utf8(line + i, &point);
        size = size > 0 ? size : 1;
        if (column == DOCUMENT_TEXT72_COLUMNS) {
            fputc('\n', out);
            column = 0;
        }
        fputc((unsigned char)line[i] < 0x80 ? line[i] : '?', out);
    }
    fputc('\n', out);
}

int render_text72(FILE *out, const struct document *d)
{
    char *text = NULL;
    size_t size;
    FILE *page = open_memstream(&text, &size);
    if (!page)
        return -ENOMEM;
    int r =
        render_terminal(page, d, (struct render_page){ .columns = DOCUMENT_TEXT72_COLUMNS });
    if (fclose(page) != 0)
        r = -ENOMEM;
    for (const char *line = text; r == 0 && *line;) {
        size_t len = strcspn(line, "\n");
        write_line(out, line, len);
        line += len + (line[len] == '\n');
    }
    free(text);
    return r;
}
