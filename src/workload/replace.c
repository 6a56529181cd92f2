/* SPDX-License-Identifier: MIT */
/*
 * Every " the " becomes " eht ", or a pattern what reference.h makes of it, in two ways that
 * promise different things in a crash:
 *
 * replace changes the file where it lies. A buffer is edited and written back from its first
 * change to its last; into a mapping each change is stored.
 *
 * replace-new writes a new file beside it, which then takes its name. A buffer of the
 * method's own is edited and written; what else is lent is copied into a buffer of ours first.
 *
 * The durable variants have fdatasync or msync, or fsync of the file and its folder, inside the
 * clock. The trap is a needle that straddles two spans: when it is recognised its head has been
 * written, and is written again, alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "base/text.h"
#include "workload/scan.h"
#include "workload/search.h"
#include "workload/stored.h"
#include "workload/table.h"

enum {
    /* Searched, then edited, while still in the processor's cache. */
    SLICE_BYTES = 64 * 1024,
};

struct work {
    const char *path;
    char *new_path;
    int new_fd; /* of replace-new; -1 outside of a pass */
    struct scan *scan;
    size_t match_bytes;
    char replacement[CASE_PATTERN_MAX];
    uint64_t count, last_end;
    size_t matches;                    /* of the current slice */
    uint64_t start[SLICE_BYTES];       /* their offsets in the file */
    unsigned char output[SLICE_BYTES]; /* on its way into the new file, where it is copied */
};

static void teardown(struct work *w)
{
    if (w->new_fd >= 0) { /* the pass did not come to its end */
        close(w->new_fd);
        unlink(w->new_path);
    }
    scan_free(w->scan);
    free(w->new_path);
}

static int setup(struct work *w, const struct workload_input *input)
{
    const char *pattern = search_pattern(input->key);
    w->path = input->path;
    w->new_fd = -1;
    w->match_bytes = strlen(pattern);
    reference_replacement(pattern, w->replacement);
    memset(w->output, 1, sizeof w->output); /* touched, as a program's buffer is */
    w->new_path = text_printf("%s.new", input->path);
    int r = w->new_path ? 0 : -ENOMEM;
    return r < 0 ? r : scan_new(&w->scan, &(struct scan_pattern){ .text = pattern });
}

static int on_match(void *context, uint64_t end)
{
    struct work *w = context;
    if (end - w->match_bytes < w->last_end)
        return 0;
    w->start[w->matches++] = end - w->match_bytes;
    w->last_end = end;
    w->count++;
    return 0;
}

/* ---- where changed bytes go ---- */

struct editor {
    struct work *work;
    const struct method *method;
    struct file *file;
    int fd;              /* of the new file; -1: in place */
    unsigned char *data; /* the bytes at hand, */
    size_t len;
    uint64_t base;   /* their offset in the file, */
    size_t from, to; /* and the part of them that was edited; to 0: none */
    int (*edit)(struct editor *e, uint64_t start); /* a match, which ends in them */
};

static int store(const struct editor *e, uint64_t offset, const void *data, size_t len)
{
    return e->fd < 0 ? e->method->put(e->file, offset, data, len)
                     : io_pwrite(e->fd, data, len, offset);
}

/* In place what was edited, of a new file all; then the bytes at hand are done with. */
static int store_data(struct editor *e)
{
    if (e->fd >= 0)
        e->from = 0, e->to = e->len;
    int r =
        e->from < e->to ? store(e, e->base + e->from, e->data + e->from, e->to - e->from) : 0;
    e->base += e->len;
    e->len = e->from = e->to = 0;
    return r;
}

static int edit_data(struct editor *e, uint64_t start)
{
    const char *text = e->work->replacement;
    size_t len = e->work->match_bytes;
    size_t head = start < e->base ? (size_t)(e->base - start) : 0;
    size_t from = (size_t)(start + head - e->base);
    memcpy(e->data + from, text + head, len - head);
    e->from = e->to > 0 ? e->from : from;
    e->to = from + len - head;
    return head > 0 ? store(e, start, text, head) : 0;
}

static int store_match(struct editor *e, uint64_t start)
{
    return store(e, start, e->work->replacement, e->work->match_bytes);
}

/* ---- what is lent ---- */

static int edit_slice(struct editor *e, const unsigned char *data, size_t len)
{
    struct work *w = e->work;
    w->matches = 0;
    int r = scan_feed(w->scan, data, len);
    for (size_t i = 0; i < w->matches && r == 0; i++)
        r = e->edit(e, w->start[i]);
    return r;
}

static size_t at_most(size_t len, size_t limit)
{
    return len < limit ? len : limit;
}

static int take_span(struct editor *e, const struct span *s)
{
    int r = 0;
    e->data = (unsigned char *)s->data; /* edited only where METHOD_EDITABLE allows it */
    e->len = s->len;
    for (size_t done = 0; done < s->len && r == 0; done += SLICE_BYTES)
        r = edit_slice(e, s->data + done, at_most(s->len - done, SLICE_BYTES));
    return r == 0 ? store_data(e) : r;
}

