/* SPDX-License-Identifier: MIT */
/*
 * The one option table: what every command takes, what --help prints and what
 * the parser accepts.
 *
 * Texts are borrowed from argv. Errors are told on stderr in one line, with the
 * nearest valid name.
 */
#ifndef MAPREAD_CLI_OPTIONS_H
#define MAPREAD_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/format.h"
#include "case/request.h"
#include "data-gen/gen.h"
#include "method/method.h"
#include "state/state.h"
#include "workload/workload.h"

enum { OPTIONS_LIST_MAX = 64 };
/* 0: done; 1: failed, or a case failed; and these. */
enum { EXIT_USAGE = 2, EXIT_SLOWER = 3 };

/* Which commands take an option. */
enum command_bit {
    COMMAND_LIST = 1u << 0,
    COMMAND_GEN = 1u << 1,
    COMMAND_CASE = 1u << 2,
    COMMAND_STATE = 1u << 3,
    COMMAND_RUN = 1u << 4,
    COMMAND_SHOW = 1u << 5,
    COMMAND_REPORT = 1u << 6,
    COMMAND_BENCH = 1u << 7, /* mapread-bench */
    COMMAND_DOCTOR = 1u << 8,
    COMMAND_EXPORT = 1u << 9,
    COMMAND_AA = 1u << 10,
    COMMAND_COMPARE = 1u << 11,
    COMMAND_TUTORIAL = 1u << 12,
    COMMAND_COSTS = 1u << 13,
    COMMAND_ADVISE = 1u << 14,
};

struct options {
    const struct workload *workloads[OPTIONS_LIST_MAX + 1]; /* NULL-terminated */
    const struct method *methods[OPTIONS_LIST_MAX + 1];
    const struct state *states[OPTIONS_LIST_MAX + 1];
    uint64_t sizes[OPTIONS_LIST_MAX];
    size_t size_count;
    uint64_t threads[OPTIONS_LIST_MAX]; /* each from 1 */
    size_t thread_count;
    const char *suite, *source, *file, *aa, *directory, *output, *scratch, *expected;
    const struct format *format; /* NULL: the command has no default, and none was named */
    uint64_t needle;
    enum cpu_cache cpu_cache;
    struct case_key
        asked; /* parameters of a case, 0 where none is named; but for the threads */
    uint64_t seed, rounds, copies, passes, sample_fd;
    double limit_s, budget_s;
    double plant;     /* percent */
    double touch;     /* percent of the file, of advise; 0: all */
    double fail_on;   /* percent, of compare; 0: nothing */
    double threshold; /* likewise; 0: as usual */
    bool request;     /* see case/request.h */
    bool unpinned, prepared, overwrite, unchecked, null, bytes_only, small, brief, answer,
        only_different, all_counts, help;
    char **arguments; /* what is no option, in order */
    int argument_count;
};

/* Parses argv[1..]. 0, or -1 after one line on stderr that names the `program`
   ("mapread run"). Reorders argv. */
int options_parse(struct options *ret, unsigned command, const char *program, int argc,
                  char **argv);

/* The parameters of a case that the options name, 0 for the others; of the threads the last. */
struct case_key options_asked(const struct options *o);

/* Of a command that measures one case by hand: what it asks for, the key resolved; path, right
   answer and scripts are left to the caller. */
struct request options_request(const struct options *o, const struct workload *w,
                               const struct method *m, const struct state *s);

/* The options of a command, for --help. */
void options_print(unsigned command);

/* Every option of the command, as its help tells it. */
struct option_text {
    char letter; /* '\0': none */
    const char *name, *argument /* NULL: none */, *help;
};
void options_walk(unsigned command, void (*visit)(void *context, const struct option_text *o),
                  void *context);

/* Looks a name up, or tells on stderr that there is no such `what`, and the nearest.
   NULL when there is none. */
const struct workload *options_workload(const char *program, const char *name);
const struct method *options_method(const char *program, const char *name);
const struct state *options_state(const char *program, const char *name);
const struct gen_kind *options_kind(const char *program, const char *name);
/* The same in any NULL-terminated table of pointers to structures that begin with their
   name. */
const void *options_entry(const char *program, const char *what, const char *name,
                          const void *table);

/* "PROGRAM: …" on stderr, one line; returns EXIT_USAGE. */
int options_usage_error(const char *program, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
