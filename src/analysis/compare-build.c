/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare-parts.h"
#include "base/parallel_for.h"

/* ---- runs ---- */

/* Hundreds of runs fit into memory without them. */
static void free_samples(struct run *r)
{
    for (size_t i = 0; i < r->case_count; i++) {
        free(r->cases[i].samples);
        r->cases[i].samples = NULL;
    }
}

/* Takes over the run, but for a failure before it could. */
static int fill_run(struct compare_run *ret, struct run *r, const char *path)
{
    ret->path = strdup(path);
    ret->cells = calloc(r->case_count + 1, sizeof *ret->cells);
    int result = ret->path && ret->cells ? summary_build(&ret->summary, r) : -ENOMEM;
    if (result < 0)
        return result;
    ret->run = *r;
    *r = (struct run){ 0 };
    result = compare_take_figures(ret);
    free_samples(&ret->run);
    return result;
}

int compare_add(struct compare *c, struct run *r, const char *path)
{
    struct compare_run *grown = realloc(c->runs, (c->run_count + 1) * sizeof *grown);
    if (!grown)
        return -ENOMEM;
    c->runs = grown;
    struct compare_run *added = &c->runs[c->run_count++];
    *added = (struct compare_run){ 0 };
    return fill_run(added, r, path);
}

struct reading {
    const struct compare *compare;
    char *const *paths;
    struct run_error *errors;
};

static int read_one(void *data, size_t i)
{
    const struct reading *reading = data;
    const struct compare *c = reading->compare;
    struct run run = { 0 };
    int r = run_read(&run, reading->paths[i], &reading->errors[i]);
    if (r == 0)
        r = fill_run(&c->runs[i], &run, reading->paths[i]);
    run_free(&run);
    return r;
}

int compare_read(struct compare *c, char *const *paths, size_t count, struct run_error *error)
{
    struct reading reading = { .compare = c,
                               .paths = paths,
                               .errors = calloc(count, sizeof *error) };
    c->runs = calloc(count, sizeof *c->runs);
    int r = c->runs && reading.errors ? 0 : -ENOMEM;
    c->run_count = r == 0 ? count : 0;
    if (r == 0)
        r = parallel_for(count, read_one, &reading);
    for (size_t i = count; r < 0 && c->run_count > 0 && i-- > 0;)
        if (reading.errors[i].message[0])
            *error = reading.errors[i]; /* in the end that of the first */
    free(reading.errors);
    return r;
}

/* ---- cases ---- */

/* Searches from `start` on and round: runs of one suite have their cases in one order, so
   that the first look is mostly the last. c->all.case_count: there is none. */
static size_t find_case(const struct compare *c, const struct run_case *wanted, size_t start)
{
    size_t count = c->all.case_count;
    for (size_t i = 0; i < count; i++)
        if (case_key_equal(&c->all.cases[(start + i) % count].key, &wanted->key))
            return (start + i) % count;
    return count;
}

/* The filler stays out: it does not tell two cases apart, it is a reason not to compare. */
static int add_case(struct compare *c, const struct run_case *source)
{
    struct run_case *added = run_add_case(&c->all);
    if (!added)
        return -ENOMEM;
    added->key = source->key;
    return 0;
}

/* Of two of one name the first run's: what has another is not compared with it. */
static int unite_datasets(struct compare *c)
{
    for (size_t i = 0; i < c->run_count; i++)
        for (size_t j = 0; j < c->runs[i].run.dataset_count; j++) {
            const struct run_dataset *d = &c->runs[i].run.datasets[j];
            if (run_find_dataset(&c->all, d->name))
                continue;
            struct run_dataset *added = run_add_dataset(&c->all);
            if (!added)
                return -ENOMEM;
            *added = *d;
        }
    return 0;
}

static int unite_cases(struct compare *c)
{
    int r = 0;
    for (size_t i = 0; i < c->run_count; i++) {
        const struct run *run = &c->runs[i].run;
        for (size_t j = 0, at = 0; j < run->case_count && r == 0; j++) {
            if (!compare_chooses(c, run, &run->cases[j].key))
                continue;
            at = find_case(c, &run->cases[j], at + 1);
            if (at == c->all.case_count)
                r = add_case(c, &run->cases[j]);
        }
    }
    return r;
}

static int place_cells(struct compare *c)
{
    c->cells = calloc(c->all.case_count * c->run_count + 1, sizeof(struct compare_cell *));
    if (!c->cells)
        return -ENOMEM;
    for (size_t i = 0; i < c->run_count; i++) {
        const struct compare_run *r = &c->runs[i];
        for (size_t j = 0, at = 0; j < r->run.case_count; j++) {
            at = find_case(c, &r->run.cases[j], at + 1);
            if (at < c->all.case_count)
                c->cells[at * c->run_count + i] = &r->cells[j];
        }
    }
    return 0;
}

/* ---- all of it ---- */

int compare_finish(struct compare *c)
{
    c->margin = c->margin > 0 ? c->margin : COMPARE_MARGIN;
    int r = compare_make_labels(c);
    if (r == 0)
        r = unite_datasets(c);
    if (r == 0)
        r = unite_cases(c);
    if (r == 0)
        r = summary_gather(&c->layout, &c->all);
    if (r == 0)
        r = place_cells(c);
    if (r == 0)
        r = compare_answer_questions(c);
    return r == 0 && c->compared[COMPARE_TIME] == 0 ? -ENODATA : r;
}