/* Pieces that are short are gathered, as in a stream's buffer. */
static int copy_span(struct editor *e, const struct span *s)
{
    int r = 0;
    for (size_t done = 0, len; done < s->len && r == 0; done += len) {
        len = at_most(s->len - done, SLICE_BYTES - e->len);
        unsigned char *copy = memcpy(e->data + e->len, s->data + done, len);
        e->len += len;
        r = edit_slice(e, copy, len);
        if (r == 0 && e->len == SLICE_BYTES)
            r = store_data(e);
    }
    return r;
}

static int edit_all(struct editor *e, int (*take)(struct editor *e, const struct span *s))
{
    struct work *w = e->work;
    w->count = w->last_end = 0;
    int r = scan_begin(w->scan, on_match, w);
    while (r == 0) {
        struct span span;
        r = e->method->next(e->file, &span);
        if (r < 0 || span.len == 0)
            break;
        r = take(e, &span);
    }
    return r == 0 ? store_data(e) : r;
}

/* ---- in place ---- */

static int run(struct work *w, const struct method *m, struct file *f)
{
    struct editor e = { .work = w, .method = m, .file = f, .fd = -1 };
    e.edit = m->flags & METHOD_EDITABLE ? edit_data : store_match;
    return edit_all(&e, take_span);
}

static int run_durable(struct work *w, const struct method *m, struct file *f)
{
    int r = run(w, m, f);
    return r == 0 ? m->sync(f) : r;
}

/* ---- a new file ---- */

/* In w->new_fd, which is closed again. */
static int write_new(struct work *w, const struct method *m, struct file *f, bool durable)
{
    bool is_own = m->flags & METHOD_EDITABLE;
    struct editor e = { .work = w, .method = m, .file = f, .fd = w->new_fd };
    e.data = w->output;
    e.edit = edit_data;
    int r = edit_all(&e, is_own ? take_span : copy_span);
    if (r == 0 && durable && fsync(e.fd) != 0)
        r = -errno;
    w->new_fd = -1;
    if (close(e.fd) != 0 && r == 0)
        r = -errno;
    return r;
}

static int run_new_file(struct work *w, const struct method *m, struct file *f, bool durable)
{
    w->new_fd = open(w->new_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (w->new_fd < 0)
        return -errno;
    int r = write_new(w, m, f, durable);
    if (r == 0 && rename(w->new_path, w->path) != 0)
        r = -errno;
    if (r == 0 && durable)
        r = io_sync_directory_of(w->path);
    if (r < 0)
        unlink(w->new_path);
    return r;
}

static int run_new(struct work *w, const struct method *m, struct file *f)
{
    return run_new_file(w, m, f, false);
}

static int run_new_durable(struct work *w, const struct method *m, struct file *f)
{
    return run_new_file(w, m, f, true);
}

/* ---- the answer ---- */

static void print(struct answer *ret, uint64_t count, uint64_t checksum)
{
    snprintf(ret->text, sizeof ret->text, "count=%" PRIu64 " checksum=%016" PRIx64, count,
             checksum);
}

static int answer(struct work *w, struct answer *ret)
{
    uint64_t checksum;
    int r = stored_checksum(w->path, &checksum);
    if (r == 0)
        print(ret, w->count, checksum);
    return r;
}

static void expected(const struct reference_answers *a, struct answer *ret)
{
    print(ret, a->count, a->replaced_checksum);
}

#define REPLACE_WORKLOAD(identifier, its_name, its_summary, its_promise, its_baseline,         \
                         its_flags, its_refuses, its_run)                                      \
    const struct workload identifier = {                                                       \
        .name = its_name,                                                                      \
        .summary = its_summary,                                                                \
        .promise = its_promise,                                                                \
        .baseline = its_baseline,                                                              \
        .flags = WORKLOAD_WRITES | WORKLOAD_PATTERN | WORKLOAD_WHOLE | (its_flags),            \
        .work_bytes = sizeof(struct work),                                                     \
        .setup = setup,                                                                        \
        .run = its_run,                                                                        \
        .answer = answer,                                                                      \
        .teardown = teardown,                                                                  \
        .refuses = its_refuses,                                                                \
        .expected = expected,                                                                  \
    }

REPLACE_WORKLOAD(workload_replace, "replace", "\" the \" becomes \" eht \", in place",
                 "a crash may leave it half changed", "pread", WORKLOAD_IN_PLACE,
                 workload_takes_in_place, run);
REPLACE_WORKLOAD(workload_replace_durable, "replace-durable",
                 "replace, with fdatasync or msync", "a crash may leave it half changed",
                 "pread", WORKLOAD_IN_PLACE | WORKLOAD_DURABLE, workload_takes_in_place,
                 run_durable);
REPLACE_WORKLOAD(workload_replace_new, "replace-new", "replace by a new file",
                 "a crash of the program leaves old or new, whole", "read", 0,
                 workload_takes_all, run_new);
REPLACE_WORKLOAD(workload_replace_new_durable, "replace-new-durable",
                 "replace-new, fsync of file and folder", "any crash leaves old or new, whole",
                 "read", WORKLOAD_DURABLE, workload_takes_all, run_new_durable);
