/* SPDX-License-Identifier: MIT */
/* A folder for run files, and what is asked of every one. */
#ifndef MAPREAD_TESTS_UNIT_RESULT_FOLDER_H
#define MAPREAD_TESTS_UNIT_RESULT_FOLDER_H

#include <math.h>

#include "base/text.h"
#include "result/run.h"
#include "tests/source.h"
#include "tests/unit/own_folder.h"

static inline char *path_of(const char *name)
{
    char *path = text_printf("%s/%s", folder, name);
    assert_non_null(path);
    return path;
}

/* Gives every field a value of its own; every seventh number is not known. */
static inline void fill_fields(void *object, const struct field *fields, size_t count,
                               double from)
{
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind == FIELD_NUMBER)
            *field_number(object, &fields[i]) = i % 7 == 6 ? NAN : from + (double)i * 1.25;
        else
            snprintf(field_text(object, &fields[i]), FIELD_TEXT_MAX, "%s \"é\" %zu",
                     fields[i].name, i);
    }
}

static inline void check_fields(const void *found, const void *expected,
                                const struct field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind == FIELD_TEXT) {
            assert_string_equal(field_text(found, &fields[i]),
                                field_text(expected, &fields[i]));
            continue;
        }
        double a = *field_number(found, &fields[i]), b = *field_number(expected, &fields[i]);
        if (!(a == b || (isnan(a) && isnan(b))))
            fail_msg("%s: %g instead of %g", fields[i].name, a, b);
    }
}

static inline struct run read_good(const char *path)
{
    struct run r;
    struct run_error error = { "" };
    if (run_read(&r, path, &error) != 0)
        fail_msg("%s", error.message);
    return r;
}

#endif
