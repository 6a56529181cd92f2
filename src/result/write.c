/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "result/json.h"
#include "result/run.h"

static json_t *dataset_json(const struct run_dataset *d)
{
    return json_pack("{s:s, s:s, s:I, s:I, s:s}", "name", d->name, "kind", d->kind, "bytes",
                     (json_int_t)d->bytes, "seed", (json_int_t)d->seed, "sha256", d->sha256);
}

static json_t *datasets_json(const struct run *r)
{
    json_t *array = json_array();
    for (size_t i = 0; i < r->dataset_count; i++)
        json_array_append_new(array, dataset_json(&r->datasets[i]));
    return array;
}

static json_t *samples_json(const struct run_case *c)
{
    json_t *array = json_array();
    for (size_t i = 0; i < c->sample_count; i++)
        json_array_append_new(array,
                              json_of_fields(&c->samples[i], sample_fields, SAMPLE_FIELDS));
    return array;
}

static json_t *case_json(const struct run_case *c)
{
    return json_pack("{s:s, s:s, s:s, s:s?, s:s, s:i, s:s, s:s?, s:s?, s:o}", "workload",
                     c->workload, "method", c->method, "state", c->state, "fill", c->fill,
                     "dataset", c->dataset, "threads", (int)c->threads, "status",
                     case_status_names[c->status], "reason", c->reason, "check", c->check,
                     "samples", samples_json(c));
}

static json_t *cases_json(const struct run *r)
{
    json_t *array = json_array();
    for (size_t i = 0; i < r->case_count; i++)
        json_array_append_new(array, case_json(&r->cases[i]));
    return array;
}

int run_write(const struct run *r, const char *path)
{
    json_t *json = json_pack(
        "{s:i, s:s?, s:s?, s:b, s:s?, s:I, s:i, s:s?, s:o, s:o, s:o, s:o, s:o}",
        "schema_version", RUN_SCHEMA_VERSION, "mapread_version", r->mapread_version, "revision",
        r->revision, "complete", r->complete, "started_at", r->started_at, "seed",
        (json_int_t)r->seed, "rounds", (int)r->rounds, "suite", r->suite, "machine",
        json_of_fields(&r->machine, machine_fields, MACHINE_FIELDS), "storage",
        json_of_fields(&r->storage, storage_fields, STORAGE_FIELDS), "toolchain",
        json_of_fields(&r->toolchain, toolchain_fields, TOOLCHAIN_FIELDS), "datasets",
        datasets_json(r), "cases", cases_json(r));
    int result = json ? json_save(json, path, JSON_INDENT(1) | JSON_REAL_PRECISION(12)) : -ENOMEM;
    json_decref(json);
    return result;
}
