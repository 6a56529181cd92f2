/* SPDX-License-Identifier: MIT */
/*
 * mapread-bench: an ordinary Google Benchmark program by hand, of the cases that -w, -m and -s
 * name; with --request the sample process of one case. A pass is one iteration, and its time
 * is the session's.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/install_paths.h"
#include "base/io.h"
#include "base/stop.h"
#include "bench/gbench.h"
#include "cli/options.h"
#include "config.h"
#include "dataset/dataset.h"
#include "sample/session.h"

static const char program[] = "mapread-bench";

enum { DEFAULT_WARM_PASSES = 10 };

struct bench {
    struct options options;
    struct expectation expected;
    char *programs; /* of the methods that are scripts */
    FILE *answer;   /* where every outcome goes; NULL: nowhere */
};

struct bench_case {
    struct session_spec spec;
    FILE *answer; /* of a request: where its outcome goes; NULL: nowhere */
};

static void report(struct gbench_state *state, const struct bench_case *c,
                   const struct outcome *o)
{
    char reason[CAUSE_SENTENCE_MAX], label[OUTCOME_LABEL_MAX];
    reason_sentence(&o->reason, reason);
    if (c->answer)
        outcome_write(c->answer, &c->spec.request.key, o);
    if (o->status == CASE_SKIPPED || o->status == CASE_OVER_LIMIT) /* that is a result */
        gbench_skip(state, reason);
    else if (o->status != CASE_OK)
        gbench_fail(state, reason);
    gbench_set_label(state, outcome_label(&o->answer, o->unproved, label));
    for (size_t i = 0; i < SAMPLE_FIELDS && o->status == CASE_OK; i++)
        gbench_set_counter(state, sample_fields[i].name,
                           *field_number(&o->sample, &sample_fields[i]), GBENCH_COUNTER_VALUE);
}

/* Says that it waits, and waits. 0, or 1: there will be no turn. */
static int wait_for_turn(const struct bench_case *c)
{
    char byte = '\n';
    if (!c->spec.request.takes_turns)
        return 0;
    if (io_write(REQUEST_ANSWER_FD, &byte, 1) < 0)
        return 1;
    return stop_requested() || read(REQUEST_ANSWER_FD, &byte, 1) != 1;
}

static void run_case(struct gbench_state *state, void *user_data)
{
    const struct bench_case *c = user_data;
    struct session *s = NULL;
    struct outcome outcome;
    uint64_t ns;
    int r = session_begin(&s, &c->spec, &outcome);
    while (r == 0 && gbench_keep_running(state)) {
        r = wait_for_turn(c) ? 1 : session_pass(s, &ns);
        if (r == 0)
            gbench_set_iteration_time(state, (double)ns / 1e9);
    }
    if (r == 0)
        (void)wait_for_turn(c); /* the end is not to fall into another's pass */
    if (s)
        session_end(s, &outcome);
    if (r != 0 && outcome.status == CASE_OK)
        outcome = outcome_of(CASE_FAILED, CAUSE_INTERRUPTED);
    report(state, c, &outcome);
}

static int register_case(const struct session_spec *spec, FILE *answer)
{
    char name[CASE_TEXT_MAX];
    struct bench_case *c = calloc(1, sizeof *c);
    if (!c)
        return -ENOMEM;
    *c = (struct bench_case){ *spec, answer };
    return gbench_register(case_key_name(&spec->request.key, name),
                           &(struct gbench_definition){
                               .run = run_case,
                               .user_data = c,
                               .iterations = (int64_t)spec->request.passes,
                               .clock = GBENCH_CLOCK_MANUAL,
                               .unit = GBENCH_MILLISECOND,
                           });
}

/* ---- by hand ---- */

static int register_product(const struct bench *b, struct session_spec spec)
{
    const struct options *o = &b->options;
    struct request *q = &spec.request;
    bool renews = spec.workload->flags & WORKLOAD_WRITES || spec.state->resident < 1;
    *q = options_request(o, spec.workload, spec.method, spec.state);
    const char *answer =
        o->expected ? o->expected
                    : dataset_known_answer(&b->expected, spec.workload, &q->key, o->seed);
    snprintf(q->expected, sizeof q->expected, "%s", answer ? answer : "");
    request_set_path(q->path, o->file);
    request_set_path(q->programs, b->programs);
    q->passes = o->passes ? o->passes : renews ? 1 : DEFAULT_WARM_PASSES;
    q->numbered = dataset_is_numbered(&b->expected);
    return register_case(&spec, b->answer);
}

