/* SPDX-License-Identifier: MIT */
/* The suite that the options name, as a plan. */
#ifndef MAPREAD_CLI_SUITE_H
#define MAPREAD_CLI_SUITE_H

#include "cli/command.h"

/* Of --suite (a name among the suites of mapread, or a path; "default" without one) and of
   what the other options leave of it. Returns the exit status; a failure has been told on
   stderr, and *ret is untouched. Release with plan_free. */
int suite_plan(const struct command *self, const struct options *o, struct plan *ret);

#endif
