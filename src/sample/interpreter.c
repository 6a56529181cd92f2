/* SPDX-License-Identifier: MIT */
#include "sample/interpreter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/child.h"
#include "base/text.h"
#include "measure/facts.h"

enum { ANSWER_SECONDS = 60 };

const char *interpreter_name(void)
{
    const char *named = getenv("MAPREAD_PYTHON");
    return named && named[0] ? named : "python3";
}

/* What it answers; false when it does not. What it complains of is said by the cases. */
static bool ask(const char *script, char text[CHILD_TEXT_MAX])
{
    const char *arguments[] = { interpreter_name(), "-E", "-s", "-S", "-B", script, NULL };
    const struct child_spec child = { .arguments = arguments,
                                      .fds = { CHILD_NULL, CHILD_CHANNEL, CHILD_NULL } };
    int status;
    return child_run(&child, ANSWER_SECONDS, text, CHILD_TEXT_MAX, &status) == 0 && status == 0;
}

void interpreter_settle(struct toolchain *ret, const char *folder)
{
    char text[CHILD_TEXT_MAX], *rest = text;
    char *script = text_printf("%s/about.py", folder);
    if (!script)
        return;
    bool answered = ask(script, text);
    free(script);
    if (!answered)
        return;
    const char *program = strsep(&rest, "\n"), *python = strsep(&rest, "\n"),
               *numpy = strsep(&rest, "\n");
    if (!numpy)
        return;
    if (program[0] == '/')
        setenv("MAPREAD_PYTHON", program, 1);
    facts_line(ret->python, python);
    facts_line(ret->numpy, numpy);
}
