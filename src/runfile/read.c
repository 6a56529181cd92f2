/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "base/json_arena.h"
#include "base/text.h"
#include "runfile/run.h"
#include "runfile/tables.h"

/* What is being read, for the message when it is wrong. */
struct reader {
    struct run_error *error;
    const char *path;
    char place[160]; /* "cases[3].samples" */
};

static int complain(struct reader *r, const char *name, const char *what)
{
    const char *dot = r->place[0] && name[0] ? "." : "";
    snprintf(r->error->message, sizeof r->error->message, "%s: %s%s%s: %s", r->path, r->place,
             dot, name, what);
    return -EBADMSG;
}

static int read_fields(struct reader *r, const json_t *json, void *object,
                       const struct field *fields, size_t count)
{
    struct json_complaint bad;
    int result = json_to_fields(json, object, fields, count, &bad);
    return result < 0 ? complain(r, bad.name, bad.what) : 0;
}

/* ---- cases ---- */

/* A file of a version that did not have the figure. */
static void set_unknown(struct run_case *c, size_t count, const struct field *f)
{
    for (size_t i = 0; i < count; i++)
        *field_number(&c->samples[i], f) = NAN;
}

/* Every sample has a round and a time. */
static int read_samples(struct reader *r, const json_t *json, struct run_case *c)
{
    const json_t *rounds = json_object_get(json, "round");
    size_t count = json_array_size(rounds);
    if (!json_is_object(json))
        return complain(r, "", "is missing or not an object");
    if (!json_is_array(rounds) && !json_is_null(rounds))
        return complain(r, "round", rounds ? "is not an array" : "is missing");
    c->samples = calloc(count ? count : 1, sizeof *c->samples);
    if (!c->samples)
        return -ENOMEM;
    for (size_t i = 0; i < SAMPLE_FIELDS; i++) {
        const struct field *f = &sample_fields[i];
        const json_t *column = json_object_get(json, f->name);
        if (!column && i >= SAMPLE_FIELDS_FIRST) {
            set_unknown(c, count, f);
            continue;
        }
        const char *what =
            json_to_column(column, c->samples, sizeof *c->samples, count, f, true);
        if (what)
            return complain(r, f->name, what);
    }
    for (; c->sample_count < count; c->sample_count++)
        if (!(c->samples[c->sample_count].wall_ns > 0))
            return complain(r, "wall_ns", "holds what is not a time");
    return 0;
}

static int read_case(struct reader *r, const json_t *json, size_t index, struct run *run)
{
    struct run_case *c = run_add_case(run);
    const char *name, *what;
    if (!c)
        return -ENOMEM;
    snprintf(r->place, sizeof r->place, "cases[%zu]", index);
    int result = read_fields(r, json, c, run_case_fields, RUN_CASE_FIELDS);
    if (result == 0 && (what = reason_read_json(&c->reason, json)))
        result = complain(r, "cause", what);
    snprintf(r->place, sizeof r->place, "cases[%zu].key", index);
    if (result == 0 && (what = case_key_read(&c->key, json_object_get(json, "key"), &name)))
        result = complain(r, name, what);
    snprintf(r->place, sizeof r->place, "cases[%zu].samples", index);
    return result < 0 ? result : read_samples(r, json_object_get(json, "samples"), c);
}

static int check_unique(struct reader *r, const struct run *run)
{
    size_t index;
    int found = run_find_repeated(run, &index);
    if (found <= 0)
        return found;
    snprintf(r->place, sizeof r->place, "cases[%zu]", index);
    return complain(r, "", "the same case as an earlier one");
}

static int read_cases(struct reader *r, const json_t *cases, struct run *run)
{
    int result = json_is_array(cases) ? 0 : complain(r, "cases", "is missing or not an array");
    for (size_t i = 0; i < json_array_size(cases) && result == 0; i++)
        result = read_case(r, json_array_get(cases, i), i, run);
    return result < 0 ? result : check_unique(r, run);
}

/* ---- the rest ---- */

static int check_version(struct reader *r, const json_t *json)
{
    const json_t *version = json_object_get(json, "schema_version");
    if (!json_is_object(json))
        return complain(r, "", "is not a JSON object");
    if (!json_is_integer(version))
        return complain(r, "schema_version", "is missing or not a whole number");
    if (json_integer_value(version) != RUN_SCHEMA_VERSION)
        return complain(r, "schema_version", "is of another mapread: this one reads 2");
    return 0;
}

