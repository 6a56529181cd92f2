/* SPDX-License-Identifier: MIT */
/* A whole sample process: its passes are made in turns where the request says so. */
#ifndef MAPREAD_TESTS_LAUNCH_H
#define MAPREAD_TESTS_LAUNCH_H

#include "schedule/launch.h"

/* As launch_end. */
static inline int launch_whole(const char *program, const struct request *q,
                               struct outcome *ret)
{
    struct launched l;
    int r = launch_start(&l, program, q);
    if (r < 0)
        return r;
    for (uint64_t i = 0; i < q->passes && q->takes_turns && r == 0; i++)
        r = launch_turn(&l);
    int ended = launch_end(&l, r == 0 ? ret : NULL);
    return r < 0 ? r : ended;
}

#endif
