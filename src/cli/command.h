/* SPDX-License-Identifier: MIT */
/* The commands of mapread: one file cmd_*.c each, one table in main.c. */
#ifndef MAPREAD_CLI_COMMAND_H
#define MAPREAD_CLI_COMMAND_H

#include "cli/options.h"

struct command {
    const char *name;
    unsigned bit;          /* enum command_bit */
    const char *arguments; /* as the usage line shows them */
    const char *summary;
    int arguments_min, arguments_max;
    /* Returns the exit status. */
    int (*run)(const struct command *self, const struct options *o);
};

/* What every command may need to know about the program. */
extern const struct command command_list, command_gen, command_case, command_state;
extern const struct command command_run, command_show, command_compare, command_report;
extern const struct command command_doctor;

/* argv[0] of the program, for whoever looks for files beside it. */
const char *command_argv0(void);

/* 0 when a regular file lies there that can be read; else command_fail's status. Does not
   open it: a fifo would block. */
int command_check_file(const struct command *self, const char *path);

/* "mapread NAME: …" on stderr, one line. The exit status 1. */
int command_fail(const struct command *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
