/* SPDX-License-Identifier: MIT */
#include "run/session.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "base/stop.h"
#include "base/text.h"
#include "measure/clock.h"
#include "measure/usage.h"
#include "run/guard.h"
#include "run/program.h"
#include "run/scratch.h"
#include "run/timer.h"

struct session {
    const struct session_spec *spec;
    struct work *work;
    struct program *program; /* of a method that is one: it makes the passes */
    char *scratch, *copy;    /* the folder of the private copy, and the copy */
    const char *path;        /* what the passes work on */
    struct file *file;       /* open in the pass */
    bool renews;             /* the state is made anew before every pass */
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
    uint64_t pass_ns = t2 - t0 + t4 - t3, planted_ns = timer_delay(s->spec->plant, pass_ns);
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

/* A pass of this process, within its limit. */
static int own_pass(struct session *s, bool begins, uint64_t *ret_ns)
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

/* A pass of the program, which clocks and limits itself. */
static int program_made_pass(struct session *s, uint64_t *ret_ns)
{
    struct outcome o;
    program_pass(s->program, &o);
    if (o.status != CASE_OK)
        return fail(s, o.status, "%s", o.reason);
    s->outcome.answer = o.answer;
    *ret_ns = (uint64_t)o.sample.wall_ns;
    return 0;
}

static int check_answer(struct session *s)
{
    struct answer *answer = &s->outcome.answer;
    if (s->spec->unchecked)
        return 0;
    int r = s->program ? 0 : s->spec->workload->answer(s->work, answer);
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
    bool first = s->passes == 0;
    bool begins = first || s->renews;
    bool only_prove = spec->prepared && first && !s->copy;
    if (s->outcome.status != CASE_OK)
        return 1;
    if (stop_requested())
        return fail(s, CASE_FAILED, "interrupted");
    if (begins && (make_copy(s) || bring_state(s, only_prove)))
        return 1;
    int r = s->program ? program_made_pass(s, ret_wall_ns) : own_pass(s, begins, ret_wall_ns);
    if (r == 0)
        r = check_answer(s);
    s->passes += r == 0;
    return r;
}

static bool makes_copy(const struct session_spec *spec)
{
    return (spec->workload->flags & WORKLOAD_WRITES) && !spec->overwrite;
}

static int refuse(struct session *s)
{
    const struct session_spec *spec = s->spec;
    const char *reason = workload_refuses(spec->workload, spec->method);
    char *place =
        makes_copy(spec) ? scratch_parent(spec->scratch, spec->path) : strdup(spec->path);
    if (!place)
        return -ENOMEM;
    if (!reason && spec->method->program && !spec->programs)
        reason = "where the scripts of such methods lie is not known";
    if (!reason)
        reason = spec->state->refuses(place);
    free(place);
    return reason ? fail(s, CASE_SKIPPED, "%s", reason) : 0;
}

/* Whoever names a folder for copies on a read-only file system measures what that file
   system is for; whoever names none is told to. */
static int fail_without_scratch(struct session *s, const char *parent, int error)
{
    if (error == -EROFS && s->spec->scratch)
        return fail(s, CASE_SKIPPED, "%s is read-only: no private copy can be made there",
                    parent);
    return fail(s, CASE_FAILED,
                "cannot make a private copy in %s: %s; name a folder with --dir", parent,
                strerror(-error));
}

/* A folder of its own for the private copy and what the workload writes beside it. */
static int make_scratch(struct session *s)
{
    char *parent = scratch_parent(s->spec->scratch, s->spec->path);
    if (!parent)
        return -ENOMEM;
    int r = scratch_make(&s->scratch, parent);
    if (r < 0)
        r = fail_without_scratch(s, parent, r);
    else if (!(s->copy = text_printf("%s/copy", s->scratch)))
        r = -ENOMEM;
    free(parent);
    return r;
}

static int set_up_work(struct session *s, uint64_t file_bytes)
{
    const struct session_spec *spec = s->spec;
    return spec->workload->setup(&s->work, &(struct workload_input){ .file_bytes = file_bytes,
                                                                     .seed = spec->seed,
                                                                     .draws = spec->draws,
                                                                     .numbered = spec->numbered,
                                                                     .path = s->path });
}

static int start_program(struct session *s)
{
    const struct session_spec *spec = s->spec;
    return program_start(&s->program,
                         &(struct program_spec){ .folder = spec->programs,
                                                 .script = spec->method->program,
                                                 .workload = spec->workload->name,
                                                 .method = spec->method->name,
                                                 .path = s->path,
                                                 .seed = spec->seed,
                                                 .draws = spec->draws,
                                                 .buffer_bytes = spec->buffer_bytes,
                                                 .limit_s = spec->limit_s,
                                                 .plant = spec->plant,
                                                 .numbered = spec->numbered },
                         &s->outcome);
}

static int set_up(struct session *s)
{
    const struct session_spec *spec = s->spec;
    bool writes = spec->workload->flags & WORKLOAD_WRITES;
    uint64_t file_bytes;
    int r = io_path_size(spec->path, &file_bytes);
    if (r < 0)
        return fail_errno(s, spec->path, r);
    if (makes_copy(spec))
        r = make_scratch(s);
    if (r != 0)
        return r;
    s->path = s->copy ? s->copy : spec->path;
    s->renews = writes || spec->state->resident < 1;
    r = spec->method->program ? start_program(s) : set_up_work(s, file_bytes);
    return r < 0 ? fail_errno(s, "setup", r) : r;
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

static struct sample own_sample(const struct session *s)
{
    double n = (double)s->passes;
    return (struct sample){
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
    };
}

static void fill_sample(struct session *s, struct sample *ret)
{
    double resident_after;
    if (look_at_residency(s, &resident_after))
        return;
    *ret = s->program ? program_sample(s->program) : own_sample(s);
    ret->resident_before = s->resident_before;
    ret->resident_after = resident_after;
}

void session_end(struct session *s, struct outcome *ret_outcome)
{
    if (!s)
        return;
    if (s->outcome.status == CASE_OK && s->passes > 0) {
        if (!s->renews && !s->program)
            stretch_end(s);
        fill_sample(s, &s->outcome.sample);
    }
    if (ret_outcome)
        *ret_outcome = s->outcome;
    if (s->work)
        s->spec->workload->teardown(s->work);
    program_stop(s->program);
    scratch_remove(s->scratch);
    free(s->scratch);
    free(s->copy);
    free(s);
}
