/* SPDX-License-Identifier: MIT */
/*
 * The JSON that Google Benchmark prints, for its tools/compare.py and whatever else reads
 * it: one repetition per sample, no aggregates. Keys as in its json_reporter.cc; what a
 * run file does not know (mhz_per_cpu, caches) is left out.
 *
 * A case without a time is one entry with error_occurred and, as Google Benchmark has it,
 * times of 0. The trap: compare.py does not look at error_occurred. It pairs entries by
 * `name` and would call a failed case 100 % faster than a good one; so here the name of
 * such an entry ends in its status, and only run_name is that of the case. compare.py's
 * geometric mean is lost all the same where there is a 0.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "export/case.h"
#include "export/export.h"
#include "base/json.h"
#include "runfile/run_json.h"

static json_t *context_json(const struct run *r)
{
    const struct machine *m = &r->machine;
    json_t *load =
        isnan(m->load_average) ? json_array() : json_pack("[o]", json_number(m->load_average));
    json_t *json = json_pack("{s:o, s:o, s:s, s:o, s:o}", "date", json_text(r->started_at),
                             "host_name", json_text(m->host), "executable", "mapread",
                             "num_cpus", json_number(m->cores), "load_avg", load);
    /* Google Benchmark's test of it. */
    if (json && m->governor[0] &&
        json_object_set_new(json, "cpu_scaling_enabled",
                            json_boolean(strcmp(m->governor, "performance") != 0)) != 0)
        goto fail;
    /* Its place for what a program wants to add: texts. */
    const char *const more[][2] = {
        { "mapread_version", r->mapread_version },
        { "suite", r->suite },
        { "os", m->os },
        { "kernel", m->kernel },
        { "cpu", m->cpu },
        { "filesystem", r->storage.filesystem },
        { "device", r->storage.device },
        { "compiler", r->toolchain.compiler },
    };
    for (size_t i = 0; json && i < sizeof more / sizeof more[0]; i++)
        if (more[i][1] && more[i][1][0] &&
            json_object_set_new(json, more[i][0], json_text(more[i][1])) != 0)
            goto fail;
    return json;
fail:
    json_decref(json);
    return NULL;
}

/* Where an entry stands. */
struct place {
    size_t family, repetition, repetitions;
};

/* What every entry begins with. */
static json_t *entry_json(const struct run_case *c, const struct place *p)
{
    char run_name[CASE_TEXT_MAX], name[CASE_TEXT_MAX + RUN_WORD_MAX];
    bool timed = run_case_timed(c);
    case_key_text(&c->key, run_name);
    snprintf(name, sizeof name, "%s%s%s", run_name, timed ? "" : "/",
             timed ? "" : export_case_status(c));
    return json_pack("{s:o, s:I, s:i, s:o, s:s, s:I, s:I, s:i}", "name", json_text(name),
                     "family_index", (json_int_t)p->family, "per_family_instance_index", 0,
                     "run_name", json_text(run_name), "run_type", "iteration", "repetitions",
                     (json_int_t)p->repetitions, "repetition_index", (json_int_t)p->repetition,
                     "threads", (int)c->key.threads);
}

/* Merges `more` into `json`, both given away. NULL when one of them is, or memory short. */
static json_t *merged(json_t *json, json_t *more)
{
    int r = json && more ? json_object_update(json, more) : -1;
    json_decref(more);
    if (r == 0)
        return json;
    json_decref(json);
    return NULL;
}

static json_t *untimed_json(const struct run_case *c, const struct place *p)
{
    char reason[CAUSE_SENTENCE_MAX];
    return merged(entry_json(c, p),
                  json_pack("{s:b, s:o, s:i, s:f, s:f, s:s}", "error_occurred", 1,
                            "error_message", json_text(run_case_reason(c, reason)),
                            "iterations", 0, "real_time", 0.0, "cpu_time", 0.0, "time_unit",
                            "ns"));
}

/* Whatever has a key of its own in Google Benchmark's entry. */
static bool is_counter(const struct field *f)
{
    return strcmp(f->name, "passes") != 0 && strcmp(f->name, "wall_ns") != 0;
}

/* What is known of a sample: a counter cannot be null. */
static json_t *counters_json(const struct sample *s)
{
    json_t *json = json_object();
    for (size_t i = 0; json && i < SAMPLE_FIELDS; i++) {
        const struct field *f = &sample_fields[i];
        double value = *field_number(s, f);
        if (!is_counter(f) || isnan(value))
            continue;
        if (json_object_set_new(json, f->name, json_number(value)) != 0) {
            json_decref(json);
            json = NULL;
        }
    }
    return json;
}

static json_t *sample_json(const struct run_case *c, const struct sample *s,
                           const struct place *p)
{
    /* compare.py stops at an entry without cpu_time. */
    double cpu_ns = s->user_ns + s->system_ns;
    json_t *json =
        merged(entry_json(c, p),
               json_pack("{s:o, s:o, s:o, s:s}", "iterations",
                         json_number(isnan(s->passes) ? 1 : s->passes), "real_time",
                         json_number(s->wall_ns), "cpu_time",
                         json_number(isnan(cpu_ns) ? 0 : cpu_ns), "time_unit", "ns"));
    json = merged(json, counters_json(s));
    char label[OUTCOME_LABEL_MAX];
    if (outcome_label(&c->answer, c->unproved, label)[0])
        json = merged(json, json_pack("{s:o}", "label", json_text(label)));
    return json;
}

static int add_case(json_t *list, const struct run_case *c, size_t family)
{
    struct place p = { .family = family, .repetitions = 1 };
    if (!run_case_timed(c))
        return json_array_append_new(list, untimed_json(c, &p)) == 0 ? 0 : -ENOMEM;
    p.repetitions = c->sample_count;
    for (; p.repetition < c->sample_count; p.repetition++)
        if (json_array_append_new(list, sample_json(c, &c->samples[p.repetition], &p)) != 0)
            return -ENOMEM;
    return 0;
}

int export_google(FILE *out, const struct export_run *runs, size_t count)
{
    const struct run *run = &runs->run;
    if (count != 1)
        return -EINVAL;
    json_t *list = json_array();
    int r = list ? 0 : -ENOMEM;
    for (size_t i = 0; i < run->case_count && r == 0; i++)
        r = add_case(list, &run->cases[i], i);
    json_t *json = json_pack("{s:o, s:O}", "context", context_json(run), "benchmarks", list);
    if (r == 0)
        r = json_print(out, json, RUN_JSON_FLAGS);
    json_decref(json);
    json_decref(list);
    return r;
}
