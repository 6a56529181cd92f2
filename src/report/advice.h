/* SPDX-License-Identifier: MIT */
/* What mapread advises, for people. */
#ifndef MAPREAD_REPORT_ADVICE_H
#define MAPREAD_REPORT_ADVICE_H

#include "analysis/advise.h"
#include "document/document.h"

/* The answer in a sentence, each method's time and parts, and how far the question lies from
   what was measured. `path`: of the run. */
void advice_build(struct document *d, const struct advise *a, const struct advise_question *q,
                  const struct run *r, const char *path);

#endif
