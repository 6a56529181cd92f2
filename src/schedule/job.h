/* SPDX-License-Identifier: MIT */
/*
 * What the files of the runner share: runner.c goes from look to look, round.c makes the
 * samples of a round, budget.c keeps the time, job.c is what all ask of a case and its group.
 *
 * In the parent.
 */
#ifndef MAPREAD_SCHEDULE_JOB_H
#define MAPREAD_SCHEDULE_JOB_H

#include "measure/processor.h"
#include "schedule/runner.h"

/* What the runner keeps about a case beside its result. */
struct job {
    const struct plan_group *group;
    const struct method *method;
    size_t copy;             /* how many of its group's jobs before it have the same method */
    size_t result;           /* its place in run.cases */
    int64_t passes;          /* per sample */
    double pass_s;           /* of one of them, and what comes before it */
    double process_s;        /* of a sample's process, without them */
    double took_s;           /* the process that is being measured, until now */
    double prepare_s;        /* of the group, once a round */
    bool needed;             /* by the look that is being made */
    struct launched process; /* of this round */
};

/* When a sample is taken. */
struct turn {
    unsigned look, round;
    size_t place; /* in the round */
    bool tries;   /* the first round of all: what does a pass take? */
    bool begins;  /* another group may have come before it */
};

struct runner {
    const struct runner_request *request;
    struct run *run;
    struct job *jobs; /* those of a group stand together */
    size_t job_count;
    struct monitor monitor;
    struct processors processors;
    uint64_t begun_ns; /* the rounds */
    double sample_s;   /* how long the passes of a warm sample shall take */
    uint64_t seed;       /* of the blocks of this round */
    struct answer drawn; /* of the blocks that this round draws; empty: it draws none anew */
    bool failed;
};

/* The state outlives a pass and can be prepared once for all methods of a round. */
bool group_lasts(const struct plan_group *g);
/* A pass of them leaves nothing to the next one: the state lasts, and is flushed. */
bool group_takes_turns(const struct runner *r, const struct plan_group *g);
struct dataset *group_dataset(const struct runner *r, const struct plan_group *g);

struct run_case *job_result(const struct runner *r, const struct job *j);
/* Returns `name`. */
const char *job_name(const struct runner *r, const struct job *j, char name[CASE_TEXT_MAX]);
/* It has not failed, and the look needs it. */
bool job_is_live(const struct runner *r, const struct job *j);
/* Those of the group of jobs[0]; room for all. Returns how many. */
size_t job_gather(const struct runner *r, struct job *jobs, struct job **ret);
/* As many as take that time; one where each pass needs its state anew. */
void job_set_passes(struct job *j, double sample_s);
double job_cost_s(const struct job *j);
/* Notes what became of a process; keeps the sample of a good one. 0 or -ENOMEM. */
int job_note(struct runner *r, const struct job *j, const struct outcome *o, bool keep);

/* Of all live cases. */
double budget_round_s(const struct runner *r);
/* How long the rounds up to a look may take, so that there is time left for the next one. */
double budget_allowed_s(const struct runner *r, size_t look);
/* The longest samples, up to that length, with which so many rounds keep the time; where none
   do, the shortest. */
void budget_choose_passes(struct runner *r, double longest_s, size_t rounds, double time_s);
/* It is a bound of time. Where one look is all there is, rounds are fewer instead. */
bool budget_is_bound(const struct runner *r);
/* While cases are tried out. */
bool budget_is_spent(const struct runner *r, const struct turn *t);
int job_leave_out(struct runner *r, struct job *j, enum cause cause, double seconds);
/* The dearest cases are left out until the looks that are made in any case fit into twice the
   budget. 0 or -ENOMEM. */
int budget_leave_out_dearest(struct runner *r);
/* Of a run with one look: as many rounds as the budget allows, and never fewer than an interval
   needs. */
void budget_keep_rounds(struct runner *r);
/* The first looks are made in any case. */
bool budget_fits(const struct runner *r, const struct turn *t, unsigned end);

/* A round of the group of jobs[0]; what it measured is saved. 0 or -errno. */
int round_run(struct runner *r, struct job *jobs, struct turn t);

#endif
