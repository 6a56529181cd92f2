/* SPDX-License-Identifier: MIT */
/* What both instruments say of one case, and whether they agree. */
#ifndef MAPREAD_REPORT_EXTERNAL_PAIR_H
#define MAPREAD_REPORT_EXTERNAL_PAIR_H

#include <stdbool.h>

#include "base/text.h"
#include "report/external.h"

#define EXTERNAL_TITLE "Whole processes, timed by hyperfine"
/* Of a workload. */
#define WHOLE_NO_STARTUP                                                                       \
    "The start-up of %s was not measured: it is still in the whole process, and nothing is "   \
    "compared."

/* One case as both saw it; NAN: not known. */
struct external_pair {
    const struct external_case *source;
    const char *method;            /* as the run's columns name it */
    double inside_ns, external_ns; /* the latter without the start-up, where that is known */
    double difference;             /* as a share of inside_ns */
    double startup_spread_ns;
};

struct external_pair external_pair_of(const struct external *w, const struct summary *s,
                                      const struct external_case *c);

bool external_pair_disagrees(const struct external_pair *p);
/* "they agree": the same as a word, and why there is none. */
const char *external_pair_verdict(const struct external_pair *p);

/* The figures for people: "20.2 ms", "< 240 us" or "FAILED", "+43 % !". They return `text`. */
const char *external_pair_inside(const struct external_pair *p, char text[TEXT_MAX]);
const char *external_pair_outside(const struct external_pair *p, char text[TEXT_MAX]);
const char *external_pair_difference(const struct external_pair *p, char text[TEXT_MAX]);

/* Sentences. The caller frees; NULL: memory is short. */

/* "find/mmap/warm/data:text-64MiB: 22.6 us in process, 310 us whole". */
char *external_pair_sentence(const struct external_pair *p);
/* "10 of 13 agree within 20 %, …" of all cases. */
char *external_agreement(const struct external *w, const struct summary *s);

/* The start-up of a workload was measured, and so its cases can be compared. */
bool external_has_startup(const struct external *w, const char *workload);

/* The case is the first of its workload. */
bool external_is_first(const struct external *w, size_t i);

#endif
