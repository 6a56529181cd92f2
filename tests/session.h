/* SPDX-License-Identifier: MIT */
/* Whole sessions. */
#ifndef MAPREAD_TESTS_SESSION_H
#define MAPREAD_TESTS_SESSION_H

#include "run/session.h"
#include "tests/test.h"

/* Begins, makes its passes as long as they are good, and ends. */
static inline struct outcome run_session(const struct session_spec *spec)
{
    struct session *s;
    struct outcome o;
    uint64_t ns;
    int r = session_begin(&s, spec, &o);
    assert_in_range(r, 0, 1);
    if (r == 1)
        return o;
    for (int64_t i = 0; i < spec->passes && r == 0; i++)
        r = session_pass(s, &ns);
    session_end(s, &o);
    return o;
}

#endif
