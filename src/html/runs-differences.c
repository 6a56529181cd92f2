/* SPDX-License-Identifier: MIT */
/* What differs between the runs, and all that is known of their machines. */
#include "html/facts.h"
#include "html/runs.h"
#include "report/compare-facts.h"

static void write_fact(const struct view *v, size_t fact)
{
    char name[FIELD_TEXT_MAX], text[FIELD_TEXT_MAX];
    html_mark(v->html, "<tr>");
    html_element(v->html, "th scope=\"row\"", compare_fact_name(fact, name));
    for (size_t i = 0; i < v->compare->run_count; i++)
        html_element(v->html, "td", compare_fact(&v->compare->runs[i].run, fact, text));
    html_mark(v->html, "</tr>\n");
}

static size_t count_differences(const struct compare *c)
{
    size_t count = 0;
    for (size_t i = 0; i < compare_fact_count(); i++)
        count += compare_fact_differs(c, i);
    return count;
}

static void write_differences(const struct view *v)
{
    if (count_differences(v->compare) == 0) {
        html_element(v->html, "p", "Nothing that the files tell.");
        return;
    }
    table_begin(v->html, "wide words-of", "What is not the same in all runs");
    runs_write_head(v, "fact", 0);
    for (size_t i = 0; i < compare_fact_count(); i++)
        if (compare_fact_differs(v->compare, i))
            write_fact(v, i);
    table_end(v->html);
    html_element(v->html, "p", "All else that the files tell is the same.");
    if (compare_differ_in_program(v->compare))
        html_element(
            v->html, "p",
            "The runs were made by different programs (mapread version or revision): a "
            "difference may be theirs.");
}

const struct section section_runs_differences = { "differences", "What differs",
                                                  write_differences };

/* ---- the machines ---- */

static void write_noise(const struct view *v)
{
    char text[INTERFERENCE_TEXT_MAX];
    html_mark(v->html, "<tr>");
    html_element(v->html, "th scope=\"row\"", "noise");
    for (size_t i = 0; i < v->compare->run_count; i++) {
        const struct run *r = &v->compare->runs[i].run;
        bool noisy = run_interference_verdict(r, text, sizeof text) != NULL;
        html_element(v->html, "td", noisy ? "noisy" : r->watched ? "quiet" : known_text(""));
    }
    html_mark(v->html, "</tr>\n");
}

static void write_machines(const struct view *v)
{
    html_element(v->html, "p",
                 "Where and how each run was made, side by side; what its doctor and its watch "
                 "had to say stands among the warnings.");
    table_begin(v->html, "wide words-of", "Machines, storage and programs");
    runs_write_head(v, "fact", 0);
    for (size_t i = 0; i < compare_fact_count(); i++)
        write_fact(v, i);
    write_noise(v);
    table_end(v->html);
}

const struct section section_runs_machines = { "machines", "The machines", write_machines };
