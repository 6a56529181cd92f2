/* SPDX-License-Identifier: MIT */
/* What a reader should know of each run before he believes its figures. */
#include "html/runs.h"

/* Of each note, how many cases of the run have it. */
static void write_notes(const struct view *v, size_t run)
{
    const struct compare_run *r = &v->compare->runs[run];
    size_t counts[COMPARE_NOTES] = { 0 };
    for (size_t i = 0; i < r->run.case_count; i++)
        counts[r->cells[i].note]++;
    for (size_t i = COMPARE_GOOD + 1; i < COMPARE_NOTES; i++)
        if (counts[i] > 0)
            html_elementf(v->html, "p", "In %zu case%s: %s.", counts[i],
                          counts[i] == 1 ? "" : "s", compare_note_texts[i]);
}

static void write_section(const struct view *v)
{
    for (size_t i = 0; i < v->compare->run_count; i++) {
        struct view own = runs_view(v, i);
        html_elementf(v->html, "h3", "Warnings of %s", v->compare->runs[i].label);
        html_mark(v->html, "\n");
        section_warnings.write(&own);
        write_notes(v, i);
    }
}

const struct section section_runs_warnings = { "warnings", "Warnings", write_section };
