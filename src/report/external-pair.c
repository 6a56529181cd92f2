/* SPDX-License-Identifier: MIT */
#include "report/external-pair.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double inside_ns(const struct summary *s, const struct external_case *c)
{
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *g = &s->groups[i];
        if (strcmp(g->state, c->state) != 0 || g->threads > 1 ||
            (c->dataset && strcmp(g->dataset, c->dataset) != 0))
            continue;
        const struct summary_row *row = summary_find_row(g, c->workload);
        const struct summary_cell *cell = row ? summary_find_cell(g, row, c->method) : NULL;
        if (summary_cell_timed(cell))
            return cell->wall_ns.value;
    }
    return NAN;
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
    const struct external_startup *startup = startup_of(w, c->workload);
    struct external_pair p = {
        .source = c,
        .inside_ns = inside_ns(s, c),
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
        if (strcmp(w->cases[j].workload, w->cases[i].workload) == 0)
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
    char inside[TEXT_MAX], whole[TEXT_MAX];
    const struct external_case *c = p->source;
    return text_printf("%s/%s/%s%s%s: %s in process, %s%s whole", c->workload, c->method,
                       c->state, c->dataset ? "/" : "", c->dataset ? c->dataset : "",
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