/* An empty list is all of the table. Both end with NULL. */
static const void *const *chosen(const void *list, const void *table)
{
    const void *const *first = list;
    return first[0] ? first : table;
}

static int register_all(const struct bench *b)
{
    const void *const *w = chosen(b->options.workloads, workloads);
    int r = 0;
    for (; *w; w++)
        for (const void *const *m = chosen(b->options.methods, methods); *m; m++)
            for (const void *const *s = chosen(b->options.states, states); *s && r == 0; s++)
                r = register_product(
                    b, (struct session_spec){ .workload = *w, .method = *m, .state = *s });
    return r;
}

/* ---- for mapread run ---- */

/* The one case that standard input asks for; its outcome goes to a descriptor. What the method
   starts has no hand in it. */
static int register_request(struct bench *b)
{
    static char line[REQUEST_LINE_MAX];
    char error[256];
    const char *unknown;
    struct request request;
    struct session_spec spec;
    if (!fgets(line, sizeof line, stdin))
        return options_usage_error(program, "--request: no request on standard input");
    if (request_read(&request, line, error, sizeof error) < 0)
        return options_usage_error(program, "%s", error);
    if (session_spec_of(&spec, &request, &unknown) < 0)
        return options_usage_error(program, "the request: no '%s' here", unknown);
    if (fcntl(REQUEST_ANSWER_FD, F_SETFD, FD_CLOEXEC) != 0 ||
        !(b->answer = fdopen(REQUEST_ANSWER_FD, "w")))
        return options_usage_error(program, "--request: descriptor %d is not open",
                                   REQUEST_ANSWER_FD);
    return register_case(&spec, b->answer) < 0;
}

static int check_file(const char *file)
{
    struct stat st;
    int error = stat(file, &st) != 0      ? errno
                : !S_ISREG(st.st_mode)    ? EINVAL
                : access(file, R_OK) != 0 ? errno
                                          : 0;
    if (error)
        fprintf(stderr, "%s: %s: %s\n", program, file,
                error == EINVAL ? "not a regular file" : strerror(error));
    return error;
}

static bool lists_only(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strncmp(argv[i], "--benchmark_list_tests", 22) == 0 && !strstr(argv[i], "=false"))
            return true;
    return false;
}

static int print_help(void)
{
    puts("Usage: mapread-bench --file FILE [OPTION]... [--benchmark_FLAG]...\n\n"
         "Every case as a Google Benchmark; the names are WORKLOAD/METHOD/STATE,\n"
         "and behind them the parameters that are not standard, as in /threads:4.");
    options_print(COMMAND_BENCH);
    puts("  --benchmark_filter=REGEX, --benchmark_list_tests, --benchmark_format=json and\n"
         "  the other flags of Google Benchmark");
    if (fflush(stdout) == 0)
        return 0;
    fputs("mapread-bench: cannot write to standard output\n", stderr);
    return 1;
}

static int register_by_hand(struct bench *b, bool only_list)
{
    const struct options *o = &b->options;
    if (!o->file && !only_list)
        return options_usage_error(program, "name the file to read: --file FILE");
    if (!only_list && check_file(o->file) != 0)
        return 1;
    if (o->file && expectation_read(&b->expected, o->file) < 0)
        b->expected = (struct expectation){ 0 };
    if (o->sample_fd) { /* what a method starts has no hand in the sample */
        fcntl((int)o->sample_fd, F_SETFD, FD_CLOEXEC);
        b->answer = fdopen((int)o->sample_fd, "w");
    }
    return register_all(b) < 0;
}

int main(int argc, char **argv)
{
    static struct bench b; /* registered cases point at it until the end */
    bool only_list = lists_only(argc, argv);
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return print_help();
    if (gbench_init(&argc, argv) != 0 ||
        options_parse(&b.options, COMMAND_BENCH, program, argc, argv) < 0)
        return EXIT_USAGE;
    if (b.options.argument_count > 0)
        return options_usage_error(program, "what is '%s'? See --help", b.options.arguments[0]);
    b.programs = install_path_data(argv[0], "bench/python");
    stop_install();
    gbench_add_context("mapread_version", MAPREAD_VERSION);
    int status = b.options.request ? register_request(&b) : register_by_hand(&b, only_list);
    return status ? status : gbench_run_all();
}
