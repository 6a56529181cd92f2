/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/atomic_file.h"
#include "runfile/run_json.h"
#include "runfile/tables.h"

/* The verdict stands there for people who look at the file; nobody reads it back. */
static json_t *interference_json(const struct run *r)
{
    char verdict[INTERFERENCE_TEXT_MAX];
    if (!r->watched)
        return json_null();
    json_t *json = json_of_fields(&r->interference, interference_fields, INTERFERENCE_FIELDS);
    json_t *text = json_text(run_interference_verdict(r, verdict, sizeof verdict));
    if (json_object_set_new(json, "verdict", text) == 0)
        return json;
    json_decref(json);
    return NULL;
}

static json_t *list_json(const struct run *r, const struct run_list *l)
{
    const char *items = *(const char *const *)((const char *)r + l->items);
    size_t count = *(const size_t *)((const char *)r + l->count);
    json_t *list = json_array();
    for (size_t i = 0; list && i < count; i++)
        if (json_array_append_new(list, json_of_fields(items + i * l->item_bytes, l->fields,
                                                       l->field_count)) != 0) {
            json_decref(list);
            list = NULL;
        }
    return list;
}

static json_t *looks_json(const struct stats_looks *l)
{
    json_t *json = l->count ? json_array() : json_null();
    for (size_t i = 0; json && i < l->count; i++)
        if (json_array_append_new(json, json_integer((json_int_t)l->rounds[i])) != 0) {
            json_decref(json);
            json = NULL;
        }
    return json;
}

json_t *case_head_json(const struct run_case *c)
{
    json_t *json = json_pack("{s:o}", "key", case_key_json(&c->key)),
           *own = json_of_fields(c, run_case_fields, RUN_CASE_FIELDS);
    bool made = json && own && json_object_update(json, own) == 0 &&
                reason_set_json(json, &c->reason) == 0;
    json_decref(own);
    if (made)
        return json;
    json_decref(json);
    return NULL;
}

static json_t *samples_json(const struct run_case *c)
{
    json_t *columns = json_object();
    for (size_t i = 0; columns && i < SAMPLE_FIELDS; i++) {
        const struct field *f = &sample_fields[i];
        /* As many rounds as samples: by these they are counted. */
        json_t *column = json_of_column(c->samples, sizeof *c->samples, c->sample_count, f,
                                        f->offset != offsetof(struct sample, round));
        if (json_object_set_new(columns, f->name, column) != 0) {
            json_decref(columns);
            columns = NULL;
        }
    }
    return columns;
}

json_t *run_head_json(const struct run *r)
{
    json_t *json = json_pack("{s:i}", "schema_version", RUN_SCHEMA_VERSION),
           *head = json_of_fields(r, run_head_fields, RUN_HEAD_FIELDS);
    int failed = json && head ? json_object_update(json, head) : -1;
    json_decref(head);
    for (size_t i = 0; i < RUN_PARTS && !failed; i++)
        failed = json_object_set_new(json, run_parts[i].name,
                                     json_of_fields((const char *)r + run_parts[i].offset,
                                                    run_parts[i].fields, run_parts[i].count));
    if (!failed)
        failed = json_object_set_new(json, "looks", looks_json(&r->looks)) ||
                 json_object_set_new(json, "costs", costs_json(&r->costs)) ||
                 json_object_set_new(json, "interference", interference_json(r));
    for (size_t i = 0; i < RUN_LISTS && !failed; i++)
        failed = json_object_set_new(json, run_lists[i].name, list_json(r, &run_lists[i]));
    if (!failed)
        return json;
    json_decref(json);
    return NULL;
}

/* ---- text: a member a line, but a case a line: its samples would take one for each number
 * ---- */

/* Without its end, the last end_bytes of the text: members follow. Takes the object. */
static bool print_open(FILE *out, json_t *object, size_t flags, size_t end_bytes)
{
    char *text = object ? json_dumps(object, flags | JSON_DIGITS) : NULL;
    bool good = text && fprintf(out, "%.*s", (int)(strlen(text) - end_bytes), text) > 0;
    free(text);
    json_decref(object);
    return good;
}

static bool print_case(FILE *out, const struct run_case *c)
{
    json_t *samples = samples_json(c);
    bool good = samples && print_open(out, case_head_json(c), 0, strlen("}")) &&
                fputs(", \"samples\": ", out) >= 0 &&
                json_dumpf(samples, out, JSON_COMPACT | JSON_DIGITS) == 0 &&
                fputs("}", out) >= 0;
    json_decref(samples);
    return good;
}

int run_write(const struct run *r, const char *path)
{
    struct atomic_file file;
    int result = atomic_file_begin(&file, NULL, path);
    if (result < 0)
        return result;
    bool good = print_open(file.stream, run_head_json(r), JSON_INDENT(1), strlen("\n}")) &&
                fputs(",\n \"cases\": [", file.stream) >= 0;
    for (size_t i = 0; i < r->case_count && good; i++)
        good = fputs(i ? ",\n  " : "\n  ", file.stream) >= 0 &&
               print_case(file.stream, &r->cases[i]);
    good = good && fputs("\n ]\n}\n", file.stream) >= 0;
    return atomic_file_end(&file, good ? 0 : -EIO);
}
