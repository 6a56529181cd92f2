/* SPDX-License-Identifier: MIT */
/* Ratios in words. All write into the caller's buffer of WORDS_MAX bytes and return it. */
#ifndef MAPREAD_TUTORIAL_WORDS_H
#define MAPREAD_TUTORIAL_WORDS_H

#include "stats/stats.h"
#include "tutorial/published.h"

enum { WORDS_MAX = 96 };

/* The claim as the source's figures make it, "4.05x faster"; "faster" where there are none. */
const char *words_of_claim(const struct published_row *row, char words[WORDS_MAX]);

/* "1.53x slower [1.4, 1.6]": the ratio with its interval, turned round where mmap is worse. */
const char *words_of_ratio(const struct published_unit *unit, struct stats_estimate e,
                           char words[WORDS_MAX]);

#endif
