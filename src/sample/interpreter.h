/* SPDX-License-Identifier: MIT */
/*
 * The interpreter that runs the scripts of bench/python/: python3, found by PATH, unless the
 * environment's MAPREAD_PYTHON names another.
 *
 * interpreter_settle in the parent, before the run; the name in the sample process.
 */
#ifndef MAPREAD_SAMPLE_INTERPRETER_H
#define MAPREAD_SAMPLE_INTERPRETER_H

#include "measure/machine.h"

/* A name for execvp; lives until the environment changes. */
const char *interpreter_name(void);

/*
 * Asks it, once before a run, which Python and which NumPy it is, and has MAPREAD_PYTHON name
 * the program that it found there: a wrapper would delay every sample. `folder` holds the
 * scripts. Where it cannot be run nothing is said or changed; the cases will say why.
 */
void interpreter_settle(struct toolchain *ret, const char *folder);

#endif
