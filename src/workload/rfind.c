/* SPDX-License-Identifier: MIT */
/*
 * rfind: the last " the ", or pattern. A method that reads at offsets is asked for pieces from
 * the end backwards, and stops at the first that has one; the others read all of the file.
 */
#include <string.h>

#include "workload/scan.h"
#include "workload/search.h"
#include "workload/table.h"

struct work {
    struct scan *scan;
    uint64_t bytes;      /* of the file */
    size_t match, piece; /* bytes of what is looked for; of a piece without what lies across */
    uint64_t base, last; /* offset of what is searched; of the last needle so far */
};

static void teardown(struct work *w)
{
    scan_free(w->scan);
}

/* A method's buffer is there before the clock starts: so it takes all of a piece. */
static size_t piece_bytes(const struct case_key *key, size_t match)
{
    size_t buffer = METHOD_BUFFER_BYTES;
    if (key->buffer_bytes >= match && key->buffer_bytes < buffer)
        buffer = (size_t)key->buffer_bytes;
    return buffer - (match - 1);
}

static int setup(struct work *w, const struct workload_input *input)
{
    const char *pattern = search_pattern(input->key);
    w->bytes = input->file_bytes;
    w->match = strlen(pattern);
    w->piece = piece_bytes(input->key, w->match);
    return scan_new(&w->scan, &(struct scan_pattern){ .text = pattern });
}

static int on_match(void *context, uint64_t end)
{
    struct work *w = context;
    w->last = w->base + end - w->match;
    return 0;
}

/* Each piece takes the head of the next one along, for a needle that lies across. */
static int run_backwards(struct work *w, const struct method *m, struct file *f)
{
    int r = 0;
    for (uint64_t end = w->bytes; end > 0 && w->last == REFERENCE_ABSENT && r == 0;) {
        struct span span;
        w->base = end > w->piece ? end - w->piece : 0;
        r = m->at(f, w->base, (size_t)(end - w->base) + w->match - 1, &span);
        if (r == 0)
            r = scan_begin(w->scan, on_match, w);
        if (r == 0)
            r = scan_feed(w->scan, span.data, span.len);
        end = w->base;
    }
    return r;
}

static int run_forwards(struct work *w, const struct method *m, struct file *f)
{
    w->base = 0;
    int r = scan_begin(w->scan, on_match, w);
    while (r == 0) {
        struct span span;
        r = m->next(f, &span);
        if (r < 0 || span.len == 0)
            break;
        r = scan_feed(w->scan, span.data, span.len);
    }
    return r;
}

static int run(struct work *w, const struct method *m, struct file *f)
{
    w->last = REFERENCE_ABSENT;
    return (m->at ? run_backwards : run_forwards)(w, m, f);
}

static int answer(struct work *w, struct answer *ret)
{
    answer_offset(ret, w->last);
    return 0;
}

static void expected(const struct reference_answers *a, struct answer *ret)
{
    answer_offset(ret, a->rfind);
}

const struct workload workload_rfind = {
    .name = "rfind",
    .summary = "the last \" the \", looked for from the end",
    .baseline = "read",
    .flags = WORKLOAD_PATTERN,
    .work_bytes = sizeof(struct work),
    .setup = setup,
    .run = run,
    .answer = answer,
    .teardown = teardown,
    .refuses = workload_takes_all,
    .expected = expected,
};
