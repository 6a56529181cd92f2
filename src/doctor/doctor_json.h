/* SPDX-License-Identifier: MIT */
/* What the doctor found as JSON: an array of one object per probe. */
#ifndef MAPREAD_DOCTOR_DOCTOR_JSON_H
#define MAPREAD_DOCTOR_DOCTOR_JSON_H

#include <stdio.h>

#include "doctor/doctor.h"

/* Objects of name, verdict, found, why and command (null: there is none). 0 or -errno. */
int doctor_json_write(FILE *out, const struct doctor_finding *findings, size_t count);

#endif
