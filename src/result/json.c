/* SPDX-License-Identifier: MIT */
#include "result/json.h"

#include <errno.h>
#include <fcntl.h>
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

json_t *json_of_fields(const void *object, const struct field *fields, size_t count)
{
    json_t *json = json_object();
    for (size_t i = 0; json && i < count; i++) {
        const struct field *f = &fields[i];
        json_t *value;
        if (f->kind == FIELD_NUMBER)
            value = json_number(*field_number(object, f));
        else
            value = json_text(field_text(object, f)[0] ? field_text(object, f) : NULL);
        if (json_object_set_new(json, f->name, value) != 0) {
            json_decref(json);
            json = NULL;
        }
    }
    return json;
}

static int to_field(const json_t *value, void *object, const struct field *f)
{
    if (f->kind == FIELD_NUMBER) {
        if (!json_is_null(value) && !json_is_number(value))
            return -EBADMSG;
        *field_number(object, f) = json_is_null(value) ? NAN : json_number_value(value);
        return 0;
    }
    if (!json_is_null(value) && !json_is_string(value))
        return -EBADMSG;
    const char *text = json_is_null(value) ? "" : json_string_value(value);
    snprintf(field_text(object, f), FIELD_TEXT_MAX, "%s", text);
    return 0;
}

static void forget(void *object, const struct field *f)
{
    if (f->kind == FIELD_NUMBER)
        *field_number(object, f) = NAN;
    else
        field_text(object, f)[0] = '\0';
}

int json_to_fields(const json_t *json, void *object, const struct field *fields, size_t count,
                   const char **ret_bad)
{
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_object_get(json, fields[i].name);
        if (!value && fields[i].later) {
            forget(object, &fields[i]);
        } else if (!value || to_field(value, object, &fields[i]) < 0) {
            *ret_bad = fields[i].name;
            return -EBADMSG;
        }
    }
    return 0;
}

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
