/* SPDX-License-Identifier: MIT */
#include "workload/pass-threads.h"

#include <errno.h>
#include <stdlib.h>

int pass_threads_init(struct pass_threads *t, unsigned count)
{
    if (count == 0)
        return -EINVAL;
    t->files = calloc(count, sizeof *t->files);
    if (!t->files)
        return -ENOMEM;
    t->count = count;
    return 0;
}

int pass_threads_begin(struct pass_threads *t, const struct method *m, struct file *f,
                       thread_pool_job *job, void *data)
{
    int r = 0;
    t->method = m;
    t->files[0] = f;
    if (t->count > 1 && !t->pool)
        r = thread_pool_begin(&t->pool, t->count, job, data);
    for (unsigned i = 1; i < t->count && r == 0; i++)
        r = method_view(&t->files[i], m, f);
    if (r < 0)
        pass_threads_end(t);
    return r;
}

int pass_threads_run(struct pass_threads *t, thread_pool_job *job, void *data)
{
    return t->pool ? thread_pool_run(t->pool) : job(data, 0);
}

void pass_threads_end(struct pass_threads *t)
{
    for (unsigned i = 1; i < t->count; i++) {
        method_close(t->method, t->files[i]);
        t->files[i] = NULL;
    }
}

void pass_threads_free(struct pass_threads *t)
{
    thread_pool_end(t->pool);
    pass_threads_end(t);
    free(t->files);
}
