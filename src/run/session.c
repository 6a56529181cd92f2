/* SPDX-License-Identifier: MIT */
#include "run/session.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/io.h"
#include "base/stop.h"
#include "base/text.h"
#include "measure/clock.h"
#include "measure/usage.h"
#include "run/guard.h"
#include "run/scratch.h"

struct session {
    const struct session_spec *spec;
    struct work *work;
    char *scratch, *copy; /* the folder of the private copy, and the copy */
    const char *path;     /* what the passes work on */
    struct file *file;    /* open in the pass */
    bool renews;          /* the state is made anew before every pass */
    struct outcome outcome;

    int64_t passes;
    uint64_t open_ns, access_ns, close_ns;
    struct usage used;
    struct memory peak;
    double baseline_rss_bytes, resident_before;
    struct usage_io io_from, io; /* since the stretch began; of all stretches */
};

static int fail(struct session *s, enum case_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static int fail(struct session *s, enum case_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    s->outcome.status = status;
    vsnprintf(s->outcome.reason, sizeof s->outcome.reason, format, arguments);
    va_end(arguments);
    return 1;
}

static int fail_errno(struct session *s, const char *what, int error)
{
    enum case_status status = error == -EOPNOTSUPP ? CASE_SKIPPED : CASE_FAILED;
    return fail(s, status, "%s: %s", what, strerror(-error));
}

/* A stretch: passes between two preparations, whose reads are not the passes'. */
static void stretch_begin(struct session *s)
{
    usage_memory_reset_peak();
    struct memory now = usage_memory_now();
    if (s->passes == 0)
        s->baseline_rss_bytes = now.rss_bytes;
    s->io_from = usage_io_now();
}

static void stretch_end(struct session *s)
{
    struct usage_io now = usage_io_now();
    usage_io_add(&s->io, &s->io_from, &now);
}

static int make_copy(struct session *s)
{
    if (!s->copy)
        return 0;
    int r = scratch_copy(s->spec->path, s->copy);
    if (r < 0)
        return fail(s, CASE_FAILED, "cannot copy %s to %s: %s; name a folder with --dir",
                    s->spec->path, s->copy, strerror(-r));
    return 0;
}

static int bring_state(struct session *s, bool only_prove)
{
    const struct state *state = s->spec->state;
    double resident = NAN;
    int r = only_prove ? state_prove(state, s->path, &resident)
                       : state_establish(state, s->path, &resident);
    if (r == -ESTALE)
        return fail(s, CASE_FAILED, "%s " OUTCOME_NOT_PROVED ": %.6f of the file is resident",
                    state->name, resident);
    if (r < 0)
        return fail(s, CASE_FAILED, "%s could not be prepared: %s", state->name, strerror(-r));
    s->resident_before = resident;
    return 0;
}

static void set_limit(double seconds)
{
    struct itimerval t = { .it_value = { .tv_sec = (time_t)seconds } };
    t.it_value.tv_usec = (suseconds_t)((seconds - floor(seconds)) * 1e6);
    if (seconds > 0 && t.it_value.tv_sec == 0 && t.it_value.tv_usec == 0)
        t.it_value.tv_usec = 1; /* zero would be no limit */
    setitimer(ITIMER_REAL, &t, NULL);
}

/* Peak memory is looked at before the last pass lets go of the file, with the clock
   stopped. */
static void look_at_memory(struct session *s)
{
    if (!s->renews && s->passes + 1 < s->spec->passes)
        return;
    struct memory now = usage_memory_now();
    if (!(now.peak_rss_bytes <= s->peak.peak_rss_bytes))
        s->peak = now;
}

/* Keeps the processor busy for a share of what the pass took. The nanoseconds it took. */
static uint64_t plant_delay(double share, uint64_t pass_ns)
{
    uint64_t begun = clock_now_ns(), now = begun;
    while ((double)(now - begun) < share * (double)pass_ns)
        now = clock_now_ns();
    return now - begun;
}

struct pass {
    struct session *session;
    struct method_options options;
    uint64_t *ret_ns;
};

static int clocked_pass(void *context)
{
    const struct pass *p = context;
    struct session *s = p->session;
    const struct method *m = s->spec->method;
    s->file = NULL;
    struct usage from = usage_now();
    uint64_t t0 = clock_now_ns();
    int r = m->open(&s->file, s->path, &p->options);
    uint64_t t1 = clock_now_ns();
    if (r < 0)
        return fail_errno(s, "open", r);
    r = s->spec->workload->run(s->work, m, s->file);
    uint64_t t2 = clock_now_ns();
    struct usage middle = usage_now();
    usage_add(&s->used, &from, &middle);

    look_at_memory(s);

    from = usage_now();
    uint64_t t3 = clock_now_ns();
    m->close(s->file);
    uint64_t t4 = clock_now_ns();
    middle = usage_now();
    usage_add(&s->used, &from, &middle);
    if (r < 0)
        return fail_errno(s, s->spec->workload->name, r);
    uint64_t pass_ns = t2 - t0 + t4 - t3, planted_ns = plant_delay(s->spec->plant, pass_ns);
    s->open_ns += t1 - t0;
    s->access_ns += t2 - t1 + planted_ns;
    s->close_ns += t4 - t3;
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
    s->spec->method->close(s->file);
    return 1;
}

static int check_answer(struct session *s)
{
    struct answer *answer = &s->outcome.answer;
    if (s->spec->unchecked)
        return 0;
    int r = s->spec->workload->answer(s->work, answer);
    if (r < 0)
        return fail_errno(s, "the answer", r);
    if (s->spec->expected && strcmp(answer->text, s->spec->expected) != 0)
        return fail(s, CASE_FAILED, "wrong answer: %s instead of %s", answer->text,
                    s->spec->expected);
    return 0;
}

int session_pass(struct session *s, uint64_t *ret_wall_ns)
{
    const struct session_spec *spec = s->spec;
    struct pass pass = { .session = s, .ret_ns = ret_wall_ns };
    pass.options = (struct method_options){
        .buffer_bytes = spec->buffer_bytes,
        .start = spec->workload->start,
        .writable = (spec->workload->flags & WORKLOAD_WRITES) && spec->method->put,
    };
    bool first = s->passes == 0;
    bool begins = first || s->renews;
    bool only_prove = spec->prepared && first && !s->copy;
    if (s->outcome.status != CASE_OK)
        return 1;
    if (stop_requested())
        return fail(s, CASE_FAILED, "interrupted");
    if (begins && (make_copy(s) || bring_state(s, only_prove)))
        return 1;
    usage_release_memory();
    if (begins)
        stretch_begin(s);
    set_limit(spec->limit_s);
    int r = guarded_pass(&pass);
    set_limit(0);
    if (r == 0 && s->renews)
        stretch_end(s);
    if (r == 0)
        r = check_answer(s);
    s->passes += r == 0;
    return r;
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return strdup(".");
    return slash == path ? strdup("/") : text_printf("%.*s", (int)(slash - path), path);
}

static bool makes_copy(const struct session_spec *spec)
{
    return (spec->workload->flags & WORKLOAD_WRITES) && !spec->overwrite;
}

/* Where the private copy may lie. The caller frees; NULL when memory is short. */
static char *scratch_parent(const struct session_spec *spec)
{
    return spec->scratch ? strdup(spec->scratch) : folder_of(spec->path);
}

static int refuse(struct session *s)
{
    const struct session_spec *spec = s->spec;
    const char *reason = spec->workload->refuses(spec->method);
    char *place = makes_copy(spec) ? scratch_parent(spec) : strdup(spec->path);
    if (!place)
        return -ENOMEM;
    if (!reason)
        reason = spec->state->refuses(place);
    free(place);
    return reason ? fail(s, CASE_SKIPPED, "%s", reason) : 0;
}

static int file_bytes_of(const char *path, uint64_t *ret)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int r = io_file_size(fd, ret);
    close(fd);
    return r;
}

