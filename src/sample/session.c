/* SPDX-License-Identifier: MIT */
#include "sample/session-private.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/guard.h"
#include "base/io.h"
#include "base/scratch.h"
#include "base/stop.h"
#include "base/text.h"
#include "measure/folios.h"

static int make_copy(struct session *s)
{
    if (!s->copy)
        return 0;
    int r = scratch_copy(s->spec->request.path, s->copy);
    return r < 0 ? session_fail_words(s, CAUSE_NO_COPY, "a private copy at %s: %s", s->copy,
                                      strerror(-r))
                 : 0;
}

static int fail_resident(struct session *s, enum cause cause, double resident)
{
    return session_end_case(s, CASE_FAILED,
                            &(struct reason){ .cause = cause, .numbers = { resident } });
}

static int bring_state(struct session *s, bool only_prove)
{
    const struct state *state = s->spec->state;
    struct state_proof proof = { .resident = NAN };
    int r = only_prove ? state_prove_if_told(state, s->path, &proof)
                       : state_establish_within(state, s->path, &s->repeats_left, &proof);
    if (r == -ESTALE)
        return fail_resident(s, CAUSE_NOT_VERIFIED, proof.resident);
    if (r < 0)
        return session_fail_words(s, CAUSE_NOT_PREPARED, "%s", state_strerror(r));
    s->resident_before = proof.resident;
    s->outcome.unproved = proof.unproved;
    return 0;
}

static int check_answer(struct session *s)
{
    struct answer *answer = &s->outcome.answer;
    const struct request *q = &s->spec->request;
    if (q->unchecked)
        return 0;
    int r = s->work ? s->spec->workload->answer(s->work, answer) : 0;
    if (r < 0)
        return session_fail_errno(s, "the answer", r);
    if (q->expected[0] && strcmp(answer->text, q->expected) != 0)
        return session_fail_words(s, CAUSE_WRONG_ANSWER, "%s instead of %s", answer->text,
                                  q->expected);
    return 0;
}

/* Pages that left the cache meanwhile make a warm sample a half-cold one, unless the work is
   done in memory. */
static int check_still_warm(struct session *s)
{
    if (s->renews || s->spec->workload->flags & WORKLOAD_IN_MEMORY ||
        !(s->resident_after < s->spec->state->resident))
        return 0;
    return fail_resident(s, CAUSE_NOT_KEPT, s->resident_after);
}

/* A cold case that was prepared for another clock ends with its pass, for looking costs the
   more the more there is to see. */
static bool is_clocked(const struct session *s)
{
    return s->renews && s->spec->request.prepared;
}

/* NAN where the system does not tell, or not us. Of a pass that was made apart the other
   process tells. */
static int look_at_residency(struct session *s)
{
    s->resident_after = NAN;
    int r = s->isolated || is_clocked(s) ? 0 : state_residency(s->path, &s->resident_after);
    if (r < 0 && !state_untold(r))
        return session_fail_errno(s, "residency", r);
    return check_still_warm(s);
}

static int discard_passes(struct session *s)
{
    uint64_t ns;
    const int count = s->spec->state->discarded_passes;
    int r = 0;
    for (int i = 0; i < count && r == 0; i++)
        r = session_make_pass(s, true, &ns);
    if (count)
        s->cost = session_no_cost();
    return r;
}

static int pass_here(struct session *s, uint64_t *ret_wall_ns)
{
    const struct session_spec *spec = s->spec;
    bool begins = s->passes == 0 || s->renews;
    bool only_prove = session_only_proves(s) && !s->copy;
    if (begins && (make_copy(s) || bring_state(s, only_prove)))
        return 1;
    int r = spec->memcg ? session_enter_memcg(s) : begins ? discard_passes(s) : 0;
    if (r == 0)
        r = session_make_pass(s, begins, ret_wall_ns);
    if (r == 0 && spec->memcg)
        r = session_prove_memcg(s);
    return r == 0 ? check_answer(s) : r;
}

/* Of the process that makes a pass apart: a session of its own. */
static void whole_session(const struct session_spec *spec, struct outcome *ret)
{
    struct session *s;
    uint64_t ns;
    if (session_begin(&s, spec, ret) == 0) {
        session_pass(s, &ns);
        session_end(s, ret);
    }
}

static int try_pass(struct session *s, uint64_t *ret_wall_ns)
{
    if (stop_requested())
        return session_fail(s, CAUSE_INTERRUPTED);
    int r = s->isolated ? session_pass_isolated(s, whole_session, ret_wall_ns)
                        : pass_here(s, ret_wall_ns);
    s->passes += r == 0;
    return r == 0 && s->passes >= s->spec->request.passes ? look_at_residency(s) : r;
}

