/* SPDX-License-Identifier: MIT */
/*
 * The kind `blocks`: incompressible 4 KiB blocks, each with its own number and a
 * checksum, so that a block read from the wrong place is noticed.
 *
 * A partial last block is a whole one cut short: its checksum is of the whole.
 */
#include "data-gen/gen.h"

#include <string.h>

#include "base/endian.h"
#include "data-gen/checksum.h"

/* So many blocks at once, whose checksums do not wait for each other. */
enum { LANES = 2, PAYLOAD_WORDS = (GEN_BLOCK_BYTES - GEN_BLOCK_PAYLOAD_OFFSET) / 8 };

/* Up to LANES blocks in a row. The checksum is taken on the way: a second pass would take as
   long again. */
static inline void put_blocks(unsigned char *blocks, uint64_t number, size_t lanes,
                              uint64_t *state)
{
    uint64_t local[LANES], checksum[LANES];
    for (size_t k = 0; k < lanes; k++) {
        local[k] = *state + k * PAYLOAD_WORDS * GEN_SPLITMIX64_STEP;
        checksum[k] = checksum_step(CHECKSUM_START, number + k);
    }
    for (size_t i = GEN_BLOCK_PAYLOAD_OFFSET; i < GEN_BLOCK_BYTES; i += 8)
        for (size_t k = 0; k < lanes; k++) {
            uint64_t word = gen_splitmix64(&local[k]);
            store_le64(blocks + k * GEN_BLOCK_BYTES + i, word);
            checksum[k] = checksum_step(checksum[k], word);
        }
    for (size_t k = 0; k < lanes; k++) {
        unsigned char *block = blocks + k * GEN_BLOCK_BYTES;
        store_le64(block + GEN_BLOCK_NUMBER_OFFSET, number + k);
        store_le64(block + GEN_BLOCK_CHECKSUM_OFFSET,
                   checksum_step(checksum[k], GEN_BLOCK_BYTES - 8));
    }
    *state = local[lanes - 1];
}

static void blocks_fill(const void *tables, const struct gen_spec *spec, uint64_t index,
                        unsigned char *out, size_t len)
{
    (void)tables;
    uint64_t state = gen_segment_state(spec->seed, index);
    uint64_t number = index * (GEN_SEGMENT_BYTES / GEN_BLOCK_BYTES);
    size_t at = 0;

    for (; len - at >= LANES * GEN_BLOCK_BYTES; at += LANES * GEN_BLOCK_BYTES, number += LANES)
        put_blocks(out + at, number, LANES, &state);
    for (; len - at >= GEN_BLOCK_BYTES; at += GEN_BLOCK_BYTES)
        put_blocks(out + at, number++, 1, &state);
    if (at < len) {
        unsigned char last[GEN_BLOCK_BYTES];
        put_blocks(last, number, 1, &state);
        memcpy(out + at, last, len - at);
    }
}

const struct gen_kind gen_blocks = {
    .name = "blocks",
    .summary = "numbered random 4 KiB blocks that do not compress",
    .fill = blocks_fill,
};
