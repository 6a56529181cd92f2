/* SPDX-License-Identifier: MIT */
/* A page as text. */
#include "tests/unit/html_page.h"

char *page_of_view(struct view v)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_int_equal(html_print(out, v), 0);
    assert_int_equal(fclose(out), 0);
    return text;
}

char *page_of(const struct run *r)
{
    struct summary s;
    assert_int_equal(summary_build(&s, r), 0);
    char *page = page_of_view((struct view){ .run = r, .summary = &s });
    summary_free(&s);
    return page;
}

void assert_says(const char *page, const char *text)
{
    if (!strstr(page, text))
        fail_msg("it does not say: %s", text);
}

void assert_never(const char *page, const char *text)
{
    const char *at = strstr(page, text);
    if (at)
        fail_msg("the page has '%s': %.80s", text, at);
}

const char *section_at(const char *page, const char *id)
{
    char start[64];
    snprintf(start, sizeof start, "<section id=\"%s\"", id);
    const char *at = strstr(page, start);
    assert_non_null(at);
    return at;
}
