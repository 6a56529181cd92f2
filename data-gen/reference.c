/* SPDX-License-Identifier: MIT */
/*
 * The oracle: the expected answers, byte after byte.
 *
 * Bytes are taken block by block. Each goes through three small automata (the sum
 * of words, the needle, the five-letter words). Replacing needs the past: a needle
 * may have begun in an earlier piece, so the last bytes of what was seen are held
 * back from the checksum until no needle can reach them any more.
 */
#include "data-gen/reference.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "data-gen/edits.h"
#include "data-gen/gen.h"

enum {
    NEEDLE_BYTES = sizeof(REFERENCE_NEEDLE) - 1,
    HELD_BYTES = NEEDLE_BYTES - 1,
    /* What a byte adds to the length of a word: a letter counts, and one digit or
       underscore makes the word too long to be one of five letters. */
    LETTER = 1,
    OTHER_WORD_CHARACTER = 6,
    WALK_ROUNDS = WALK_LIMIT / (WALK_FORWARD + WALK_BACK) + 1,
};

struct reference {
    struct reference_answers answers;
    uint64_t needle;    /* its bytes, the last one on top */
    uint64_t window;    /* the last eight bytes as a little-endian word: the newest on top */
    uint64_t next_free; /* where a needle may start without overlapping a counted one */
    uint64_t word;      /* length of the word that the last byte belongs to, or 0 */
    uint64_t sum_before_block;
    uint64_t file_bytes, line; /* announced; length of the line so far */
    struct edits edits;
    struct checksum replaced;
    size_t held; /* bytes at the front of `text` that await the checksum */
    unsigned char text[HELD_BYTES + GEN_BLOCK_BYTES];
    unsigned char word_step[256]; /* LETTER, OTHER_WORD_CHARACTER, or 0: no part of a word */
    uint64_t blocks;
    uint64_t *block_sums; /* [blocks] */
    uint64_t *drawn;      /* [draws] */
    size_t draws;
};

void reference_draw_blocks(uint64_t seed, uint64_t blocks, uint64_t *ret_numbers, size_t draws)
{
    uint64_t state = seed;
    for (size_t i = 0; i < draws; i++) {
        unsigned __int128 scaled = (unsigned __int128)gen_splitmix64(&state) * blocks;
        ret_numbers[i] = (uint64_t)(scaled >> 64);
    }
}

static void init_word_steps(unsigned char step[256])
{
    for (int c = 'a'; c <= 'z'; c++)
        step[c] = step[c - 'a' + 'A'] = LETTER;
    for (int c = '0'; c <= '9'; c++)
        step[c] = OTHER_WORD_CHARACTER;
    step['_'] = OTHER_WORD_CHARACTER;
}

static uint64_t push_byte(uint64_t window, unsigned char byte)
{
    return window >> 8 | (uint64_t)byte << 56;
}

uint64_t reference_word_sum(const unsigned char *data, size_t len)
{
    uint64_t sum = 0, window = 0;
    for (size_t i = 0; i < len; i++) {
        window = push_byte(window, data[i]);
        if (i % 8 == 7)
            sum += window;
    }
    return sum;
}

void reference_replacement(const char *pattern, char *ret)
{
    size_t len = strlen(pattern);
    uint32_t point;
    ret[len] = '\0';
    for (size_t done = 0, n; done < len; done += n) {
        n = text_decode_utf8(pattern + done, &point);
        n = n ? n : 1;
        memcpy(ret + len - done - n, pattern + done, n);
    }
    if (len > 0 && strcmp(ret, pattern) == 0)
        ret[len - 1] ^= 1;
}

