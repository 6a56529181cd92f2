/* SPDX-License-Identifier: MIT */
/*
 * One pass of this process and what it costs.
 *
 * The trap: whatever stands between two readings of the clock is measured.
 */
#include "sample/session-private.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/guard.h"
#include "base/clock.h"
#include "config.h"

int session_end_case(struct session *s, enum case_status status, const struct reason *reason)
{
    s->outcome.status = status;
    s->outcome.reason = *reason;
    return 1;
}

int session_skip(struct session *s, enum cause cause)
{
    return session_end_case(s, CASE_SKIPPED, &(struct reason){ .cause = cause });
}

int session_fail(struct session *s, enum cause cause)
{
    return session_end_case(s, CASE_FAILED, &(struct reason){ .cause = cause });
}

int session_fail_words(struct session *s, enum cause cause, const char *format, ...)
{
    struct reason reason = { .cause = cause };
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason.words, sizeof reason.words, format, arguments);
    va_end(arguments);
    return session_end_case(s, CASE_FAILED, &reason);
}

int session_fail_errno(struct session *s, const char *what, int error)
{
    bool offered = error != -EOPNOTSUPP;
    session_fail_words(s, offered ? CAUSE_SYSTEM_ERROR : CAUSE_NOT_OFFERED, "%s: %s", what,
                       strerror(-error));
    s->outcome.status = offered ? CASE_FAILED : CASE_SKIPPED;
    return 1;
}

static void keep_times(struct session *s, const struct pass_times *times)
{
    if (s->passes < session_passes(&s->spec->request))
        s->times[s->passes] = *times;
}

void session_add_told(struct session *s, const struct sample *told, uint64_t *ret_ns)
{
    sample_add(&s->cost.sum, told);
    *ret_ns = (uint64_t)told->wall_ns;
    keep_times(s, &(struct pass_times){ .wall_ns = told->wall_ns,
                                        .open_ns = told->open_ns,
                                        .access_ns = told->access_ns,
                                        .close_ns = told->close_ns });
}

/* A stretch: passes between two preparations, whose reads are not the passes'. */
static void stretch_begin(struct session *s)
{
    if (s->passes == 0)
        s->cost.baseline_rss_bytes = usage_memory_now().rss_bytes;
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
    if (!s->renews && s->passes + 1 < s->spec->request.passes)
        return;
    struct memory now = usage_memory_now();
    if (!(now.peak_rss_bytes <= s->cost.peak.peak_rss_bytes))
        s->cost.peak = now;
}

/* SIGALRM ends this process after so many seconds; 0: it does not. */
static void limit_time(double seconds)
{
    struct itimerval t = { .it_value = { .tv_sec = (time_t)seconds } };
    t.it_value.tv_usec = (suseconds_t)((seconds - floor(seconds)) * 1e6);
    if (seconds > 0 && t.it_value.tv_sec == 0 && t.it_value.tv_usec == 0)
        t.it_value.tv_usec = 1; /* zero would be no limit */
    setitimer(ITIMER_REAL, &t, NULL);
}

/* Keeps the processor busy for a share of what the pass took; the nanoseconds it took. */
static double plant_delay(double share, double pass_ns)
{
    uint64_t begun = clock_now_ns(), now = begun;
    while ((double)(now - begun) < share * pass_ns)
        now = clock_now_ns();
    return (double)(now - begun);
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
        method_close(s->spec->method, s->file);
}

/* A lap of the clock, and what was used in it. */
struct lap {
    struct usage used;
    uint64_t from_ns;
};

static struct lap lap_begin(void)
{
    struct lap l = { .used = usage_now() };
    l.from_ns = clock_now_ns();
    return l;
}

static double lap_end(struct session *s, const struct lap *l)
{
    double ns = (double)(clock_now_ns() - l->from_ns);
    struct usage now = usage_now();
    usage_add(&s->cost.used, &l->used, &now);
    return ns;
}

/* What a child used is counted once it was waited for. */
static void end_work(struct session *s)
{
    if (!s->spec->workload->end)
        return;
    struct usage from = usage_family_now();
    s->spec->workload->end(s->work);
    struct usage to = usage_family_now();
    usage_add(&s->cost.used, &from, &to);
}

static int fail_run(struct session *s, int error)
{
    const struct workload *w = s->spec->workload;
    if (w->flags & WORKLOAD_SHARES && error == -EPIPE)
        return session_fail(s, CAUSE_PEER_ENDED);
    return session_fail_errno(s, w->name, error);
}

static int clocked_pass(void *context)
{
    const struct pass *p = context;
    struct session *s = p->session;
    const struct method *m = s->spec->method;
    const struct workload *w = s->spec->workload;
    struct pass_times t = { 0 };
    s->file = NULL;
    struct lap lap = lap_begin();
    int r =
        m->open ? method_open(&s->file, m, s->channel ? s->channel : s->path, &p->options) : 0;
    t.open_ns = lap_end(s, &lap);
    if (r < 0)
        return session_fail_errno(s, "open", r);
    r = w->begin ? w->begin(s->work, m, s->file) : 0;
    bool has_begun = r == 0;
    if (has_begun) {
        lap = lap_begin();
        r = w->run(s->work, m, s->file);
        t.access_ns = lap_end(s, &lap);
        look_at_memory(s);
    }
    lap = lap_begin();
    close_file(s);
    t.close_ns = lap_end(s, &lap);
    if (has_begun)
        end_work(s);
    if (r < 0)
        return fail_run(s, r);
    t.wall_ns = t.open_ns + t.access_ns + t.close_ns;
    double planted_ns = plant_delay(s->spec->request.plant, t.wall_ns);
    t.access_ns += planted_ns;
    t.wall_ns += planted_ns;
    *p->ret_ns = (uint64_t)t.wall_ns;
    keep_times(s, &t);
    return 0;
}

