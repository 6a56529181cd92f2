/* SPDX-License-Identifier: MIT */
/*
 * What bench/gbench.h promises, seen from outside: gbench_fixture (its path is the argument of
 * the test) is run with many flags, and its exit status, its two streams and its JSON are
 * checked. Google Benchmark is one per process, hence the other process. No check depends on
 * how fast the machine is.
 */
#ifndef MAPREAD_TESTS_UNIT_GBENCH_OUTCOME_H
#define MAPREAD_TESTS_UNIT_GBENCH_OUTCOME_H

#include <jansson.h>
#include <spawn.h>
#include <sys/wait.h>

#include "tests/test.h"

extern char **environ;

static const char *fixture;

struct outcome {
    int status; /* the exit status, -1 after a signal */
    char *out, *err;
};

static inline char *read_whole(FILE *file)
{
    char *text = NULL;
    size_t size = 0;
    rewind(file);
    if (getdelim(&text, &size, '\0', file) < 0)
        return strcpy(realloc(text, 1), "");
    return text;
}

static inline int spawn_and_wait(const char *const *argv, int out, int err)
{
    posix_spawn_file_actions_t actions;
    pid_t pid;
    int status;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    assert_int_equal(
        posix_spawn(&pid, fixture, &actions, NULL, (char *const *)(uintptr_t)argv, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Runs the fixture; stdout goes to the file `to` if there is one. */
static inline struct outcome run_to(const char *to, const char *const *argv)
{
    FILE *out = to ? fopen(to, "w+") : tmpfile(), *err = tmpfile();
    assert_non_null(out);
    assert_non_null(err);
    struct outcome o = { .status = spawn_and_wait(argv, fileno(out), fileno(err)) };
    o.out = to ? strdup("") : read_whole(out);
    o.err = read_whole(err);
    fclose(out);
    fclose(err);
    return o;
}

#define RUN_TO(to, ...)                                                                        \
    run_to((to), (const char *const[]){ "gbench_fixture", __VA_ARGS__, NULL })
#define RUN(...) RUN_TO(NULL, __VA_ARGS__)

static inline void done(struct outcome *o)
{
    free(o->out);
    free(o->err);
}

static inline void assert_one_line(const char *text)
{
    const char *end = strchr(text, '\n');
    if (!end || end == text || end[1] != '\0')
        fail_msg("not one line: \"%s\"", text);
}

static inline void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in \"%s\"", part, text);
}

/* No other reader is as strict: no NaN, no control bytes, UTF-8 only, no key twice. */
static inline json_t *parse(const char *text)
{
    json_error_t error;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        fail_msg("line %d: %s in %s", error.line, error.text, text);
    return root;
}

/* The run named `name`, with `repetition` from 0; NULL if there is none. */
static inline json_t *find_run(const json_t *root, const char *name, int repetition)
{
    size_t i;
    json_t *run;
    json_array_foreach(json_object_get(root, "benchmarks"), i, run)
    {
        const json_t *index = json_object_get(run, "repetition_index");
        if (strcmp(json_string_value(json_object_get(run, "name")), name) == 0 &&
            json_integer_value(index) == repetition)
            return run;
    }
    return NULL;
}

static inline double number(const json_t *run, const char *key)
{
    const json_t *value = json_object_get(run, key);
    if (!json_is_number(value))
        fail_msg("no number \"%s\"", key);
    return json_number_value(value);
}

static inline void assert_number(const json_t *run, const char *key, double wanted)
{
    const double found = number(run, key);
    if (found != wanted)
        fail_msg("%s: %.17g, not %.17g", key, found, wanted);
}

#endif
