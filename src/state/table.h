/* SPDX-License-Identifier: MIT */
/* The entries of the table in state.c, each defined in the file of its name. */
#ifndef MAPREAD_STATE_TABLE_H
#define MAPREAD_STATE_TABLE_H

#include "state/state.h"

extern const struct state state_warm, state_cold, state_hot, state_limited;
extern const struct state state_warm_pages, state_warm_random, state_warm_mapped;

/* Writes back what is dirty and drops the file's pages. 0, -errno, or -EBUSY when
   some stay: another process maps or locks them. */
int state_evict(const char *path);

/* Evicts it where that can be done, and reads it from front to back. 0 or -errno. */
int state_fill_cache(const char *path);
enum cause state_refuses_nothing(const char *path);

/* Why pages of this file cannot be evicted, or NULL. */
enum cause state_refuses_eviction(const char *path);

#endif
