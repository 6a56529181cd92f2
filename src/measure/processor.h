/* SPDX-License-Identifier: MIT */
/*
 * Which processor this process and its children run on.
 *
 * Two processors of one machine are seldom equally fast at one moment: one has a busy
 * neighbour on its core, or serves the interrupts. What is compared should therefore run
 * on the same one.
 */
#ifndef MAPREAD_MEASURE_PROCESSOR_H
#define MAPREAD_MEASURE_PROCESSOR_H

#include <stdbool.h>

enum { PROCESSORS_MAX = 1024 };

/* The processors to take turns on: those that this process may use, but the fastest kind
   alone where there are several. */
struct processors {
    unsigned count; /* 0: the system does not let us choose */
    unsigned short ids[PROCESSORS_MAX];
    unsigned allowed_count; /* private: all that the process might use before */
    unsigned short allowed[PROCESSORS_MAX];
};

void processors_find(struct processors *ret);
/* All that this process may use, of whatever kind. */
void processors_find_any(struct processors *ret);
/* Keeps the process, and what it starts from now on, on the processor whose turn it is; on
   so many from that one on, as far as there are. Without effect where there is none to
   choose. */
void processors_pin(const struct processors *p, unsigned turn, unsigned wanted);
/* On any of them again. */
void processors_release(const struct processors *p);

#endif
