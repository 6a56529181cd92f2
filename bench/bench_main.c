/* SPDX-License-Identifier: MIT */
/*
 * mapread-bench: every case as an ordinary Google Benchmark program. Names are
 * WORKLOAD/METHOD/STATE, and /threads:N where several share a pass; a pass is one iteration,
 * and its time is the session's.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/install_paths.h"
#include "base/stop.h"
#include "base/text.h"
#include "bench/gbench.h"
#include "cli/options.h"
#include "config.h"
#include "run/dataset.h"
#include "run/session.h"

static const char program[] = "mapread-bench";

enum { DEFAULT_WARM_PASSES = 10 };

struct bench {
    struct options options;
    struct expectation expected;
    char *programs; /* of the methods that are scripts */
};

struct bench_case {
    const struct bench *bench;
    struct session_spec spec;
};

static void report(struct gbench_state *state, const struct bench_case *c,
                   const struct outcome *o)
{
    const struct options *options = &c->bench->options;
    if (options->sample_fd) {
        FILE *out = fdopen((int)options->sample_fd, "w");
        struct outcome_names names = { c->spec.workload->name, c->spec.method->name,
                                       c->spec.state->name, "" };
        if (out && outcome_write(out, &names, o) == 0)
            fclose(out);
    }
    if (o->status == CASE_SKIPPED || o->status == CASE_OVER_LIMIT) /* that is a result */
        gbench_skip(state, o->reason);
    else if (o->status != CASE_OK)
        gbench_fail(state, o->reason);
    gbench_set_label(state, o->answer.text);
    for (size_t i = 0; i < SAMPLE_FIELDS && o->status == CASE_OK; i++)
        gbench_set_counter(state, sample_fields[i].name,
                           *field_number(&o->sample, &sample_fields[i]), GBENCH_COUNTER_VALUE);
}

static void run_case(struct gbench_state *state, void *user_data)
{
    const struct bench_case *c = user_data;
    struct session *s = NULL;
    struct outcome outcome;
    uint64_t ns;
    int r = session_begin(&s, &c->spec, &outcome);
    while (r == 0 && gbench_keep_running(state)) {
        r = session_pass(s, &ns);
        if (r == 0)
            gbench_set_iteration_time(state, (double)ns / 1e9);
    }
    if (s)
        session_end(s, &outcome);
    report(state, c, &outcome);
}

/* The stored answers hold for the stored seed and the usual number of blocks. */
static const char *known_answer(const struct bench *b, const struct workload *w)
{
    if (b->expected.seed != b->options.seed || b->options.blocks != WORKLOAD_DRAWS)
        return NULL;
    return expectation_answer(&b->expected, w);
}

static int register_case(struct bench *b, const struct session_spec *names)
{
    char name[256], threads[TEXT_MAX];
    const struct options *o = &b->options;
    struct bench_case *c = calloc(1, sizeof *c);
    bool renews = names->workload->flags & WORKLOAD_WRITES || names->state->resident < 1;
    if (!c)
        return -ENOMEM;
    c->bench = b;
    c->spec = *names;
    c->spec.path = o->file;
    c->spec.scratch = o->scratch;
    c->spec.programs = b->programs;
    c->spec.expected = o->expected ? o->expected : known_answer(b, names->workload);
    c->spec.seed = o->seed;
    c->spec.draws = o->blocks;
    c->spec.threads = options_threads(o);
    c->spec.buffer_bytes = o->buffer_bytes;
    c->spec.passes = o->passes ? (int64_t)o->passes : renews ? 1 : DEFAULT_WARM_PASSES;
    c->spec.limit_s = o->limit_s;
    c->spec.prepared = o->prepared;
    c->spec.plant = o->plant / 100;
    c->spec.numbered = dataset_is_numbered(&b->expected);
    snprintf(name, sizeof name, "%s/%s/%s%s", names->workload->name, names->method->name,
             names->state->name, text_threads_suffix(c->spec.threads, threads));
    return gbench_register(name, &(struct gbench_definition){ .run = run_case,
                                                              .user_data = c,
                                                              .iterations = c->spec.passes,
                                                              .clock = GBENCH_CLOCK_MANUAL,
                                                              .unit = GBENCH_MILLISECOND });
}

static bool is_wanted(const struct options *o, const struct state *s)
{
    for (size_t i = 0; o->states[i]; i++)
        if (o->states[i] == s)
            return true;
    return !o->states[0];
}

static int register_all(struct bench *b)
{
    int r = 0;
    for (size_t w = 0; workloads[w]; w++)
        for (size_t m = 0; methods[m]; m++)
            for (size_t s = 0; states[s] && r == 0; s++)
                if (is_wanted(&b->options, states[s]))
                    r = register_case(b, &(struct session_spec){ .workload = workloads[w],
                                                                 .method = methods[m],
                                                                 .state = states[s] });
    return r;
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
         "with /threads:N behind them for more than one thread.");
    options_print(COMMAND_BENCH);
    puts("  --benchmark_filter=REGEX, --benchmark_list_tests, --benchmark_format=json and\n"
         "  the other flags of Google Benchmark");
    if (fflush(stdout) == 0)
        return 0;
    fputs("mapread-bench: cannot write to standard output\n", stderr);
    return 1;
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
    if (!b.options.file && !only_list)
        return options_usage_error(program, "name the file to read: --file FILE");
    if (!only_list && check_file(b.options.file) != 0)
        return 1;
    if (b.options.file && expectation_read(&b.expected, b.options.file) < 0)
        b.expected = (struct expectation){ 0 };
    if (b.options.sample_fd) /* what a method starts has no hand in the sample */
        fcntl((int)b.options.sample_fd, F_SETFD, FD_CLOEXEC);
    b.programs = install_path_data(argv[0], "bench/python");
    stop_install();
    gbench_add_context("mapread_version", MAPREAD_VERSION);
    if (register_all(&b) < 0)
        return 1;
    return gbench_run_all();
}
