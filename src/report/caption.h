/* SPDX-License-Identifier: MIT */
/* Where and when a run was made, in the words that stand above tables and plots. */
#ifndef MAPREAD_REPORT_CAPTION_H
#define MAPREAD_REPORT_CAPTION_H

#include "analysis/summary.h"
#include "document/document.h"

/* Adds two paragraphs, "testbox: AMD EPYC, 2 cores, 8 GiB" and "Linux 6.1.0, ext4,
   2026-01-31, suite default, 20 rounds": what is not known is left out. Then, where there
   is something to tell, "unproved: ..." (report/proof.h), "cold: the host's cache may be
   warm" (analysis/cold.h), "noisy: 3.1 % of the processor time was stolen" and "doctor:
   warnings: load, swap; bad: governor". */
void caption_add(struct document *d, const struct run *r);

/* The first say where and how; the rest is to be careful about. */
enum {
    CAPTION_WHERE = 3,
    CAPTION_UNPROVED = CAPTION_WHERE,
    CAPTION_HOST,
    CAPTION_PROCESSORS,
    CAPTION_PARTS = 8
};
/* One of these paragraphs as a text, "" for one with nothing to tell. The caller frees;
   NULL when memory is short. */
char *caption_part(const struct run *r, size_t part);

/* The same in the lines below the title of a picture, at most so many columns long: where and
   how it was made; what to be careful about, in short. The caller frees; NULL when memory is
   short. */
enum { CAPTION_LINES = 2 };
char *caption_line(const struct run *r, size_t line, size_t columns);

/* "text-64MiB, warm", with the number of threads when there are several, and with the
   filler where two groups differ in nothing else; "unproved" where `row`, or with NULL what the
   group has, is. The caller frees; NULL when memory is short. */
char *caption_of_group(const struct summary *s, const struct summary_group *g,
                       const struct summary_row *row);

/* The title of a row's picture: "full-read, 16 MiB, warm: mmap 1.43x"; `finding` "": without.
   The caller frees; NULL when memory is short. */
char *caption_of_row(const struct summary_group *g, const struct summary_row *row,
                     const char *finding);

/* What memory the row takes: "read needs 16 MiB of its own, mmap 412 KiB"; "" where one has no
   time. Returns `text` of MATRIX_TEXT_MAX bytes. */
const char *caption_of_memory(const struct summary_group *g, const struct summary_row *row,
                              char *text);

#endif
