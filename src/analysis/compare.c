/* SPDX-License-Identifier: MIT */
/* What everybody needs who has a comparison; compare-build.c makes one. */
#include "analysis/compare.h"

#include <stdlib.h>
#include <string.h>

const struct compare_cell *compare_cell_of(const struct compare *c, size_t i, size_t run)
{
    return c->cells[i * c->run_count + run];
}

bool compare_cell_timed(const struct compare_cell *cell)
{
    return cell && run_case_timed(cell->source);
}

/* The table's entries begin with their name. */
static bool names(const void *table, const char *name)
{
    const char *const *const *entries = table;
    bool any = !entries || !*entries;
    for (; !any && *entries; entries++)
        any = strcmp(**entries, name) == 0;
    return any;
}

static bool has_size(const struct compare_choice *chosen, const struct run_dataset *d)
{
    bool any = chosen->size_count == 0;
    for (size_t i = 0; !any && d && i < chosen->size_count; i++)
        any = chosen->sizes[i] == d->bytes;
    return any;
}

bool compare_chooses_row(const struct compare *c, const struct run *r, const struct case_key *k)
{
    return names(c->chosen.workloads, k->workload) && names(c->chosen.states, k->state) &&
           has_size(&c->chosen, run_find_dataset(r, k->dataset));
}

bool compare_chooses(const struct compare *c, const struct run *r, const struct case_key *k)
{
    return names(c->chosen.methods, k->method) && compare_chooses_row(c, r, k);
}

bool compare_note_refuses(enum compare_note note)
{
    return note == COMPARE_OTHER_DATA || note == COMPARE_OTHER_FILL ||
           note == COMPARE_OTHER_CHECK;
}

bool compare_differ_in_program(const struct compare *c)
{
    const struct run *first = &c->runs[0].run;
    for (size_t i = 1; i < c->run_count; i++) {
        const struct run *r = &c->runs[i].run;
        if (strcmp(r->mapread_version, first->mapread_version) != 0 ||
            strcmp(r->revision, first->revision) != 0)
            return true;
    }
    return false;
}

static void free_run(struct compare_run *r)
{
    for (size_t i = 0; i < r->run.case_count; i++)
        for (size_t q = 0; q < COMPARE_QUESTIONS; q++)
            free(r->cells[i].samples[q].logs);
    free(r->cells);
    free(r->path);
    free(r->label);
    summary_free(&r->summary);
    run_free(&r->run);
}

void compare_free(struct compare *c)
{
    for (size_t i = 0; i < c->run_count; i++)
        free_run(&c->runs[i]);
    free(c->runs);
    free(c->cells);
    summary_free(&c->layout);
    run_free(&c->all);
    *c = (struct compare){ 0 };
}
