/* SPDX-License-Identifier: MIT */
#include "base/json.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "base/io.h"
#include "base/text.h"

json_t *json_number(double value)
{
    if (!isfinite(value))
        return json_null();
    if (value == floor(value) && fabs(value) < 9e15)
        return json_integer((json_int_t)value);
    return json_real(value);
}

json_t *json_text(const char *text)
{
    if (!text)
        return json_null();
    json_t *json = json_string(text);
    if (json)
        return json;
    char *plain = strdup(text);
    uint32_t point;
    for (char *c = plain; c && *c;) {
        size_t len = text_decode_utf8(c, &point);
        if (len == 0)
            *c = '?';
        c += len ? len : 1;
    }
    json = plain ? json_string(plain) : NULL;
    free(plain);
    return json;
}

json_t *json_list(json_t *(*item)(const void *entries, size_t i), const void *entries,
                  size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < count; i++)
        if (json_array_append_new(list, item(entries, i)) != 0) {
            json_decref(list);
            list = NULL;
        }
    return list;
}

/* ---- fields ---- */

static json_t *path_json(const char *path)
{
    char text[3 * PATH_MAX];
    return path[0] && text_escape(path, "", text, sizeof text) ? json_string(text)
                                                               : json_null();
}

json_t *json_of_field(const void *object, const struct field *f)
{
    switch (f->kind) {
    case FIELD_NUMBER:
        return json_number(*field_number(object, f));
    case FIELD_COUNT:
        return json_integer((json_int_t)*field_count(object, f));
    case FIELD_FLAG:
        return json_boolean(*field_flag(object, f));
    case FIELD_TEXT:
        return json_text(field_text(object, f)[0] ? field_text(object, f) : NULL);
    case FIELD_PATH:
        return path_json(field_text(object, f));
    case FIELD_CHOICE:
        return json_string(f->choices[*field_choice(object, f)]);
    }
    return NULL;
}

json_t *json_of_fields(const void *object, const struct field *fields, size_t count)
{
    json_t *json = json_object();
    for (size_t i = 0; json && i < count; i++)
        if (json_object_set_new(json, fields[i].name, json_of_field(object, &fields[i])) != 0) {
            json_decref(json);
            json = NULL;
        }
    return json;
}

static const char *read_number(const json_t *value, double *ret)
{
    if (!json_is_null(value) && !json_is_number(value))
        return "is not a number";
    *ret = json_is_null(value) ? NAN : json_number_value(value);
    return NULL;
}

static const char *read_count(const json_t *value, uint64_t *ret)
{
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return "is not a whole number from 0";
    *ret = (uint64_t)json_integer_value(value);
    return NULL;
}

static const char *read_text(const json_t *value, char *ret, const struct field *f)
{
    const char *text = json_is_null(value) ? "" : json_string_value(value);
    if (!text)
        return "is not a text";
    bool fits = f->kind == FIELD_PATH ? text_unescape(text, ret, f->size)
                                      : snprintf(ret, f->size, "%s", text) < (int)f->size;
    return fits                    ? NULL
           : f->kind == FIELD_PATH ? "is too long, or a '%' in it is no %XX"
                                   : "is too long";
}

static const char *read_choice(const json_t *value, unsigned *ret, const char *const *choices)
{
    for (unsigned i = 0; json_is_string(value) && choices[i]; i++)
        if (strcmp(json_string_value(value), choices[i]) == 0) {
            *ret = i;
            return NULL;
        }
    return "is not a known one";
}

static void set_unknown(void *object, const struct field *f)
{
    memset(field_text(object, f), 0, f->size);
    if (f->kind == FIELD_NUMBER)
        *field_number(object, f) = NAN;
}

static const char *read_field(const json_t *value, void *object, const struct field *f)
{
    switch (f->kind) {
    case FIELD_NUMBER:
        return read_number(value, field_number(object, f));
    case FIELD_COUNT:
        return read_count(value, field_count(object, f));
    case FIELD_FLAG:
        *field_flag(object, f) = json_is_true(value);
        return json_is_boolean(value) ? NULL : "is not true or false";
    case FIELD_TEXT:
    case FIELD_PATH:
        return read_text(value, field_text(object, f), f);
    case FIELD_CHOICE:
        return read_choice(value, field_choice(object, f), f->choices);
    }
    return "is of no kind";
}

