/* SPDX-License-Identifier: MIT */
#include "runfile/run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void run_free(struct run *r)
{
    for (size_t i = 0; i < r->case_count; i++)
        free(r->cases[i].samples);
    free(r->cases);
    free(r->datasets);
    free(r->findings);
    costs_free(&r->costs);
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
    *c = (struct run_case){ .key = case_key_standard() };
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

/* Equal ones stay in the order of the run. */
static int compare_places(const void *a, const void *b)
{
    const struct run_case *x = *(const struct run_case *const *)a,
                          *y = *(const struct run_case *const *)b;
    int order = case_key_order(&x->key, &y->key);
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
        if (index < first && case_key_equal(&sorted[i - 1]->key, &sorted[i]->key))
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

const char *run_case_reason(const struct run_case *c, char buffer[CAUSE_SENTENCE_MAX])
{
    reason_sentence(&c->reason, buffer);
    if (!buffer[0])
        snprintf(buffer, CAUSE_SENTENCE_MAX, "%s",
                 c->status == CASE_OK ? "no sample has been taken yet" : "no reason is given");
    return buffer;
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
