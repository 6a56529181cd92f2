/* SPDX-License-Identifier: MIT */
/* What pages are asked for. */
#ifndef MAPREAD_TESTS_HTML_PAGE_H
#define MAPREAD_TESTS_HTML_PAGE_H

#include "tests/test.h"

/* Ends an attribute of either kind, a comment, a CDATA section and a style sheet, begins
   elements, and is not even text. U+FFFE is no character of XML. */
#define HOSTILE                                                                                \
    "</style><script>alert(1)</script>\"' onload=x `x` ]]> --> &lt; \033[1m\xff\xef\xbf\xbe"

static inline void assert_says(const char *page, const char *text)
{
    if (!strstr(page, text))
        fail_msg("the page does not say: %s", text);
}

static inline void assert_never(const char *page, const char *text)
{
    const char *at = strstr(page, text);
    if (at)
        fail_msg("the page has '%s': %.80s", text, at);
}

/* The part of one section. */
static inline const char *section_at(const char *page, const char *id)
{
    char start[64];
    snprintf(start, sizeof start, "<section id=\"%s\"", id);
    const char *at = strstr(page, start);
    assert_non_null(at);
    return at;
}

#endif
