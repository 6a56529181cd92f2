/* SPDX-License-Identifier: MIT */
#ifndef MAPREAD_CHECKSUM_H
#define MAPREAD_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* A checksum that sees order as well as content: FNV-1a over 64-bit little-endian
   words, the last padded with zeros, then over the length. Streaming: pieces of any size. */
struct checksum {
    uint64_t hash, bytes, pending;
    unsigned pending_bytes;
};
/* One word's step from the hash so far, for those who make the words themselves. */
#define CHECKSUM_START 0xcbf29ce484222325u
static inline uint64_t checksum_step(uint64_t hash, uint64_t word)
{
    return (hash ^ word) * 0x100000001b3u;
}

void checksum_begin(struct checksum *c);
void checksum_feed(struct checksum *c, const void *data, size_t len);
uint64_t checksum_end(struct checksum *c);

#endif
