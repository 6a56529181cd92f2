/* SPDX-License-Identifier: MIT */
/* A page as text. */
#include "tests/unit/html_page.h"

char *page_of_document(struct document *d)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_int_equal(document_print(out, d, DOCUMENT_HTML, false), 0);
    assert_int_equal(fclose(out), 0);
    document_free(d);
    return text;
}

char *page_of(const struct run *r)
{
    struct summary s;
    struct document d = { 0 };
    assert_int_equal(summary_build(&s, r), 0);
    const struct report_source of = { r, &s, NULL };
    page_build(&d, &(struct page_input){ .of = &of });
    char *page = page_of_document(&d);
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

const char *part_at(const char *page, const char *title)
{
    static const char *const ends[] = { "</h2>", "</summary>" };
    char heading[128];
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        snprintf(heading, sizeof heading, ">%s%s", title, ends[i]);
        const char *at = strstr(page, heading);
        if (at)
            return at;
    }
    fail_msg("there is no '%s'", title);
    return NULL;
}

void assert_order(const char *page, const char *const *titles)
{
    for (const char *at = page; *titles; titles++) {
        const char *next = part_at(page, *titles);
        assert_true(next > at);
        at = next;
    }
}
