/* SPDX-License-Identifier: MIT */
/*
 * Cases of two processes, and what must not be left of them: a child, a descriptor, a file,
 * a SIGPIPE that is still ignored.
 */
#ifndef MAPREAD_TESTS_SHARING_H
#define MAPREAD_TESTS_SHARING_H

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

#include "method/transport.h"
#include "tests/contract/borders.h"
#include "tests/fault/wrap.h"
#include "tests/session.h"

struct sharing_case {
    const char *workload;
    const struct method *method;
    size_t buffer_bytes;
    int64_t passes;
};

/* The workloads of two processes. */
static const char *const sharing_workloads[] = { "round-trip", "transfer" };

/* A data set in a folder of its own, and its answers. */
struct message {
    char *folder, *path;
    size_t len;
    struct reference_answers answers;
};

static inline struct message message_make(size_t len)
{
    struct message m = { .folder = test_folder(), .len = len };
    unsigned char *data = border_bytes(len);
    assert_true(asprintf(&m.path, "%s/data", m.folder) > 0);
    test_write(m.path, data, len);
    m.answers = border_answers(data, len);
    free(data);
    return m;
}

/* Nothing else lies in the folder. */
static inline void message_drop(struct message *m)
{
    assert_int_equal(unlink(m->path), 0);
    assert_int_equal(rmdir(m->folder), 0);
    free(m->folder);
    free(m->path);
}

static inline struct answer message_answer(const struct message *m, const char *workload)
{
    struct answer expected;
    workload_find_by_name(workload)->expected(&m->answers, &expected);
    return expected;
}

static inline bool ignores_broken_pipes(void)
{
    struct sigaction a;
    assert_int_equal(sigaction(SIGPIPE, NULL, &a), 0);
    return a.sa_handler == SIG_IGN;
}

/* All its passes; what is left of them is checked. */
static inline struct outcome sharing_run(const struct message *m, const struct sharing_case *c)
{
    struct answer expected = message_answer(m, c->workload);
    int descriptors = open_descriptors();
    struct session_spec spec = session_case(workload_find_by_name(c->workload), c->method,
                                            state_find("warm"), m->path);
    session_expect(&spec, expected.text);
    spec.request.key.buffer_bytes = c->buffer_bytes;
    spec.request.passes = c->passes ? c->passes : 1;
    struct outcome o = run_session(&spec);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
    assert_int_equal(open_descriptors(), descriptors);
    assert_false(ignores_broken_pipes());
    return o;
}

#endif
