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

/* The checksum is taken on the way: a second pass would take as long again. */
static void put_block(unsigned char *block, uint64_t number, uint64_t *state)
{
    uint64_t local = *state;
    uint64_t checksum = checksum_step(CHECKSUM_START, number);

    for (size_t i = GEN_BLOCK_PAYLOAD_OFFSET; i < GEN_BLOCK_BYTES; i += 8) {
        uint64_t word = gen_splitmix64(&local);
        store_le64(block + i, word);
        checksum = checksum_step(checksum, word);
    }
    checksum = checksum_step(checksum, GEN_BLOCK_BYTES - 8);
    store_le64(block + GEN_BLOCK_NUMBER_OFFSET, number);
    store_le64(block + GEN_BLOCK_CHECKSUM_OFFSET, checksum);
    *state = local;
}

static void blocks_fill(const void *tables, const struct gen_spec *spec, uint64_t index,
                        unsigned char *out, size_t len)
{
    (void)tables;
    uint64_t state = gen_segment_state(spec->seed, index);
    uint64_t number = index * (GEN_SEGMENT_BYTES / GEN_BLOCK_BYTES);
    size_t at = 0;

    for (; len - at >= GEN_BLOCK_BYTES; at += GEN_BLOCK_BYTES)
        put_block(out + at, number++, &state);
    if (at < len) {
        unsigned char last[GEN_BLOCK_BYTES];
        put_block(last, number, &state);
        memcpy(out + at, last, len - at);
    }
}

const struct gen_kind gen_blocks = {
    .name = "blocks",
    .summary = "numbered random 4 KiB blocks that do not compress",
    .fill = blocks_fill,
};
