/* SPDX-License-Identifier: MIT */
/*
 * A state: where the bytes are when the clock starts. It is prepared, and then
 * proved: a state that is shown not to be there is a failed sample. Where the kernel does not
 * tell which pages are cached there is no proof, and the sample says so (`unproved`).
 *
 * 0 or -errno. Paths name regular files that nobody has mapped.
 */
#ifndef MAPREAD_STATE_H
#define MAPREAD_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cpu_cache.h"
#include "case/reason.h"
#include "state/memcg.h"

struct state {
    const char *name, *summary;
    /* Who filled the page cache, as it stands in results; NULL: nobody. Warm is not
       one state: the filler decides the size of the page cache's folios. */
    const char *fill;
    double resident; /* the share of the file's pages in the page cache: 0 or 1 */
    /* The memory that a pass may have, as a share of the file; 0: as much as there is. Whoever
       makes the pass puts its process into a memcg of that limit, and proves afterwards that
       it held (state_prove_limit). Such a state is one of a process and its file together. */
    double memory_share;
    /* Who stands in as baseline where that would be `read`, which holds the whole file; NULL:
       nobody need. */
    const char *instead_of_read;
    int (*prepare)(const char *path);
    /* The file leaves the processor's caches before each pass, outside the clock:
       state_flush. */
    bool flushes;
    /* Passes that are thrown away before the first that counts. */
    int discarded_passes;
    /* Why the state cannot be had for this file, or NULL when it can. */
    enum cause (*refuses)(const char *path);
};

/* NULL-terminated; the order is that of every table. */
extern const struct state *const states[];

const struct state *state_find(const char *name);
size_t state_count(void);

/*
 * The share of the file's pages that are in the page cache: 0 to 1, NAN for a
 * file without pages. -EPERM: the kernel tells only the owner, or whoever may
 * write the file. -EOPNOTSUPP: this system does not tell.
 */
int state_residency(const char *path, double *ret_resident);

/*
 * Proves that the file is in the state. *ret_resident is what was found, also
 * when that is not enough (-ESTALE).
 */
int state_prove(const struct state *s, const char *path, double *ret_resident);

/* Why there is no proof where state_residency, or who asks it, failed so; UNPROVED_NO: it told,
   or it is another error. */
enum unproved state_untold(int error);

struct state_proof {
    double resident; /* as found; NAN: a file without pages, or unproved */
    enum unproved unproved;
};

/* state_prove for which it is no error that the system does not tell. */
int state_prove_if_told(const struct state *s, const char *path, struct state_proof *ret);

/* Who filled the cache for this file: s->fill, or NULL where the state names nobody or the
   file could not be evicted first, so that its pages are whoever's wrote them. */
const char *state_fill(const struct state *s, const char *path);

/* The file's bytes leave the processor's caches in that way. 0 or -errno: -EOPNOTSUPP where
   there is no instruction to flush with. */
int state_flush(const char *path, enum cpu_cache way);

/* The limit for a file of that size, in bytes; only of a state with a memory_share. */
uint64_t state_limit_bytes(const struct state *s, uint64_t file_bytes);

/* Why the limit cannot be had for a file of that size, or NULL. `root`: "" on this machine, a
   folder in a test. */
enum cause state_refuses_limit(const char *root, uint64_t file_bytes);

/*
 * Proves that memory was limited to less than the file, after a pass that was made in the
 * group: the limit stands and was not passed, the file is not wholly resident, and what is
 * resident of it does not exceed what is charged to the group, so nobody else keeps pages of
 * it (where the system tells: else *ret_resident is NAN, and the other figures decide). 0, or
 * -ESTALE; both figures are told in either case.
 */
int state_prove_limit(const struct memcg *g, const char *path, double *ret_resident,
                      struct memcg_use *ret_use);

/* How often a state that others disturb is prepared again. */
enum { STATE_REPEATS_MAX = 5 };

/* Prepares and proves if told, again where others disturb it, as often as *repeats_left
   says. */
int state_establish_within(const struct state *s, const char *path, int *repeats_left,
                           struct state_proof *ret);
/* Within STATE_REPEATS_MAX, and with a proof: an error of state_residency is one here. */
int state_establish(const struct state *s, const char *path, double *ret_resident);

/* What a person is told of an error of the functions above. */
const char *state_strerror(int error);

#endif
