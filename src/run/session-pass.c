/* SPDX-License-Identifier: MIT */
/*
 * One pass of this process and what it costs.
 *
 * The trap: whatever stands between two readings of the clock is measured.
 */
#include "run/session-parts.h"

#include <errno.h>
#include <math.h>

#include "measure/clock.h"
#include "run/guard.h"
#include "run/timer.h"

/* A stretch: passes between two preparations, whose reads are not the passes'. */
static void stretch_begin(struct session *s)
{
    usage_memory_reset_peak();
    struct memory now = usage_memory_now();
    if (s->passes == 0)
        s->cost.baseline_rss_bytes = now.rss_bytes;
    s->cost.io_from = usage_io_now();
}

static void stretch_end(struct session *s)
{
    struct usage_io now = usage_io_now();
    usage_io_add(&s->cost.io, &s->cost.io_from, &now);
}

/* Peak memory is looked at before the last pass lets go of the file, with the clock
   stopped. */
static void look_at_memory(struct session *s)
{
    if (!s->renews && s->passes + 1 < s->spec->passes)
        return;
    struct memory now = usage_memory_now();
    if (!(now.peak_rss_bytes <= s->cost.peak.peak_rss_bytes))
        s->cost.peak = now;
}

struct pass {
    struct session *session;
    struct method_options options;
    uint64_t *ret_ns;
};

/* An allocator opens none. */
static void close_file(struct session *s)
{
    if (s->spec->method->close)
        s->spec->method->close(s->file);
}

static int clocked_pass(void *context)
{
    const struct pass *p = context;
    struct session *s = p->session;
    const struct method *m = s->spec->method;
    s->file = NULL;
    struct usage from = usage_now();
    uint64_t t0 = clock_now_ns();
    int r = m->open ? m->open(&s->file, s->path, &p->options) : 0;
    uint64_t t1 = clock_now_ns();
    if (r < 0)
        return session_fail_errno(s, "open", r);
    r = s->spec->workload->run(s->work, m, s->file);
    uint64_t t2 = clock_now_ns();
    struct usage middle = usage_now();
    usage_add(&s->cost.used, &from, &middle);

    look_at_memory(s);

    from = usage_now();
    uint64_t t3 = clock_now_ns();
    close_file(s);
    uint64_t t4 = clock_now_ns();
    middle = usage_now();
    usage_add(&s->cost.used, &from, &middle);
    if (r < 0)
        return session_fail_errno(s, s->spec->workload->name, r);
    uint64_t pass_ns = t2 - t0 + t4 - t3, planted_ns = timer_delay(s->spec->plant, pass_ns);
    s->cost.open_ns += t1 - t0;
    s->cost.access_ns += t2 - t1 + planted_ns;
    s->cost.close_ns += t4 - t3;
    *p->ret_ns = pass_ns + planted_ns;
    return 0;
}

/* The guard is set before the clock starts. */
static int guarded_pass(struct pass *p)
{
    struct session *s = p->session;
    const void *address;
    int r = guard_call(clocked_pass, p, &address);
    if (r != -EFAULT)
        return r;
    guard_explain(address, s->path, s->outcome.reason, sizeof s->outcome.reason);
    s->outcome.status = CASE_FAILED;
    close_file(s);
    return 1;
}

int session_own_pass(struct session *s, bool begins, uint64_t *ret_ns)
{
    const struct session_spec *spec = s->spec;
    struct pass pass = { .session = s, .ret_ns = ret_ns };
    pass.options = (struct method_options){
        .buffer_bytes = spec->buffer_bytes,
        .start = spec->workload->start,
        .writable = (spec->workload->flags & WORKLOAD_WRITES) && spec->method->put,
    };
    usage_release_memory();
    if (begins)
        stretch_begin(s);
    timer_limit(spec->limit_s);
    int r = guarded_pass(&pass);
    timer_limit(0);
    if (r == 0 && s->renews)
        stretch_end(s);
    return r;
}

struct sample session_own_sample(struct session *s)
{
    if (!s->renews)
        stretch_end(s);
    double n = (double)s->passes;
    return (struct sample){
        .round = NAN,
        .order = NAN,
        .iterations = n,
        .wall_ns = (double)(s->cost.open_ns + s->cost.access_ns + s->cost.close_ns) / n,
        .user_ns = s->cost.used.user_ns / n,
        .system_ns = s->cost.used.system_ns / n,
        .open_ns = (double)s->cost.open_ns / n,
        .access_ns = (double)s->cost.access_ns / n,
        .close_ns = (double)s->cost.close_ns / n,
        .minor_faults = s->cost.used.minor_faults / n,
        .major_faults = s->cost.used.major_faults / n,
        .voluntary_switches = s->cost.used.voluntary_switches / n,
        .involuntary_switches = s->cost.used.involuntary_switches / n,
        .storage_read_bytes = s->cost.io.storage_read_bytes / n,
        .read_calls = s->cost.io.read_calls / n,
        .read_call_bytes = s->cost.io.read_call_bytes / n,
        .peak_rss_bytes = s->cost.peak.peak_rss_bytes,
        .rss_anon_bytes = s->cost.peak.rss_anon_bytes,
        .rss_file_bytes = s->cost.peak.rss_file_bytes,
        .baseline_rss_bytes = s->cost.baseline_rss_bytes,
    };
}
