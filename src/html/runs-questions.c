/* SPDX-License-Identifier: MIT */
/* Each run's own answers to the ten questions, folded. */
#include "html/runs.h"

static void write_section(const struct view *v)
{
    html_element(v->html, "p",
                 "What each run by itself says, as on a page of its own; mapread report makes "
                 "that page, with more pictures.");
    for (size_t i = 0; i < v->compare->run_count; i++) {
        struct view own = runs_view(v, i);
        const char *label = v->compare->runs[i].label;
        html_elementf(v->html, "h3", "Answers of %s", label);
        html_mark(v->html, "\n<details><summary>");
        html_textf(v->html, "Ten questions, by the figures of %s", label);
        html_mark(v->html, "</summary>\n");
        section_questions.write(&own);
        html_mark(v->html, "</details>\n");
    }
}

const struct section section_runs_questions = { "questions", "Ten questions, run by run",
                                                write_section };
