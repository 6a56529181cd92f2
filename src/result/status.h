/* SPDX-License-Identifier: MIT */
#ifndef MAPREAD_RESULT_STATUS_H
#define MAPREAD_RESULT_STATUS_H

#include <jansson.h>

#include "result/run.h"

/* The status that a JSON text names. 0 or -EBADMSG. */
int case_status_of(const json_t *json, enum case_status *ret);

#endif
