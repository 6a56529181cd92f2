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
#include "base/io.h"
#include "base/stop.h"
#include "cli/command.h"
#include "dataset/dataset.h"
#include "sample/session.h"

static int print_outcome(const struct command *self, const struct request *q,
                         const struct outcome *o)
{
    char reason[CAUSE_SENTENCE_MAX];
    if (outcome_write(stdout, &q->key, o) < 0)
        return command_fail(self, "cannot write the result");
    if (o->status == CASE_FAILED)
        return command_fail(self, "%s", reason_sentence(&o->reason, reason));
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
    return print_outcome(self, &spec->request, &outcome);
}

static void name_dataset(struct case_key *k, const char *path)
{
    const char *slash = strrchr(path, '/');
    snprintf(k->dataset, sizeof k->dataset, "%s", slash ? slash + 1 : path);
}

static const char program[] = "mapread case";

/* Whether the two names stand in each other's place, which is told then. */
static bool are_swapped(const struct options *o)
{
    const char *first = o->arguments[0];
    bool swapped = !workload_find_by_name(first) && method_find(first) &&
                   workload_find_by_name(o->arguments[1]);
    if (swapped)
        options_usage_error(program, "%s is a method; the order is WORKLOAD METHOD FILE",
                            first);
    return swapped;
}

/* What is in blocks that were drawn by another seed than the file's own; unless reading them
   would spoil what was prepared. */
static int expect_blocks(const struct session_spec *spec, const char *path, struct answer *ret)
{
    struct dataset d = { .path = (char *)path };
    const struct request *q = &spec->request;
    if (q->prepared || !(spec->workload->flags & WORKLOAD_BLOCKS))
        return -ENODATA;
    int r = io_path_size(path, &d.expected.bytes);
    return r == 0 ? dataset_expect_case(&d, spec->workload, &q->key, q->seed, ret) : r;
}

static int run(const struct command *self, const struct options *o)
{
    const char *path = o->arguments[2], *answer = NULL;
    struct expectation expected = { 0 };
    struct answer drawn;
    struct session_spec spec = { .state = o->states[0] ? o->states[0] : state_find("warm") };
    if (are_swapped(o) || !(spec.workload = options_workload(program, o->arguments[0])) ||
        !(spec.method = options_method(program, o->arguments[1])))
        return EXIT_USAGE;
    const struct workload null = workload_null_of(spec.workload);
    if (o->null)
        spec.workload = &null;
    if (command_check_file(self, path) != 0)
        return 1;
    spec.request = options_request(o, spec.workload, spec.method, spec.state);
    name_dataset(&spec.request.key, path);
    if (expectation_read(&expected, path) == 0)
        answer = dataset_known_answer(&expected, spec.workload, &spec.request.key, o->seed);
    if (!answer && !o->null && expect_blocks(&spec, path, &drawn) == 0)
        answer = drawn.text;
    snprintf(spec.request.expected, ANSWER_MAX, "%s", answer ? answer : "");
    spec.request.numbered = dataset_is_numbered(&expected);
    char *programs = install_path_data(command_argv0(), "bench/python");
    request_set_path(spec.request.path, path);
    request_set_path(spec.request.programs, programs);
    free(programs);
    stop_install();
    return run_session(self, &spec);
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
