/* SPDX-License-Identifier: MIT */
/* Looks are made first and judged after, so that a test can judge what it cannot bring
   about. */
#ifndef MAPREAD_DOCTOR_STEADINESS_H
#define MAPREAD_DOCTOR_STEADINESS_H

#include "doctor/doctor.h"
#include "measure/cpu_speed.h"

/* Shares of the best speed (cpu_speed_share); NAN: not known. */
struct steadiness {
    double median;
    double slowest; /* in the slowest tenth of the looks */
};

struct steadiness steadiness_of(const struct cpu_speed *p);
void steadiness_judge(struct doctor_finding *ret, const struct steadiness *s);

#endif
