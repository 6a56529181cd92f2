/* SPDX-License-Identifier: MIT */
/* The manual page and the shells' completions, made of the tables of commands and options. */
#ifndef MAPREAD_CLI_MANUAL_H
#define MAPREAD_CLI_MANUAL_H

struct command;

/* What can be printed; NULL-terminated names: "man", "bash", "zsh", "fish". */
extern const char *const manual_forms[];

/* `commands` is NULL-terminated. On standard output. -EINVAL: no such form. */
int manual_print(const char *form, const struct command *const *commands);

#endif
