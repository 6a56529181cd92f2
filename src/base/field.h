/* SPDX-License-Identifier: MIT */
/*
 * A structure's members by name, so that one table serves the reader, the writer, the exports
 * and the comparisons.
 */
#ifndef MAPREAD_BASE_FIELD_H
#define MAPREAD_BASE_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FIELD_TEXT_MAX = 256 };

enum field_kind {
    FIELD_NUMBER, /* double; NAN: not known */
    FIELD_COUNT,  /* uint64_t */
    FIELD_FLAG,   /* bool */
    FIELD_TEXT,   /* char[size]; "": none */
    FIELD_PATH,   /* char[size], any bytes; "": none */
    FIELD_CHOICE, /* an enum: its place in `choices` */
};

struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
    size_t size;                /* of a text or path, with its '\0' */
    const char *const *choices; /* NULL at the end */
    bool optional;              /* where it is missing it is not known, or nothing */
};

#define FIELD_OF(type, member, its_kind, ...)                                                  \
    {                                                                                          \
        .name = #member, .kind = its_kind, .offset = offsetof(type, member),                   \
        .size = sizeof((type *)0)->member, __VA_ARGS__                                         \
    }
#define FIELD_NUMBER_OF(type, member) FIELD_OF(type, member, FIELD_NUMBER, .optional = false)
#define FIELD_OPTIONAL_OF(type, member) FIELD_OF(type, member, FIELD_NUMBER, .optional = true)
#define FIELD_COUNT_OF(type, member) FIELD_OF(type, member, FIELD_COUNT, .optional = false)
#define FIELD_FLAG_OF(type, member) FIELD_OF(type, member, FIELD_FLAG, .optional = false)
#define FIELD_TEXT_OF(type, member) FIELD_OF(type, member, FIELD_TEXT, .optional = false)
#define FIELD_PATH_OF(type, member) FIELD_OF(type, member, FIELD_PATH, .optional = false)
#define FIELD_CHOICE_OF(type, member, its_choices)                                             \
    FIELD_OF(type, member, FIELD_CHOICE, .choices = its_choices)

static inline double *field_number(const void *object, const struct field *f)
{
    return (double *)((char *)object + f->offset);
}

static inline uint64_t *field_count(const void *object, const struct field *f)
{
    return (uint64_t *)((char *)object + f->offset);
}

static inline bool *field_flag(const void *object, const struct field *f)
{
    return (bool *)((char *)object + f->offset);
}

static inline unsigned *field_choice(const void *object, const struct field *f)
{
    return (unsigned *)((char *)object + f->offset);
}

static inline char *field_text(const void *object, const struct field *f)
{
    return (char *)object + f->offset;
}

#endif
