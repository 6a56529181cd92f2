/* SPDX-License-Identifier: MIT */
/* What the two instruments say of a run, side by side. */
#ifndef MAPREAD_REPORT_EXTERNAL_PRINT_H
#define MAPREAD_REPORT_EXTERNAL_PRINT_H

#include "analysis/external.h"
#include "document/document.h"

#define EXTERNAL_TITLE "Whole processes, timed by hyperfine"

/* "agrees in 46 of 47 within 20 %; 3 cannot be told" of all cases. The caller frees; NULL:
   memory is short. */
char *external_agreement(const struct external *w, const struct summary *s);

/* The table and the sentences around it. */
void external_add(struct document *d, const struct external *w, const struct summary *s);

#endif
