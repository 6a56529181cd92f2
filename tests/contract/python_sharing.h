/* SPDX-License-Identifier: MIT */
/*
 * Cases of two processes in Python, by the scripts as they are or by a copy that does
 * something else, and what must not be left of them: a process, a descriptor, a file.
 */
#ifndef MAPREAD_TESTS_PYTHON_SHARING_H
#define MAPREAD_TESTS_PYTHON_SHARING_H

#include <poll.h>

#include "tests/contract/python_fixture.h"
#include "tests/sharing.h"

enum { MIB = 1 << 20, PATIENCE_MS = 20000 };

static const char *const sharing_names[] = { "round-trip", "transfer" };

struct script_case {
    const char *workload;
    const struct method *method;
    const char *scripts; /* NULL: as they are */
    size_t buffer_bytes;
    double limit_s;
    int64_t passes; /* 0: one */
};

static inline bool shares(const struct method *m)
{
    return m->program && strcmp(m->supported_workloads[0], "round-trip") == 0;
}

/* A flush for each message of a few bytes would take its time. */
static inline bool is_slow(const struct method *m, size_t len)
{
    return strstr(m->name, "-flush") && len > 0 && len < MIB / 2;
}

/* ---- a case, and what must not be left of it ---- */

static inline struct outcome make_passes(const struct message *m, const struct script_case *c)
{
    struct answer expected = message_answer(m, c->workload);
    char *scripts = python_scripts();
    struct session_spec spec = session_case(workload_find_by_name(c->workload), c->method,
                                            state_find("warm"), m->path);
    request_set_path(spec.request.programs, c->scripts ? c->scripts : scripts);
    session_expect(&spec, expected.text);
    spec.request.key.buffer_bytes = c->buffer_bytes;
    spec.request.limit_s = c->limit_s;
    spec.request.passes = c->passes ? c->passes : 1;
    struct outcome o = run_session(&spec);
    free(scripts);
    return o;
}

/* While a process lives, the end of the pipe that it inherited is open. */
static inline void check_all_gone(int alive[2], const struct script_case *c)
{
    char byte;
    close(alive[1]);
    struct pollfd end = { .fd = alive[0], .events = POLLIN };
    if (poll(&end, 1, PATIENCE_MS) != 1)
        fail_msg("%s by %s: a process is left", c->workload, c->method->name);
    assert_int_equal(read(alive[0], &byte, 1), 0);
    close(alive[0]);
}

static inline struct outcome run(const struct message *m, const struct script_case *c)
{
    int alive[2], descriptors = open_descriptors();
    assert_int_equal(pipe(alive), 0);
    struct outcome o = make_passes(m, c);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
    check_all_gone(alive, c);
    assert_int_equal(open_descriptors(), descriptors);
    return o;
}

/* A copy of the scripts in a new folder, with `text` behind what is in sharing.py. The caller
   ends it with drop_changed. */
static inline char *change_scripts(const char *text)
{
    char *folder = test_folder(), *scripts = python_scripts(), *path;
    char command[1024];
    snprintf(command, sizeof command, "cp '%s'/*.py '%s'", scripts, folder);
    assert_int_equal(system(command), 0);
    assert_true(asprintf(&path, "%s/sharing.py", folder) > 0);
    FILE *f = fopen(path, "a");
    assert_non_null(f);
    fprintf(f, "\n%s\n", text);
    assert_int_equal(fclose(f), 0);
    free(path);
    free(scripts);
    return folder;
}

static inline void drop_changed(char *folder)
{
    char command[1024];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    assert_int_equal(system(command), 0);
    free(folder);
}

typedef void checker(const struct message *m, const struct script_case *c);

/* Both workloads by all transports, with the scripts changed. */
static inline void for_all(size_t len, const char *change, checker *check)
{
    needs_python();
    struct message message = message_make(len);
    char *scripts = change_scripts(change);
    for (size_t w = 0; w < 2; w++)
        for (size_t m = 0; methods[m]; m++)
            if (shares(methods[m]) && !is_slow(methods[m], len))
                check(&message,
                      &(struct script_case){ sharing_names[w], methods[m], scripts, 0, 0, 0 });
    drop_changed(scripts);
    message_drop(&message);
}

#endif
