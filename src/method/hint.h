/* SPDX-License-Identifier: MIT */
/*
 * The hints to mmap() and madvise() that not every system has: the flag or the advice, or
 * HINT_NOT_OFFERED, of which a method makes -EOPNOTSUPP.
 */
#ifndef MAPREAD_METHOD_HINT_H
#define MAPREAD_METHOD_HINT_H

#include <sys/mman.h>

#include "config.h"

enum { HINT_NOT_OFFERED = -1 };

#if HAVE_MADV_HUGEPAGE
#define HINT_HUGEPAGE MADV_HUGEPAGE
#else
#define HINT_HUGEPAGE HINT_NOT_OFFERED
#endif
#if HAVE_MADV_POPULATE_READ
#define HINT_POPULATE_READ MADV_POPULATE_READ
#define HINT_POPULATE_WRITE MADV_POPULATE_WRITE /* came with it */
#else
#define HINT_POPULATE_READ HINT_NOT_OFFERED
#define HINT_POPULATE_WRITE HINT_NOT_OFFERED
#endif
#if HAVE_MAP_POPULATE
#define HINT_POPULATE MAP_POPULATE
#else
#define HINT_POPULATE HINT_NOT_OFFERED
#endif

#endif
