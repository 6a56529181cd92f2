/* SPDX-License-Identifier: MIT */
/* The pairs that are measured inside a process of ours. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/clock.h"
#include "base/io.h"
#include "base/stop.h"
#include "base/text.h"
#include "bench/limits.h"
#include "method/method.h"
#include "sample/session.h"
#include "workload/resolve.h"

/* ---- a mapping and memory ---- */

/* Hot memory as a method: lends the whole copy at once. */
struct file {
    unsigned char *data;
    size_t len;
    int lent;
};

static int memory_next(struct file *f, struct span *ret)
{
    *ret = (struct span){ .data = f->data, .len = f->lent ? 0 : f->len };
    f->lent = 1;
    return 0;
}

static const struct method memory = { .name = "memory", .next = memory_next };

static int load(struct file *f, const char *path)
{
    uint64_t bytes;
    int r = io_path_size(path, &bytes);
    FILE *in = r == 0 ? fopen(path, "rbe") : NULL;
    if (!in)
        return r < 0 ? r : -errno;
    f->len = (size_t)bytes;
    f->data = malloc(f->len + 1);
    size_t n = f->data ? fread(f->data, 1, f->len, in) : 0;
    fclose(in);
    return !f->data ? -ENOMEM : n == f->len ? 0 : -EIO;
}

/* Where the host keeps page tables of its own for its guest, taking down a large mapping makes
   it forget those of all other memory, and the next one to look pays for that: outside the
   clock. */
static void touch(const struct file *f)
{
    const long page = sysconf(_SC_PAGESIZE);
    for (size_t i = 0; i < f->len; i += (size_t)page)
        (void)((const volatile unsigned char *)f->data)[i];
}

static int time_memory(const struct workload *w, struct work *work, struct file *f, double *ret)
{
    touch(f);
    uint64_t begun = clock_now_ns();
    f->lent = 0;
    int r = w->run(work, &memory, f);
    *ret = (double)(clock_now_ns() - begun);
    return r;
}

static int time_mmap(const struct workload *w, struct work *work, const char *path, double *ret)
{
    const struct method *m = method_find("mmap");
    struct method_options options = { 0 };
    struct file *f;
    uint64_t begun = clock_now_ns();
    int r = method_open(&f, m, path, &options);
    if (r < 0)
        return r;
    r = w->run(work, m, f);
    method_close(m, f);
    *ret = (double)(clock_now_ns() - begun);
    return r;
}

static int measure_scans(size_t pairs, const char *path, struct file *copy, struct limit *l)
{
    const struct workload *w = workload_find_by_name("full-read");
    const struct case_key key =
        workload_resolve((struct case_key){ 0 }, w, method_find("mmap"));
    const struct workload_input input = { .key = &key, .file_bytes = copy->len };
    struct work *work;
    double resident;
    int r = state_establish(state_find("warm"), path, &resident);
    if (r == 0)
        r = workload_set_up(&work, w, &input);
    if (r < 0)
        return r;
    for (size_t i = 0; i < pairs && r == 0; i++) {
        struct limit_pair *pair = &l->pairs[i];
        for (size_t turn = 0; turn < 2 && r == 0; turn++)
            r = turn == i % 2 ? time_memory(w, work, copy, &pair->peer_ns)
                              : time_mmap(w, work, path, &pair->ours_ns);
        if (r == 0 && stop_requested())
            r = -EINTR;
        l->pair_count += r == 0;
    }
    workload_tear_down(w, work);
    return r;
}

/* The file that the row's command makes. */
static char *path_of(const struct place *p, const struct row *row)
{
    size_t last = 0;
    while (row->make[last + 1])
        last++;
    return text_printf("%s/%s", p->scratch, row->make[last] + 1);
}

int limits_measure_bus(const struct place *p, const struct row *row, struct limit *l)
{
    struct file copy = { 0 };
    char *path = path_of(p, row);
    int r = path ? load(&copy, path) : -ENOMEM;
    if (r == 0)
        r = measure_scans(limits_pairs(p, row), path, &copy, l);
    free(copy.data);
    free(path);
    return r;
}

/* ---- passes of one process ---- */

enum { LAST_PASS = 8 };

/* In a process of its own: prints the times of passes 1 and 8. */
static int print_passes(void *context, int channel)
{
    struct session_spec spec = { .workload = workload_find_by_name("full-read"),
                                 .method = method_find("mmap"),
                                 .state = state_find("warm"),
                                 .request = { .seed = 1, .passes = LAST_PASS } };
    struct session *s;
    struct outcome outcome;
    uint64_t ns[LAST_PASS] = { 0 };
    request_set_path(spec.request.path, context);
    spec.request.key = workload_resolve(spec.request.key, spec.workload, spec.method);
    snprintf(spec.request.key.state, sizeof spec.request.key.state, "%s", spec.state->name);
    int r = session_begin(&s, &spec, &outcome);
    for (size_t i = 0; i < LAST_PASS && r == 0; i++)
        r = session_pass(s, &ns[i]);
    if (r != 0)
        return 1;
    session_end(s, &outcome);
    dprintf(channel, "%" PRIu64 " %" PRIu64, ns[0], ns[LAST_PASS - 1]);
    return outcome.status != CASE_OK;
}

int limits_measure_flush(const struct place *p, const struct row *row, struct limit *l)
{
    char *path = path_of(p, row), text[CHILD_TEXT_MAX];
    int status = 0, r = path ? 0 : -ENOMEM;
    for (; r == 0 && l->pair_count < limits_pairs(p, row); l->pair_count++) {
        struct limit_pair *pair = &l->pairs[l->pair_count];
        r = child_run(&(struct child_spec){ .run = print_passes, .context = path },
                      CHILD_NO_LIMIT_S, text, sizeof text, &status);
        if (r == 0 &&
            (status != 0 || sscanf(text, "%lf %lf", &pair->peer_ns, &pair->ours_ns) != 2))
            r = -EIO;
    }
    free(path);
    return r;
}
