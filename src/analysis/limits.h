/* SPDX-License-Identifier: MIT */
/*
 * How fast mapread is against programs that do the same work: limits.json, which mapread-limits
 * writes and the reports read. Times are kept, in pairs; ratios and verdicts are computed.
 */
#ifndef MAPREAD_ANALYSIS_LIMITS_H
#define MAPREAD_ANALYSIS_LIMITS_H

#include <stddef.h>

#include "base/field.h"
#include "runfile/run.h"
#include "stats/comparison.h"

#define LIMITS_FILE "limits.json"

/* Measured one right after the other. */
struct limit_pair {
    double ours_ns, peer_ns;
};

enum { LIMIT_PAIRS_MAX = 100 };

struct limit {
    char work[FIELD_TEXT_MAX]; /* "random, pread" */
    char peer[FIELD_TEXT_MAX]; /* "fio psync" */
    char peer_version[FIELD_TEXT_MAX];
    double goal;   /* how many times as fast as the peer; NAN: there is a `within` */
    double within; /* both are to take the same time, but for this share of it; or NAN */
    char problem[FIELD_TEXT_MAX]; /* why there are no pairs; "": there are */
    struct limit_pair pairs[LIMIT_PAIRS_MAX];
    size_t pair_count;
};

struct limits {
    char host[FIELD_TEXT_MAX], cpu[FIELD_TEXT_MAX], filesystem[FIELD_TEXT_MAX];
    char revision[FIELD_TEXT_MAX], started_at[FIELD_TEXT_MAX];
    struct limit *rows;
    size_t row_count;
};

enum limit_verdict { LIMIT_UNKNOWN, LIMIT_UNDECIDED, LIMIT_REACHED, LIMIT_MISSED };

/* The peer's time over ours: how many times as fast we are. */
struct stats_estimate limit_ratio(const struct limit *l);
/* Of the interval: on which side of the goal it lies; undecided where the goal is in it. */
enum limit_verdict limit_verdict(const struct limit *l);

/* FOLDER/limits.json. 0 or -errno. */
int limits_save(const struct limits *l, const char *folder);

/* 0 or -errno: -ENOENT: no such file, -EBADMSG: it is damaged, *error says where. Release with
   limits_free. */
int limits_read(struct limits *ret, const char *file, struct run_error *error);
/* That beside the run at `path`, or in the folder above, which is its machine's. */
int limits_read_beside(struct limits *ret, const char *path, struct run_error *error);
void limits_free(struct limits *l);

#endif
