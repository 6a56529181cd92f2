/* SPDX-License-Identifier: MIT */
#include "analysis/facts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

typedef void format_number(double value, char text[FIELD_TEXT_MAX]);

static void format_bytes(double value, char text[FIELD_TEXT_MAX])
{
    char size[TEXT_MAX];
    text_format_bytes(value, size);
    const char *zero = strstr(size, ".0 ");
    int len = zero ? (int)(zero - size) : (int)strlen(size);
    snprintf(text, FIELD_TEXT_MAX, "%.*s%s", len, size, zero ? zero + 2 : "");
}

static void format_share(double value, char text[FIELD_TEXT_MAX])
{
    snprintf(text, FIELD_TEXT_MAX, "%.2f %%", 100 * value);
}

static void format_hertz(double value, char text[FIELD_TEXT_MAX])
{
    snprintf(text, FIELD_TEXT_MAX, "%.2f GHz", value / 1e9);
}

static void format_duration(double ns, char text[FIELD_TEXT_MAX])
{
    char duration[TEXT_MAX];
    snprintf(text, FIELD_TEXT_MAX, "%s", text_format_seconds(ns / 1e9, duration));
}

static void format_plain(double value, char text[FIELD_TEXT_MAX])
{
    snprintf(text, FIELD_TEXT_MAX, "%.*f", value == floor(value) ? 0 : 2, value);
}

static const struct unit {
    const char *ending;
    format_number *format;
} units[] = {
    { "_bytes", format_bytes }, { "_share", format_share }, { "_hz", format_hertz },
    { "_ns", format_duration }, { "", format_plain }, /* the last: it ends every name */
};

static const struct unit *unit_of(const struct field *f)
{
    for (const struct unit *unit = units;; unit++) {
        size_t len = strlen(unit->ending), all = strlen(f->name);
        if (len <= all && strcmp(f->name + all - len, unit->ending) == 0)
            return unit;
    }
}

const char *fact_name(const struct field *f, char text[FIELD_TEXT_MAX])
{
    int len = (int)(strlen(f->name) - strlen(unit_of(f)->ending));
    snprintf(text, FIELD_TEXT_MAX, "%.*s", len, f->name);
    for (char *c = text; *c; c++)
        *c = *c == '_' ? ' ' : *c;
    return text;
}

const char *fact_text(const void *object, const struct field *f, char text[FIELD_TEXT_MAX])
{
    if (f->kind == FIELD_NUMBER && !isnan(*field_number(object, f)))
        unit_of(f)->format(*field_number(object, f), text);
    else
        snprintf(text, FIELD_TEXT_MAX, "%s",
                 f->kind == FIELD_TEXT && field_text(object, f)[0] ? field_text(object, f)
                                                                   : "not known");
    return text;
}