int reference_begin(struct reference **ret, const struct reference_options *options)
{
    struct reference *r = calloc(1, sizeof(*r));
    if (r == NULL)
        return -ENOMEM;
    r->answers.find = REFERENCE_ABSENT;
    r->answers.seek_find = REFERENCE_ABSENT;
    r->answers.rfind = REFERENCE_ABSENT;
    r->file_bytes = options->bytes;
    edits_begin(&r->edits, options->bytes);
    for (size_t i = 0; i < NEEDLE_BYTES; i++)
        r->needle = push_byte(r->needle, (unsigned char)REFERENCE_NEEDLE[i]);
    r->needle >>= 8 * (8 - NEEDLE_BYTES);
    init_word_steps(r->word_step);
    checksum_begin(&r->replaced);

    r->blocks = options->bytes / GEN_BLOCK_BYTES;
    r->draws = r->blocks > 0 ? options->draws : 0;
    r->answers.random_draws = r->draws;
    r->block_sums = calloc(r->blocks + 1, sizeof(*r->block_sums));
    r->drawn = calloc(r->draws + 1, sizeof(*r->drawn));
    if (r->block_sums == NULL || r->drawn == NULL) {
        reference_finish(r, NULL);
        return -ENOMEM;
    }
    reference_draw_blocks(options->seed, r->blocks, r->drawn, r->draws);
    *ret = r;
    return 0;
}

/* `start` is the needle's offset in the file, `text` where its bytes are held. */
static void found_needle(struct reference *r, uint64_t start, unsigned char *text)
{
    if (r->answers.find == REFERENCE_ABSENT)
        r->answers.find = start;
    if (r->answers.seek_find == REFERENCE_ABSENT && start >= REFERENCE_SEEK_OFFSET)
        r->answers.seek_find = start;
    r->answers.rfind = start;
    if (start < r->next_free)
        return;
    r->answers.count++;
    r->next_free = start + NEEDLE_BYTES;
    memcpy(text, REFERENCE_REPLACEMENT, NEEDLE_BYTES);
}

static void end_line(struct reference *r, uint64_t line, unsigned char last)
{
    r->answers.lines++;
    r->answers.line_edges += last;
    if (line > r->answers.longest_line)
        r->answers.longest_line = line;
}

/* The new bytes are text[held .. held + len). */
static void scan(struct reference *r, size_t len)
{
    const uint64_t needle = r->needle, first = r->answers.bytes;
    unsigned char *text = r->text + r->held;
    uint64_t sum = r->answers.word_sum, words5 = r->answers.words5;
    uint64_t window = r->window, word = r->word, line = r->line;

    for (size_t i = 0; i < len; i++) {
        unsigned char byte = text[i];
        window = push_byte(window, byte);
        if ((first + i) % 8 == 7)
            sum += window;

        if (window >> (8 * (8 - NEEDLE_BYTES)) == needle)
            found_needle(r, first + i + 1 - NEEDLE_BYTES, text + i + 1 - NEEDLE_BYTES);

        if (line++ == 0)
            r->answers.line_edges += 256u * byte;
        if (byte == '\n') {
            end_line(r, line, byte);
            line = 0;
        }

        uint64_t step = r->word_step[byte];
        words5 += step == 0 && word == 5;
        word = step == 0 ? 0 : word + step;
    }
    r->answers.word_sum = sum;
    r->answers.words5 = words5;
    r->answers.bytes += len;
    r->window = window;
    r->word = word;
    r->line = line;
}

/* How often walk comes by a byte that is in the file: it passes over the first half of
   each round's bytes, and twice over the last quarter, unless the file ends before. */
static unsigned walk_visits(uint64_t offset, uint64_t file_bytes)
{
    uint64_t round = offset / WALK_ROUND, place = offset % WALK_ROUND;
    if (round >= WALK_ROUNDS || place < WALK_FORWARD)
        return 0;
    return place >= WALK_ROUND - WALK_BACK && (round + 1) * WALK_ROUND <= file_bytes ? 2 : 1;
}

/* Most of a large file lies behind the walk's end. */
static void visit_walk(struct reference *r, const unsigned char *data, size_t len)
{
    uint64_t first = r->answers.bytes;
    if (first / WALK_ROUND >= WALK_ROUNDS)
        return;
    for (size_t i = 0; i < len; i++) {
        uint64_t visits = walk_visits(first + i, r->file_bytes);
        r->answers.walk_bytes += visits;
        r->answers.walk_sum += visits * ((uint64_t)data[i] << (8 * ((first + i) % 8)));
    }
}

