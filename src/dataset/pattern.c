/* SPDX-License-Identifier: MIT */
#include "dataset/pattern.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "workload/scan.h"

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

struct ends {
    uint64_t count, last;
};

static int note_end(void *context, uint64_t end)
{
    struct ends *e = context;
    e->count += e->count == 0 || end != e->last;
    e->last = end;
    return 0;
}

static int scan_file(struct scan *s, int fd, unsigned char *piece, struct ends *ends)
{
    ssize_t n = scan_begin(s, note_end, ends);
    while (n >= 0 && (n = io_read(fd, piece, PIECE_BYTES)) > 0) {
        int r = scan_feed(s, piece, (size_t)n);
        n = r < 0 ? r : n;
    }
    return n < 0 ? (int)n : scan_end(s);
}

/* The engine counts itself, over what plain read() gives: that shows whether a method hands it
   the same bytes, and nothing about the engine. */
int pattern_count_ends(int fd, const char *regex, struct reference_answers *ret)
{
    struct scan *s = NULL;
    struct ends ends = { 0 };
    unsigned char *piece = malloc(PIECE_BYTES);
    int r =
        piece ? scan_new(&s, &(struct scan_pattern){ .text = regex, .is_regex = 1 }) : -ENOMEM;
    if (r == 0)
        r = scan_file(s, fd, piece, &ends);
    scan_free(s);
    free(piece);
    if (r == 0)
        *ret = (struct reference_answers){ .words5 = ends.count };
    return r;
}