static int read_head(struct reader *r, const json_t *json, struct run *run)
{
    int result = read_fields(r, json, run, run_head_fields, RUN_HEAD_FIELDS);
    if (result == 0 && !(run->planted >= 0))
        result = complain(r, "planted", "is not a share from 0");
    if (result == 0 && !run->started_at[0])
        result = complain(r, "started_at", "is not a time");
    for (size_t i = 0; i < RUN_PARTS && result == 0; i++) {
        const struct run_part *p = &run_parts[i];
        snprintf(r->place, sizeof r->place, "%s", p->name);
        result = read_fields(r, json_object_get(json, p->name), (char *)run + p->offset,
                             p->fields, p->count);
    }
    r->place[0] = '\0';
    return result;
}

/* The verdict in it is only for people: the report makes its own of the figures. */
static int read_interference(struct reader *r, const json_t *json, struct run *run)
{
    const json_t *seen = json_object_get(json, "interference");
    if (json_is_null(seen))
        return 0;
    snprintf(r->place, sizeof r->place, "interference");
    int result =
        read_fields(r, seen, &run->interference, interference_fields, INTERFERENCE_FIELDS);
    for (size_t i = 0; i < INTERFERENCE_FIELDS && result == 0; i++)
        if (*field_number(&run->interference, &interference_fields[i]) < 0)
            result = complain(r, interference_fields[i].name, "is below 0");
    r->place[0] = '\0';
    run->watched = result == 0;
    return result;
}

/* Rising numbers of rounds; null, and nothing: the run looked once, at the end. */
static int read_looks(struct reader *r, const json_t *json, struct run *run)
{
    const json_t *looks = json_object_get(json, "looks");
    struct stats_looks *l = &run->looks;
    if (!looks || json_is_null(looks))
        return 0;
    if (!json_is_array(looks) || json_array_size(looks) > STATS_LOOKS_MAX)
        return complain(r, "looks", "is not an array of a few numbers");
    for (; l->count < json_array_size(looks); l->count++) {
        json_int_t rounds = json_integer_value(json_array_get(looks, l->count));
        if (rounds <= 0 || (l->count > 0 && (size_t)rounds <= l->rounds[l->count - 1]))
            return complain(r, "looks", "does not hold rising numbers of rounds");
        l->rounds[l->count] = (size_t)rounds;
    }
    return 0;
}

static int read_costs(struct reader *r, const json_t *json, struct run *run)
{
    const char *what = costs_read(&run->costs, json_object_get(json, "costs"));
    return what ? complain(r, "costs", what) : 0;
}

static int read_list(struct reader *r, const json_t *json, struct run *run,
                     const struct run_list *l)
{
    const json_t *list = json_object_get(json, l->name);
    int result = json_is_array(list) ? 0 : complain(r, l->name, "is missing or not an array");
    for (size_t i = 0; i < json_array_size(list) && result == 0; i++) {
        void *item = l->add(run);
        snprintf(r->place, sizeof r->place, "%s[%zu]", l->name, i);
        result = item ? read_fields(r, json_array_get(list, i), item, l->fields, l->field_count)
                      : -ENOMEM;
    }
    r->place[0] = '\0';
    return result;
}

static int read_run(struct reader *r, const json_t *json, struct run *run)
{
    int result = check_version(r, json);
    if (result == 0)
        result = read_head(r, json, run);
    if (result == 0)
        result = read_interference(r, json, run);
    if (result == 0)
        result = read_looks(r, json, run);
    if (result == 0)
        result = read_costs(r, json, run);
    for (size_t i = 0; i < RUN_LISTS && result == 0; i++)
        result = read_list(r, json, run, &run_lists[i]);
    return result < 0 ? result : read_cases(r, json_object_get(json, "cases"), run);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

char *run_file(const char *path)
{
    return is_folder(path) ? text_printf("%s/run.json", path) : strdup(path);
}

char *run_folder(const char *path)
{
    return is_folder(path) ? strdup(path) : io_directory_of(path);
}

static int read_file(struct run *run, const char *file, struct run_error *error)
{
    json_error_t at;
    json_t *json = NULL;
    json_arena_begin();
    int result = json_read(&json, file, JSON_REJECT_DUPLICATES, &at);
    struct reader r = { .error = error, .path = file };
    if (json)
        result = read_run(&r, json, run);
    if (!json && result == -EBADMSG)
        snprintf(error->message, sizeof error->message, "%s: line %d, column %d: %s", file,
                 at.line, at.column, at.text);
    else if (result < 0 && result != -EBADMSG)
        snprintf(error->message, sizeof error->message, "%s: %s", file, strerror(-result));
    json_arena_end();
    return result;
}

int run_read(struct run *ret, const char *path, struct run_error *error)
{
    struct run run = { 0 };
    char *file = run_file(path);
    if (!file)
        return -ENOMEM;
    int result = read_file(&run, file, error);
    free(file);
    if (result < 0)
        run_free(&run);
    else
        *ret = run;
    return result;
}