/* A folder of its own for the private copy and what the workload writes beside it. */
static int make_scratch(struct session *s)
{
    char *parent = scratch_parent(s->spec);
    if (!parent)
        return -ENOMEM;
    int r = scratch_make(&s->scratch, parent);
    if (r < 0)
        r = fail(s, CASE_FAILED,
                 "cannot make a private copy in %s: %s; name a folder with --dir", parent,
                 strerror(-r));
    else if (!(s->copy = text_printf("%s/copy", s->scratch)))
        r = -ENOMEM;
    free(parent);
    return r;
}

static int set_up(struct session *s)
{
    const struct session_spec *spec = s->spec;
    struct workload_input input = { .seed = spec->seed,
                                    .draws = spec->draws,
                                    .numbered = spec->numbered };
    bool writes = spec->workload->flags & WORKLOAD_WRITES;
    int r = file_bytes_of(spec->path, &input.file_bytes);
    if (r < 0)
        return fail_errno(s, spec->path, r);
    if (makes_copy(spec))
        r = make_scratch(s);
    if (r != 0)
        return r;
    s->path = input.path = s->copy ? s->copy : spec->path;
    s->renews = writes || spec->state->resident < 1;
    r = spec->workload->setup(&s->work, &input);
    return r < 0 ? fail_errno(s, "setup", r) : 0;
}

