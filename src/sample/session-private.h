/* SPDX-License-Identifier: MIT */
/*
 * What the files of a session share: session.c leads it from state to state, pass.c makes the
 * passes of this process and keeps what they cost, isolated.c has them made by processes whose
 * memory is limited, in-cgroup.c is what these do more.
 *
 * In the sample process: mapread-bench, mapread case, or the child of a limited pass.
 */
#ifndef MAPREAD_SAMPLE_SESSION_PRIVATE_H
#define MAPREAD_SAMPLE_SESSION_PRIVATE_H

#include <math.h>

#include "measure/machine.h"
#include "measure/system_io.h"
#include "measure/usage.h"
#include "sample/program.h"
#include "sample/session.h"

/* What the passes cost so far. */
struct session_cost {
    uint64_t first_ns, flush_ns; /* of the first pass; before all of them */
    struct usage used;
    struct memory peak;
    double baseline_rss_bytes;
    struct usage_io io_from, io; /* since the stretch began; of all stretches */
    struct system_io system_from, system;
    struct sample sum; /* of passes that another process made and told */
};

struct session {
    const struct session_spec *spec;
    struct work *work;
    struct work *rehearsal; /* of the pass that fills the limited memory; NULL: there is none */
    bool rehearses;         /* that pass is being made */
    struct program *program; /* of a method that is one: it makes the passes, and there is
                                work only where that tells what was stored */
    bool isolated;           /* every pass is made by a process of its own, in a memcg */
    uint64_t file_bytes;
    char *scratch, *copy;  /* the folder of the private copy, and the copy */
    char *channel;         /* in that folder: where a transport may make a file */
    const char *path;      /* what the passes work on */
    struct file *file;     /* open in the pass */
    unsigned char *buffer; /* of a method that reuses one; NULL before the first pass */
    bool renews;           /* the state is made anew before every pass */
    struct outcome outcome;

    uint64_t passes;
    struct pass_times *times; /* of these passes; room for all that are asked for */
    double cpu;               /* that made the last pass */
    struct session_cost cost;
    int repeats_left;           /* of a state that others disturb */
    struct facts_device device; /* under `path`; known from the first pass on */
    double resident_before, resident_after;
    double hits_before, limit_hits; /* of the memcg: before the pass, and in it */
};

static inline unsigned session_threads(const struct session_spec *spec)
{
    return spec->request.key.threads > 1 ? (unsigned)spec->request.key.threads : 1;
}

/* At least one is made. */
static inline uint64_t session_passes(const struct request *r)
{
    return r->passes > 1 ? r->passes : 1;
}

static inline struct session_cost session_no_cost(void)
{
    return (struct session_cost){ .peak.peak_rss_bytes = NAN };
}

static inline int session_repeats_max(const struct session_spec *spec)
{
    return spec->request.strict ? 0 : STATE_REPEATS_MAX;
}

/* The file is as the caller left it: a state that the caller prepared need only be proved. */
static inline bool session_only_proves(const struct session *s)
{
    return s->spec->request.prepared && s->passes == 0 &&
           s->repeats_left == session_repeats_max(s->spec);
}

/* All set the outcome and return 1. */
int session_end_case(struct session *s, enum case_status status, const struct reason *reason);
int session_skip(struct session *s, enum cause cause);
int session_fail(struct session *s, enum cause cause);
int session_fail_words(struct session *s, enum cause cause, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* What the system does not offer is skipped. */
int session_fail_errno(struct session *s, const char *what, int error);

/* A pass that another process made and told. */
void session_add_told(struct session *s, const struct sample *told, uint64_t *ret_ns);

/* A pass of this process, within its limit; `begins`: the state was just prepared. 0 or 1. */
int session_own_pass(struct session *s, bool begins, uint64_t *ret_ns);

/* From session_begin to session_end, with one pass. */
typedef void session_whole(const struct session_spec *spec, struct outcome *ret);

/* A pass of a process of its own, which makes a whole session with it, but for the memcg. */
int session_pass_isolated(struct session *s, session_whole *whole, uint64_t *ret_ns);

/* In that process: enters the memcg, and brings its memory to a steady state. */
int session_enter_memcg(struct session *s);
/* After the pass: whether the limit held. */
int session_prove_memcg(struct session *s);
/* A pass, whoever makes it. */
int session_make_pass(struct session *s, bool begins, uint64_t *ret_ns);

/* What the passes cost, the times and the residency left out. Ends the stretch that they made.
 */
struct sample session_own_sample(struct session *s);

/* What the system counted in the passes, whoever made them. After session_own_sample. */
void session_add_system(struct session *s, struct sample *ret);

#endif