/* After a disturbance: where all passes share one state, none of them counts. */
static bool begins_again(struct session *s)
{
    if (!cause_is_disturbance(s->outcome.reason.cause) || s->repeats_left == 0)
        return false;
    s->repeats_left--;
    s->outcome = outcome_of(CASE_OK, CAUSE_NONE);
    if (!s->renews) {
        s->passes = 0;
        s->cost = session_no_cost();
    }
    return true;
}

int session_pass(struct session *s, uint64_t *ret_wall_ns)
{
    int r = s->outcome.status != CASE_OK;
    for (uint64_t wanted = s->passes + 1; r == 0 && s->passes < wanted;) {
        r = try_pass(s, ret_wall_ns);
        if (r != 0 && begins_again(s))
            r = 0;
    }
    return r;
}

static bool makes_copy(const struct session_spec *spec)
{
    return (spec->workload->flags & WORKLOAD_WRITES) && !spec->request.overwrite;
}

/* What workload and method are, before the system is asked. */
static enum cause refuse_pair(const struct session_spec *spec)
{
    enum cause cause = workload_refuses(spec->workload, spec->method);
    if (!cause && session_threads(spec) > 1)
        cause = workload_refuses_threads(spec->workload, spec->method);
    if (!cause && spec->workload->flags & WORKLOAD_IN_MEMORY &&
        (spec->state->resident < 1 || spec->state->discarded_passes))
        cause = CAUSE_WORK_IN_MEMORY;
    if (!cause && spec->workload->flags & WORKLOAD_WRITES && spec->state->discarded_passes)
        cause = CAUSE_NEVER_HOT;
    if (!cause && spec->method->program && !spec->request.programs[0])
        cause = CAUSE_NO_SCRIPTS;
    return cause;
}

static int refuse(struct session *s)
{
    const struct session_spec *spec = s->spec;
    const char *path = spec->request.path;
    char *place = makes_copy(spec) ? scratch_parent(spec->request.scratch, path) : strdup(path);
    if (!place)
        return -ENOMEM;
    enum cause cause = refuse_pair(spec);
    if (!cause && spec->method->refuses)
        cause = spec->method->refuses(path);
    if (!cause && !spec->memcg)
        cause = spec->state->refuses(place);
    if (!cause && s->isolated)
        cause = state_refuses_limit("", s->file_bytes);
    free(place);
    return cause ? session_skip(s, cause) : 0;
}

/* Whoever names a folder for copies on a read-only file system measures what that file
   system is for; whoever names none is told to. */
static int fail_without_scratch(struct session *s, const char *parent, int error)
{
    if (error == -EROFS && s->spec->request.scratch[0]) {
        session_fail_words(s, CAUSE_READ_ONLY, "%s", parent);
        s->outcome.status = CASE_SKIPPED;
        return 1;
    }
    return session_fail_words(s, CAUSE_NO_COPY, "a private %s in %s: %s",
                              makes_copy(s->spec) ? "copy" : "file", parent, strerror(-error));
}

/* A folder of its own for the private copy and what the workload writes beside it, or for a
   transport's file; *ret_path is where that shall lie. */
static int make_scratch(struct session *s, char **ret_path)
{
    char *parent = scratch_parent(s->spec->request.scratch, s->spec->request.path);
    if (!parent)
        return -ENOMEM;
    int r = scratch_make(&s->scratch, parent);
    if (r < 0)
        r = fail_without_scratch(s, parent, r);
    else if (!(*ret_path = text_printf("%s/private", s->scratch)))
        r = -ENOMEM;
    free(parent);
    return r;
}

static int set_up_work(const struct session *s, uint64_t seed, struct work **ret)
{
    const struct session_spec *spec = s->spec;
    return workload_set_up(ret, spec->workload,
                           &(struct workload_input){ .file_bytes = s->file_bytes,
                                                     .seed = seed,
                                                     .key = &spec->request.key,
                                                     .numbered = spec->request.numbered,
                                                     .path = s->path });
}

/* The pass that fills the limited memory draws other blocks than the one that is measured. */
static int set_up_works(struct session *s)
{
    const struct session_spec *spec = s->spec;
    bool rehearses = spec->memcg && !(spec->workload->flags & WORKLOAD_WRITES);
    int r = set_up_work(s, spec->request.seed, &s->work);
    return r == 0 && rehearses ? set_up_work(s, spec->request.seed + 1, &s->rehearsal) : r;
}

/* Memory that is what the question is about, or that a message is received in, is had as a
   program has it by default. */
static bool takes_default_malloc(const struct session *s)
{
    return s->spec->workload->flags & WORKLOAD_IN_MEMORY;
}

/* It is told what this process was, and where the file lies that it works on. */
static int start_program(struct session *s)
{
    struct request request = s->spec->request;
    request.fresh_pages = !takes_default_malloc(s);
    request_set_path(request.path, s->path);
    request_set_path(request.channel, s->channel);
    return program_start(&s->program, s->spec->method->program, &request, &s->outcome);
}

