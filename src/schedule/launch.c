/* SPDX-License-Identifier: MIT */
#include "schedule/launch.h"

#include <errno.h>
#include <stdlib.h>

#include "base/child.h"

enum { PREPARE_SECONDS = 300 /* to prepare the state, beside the passes */ };

int launch_sample(const char *program, const struct request *request, struct outcome *ret)
{
    char *line = request_line(request), text[CHILD_TEXT_MAX];
    const char *const arguments[] = { program, "--request", NULL };
    const struct child_spec child = {
        .arguments = arguments,
        .input = line,
        .fds = { CHILD_INPUT, CHILD_NULL, CHILD_NULL, [REQUEST_ANSWER_FD] = CHILD_CHANNEL },
    };
    int status;
    if (!line)
        return -ENOMEM;
    int r = child_run(&child, (double)request->passes * request->limit_s + PREPARE_SECONDS,
                      text, sizeof text, &status);
    free(line);
    if (r == -ETIMEDOUT)
        *ret = outcome_of_number(CASE_FAILED, CAUSE_NO_END, PREPARE_SECONDS);
    else if (r == 0)
        *ret = outcome_of_process(status, text, request->limit_s);
    return r == -ETIMEDOUT ? 0 : r;
}
