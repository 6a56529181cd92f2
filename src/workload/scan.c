/* SPDX-License-Identifier: MIT */
#include "workload/scan.h"

#include <errno.h>
#include <hs/hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Vectorscan counts the bytes of one call in an unsigned int. */
enum { FEED_MAX = 1 << 30 };

struct scan {
    hs_database_t *database;
    hs_scratch_t *scratch;
    hs_stream_t *stream;
    scan_match *on_match;
    void *context;
};

static int to_errno(hs_error_t error)
{
    if (error == HS_SUCCESS)
        return 0;
    return error == HS_NOMEM ? -ENOMEM : -EINVAL;
}

/* The engine's words are for whoever passes a `why`. */
static int compile(const struct scan_pattern *pattern, hs_database_t **ret, char *why)
{
    hs_compile_error_t *message = NULL;
    hs_error_t error = pattern->is_regex
                           ? hs_compile(pattern->text, 0, HS_MODE_STREAM, NULL, ret, &message)
                           : hs_compile_lit(pattern->text, 0, strlen(pattern->text),
                                            HS_MODE_STREAM, NULL, ret, &message);
    if (why)
        snprintf(why, SCAN_WHY_MAX, "%s", message ? message->message : "");
    hs_free_compile_error(message);
    return to_errno(error);
}

int scan_check(const struct scan_pattern *pattern, char ret_why[SCAN_WHY_MAX])
{
    hs_database_t *database = NULL;
    int r = compile(pattern, &database, ret_why);
    hs_free_database(database);
    return r;
}

static int ignore_match(void *context, uint64_t end)
{
    (void)context, (void)end;
    return 0;
}

/* Brings the engine's code into memory, so that no pass pays for its page faults. */
static int rehearse(struct scan *s)
{
    static const unsigned char text[] =
        "Where is the horse? In the other stable, the first one. ";
    int r = scan_begin(s, ignore_match, NULL);
    for (int i = 0; i < 16 && r == 0; i++)
        r = scan_feed(s, text, sizeof text - 1);
    return r == 0 ? scan_end(s) : r;
}

int scan_new(struct scan **ret, const struct scan_pattern *pattern)
{
    struct scan *s = calloc(1, sizeof *s);
    if (!s)
        return -ENOMEM;
    int r = compile(pattern, &s->database, NULL);
    if (r == 0)
        r = to_errno(hs_alloc_scratch(s->database, &s->scratch));
    if (r == 0)
        r = to_errno(hs_open_stream(s->database, 0, &s->stream));
    if (r == 0)
        r = rehearse(s);
    if (r < 0)
        scan_free(s);
    else
        *ret = s;
    return r;
}

void scan_free(struct scan *s)
{
    if (!s)
        return;
    if (s->stream)
        hs_close_stream(s->stream, s->scratch, NULL, NULL);
    hs_free_scratch(s->scratch);
    hs_free_database(s->database);
    free(s);
}

static int handle_match(unsigned int id, unsigned long long from, unsigned long long to,
                        unsigned int flags, void *context)
{
    struct scan *s = context;
    (void)id, (void)from, (void)flags;
    return s->on_match(s->context, to);
}

int scan_begin(struct scan *s, scan_match *on_match, void *context)
{
    s->on_match = on_match;
    s->context = context;
    return to_errno(hs_reset_stream(s->stream, 0, s->scratch, NULL, NULL));
}

int scan_feed(struct scan *s, const unsigned char *data, size_t len)
{
    for (size_t done = 0; done < len;) {
        size_t piece = len - done < FEED_MAX ? len - done : FEED_MAX;
        hs_error_t error = hs_scan_stream(s->stream, (const char *)data + done,
                                          (unsigned int)piece, 0, s->scratch, handle_match, s);
        if (error != HS_SUCCESS)
            return error == HS_SCAN_TERMINATED ? 1 : to_errno(error);
        done += piece;
    }
    return 0;
}

/* A reset reports what is due at the end of the data, as closing would. */
int scan_end(struct scan *s)
{
    hs_error_t error = hs_reset_stream(s->stream, 0, s->scratch, handle_match, s);
    return error == HS_SCAN_TERMINATED ? 1 : to_errno(error);
}
