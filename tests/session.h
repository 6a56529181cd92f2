/* SPDX-License-Identifier: MIT */
/* Whole sessions. */
#ifndef MAPREAD_TESTS_SESSION_H
#define MAPREAD_TESTS_SESSION_H

#include "sample/session.h"
#include "tests/test.h"
#include "workload/resolve.h"

/* One pass on that file; the caller asks for what else there is to be. */
static inline struct session_spec session_case(const struct workload *w, const struct method *m,
                                               const struct state *state, const char *path)
{
    struct session_spec spec = {
        .workload = w,
        .method = m,
        .state = state,
        .request = { .key.blocks = 64, .seed = 1, .passes = 1 },
    };
    request_set_path(spec.request.path, path);
    return spec;
}

static inline struct session_spec session_named(const char *workload, const char *method,
                                                const char *state, const char *path)
{
    return session_case(workload_find_by_name(workload), method_find(method), state_find(state),
                        path);
}

static inline void session_expect(struct session_spec *spec, const char *answer)
{
    snprintf(spec->request.expected, sizeof spec->request.expected, "%s", answer);
}

/* With the names in its key, and what was not asked for resolved. */
static inline struct session_spec session_whole(const struct session_spec *spec)
{
    struct session_spec whole = *spec;
    struct case_key *key = &whole.request.key;
    *key = workload_resolve(*key, spec->workload, spec->method);
    snprintf(key->state, sizeof key->state, "%s", spec->state->name);
    return whole;
}

/* Begins, makes its passes as long as they are good, and ends. */
static inline struct outcome run_session(const struct session_spec *spec)
{
    const struct session_spec whole = session_whole(spec);
    struct session *s;
    struct outcome o;
    uint64_t ns;
    int r = session_begin(&s, &whole, &o);
    assert_in_range(r, 0, 1);
    if (r == 1)
        return o;
    for (uint64_t i = 0; i < spec->request.passes && r == 0; i++)
        r = session_pass(s, &ns);
    session_end(s, &o);
    return o;
}

/* For a message; valid until the next call. */
static inline const char *why_of(const struct outcome *o)
{
    static char sentence[CAUSE_SENTENCE_MAX];
    return reason_sentence(&o->reason, sentence);
}

static inline void check_cause(const struct outcome *o, enum case_status status,
                               enum cause cause)
{
    if (o->status != status || o->reason.cause != cause)
        fail_msg("%s for %s instead of %s for %s: %s", case_status_names[o->status],
                 cause_names[o->reason.cause], case_status_names[status], cause_names[cause],
                 why_of(o));
}

/* And with these words in it. */
static inline void check_words(const struct outcome *o, enum case_status status,
                               enum cause cause, const char *words)
{
    check_cause(o, status, cause);
    if (!strstr(o->reason.words, words))
        fail_msg("'%s' instead of '%s'", o->reason.words, words);
}

#endif
