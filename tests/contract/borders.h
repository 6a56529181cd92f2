/* SPDX-License-Identifier: MIT */
/*
 * Files that are hard to read in pieces: the sizes around a page and a buffer,
 * filled with words, needles lying across every page's and every buffer's border
 * at every phase, and overlapping needles.
 */
#ifndef MAPREAD_TESTS_BORDERS_H
#define MAPREAD_TESTS_BORDERS_H

#include "data-gen/gen.h"
#include "data-gen/reference.h"
#include "method/method.h"
#include "tests/test.h"

enum { PAGE = 4096 };

static const size_t border_sizes[] = {
    0, 1, PAGE - 1, PAGE, PAGE + 1, 3 * (size_t)METHOD_BUFFER_BYTES + 1,
};
enum { BORDER_SIZES = sizeof border_sizes / sizeof border_sizes[0] };

/* The caller frees. */
static inline unsigned char *border_bytes(size_t len)
{
    static const char words[] = "their the house theme\nThe other hello1 abcd_ ";
    static const char needles[] = " the the ";
    unsigned char *data = malloc(len + 1);
    assert_non_null(data);
    for (size_t i = 0; i < len; i++)
        data[i] = (unsigned char)words[(i + i / 997) % (sizeof words - 1)];
    size_t phase = 0;
    for (size_t border = 0; border <= len; border += PAGE, phase++) {
        size_t before = phase % sizeof needles;
        for (size_t i = 0; i + 1 < sizeof needles; i++)
            if (border + i >= before && border + i - before < len)
                data[border + i - before] = (unsigned char)needles[i];
    }
    return data;
}

static inline struct reference_answers border_answers(const unsigned char *data, size_t len)
{
    struct reference *r;
    struct reference_answers answers;
    struct reference_options options = { .bytes = len, .seed = 1, .draws = 64 };
    assert_int_equal(reference_begin(&r, &options), 0);
    reference_feed(r, data, len);
    reference_finish(r, &answers);
    return answers;
}

#endif
