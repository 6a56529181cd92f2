/* SPDX-License-Identifier: MIT */
/*
 * A file of LEAST_MIB to 64 MiB, and sessions that may have half of it as memory: four times
 * what the disk's read-ahead asks for at once, where that is up to 8 MiB. A mapping whose limit
 * is no larger than that may be killed, for pages that are still being read cannot be taken
 * back.
 *
 * Whoever includes this defines LEAST_MIB before, so that half of it is enough for a program.
 */
#ifndef MAPREAD_TESTS_LIMITED_FIXTURE_H
#define MAPREAD_TESTS_LIMITED_FIXTURE_H

#include <math.h>

#include "base/text.h"
#include "measure/machine.h"
#include "tests/disk.h"
#include "tests/session.h"

enum { MIB = 1 << 20, DRAWS = 2048 };
static uint64_t file_bytes, most_bytes;

struct fixture {
    char *folder, *path;
    unsigned char *data;
};

static inline void set_sizes(const char *folder)
{
    struct storage s;
    storage_read(&s, folder);
    const uint64_t fitting = s.read_ahead_bytes > 0 ? 8 * (uint64_t)s.read_ahead_bytes : 0;
    file_bytes = fitting < LEAST_MIB * MIB ? LEAST_MIB * MIB
                 : fitting > 64 * MIB      ? 64 * MIB
                                           : fitting;
    most_bytes = file_bytes / 2;
}

static inline int fixture_make(void **state)
{
    struct fixture *x = calloc(1, sizeof *x);
    assert_non_null(x);
    *state = x;
    x->folder = test_disk_folder();
    set_sizes(x->folder ? x->folder : ".");
    x->data = malloc(file_bytes);
    assert_non_null(x->data);
    for (size_t i = 0; i < file_bytes; i += 16)
        memcpy(x->data + i, " the brown foxes", 16);
    if (!x->folder)
        return 0;
    x->path = text_printf("%s/data", x->folder);
    test_write(x->path, x->data, file_bytes);
    return 0;
}

static inline int fixture_drop(void **state)
{
    struct fixture *x = *state;
    int r = 0;
    if (x->folder) {
        unlink(x->path);
        r = rmdir(x->folder); /* no private copy is left */
    }
    free(x->folder);
    free(x->path);
    free(x->data);
    free(x);
    return r;
}

/* The fixture, where memory can be limited for its file. */
static inline struct fixture *limitable(void **state)
{
    struct fixture *x = *state;
    test_needs_states(x->folder, x->path);
    const struct reason why = { .cause = state_find("limited")->refuses(x->path) };
    char sentence[CAUSE_SENTENCE_MAX];
    if (why.cause)
        test_skip(reason_sentence(&why, sentence));
    return x;
}

static inline struct session_spec spec_of(const struct fixture *x, const char *workload,
                                          const char *method)
{
    struct session_spec spec = session_named(workload, method, "limited", x->path);
    spec.request.key.blocks = DRAWS;
    return spec;
}

static inline void check_bad(const struct outcome *o, enum case_status status, enum cause cause)
{
    check_cause(o, status, cause);
    assert_true(isnan(o->sample.wall_ns) || o->status == CASE_OK);
}

static inline void check_good(const struct outcome *o, const char *what)
{
    if (o->status != CASE_OK)
        fail_msg("%s: %s", what, why_of(o));
}

#endif
