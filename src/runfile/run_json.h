/* SPDX-License-Identifier: MIT */
/*
 * The parts of a run file that exports share. New objects, which the caller owns; NULL
 * when memory is short.
 */
#ifndef MAPREAD_RUNFILE_RUN_JSON_H
#define MAPREAD_RUNFILE_RUN_JSON_H

#include "runfile/run.h"

/* How the exports are laid out. */
#define RUN_JSON_FLAGS (JSON_INDENT(1) | JSON_DIGITS)

/* All of a run but its cases; all of a case but its samples. */
json_t *run_head_json(const struct run *r);
json_t *case_head_json(const struct run_case *c);

#endif
