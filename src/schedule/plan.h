/* SPDX-License-Identifier: MIT */
/*
 * The plan of a run: which cases, in which order.
 *
 * A group is one workload on one data set in one state with the methods that are
 * compared. A suite file (bench/suites/NAME.suite) says which groups belong
 * together:
 *
 *     summary what it is for
 *     rounds 20            so many; without it a run looks at its verdicts after 10, 16, 24 and
 *                          40, and what is decided stops
 *     sample 100           milliseconds: how long the passes of a warm sample should take
 *     budget 165           seconds: shorter samples, no third look, or fewer rounds, where they
 *                          would take longer
 *     costs short          or full: the machine's constants are measured as well
 *     text-64MiB  warm,cold  full-read,find  read,mmap
 *     blocks-1GiB warm       random          pread,mmap  1,4
 *
 * A group line is data sets, states, workloads, methods and, where they are not 1, the numbers
 * of threads that share a pass; '*' is all, '#' begins a comment. text-4KiB..1GiB are the sizes
 * from 4 KiB to 1 GiB, each four times the one before. A workload or a method may
 * have parameters as in the text of a case: random/blocks:64, chunk/buffer:4K. Of the methods
 * that are programs of their own (python-...), allocators (malloc) or transports (pipe) '*'
 * means only those that the request names: a suite that wants them on its own account lists
 * them.
 *
 * In the parent: mapread run, aa, tutorial.
 */
#ifndef MAPREAD_SCHEDULE_PLAN_H
#define MAPREAD_SCHEDULE_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dataset/dataset.h"
#include "state/state.h"
#include "stats/comparison.h"
#include "workload/workload.h"

enum { PLAN_METHODS_MAX = 64, PLAN_THREADS_MAX = 16 };

struct plan_group {
    const struct workload *workload;
    const struct state *state;
    size_t dataset;      /* its place in plan.datasets */
    struct case_key key; /* without the method: see plan_case_key */
    /* One that stands here several times is measured against itself: its second place
       in the run is called "read-2". */
    const struct method *methods[PLAN_METHODS_MAX];
    uint64_t
        buffers[PLAN_METHODS_MAX]; /* of each, in bytes; 0: its own, or the one asked for */
    size_t method_count;
    /* The right answer where it does not lie beside the data set: of other blocks than usual.
     */
    struct answer expected;
};

struct plan {
    char *suite, *summary;
    struct stats_looks
        looks;       /* after which rounds verdicts are given; the last one is the end */
    double sample_s; /* how long a warm sample's passes should take */
    double budget_s; /* of the rounds; 0: as long as they take */
    enum plan_costs { PLAN_COSTS_NONE, PLAN_COSTS_SHORT, PLAN_COSTS_FULL } costs;
    double plant;    /* by what share every second copy of a method is slowed down */
    uint64_t seed;
    struct case_key asked; /* parameters of all cases; 0: the method's or workload's own */
    struct dataset *datasets;
    size_t dataset_count;
    struct plan_group *groups;
    size_t group_count;
};

/* What narrows a suite, or takes its place. Arrays end with NULL or have a count; empty:
 * everything. */
struct plan_request {
    const char *suite_path; /* the file */
    const char *suite_name; /* as it stands in the run file */
    const struct workload *const *workloads;
    const struct method *const *methods;
    const struct state *const *states;
    bool defines; /* methods and states that are named take the place of each line's, instead of
                     narrowing them */
    const uint64_t *sizes; /* of generated data sets, instead of the suite's */
    size_t size_count;
    const uint64_t *threads; /* each from 1, instead of the suite's */
    size_t thread_count;
    const char *file; /* the user's, instead of every data set */
    unsigned rounds;  /* so many, and one look behind them; 0: as the suite says */
    uint64_t seed;
    struct case_key asked; /* parameters of all cases; 0: the method's or workload's own */
};

struct plan_error {
    char message[512];
};

/*
 * For whoever makes a plan without a suite: the data set's place in the plan, which takes
 * it over unless it has one of that name; and the group of that key, which is new where there
 * was none, and valid until the next call. SIZE_MAX and NULL: no memory.
 */
size_t plan_add_dataset(struct plan *p, const struct dataset *d);
struct plan_group *plan_get_group(struct plan *p, const struct plan_group *same);
/* Of a group with workload, state and data set: the key that follows, with the parameters of
   `asked` that apply. */
void plan_set_key(const struct plan *p, struct plan_group *g, const struct case_key *asked);
/* Unless the group has it already with that buffer (0: its own). The order becomes that of
   methods[], small buffers first. */
void plan_add_method(struct plan_group *g, const struct method *m, uint64_t buffer_bytes);

/* Takes away the groups of a data set, which stays where it is. */
void plan_drop_dataset(struct plan *p, size_t dataset);

/* So many rounds, and one look behind them. */
void plan_fix_rounds(struct plan *p, size_t rounds);

/* 0, or -errno with *error filled (-EBADMSG: the suite's text; -ENODATA: nothing is
   left to measure). The caller frees with plan_free. */
int plan_make(struct plan *ret, const struct plan_request *request, struct plan_error *error);
void plan_free(struct plan *p);

/*
 * Makes of every group one that compares methods with themselves: `copies` of each that
 * stands in `chosen` (NULL-terminated; empty: the workload's baseline and `mmap`), or of
 * its last method where none does. 0, or -E2BIG when a group cannot hold so many.
 */
int plan_repeat(struct plan *p, const struct method *const *chosen, size_t copies);
/* The key of the case that the group's i-th method makes; a copy is "read-2". */
struct case_key plan_case_key(const struct plan *p, const struct plan_group *g, size_t i);
/* How many times the group's i-th method stands before it. */
size_t plan_copy(const struct plan_group *g, size_t i);

/*
 * The order of a round: even rounds are shuffled anew, each odd round is the
 * reverse of the one before it. With two methods that is ABBA. Fills
 * order[0..count) with 0..count-1.
 */
void plan_order(uint64_t seed, unsigned round, size_t count, size_t *order);

#endif