/* A buffer that is used again is there before the clock starts, and every page of it. In a
   memcg it is the group's. */
static int have_buffer(struct session *s, size_t bytes)
{
    void *buffer;
    if (s->buffer || !(s->spec->method->flags & METHOD_BUFFER))
        return 0;
    if (posix_memalign(&buffer, (size_t)sysconf(_SC_PAGESIZE), bytes) != 0)
        return session_fail_errno(s, "the buffer", -ENOMEM);
    s->buffer = memset(buffer, 1, bytes);
    return 0;
}

/* Whether every pass takes fresh memory for what it reads or gets. */
static bool takes_fresh_memory(const struct method *m)
{
    return m->flags & METHOD_FRESH || m->allocator;
}

/* The guard is set before the clock starts. */
static int guarded_pass(struct pass *p)
{
    struct session *s = p->session;
    const void *address;
    int r = guard_call(clocked_pass, p, &address);
    if (r != -EFAULT)
        return r;
    char words[CAUSE_WORDS_MAX];
    guard_explain(address, s->path, words, sizeof words);
    close_file(s);
    return session_fail_words(s, CAUSE_BUS_ERROR, "%s", words);
}

int session_own_pass(struct session *s, bool begins, uint64_t *ret_ns)
{
    const struct session_spec *spec = s->spec;
    struct pass pass = { .session = s, .ret_ns = ret_ns };
    size_t asked = (size_t)spec->request.key.buffer_bytes;
    size_t buffer_bytes = asked ? asked : METHOD_BUFFER_BYTES;
    if (have_buffer(s, buffer_bytes))
        return 1;
    pass.options = (struct method_options){
        .buffer_bytes = s->buffer ? buffer_bytes : asked,
        .buffer = s->buffer,
        .start = spec->workload->start,
        .writable = spec->workload->flags & WORKLOAD_IN_PLACE,
    };
    if (takes_fresh_memory(spec->method))
        usage_release_memory();
    usage_memory_reset_peak();
    if (begins)
        stretch_begin(s);
    limit_time(spec->request.limit_s);
    int r = guarded_pass(&pass);
    limit_time(0);
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
        .look = NAN,
        .blocks_seed = NAN,
        .repeated = NAN,
        .storage_reads = NAN,
        .refaults = NAN,
        .folio_bytes = NAN,
        .cpu = s->cpu,
        .passes = n,
        .user_ns = s->cost.used.user_ns / n,
        .system_ns = s->cost.used.system_ns / n,
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

/* A pass of the program, which clocks and limits itself. */
static int program_made_pass(struct session *s, uint64_t *ret_ns)
{
    struct outcome o;
    program_pass(s->program, s->rehearses, &o);
    if (o.status != CASE_OK)
        return session_end_case(s, o.status, &o.reason);
    s->outcome.answer = o.answer;
    session_add_told(s, &o.sample, ret_ns);
    return 0;
}

/* Whether the pass reads bytes of the page cache that are to come from memory. */
static bool wants_flush(const struct session_spec *spec)
{
    return !(spec->workload->flags & WORKLOAD_IN_MEMORY) &&
           !(spec->method->flags & (METHOD_DIRECT | METHOD_AS_FOUND));
}

static int before_pass(struct session *s)
{
    const struct session_spec *spec = s->spec;
    if (!spec->state->flushes || spec->request.cpu_cache == CPU_CACHE_AS_FOUND ||
        !wants_flush(spec))
        return 0;
    uint64_t begun = clock_now_ns();
    int r = state_flush(s->path, spec->request.cpu_cache);
    s->cost.flush_ns += clock_now_ns() - begun;
    return r < 0 ? session_fail_errno(s, "the processor's caches", r) : 0;
}

/* Around a stretch, whoever makes its passes: these readings of /proc and /sys are in none. */
static struct system_io look_at_system(const struct session *s)
{
    return system_io_now(HAVE_LINUX_EXTRAS ? "" : NULL, s->device);
}

static void system_begin(struct session *s)
{
    if (s->passes == 0)
        s->device = storage_device(s->path);
    s->cost.system_from = look_at_system(s);
}

static void system_end(struct session *s)
{
    struct system_io now = look_at_system(s);
    system_io_add(&s->cost.system, &s->cost.system_from, &now);
}

void session_add_system(struct session *s, struct sample *ret)
{
    double n = (double)s->passes;
    if (!s->renews)
        system_end(s);
    ret->storage_reads = s->cost.system.storage_reads / n;
    ret->refaults = s->cost.system.refaults / n;
}

int session_make_pass(struct session *s, bool begins, uint64_t *ret_ns)
{
    int r = before_pass(s);
    if (begins && r == 0)
        system_begin(s);
    if (r == 0)
        r = s->program ? program_made_pass(s, ret_ns) : session_own_pass(s, begins, ret_ns);
    if (r == 0 && s->renews)
        system_end(s);
    if (r == 0 && s->passes == 0)
        s->cost.first_ns = *ret_ns;
    s->cpu = usage_processor();
    return r;
}
