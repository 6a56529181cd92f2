/* SPDX-License-Identifier: MIT */
#include "run/interpreter.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "measure/facts.h"
#include "run/child.h"

enum { ANSWER_SECONDS = 60 };

const char *interpreter_name(void)
{
    const char *named = getenv("MAPREAD_PYTHON");
    return named && named[0] ? named : "python3";
}

/* In the new process; what it complains of is said by the cases. */
static void become(const char *script, int out)
{
    const char *name = interpreter_name();
    int nowhere = open("/dev/null", O_RDWR);
    if (dup2(nowhere, 0) == 0 && dup2(out, 1) == 1 && dup2(nowhere, 2) == 2)
        execlp(name, name, "-E", "-s", "-S", "-B", script, (char *)NULL);
    _exit(127);
}

/* What it answers; "" when it does not. */
static void ask(const char *script, char text[CHILD_TEXT_MAX])
{
    int ends[2];
    text[0] = '\0';
    if (pipe2(ends, O_CLOEXEC) != 0)
        return;
    pid_t pid = fork();
    if (pid == 0)
        become(script, ends[1]);
    close(ends[1]);
    if (pid > 0) {
        if (child_collect(ends[0], ANSWER_SECONDS, text, CHILD_TEXT_MAX) < 0)
            kill(pid, SIGKILL);
        if (child_wait(pid) != 0)
            text[0] = '\0';
    }
    close(ends[0]);
}

void interpreter_settle(struct toolchain *ret, const char *folder)
{
    char text[CHILD_TEXT_MAX], *rest = text;
    char *script = text_printf("%s/about.py", folder);
    if (!script)
        return;
    ask(script, text);
    free(script);
    const char *program = strsep(&rest, "\n"), *python = strsep(&rest, "\n"),
               *numpy = strsep(&rest, "\n");
    if (!numpy)
        return;
    if (program[0] == '/')
        setenv("MAPREAD_PYTHON", program, 1);
    facts_line(ret->python, python);
    facts_line(ret->numpy, numpy);
}
