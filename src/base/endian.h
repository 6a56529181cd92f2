/* SPDX-License-Identifier: MIT */
/* Little-endian words at any address; one load on the usual machines. */
#ifndef MAPREAD_BASE_ENDIAN_H
#define MAPREAD_BASE_ENDIAN_H

#include <stdint.h>
#include <string.h>

static inline uint64_t load_le64(const unsigned char *data)
{
    uint64_t word;
    memcpy(&word, data, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

#endif
