/* SPDX-License-Identifier: MIT */
#include "workload/workload.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workload/table.h"

/* The one table of workloads. Adding one: its file, a line in table.h and here. */
const struct workload *const workloads[] = {
    &workload_full_read,
    &workload_find,
    &workload_count,
    &workload_regex,
    &workload_seek_find,
    &workload_replace,
    &workload_replace_durable,
    &workload_replace_new,
    &workload_replace_new_durable,
    &workload_random,
    &workload_slice,
    &workload_rfind,
    &workload_readline,
    &workload_walk,
    &workload_patch,
    &workload_patch_durable,
    &workload_rows,
    &workload_rows_durable,
    &workload_log,
    &workload_log_durable,
    &workload_allocate,
    &workload_round_trip,
    &workload_transfer,
    NULL,
};

const struct workload *workload_find_by_name(const char *name)
{
    for (size_t i = 0; workloads[i]; i++)
        if (strcmp(workloads[i]->name, name) == 0)
            return workloads[i];
    return NULL;
}

size_t workload_count_all(void)
{
    return sizeof workloads / sizeof workloads[0] - 1;
}

enum cause workload_takes_all(const struct method *m)
{
    (void)m;
    return CAUSE_NONE;
}

enum cause workload_takes_positioned(const struct method *m)
{
    return m->at ? CAUSE_NONE : CAUSE_FRONT_TO_BACK;
}

enum cause workload_takes_in_place(const struct method *m)
{
    return m->put ? CAUSE_NONE : CAUSE_NOT_IN_PLACE;
}

static bool is_supported(const struct method *m, const char *workload)
{
    for (size_t i = 0; m->supported_workloads[i]; i++)
        if (strcmp(m->supported_workloads[i], workload) == 0)
            return true;
    return false;
}

/* The flag of the workloads that a method is for; 0: those that reach a file. */
static unsigned kind_of(const struct method *m)
{
    return m->allocator ? WORKLOAD_ALLOCATES : m->transport ? WORKLOAD_SHARES : 0;
}

enum cause workload_refuses(const struct workload *w, const struct method *m)
{
    if (m->program)
        return is_supported(m, w->name) ? CAUSE_NONE : CAUSE_NO_SCRIPT;
    if (kind_of(m) == (w->flags & WORKLOAD_IN_MEMORY))
        return m->flags & METHOD_ONLY_CHANGES && !(w->flags & WORKLOAD_IN_PLACE)
                   ? CAUSE_ONLY_CHANGES
                   : w->refuses(m);
    return m->allocator                    ? CAUSE_GIVES_MEMORY
           : m->transport                  ? CAUSE_REACHES_PROCESS
           : w->flags & WORKLOAD_ALLOCATES ? CAUSE_GIVES_NO_MEMORY
                                           : CAUSE_REACHES_NO_PROCESS;
}

enum cause workload_refuses_threads(const struct workload *w, const struct method *m)
{
    if (!(w->flags & WORKLOAD_THREADS))
        return CAUSE_WORK_OF_ONE_THREAD;
    /* The scripts share the blocks of a draw. */
    bool by_script = m->flags & METHOD_THREADS && w->flags & WORKLOAD_BLOCKS;
    return m->view || by_script ? CAUSE_NONE : CAUSE_METHOD_OF_ONE_THREAD;
}

int workload_set_up(struct work **ret, const struct workload *w,
                    const struct workload_input *input)
{
    struct work *work = calloc(1, w->work_bytes);
    int r = !work ? -ENOMEM : w->setup ? w->setup(work, input) : 0;
    if (r < 0)
        workload_tear_down(w, work);
    else
        *ret = work;
    return r;
}

void workload_tear_down(const struct workload *w, struct work *work)
{
    if (work && w->teardown)
        w->teardown(work);
    free(work);
}

void answer_sum(struct answer *ret, uint64_t bytes, uint64_t sum)
{
    snprintf(ret->text, sizeof ret->text, "bytes=%" PRIu64 " sum=%016" PRIx64, bytes, sum);
}
