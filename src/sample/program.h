/* SPDX-License-Identifier: MIT */
/*
 * A method that is a program of its own: a script of Python below bench/python/.
 *
 * It is started once for a session, makes ready, and then makes one pass each time it is
 * told to, so that the state can be prepared and proved between its start and the pass. The
 * first line of its standard input is the request.
 * What a pass cost it measures itself and tells as an outcome, in one line on its
 * standard output; one byte on its standard input asks for a pass, the end of it for its
 * own end. The words are those of case/outcome.h. The interpreter is interpreter.h's.
 *
 * A rehearsal is a pass that only brings memory to a steady state: it draws other blocks
 * and gives no answer.
 *
 * In the sample process, which starts it.
 */
#ifndef MAPREAD_SAMPLE_PROGRAM_H
#define MAPREAD_SAMPLE_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "case/request.h"

struct program;

/* The script lies in request.programs. 0: it waits for program_pass. 1: skipped or failed,
 *outcome says why. -errno. The caller ends it with program_stop. */
int program_start(struct program **ret, const char *script, const struct request *request,
                  struct outcome *outcome);

/* One pass, and what became of it. A pass over the limit ends the program by SIGALRM, and
   then this process as well, as a pass of its own would. */
void program_pass(struct program *p, bool rehearsal, struct outcome *ret);

/* 0: it has ended. */
pid_t program_pid(const struct program *p);

/* Accepts NULL. */
void program_stop(struct program *p);

#endif
