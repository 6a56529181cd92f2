/* SPDX-License-Identifier: MIT */
/* Where and when a run was made, in the words that stand above tables and plots. */
#ifndef MAPREAD_REPORT_CAPTION_H
#define MAPREAD_REPORT_CAPTION_H

#include "analysis/summary.h"
#include "document/document.h"

/* Adds two paragraphs, "testbox: AMD EPYC, 2 cores, 8 GiB" and "Linux 6.1.0, ext4,
   2026-01-31, suite default, 20 rounds": what is not known is left out. Then, where there
   is something to tell, "cold: the host's cache may be warm" (analysis/cold.h), "noisy: 3.1 %
   of the processor time was stolen" and "doctor: warnings: load, swap; bad: governor". */
void caption_add(struct document *d, const struct run *r);

/* The first say where and how; the rest is to be careful about. */
enum { CAPTION_WHERE = 3, CAPTION_HOST = CAPTION_WHERE, CAPTION_PROCESSORS, CAPTION_PARTS = 7 };
/* One of these paragraphs as a text, "" for one with nothing to tell. The caller frees;
   NULL when memory is short. */
char *caption_part(const struct run *r, size_t part);

/* "text-64MiB, warm", with the number of threads when there are several, and with the
   filler where two groups differ in nothing else. The caller frees; NULL when memory
   is short. */
char *caption_of_group(const struct summary *s, const struct summary_group *g);

#endif
