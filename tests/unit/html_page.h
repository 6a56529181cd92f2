/* SPDX-License-Identifier: MIT */
/* Pages, and what they are asked for. */
#ifndef MAPREAD_TESTS_HTML_PAGE_H
#define MAPREAD_TESTS_HTML_PAGE_H

#include "html/page.h"
#include "tests/test.h"

/* Ends an attribute of either kind, a comment, a CDATA section and a style sheet, begins
   elements, and is not even text. U+FFFE is no character of XML. */
#define HOSTILE                                                                                \
    "</style><script>alert(1)</script>\"' onload=x `x` ]]> --> &lt; \033[1m\xff\xef\xbf\xbe"

/* The document as a page, and it is freed; the caller frees the page. */
char *page_of_document(struct document *d);
char *page_of(const struct run *r);

void assert_says(const char *page, const char *text);
void assert_never(const char *page, const char *text);

/* What stands below that title, of a section or of what is folded; borrowed from the page. */
const char *part_at(const char *page, const char *title);

/* The parts stand in this order, up to NULL. */
void assert_order(const char *page, const char *const *titles);

#endif
