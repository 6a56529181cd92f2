/* SPDX-License-Identifier: MIT */
/* What everybody needs who has a comparison; compare-build.c makes one. */
#include "report/compare.h"

#include <stdlib.h>

const char *const compare_note_texts[COMPARE_NOTES] = {
    [COMPARE_OTHER_DATA] = "another data set of the same name (its size or sha256 differs from "
                           "the first run's): not compared",
    [COMPARE_OTHER_FILL] =
        "the page cache was filled in another way than in the first run: not "
        "compared",
    [COMPARE_OTHER_CHECK] = "another answer than in the first run, so other work (another seed "
                            "or number of blocks): not compared",
    [COMPARE_NO_FILL] =
        "the page cache of one of the two was filled by whoever wrote the file, "
        "as on tmpfs: compared all the same",
    [COMPARE_OTHER_PASSES] = "another number of passes per sample than in the first run: "
                             "compared per pass",
};

const char *compare_finding_name(enum compare_question question, enum compare_finding finding)
{
    static const char *const names[COMPARE_QUESTIONS][COMPARE_HIGHER + 1] = {
        [COMPARE_TIME] = { NULL, "no difference shown", "faster", "slower" },
        [COMPARE_BASELINE] = { NULL, "no difference shown", "lower", "higher" },
    };
    return names[question][finding];
}

const struct compare_cell *compare_cell_of(const struct compare *c, size_t i, size_t run)
{
    return c->cells[i * c->run_count + run];
}

static void free_run(struct compare_run *r)
{
    for (size_t i = 0; i < r->run.case_count; i++)
        for (size_t q = 0; q < COMPARE_QUESTIONS; q++)
            free(r->cells[i].samples[q].logs);
    free(r->cells);
    free(r->path);
    free(r->label);
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
