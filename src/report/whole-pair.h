/* SPDX-License-Identifier: MIT */
/* What both instruments say of one case, and whether they agree. */
#ifndef MAPREAD_REPORT_WHOLE_PAIR_H
#define MAPREAD_REPORT_WHOLE_PAIR_H

#include <stdbool.h>

#include "base/text.h"
#include "report/whole.h"

#define WHOLE_TITLE "Whole processes, timed by hyperfine"
/* Of a workload. */
#define WHOLE_NO_STARTUP                                                                       \
    "The start-up of %s was not measured: it is still in the whole process, and nothing is "   \
    "compared."

/* One case as both saw it; NAN: not known. */
struct whole_pair {
    const struct whole_case *source;
    double inside_ns, whole_ns; /* whole: without the start-up, where that is known */
    double difference;          /* as a share of inside_ns */
    double startup_spread_ns;
};

struct whole_pair whole_pair_of(const struct whole *w, const struct summary *s,
                                const struct whole_case *c);

bool whole_pair_disagrees(const struct whole_pair *p);
/* "they agree": the same as a word, and why there is none. */
const char *whole_pair_verdict(const struct whole_pair *p);

/* The figures for people: "20.2 ms", "< 240 us" or "FAILED", "+43 % !". They return `text`. */
const char *whole_pair_inside(const struct whole_pair *p, char text[TEXT_MAX]);
const char *whole_pair_whole(const struct whole_pair *p, char text[TEXT_MAX]);
const char *whole_pair_difference(const struct whole_pair *p, char text[TEXT_MAX]);

/* Sentences. The caller frees; NULL: memory is short. */

/* "find/mmap/warm/text-64MiB: 22.6 us in process, 310 us whole". */
char *whole_pair_sentence(const struct whole_pair *p);
/* "10 of 13 agree within 20 %, …" of all cases. */
char *whole_agreement(const struct whole *w, const struct summary *s);

/* The start-up of a workload was measured, and so its cases can be compared. */
bool whole_has_startup(const struct whole *w, const char *workload);

/* The case is the first of its workload. */
bool whole_is_first(const struct whole *w, size_t i);

#endif
