/* SPDX-License-Identifier: MIT */
/* Fake methods, workloads and states for sessions: they stand where real ones would have
   to be disturbed from outside. */
#ifndef MAPREAD_TESTS_SESSION_FAKE_H
#define MAPREAD_TESTS_SESSION_FAKE_H

#include <errno.h>
#include <math.h>
#include <time.h>

#include "tests/unit/session_fixture.h"

struct file {
    int lent, opened;
};

static struct fake {
    int open_result, next_result, run_result, answer_result;
    double sleep_s;
    int opened, closed;
    struct method_options options; /* of the last open */
    int prepared;
} fake;

static inline int fake_open(struct file *f, const struct method *m, const char *path,
                            const struct method_options *options)
{
    (void)m, (void)path;
    fake.options = *options;
    if (fake.open_result < 0)
        return fake.open_result;
    f->opened = 1;
    fake.opened++;
    return 0;
}

static inline int fake_next(struct file *f, struct span *ret)
{
    static const unsigned char byte = 'x';
    if (fake.next_result < 0)
        return fake.next_result;
    *ret = (struct span){ .data = &byte, .len = f->lent++ ? 0 : 1 };
    return 0;
}

static inline int fake_put(struct file *f, uint64_t offset, const void *data, size_t len)
{
    (void)f, (void)offset, (void)data, (void)len;
    return 0;
}

static inline int fake_sync(struct file *f)
{
    (void)f;
    return 0;
}

static inline void fake_close(struct file *f)
{
    fake.closed += f->opened;
}

static const struct method fake_method = { .name = "fake",
                                           .summary = "nothing",
                                           .file_bytes = sizeof(struct file),
                                           .open = fake_open,
                                           .next = fake_next,
                                           .close = fake_close };

static const struct method fake_writable = { .name = "fake-writable",
                                             .summary = "nothing",
                                             .buffer_bytes = METHOD_BUFFER_BYTES,
                                             .file_bytes = sizeof(struct file),
                                             .open = fake_open,
                                             .next = fake_next,
                                             .put = fake_put,
                                             .sync = fake_sync,
                                             .close = fake_close };

struct work {
    int nothing;
};

static inline int fake_run(struct work *w, const struct method *m, struct file *f)
{
    (void)w, (void)m, (void)f;
    struct timespec t = { .tv_sec = (time_t)fake.sleep_s,
                          .tv_nsec = (long)(fmod(fake.sleep_s, 1) * 1e9) };
    nanosleep(&t, NULL);
    return fake.run_result;
}

static inline int fake_answer(struct work *w, struct answer *ret)
{
    (void)w;
    strcpy(ret->text, "an answer");
    return fake.answer_result;
}

static inline enum cause fake_refuses(const struct method *m)
{
    (void)m;
    return CAUSE_NONE;
}

static const struct workload fake_workload = { .name = "fake-work",
                                               .summary = "nothing",
                                               .baseline = "read",
                                               .start = 4711,
                                               .work_bytes = sizeof(struct work),
                                               .run = fake_run,
                                               .answer = fake_answer,
                                               .refuses = fake_refuses };

static inline int fake_prepare(const char *path)
{
    fake.prepared++;
    return state_find("warm")->prepare(path);
}

static inline enum cause fake_accepts(const char *path)
{
    (void)path;
    return CAUSE_NONE;
}

static const struct state counted_warm = { .name = "counted-warm",
                                           .summary = "warm, and how often",
                                           .resident = 1,
                                           .prepare = fake_prepare,
                                           .refuses = fake_accepts };

/* Never true of a file that was just read. */
static const struct state impossible = { .name = "impossible",
                                         .summary = "half in memory",
                                         .resident = 0.5,
                                         .prepare = fake_prepare,
                                         .refuses = fake_accepts };

static inline struct session_spec fake_spec(const struct fixture *x)
{
    fake = (struct fake){ 0 };
    return session_case(&fake_workload, &fake_method, state_find("warm"), x->path);
}

static inline struct outcome run_good(const struct session_spec *spec)
{
    struct outcome o = run_session(spec);
    if (o.status != CASE_OK)
        fail_msg("%s", why_of(&o));
    return o;
}

#define SESSION_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

#endif
