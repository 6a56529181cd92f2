/* SPDX-License-Identifier: MIT */
/*
 * readline: every line in turn, each handed on in one piece with its newline.
 *
 * A line that lies in one span is handed on where it is. The trap is one that begins in
 * one span and ends in another: it is put together in a buffer, which is what reading in
 * chunks costs.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workload/table.h"

struct work {
    uint64_t lines, bytes, longest, edges;
    unsigned char *begun; /* the head of a line whose end has not come yet */
    size_t begun_len, begun_capacity;
};

static void teardown(struct work *w)
{
    free(w->begun);
}

/* Called once for each line, whose edges prove that it is there. */
static void take_line(struct work *w, const unsigned char *line, size_t len)
{
    w->edges += 256u * line[0] + line[len - 1];
    w->lines++;
    w->bytes += len;
    if (len > w->longest)
        w->longest = len;
}

static int keep(struct work *w, const unsigned char *data, size_t len)
{
    if (w->begun_capacity - w->begun_len < len) {
        size_t capacity = 2 * (w->begun_len + len);
        unsigned char *grown = realloc(w->begun, capacity);
        if (!grown)
            return -ENOMEM;
        w->begun = grown;
        w->begun_capacity = capacity;
    }
    memcpy(w->begun + w->begun_len, data, len);
    w->begun_len += len;
    return 0;
}

static void take_begun(struct work *w)
{
    if (w->begun_len > 0)
        take_line(w, w->begun, w->begun_len);
    w->begun_len = 0;
}

/* The line that began earlier ends after len bytes of this span. */
static int finish_begun(struct work *w, const unsigned char *data, size_t len)
{
    int r = keep(w, data, len);
    if (r == 0)
        take_begun(w);
    return r;
}

static int take_span(struct work *w, const struct span *s, bool is_whole)
{
    const unsigned char *at = s->data, *end = s->data + s->len, *newline;
    int r = 0;
    while (r == 0 && at < end && (newline = memchr(at, '\n', (size_t)(end - at)))) {
        size_t len = (size_t)(newline + 1 - at);
        if (w->begun_len > 0)
            r = finish_begun(w, at, len);
        else
            take_line(w, at, len);
        at = newline + 1;
    }
    if (r < 0 || at == end)
        return r;
    if (!is_whole)
        return keep(w, at, (size_t)(end - at));
    take_line(w, at, (size_t)(end - at));
    return 0;
}

/* Nobody looks for a newline twice. */
static int take(struct work *w, const struct span *s, unsigned flags)
{
    if (!(flags & METHOD_LINES))
        return take_span(w, s, flags & METHOD_WHOLE);
    take_line(w, s->data, s->len);
    return 0;
}

static int run(struct work *w, const struct method *m, struct file *f)
{
    w->lines = w->bytes = w->longest = w->edges = 0;
    w->begun_len = 0;
    for (;;) {
        struct span span;
        int r = m->next(f, &span);
        if (r < 0)
            return r;
        if (span.len == 0)
            break;
        r = take(w, &span, m->flags);
        if (r < 0)
            return r;
    }
    take_begun(w); /* the last line may have no newline */
    return 0;
}

static void print(struct answer *ret, const struct reference_answers *a)
{
    snprintf(ret->text, sizeof ret->text,
             "lines=%" PRIu64 " bytes=%" PRIu64 " longest=%" PRIu64 " edges=%" PRIx64, a->lines,
             a->bytes, a->longest_line, a->line_edges);
}

static int answer(struct work *w, struct answer *ret)
{
    const struct reference_answers a = {
        .lines = w->lines, .bytes = w->bytes, .longest_line = w->longest, .line_edges = w->edges
    };
    print(ret, &a);
    return 0;
}

static void expected(const struct reference_answers *a, struct answer *ret)
{
    print(ret, a);
}

const struct workload workload_readline = {
    .name = "readline",
    .summary = "every line in turn, each in one piece",
    .baseline = "getline",
    .flags = WORKLOAD_WHOLE,
    .work_bytes = sizeof(struct work),
    .run = run,
    .answer = answer,
    .teardown = teardown,
    .refuses = workload_takes_all,
    .expected = expected,
};
