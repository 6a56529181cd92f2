/* SPDX-License-Identifier: MIT */
/* Permissions are tried first and judged after, so that a test can judge what it
   cannot bring about. */
#ifndef MAPREAD_DOCTOR_PERMISSION_H
#define MAPREAD_DOCTOR_PERMISSION_H

#include <stdbool.h>

#include "case/reason.h"
#include "doctor/doctor.h"

struct evict_trial {
    enum cause refused; /* why it cannot be had here */
    int file_error;     /* of making the file: 0 or -errno */
    int fill_error, evict_error;
    double filled, emptied; /* share of the file that was resident, NAN before */
};

/* Makes a small file in the directory, fills, evicts, proves, removes it. */
struct evict_trial evict_try(const char *directory);
void evict_judge(struct doctor_finding *ret, const struct evict_trial *t);

struct limit_access {
    bool found;      /* is there a hierarchy of control groups? */
    bool controller; /* with memory among its controllers? */
    bool unified;    /* version 2 */
    int group_error; /* of making groups below our own: 0 or -errno */
};

struct limit_access limit_access_of(const char *root);
void limit_judge(struct doctor_finding *ret, const struct limit_access *a);

#endif
