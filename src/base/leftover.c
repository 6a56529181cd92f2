/* SPDX-License-Identifier: MIT */
#include "base/leftover.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "base/text.h"

bool leftover_is(const char *name, const char *prefix)
{
    size_t len = strlen(prefix);
    uint64_t pid;
    return strncmp(name, prefix, len) == 0 && text_parse_count(name + len, &pid) == 0 &&
           pid > 0 && pid <= INT32_MAX && kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}
