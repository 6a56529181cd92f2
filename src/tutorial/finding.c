/* SPDX-License-Identifier: MIT */
#include "tutorial/finding.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/pairings.h"
#include "analysis/summary.h"
#include "base/text.h"
#include "case/outcome.h"
#include "dataset/dataset.h"
#include "method/method.h"
#include "tutorial/plan.h"
#include "workload/resolve.h"

static const struct stats_estimate nothing = { NAN, NAN, NAN, 0 };

/* What stands behind the beginning of a suite's name; NULL: it begins otherwise. */
static const char *behind(const char *suite, const char *beginning)
{
    size_t len = strlen(beginning);
    bool begins = strncmp(suite, beginning, len) == 0;
    return begins && (suite[len] == '-' || !suite[len]) ? suite + len : NULL;
}

bool finding_is_small(const struct run *r)
{
    return behind(r->suite, TUTORIAL_SUITE_SMALL) != NULL;
}

bool finding_is_tutorial(const struct run *r)
{
    return behind(r->suite, TUTORIAL_SUITE) != NULL;
}

const char *finding_source(const struct run *r)
{
    const char *rest =
        behind(r->suite, finding_is_small(r) ? TUTORIAL_SUITE_SMALL : TUTORIAL_SUITE);
    return rest && rest[0] ? rest + 1 : NULL;
}

bool finding_has_claim(const struct published_row *row)
{
    return row->said || !isnan(row->low);
}

void finding_dataset(const struct run *r, const struct published_row *row, char *buffer,
                     size_t size)
{
    struct dataset d;
    const char *name = published_data_of(row, finding_is_small(r))->dataset;
    name = name ? name : row->full.dataset;
    bool is_name = dataset_parse(&d, name, 0) == 0;
    snprintf(buffer, size, "%s", is_name ? d.name : name);
}

const struct run_case *finding_case(const struct run *r, const struct published_row *row,
                                    const char *method)
{
    struct case_key k = { .threads = row->threads,
                          .blocks = published_data_of(row, finding_is_small(r))->draws };
    const struct method *m = method_find(method);
    const struct workload *w = workload_find_by_name(row->workload);
    snprintf(k.state, sizeof k.state, "%s", row->state);
    finding_dataset(r, row, k.dataset, sizeof k.dataset);
    if (!w || !m)
        return NULL;
    k = workload_resolve(k, w, m);
    for (size_t i = 0; i < r->case_count; i++) { /* with whatever buffer it was measured */
        const struct run_case *c = &r->cases[i];
        if (case_key_same_row(&c->key, &k) && strcmp(c->key.method, method) == 0)
            return c;
    }
    return NULL;
}

/* ---- why there is no ratio ---- */

static void note_absent(char *note, size_t size, const struct published_row *row,
                        const char *method)
{
    const char *what = NULL, *name = NULL;
    if (!workload_find_by_name(row->workload))
        what = "workload", name = row->workload;
    else if (!state_find(row->state))
        what = "state", name = row->state;
    else if (!method_find(method))
        what = "method", name = method;
    if (what)
        snprintf(note, size, "the %s '%s' is not in this version", what, name);
    else
        snprintf(note, size, "%s by %s was not measured", row->workload, method);
}

static void note_untimed(char *note, size_t size, const struct published_row *row,
                         const char *method, const struct run_case *c)
{
    char limit[TEXT_MAX], reason[CAUSE_SENTENCE_MAX];
    if (!c)
        note_absent(note, size, row, method);
    else if (c->reason.cause == CAUSE_OVER_MEMORY)
        snprintf(note, size, "%s was killed at its limit of %s", method,
                 text_format_bytes(c->reason.numbers[0], limit));
    else if (c->status == CASE_OK)
        snprintf(note, size, "%s was not run", method);
    else
        snprintf(note, size, "%s: %s: %s", method, case_status_names[c->status],
                 run_case_reason(c, reason));
}

static void note_side(char *note, size_t size, const struct published_row *row,
                      const char *method, const struct run_case *c, double median)
{
    char value[TEXT_MAX];
    if (run_case_timed(c))
        snprintf(note, size, "%s got through (%s)", method, row->unit->format(median, value));
    else
        note_untimed(note, size, row, method, c);
}

/* Of two sides of which one was killed both are told: it is a result that the other lives. */
static void note_killed(struct finding *f, const struct published_row *row,
                        const struct published_methods *m,
                        const struct run_case *const sides[2])
{
    char regular[FINDING_NOTE_MAX / 2], mmap[FINDING_NOTE_MAX / 2 - 2];
    note_side(regular, sizeof regular, row, m->regular, sides[0], f->regular.value);
    note_side(mmap, sizeof mmap, row, m->mmap, sides[1], f->mmap.value);
    snprintf(f->note, sizeof f->note, "%s, %s", regular, mmap);
}