static int set_up(struct session *s)
{
    const struct session_spec *spec = s->spec;
    bool writes = spec->workload->flags & WORKLOAD_WRITES;
    int r = 0;
    s->times = calloc((size_t)session_passes(&spec->request), sizeof *s->times);
    if (!s->times)
        return -ENOMEM;
    s->path = spec->request.path;
    s->renews = writes || spec->state->resident < 1;
    if (s->isolated) /* the process that makes the pass does the rest */
        return 0;
    if (makes_copy(spec))
        r = make_scratch(s, &s->copy);
    else if (spec->method->flags & METHOD_MAKES_FILE)
        r = make_scratch(s, &s->channel);
    if (r != 0)
        return r;
    if (s->copy)
        s->path = s->copy;
    if (!spec->method->program || spec->workload->flags & WORKLOAD_STORED)
        r = set_up_works(s);
    if (r == 0 && spec->method->program)
        r = start_program(s);
    return r < 0 ? session_fail_errno(s, "setup", r) : r;
}

static int look_at_file(struct session *s)
{
    int r = io_path_size(s->spec->request.path, &s->file_bytes);
    return r < 0 ? session_fail_errno(s, s->spec->request.path, r) : 0;
}

int session_spec_of(struct session_spec *ret, const struct request *r, const char **ret_unknown)
{
    struct session_spec spec = { .workload = workload_find_by_name(r->key.workload),
                                 .method = method_find(r->key.method),
                                 .state = state_find(r->key.state),
                                 .request = *r };
    *ret_unknown = !spec.workload ? r->key.workload
                   : !spec.method ? r->key.method
                   : !spec.state  ? r->key.state
                                  : NULL;
    if (*ret_unknown)
        return -EINVAL;
    *ret = spec;
    return 0;
}

int session_begin(struct session **ret, const struct session_spec *spec,
                  struct outcome *outcome)
{
    struct session *s = calloc(1, sizeof *s);
    if (!s) {
        *outcome = outcome_of_words(CASE_FAILED, CAUSE_SYSTEM_ERROR, "out of memory");
        return 1;
    }
    s->spec = spec;
    s->isolated = spec->state->memory_share > 0 && !spec->memcg;
    s->repeats_left = session_repeats_max(spec);
    s->outcome.sample = sample_unknown();
    s->cost = session_no_cost();
    if (!spec->method->allocator) /* malloc is measured as a program finds it */
        usage_fix_allocator();
    guard_install();
    int r = look_at_file(s);
    if (r == 0)
        r = refuse(s);
    if (r == 0)
        r = set_up(s);
    if (r == 0) {
        *ret = s;
        return 0;
    }
    if (r < 0)
        session_fail_words(s, CAUSE_SYSTEM_ERROR, "%s", strerror(-r));
    session_end(s, outcome);
    return 1;
}

/* Of a pass that was made apart the other process told all. */
static void fill_sample(struct session *s, struct sample *ret)
{
    bool told = s->isolated || s->program;
    struct sample found = told ? sample_mean(&s->cost.sum) : session_own_sample(s);
    if (s->passes < s->spec->request.passes &&
        look_at_residency(s)) /* it ends before its last pass */
        return;
    uint64_t timed = session_passes(&s->spec->request);
    sample_set_times(&found, s->times, (size_t)(s->passes < timed ? s->passes : timed));
    if (!s->isolated) {
        session_add_system(s, &found);
        found.resident_before = s->resident_before;
        found.resident_after = s->resident_after;
        found.cached_after_bytes = s->resident_after * (double)s->file_bytes;
        if (s->spec->workload->flags & WORKLOAD_BLOCKS)
            found.blocks_seed = (double)s->spec->request.seed;
        found.first_ns = s->spec->state->discarded_passes ? NAN : (double)s->cost.first_ns;
        found.flush_ns = (double)s->cost.flush_ns / (double)s->passes;
        found.limit_bytes = s->spec->memcg ? s->spec->memcg->limit_bytes : NAN;
        /* A program works its answer out in the group, and would be told of it as well. */
        found.limit_hits = s->spec->memcg && !s->program ? s->limit_hits : NAN;
        found.folio_bytes =
            is_clocked(s) ? NAN : folios_mean_bytes(s->path); /* after all else */
    }
    found.repeated = session_repeats_max(s->spec) - s->repeats_left;
    *ret = found;
}

void session_end(struct session *s, struct outcome *ret_outcome)
{
    if (!s)
        return;
    if (s->outcome.status == CASE_OK && s->passes > 0)
        fill_sample(s, &s->outcome.sample);
    if (ret_outcome)
        *ret_outcome = s->outcome;
    workload_tear_down(s->spec->workload, s->work);
    workload_tear_down(s->spec->workload, s->rehearsal);
    program_stop(s->program);
    scratch_remove(s->scratch);
    free(s->scratch);
    free(s->copy);
    free(s->channel);
    free(s->buffer);
    free(s->times);
    free(s);
}
