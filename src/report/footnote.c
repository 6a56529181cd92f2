/* SPDX-License-Identifier: MIT */
#include "report/footnote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t footnotes_number(struct footnotes *f, const char *lead, const char *text)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->notes[i].lead, lead) == 0 && strcmp(f->notes[i].text, text) == 0)
            return i + 1;
    struct footnote *grown = realloc(f->notes, (f->count + 1) * sizeof *grown);
    if (!grown)
        return 0;
    f->notes = grown;
    f->notes[f->count].lead = lead;
    snprintf(f->notes[f->count].text, CAUSE_SENTENCE_MAX, "%s", text);
    return ++f->count;
}

void footnotes_free(struct footnotes *f)
{
    free(f->notes);
    *f = (struct footnotes){ 0 };
}
