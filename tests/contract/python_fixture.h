/* SPDX-License-Identifier: MIT */
/* The interpreter of the methods in Python, and where their scripts lie. */
#ifndef MAPREAD_TESTS_PYTHON_FIXTURE_H
#define MAPREAD_TESTS_PYTHON_FIXTURE_H

#include "base/text.h"
#include "case/outcome.h"
#include "tests/test.h"

/* The interpreter that builds the project, where it is known. */
static inline int use_python(void **state)
{
    (void)state;
    const char *python = getenv("PYTHON");
    return python ? setenv("MAPREAD_PYTHON", python, 1) : unsetenv("MAPREAD_PYTHON");
}

static inline void needs_python(void)
{
    if (getenv("PYTHON") || system("python3 -c pass >/dev/null 2>&1") == 0)
        return;
    test_skip("python3 is not there");
}

/* The caller frees. */
static inline char *python_scripts(void)
{
    const char *source = getenv("MAPREAD_SOURCE");
    return text_printf("%s/bench/python", source ? source : ".");
}

/* What one may do without, unlike Python. */
static inline bool lacks_numpy(const struct outcome *o)
{
    return o->reason.cause == CAUSE_PYTHON_SKIPS &&
           strncmp(o->reason.words, "NumPy is not installed", 22) == 0;
}

#endif
