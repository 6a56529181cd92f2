/* SPDX-License-Identifier: MIT */
/* Files that lie beside a run's: what another instrument measured, as JSON. */
#ifndef MAPREAD_ANALYSIS_BESIDE_H
#define MAPREAD_ANALYSIS_BESIDE_H

#include <jansson.h>

#include "runfile/run.h"

/* FOLDER/NAME, FOLDER that of the run at `path`. The caller frees; NULL: memory is short. */
char *beside_path(const char *path, const char *name);

/* 0 and a new value, or -errno with *error filled: -ENOENT: no such file, -EBADMSG: no JSON. */
int beside_load(json_t **ret, const char *file, struct run_error *error);

/* What is wrong with a file that was read, or -errno of another failure; returns `r`. */
int beside_explain(struct run_error *error, const char *file, int r, const char *bad);

#endif