static void visit_slice(struct reference *r, const unsigned char *data, size_t len)
{
    struct extent slice = extent_of_slice(r->file_bytes);
    for (size_t i = r->answers.slice_bytes; i < slice.bytes; i++) {
        uint64_t at = slice.offset + i;
        if (at < r->answers.bytes || at - r->answers.bytes >= len)
            return;
        r->answers.slice[r->answers.slice_bytes++] = data[at - r->answers.bytes];
    }
}

/* Passes on what no later needle can change, and keeps the rest. */
static void release_text(struct reference *r, size_t len)
{
    size_t have = r->held + len;
    size_t keep = have < HELD_BYTES ? have : HELD_BYTES;

    checksum_feed(&r->replaced, r->text, have - keep);
    memmove(r->text, r->text + have - keep, keep);
    r->held = keep;
}

static void end_block(struct reference *r)
{
    uint64_t index = r->answers.bytes / GEN_BLOCK_BYTES - 1;
    if (index < r->blocks)
        r->block_sums[index] = r->answers.word_sum - r->sum_before_block;
    r->sum_before_block = r->answers.word_sum;
}

void reference_feed(struct reference *r, const unsigned char *data, size_t len)
{
    while (len > 0) {
        size_t to_border = GEN_BLOCK_BYTES - r->answers.bytes % GEN_BLOCK_BYTES;
        size_t piece = len < to_border ? len : to_border;

        visit_walk(r, data, piece);
        visit_slice(r, data, piece);
        edits_feed(&r->edits, data, piece);
        memcpy(r->text + r->held, data, piece);
        scan(r, piece);
        release_text(r, piece);
        if (piece == to_border)
            end_block(r);
        data += piece;
        len -= piece;
    }
}

/* The bytes behind the last whole word, padded with zeros. */
static uint64_t last_word(const struct reference *r)
{
    uint64_t bytes = r->answers.bytes % 8;
    return bytes == 0 ? 0 : r->window >> (8 * (8 - bytes));
}

static void finish_edits(struct reference *r)
{
    r->answers.patched_checksum = checksum_end(&r->edits.patched);
    r->answers.divided_checksum = checksum_end(&r->edits.divided);
    r->answers.logged_checksum = checksum_end(&r->edits.logged);
    r->answers.rows = extent_of_batch(r->file_bytes).bytes / ROW_BYTES;
    r->answers.log_records = log_records(r->file_bytes);
}

/* 0 + 1 + ... + (count - 1), mod 2^64: halved before it can overflow. */
static uint64_t sum_below(uint64_t count)
{
    return count % 2 ? (count - 1) / 2 * count : count / 2 * (count - 1);
}

/* Nothing of the file but its size, and so a formula. */
static void finish_allocation(struct reference *r)
{
    uint64_t blocks = allocation_blocks(r->file_bytes), words = r->file_bytes / 8;
    uint64_t cut = ((uint64_t)1 << 8 * (r->file_bytes % 8)) - 1; /* what of the last is there */
    r->answers.allocated_bytes = blocks * r->file_bytes;
    for (uint64_t i = 0; i < blocks; i++)
        r->answers.allocated_sum += words * i + sum_below(words) + ((words + i) & cut);
}

void reference_finish(struct reference *r, struct reference_answers *ret)
{
    if (r == NULL)
        return;
    if (ret != NULL) {
        finish_edits(r);
        finish_allocation(r);
        if (r->line > 0)
            end_line(r, r->line, (unsigned char)(r->window >> 56));
        checksum_feed(&r->replaced, r->text, r->held);
        r->answers.replaced_checksum = checksum_end(&r->replaced);
        r->answers.words5 += r->word == 5;
        r->answers.word_sum += last_word(r);
        for (size_t i = 0; i < r->draws; i++)
            r->answers.random_sum += r->block_sums[r->drawn[i]];
        *ret = r->answers;
    }
    free(r->block_sums);
    free(r->drawn);
    free(r);
}
