/* SPDX-License-Identifier: MIT */
/* The answer first: how often mmap won, and the sentence of each row. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "html/section.h"
#include "html/tally.h"
#include "report/verdict.h"

/* The counters' part of a sentence is set apart: it is the reason, not the answer. */
static void write_sentence(struct html *h, const char *sentence, size_t answer)
{
    html_textf(h, "%.*s", (int)answer, sentence);
    if (sentence[answer])
        html_elementf(h, "span class=\"why\"", "%s", sentence + answer);
}

static void write_item(const struct view *v, const struct summary_group *g,
                       const struct summary_row *row, void *context)
{
    (void)context;
    char size[TEXT_MAX];
    size_t answer;
    char *sentence =
        verdict_sentence(g, row, verdict_dataset(v->summary, g, row->workload, size), &answer);
    html_mark(v->html, "<li>");
    tally_badge(v->html, tally_headline(g, row));
    if (sentence)
        write_sentence(v->html, sentence, answer);
    else
        v->html->error = -ENOMEM;
    html_mark(v->html, "</li>\n");
    free(sentence);
}

static void write_section(const struct view *v)
{
    if (v->summary->group_count == 0) {
        html_element(v->html, "p", "This run has no cases.");
        return;
    }
    struct tally t = tally_of_headlines(v, tally_any_row);
    html_mark(v->html, "<p class=\"lead\">");
    tally_write(v->html, &t);
    html_mark(v->html, "</p>\n");
    html_elementf(v->html, "p",
                  "In brackets: where the ratio lies with a confidence of at least 95 %%, "
                  "paired by round. Where no difference is shown, the brackets hold the first "
                  "method's time as a multiple of the second's.");
    html_mark(v->html, "\n<ul class=\"verdicts\">\n");
    view_rows(v, write_item, NULL);
    html_mark(v->html, "</ul>\n");
}

const struct section section_verdict = { "verdict", "The verdict", write_section };
