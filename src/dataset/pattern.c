/* SPDX-License-Identifier: MIT */
#include "dataset/pattern.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"

enum { PIECE_BYTES = 1 << 20 };

static void note(struct reference_answers *a, uint64_t start, uint64_t *free_from, size_t len)
{
    if (a->find == REFERENCE_ABSENT)
        a->find = start;
    if (a->seek_find == REFERENCE_ABSENT && start >= REFERENCE_SEEK_OFFSET)
        a->seek_find = start;
    a->rfind = start;
    if (start < *free_from)
        return;
    a->count++;
    *free_from = start + len;
}

/* What may begin a match that ends in the next piece is kept in front of it. */
int pattern_search(int fd, const char *pattern, struct reference_answers *ret)
{
    struct reference_answers a = { .find = REFERENCE_ABSENT,
                                   .seek_find = REFERENCE_ABSENT,
                                   .rfind = REFERENCE_ABSENT };
    size_t len = strlen(pattern), held = 0;
    unsigned char *text = malloc(len + PIECE_BYTES);
    uint64_t base = 0, free_from = 0;
    ssize_t n = text ? 0 : -ENOMEM;
    while (text && (n = io_read(fd, text + held, PIECE_BYTES)) > 0) {
        size_t have = held + (size_t)n, keep = have < len - 1 ? have : len - 1;
        for (size_t i = 0; i + len <= have; i++)
            if (memcmp(text + i, pattern, len) == 0)
                note(&a, base + i, &free_from, len);
        memmove(text, text + have - keep, keep);
        base += have - keep;
        held = keep;
    }
    free(text);
    *ret = a;
    return (int)n;
}
