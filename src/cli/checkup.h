/* SPDX-License-Identifier: MIT */
/* What a command that measures says about the machine: before, and after. */
#ifndef MAPREAD_CLI_CHECKUP_H
#define MAPREAD_CLI_CHECKUP_H

#include "cli/command.h"
#include "runfile/run.h"
#include "schedule/progress.h"

/* Bytes of the largest of its data sets; 0: none. */
uint64_t checkup_largest_bytes(const struct run *run);

/* Asks the doctor about the run's data sets in `directory`, keeps every finding in the run
   and tells each bad one in a line on stderr. 0, or 1 after command_fail. */
int checkup_before(const struct command *self, struct run *run, const char *directory,
                   struct progress *p);

/* Whether the kernel takes pages back before memory is short; who does it then. */
bool checkup_reclaims(char *ret_who, size_t size);

/* One line on stderr when the run was noisy. */
void checkup_after(const struct command *self, const struct run *run, struct progress *p);

#endif
