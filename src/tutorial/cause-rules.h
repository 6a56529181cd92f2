/* SPDX-License-Identifier: MIT */
/*
 * The rules of cause.c. Each looks at the two sides and writes its clause, or declines: 1
 * where it has written, 0 where it has not, or -ENOMEM.
 *
 * Clauses have no semicolon: a sentence of the page joins languages with it.
 */
#ifndef MAPREAD_TUTORIAL_CAUSE_RULES_H
#define MAPREAD_TUTORIAL_CAUSE_RULES_H

#include <stdio.h>

#include "tutorial/cause.h"
#include "tutorial/path.h"

/*
 * Kernels without precise accounting learn by looking at every tick (1 to 10 ms) whether the
 * program or the kernel runs: the sum of the two is exact, the parts are a sample. So the parts
 * are taken over all passes, and only where there are enough ticks.
 */
struct cause_side {
    const char *method;
    const struct run_case *measured;
    struct sample median;   /* of every member by itself */
    double processor_share; /* of the time of a pass: its median; the rest is waiting */
    double own_share; /* the program's part of the processor's time, the rest is the kernel's */
    bool is_split;    /* own_share is known well enough */
};

struct cause_facts {
    const struct cause_question *q;
    struct cause_side regular, mmap;
    const struct cause_side *slower, *faster; /* by the median of the time */
    struct step_path path;                    /* between them */
    int claimed; /* claim_side of what is published: 1: mmap better, -1: worse, 0: alike */
};

typedef int cause_rule(const struct cause_facts *f, FILE *out);

/* cause-memory.c */
cause_rule cause_mapped;
/* cause-steps.c */
cause_rule cause_noise, cause_few_rounds, cause_opposite_step, cause_widest_step;
/* cause-work.c */
cause_rule cause_own_work, cause_same_work, cause_kernel, cause_phase;
/* cause-storage.c */
cause_rule cause_more_storage, cause_same_storage;

/* In a median pass. */
double cause_own_ns(const struct cause_side *s);
double cause_kernel_ns(const struct cause_side *s);
double cause_waiting_ns(const struct cause_side *s);

/* The row compares times, not memory. */
bool cause_is_of_time(const struct cause_facts *f);
/* The smaller is at most so much below the larger; neither is NAN. */
bool cause_are_alike(double a, double b, double percent);

#endif
