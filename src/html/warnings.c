/* SPDX-License-Identifier: MIT */
/* What a reader should know before he believes the figures. */
#include <string.h>

#include "doctor/doctor.h"
#include "html/section.h"

/* Each writes its items of the list and returns how many. */
typedef size_t write_warnings(const struct view *v);

static size_t incomplete(const struct view *v)
{
    if (v->run->complete)
        return 0;
    html_element(v->html, "li", "The run was not finished: some rounds or cases are missing.");
    return 1;
}

static size_t planted(const struct view *v)
{
    if (!(v->run->planted > 0))
        return 0;
    html_elementf(v->html, "li", "Every second copy of a method was slowed down by %.3g %%.",
                  100 * v->run->planted);
    return 1;
}

static size_t noisy(const struct view *v)
{
    char text[INTERFERENCE_TEXT_MAX];
    if (!run_interference_verdict(v->run, text, sizeof text))
        return 0;
    html_element(v->html, "li", text);
    return 1;
}

static size_t examined(const struct view *v)
{
    size_t count = 0;
    for (size_t i = 0; i < v->run->finding_count; i++) {
        const struct run_finding *f = &v->run->findings[i];
        if (strcmp(f->verdict, verdict_names[VERDICT_BAD]) != 0 &&
            strcmp(f->verdict, verdict_names[VERDICT_WARNING]) != 0)
            continue;
        html_elementf(v->html, "li", "Doctor, %s: %s: %s.", f->verdict, f->probe,
                      known_text(f->found));
        count++;
    }
    return count;
}

static size_t of_status(const struct view *v, enum case_status status)
{
    size_t count = 0;
    char name[CASE_TEXT_MAX], reason[CAUSE_SENTENCE_MAX];
    for (size_t i = 0; i < v->run->case_count; i++) {
        const struct run_case *c = &v->run->cases[i];
        if (c->status != status)
            continue;
        html_elementf(v->html, "li", "%s: %s: %s.", case_status_names[status],
                      case_key_text(&c->key, name), run_case_reason(c, reason));
        count++;
    }
    return count;
}

static size_t failed(const struct view *v)
{
    return of_status(v, CASE_FAILED);
}

static size_t over_limit(const struct view *v)
{
    return of_status(v, CASE_OVER_LIMIT);
}

/* Comparisons with the baseline whose verdict is to be taken with care. */
struct unclear {
    size_t undecided, drifting, two_modes;
};

static void count_unclear(const struct view *v, const struct summary_group *g,
                          const struct summary_row *row, void *context)
{
    (void)v;
    struct unclear *n = context;
    for (size_t i = 0; i < g->column_count; i++) {
        const struct stats_comparison *c = &row->cells[i].against;
        if (!summary_cell_timed(&row->cells[i]))
            continue;
        n->undecided += c->verdict == STATS_UNDECIDED;
        n->drifting += c->drifting;
        n->two_modes += c->two_modes;
    }
}

static size_t write_count(struct html *h, size_t count, const char *what)
{
    if (count > 0)
        html_elementf(h, "li", "%zu comparison%s %s.", count, count == 1 ? "" : "s", what);
    return count > 0;
}

static size_t unclear(const struct view *v)
{
    struct unclear n = { 0 };
    view_rows(v, count_unclear, &n);
    return write_count(v->html, n.undecided, "undecided") +
           write_count(v->html, n.drifting, "with a ratio that rose or fell with the rounds") +
           write_count(v->html, n.two_modes, "with times that fall into two heaps");
}

static write_warnings *const warnings[] = { incomplete, planted,    noisy,  examined,
                                            failed,     over_limit, unclear };

static void write_section(const struct view *v)
{
    size_t count = 0;
    html_mark(v->html, "<ul>\n");
    for (size_t i = 0; i < sizeof warnings / sizeof warnings[0]; i++)
        count += warnings[i](v);
    if (count == 0)
        html_element(v->html, "li", "None.");
    html_mark(v->html, "</ul>\n");
}

const struct section section_warnings = { "warnings", "Warnings", write_section };
