/* SPDX-License-Identifier: MIT */
/*
 * One fresh process of mapread-bench for one sample, and what became of it.
 *
 * In the parent: mapread run, aa, tutorial.
 */
#ifndef MAPREAD_SCHEDULE_LAUNCH_H
#define MAPREAD_SCHEDULE_LAUNCH_H

#include "case/request.h"

/*
 * Runs `program` (mapread-bench) to its end. 0 with *ret filled, whatever became of the process
 * (a crash, a missing result and a breach of the limit are outcomes); -errno when it could not
 * be started, -EINTR when a stop was requested.
 */
int launch_sample(const char *program, const struct request *request, struct outcome *ret);

#endif
