/* SPDX-License-Identifier: MIT */
/* Thresholds that the doctor and the watch share. */
#ifndef MAPREAD_DOCTOR_LOAD_H
#define MAPREAD_DOCTOR_LOAD_H

/* Stolen time below this share of the wanted time goes under in the noise. */
extern const double load_steal_quiet;

#endif
