/* SPDX-License-Identifier: MIT */
/* What a reader should know of a run's cold cases before he believes them. */
#ifndef MAPREAD_ANALYSIS_COLD_H
#define MAPREAD_ANALYSIS_COLD_H

#include <stdbool.h>

#include "runfile/run.h"

/* Cold cases were measured on a virtual machine, whose host may have the file in memory. */
bool cold_has_host(const struct run *r);

/* Two processors, and the medians of a case on them. */
struct cold_apart {
    const struct run_case *source;
    double slow_cpu, slow_ns, fast_cpu, fast_ns; /* NAN: no processor has a median */
    double wide_ns;                              /* the interval of the median on one of them */
};

struct cold_processors {
    size_t cases, apart; /* cold ones; of them further apart than the interval is wide */
    bool matter;         /* more than chance would make */
    struct cold_apart worst;
};

/* 0 or -ENOMEM. Points into the run. */
int cold_compare_processors(struct cold_processors *ret, const struct run *r);

#endif
