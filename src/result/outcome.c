/* SPDX-License-Identifier: MIT */
#include "result/outcome.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "result/json.h"
#include "result/status.h"

void outcome_say(struct outcome *ret, enum case_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    *ret = (struct outcome){ .status = status, .sample = sample_unknown() };
    vsnprintf(ret->reason, sizeof ret->reason, format, arguments);
    va_end(arguments);
}

void outcome_say_over_time(struct outcome *ret, double limit_s)
{
    outcome_say(ret, CASE_OVER_LIMIT, "one pass takes at least %g s", limit_s);
}

const char *outcome_killed_at(const struct run_case *c)
{
    static const char killed[] = OUTCOME_KILLED;
    if (c->status != CASE_OVER_LIMIT || !c->reason ||
        strncmp(c->reason, killed, strlen(killed)) != 0)
        return NULL;
    return c->reason + strlen(killed);
}

int outcome_write(FILE *out, const struct outcome_names *names, const struct outcome *o)
{
    json_t *sample = json_of_fields(&o->sample, sample_fields, SAMPLE_FIELDS);
    json_t *json =
        json_pack("{s:o, s:o, s:o, s:o, s:s, s:o, s:o}", "workload", json_text(names->workload),
                  "method", json_text(names->method), "state", json_text(names->state),
                  "dataset", json_text(names->dataset), "status", case_status_names[o->status],
                  "reason", json_text(o->reason[0] ? o->reason : NULL), "check",
                  json_text(o->answer.text[0] ? o->answer.text : NULL));
    int r = json && sample && json_object_update(json, sample) == 0 ? 0 : -ENOMEM;
    if (r == 0)
        r = json_print(out, json, JSON_REAL_PRECISION(12));
    if (r == 0 && fflush(out) != 0)
        r = -EIO;
    json_decref(sample);
    json_decref(json);
    return r;
}

static void copy_text(char *to, size_t size, const json_t *text)
{
    snprintf(to, size, "%s", json_is_string(text) ? json_string_value(text) : "");
}

int outcome_read(struct outcome *ret, const char *line)
{
    const char *bad;
    struct outcome o = { 0 };
    json_t *json = json_loads(line, 0, NULL);
    int r = case_status_of(json_object_get(json, "status"), &o.status);
    if (r == 0)
        r = json_to_fields(json, &o.sample, sample_fields, SAMPLE_FIELDS, &bad);
    if (r == 0) {
        copy_text(o.reason, sizeof o.reason, json_object_get(json, "reason"));
        copy_text(o.answer.text, sizeof o.answer.text, json_object_get(json, "check"));
        *ret = o;
    }
    json_decref(json);
    return r;
}
