/* SPDX-License-Identifier: MIT */
/*
 * One pattern, looked for in a stream of spans by Vectorscan, which keeps what
 * it needs to be exact across the borders of the spans.
 *
 * scan_new and scan_free belong outside the clock; the rest inside.
 */
#ifndef MAPREAD_WORKLOAD_SCAN_H
#define MAPREAD_WORKLOAD_SCAN_H

#include <stddef.h>
#include <stdint.h>

struct scan;

/* Called with the offset just behind each match, in ascending order, counted from
   the first byte fed. Non-zero stops the scan. */
typedef int scan_match(void *context, uint64_t end);

struct scan_pattern {
    const char *text;
    int is_regex; /* else the bytes themselves */
};

/* Whether scan_new would take it, and why not, in the engine's words. 0, -ENOMEM or -EINVAL. */
enum { SCAN_WHY_MAX = 256 };
int scan_check(const struct scan_pattern *pattern, char ret_why[SCAN_WHY_MAX]);

/* 0, -ENOMEM, or -EINVAL: the pattern was refused. The caller frees with scan_free. */
int scan_new(struct scan **ret, const struct scan_pattern *pattern);
void scan_free(struct scan *s); /* accepts NULL */

/* Begins a new stream. 0 or -errno. */
int scan_begin(struct scan *s, scan_match *on_match, void *context);
/* 0; 1 when on_match stopped the scan; -errno. */
int scan_feed(struct scan *s, const unsigned char *data, size_t len);
/* Reports the matches that only the end decides, such as \b. As scan_feed. */
int scan_end(struct scan *s);

#endif
