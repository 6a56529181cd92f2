/* SPDX-License-Identifier: MIT */
/* A folder for run files, and what is asked of every one. */
#ifndef MAPREAD_TESTS_UNIT_RESULT_FOLDER_H
#define MAPREAD_TESTS_UNIT_RESULT_FOLDER_H

#include <math.h>

#include "base/text.h"
#include "runfile/run.h"
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
        const struct field *f = &fields[i];
        if (f->kind == FIELD_NUMBER)
            *field_number(object, f) = i % 7 == 6 ? NAN : from + (double)i * 1.25;
        else if (f->kind == FIELD_COUNT)
            *field_count(object, f) = (uint64_t)from + i;
        else if (f->kind == FIELD_FLAG)
            *field_flag(object, f) = true;
        else if (f->kind == FIELD_CHOICE)
            *field_choice(object, f) = 1;
        else
            snprintf(field_text(object, f), f->size, "%s \"é\" %zu", f->name, i);
    }
}

static inline void check_field(const void *found, const void *expected, const struct field *f)
{
    if (f->kind == FIELD_TEXT || f->kind == FIELD_PATH)
        assert_string_equal(field_text(found, f), field_text(expected, f));
    else if (f->kind != FIELD_NUMBER)
        assert_memory_equal((const char *)found + f->offset, (const char *)expected + f->offset,
                            f->size);
    else if (!isnan(*field_number(found, f)) || !isnan(*field_number(expected, f)))
        assert_true(*field_number(found, f) == *field_number(expected, f));
}

static inline void check_fields(const void *found, const void *expected,
                                const struct field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_field(found, expected, &fields[i]);
}

static inline void check_reason(const struct reason *found, const struct reason *expected)
{
    assert_int_equal(found->cause, expected->cause);
    assert_memory_equal(found->numbers, expected->numbers, sizeof found->numbers);
    assert_string_equal(found->words, expected->words);
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
