/* SPDX-License-Identifier: MIT */
/* Suites of a few lines, and the plans that are made of them. */
#ifndef MAPREAD_TESTS_UNIT_PLAN_SUITE_H
#define MAPREAD_TESTS_UNIT_PLAN_SUITE_H

#include "method/method.h"
#include "schedule/plan.h"
#include "tests/source.h"

static char *folder, *suite_path;

static inline int group_setup(void **state)
{
    (void)state;
    folder = test_folder();
    return asprintf(&suite_path, "%s/test.suite", folder) > 0 ? 0 : -1;
}

static inline int group_teardown(void **state)
{
    (void)state;
    unlink(suite_path);
    int r = rmdir(folder);
    free(folder);
    free(suite_path);
    return r;
}

/* Makes a plan of a suite of that text. */
static inline int make(struct plan *ret, const char *text, struct plan_request request,
                       struct plan_error *error)
{
    test_write(suite_path, text, strlen(text));
    request.suite_path = suite_path;
    request.suite_name = "test";
    error->message[0] = '\0';
    return plan_make(ret, &request, error);
}

static inline struct plan make_good(const char *text, struct plan_request request)
{
    struct plan plan;
    struct plan_error error;
    int r = make(&plan, text, request, &error);
    if (r != 0)
        fail_msg("%s", error.message);
    return plan;
}

/* Those that '*' stands for. */
static inline size_t own_methods(void)
{
    size_t count = 0;
    for (size_t i = 0; methods[i]; i++)
        count += methods[i]->next != NULL;
    return count;
}

static inline size_t case_count(const struct plan *p)
{
    size_t count = 0;
    for (size_t i = 0; i < p->group_count; i++)
        count += p->groups[i].method_count;
    return count;
}

static inline const struct plan_group *find_group(const struct plan *p, const char *workload,
                                                  const char *state, const char *dataset)
{
    for (size_t i = 0; i < p->group_count; i++) {
        const struct plan_group *g = &p->groups[i];
        if (strcmp(g->workload->name, workload) == 0 && strcmp(g->state->name, state) == 0 &&
            strcmp(p->datasets[g->dataset].name, dataset) == 0)
            return g;
    }
    return NULL;
}

static inline bool has_method(const struct plan_group *g, const char *name)
{
    for (size_t i = 0; g && i < g->method_count; i++)
        if (strcmp(g->methods[i]->name, name) == 0)
            return true;
    return false;
}

#endif
