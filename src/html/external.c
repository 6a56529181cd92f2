/* SPDX-License-Identifier: MIT */
/* The second instrument: whole processes timed by hyperfine, beside the passes. */
#include <errno.h>
#include <stdlib.h>

#include "html/section.h"
#include "html/table.h"
#include "report/external-pair.h"

/* A paragraph of a text that is freed; NULL: memory was short. */
static void write_paragraph(struct html *h, char *text)
{
    if (text)
        html_elementf(h, "p", "%s", text);
    else
        h->error = -ENOMEM;
    html_mark(h, "\n");
    free(text);
}

static void write_reason(struct html *h, const struct external_pair *p)
{
    if (p->verdict != EXTERNAL_DISAGREE)
        return;
    char *reason = external_pair_reason(p);
    if (reason)
        html_textf(h, ": %s", reason);
    else
        h->error = -ENOMEM;
    free(reason);
}

static void write_case(struct html *h, const struct external_pair *p)
{
    char text[TEXT_MAX];
    const struct case_key *k = &p->source->key;
    html_mark(h, "<tr><th scope=\"row\">");
    html_textf(h, "%s, %s", p->workload, p->method);
    html_elementf(h, "span class=\"of\"", " %s%s%s", k->state, k->dataset[0] ? ", " : "",
                  k->dataset);
    html_mark(h, "</th>");
    html_elementf(h, "td", "%s", external_pair_inside(p, text));
    html_elementf(h, "td", "%s", external_pair_outside(p, text));
    html_elementf(h, "td", "%s", external_pair_difference(p, text));
    html_mark(h, "<td>");
    html_textf(h, "%s", external_verdict_names[p->verdict]);
    write_reason(h, p);
    html_mark(h, "</td></tr>\n");
}

static void write_table(const struct view *v)
{
    struct html *h = v->html;
    table_begin(h, "wide pairs", "Every case that hyperfine timed");
    html_mark(h, "<thead><tr><th scope=\"col\">case</th><th scope=\"col\">in process</th><th "
                 "scope=\"col\">whole process</th><th scope=\"col\">difference</th><th "
                 "scope=\"col\">verdict</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < v->external->case_count; i++) {
        struct external_pair p =
            external_pair_of(v->external, v->summary, &v->external->cases[i]);
        write_case(h, &p);
    }
    table_end(h);
}

static void write_both(const struct view *v)
{
    html_element(v->html, "p", "A clock outside the program sees what one inside may miss.");
    write_paragraph(v->html, external_explanation(v->external, v->summary));
    write_paragraph(v->html, external_agreement(v->external, v->summary));
    write_table(v);
}

static void write_section(const struct view *v)
{
    if (v->external && v->external->case_count > 0)
        write_both(v);
    else if (v->external_error)
        html_elementf(v->html, "p", "Whole processes are left out: %s", v->external_error);
    else
        html_element(v->html, "p",
                     "Whole processes were not timed beside this run. make bench does, where "
                     "hyperfine is installed.");
}

const struct section section_external = { "whole", EXTERNAL_TITLE, write_section };
