/* SPDX-License-Identifier: MIT */
/* Curves in words: see analysis/curve.h. */
#ifndef MAPREAD_REPORT_CURVES_H
#define MAPREAD_REPORT_CURVES_H

#include "analysis/curve.h"
#include "base/text.h"
#include "document/document.h"

/* The section of a report: a sentence for each curve, and the points. Nothing where the run has
   no curve; question_curves (questions.h) names the command then. */
void curves_add(struct document *d, const struct summary *s);

/* "full-read by file size, warm", "find by depth of the hit, 64 MiB, warm". The caller frees;
   NULL when memory is short. */
char *curve_label(const struct curve *c);
/* "read is faster up to 64 KiB, mmap from 1 MiB on", "mmap is faster at every point, 4 KiB to 1 GiB".
   The caller frees; NULL when memory is short. */
char *curve_winners(const struct curve *c);
/* "they cross at 290 KiB [256 KiB, 1 MiB]"; "" where they do not. Likewise. */
char *curve_crossings(const struct curve *c);

/* A value of the parameter: "64 KiB", "4,096 blocks". Returns `text`. */
const char *curve_value(const struct curve *c, double value, char text[TEXT_MAX]);
/* Bytes, rather than a number of something. */
bool curve_is_bytes(const struct curve *c);

#endif
