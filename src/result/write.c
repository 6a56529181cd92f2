/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "result/json.h"
#include "result/run.h"
#include "result/run_json.h"

/* The verdict stands there for people who look at the file; nobody reads it back. */
static json_t *noise_json(const struct run *r)
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

static json_t *finding_json(const void *entries, size_t i)
{
    const struct run_finding *f = (const struct run_finding *)entries + i;
    return json_pack("{s:o, s:o, s:o, s:o}", "check", json_text(f->check), "verdict",
                     json_text(f->verdict), "found", json_text(f->found), "mend",
                     json_text(f->fix));
}

static json_t *dataset_json(const void *entries, size_t i)
{
    const struct run_dataset *d = (const struct run_dataset *)entries + i;
    return json_pack("{s:o, s:o, s:I, s:I, s:o}", "name", json_text(d->name), "kind",
                     json_text(d->kind), "bytes", (json_int_t)d->bytes, "seed",
                     (json_int_t)d->seed, "sha256", json_text(d->sha256));
}

static json_t *sample_json(const void *entries, size_t i)
{
    return json_of_fields((const struct sample *)entries + i, sample_fields, SAMPLE_FIELDS);
}

json_t *case_head_json(const struct run_case *c)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:i, s:s, s:o, s:o}", "workload",
                     json_text(c->workload), "method", json_text(c->method), "state",
                     json_text(c->state), "fill", json_text(c->fill), "dataset",
                     json_text(c->dataset), "threads", (int)c->threads, "status",
                     case_status_names[c->status], "reason", json_text(c->reason), "check",
                     json_text(c->check));
}

static json_t *case_json(const void *entries, size_t i)
{
    const struct run_case *c = (const struct run_case *)entries + i;
    json_t *json = case_head_json(c);
    json_t *samples = json_list(sample_json, c->samples, c->sample_count);
    if (json_object_set_new(json, "samples", samples) == 0)
        return json;
    json_decref(json);
    return NULL;
}

json_t *run_head_json(const struct run *r)
{
    return json_pack(
        "{s:o, s:o, s:b, s:o, s:I, s:i, s:f, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
        "mapread_version", json_text(r->mapread_version), "revision", json_text(r->revision),
        "complete", r->complete, "started_at", json_text(r->started_at), "seed",
        (json_int_t)r->seed, "rounds", (int)r->rounds, "planted", r->planted, "suite",
        json_text(r->suite), "machine",
        json_of_fields(&r->machine, machine_fields, MACHINE_FIELDS), "storage",
        json_of_fields(&r->storage, storage_fields, STORAGE_FIELDS), "toolchain",
        json_of_fields(&r->toolchain, toolchain_fields, TOOLCHAIN_FIELDS), "noise",
        noise_json(r), "doctor", json_list(finding_json, r->findings, r->finding_count),
        "datasets", json_list(dataset_json, r->datasets, r->dataset_count));
}

int run_write(const struct run *r, const char *path)
{
    json_t *json = json_pack("{s:i}", "schema_version", RUN_SCHEMA_VERSION);
    json_t *head = run_head_json(r);
    int result = -ENOMEM;
    if (json && head && json_object_update(json, head) == 0 &&
        json_object_set_new(json, "cases", json_list(case_json, r->cases, r->case_count)) == 0)
        result = json_save(json, path, RUN_JSON_FLAGS);
    json_decref(head);
    json_decref(json);
    return result;
}
