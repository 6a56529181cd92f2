/* SPDX-License-Identifier: MIT */
/* Runs to compare, and what is looked for in the texts about them. */
#ifndef MAPREAD_TESTS_UNIT_COMPARE_RUNS_H
#define MAPREAD_TESTS_UNIT_COMPARE_RUNS_H

#include "base/text.h"
#include "report/compare-document.h"
#include "tests/fixture_run.h"
#include "tests/golden/golden.h"
#include "tests/source.h"
#include "tests/unit/document_text.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Like the first, but every time by another factor, alternately a little above and below,
   so that the samples are not the same. */
static inline void scale(struct run *r, const char *method, double factor)
{
    for (size_t i = 0; i < r->case_count; i++)
        for (size_t j = 0; j < r->cases[i].sample_count; j++)
            if (!method || strcmp(r->cases[i].key.method, method) == 0)
                r->cases[i].samples[j].wall_ns *= factor * (j % 2 ? 1.0001 : 0.9999);
}

/* Two of its cases are skipped: random blocks by chunk. */
enum { TIMED = 28 };

static inline struct run small_run(const char *host, unsigned rounds)
{
    static const char *const methods_used[] = {
        "read", "chunk", "seek", "pread", "mmap", NULL
    };
    static const char *const workloads_used[] = { "find", "count", "random", NULL };
    return fixture_run(&(struct fixture_options){
        .methods = methods_used, .workloads = workloads_used, .host = host, .rounds = rounds });
}

static inline struct run_case *find_case(struct run *r, const char *workload,
                                         const char *method, const char *state)
{
    for (size_t i = 0; i < r->case_count; i++)
        if (strcmp(r->cases[i].key.workload, workload) == 0 &&
            strcmp(r->cases[i].key.method, method) == 0 &&
            strcmp(r->cases[i].key.state, state) == 0)
            return &r->cases[i];
    fail_msg("no %s/%s/%s", workload, method, state);
    return NULL;
}

static inline void add(struct compare *c, struct run r, const char *path)
{
    assert_int_equal(compare_add(c, &r, path), 0);
    assert_null(r.cases);
}

static inline void finish(struct compare *c)
{
    assert_int_equal(compare_finish(c), 0);
}

static inline struct compare two_runs(struct run a, struct run b)
{
    struct compare c = { 0 };
    add(&c, a, "results/a");
    add(&c, b, "results/b/run.json");
    finish(&c);
    return c;
}

static inline const struct compare_cell *cell_of(const struct compare *c, const char *workload,
                                                 const char *method, const char *state,
                                                 size_t run)
{
    for (size_t i = 0; i < c->all.case_count; i++) {
        const struct run_case *k = &c->all.cases[i];
        if (strcmp(k->key.workload, workload) == 0 && strcmp(k->key.method, method) == 0 &&
            strcmp(k->key.state, state) == 0)
            return compare_cell_of(c, i, run);
    }
    return NULL;
}

static inline char *print_as(const struct compare *c, enum document_format format)
{
    struct document d = { 0 };
    compare_document(&d, c, false);
    return document_text(&d, format, false);
}

static inline void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no '%s' in:\n%s", part, text);
}

static inline void assert_silent(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("'%s' in:\n%s", part, text);
}

#endif
