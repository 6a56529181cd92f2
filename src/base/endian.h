/* SPDX-License-Identifier: MIT */
/* Little-endian words at any address; one load or store on the usual machines. */
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

static inline uint32_t load_le32(const unsigned char *data)
{
    uint32_t word;
    memcpy(&word, data, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap32(word);
#endif
    return word;
}

static inline void store_le64(unsigned char *out, uint64_t word)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    memcpy(out, &word, sizeof word);
}

static inline void store_le32(unsigned char *out, uint32_t word)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap32(word);
#endif
    memcpy(out, &word, sizeof word);
}

#endif
