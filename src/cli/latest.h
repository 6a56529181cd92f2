/* SPDX-License-Identifier: MIT */
/* The run that is meant where none is named, and those below a folder. */
#ifndef MAPREAD_CLI_LATEST_H
#define MAPREAD_CLI_LATEST_H

#include <stddef.h>
#include <stdio.h>

/* The folder of the last run below results/, by the date in its name, of any host. The caller
   frees; NULL: there is none, or memory is short. */
char *latest_run(void);

/* Of a folder that is no run, but of runs: prints a line for each, two folders deep at most, and
   returns how many there are. */
size_t latest_list(FILE *out, const char *folder);

#endif
