/* SPDX-License-Identifier: MIT */
#include "result/run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "result/status.h"

const char *const case_status_names[] = {
    [CASE_OK] = "ok",
    [CASE_SKIPPED] = "skipped",
    [CASE_FAILED] = "failed",
    [CASE_OVER_LIMIT] = "over-limit",
};

int case_status_of(const json_t *json, enum case_status *ret)
{
    if (!json_is_string(json))
        return -EBADMSG;
    for (size_t i = 0; i < sizeof case_status_names / sizeof case_status_names[0]; i++)
        if (strcmp(json_string_value(json), case_status_names[i]) == 0) {
            *ret = (enum case_status)i;
            return 0;
        }
    return -EBADMSG;
}

static void free_case(struct run_case *c)
{
    free(c->workload);
    free(c->method);
    free(c->state);
    free(c->fill);
    free(c->dataset);
    free(c->reason);
    free(c->check);
    free(c->samples);
}

static void free_finding(struct run_finding *f)
{
    free(f->check);
    free(f->verdict);
    free(f->found);
    free(f->fix);
}

void run_free(struct run *r)
{
    for (size_t i = 0; i < r->finding_count; i++)
        free_finding(&r->findings[i]);
    for (size_t i = 0; i < r->case_count; i++)
        free_case(&r->cases[i]);
    for (size_t i = 0; i < r->dataset_count; i++) {
        free(r->datasets[i].name);
        free(r->datasets[i].kind);
    }
    free(r->cases);
    free(r->datasets);
    free(r->findings);
    free(r->mapread_version);
    free(r->revision);
    free(r->started_at);
    free(r->suite);
    *r = (struct run){ 0 };
}

/* Room for one more entry of `size` bytes: grows by doubling, at the powers of two. */
static int make_room(void **entries, size_t count, size_t size)
{
    if (count & (count - 1))
        return 0;
    void *grown = realloc(*entries, (count ? 2 * count : 1) * size);
    if (!grown)
        return -ENOMEM;
    *entries = grown;
    return 0;
}

struct run_dataset *run_add_dataset(struct run *r)
{
    if (make_room((void **)&r->datasets, r->dataset_count, sizeof *r->datasets) < 0)
        return NULL;
    struct run_dataset *d = &r->datasets[r->dataset_count++];
    *d = (struct run_dataset){ 0 };
    return d;
}

struct run_case *run_add_case(struct run *r)
{
    if (make_room((void **)&r->cases, r->case_count, sizeof *r->cases) < 0)
        return NULL;
    struct run_case *c = &r->cases[r->case_count++];
    *c = (struct run_case){ .threads = 1 };
    return c;
}

struct run_finding *run_add_finding(struct run *r)
{
    if (make_room((void **)&r->findings, r->finding_count, sizeof *r->findings) < 0)
        return NULL;
    struct run_finding *f = &r->findings[r->finding_count++];
    *f = (struct run_finding){ 0 };
    return f;
}

int case_add_sample(struct run_case *c, const struct sample *s)
{
    if (make_room((void **)&c->samples, c->sample_count, sizeof *c->samples) < 0)
        return -ENOMEM;
    c->samples[c->sample_count++] = *s;
    return 0;
}

/* What tells most cases apart comes first. */
int run_case_compare(const struct run_case *a, const struct run_case *b)
{
    int order = strcmp(a->method, b->method);
    if (order == 0)
        order = strcmp(a->workload, b->workload);
    if (order == 0)
        order = strcmp(a->dataset, b->dataset);
    if (order == 0)
        order = strcmp(a->state, b->state);
    return order != 0 ? order : (a->threads > b->threads) - (a->threads < b->threads);
}

/* Equal ones stay in the order of the run. */
static int compare_places(const void *a, const void *b)
{
    const struct run_case *x = *(const struct run_case *const *)a,
                          *y = *(const struct run_case *const *)b;
    int order = run_case_compare(x, y);
    return order != 0 ? order : (x > y) - (x < y);
}

int run_find_repeated(const struct run *r, size_t *ret_index)
{
    const struct run_case **sorted = malloc((r->case_count + 1) * sizeof *sorted);
    size_t first = r->case_count;
    if (!sorted)
        return -ENOMEM;
    for (size_t i = 0; i < r->case_count; i++)
        sorted[i] = &r->cases[i];
    qsort(sorted, r->case_count, sizeof *sorted, compare_places);
    for (size_t i = 1; i < r->case_count; i++) {
        size_t index = (size_t)(sorted[i] - r->cases);
        if (index < first && run_case_compare(sorted[i - 1], sorted[i]) == 0)
            first = index;
    }
    free(sorted);
    if (first == r->case_count)
        return 0;
    *ret_index = first;
    return 1;
}

bool run_case_timed(const struct run_case *c)
{
    return c && c->status == CASE_OK && c->sample_count > 0;
}

const struct run_dataset *run_find_dataset(const struct run *r, const char *name)
{
    for (size_t i = 0; i < r->dataset_count; i++)
        if (strcmp(r->datasets[i].name, name) == 0)
            return &r->datasets[i];
    return NULL;
}

const char *run_interference_verdict(const struct run *r, char *text, size_t size)
{
    text[0] = '\0';
    return r->watched ? interference_verdict(&r->interference, text, size) : NULL;
}
