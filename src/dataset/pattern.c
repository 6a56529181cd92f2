/* SPDX-License-Identifier: MIT */
#include "dataset/pattern.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "case/key.h"
#include "workload/scan.h"

enum { PIECE_BYTES = 1 << 20 };

struct search {
    const char *pattern;
    size_t len;
    char replacement[CASE_PATTERN_MAX];
    uint64_t base, free_from; /* offset of what is held; where the next that counts may begin */
    struct reference_answers answers;
    struct checksum replaced;
    /* What may begin a match that ends in the next piece is held in front of it; as it is, and
       as it becomes. */
    size_t held;
    unsigned char text[CASE_PATTERN_MAX + PIECE_BYTES], edited[CASE_PATTERN_MAX + PIECE_BYTES];
};

static void note(struct search *s, size_t at)
{
    struct reference_answers *a = &s->answers;
    uint64_t start = s->base + at;
    if (a->find == REFERENCE_ABSENT)
        a->find = start;
    if (a->seek_find == REFERENCE_ABSENT && start >= REFERENCE_SEEK_OFFSET)
        a->seek_find = start;
    a->rfind = start;
    if (start < s->free_from)
        return;
    a->count++;
    s->free_from = start + s->len;
    memcpy(s->edited + at, s->replacement, s->len);
}

/* The new bytes are text[held .. held + n). */
static void search_piece(struct search *s, size_t n)
{
    size_t have = s->held + n, keep = have < s->len - 1 ? have : s->len - 1;
    unsigned char first = (unsigned char)s->pattern[0];
    memcpy(s->edited + s->held, s->text + s->held, n);
    for (size_t i = 0; i + s->len <= have; i++)
        if (s->text[i] == first && memcmp(s->text + i, s->pattern, s->len) == 0)
            note(s, i);
    checksum_feed(&s->replaced, s->edited, have - keep);
    memmove(s->text, s->text + have - keep, keep);
    memmove(s->edited, s->edited + have - keep, keep);
    s->base += have - keep;
    s->held = keep;
}

int pattern_search(int fd, const char *pattern, struct reference_answers *ret)
{
    struct search *s = malloc(sizeof *s);
    ssize_t n;
    if (!s)
        return -ENOMEM;
    s->pattern = pattern;
    s->len = strlen(pattern);
    s->base = s->free_from = s->held = 0;
    s->answers = (struct reference_answers){ .find = REFERENCE_ABSENT,
                                             .seek_find = REFERENCE_ABSENT,
                                             .rfind = REFERENCE_ABSENT };
    reference_replacement(pattern, s->replacement);
    checksum_begin(&s->replaced);
    while ((n = io_read(fd, s->text + s->held, PIECE_BYTES)) > 0)
        search_piece(s, (size_t)n);
    checksum_feed(&s->replaced, s->edited, s->held);
    s->answers.replaced_checksum = checksum_end(&s->replaced);
    if (n == 0)
        *ret = s->answers;
    free(s);
    return (int)n;
}

struct ends {
    uint64_t count, last;
};

static int note_end(void *context, uint64_t end)
{
    struct ends *e = context;
    e->count += end != e->last; /* none ends at 0 */
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
