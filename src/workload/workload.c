/* SPDX-License-Identifier: MIT */
#include "workload/workload.h"

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

const char *workload_takes_all(const struct method *m)
{
    (void)m;
    return NULL;
}

const char *workload_takes_positioned(const struct method *m)
{
    return m->at ? NULL : "the method reads from front to back only";
}

const char *workload_takes_in_place(const struct method *m)
{
    return m->put ? NULL : "the method cannot change a file in place";
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

const char *workload_refuses(const struct workload *w, const struct method *m)
{
    if (m->program)
        return is_supported(m, w->name) ? NULL : "the script of this method does not do this";
    if (kind_of(m) == (w->flags & WORKLOAD_IN_MEMORY))
        return w->refuses(m);
    return m->allocator                    ? "the method gives memory and reaches no file"
           : m->transport                  ? "the method reaches another process and no file"
           : w->flags & WORKLOAD_ALLOCATES ? "the method reaches a file and gives no memory"
                                           : "the method reaches a file and no other process";
}

const char *workload_refuses_threads(const struct workload *w, const struct method *m)
{
    if (!(w->flags & WORKLOAD_THREADS))
        return "one thread does this work";
    return m->view || m->flags & METHOD_THREADS ? NULL
                                                : "the method serves one thread at a time";
}

void workload_free(struct work *w)
{
    free(w);
}

void answer_sum(struct answer *ret, uint64_t bytes, uint64_t sum)
{
    snprintf(ret->text, sizeof ret->text, "bytes=%" PRIu64 " sum=%016" PRIx64, bytes, sum);
}
