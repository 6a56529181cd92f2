/* SPDX-License-Identifier: MIT */
#include "html/facts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A field's name ends in its unit. */
typedef const char *format_number(double value, char text[TEXT_MAX]);

static const char *format_share(double value, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "%.2f %%", 100 * value);
    return text;
}

static const char *format_hertz(double value, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "%.2f GHz", value / 1e9);
    return text;
}

static const char *format_duration(double ns, char text[TEXT_MAX])
{
    return text_format_seconds(ns / 1e9, text);
}

static const char *format_plain(double value, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, "%.4g", value);
    return text;
}

static const struct {
    const char *ending;
    format_number *format;
} units[] = {
    { "_bytes", text_format_bytes }, { "_share", format_share }, { "_hz", format_hertz },
    { "_ns", format_duration },      { "", format_plain },
};

static size_t unit_of(const char *name)
{
    size_t i = 0;
    for (;; i++) {
        size_t len = strlen(units[i].ending), whole = strlen(name);
        if (len <= whole && strcmp(name + whole - len, units[i].ending) == 0)
            return i;
    }
}

/* "read_ahead_bytes" is "read ahead". */
static void write_name(struct html *h, const char *name, const char *ending)
{
    int len = (int)(strlen(name) - strlen(ending));
    for (int i = 0; i < len; i++)
        html_textf(h, "%c", name[i] == '_' ? ' ' : name[i]);
}

static void write_fact(struct html *h, const void *object, const struct field *f)
{
    char text[TEXT_MAX];
    size_t unit = unit_of(f->name);
    html_mark(h, "<tr><th scope=\"row\">");
    write_name(h, f->name, units[unit].ending);
    html_mark(h, "</th><td>");
    if (f->kind == FIELD_TEXT)
        html_text(h, known_text(field_text(object, f)));
    else if (isnan(*field_number(object, f)))
        html_text(h, known_text(""));
    else
        html_text(h, units[unit].format(*field_number(object, f), text));
    html_mark(h, "</td></tr>\n");
}

void facts_table(struct html *h, const char *caption, const void *object,
                 const struct field *fields, size_t count)
{
    html_mark(h, "<table class=\"facts\">");
    html_element(h, "caption", caption);
    html_mark(h, "<tbody>\n");
    for (size_t i = 0; i < count; i++)
        write_fact(h, object, &fields[i]);
    html_mark(h, "</tbody></table>\n");
}
