/* SPDX-License-Identifier: MIT */
/*
 * A structure's members by name, so that one table serves the reader, the writer
 * and the exports. Numbers are doubles (NAN: not known), texts are char arrays
 * of FIELD_TEXT_MAX bytes ("": not known).
 */
#ifndef MAPREAD_BASE_FIELD_H
#define MAPREAD_BASE_FIELD_H

#include <stdbool.h>
#include <stddef.h>

enum { FIELD_TEXT_MAX = 256 };

enum field_kind { FIELD_NUMBER, FIELD_TEXT };

struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
    bool later; /* files of earlier versions lack it: then it is not known */
};

#define FIELD_NUMBER_OF(type, member)                                                          \
    {                                                                                          \
        .name = #member, .kind = FIELD_NUMBER, .offset = offsetof(type, member)                \
    }
#define FIELD_LATER_NUMBER_OF(type, member)                                                    \
    {                                                                                          \
        .name = #member, .kind = FIELD_NUMBER, .offset = offsetof(type, member), .later = true \
    }
#define FIELD_LATER_TEXT_OF(type, member)                                                      \
    {                                                                                          \
        .name = #member, .kind = FIELD_TEXT, .offset = offsetof(type, member), .later = true   \
    }
#define FIELD_TEXT_OF(type, member)                                                            \
    {                                                                                          \
        .name = #member, .kind = FIELD_TEXT, .offset = offsetof(type, member)                  \
    }

static inline double *field_number(const void *object, const struct field *f)
{
    return (double *)((char *)object + f->offset);
}

static inline char *field_text(const void *object, const struct field *f)
{
    return (char *)object + f->offset;
}

#endif
