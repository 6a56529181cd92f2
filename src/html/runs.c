/* SPDX-License-Identifier: MIT */
#include "html/runs.h"

#include <errno.h>
#include <stdlib.h>

struct view runs_view(const struct view *v, size_t run)
{
    const struct compare_run *r = &v->compare->runs[run];
    return (struct view){
        .html = v->html, .run = &r->run, .summary = &r->summary, .place = run + 1
    };
}

void runs_write_head(const struct view *v, const char *corner, size_t first)
{
    struct html *h = v->html;
    html_mark(h, "<thead><tr>");
    html_element(h, "th scope=\"col\"", corner);
    for (size_t i = first; i < v->compare->run_count; i++) {
        const struct compare_run *r = &v->compare->runs[i];
        html_mark(h, "\n<th scope=\"col\">");
        html_text(h, r->label);
        html_elementf(h, "span class=\"of\"", " %s", known_text(r->run.storage.filesystem));
        html_mark(h, "</th>");
    }
    html_mark(h, "</tr></thead>\n<tbody>\n");
}

void runs_write_name(struct html *h, const char *name, const char *of)
{
    html_mark(h, "<th scope=\"row\">");
    html_text(h, name);
    html_elementf(h, "span class=\"of\"", " %s", of);
    html_mark(h, "</th>");
}

void runs_write_mark(struct html *h, struct footnotes *notes, const char *lead,
                     const char *text)
{
    size_t number = footnotes_number(notes, lead, text);
    if (number == 0)
        h->error = -ENOMEM;
    html_textf(h, " [%zu]", number);
}

void runs_write_notes(struct html *h, const struct footnotes *notes)
{
    if (notes->count == 0)
        return;
    html_mark(h, "<ul class=\"notes\">\n");
    for (size_t i = 0; i < notes->count; i++) {
        const struct footnote *n = &notes->notes[i];
        html_elementf(h, "li", "[%zu] %s%s%s", i + 1, n->lead, n->lead[0] ? ": " : "", n->text);
        html_mark(h, "\n");
    }
    html_mark(h, "</ul>\n");
}

void runs_name_case(const struct view *v, size_t i)
{
    char name[CASE_TEXT_MAX];
    html_text(v->html, case_key_text(&v->compare->all.cases[i].key, name));
}

size_t runs_case_of(const struct view *v, const struct summary_cell *cell)
{
    return (size_t)(cell->source - v->compare->all.cases);
}
