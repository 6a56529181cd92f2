/* SPDX-License-Identifier: MIT */
/*
 * The plan of `mapread tutorial`: the cases that the published tables name. Names that
 * this version does not have are left out; the page says which are missing.
 */
#ifndef MAPREAD_TUTORIAL_PLAN_H
#define MAPREAD_TUTORIAL_PLAN_H

#include "schedule/plan.h"
#include "tutorial/published.h"

/* The names of the plans, and of the runs that they lead to; that of one source alone goes on
   with its name: "tutorial-small-cidr-2022". */
#define TUTORIAL_SUITE "tutorial"
#define TUTORIAL_SUITE_SMALL "tutorial-small"

struct tutorial_request {
    bool small;
    unsigned rounds; /* 0: the usual number, less where they would take too long */
    uint64_t seed;
    const char *source; /* whose figures `published` holds; NULL: those of all */
};

/* What a plan needs of the machine. */
struct tutorial_needs {
    double disk_bytes;   /* of its data sets, with the largest private copy */
    double warm_bytes;   /* the largest warm file */
    double memory_bytes; /* the largest warm file, and its copy where one case makes one */
};

/* 0, or -errno with *error filled: -EBADMSG: two rows contradict each other, -ENODATA:
   there is no case. The caller frees with plan_free. */
int tutorial_plan(struct plan *ret, const struct published *p,
                  const struct tutorial_request *request, struct plan_error *error);

struct tutorial_needs tutorial_needs(const struct plan *p);

#endif
