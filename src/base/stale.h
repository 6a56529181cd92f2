/* SPDX-License-Identifier: MIT */
/* What a killed process left: its name carries the process, PREFIX and a number. */
#ifndef MAPREAD_BASE_STALE_H
#define MAPREAD_BASE_STALE_H

/* Has what lies in `parent` removed whose name begins with the prefix and tells a process that
   is gone. */
void stale_remove(const char *parent, const char *prefix, void (*remove_one)(const char *path));

#endif
