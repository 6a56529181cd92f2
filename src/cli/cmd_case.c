/* SPDX-License-Identifier: MIT */
/*
 * One pass, by hand or under an instrument that times whole processes. The
 * answer is checked where FILE.expect.json knows it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/install_paths.h"
#include "base/stop.h"
#include "cli/command.h"
#include "run/dataset.h"
#include "run/session.h"

static int tell(const struct command *self, const struct session_spec *spec,
                const struct outcome *o)
{
    const char *slash = strrchr(spec->path, '/');
    struct outcome_names names = { .workload = spec->workload->name,
                                   .method = spec->method->name,
                                   .state = spec->state->name,
                                   .dataset = slash ? slash + 1 : spec->path };
    if (outcome_write(stdout, &names, o) < 0)
        return command_fail(self, "cannot write the result");
    if (o->status == CASE_FAILED)
        return command_fail(self, "%s", o->reason);
    return 0;
}

static int run_session(const struct command *self, const struct session_spec *spec)
{
    struct session *s;
    struct outcome outcome;
    uint64_t ns;
    int r = session_begin(&s, spec, &outcome);
    if (r == 0) {
        session_pass(s, &ns);
        session_end(s, &outcome);
    }
    return tell(self, spec, &outcome);
}

static int run(const struct command *self, const struct options *o)
{
    static const char program[] = "mapread case";
    struct expectation expected = { 0 };
    struct session_spec spec = {
        .workload = options_workload(program, o->arguments[0]),
        .path = o->arguments[2],
        .state = o->states[0] ? o->states[0] : state_find("warm"),
        .scratch = o->directory,
        .seed = o->seed,
        .draws = o->blocks,
        .threads = options_threads(o),
        .buffer_bytes = o->buffer_bytes,
        .passes = 1,
        .prepared = o->prepared,
        .flushed = o->prepared,
        .strict = o->prepared, /* whoever prepares it is who prepares it again */
        .overwrite = o->overwrite,
        .unchecked = o->unchecked,
    };
    if (!spec.workload || !(spec.method = options_method(program, o->arguments[1])))
        return EXIT_USAGE;
    if (command_check_file(self, spec.path) != 0)
        return 1;
    if (expectation_read(&expected, spec.path) == 0 && expected.seed == o->seed &&
        o->blocks == WORKLOAD_DRAWS)
        spec.expected = expectation_answer(&expected, spec.workload);
    spec.numbered = dataset_is_numbered(&expected);
    char *programs = install_path_data(command_argv0(), "bench/python");
    spec.programs = programs;
    stop_install();
    int status = run_session(self, &spec);
    free(programs);
    return status;
}

const struct command command_case = {
    .name = "case",
    .bit = COMMAND_CASE,
    .arguments = "WORKLOAD METHOD FILE [--state STATE]",
    .summary = "one pass of one case; one JSON object on standard output",
    .arguments_min = 3,
    .arguments_max = 3,
    .run = run,
};
