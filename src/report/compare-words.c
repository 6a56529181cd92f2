/* SPDX-License-Identifier: MIT */
#include "report/compare-words.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

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
    [COMPARE_OTHER_PASSES] =
        "less than half, or more than twice the passes per sample than in the first run: "
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

char *compare_describe_run(const struct compare_run *r)
{
    const struct run *run = &r->run;
    const char *started = run->started_at;
    int day = (int)strcspn(started, "T"), clock = started[day] ? day + 1 : day;
    return text_printf(
        "%s, %.*s%s%.*s, %s, %s%s", r->path, day, started, started[day] ? " " : "",
        (int)strcspn(started + clock, "Z"), started + clock,
        run->machine.kernel[0] ? run->machine.kernel : "unknown kernel",
        run->storage.filesystem[0] ? run->storage.filesystem : "unknown file system",
        run->complete ? "" : " (not complete)");
}

/* The first reason that a cell has. */
void compare_explain(const struct compare *c, struct run_error *error)
{
    const char *why = c->all.case_count > 0
                          ? "no case is in it and in the first run with a time"
                          : "no run has such cases";
    const struct compare_run *other = &c->runs[c->run_count - 1];
    for (size_t i = 0; i < other->run.case_count && c->all.case_count > 0; i++)
        if (other->cells[i].note != COMPARE_GOOD) {
            why = compare_note_texts[other->cells[i].note];
            break;
        }
    snprintf(error->message, sizeof error->message, "%s: nothing to compare with %s: %s",
             other->path, c->runs[0].path, why);
}