const char *json_to_field(const json_t *json, void *object, const struct field *f)
{
    const json_t *value = json_object_get(json, f->name);
    if (value)
        return read_field(value, object, f);
    set_unknown(object, f);
    return f->optional ? NULL : "is missing";
}

int json_to_fields(const json_t *json, void *object, const struct field *fields, size_t count,
                   struct json_complaint *ret)
{
    if (!json_is_object(json)) {
        *ret = (struct json_complaint){ "", "is missing or not an object" };
        return -EBADMSG;
    }
    for (size_t i = 0; i < count; i++) {
        const char *what = json_to_field(json, object, &fields[i]);
        if (what) {
            *ret = (struct json_complaint){ fields[i].name, what };
            return -EBADMSG;
        }
    }
    return 0;
}

/* ---- columns ---- */

static double *number_of_row(const void *rows, size_t row_bytes, size_t i,
                             const struct field *f)
{
    return field_number((const char *)rows + i * row_bytes, f);
}

json_t *json_of_column(const void *rows, size_t row_bytes, size_t count, const struct field *f,
                       bool one_for_all)
{
    bool known = false, same = true;
    json_t *column = json_array();
    for (size_t i = 0; column && i < count; i++) {
        double number = *number_of_row(rows, row_bytes, i, f);
        known |= isfinite(number);
        same &= number == *number_of_row(rows, row_bytes, 0, f);
        if (json_array_append_new(column, json_number(number)) != 0) {
            json_decref(column);
            column = NULL;
        }
    }
    if (!column || (known && !(one_for_all && same && count > 1)))
        return column;
    json_decref(column);
    return known ? json_number(*number_of_row(rows, row_bytes, 0, f)) : json_null();
}

const char *json_to_column(const json_t *column, void *rows, size_t row_bytes, size_t count,
                           const struct field *f, bool one_for_all)
{
    if (!column)
        return "is missing";
    if (!json_is_array(column) && !json_is_null(column) &&
        !(one_for_all && json_is_number(column)))
        return one_for_all ? "is neither an array nor a number" : "is not an array";
    if (json_is_array(column) && json_array_size(column) != count)
        return "has another length";
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_is_array(column) ? json_array_get(column, i) : column;
        double *number = number_of_row(rows, row_bytes, i, f);
        const char *what = read_number(value, number);
        if (what || *number < 0)
            return what ? "holds what is not a number" : "holds a number below 0";
    }
    return NULL;
}

/* ---- files ---- */

int json_print(FILE *out, const json_t *json, size_t flags)
{
    char *text = json ? json_dumps(json, flags) : NULL;
    if (!text)
        return -ENOMEM;
    int r = fprintf(out, "%s\n", text) < 0 ? -EIO : 0;
    free(text);
    return r;
}

static int open_regular(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return -errno;
    if (!S_ISREG(st.st_mode))
        return -EINVAL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

int json_read_text(char **ret, size_t *ret_len, const char *path)
{
    uint64_t bytes = 0;
    int fd = open_regular(path);
    if (fd < 0)
        return fd;
    int r = io_file_size(fd, &bytes);
    char *text = r == 0 ? malloc(bytes + 1) : NULL;
    if (r == 0 && !text)
        r = -ENOMEM;
    ssize_t n = r == 0 ? io_read(fd, text, bytes) : r;
    close(fd);
    if (n < 0) {
        free(text);
        return (int)n;
    }
    text[n] = '\0';
    *ret = text;
    *ret_len = (size_t)n;
    return 0;
}

int json_read(json_t **ret, const char *path, size_t flags, json_error_t *at)
{
    char *text = NULL;
    size_t len = 0;
    int r = json_read_text(&text, &len, path);
    if (r == -EINVAL) {
        errno = 0;
        *ret = json_load_file(path, flags, at);
        return *ret ? 0 : at->line < 0 && errno ? -errno : -EBADMSG;
    }
    if (r < 0)
        return r;
    *ret = json_loadb(text, len, flags, at);
    free(text);
    return *ret ? 0 : -EBADMSG;
}

int json_save(const json_t *json, const char *path, size_t flags)
{
    struct atomic_file file;
    int r = json ? atomic_file_begin(&file, NULL, path) : -ENOMEM;
    return r < 0 ? r : atomic_file_end(&file, json_print(file.stream, json, flags));
}
