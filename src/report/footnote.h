/* SPDX-License-Identifier: MIT */
/* What a cell of a table cannot show stands below it: each note once, numbered from 1. */
#ifndef MAPREAD_REPORT_FOOTNOTE_H
#define MAPREAD_REPORT_FOOTNOTE_H

#include "case/reason.h"

/* "LEAD: TEXT", or the text alone where the lead is "", which is borrowed. */
struct footnote {
    const char *lead;
    char text[CAUSE_SENTENCE_MAX];
};

struct footnotes {
    struct footnote *notes;
    size_t count;
};

/* The note's number, which is a new one unless it is there. 0: memory is short. Starts as
   { 0 }; release with footnotes_free. */
size_t footnotes_number(struct footnotes *f, const char *lead, const char *text);
void footnotes_free(struct footnotes *f);

#endif
