/* SPDX-License-Identifier: MIT */
#include "case/unproved.h"

#include <stddef.h>

const char *const unproved_names[UNPROVED_CAUSES + 1] = {
    [UNPROVED_NO] = "no",
    [UNPROVED_UNTOLD] = "untold",
    [UNPROVED_WITHHELD] = "withheld",
    NULL,
};

const char *const unproved_sentences[UNPROVED_CAUSES] = {
    [UNPROVED_NO] = "",
    [UNPROVED_UNTOLD] = "this system has no way to tell which pages are cached",
    [UNPROVED_WITHHELD] = ("the kernel tells which pages are cached only to who owns the file "
                           "or may write it"),
};
