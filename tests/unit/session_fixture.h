/* SPDX-License-Identifier: MIT */
/* A file of 8 MiB, and sessions on it. */
#ifndef MAPREAD_TESTS_SESSION_FIXTURE_H
#define MAPREAD_TESTS_SESSION_FIXTURE_H

#include "base/text.h"
#include "tests/disk.h"
#include "tests/session.h"

enum { MIB = 1 << 20, BYTES = 8 * MIB };

struct fixture {
    char *folder, *path;
    unsigned char *data;
};

static inline int fixture_make(void **state)
{
    struct fixture *x = calloc(1, sizeof *x);
    assert_non_null(x);
    *state = x;
    x->folder = test_disk_folder();
    if (!x->folder)
        x->folder = test_folder();
    x->path = text_printf("%s/data", x->folder);
    x->data = malloc(BYTES);
    assert_true(x->path && x->data);
    for (size_t i = 0; i < BYTES; i++)
        x->data[i] = (unsigned char)" the quick brown fox "[i % 21];
    test_write(x->path, x->data, BYTES);
    return 0;
}

static inline int fixture_drop(void **state)
{
    struct fixture *x = *state;
    unlink(x->path);
    int r = rmdir(x->folder); /* no private copy is left */
    free(x->folder);
    free(x->path);
    free(x->data);
    free(x);
    return r;
}

static inline struct session_spec spec_of(const struct fixture *x, const char *workload,
                                          const char *method, const char *state)
{
    return session_named(workload, method, state, x->path);
}

static inline void needs_states(const struct fixture *x)
{
    test_needs_states(x->folder, x->path);
}

#endif
