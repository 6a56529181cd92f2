/* SPDX-License-Identifier: MIT */
/*
 * The machine's constants: what one call, one fault, one page and one byte cost here. From
 * them the times of whole passes follow, and where they meet (analysis/terms.h).
 *
 * One table, one file per kind of constant. They are measured in rounds, each a fresh process
 * that measures every constant once, a few milliseconds long; a value is the mean of many
 * repetitions, and what is told is the median of the rounds with its interval.
 */
#ifndef MAPREAD_COST_H
#define MAPREAD_COST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cost/values.h"

enum {
    COST_BUFFER_BYTES = 64 * 1024, /* the usual buffer of a program that reads */
    COST_MEMORY_BYTES = 4 << 20,
    COST_LITTLE_BYTES = 1 << 20, /* of which a file's begin is in smaller pieces */
    COST_PAGE_BYTES = 4096,      /* what a fault, a page and a block are counted by */
};

/* What of a pass it is a part of. */
enum cost_part {
    COST_CALLS,
    COST_MAPPING,
    COST_MEMORY,
    COST_COPY,
    COST_WORK,
    COST_WRITING,
    COST_STORAGE,
};
enum { COST_PARTS = COST_STORAGE + 1 };
extern const char *const cost_part_names[COST_PARTS];

/* What a constant is measured on. */
struct cost_site {
    const char *folder; /* new files may be made there; they are removed with it */
    /* Files: `bytes` of text, and one page, both in the page cache; 8 MiB that are there in
       pieces of a page each; COST_LITTLE_BYTES that are there as usual; `bytes` that are
       evicted before they are read. */
    char *text, *page, *small, *little, *cold;
    uint64_t bytes;
    /* In the process that measures: */
    unsigned char *buffer;       /* COST_BUFFER_BYTES, touched */
    const unsigned char *memory; /* COST_MEMORY_BYTES of that text */
    int partner[2];              /* another process on this processor: cost_switch */
    double *values; /* of this round, by place in cost_table[]; NAN: not, or not yet */
};

struct cost {
    const char *name;    /* stable: it stands in result files */
    const char *summary; /* what it is the cost of */
    const char *unit;    /* "ns", "ns/byte" or "bytes" */
    enum cost_part part;
    const char *how;      /* how it is measured, and what it leaves out */
    bool full;            /* takes long: not in a short measurement */
    int which;            /* tells the constants of one file apart, in that file's words */
    const char *workload; /* of those that are a workload's own work */
    /* 0 or -errno. May use the constants that stand before it in the table. */
    int (*measure)(const struct cost *c, struct cost_site *s, double *ret);
};

/* NULL-terminated; the order is that of every table. */
extern const struct cost *const cost_table[];
size_t cost_count(void);
/* NULL: there is none of that name. */
const struct cost *cost_find(const char *name);
/* The value of this round. */
double cost_of(const struct cost_site *s, const struct cost *c);

struct cost_request {
    const char *folder; /* whose file system is measured; a folder of ours is made in it */
    bool full;          /* all constants; else those of the page cache */
    unsigned rounds;    /* each takes half a second to one */
    /* Of the file: a fault maps more of a large one. Taken as COST_LEAST_BYTES to
       COST_MOST_BYTES. */
    uint64_t file_bytes;
    /* After each round, with the share that is done; false cancels. NULL: nothing. */
    bool (*progress)(void *context, double share);
    void *context;
};

enum { COST_LEAST_BYTES = 16 << 20, COST_MOST_BYTES = 64 << 20 };
/* How many rounds are usual: of all constants as many as make a narrow interval; of a short
   measurement as few as make one, of 95 %, from end to end. */
static inline unsigned cost_usual_rounds(bool full)
{
    return full ? 12 : 6;
}

/*
 * Adds so many rounds to what is in *ret, { 0 } or of the same kind, which the caller frees
 * with costs_free. A constant that this machine or file system does not have stays without
 * values. 0; -EINTR: cancelled or a stop was requested; -ENOSPC; -errno. Rounds that were made
 * before stay.
 */
int costs_measure(struct costs *ret, const struct cost_request *request);

/*
 * The same round by round, for whoever does something else in between: what changes on a
 * machine from one minute to the next then changes for both. `rounds` and `progress` of the
 * request are not looked at. The page cache is filled anew every two rounds.
 */
struct cost_series;
int cost_series_begin(struct cost_series **ret, const struct cost_request *request);
int cost_series_round(struct cost_series *s, struct costs *ret); /* as costs_measure */
void cost_series_end(struct cost_series *s);                     /* NULL: nothing */

#endif
