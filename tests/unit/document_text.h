/* SPDX-License-Identifier: MIT */
/* A document as text. */
#ifndef MAPREAD_TESTS_DOCUMENT_TEXT_H
#define MAPREAD_TESTS_DOCUMENT_TEXT_H

#include "document/document.h"
#include "tests/test.h"

/* The document is freed; the caller frees the text. Not inlined: GCC 12 would take what
   open_memstream sets for a pointer to the variable itself. */
__attribute__((noinline, unused)) static char *
document_text(struct document *d, enum document_format format, bool bold)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_int_equal(document_print(out, d, format, bold), 0);
    assert_int_equal(fclose(out), 0);
    document_free(d);
    return text;
}

/* The same in Markdown, each run of blanks being one: however wide its tables' columns are. */
static inline char *document_squeezed(struct document *d)
{
    char *text = document_text(d, DOCUMENT_MARKDOWN, false), *to = text;
    for (const char *at = text; *at; at++)
        if (at[0] != ' ' || at[1] != ' ')
            *to++ = *at;
    *to = '\0';
    return text;
}

#endif
