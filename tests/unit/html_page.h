/* SPDX-License-Identifier: MIT */
/* Pages, and what they are asked for. */
#ifndef MAPREAD_TESTS_HTML_PAGE_H
#define MAPREAD_TESTS_HTML_PAGE_H

#include "html/document.h"
#include "tests/test.h"

/* Ends an attribute of either kind, a comment, a CDATA section and a style sheet, begins
   elements, and is not even text. U+FFFE is no character of XML. */
#define HOSTILE                                                                                \
    "</style><script>alert(1)</script>\"' onload=x `x` ]]> --> &lt; \033[1m\xff\xef\xbf\xbe"

/* The page; the caller frees. */
char *page_of_view(struct view v);
char *page_of(const struct run *r);

void assert_says(const char *page, const char *text);
void assert_never(const char *page, const char *text);

/* The part of one section; borrowed from the page. */
const char *section_at(const char *page, const char *id);

#endif
