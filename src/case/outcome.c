/* SPDX-License-Identifier: MIT */
#include "case/outcome.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>

const char *const case_status_names[] = {
    [CASE_OK] = "ok",
    [CASE_SKIPPED] = "skipped",
    [CASE_FAILED] = "failed",
    [CASE_OVER_LIMIT] = "over-limit",
    NULL,
};

static const struct field outcome_fields[] = {
    FIELD_CHOICE_OF(struct outcome, status, case_status_names),
    { .name = "answer",
      .kind = FIELD_TEXT,
      .offset = offsetof(struct outcome, answer.text),
      .size = ANSWER_MAX,
      .optional = true },
    { .name = "unproved",
      .kind = FIELD_CHOICE,
      .offset = offsetof(struct outcome, unproved),
      .size = sizeof(enum unproved),
      .choices = unproved_names,
      .optional = true },
};
enum { OUTCOME_FIELDS = sizeof outcome_fields / sizeof outcome_fields[0] };

struct outcome outcome_of(enum case_status status, enum cause cause)
{
    return (struct outcome){ .status = status,
                             .reason = { .cause = cause },
                             .sample = sample_unknown() };
}

struct outcome outcome_of_number(enum case_status status, enum cause cause, double number)
{
    struct outcome o = outcome_of(status, cause);
    o.reason.numbers[0] = number;
    return o;
}

struct outcome outcome_of_words(enum case_status status, enum cause cause, const char *format,
                                ...)
{
    va_list arguments;
    struct outcome o = outcome_of(status, cause);
    va_start(arguments, format);
    vsnprintf(o.reason.words, sizeof o.reason.words, format, arguments);
    va_end(arguments);
    return o;
}

const char *outcome_label(const struct answer *answer, enum unproved unproved,
                          char buffer[OUTCOME_LABEL_MAX])
{
    snprintf(buffer, OUTCOME_LABEL_MAX, "%s%s%s", answer->text, unproved ? " unproved=" : "",
             unproved ? unproved_names[unproved] : "");
    return buffer;
}

static json_t *outcome_json(const struct case_key *key, const struct outcome *o)
{
    json_t *json = json_object(), *own = json_of_fields(o, outcome_fields, OUTCOME_FIELDS),
           *sample = json_of_fields(&o->sample, sample_fields, SAMPLE_FIELDS);
    bool made = own && sample && json_object_set_new(json, "key", case_key_json(key)) == 0 &&
                json_object_update(json, own) == 0 && reason_set_json(json, &o->reason) == 0 &&
                json_object_update(json, sample) == 0;
    json_decref(own);
    json_decref(sample);
    if (made)
        return json;
    json_decref(json);
    return NULL;
}

int outcome_write(FILE *out, const struct case_key *key, const struct outcome *o)
{
    json_t *json = outcome_json(key, o);
    int r = json_print(out, json, JSON_DIGITS);
    if (r == 0 && fflush(out) != 0)
        r = -EIO;
    json_decref(json);
    return r;
}

int outcome_read(struct outcome *ret, const char *line)
{
    struct json_complaint unused;
    struct outcome o = { 0 };
    json_t *json = json_loads(line, 0, NULL);
    int r = json_to_fields(json, &o, outcome_fields, OUTCOME_FIELDS, &unused);
    if (r == 0 && reason_read_json(&o.reason, json))
        r = -EBADMSG;
    if (r == 0)
        r = json_to_fields(json, &o.sample, sample_fields, SAMPLE_FIELDS, &unused);
    if (r == 0)
        *ret = o;
    json_decref(json);
    return r;
}

struct outcome outcome_of_process(int status, const char *line, double limit_s)
{
    struct outcome o;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        return outcome_of_number(CASE_OVER_LIMIT, CAUSE_OVER_TIME, limit_s);
    if (WIFSIGNALED(status))
        return outcome_of_number(CASE_FAILED, CAUSE_SIGNAL, WTERMSIG(status));
    return outcome_read(&o, line) == 0
               ? o
               : outcome_of_number(CASE_FAILED, CAUSE_NO_RESULT, WEXITSTATUS(status));
}
