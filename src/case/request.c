/* SPDX-License-Identifier: MIT */
#include "case/request.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define PATH(member) FIELD_PATH_OF(struct request, member)
#define NUMBER(member) FIELD_NUMBER_OF(struct request, member)
#define FLAG(member) FIELD_FLAG_OF(struct request, member)

static const struct field request_fields[] = {
    PATH(path),
    PATH(scratch),
    PATH(programs),
    PATH(channel),
    FIELD_TEXT_OF(struct request, expected),
    FIELD_COUNT_OF(struct request, seed),
    FIELD_COUNT_OF(struct request, passes),
    NUMBER(limit_s),
    NUMBER(plant),
    FIELD_CHOICE_OF(struct request, cpu_cache, cpu_cache_names),
    FLAG(numbered),
    FLAG(takes_turns),
    FLAG(prepared),
    FLAG(strict),
    FLAG(overwrite),
    FLAG(unchecked),
    FLAG(fresh_pages),
};
enum { REQUEST_FIELDS = sizeof request_fields / sizeof request_fields[0] };

void request_set_path(char to[PATH_MAX], const char *path)
{
    int len = snprintf(to, PATH_MAX, "%s", path ? path : "");
    if (len >= PATH_MAX)
        to[0] = '\0';
}

char *request_line(const struct request *r)
{
    json_t *json = json_of_fields(r, request_fields, REQUEST_FIELDS);
    char *text = NULL;
    if (json && json_object_set_new(json, "key", case_key_json(&r->key)) == 0) {
        char *plain = json_dumps(json, JSON_DIGITS);
        text = plain ? text_printf("%s\n", plain) : NULL;
        free(plain);
    }
    json_decref(json);
    return text;
}

int request_read(struct request *ret, const char *line, char *error, size_t error_size)
{
    struct request r = { 0 };
    struct json_complaint bad = { "", "is not JSON" };
    json_error_t at;
    json_t *json = json_loads(line, 0, &at);
    int result =
        json ? json_to_fields(json, &r, request_fields, REQUEST_FIELDS, &bad) : -EBADMSG;
    if (result == 0 &&
        (bad.what = case_key_read(&r.key, json_object_get(json, "key"), &bad.name)))
        result = -EBADMSG;
    if (result == 0)
        *ret = r;
    else
        snprintf(error, error_size, "the request: %s%s%s", bad.name, bad.name[0] ? " " : "",
                 bad.what);
    json_decref(json);
    return result;
}
