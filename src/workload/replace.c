/* SPDX-License-Identifier: MIT */
/*
 * replace: every " the " becomes " eht ", in each family's natural form.
 *
 * A method with put changes the file in place. One whose buffer may be edited
 * writes a new file beside it, which then takes the old one's name. The durable
 * variant has fsync, fdatasync or msync inside the clock.
 *
 * The trap is a needle that straddles two spans: when it is recognised its head
 * has left the buffer. A rewriting pass therefore holds back the last bytes of
 * each span until the next one has been searched.
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
#include "workload/stored.h"
#include "workload/table.h"

enum {
    NEEDLE_BYTES = sizeof REFERENCE_NEEDLE - 1,
    HOLD_BYTES = NEEDLE_BYTES - 1,
    /* Searched, then edited, while still in the processor's cache. */
    SLICE_BYTES = 128 * 1024,
    SLICE_MATCHES = SLICE_BYTES / NEEDLE_BYTES + 1,
};

struct work {
    const char *path;
    char *new_path;
    int new_fd; /* of a rewriting pass; -1 outside */
    struct scan *scan;
    uint64_t count, last_end;
    size_t matches;                /* of the current slice */
    uint64_t start[SLICE_MATCHES]; /* their offsets in the file */
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
    w->path = input->path;
    w->new_fd = -1;
    w->new_path = text_printf("%s.new", input->path);
    int r = w->new_path ? 0 : -ENOMEM;
    return r < 0 ? r : scan_new(&w->scan, &(struct scan_pattern){ .text = REFERENCE_NEEDLE });
}

static int on_match(void *context, uint64_t end)
{
    struct work *w = context;
    if (end - NEEDLE_BYTES < w->last_end)
        return 0;
    w->start[w->matches++] = end - NEEDLE_BYTES;
    w->last_end = end;
    w->count++;
    return 0;
}

/* What happens to a match: `edit` is called slice by slice. */
struct editor {
    int (*edit)(struct editor *e, const struct work *w);
    const struct method *method;
    struct file *file;
    struct span span;               /* the one being edited, */
    uint64_t base;                  /* and its offset in the file */
    int fd;                         /* the new file, when rewriting */
    unsigned char held[HOLD_BYTES]; /* the bytes before the span, not yet written */
    size_t held_len;
};

static int edit_in_place(struct editor *e, const struct work *w)
{
    int r = 0;
    for (size_t i = 0; i < w->matches && r == 0; i++)
        r = e->method->put(e->file, w->start[i], REFERENCE_REPLACEMENT, NEEDLE_BYTES);
    return r;
}

static int edit_buffer(struct editor *e, const struct work *w)
{
    /* METHOD_EDITABLE: the lent bytes are ours to change. */
    unsigned char *data = (unsigned char *)e->span.data;
    for (size_t i = 0; i < w->matches; i++)
        for (size_t j = 0; j < NEEDLE_BYTES; j++) {
            uint64_t at = w->start[i] + j;
            unsigned char *byte =
                at < e->base ? e->held + e->held_len - (e->base - at) : data + (at - e->base);
            *byte = (unsigned char)REFERENCE_REPLACEMENT[j];
        }
    return 0;
}

static int edit_span(struct editor *e, struct work *w)
{
    int r = 0;
    for (size_t done = 0; done < e->span.len && r == 0; done += SLICE_BYTES) {
        size_t rest = e->span.len - done;
        w->matches = 0;
        r = scan_feed(w->scan, e->span.data + done, rest < SLICE_BYTES ? rest : SLICE_BYTES);
        if (r == 0)
            r = e->edit(e, w);
    }
    return r;
}

/* Writes what no later match can change, and holds the rest. */
static int write_span(struct editor *e)
{
    unsigned char tail[2 * HOLD_BYTES];
    const struct span *s = &e->span;
    if (s->len >= HOLD_BYTES) {
        int r = io_write_two(e->fd, e->held, e->held_len, s->data, s->len - HOLD_BYTES);
        memcpy(e->held, s->data + s->len - HOLD_BYTES, HOLD_BYTES);
        e->held_len = HOLD_BYTES;
        return r;
    }
    size_t len = e->held_len + s->len;
    size_t excess = len > HOLD_BYTES ? len - HOLD_BYTES : 0;
    memcpy(tail, e->held, e->held_len);
    memcpy(tail + e->held_len, s->data, s->len);
    memcpy(e->held, tail + excess, len - excess);
    e->held_len = len - excess;
    return io_write(e->fd, tail, excess);
}

static int edit_all(struct editor *e, struct work *w)
{
    w->count = w->last_end = 0;
    int r = scan_begin(w->scan, on_match, w);
    while (r == 0) {
        r = e->method->next(e->file, &e->span);
        if (r < 0 || e->span.len == 0)
            break;
        r = edit_span(e, w);
        if (r == 0 && e->fd >= 0)
            r = write_span(e);
        e->base += e->span.len;
    }
    return r;
}

static int run_in_place(struct work *w, const struct method *m, struct file *f, bool durable)
{
    struct editor e = { .edit = edit_in_place, .method = m, .file = f, .fd = -1 };
    int r = edit_all(&e, w);
    return r == 0 && durable ? m->sync(f) : r;
}

static int run_rewrite(struct work *w, const struct method *m, struct file *f, bool durable)
{
    struct editor e = { .edit = edit_buffer, .method = m, .file = f };
    e.fd = open(w->new_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (e.fd < 0)
        return -errno;
    w->new_fd = e.fd;
    int r = edit_all(&e, w);
    if (r == 0)
        r = io_write(e.fd, e.held, e.held_len);
    if (r == 0 && durable && fsync(e.fd) != 0)
        r = -errno;
    w->new_fd = -1;
    if (close(e.fd) != 0 && r == 0)
        r = -errno;
    if (r == 0 && rename(w->new_path, w->path) != 0)
        r = -errno;
    if (r == 0 && durable)
        r = io_sync_directory_of(w->path);
    if (r < 0)
        unlink(w->new_path);
    return r;
}

static int run(struct work *w, const struct method *m, struct file *f)
{
    return (m->put ? run_in_place : run_rewrite)(w, m, f, false);
}

static int run_durable(struct work *w, const struct method *m, struct file *f)
{
    return (m->put ? run_in_place : run_rewrite)(w, m, f, true);
}

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

static enum cause refuses(const struct method *m)
{
    return m->put || m->flags & METHOD_EDITABLE ? CAUSE_NONE : CAUSE_ONLY_LOOKS;
}

#define REPLACE_WORKLOAD(identifier, its_name, its_summary, its_run)                           \
    const struct workload identifier = {                                                       \
        .name = its_name,                                                                      \
        .summary = its_summary,                                                                \
        .baseline = "read",                                                                    \
        .flags = WORKLOAD_WRITES,                                                              \
        .work_bytes = sizeof(struct work),                                                     \
        .setup = setup,                                                                        \
        .run = its_run,                                                                        \
        .answer = answer,                                                                      \
        .teardown = teardown,                                                                  \
        .refuses = refuses,                                                                    \
        .expected = expected,                                                                  \
    }

REPLACE_WORKLOAD(workload_replace, "replace",
                 "every \" the \" becomes \" eht \", in each method's natural form", run);
REPLACE_WORKLOAD(workload_replace_durable, "replace-durable",
                 "replace, with fsync or msync inside the clock", run_durable);
