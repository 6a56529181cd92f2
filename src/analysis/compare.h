/* SPDX-License-Identifier: MIT */
/*
 * The same cases in several runs: what differs between the machines, is one faster, and
 * does the ratio of a method to its baseline differ?
 *
 * Both questions are answered case by case against the first run, by the rank-sum test of
 * stats/ranksum.h on logarithms: two runs share no rounds, so their samples are not pairs.
 * The ratio is exp of the Hodges-Lehmann shift, not the ratio of the medians, because the
 * interval and the test are about that shift. A difference is shown when the interval lies
 * wholly beyond the margin on one side and p, adjusted by Benjamini and Hochberg over all
 * comparisons of the table (a data set in one state, one of the questions), is at most 5 %.
 */
#ifndef MAPREAD_ANALYSIS_COMPARE_H
#define MAPREAD_ANALYSIS_COMPARE_H

#include <stdbool.h>

#include "analysis/counts.h"
#include "analysis/summary.h"
#include "runfile/run.h"
#include "stats/ranksum.h"

#define COMPARE_MARGIN 0.01 /* a ratio within this of 1 makes no difference to most */
#define COMPARE_ALPHA 0.05

enum compare_question {
    COMPARE_TIME,     /* is this run faster? samples: ln wall_ns */
    COMPARE_BASELINE, /* is the ratio to the baseline another? samples: its ln, by round */
    COMPARE_QUESTIONS
};

enum compare_finding {
    COMPARE_NONE, /* not compared */
    COMPARE_SAME, /* no difference shown */
    COMPARE_LOWER,
    COMPARE_HIGHER
};

/* What is to be said about a cell of a run that is not the first. */
enum compare_note {
    COMPARE_GOOD,
    COMPARE_OTHER_DATA,  /* another size or sha256 under the same name: not compared */
    COMPARE_OTHER_FILL,  /* the cache was filled in another way: not compared */
    COMPARE_OTHER_CHECK, /* another answer, so other work: not compared */
    COMPARE_NO_FILL, /* one of them was filled by whoever wrote the file: compared all the same
                      */
    COMPARE_OTHER_PASSES, /* far fewer or more passes per sample: compared all the same */
    COMPARE_NOTES
};

struct compare_answer {
    struct stats_estimate ratio; /* to the first run; n is that of the smaller sample */
    double p;                    /* adjusted; NAN: not compared */
    double least_p;              /* that so many samples can reach, not adjusted */
    enum compare_finding finding;
};

/* One case of one run. Figures that are not known are NAN. */
struct compare_cell {
    const struct run_case *source; /* without its samples, unless they are kept */
    enum compare_note note;
    double passes; /* per sample, the median */
    struct stats_estimate median_ns;
    /* To the baseline of its workload, paired by round; NAN for the baseline itself. */
    struct stats_estimate baseline_ratio;
    struct {
        double *logs;
        size_t count;
    } samples[COMPARE_QUESTIONS];
    struct compare_answer answers[COMPARE_QUESTIONS];
    struct count_range counts[COUNTS];
    bool best; /* shown to be the fastest against the first run, or the first run and one is
                  shown to be slower */
};

/* Of one run and one question: how many cases. */
struct compare_tally {
    size_t found[COMPARE_HIGHER + 1]; /* by enum compare_finding */
    size_t best;
    double mean; /* geometric, of the ratios of the shared cases; NAN for the first run */
};

struct compare_run {
    struct run run;             /* without samples */
    struct summary summary;     /* of the run by itself, with its verdicts */
    char *path;                 /* as the user wrote it */
    char *label;                /* short, and no other run's */
    struct compare_cell *cells; /* one per case of the run */
    struct compare_tally tallies[COMPARE_QUESTIONS];
};

/* Which cases are compared: NULL-terminated tables, and of data sets of these sizes. Empty or
   NULL: all. */
struct compare_choice {
    const struct workload *const *workloads;
    const struct method *const *methods;
    const struct state *const *states;
    const uint64_t *sizes;
    size_t size_count;
};

struct compare {
    /* Set before the first compare_add. */
    bool only_different; /* tables leave out a case of which no difference is shown */
    bool all_counts;     /* tables list counts that do not differ as well */
    double margin;       /* instead of COMPARE_MARGIN; 0: that */
    struct compare_choice chosen;
    struct compare_run *runs;
    size_t run_count;
    struct run all;        /* every case that a run has, once, without samples */
    struct summary layout; /* of `all`: groups, rows and columns in the order of the reports */
    struct compare_cell **cells; /* see compare_cell_of */
    size_t compared[COMPARE_QUESTIONS];
    size_t hopeless; /* comparisons of time with too few samples to show anything */
    size_t shared;   /* cases that every run has, and that were compared in all of them */
};

/* Takes over the run and leaves { 0 } there; frees its samples once their figures are taken.
   `c` starts as { 0 }; release with compare_free, also after a failure. 0 or -ENOMEM. */
int compare_add(struct compare *c, struct run *r, const char *path);

/* Reads the runs and adds them in this order; several are read at once. `c` is as for the
   first compare_add, and has none yet. 0, or -errno with *error filled for the first that is
   bad, but left alone when memory is short. */
int compare_read(struct compare *c, char *const *paths, size_t count, struct run_error *error);

/* Once, when all runs are there. 0, -ENOMEM, or -ENODATA: there is no case that two runs have
   and that may be compared. */
int compare_finish(struct compare *c);

void compare_free(struct compare *c);

/* Whether compare.chosen has the case of a run; but for its method. */
bool compare_chooses(const struct compare *c, const struct run *r, const struct case_key *k);
bool compare_chooses_row(const struct compare *c, const struct run *r,
                         const struct case_key *k);

/* The cell of c->all.cases[i] in a run; NULL when the run does not have it. */
const struct compare_cell *compare_cell_of(const struct compare *c, size_t i, size_t run);
/* A cell with that note was not compared. */
bool compare_note_refuses(enum compare_note note);
/* It has a time. Accepts NULL. */
bool compare_cell_timed(const struct compare_cell *cell);

/* The mapread versions or revisions differ, and a difference of times may be theirs. */
bool compare_differ_in_program(const struct compare *c);

#endif
