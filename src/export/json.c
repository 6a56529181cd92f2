/* SPDX-License-Identifier: MIT */
/*
 * What `show` computes, as JSON: {"runs": [...]}, each a run file that says where it is
 * ("run"), with medians, intervals and ratios in the place of the samples. null where
 * nothing is known. The run file stays the truth: these figures are made anew from it each
 * time.
 */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "analysis/summary.h"
#include "base/json.h"
#include "export/case.h"
#include "export/export.h"
#include "runfile/run_json.h"

static json_t *estimate_json(const struct stats_estimate *e)
{
    if (isnan(e->value))
        return json_null();
    return json_pack("{s:o, s:o, s:o, s:I}", "median", json_number(e->value), "low",
                     json_number(e->low), "high", json_number(e->high), "count",
                     (json_int_t)e->n);
}

/* Where a sample stands in its run, and what it was made with, is nothing to take the median
 * of. */
static bool is_place(const struct field *f)
{
    static const size_t places[] = { offsetof(struct sample, round),
                                     offsetof(struct sample, order),
                                     offsetof(struct sample, look),
                                     offsetof(struct sample, cpu),
                                     offsetof(struct sample, blocks_seed) };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (f->offset == places[i])
            return true;
    return false;
}

static int add_estimates(json_t *json, const struct run_case *c)
{
    for (size_t i = 0; i < SAMPLE_FIELDS; i++) {
        struct stats_estimate e = { .value = NAN };
        const struct field *f = &sample_fields[i];
        int r = run_case_timed(c) ? summary_estimate(&e, c, f->offset) : 0;
        if (r < 0)
            return r;
        if (!is_place(f) && json_object_set_new(json, f->name, estimate_json(&e)) != 0)
            return -ENOMEM;
    }
    return 0;
}

/* A comparison that was not made has no p. */
static json_t *claims_json(const struct stats_comparison *c)
{
    const double *p = c->p_adjusted;
    if (c->verdict == STATS_UNKNOWN)
        return json_null();
    return json_pack("{s:o, s:o, s:o}", "same", json_number(p[STATS_CLAIM_SAME]), "faster",
                     json_number(p[STATS_CLAIM_FASTER]), "slower",
                     json_number(p[STATS_CLAIM_SLOWER]));
}

static json_t *cell_json(const struct summary_row *row, const struct summary_cell *cell)
{
    json_t *json = case_head_json(cell->source);
    const struct stats_comparison *c = &cell->against;
    json_t *more =
        json_pack("{s:o, s:b, s:o, s:o, s:s, s:o, s:b, s:b, s:b}", "baseline",
                  json_text(row->baseline), "fastest", cell->fastest, "ratio",
                  estimate_json(&c->ratio), "p_adjusted", claims_json(c), "verdict",
                  stats_verdict_names[c->verdict], "price", json_number(c->price), "drifting",
                  c->drifting, "two_modes", c->two_modes, "dependent_rounds", c->dependent);
    int r = json && more && json_object_update(json, more) == 0 ? 0 : -ENOMEM;
    if (r == 0)
        r = add_estimates(json, cell->source);
    json_decref(more);
    if (r == 0)
        return json;
    json_decref(json);
    return NULL;
}

static int add_group(json_t *list, const struct summary_group *g)
{
    for (size_t i = 0; i < g->row_count; i++)
        for (size_t j = 0; j < g->column_count; j++) {
            const struct summary_cell *cell = &g->rows[i].cells[j];
            if (cell->source && json_array_append_new(list, cell_json(&g->rows[i], cell)) != 0)
                return -ENOMEM;
        }
    return 0;
}

static json_t *cases_json(const struct run *run)
{
    struct summary summary;
    if (summary_build(&summary, run) < 0)
        return NULL;
    json_t *list = json_array();
    int r = list ? 0 : -ENOMEM;
    for (size_t i = 0; i < summary.group_count && r == 0; i++)
        r = add_group(list, &summary.groups[i]);
    summary_free(&summary);
    if (r == 0)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *run_json(const void *entries, size_t i)
{
    const struct export_run *entry = (const struct export_run *)entries + i;
    json_t *json = json_pack("{s:o}", "run", json_text(entry->path));
    json_t *head = run_head_json(&entry->run);
    int r = json_object_update(json, head);
    json_decref(head);
    if (r == 0 && json_object_set_new(json, "cases", cases_json(&entry->run)) == 0)
        return json;
    json_decref(json);
    return NULL;
}

int export_json(FILE *out, const struct export_run *runs, size_t count)
{
    json_t *json = json_pack("{s:o}", "runs", json_list(run_json, runs, count));
    int r = json_print(out, json, RUN_JSON_FLAGS);
    json_decref(json);
    return r;
}
