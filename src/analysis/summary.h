/* SPDX-License-Identifier: MIT */
/*
 * A run as a table: what every report needs, computed once from the samples.
 *
 * A group is a data set in one state (and one filler and number of threads: two
 * cases that differ in those must not share a cell). Its columns are the methods
 * that the run has in it, its rows the workloads; both in the order of their
 * tables, then names that this version does not know, in the order of the file.
 *
 * Everything points into the run, which must outlive the summary. A figure that
 * is not known is NAN.
 */
#ifndef MAPREAD_ANALYSIS_SUMMARY_H
#define MAPREAD_ANALYSIS_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runfile/run.h"
#include "stats/comparison.h"

enum summary_family {
    SUMMARY_FAMILY_READ,
    SUMMARY_FAMILY_MMAP,
    SUMMARY_FAMILY_UNGROUPED, /* the two: in no family */
    SUMMARY_FAMILY_UNKNOWN,   /* a method that this version does not have */
};

enum { SUMMARY_NAME_MAX = 128, SUMMARY_LABEL_MAX = SUMMARY_NAME_MAX + 64 };

struct summary_column {
    /* The method's name, and its buffer where that is not its own: "chunk/buffer:4KiB". */
    char method[SUMMARY_NAME_MAX];
    size_t place; /* private: of the method in its table */
    enum summary_family family;
};

struct summary_cell {
    const struct run_case *source; /* NULL: the run has no such case; all else is unset */
    const char *method;            /* of its column */
    /* Of a case that ran over the limit of time: that limit. */
    double limit_ns;
    /* The rest is of a case with status CASE_OK. */
    struct sample median;          /* of every field by itself */
    struct stats_estimate wall_ns; /* its interval as well */
    /* With the baseline, paired by round: a ratio of 0.25 is a quarter of the
       baseline's time. STATS_UNKNOWN for the baseline itself. */
    struct stats_comparison against;
    bool fastest;   /* shown to be, against every other cell of its row that has a time */
    bool baseline;  /* the others of its row are compared with it */
    size_t decides; /* rounds in which the decision compared it for its family */
    /* What the process needs for itself, and what it maps of the page cache beyond its own
       program, which the kernel may take back. NAN: not known. */
    double own_bytes, mapped_bytes;
};

/*
 * The decision a programmer makes: the best of the mmap family against the best of the
 * read family, by stats_decide. STATS_UNKNOWN and a NULL: one family has no times.
 */
struct summary_decision {
    const struct summary_cell *mmap, *read; /* the last choice */
    struct stats_comparison against;        /* mmap's time as a multiple of read's */
    bool chose; /* of several: the first pairs of rounds only choose */
};

struct summary_row {
    struct case_key key;             /* without the method */
    char workload[SUMMARY_NAME_MAX]; /* its name, with the parameters of its own */
    /* That name, for people: a cold `random` says how much of the file it draws, for what is
       read around the blocks decides it: "random (0.4 % of the file)". */
    char label[SUMMARY_LABEL_MAX];
    const char *baseline;      /* the method that ratio refers to, a column of the group */
    double baseline_rss_bytes; /* the lowest of its cells */
    bool skipped[SUMMARY_FAMILY_UNGROUPED]; /* all cases of that family were */
    bool timed, unproved;       /* some case has a time; some of these is unproved */
    struct summary_cell *cells; /* one per column of the group */
    struct summary_decision best;
};

struct summary_group {
    struct case_key key; /* data set, state and threads */
    char *place; /* "text-64MiB"; "text-64MiB, 4 threads": what its workloads are done on */
    const char *fill;          /* who filled the page cache; NULL: nobody, or not known */
    double bytes;              /* of the data set */
    const struct costs *costs; /* of the run */
    size_t rounds;             /* the most samples that any of its cases has */
    double margin;             /* of its verdicts: see struct stats_pairs */
    struct summary_column *columns;
    size_t column_count;
    struct summary_row *rows;
    size_t row_count;
};

struct summary {
    struct stats_looks looks;     /* of the run */
    struct summary_group *groups; /* in the order of the file */
    size_t group_count;
    struct summary_column *columns; /* the methods of all groups */
    size_t column_count;
    char (*workloads)[SUMMARY_NAME_MAX]; /* the rows of all groups, by name */
    size_t workload_count;
};

/* Verdicts are those of stats_margin. 0 or -ENOMEM. Release with summary_free. */
int summary_build(struct summary *ret, const struct run *r);
/* The same without comparisons and verdicts; summary_build adds them. */
int summary_gather(struct summary *ret, const struct run *r);
void summary_free(struct summary *s);

/* The median of one member of struct sample over the samples of a case, and its interval.
   0 or -ENOMEM. */
int summary_estimate(struct stats_estimate *ret, const struct run_case *c, size_t offset);

/* The median of every member by itself; NAN where no sample knows it. 0 or -ENOMEM. */
int summary_median(struct sample *ret, const struct run_case *c);

/* The cell of a method in a row of the group, with its own buffer where it has several; NULL
   when the group has no such column. */
const struct summary_cell *summary_find_cell(const struct summary_group *g,
                                             const struct summary_row *row, const char *method);
/* The two groups differ in nothing but the data set; but the state. */
bool summary_same_but_data(const struct summary_group *a, const struct summary_group *b);
bool summary_same_but_state(const struct summary_group *a, const struct summary_group *b);

/* The row of that name, or NULL. */
const struct summary_row *summary_find_row(const struct summary_group *g, const char *workload);

/* The method that the others are compared with: `read` for a workload that this version
   does not have, and something else where a state leaves no room for it, or where several
   threads share a pass and cannot use it. */
const char *summary_baseline(const char *workload, const char *state, uint64_t threads);

/* The kernel killed the case for want of memory. */
bool summary_cell_killed(const struct summary_cell *c);

/* The memory that the passes of the group might have; NAN: as much as there was. */
double summary_limit_bytes(const struct summary_group *g);

/* The one of the others that sentences weigh against it: mmap for most. */
const char *summary_challenger(const char *workload);

/* The cell's method: the name that stands in the run. */
const char *summary_method(const struct summary_cell *c);

/* What stands in the place of a case's time: "skipped", "not run". run_case_reason says why. */
const char *summary_untimed(const struct run_case *c);

/* It has a time: the case is ok and has samples. Accepts NULL. */
bool summary_cell_timed(const struct summary_cell *c);
/* Some cell of the row has a time that is not 0. */
bool summary_row_timed(const struct summary_group *g, const struct summary_row *row);
/* Methods of both families were to be measured. */
bool summary_row_has_both(const struct summary_group *g, const struct summary_row *row);

#endif
