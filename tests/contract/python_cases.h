/* SPDX-License-Identifier: MIT */
/* A file in a folder of the test's own, and cases in Python on it. */
#ifndef MAPREAD_TESTS_PYTHON_CASES_H
#define MAPREAD_TESTS_PYTHON_CASES_H

#include "tests/contract/borders.h"
#include "tests/contract/python_fixture.h"
#include "tests/unit/session_fixture.h"

enum { DRAWS = 64 };

static char *folder, *path, *scripts;

static inline int group_setup(void **state)
{
    (void)state;
    folder = test_disk_folder();
    if (!folder)
        folder = test_folder();
    path = text_printf("%s/data", folder);
    scripts = python_scripts();
    return path && scripts ? 0 : -1;
}

static inline int group_teardown(void **state)
{
    (void)state;
    unlink(path);
    int r = rmdir(folder); /* no private copy is left, nor a second file */
    free(folder);
    free(path);
    free(scripts);
    return r;
}

static inline struct session_spec case_of(const char *workload, const char *method)
{
    struct session_spec spec = session_named(workload, method, "warm", path);
    request_set_path(spec.request.programs, scripts);
    return spec;
}

static inline struct outcome run_case(const char *workload, const char *method)
{
    const struct session_spec spec = case_of(workload, method);
    return run_session(&spec);
}

/* Fails the test unless the case is ok. */
static inline struct outcome run_good(const struct session_spec *spec)
{
    struct outcome o = run_session(spec);
    if (o.status != CASE_OK)
        fail_msg("%s/%s/%s: %s", spec->workload->name, spec->method->name, spec->state->name,
                 why_of(&o));
    return o;
}

static inline void write_data(size_t len)
{
    unsigned char *data = border_bytes(len);
    test_write(path, data, len);
    free(data);
}

/* A case by scripts that were changed by a command, which finds their folder in $0. */
static inline struct outcome run_changed(const struct session_spec *spec, const char *command)
{
    struct session_spec changed = *spec;
    char *shadow = text_printf("%s/scripts", folder);
    char *whole =
        text_printf("cp -r '%s' '%s' && sh -c '%s' '%s'", scripts, shadow, command, shadow);
    assert_int_equal(system(whole), 0);
    request_set_path(changed.request.programs, shadow);
    struct outcome o = run_session(&changed);
    free(whole);
    whole = text_printf("rm -r '%s'", shadow);
    assert_int_equal(system(whole), 0);
    free(whole);
    free(shadow);
    return o;
}

#endif
