/* SPDX-License-Identifier: MIT */
#include "cli/suite.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/install_paths.h"
#include "base/text.h"

static int is_suite(const struct dirent *e)
{
    const char *dot = strrchr(e->d_name, '.');
    return dot && strcmp(dot, ".suite") == 0;
}

static const char *entry_at(const void *names, size_t i)
{
    return ((struct dirent *const *)names)[i]->d_name;
}

static int print_unknown_suite(const struct command *self, const char *folder, const char *name)
{
    struct dirent **files = NULL;
    char *wanted = text_printf("%s.suite", name);
    char program[TEXT_MAX];
    snprintf(program, sizeof program, "mapread %s", self->name);
    int count = scandir(folder, &files, is_suite, alphasort);
    const char *nearest =
        wanted && count > 0 ? text_nearest(wanted, (size_t)count, entry_at, files) : NULL;
    if (nearest)
        options_usage_error(program, "no suite '%s'; did you mean '%.*s'?", name,
                            (int)(strlen(nearest) - strlen(".suite")), nearest);
    else
        options_usage_error(program, "no suite '%s'; see mapread list suites", name);
    for (int i = 0; i < count; i++)
        free(files[i]);
    free(files);
    free(wanted);
    return EXIT_USAGE;
}

/* A name is looked up among the suites of mapread; a path is taken as it is. */
static int find_suite(const struct command *self, const char *name, char **ret_path)
{
    if (strchr(name, '/')) {
        *ret_path = strdup(name);
        return *ret_path ? 0 : command_fail(self, "out of memory");
    }
    char *folder = install_path_data(command_argv0(), "bench/suites");
    char *path = folder ? text_printf("%s/%s.suite", folder, name) : NULL;
    int status = path ? 0 : command_fail(self, "out of memory");
    if (path && access(path, R_OK) != 0) {
        status = print_unknown_suite(self, folder, name);
        free(path);
    } else {
        *ret_path = path;
    }
    free(folder);
    return status;
}

/* ---- without --suite ---- */

static bool are_defined(const struct options *o)
{
    bool named = o->workloads[0] || o->methods[0] || o->states[0];
    return !o->suite && (named || (o->size_count && !o->file));
}

static const char *suite_name(const struct options *o)
{
    return o->suite ? o->suite : are_defined(o) ? "cases" : o->file ? "own" : "default";
}

static bool is_usual(const struct workload *w)
{
    static const char *const usual[] = { "full-read", "find",   "count",  "regex",
                                         "seek-find", "random", "replace" };
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        if (strcmp(w->name, usual[i]) == 0)
            return true;
    return false;
}

/* Whether one of the methods does it; none are all. */
static bool is_served(const struct workload *w, const struct method *const *by)
{
    bool served = !by[0];
    for (; *by && !served; by++)
        served = !workload_refuses(w, *by);
    return served;
}

/* The workloads that nobody named: the usual ones, or those that the methods are for. */
static const struct workload *const *choose_workloads(const struct options *o,
                                                      const struct workload **ret)
{
    size_t count = 0;
    for (int usual = 1; usual >= 0 && count == 0; usual--)
        for (size_t i = 0; workloads[i]; i++)
            if (is_usual(workloads[i]) == usual && is_served(workloads[i], o->methods))
                ret[count++] = workloads[i];
    ret[count] = NULL;
    return ret;
}

/* ---- what a suite does not have ---- */

static bool has_workload(const char *suite_path, const struct workload *w)
{
    struct plan plan;
    struct plan_error error;
    const struct workload *const one[] = { w, NULL };
    const struct plan_request request = { .suite_path = suite_path,
                                          .suite_name = "",
                                          .workloads = one };
    if (plan_make(&plan, &request, &error) < 0)
        return false;
    plan_free(&plan);
    return true;
}

/* "; slice is in: techniques", behind what is in `text`. */
static void add_suites_of(const struct workload *w, char *text, size_t size)
{
    struct dirent **files = NULL;
    char *folder = install_path_data(command_argv0(), "bench/suites");
    int count = folder ? scandir(folder, &files, is_suite, alphasort) : -1;
    const char *gap = ": ";
    size_t len = strlen(text);
    len += (size_t)snprintf(text + len, size - len, "; %s is in", w->name);
    for (int i = 0; i < count; i++) {
        const char *name = files[i]->d_name;
        char *path = text_printf("%s/%s", folder, name);
        if (path && len < size && has_workload(path, w)) {
            len += (size_t)snprintf(text + len, size - len, "%s%.*s", gap,
                                    (int)(strlen(name) - strlen(".suite")), name);
            gap = ", ";
        }
        free(path);
        free(files[i]);
    }
    free(files);
    free(folder);
}

int suite_plan(const struct command *self, const struct options *o, struct plan *ret)
{
    const struct workload *chosen[OPTIONS_LIST_MAX + 1];
    const struct workload *const *named = o->workloads;
    struct plan_error error = { "out of memory" };
    char *path;
    int status = find_suite(self, suite_name(o), &path);
    if (status != 0)
        return status;
    if (are_defined(o) && !named[0])
        named = choose_workloads(o, chosen);
    struct plan_request request = {
        .suite_path = path,
        .suite_name = suite_name(o),
        .workloads = named,
        .methods = o->methods,
        .states = o->states,
        .defines = are_defined(o),
        .sizes = o->sizes,
        .size_count = o->size_count,
        .threads = o->threads,
        .thread_count = o->thread_count,
        .file = o->file,
        .rounds = (unsigned)o->rounds,
        .seed = o->seed,
        .asked = options_asked(o),
    };
    int r = plan_make(ret, &request, &error);
    if (r == 0) {
        free(path);
        return 0;
    }
    if (r == -ENODATA && o->workloads[0] && !has_workload(path, o->workloads[0]))
        add_suites_of(o->workloads[0], error.message, sizeof error.message);
    free(path);
    command_fail(self, "%s", error.message);
    return r == -ENODATA ? EXIT_USAGE : 1;
}
