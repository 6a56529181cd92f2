/* SPDX-License-Identifier: MIT */
#include "html/table.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void table_begin(struct html *h, const char *class, const char *format, ...)
{
    char *caption = NULL;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&caption, format, arguments) < 0) {
        caption = NULL;
        h->error = -ENOMEM;
    }
    va_end(arguments);
    html_mark(h, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    html_text(h, caption ? caption : "");
    html_mark(h, "\"><table class=\"%s\">", class);
    html_element(h, "caption", caption ? caption : "");
    html_mark(h, "\n");
    free(caption);
}

void table_end(struct html *h)
{
    html_mark(h, "</tbody></table></div>\n");
}
