/* SPDX-License-Identifier: MIT */
/*
 * Time that a pass may take, and time that is put on top of it.
 *
 * In the sample process.
 */
#ifndef MAPREAD_SAMPLE_TIMER_H
#define MAPREAD_SAMPLE_TIMER_H

#include <stdint.h>

/* SIGALRM ends this process after so many seconds; 0: it does not. */
void timer_limit(double seconds);

/* Keeps the processor busy for a share of what the pass took; the nanoseconds it took. */
uint64_t timer_delay(double share, uint64_t pass_ns);

#endif
