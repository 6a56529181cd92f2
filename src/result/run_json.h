/* SPDX-License-Identifier: MIT */
/*
 * The parts of a run file that exports share. New objects, which the caller owns; NULL
 * when memory is short.
 */
#ifndef MAPREAD_RESULT_RUN_JSON_H
#define MAPREAD_RESULT_RUN_JSON_H

#include <jansson.h>

#include "result/run.h"

/* How a run file is laid out: what it holds has 12 digits. */
#define RUN_JSON_FLAGS (JSON_INDENT(1) | JSON_REAL_PRECISION(12))

/* All of a run but its cases; all of a case but its samples. */
json_t *run_head_json(const struct run *r);
json_t *case_head_json(const struct run_case *c);

#endif
