/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/stop.h"
#include "cli/command.h"
#include "report/costs.h"
#include "schedule/progress.h"

static bool on_round(void *context, double share)
{
    progress_share(context, share, "the machine's constants");
    return !stop_requested();
}

static int print(const struct options *o, const struct costs *c)
{
    struct document d = { 0 };
    if (strcmp(o->format->name, "json") == 0) {
        json_t *json = costs_json(c);
        int r = json_print(stdout, json, JSON_INDENT(1) | JSON_DIGITS);
        json_decref(json);
        return r;
    }
    costs_add_section(&d, c);
    int r = document_print(stdout, &d, o->format->page, isatty(STDOUT_FILENO));
    document_free(&d);
    return r;
}

static int of_run(const struct command *self, const char *path, const struct options *o)
{
    struct run run;
    struct run_error error = { "out of memory" };
    if (run_read(&run, path, &error) < 0)
        return command_fail(self, "%s", error.message);
    int status = run.costs.count == 0
                     ? command_fail(self, "%s: this run did not measure them", path)
                     : 0;
    int r = status == 0 ? print(o, &run.costs) : 0;
    run_free(&run);
    return r < 0 ? command_fail(self, "%s", strerror(-r)) : status;
}

static int measure(const struct command *self, const struct options *o)
{
    struct costs c = { 0 };
    struct progress p;
    const struct cost_request q = { .folder = o->directory ? o->directory : ".",
                                    .full = !o->brief,
                                    .rounds = cost_usual_rounds(!o->brief),
                                    .file_bytes = COST_MOST_BYTES,
                                    .progress = on_round,
                                    .context = &p };
    stop_install();
    progress_begin(&p, stderr);
    progress_expect(&p, 0, 1);
    int measured = costs_measure(&c, &q);
    progress_end(&p);
    int r = measured == 0 ? print(o, &c) : 0;
    costs_free(&c);
    if (measured == -EINTR)
        return command_fail(self, "interrupted");
    if (measured < 0)
        return command_fail(self, "%s: %s", q.folder, strerror(-measured));
    return r < 0 ? command_fail(self, "%s", strerror(-r)) : 0;
}

static int run(const struct command *self, const struct options *o)
{
    return o->argument_count ? of_run(self, o->arguments[0], o) : measure(self, o);
}

const struct command command_costs = {
    .name = "costs",
    .bit = COMMAND_COSTS,
    .arguments = "[--short] [--dir DIR] [--format NAME] [RUN]",
    .summary = "what a call, a fault, a page and a byte cost here, or did in that run",
    .arguments_max = 1,
    .run = run,
};
