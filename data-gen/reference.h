/* SPDX-License-Identifier: MIT */
/*
 * The expected answers, computed by simple code that shares nothing with the
 * kernels under test: one byte after the other, no library, no vectors.
 *
 * Feed the file's bytes from front to back in pieces of any size, then finish.
 */
#ifndef MAPREAD_REFERENCE_H
#define MAPREAD_REFERENCE_H

#include <stddef.h>
#include <stdint.h>

#include "data-gen/checksum.h"
#include "data-gen/extents.h"

/* What the searching workloads look for, and what reference_replacement makes of it. */
#define REFERENCE_NEEDLE " the "
#define REFERENCE_REPLACEMENT " eht "
/* What regex looks for. */
#define REFERENCE_REGEX "\\b[a-zA-Z]{5}\\b"
/* Where seek-find starts. */
#define REFERENCE_SEEK_OFFSET 10000u

#define REFERENCE_ABSENT UINT64_MAX

struct reference_answers {
    uint64_t bytes;
    /* Sum mod 2^64 of the little-endian 64-bit words, the last padded with zeros. */
    uint64_t word_sum;
    uint64_t find;      /* offset of the first needle, or REFERENCE_ABSENT */
    uint64_t seek_find; /* the same among those that start at or after REFERENCE_SEEK_OFFSET */
    uint64_t count;     /* needles, not overlapping, taken from the left */
    uint64_t words5;    /* matches of REFERENCE_REGEX, where \w is [0-9A-Za-z_] */
    /* The checksum (below) of the file after every counted needle was replaced. */
    uint64_t replaced_checksum;
    /* Word sums of the drawn blocks, added up; 0 when the file has no whole block. */
    uint64_t random_sum;
    uint64_t random_draws; /* 0: there is no whole block */

    uint64_t rfind;                    /* offset of the last needle, or REFERENCE_ABSENT */
    uint64_t lines, longest_line;      /* each with its newline; the last may have none */
    uint64_t line_edges;               /* 256 * first byte + last byte of each, added up */
    unsigned char slice[SLICE_LENGTH]; /* those of extents.h, as are the following */
    size_t slice_bytes;
    uint64_t walk_bytes, walk_sum; /* the sum as in word_sum, of all pieces */
    uint64_t patched_checksum;
    uint64_t rows, divided_checksum; /* after each row of the batch became unit length */
    uint64_t log_records, logged_checksum;
    uint64_t allocated_bytes, allocated_sum; /* of all blocks, the sum as in word_sum */
};

struct reference_options {
    uint64_t bytes; /* of the whole file */
    uint64_t seed;  /* of the block draw */
    size_t draws;   /* how many blocks are drawn */
};

/* What replaces a pattern, of its length: its characters from the last to the first; where they
   read the same, its last byte with the lowest bit turned. `ret` takes what the pattern does,
   and may hold a NUL before its end. */
void reference_replacement(const char *pattern, char *ret);

struct reference;

/* 0 or -ENOMEM. The caller releases it with reference_finish. */
int reference_begin(struct reference **ret, const struct reference_options *options);
void reference_feed(struct reference *r, const unsigned char *data, size_t len);
/* Stores the answers (unless ret is NULL) and frees r. NULL is accepted for r. */
void reference_finish(struct reference *r, struct reference_answers *ret);

/*
 * The blocks that `random` reads, fixed by the seed: the i-th draw among
 * `blocks` whole blocks of GEN_BLOCK_BYTES (drawn with replacement, uniform).
 * Fills `draws` block numbers; blocks must not be 0.
 */
void reference_draw_blocks(uint64_t seed, uint64_t blocks, uint64_t *ret_numbers, size_t draws);

/* Sum mod 2^64 of the little-endian 64-bit words; `len` is a multiple of 8. */
uint64_t reference_word_sum(const unsigned char *data, size_t len);

#endif
