/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <math.h>

#include "report/compare-facts.h"
#include "report/compare-print.h"
#include "result/json.h"

/* json_list's entries are what an item is made of: here the comparison, and a place. */
struct place {
    const struct compare *compare;
    size_t place; /* of the case or the fact */
};

/* ---- runs ---- */

static json_t *sums_json(const struct compare_run *r)
{
    const struct compare_tally *time = &r->tallies[COMPARE_TIME];
    const struct compare_tally *ratio = &r->tallies[COMPARE_BASELINE];
    json_t *mean = isfinite(time->mean) ? json_real(time->mean) : json_null();
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:o, s:I, s:I, s:I}", "best",
                     (json_int_t)time->best, "faster", (json_int_t)time->found[COMPARE_LOWER],
                     "slower", (json_int_t)time->found[COMPARE_HIGHER], "no_difference_shown",
                     (json_int_t)time->found[COMPARE_SAME], "not_compared",
                     (json_int_t)time->found[COMPARE_NONE], "geometric_mean_ratio", mean,
                     "baseline_ratio_lower", (json_int_t)ratio->found[COMPARE_LOWER],
                     "baseline_ratio_higher", (json_int_t)ratio->found[COMPARE_HIGHER],
                     "baseline_ratio_no_difference_shown",
                     (json_int_t)ratio->found[COMPARE_SAME]);
}

static json_t *run_json(const void *entries, size_t i)
{
    const struct compare_run *entry = &((const struct compare *)entries)->runs[i];
    const struct run *r = &entry->run;
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:I, s:I, s:o, s:o, s:o, s:o}",
                     "label", json_text(entry->label), "path", json_text(entry->path),
                     "started_at", json_text(r->started_at), "mapread_version",
                     json_text(r->mapread_version), "revision", json_text(r->revision), "suite",
                     json_text(r->suite), "complete", r->complete, "seed", (json_int_t)r->seed,
                     "rounds", (json_int_t)r->rounds, "machine",
                     json_of_fields(&r->machine, machine_fields, MACHINE_FIELDS), "storage",
                     json_of_fields(&r->storage, storage_fields, STORAGE_FIELDS), "toolchain",
                     json_of_fields(&r->toolchain, toolchain_fields, TOOLCHAIN_FIELDS), "sums",
                     sums_json(entry));
}

/* ---- cases ---- */

static json_t *cell_json(const void *entries, size_t run)
{
    const struct place *p = entries;
    const struct compare_cell *cell = compare_cell_of(p->compare, p->place, run);
    if (!cell)
        return json_null();
    const struct run_case *c = cell->source;
    json_t *json = json_of_fields(cell, compare_fields, COMPARE_FIELDS);
    json_t *more = json_pack(
        "{s:s, s:o, s:I, s:o, s:o, s:b, s:o}", "status", case_status_names[c->status], "reason",
        json_text(c->reason), "samples", (json_int_t)c->sample_count, "finding",
        json_text(compare_finding_name(COMPARE_TIME, cell->answers[COMPARE_TIME].finding)),
        "change_finding",
        json_text(
            compare_finding_name(COMPARE_BASELINE, cell->answers[COMPARE_BASELINE].finding)),
        "best", cell->best, "note", json_text(compare_note_texts[cell->note]));
    if (!json || !more || json_object_update(more, json) != 0) {
        json_decref(more);
        more = NULL;
    }
    json_decref(json);
    return more;
}

static json_t *case_json(const void *entries, size_t i)
{
    const struct compare *c = entries;
    const struct run_case *r = &c->all.cases[i];
    return json_pack("{s:o, s:o, s:o, s:o, s:i, s:s, s:o}", "workload", json_text(r->workload),
                     "method", json_text(r->method), "state", json_text(r->state), "dataset",
                     json_text(r->dataset), "threads", (int)r->threads, "baseline",
                     summary_baseline(r->workload, r->state, r->threads), "runs",
                     json_list(cell_json, &(struct place){ c, i }, c->run_count));
}

/* ---- facts ---- */

static json_t *fact_json(const void *entries, size_t run)
{
    const struct place *p = entries;
    char text[FIELD_TEXT_MAX];
    return json_text(compare_fact(&p->compare->runs[run].run, p->place, text));
}

static bool all_same(const json_t *texts)
{
    for (size_t i = 1; i < json_array_size(texts); i++)
        if (!json_equal(json_array_get(texts, i), json_array_get(texts, 0)))
            return false;
    return true;
}

/* {"kernel": ["Linux 6.1.0", "Linux 6.18.0"]}: one text per run. */
static json_t *differences_json(const struct compare *c)
{
    json_t *json = json_object();
    for (size_t i = 0; json && i < compare_fact_count(); i++) {
        char name[FIELD_TEXT_MAX];
        json_t *texts = json_list(fact_json, &(struct place){ c, i }, c->run_count);
        if (texts && all_same(texts)) {
            json_decref(texts);
        } else if (json_object_set_new(json, compare_fact_name(i, name), texts) != 0) {
            json_decref(json);
            json = NULL;
        }
    }
    return json;
}

int compare_print_json(FILE *out, const struct compare *c)
{
    json_t *json =
        json_pack("{s:o, s:o, s:o, s:I, s:I, s:I, s:I}", "runs",
                  json_list(run_json, c, c->run_count), "differences", differences_json(c),
                  "cases", json_list(case_json, c, c->all.case_count), "comparisons_of_time",
                  (json_int_t)c->compared[COMPARE_TIME], "comparisons_of_baseline_ratios",
                  (json_int_t)c->compared[COMPARE_BASELINE], "comparisons_with_too_few_samples",
                  (json_int_t)c->hopeless, "cases_in_geometric_mean", (json_int_t)c->shared);
    if (!json)
        return -ENOMEM;
    int r = json_dumpf(json, out, JSON_INDENT(1) | JSON_REAL_PRECISION(12)) == 0 ? 0 : -EIO;
    fputc('\n', out);
    json_decref(json);
    return r;
}
