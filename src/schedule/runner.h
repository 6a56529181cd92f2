/* SPDX-License-Identifier: MIT */
/*
 * The runner: carries out a plan, look by look and group by group, in rounds of one fresh
 * process per case in mirrored order. One pass of each case, before all else, tells how many
 * a sample takes; it counts where samples are one pass anyway. Where a pass leaves nothing to
 * the next one, the processes of a round live side by side and make their passes in turns,
 * forwards and backwards, so that what disturbs this machine for a while disturbs them all.
 * After a look the cases that no verdict needs any more stop. Two mirrored rounds of warm cases
 * run on one processor, the next two on the next; workloads of two processes on two; other
 * states on any. After every round the machine is looked at and the run file is saved.
 *
 * In the parent: mapread run, aa, tutorial.
 */
#ifndef MAPREAD_SCHEDULE_RUNNER_H
#define MAPREAD_SCHEDULE_RUNNER_H

#include "measure/interference.h"
#include "runfile/run.h"
#include "schedule/launch.h"
#include "schedule/plan.h"
#include "schedule/progress.h"

/* How the runner touches the world; tests put their own here. */
struct runner_hooks {
    int (*start)(struct launched *ret, const char *program, const struct request *q);
    int (*turn)(struct launched *l);
    int (*end)(struct launched *l, struct outcome *ret);
    int (*prepare)(const struct state *s, const char *path); /* before a warm round */
    int (*save)(const struct run *r, const char *path);
    /* Around the rounds; never called while a sample is measured. */
    void (*monitor_begin)(struct monitor *w);
    void (*monitor_end)(struct monitor *w,
                        struct interference *ret); /* once more after every round */
};
extern const struct runner_hooks runner_real_hooks;

/* Which of r->cases the next look needs. 0 or -errno. */
typedef int runner_need(const struct run *r, bool *ret_needed);

struct runner_request {
    const struct plan *plan;
    const char *bench;     /* path of mapread-bench */
    const char *scratch;   /* folder where private copies may lie */
    const char *programs;  /* folder of the scripts of methods that are programs */
    const char *save_path; /* run.json */
    double limit_s;        /* of one pass */
    double budget_s; /* of the rounds; 0: as long as they take. A run that looks several times
                        makes the first two in any case, without the cases that would make
                        them, or the trying out, longer than twice the budget */
    enum cpu_cache cpu_cache; /* before a pass of a state that flushes */
    bool unpinned;            /* samples run where the scheduler puts them */
    struct progress *progress;
    const struct runner_hooks *hooks;
    runner_need *need; /* NULL: all */
    /* Before each group and after the last one of a look: what else is to be measured in turns
       with them. The looks that will have been made in the middle of that group, with the share
       of this one. 0 or -errno. NULL: nothing. */
    int (*between)(void *context, double looks);
    void *context;
};

enum {
    RUNNER_ROUNDS_MIN = 6,
    RUNNER_PASSES_MAX = 48,
};

/*
 * Measures into `run`, which names its data sets already. 0; 1 when a case failed;
 * -EINTR when a stop was requested (the run is saved, not complete); -errno.
 */
int runner_run(const struct runner_request *request, struct run *run);

/* Passes per sample for a pass of that length. */
int64_t runner_passes(double sample_s, double pass_ns);

#endif