int session_begin(struct session **ret, const struct session_spec *spec,
                  struct outcome *outcome)
{
    struct session *s = calloc(1, sizeof *s);
    if (!s) {
        *outcome = (struct outcome){ .status = CASE_FAILED, .reason = "out of memory" };
        return 1;
    }
    s->spec = spec;
    s->outcome.sample = sample_unknown();
    s->peak.peak_rss_bytes = NAN;
    usage_fix_allocator();
    guard_install();
    int r = refuse(s);
    if (r == 0)
        r = set_up(s);
    if (r == 0) {
        *ret = s;
        return 0;
    }
    if (r < 0)
        fail(s, CASE_FAILED, "%s", strerror(-r));
    session_end(s, outcome);
    return 1;
}

/* Pages that left the cache meanwhile (proactive reclaim, another program's eviction) make
   a warm sample a half-cold one. */
static int check_still_warm(struct session *s, double resident_after)
{
    if (s->renews || !(resident_after < s->spec->state->resident))
        return 0;
    return fail(s, CASE_FAILED,
                "%s " OUTCOME_NOT_PROVED " afterwards: %.6f of the file is resident",
                s->spec->state->name, resident_after);
}

/* NAN where the system does not tell, or not us. */
static int look_at_residency(struct session *s, double *ret)
{
    *ret = NAN;
    int r = state_residency(s->path, ret);
    if (r < 0 && r != -EOPNOTSUPP && r != -EPERM)
        return fail_errno(s, "residency", r);
    return check_still_warm(s, *ret);
}

static void fill_sample(struct session *s, struct sample *ret)
{
    double n = (double)s->passes;
    double resident_after;
    if (look_at_residency(s, &resident_after))
        return;
    *ret = (struct sample){
        .round = NAN,
        .order = NAN,
        .iterations = n,
        .wall_ns = (double)(s->open_ns + s->access_ns + s->close_ns) / n,
        .user_ns = s->used.user_ns / n,
        .system_ns = s->used.system_ns / n,
        .open_ns = (double)s->open_ns / n,
        .access_ns = (double)s->access_ns / n,
        .close_ns = (double)s->close_ns / n,
        .minor_faults = s->used.minor_faults / n,
        .major_faults = s->used.major_faults / n,
        .voluntary_switches = s->used.voluntary_switches / n,
        .involuntary_switches = s->used.involuntary_switches / n,
        .storage_read_bytes = s->io.storage_read_bytes / n,
        .read_calls = s->io.read_calls / n,
        .read_call_bytes = s->io.read_call_bytes / n,
        .peak_rss_bytes = s->peak.peak_rss_bytes,
        .rss_anon_bytes = s->peak.rss_anon_bytes,
        .rss_file_bytes = s->peak.rss_file_bytes,
        .baseline_rss_bytes = s->baseline_rss_bytes,
        .resident_before = s->resident_before,
        .resident_after = resident_after,
    };
}

void session_end(struct session *s, struct outcome *ret_outcome)
{
    if (!s)
        return;
    if (s->outcome.status == CASE_OK && s->passes > 0) {
        if (!s->renews)
            stretch_end(s);
        fill_sample(s, &s->outcome.sample);
    }
    if (ret_outcome)
        *ret_outcome = s->outcome;
    if (s->work)
        s->spec->workload->teardown(s->work);
    scratch_remove(s->scratch);
    free(s->scratch);
    free(s->copy);
    free(s);
}
