/* SPDX-License-Identifier: MIT */
/*
 * The kind `records`: rows of 128 little-endian float32 values (512 bytes), as
 * in a table of embedding vectors.
 *
 * The bits are put together from integers, without floating-point arithmetic:
 * no compiler or rounding mode can change a byte.
 */
#include "data-gen/gen.h"

#include <string.h>

#include "base/endian.h"

/* 32 random bits to the bits of a float32, evenly spread over (-1, 1) but for a gap of
   2^-8 around zero: each smaller exponent is half as likely as the one above it. */
static uint32_t float_bits(uint32_t random)
{
    uint32_t sign = random & 0x80000000u;
    uint32_t mantissa = random & 0x007fffffu;
    uint32_t below = (uint32_t)__builtin_ctz(((random >> 23) & 0xffu) | 0x80u);
    return sign | ((126u - below) << 23) | mantissa;
}

static uint64_t next_pair(uint64_t *state)
{
    uint64_t random = gen_splitmix64(state);
    uint64_t first = float_bits((uint32_t)random);
    uint64_t second = float_bits((uint32_t)(random >> 32));
    return first | second << 32;
}

static void records_fill(const void *tables, const struct gen_spec *spec, uint64_t index,
                         unsigned char *out, size_t len)
{
    (void)tables;
    uint64_t state = gen_segment_state(spec->seed, index);
    size_t at = 0;

    for (; len - at >= 8; at += 8)
        store_le64(out + at, next_pair(&state));
    if (at < len) {
        unsigned char last[8];
        store_le64(last, next_pair(&state));
        memcpy(out + at, last, len - at);
    }
}

const struct gen_kind gen_records = {
    .name = "records",
    .summary = "rows of 128 float32 values (512 bytes)",
    .fill = records_fill,
};
