/* SPDX-License-Identifier: MIT */
/*
 * The comparison of two families whose best members are not known beforehand: each mirrored
 * pair of rounds (2k and 2k + 1) is compared by the members that were best, by mean ln time,
 * in all earlier rounds. So no round has a say in who is compared in it, and luck in the
 * choice does not look like a difference. Every pair may choose: a fixed few of them would
 * always lie on the same processor, for the pairs take turns on the processors.
 */
#ifndef MAPREAD_STATS_DECISION_H
#define MAPREAD_STATS_DECISION_H

#include <stdbool.h>
#include <stddef.h>

/* So many pairs only choose. */
enum { STATS_DECISION_LEARNS = 2 };

struct stats_family {
    const double *times; /* [member * rounds + round]; not above 0 or NAN: there is none */
    size_t count;        /* of members; of none nobody is compared */
    size_t *used;        /* set: the compared rounds in which each member was the best */
    size_t last;         /* set: the last that was compared, the first of equals; where none
                            was, the one that the next round would compare; count: nobody */
};

/* The pairs that a decision compares, in the order of the rounds. */
struct stats_decision {
    double *a, *b, *rounds; /* the caller's, with room for n each */
    size_t n;
    size_t most; /* the caller's: so many at most, and nobody is compared later; 0: all */
};

/*
 * `rounds` holds the numbers of n rounds, ascending. A family of one has no choice to make;
 * where both are of one, every round compares. A member may leave early: who has no time in a
 * pair of rounds is not chosen for it. Takes n (a->count + b->count) steps. 0 or -ENOMEM.
 */
int stats_decide(struct stats_decision *ret, struct stats_family *a, struct stats_family *b,
                 const double *rounds, size_t n);

/* Whether one of the two families leaves a choice, so that the first pairs only choose. */
bool stats_decision_chooses(const struct stats_family *a, const struct stats_family *b);

#endif
