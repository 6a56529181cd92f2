/* SPDX-License-Identifier: MIT */
/* What a killed process left behind: its name carries the process, PREFIX and a number. */
#ifndef MAPREAD_BASE_LEFTOVER_H
#define MAPREAD_BASE_LEFTOVER_H

#include <stdbool.h>

/* The name begins with the prefix, and the process that it tells is gone. */
bool leftover_is(const char *name, const char *prefix);

#endif
