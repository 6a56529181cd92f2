/* SPDX-License-Identifier: MIT */
/*
 * A pass in a memory cgroup, in the process that makes it.
 *
 * The measured pass is the second one in the group. The first fills the memory: only then
 * must something go for whatever comes, and that is how a program finds a file that is larger
 * than memory at every time but the first. A workload that writes has a new copy for every
 * pass, so there the first is measured.
 */
#include "sample/session-private.h"

#include <errno.h>
#include <unistd.h>

static int enter(const struct session *s)
{
    int r = memcg_enter(s->spec->memcg, getpid());
    if (r == 0 && s->program)
        r = memcg_enter(s->spec->memcg, program_pid(s->program));
    return r;
}

/* What it costs is forgotten, and its answer, of other blocks, is not looked at. */
static int rehearse(struct session *s)
{
    uint64_t ns;
    struct work *work = s->work;
    s->work = s->rehearsal;
    s->rehearses = true;
    int r = session_make_pass(s, true, &ns);
    s->rehearses = false;
    s->work = work;
    s->cost = session_no_cost();
    if (r != 0)
        return r;
    r = state_residency(s->path, &s->resident_before);
    return r < 0 && !state_untold(r) ? session_fail_errno(s, "residency", r) : 0;
}

int session_enter_memcg(struct session *s)
{
    bool writes = s->spec->workload->flags & WORKLOAD_WRITES;
    int r = enter(s);
    if (r < 0)
        return session_fail_errno(s, "entering the memory cgroup", r);
    r = writes ? 0 : rehearse(s);
    s->hits_before = memcg_use(s->spec->memcg).hits;
    return r;
}

/* What others do to the page cache tells nothing of this: pages that were charged elsewhere
   and are gone leave no trace. */
static bool was_inside(const struct session *s)
{
    const struct memcg *g = s->spec->memcg;
    return memcg_holds(g, getpid()) && (!s->program || memcg_holds(g, program_pid(s->program)));
}

int session_prove_memcg(struct session *s)
{
    const struct memcg *g = s->spec->memcg;
    struct memcg_use use;
    double resident;
    if (!was_inside(s))
        return session_fail(s, CAUSE_OUTSIDE_GROUP);
    int r = state_prove_limit(g, s->path, &resident, &use);
    if (r < 0 && r != -ESTALE)
        return session_fail_errno(s, "the limit", r);
    if (r < 0)
        return session_end_case(
            s, CASE_FAILED,
            &(struct reason){ .cause = CAUSE_LIMIT_NOT_VERIFIED,
                              .numbers = { resident, use.used_bytes, g->limit_bytes } });
    s->limit_hits = use.hits - s->hits_before;
    return 0;
}
