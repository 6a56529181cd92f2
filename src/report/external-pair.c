/* SPDX-License-Identifier: MIT */
#include "report/external-pair.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* By name: a parameter that does not apply to the measured one is standard in the named one. */
static bool is_same_case(const struct case_key *measured, const struct case_key *named)
{
    char a[CASE_TEXT_MAX], b[CASE_TEXT_MAX];
    return strcmp(measured->workload, named->workload) == 0 &&
           strcmp(measured->method, named->method) == 0 &&
           strcmp(case_key_name(measured, a), case_key_name(named, b)) == 0 &&
           (!named->dataset[0] || strcmp(measured->dataset, named->dataset) == 0);
}

/* The one that has a time, or NULL. */
static const struct summary_cell *find_cell(const struct summary *s, const struct case_key *key)
{
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *g = &s->groups[i];
        for (size_t j = 0; j < g->row_count * g->column_count; j++) {
            const struct summary_cell *c =
                &g->rows[j / g->column_count].cells[j % g->column_count];
            if (summary_cell_timed(c) && is_same_case(&c->source->key, key))
                return c;
        }
    }
    return NULL;
}

static const struct external_startup *startup_of(const struct external *w, const char *workload)
{
    for (size_t i = 0; i < w->startup_count; i++)
        if (strcmp(w->startups[i].workload, workload) == 0 && !isnan(w->startups[i].median_ns))
            return &w->startups[i];
    return NULL;
}

struct external_pair external_pair_of(const struct external *w, const struct summary *s,
                                      const struct external_case *c)
{
    const struct external_startup *startup = startup_of(w, c->key.workload);
    const struct summary_cell *cell = find_cell(s, &c->key);
    struct external_pair p = {
        .source = c,
        .method = cell ? cell->method : c->key.method,
        .inside_ns = cell ? cell->wall_ns.value : NAN,
        .external_ns = c->total_ns - (startup ? startup->median_ns : 0),
        .difference = NAN,
        .startup_spread_ns = startup ? startup->spread_ns : NAN,
    };
    if (startup)
        p.difference = (p.external_ns - p.inside_ns) / p.inside_ns;
    return p;
}

/* The start-up varies by more than the two differ: the whole process cannot tell. */
static bool is_drowned(const struct external_pair *p)
{
    return fabs(p->difference) > WHOLE_TOLERANCE &&
           fabs(p->external_ns - p->inside_ns) <= p->startup_spread_ns;
}

bool external_pair_disagrees(const struct external_pair *p)
{
    return fabs(p->difference) > WHOLE_TOLERANCE && !is_drowned(p);
}

const char *external_pair_verdict(const struct external_pair *p)
{
    return isnan(p->difference)         ? "not compared"
           : is_drowned(p)              ? "less than the start-up varies"
           : external_pair_disagrees(p) ? "they disagree"
                                        : "they agree";
}

bool external_has_startup(const struct external *w, const char *workload)
{
    return startup_of(w, workload) != NULL;
}

bool external_is_first(const struct external *w, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (strcmp(w->cases[j].key.workload, w->cases[i].key.workload) == 0)
            return false;
    return true;
}

/* ---- figures ---- */

const char *external_pair_inside(const struct external_pair *p, char text[TEXT_MAX])
{
    return text_format_ns(p->inside_ns, text);
}

/* A whole process can come out below the start-up that is subtracted from it. */
const char *external_pair_outside(const struct external_pair *p, char text[TEXT_MAX])
{
    char time[TEXT_MAX];
    bool below = p->external_ns < p->startup_spread_ns;
    const char *sign = below ? "< " : p->external_ns < 0 ? "-" : "";
    if (isnan(p->source->total_ns))
        snprintf(text, TEXT_MAX, "FAILED");
    else
        snprintf(text, TEXT_MAX, "%s%.29s", sign,
                 text_format_ns(below ? p->startup_spread_ns : fabs(p->external_ns), time));
    return text;
}

const char *external_pair_difference(const struct external_pair *p, char text[TEXT_MAX])
{
    const char *mark = external_pair_disagrees(p) ? " !" : "";
    double percent = p->difference * 100;
    if (isnan(percent))
        snprintf(text, TEXT_MAX, "-");
    else if (is_drowned(p))
        snprintf(text, TEXT_MAX, "~");
    else if (fabs(percent) < 0.5)
        snprintf(text, TEXT_MAX, "0 %%");
    else if (percent > 999)
        snprintf(text, TEXT_MAX, ">999 %%%s", mark);
    else
        snprintf(text, TEXT_MAX, "%+.0f %%%s", percent, mark);
    return text;
}

/* ---- sentences ---- */

char *external_pair_sentence(const struct external_pair *p)
{
    char name[CASE_TEXT_MAX], inside[TEXT_MAX], whole[TEXT_MAX];
    return text_printf("%s: %s in process, %s%s whole", case_key_text(&p->source->key, name),
                       text_format_ns(p->inside_ns, inside), p->external_ns < 0 ? "-" : "",
                       text_format_ns(fabs(p->external_ns), whole));
}

char *external_agreement(const struct external *w, const struct summary *s)
{
    size_t compared = 0, apart = 0, drowned = 0;
    for (size_t i = 0; i < w->case_count; i++) {
        struct external_pair p = external_pair_of(w, s, &w->cases[i]);
        compared += !isnan(p.difference);
        apart += external_pair_disagrees(&p);
        drowned += is_drowned(&p);
    }
    if (compared == 0)
        return text_printf("Nothing could be compared.");
    return text_printf("%zu of %zu agree within %.0f %%, %zu disagree, %zu (~) differ by less "
                       "than the start-up varies",
                       compared - apart - drowned, compared, 100 * WHOLE_TOLERANCE, apart,
                       drowned);
}