static void note_why(struct finding *f, const struct published_row *row,
                     const struct published_methods *m, const struct run_case *const sides[2])
{
    if (f->regular_killed || f->mmap_killed)
        note_killed(f, row, m, sides);
    else if (!run_case_timed(sides[0]))
        note_untimed(f->note, sizeof f->note, row, m->regular, sides[0]);
    else if (!run_case_timed(sides[1]))
        note_untimed(f->note, sizeof f->note, row, m->mmap, sides[1]);
}

/* What an operation takes may be the same for a smaller file, but not its memory. */
static bool is_of_smaller_file(const struct run *r, const struct published_row *row)
{
    return finding_is_small(r) && row->small.dataset &&
           strcmp(row->small.dataset, row->full.dataset) != 0 &&
           row->unit->figure == offsetof(struct sample, peak_rss_bytes);
}

/* Threads that share processors are no test of more threads. */
static void note_differs(struct finding *f, const struct run *r,
                         const struct published_row *row)
{
    if (row->differs)
        snprintf(f->differs, sizeof f->differs, "%s", row->differs);
    else if (row->threads > r->machine.cores)
        snprintf(f->differs, sizeof f->differs, "%u threads share %g processors here",
                 row->threads, r->machine.cores);
    else if (is_of_smaller_file(r, row))
        snprintf(f->differs, sizeof f->differs, "the file is smaller here, with --small");
}

/* ---- the ratio ---- */

static int compare(struct stats_estimate *ret, const struct run_case *many,
                   const struct run_case *few, size_t figure)
{
    struct stats_comparison c;
    int r = pairings_compare(&c, few, many, figure);
    if (r == 0)
        *ret = c.ratio;
    return r;
}

static struct published_work work_of(const struct run *r, const struct published_row *row)
{
    struct dataset d;
    const struct published_data *data = published_data_of(row, finding_is_small(r));
    struct published_work work = { .draws = data->draws > 0 ? (double)data->draws
                                                            : WORKLOAD_BLOCKS_USUAL };
    if (data->dataset && dataset_parse(&d, data->dataset, 0) == 0)
        work.bytes = (double)d.spec.bytes;
    return work;
}

/* From a pass's figure to the row's unit. */
static void convert(struct stats_estimate *e, const struct run *r,
                    const struct published_row *row)
{
    const struct published_unit *unit = row->unit;
    const struct published_work work = work_of(r, row);
    double low = unit->more_is_better ? e->high : e->low;
    double high = unit->more_is_better ? e->low : e->high;
    e->value = unit->convert(e->value, &work);
    e->low = unit->convert(low, &work);
    e->high = unit->convert(high, &work);
}

/* Why the run has no such case, or NULL. */
static const char *note_unplanned(const struct run *r, const struct published_row *row,
                                  const struct published_methods *m)
{
    if (!m->regular)
        return "the source has no such case";
    return published_data_of(row, finding_is_small(r))->dataset ? NULL
                                                                : "not measured with --small";
}

int finding_of_row(struct finding *ret, const struct run *r, const struct published_row *row,
                   enum published_language language)
{
    struct finding f = { .regular = nothing, .mmap = nothing, .better = nothing };
    const struct published_methods *m = &row->methods[language];
    const char *unplanned = note_unplanned(r, row, m);
    int result = 0;
    if (unplanned) {
        snprintf(f.note, sizeof f.note, "%s", unplanned);
        *ret = f;
        return 0;
    }
    const struct run_case *regular = finding_case(r, row, m->regular);
    const struct run_case *mmap = finding_case(r, row, m->mmap);
    f.regular_killed = regular && regular->reason.cause == CAUSE_OVER_MEMORY;
    f.mmap_killed = mmap && mmap->reason.cause == CAUSE_OVER_MEMORY;
    if (run_case_timed(regular))
        result = summary_estimate(&f.regular, regular, row->unit->figure);
    if (result == 0 && run_case_timed(mmap))
        result = summary_estimate(&f.mmap, mmap, row->unit->figure);
    convert(&f.regular, r, row);
    convert(&f.mmap, r, row);
    note_why(&f, row, m, (const struct run_case *const[]){ regular, mmap });
    if (result == 0 && !f.note[0])
        result = compare(&f.better, regular, mmap, row->unit->figure);
    note_differs(&f, r, row);
    if (finding_has_claim(row))
        f.verdict =
            f.differs[0] ? CLAIM_NOT_COMPARABLE : claim_judge(f.better, row->low, row->high);
    if (result == 0)
        *ret = f;
    return result;
}

int finding_of_step(struct stats_estimate *ret, const struct run *r,
                    const struct published_row *row, const struct published_step *step)
{
    const struct run_case *from = finding_case(r, row, step->from);
    const struct run_case *to = finding_case(r, row, step->to);
    *ret = nothing;
    if (!run_case_timed(from) || !run_case_timed(to))
        return 0;
    return compare(ret, from, to, offsetof(struct sample, wall_ns));
}
