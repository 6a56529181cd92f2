/* SPDX-License-Identifier: MIT */
/* The commands of mapread: one file cmd_*.c each, one table in main.c. */
#ifndef MAPREAD_CLI_COMMAND_H
#define MAPREAD_CLI_COMMAND_H

#include "analysis/compare.h"
#include "cli/options.h"
#include "cost/cost.h"
#include "runfile/run.h"
#include "schedule/runner.h"

struct command {
    const char *name;
    unsigned bit;          /* enum command_bit */
    const char *arguments; /* as the usage line shows them */
    const char *summary;
    int arguments_min, arguments_max;
    bool takes_runs;   /* its arguments */
    bool takes_latest; /* where no run is named: see latest.h */
    /* Returns the exit status. */
    int (*run)(const struct command *self, const struct options *o);
    void (*explain)(void); /* prints what --help says behind the options; NULL: nothing */
};

/* What every command may need to know about the program. */
extern const struct command command_list, command_gen, command_case, command_state;
extern const struct command command_run, command_aa, command_show, command_report;
extern const struct command command_compare, command_export, command_doctor;
extern const struct command command_tutorial, command_costs, command_advise;

/* What distinguishes the commands that measure. */
struct measuring {
    const char *label;   /* before the suite's name in the run file; "" for none */
    const char *smaller; /* what else to do where space is short: "…, or use --small" */
    /* Makes the plan of other things than a suite, and says how it is called; returns the
       exit status. NULL: of the suite. */
    int (*make_plan)(const struct command *self, const struct options *o, struct plan *ret);
    /* Changes the plan; returns the exit status. NULL: as it is. */
    int (*adjust)(const struct command *self, const struct options *o, struct plan *plan);
    runner_need *need; /* NULL: all cases are measured in every round */
    /* Tells what was measured, all of it; returns the exit status. */
    int (*finish)(const struct command *self, const struct options *o, const struct run *run,
                  const char *folder);
};

/* Measures what the options ask for, from plan to run file. Returns the exit status. */
int command_measure(const struct command *self, const struct options *o,
                    const struct measuring *how);

/* argv[0] of the program, for whoever looks for files beside it. */
const char *command_argv0(void);

/* Reads a run and the run of --aa (all zero where there is none). 0, or command_fail's
   status, and then there is nothing to free. */
int command_read_runs(const struct command *self, const struct options *o, const char *path,
                      struct run *ret, struct run *ret_aa);

/* The summary of a run, with the margins of `aa`, a run of copies on its machine: what lies
   within its widths is no difference; NULL: only what lies within stats_margin. 0, or
   command_fail's status. */
int command_summarize(const struct command *self, const struct run *r, const struct run *aa,
                      struct summary *ret);

/* Reads the runs of all arguments and compares them. `c` starts as for compare_add; release
   with compare_free, also after a failure. 0, or -errno with *error filled. */
int command_compare_runs(struct compare *c, const struct options *o, struct run_error *error);

/* 0 when a regular file lies there that can be read; else command_fail's status. Does not
   open it: a fifo would block. */
int command_check_file(const struct command *self, const char *path);

/* "mapread NAME: …" on stderr, one line. The exit status 1. */
int command_fail(const struct command *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
