/* SPDX-License-Identifier: MIT */
#include "document/name.h"

#include <string.h>

#include "base/glyph.h"

/* Bytes of the first part: up to and with its '-'. */
static size_t part_length(const char *name)
{
    size_t len = strcspn(name, "-"), most = glyph_fit(name, NAME_PART_COLUMNS);
    len += name[len] == '-';
    if (most == 0)
        most = 1;
    return len < most ? len : most;
}

size_t name_widest_part(const char *name)
{
    size_t widest = 0;
    while (*name != '\0') {
        size_t len = part_length(name), columns = glyph_part_columns(name, len, false);
        widest = columns > widest ? columns : widest;
        name += len;
    }
    return widest;
}

size_t name_line_length(const char *name, size_t width)
{
    size_t len = part_length(name);
    while (name[len] != '\0') {
        size_t next = len + part_length(name + len);
        if (glyph_part_columns(name, next, false) > width)
            break;
        len = next;
    }
    return len;
}

size_t name_lines(const char *name, size_t width)
{
    size_t lines = 0;
    for (; *name != '\0'; lines++)
        name += name_line_length(name, width);
    return lines;
}
