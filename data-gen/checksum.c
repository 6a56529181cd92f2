/* SPDX-License-Identifier: MIT */
/*
 * The order-sensitive checksum of reference.h: FNV-1a over 64-bit words.
 *
 * Bytes that do not yet make a word wait in `pending`, so the result does not
 * depend on how the bytes were cut into pieces.
 */
#include "data-gen/checksum.h"

#include "base/endian.h"

void checksum_begin(struct checksum *c)
{
    *c = (struct checksum){ .hash = CHECKSUM_START };
}

/* Takes bytes into the pending word until it is full; returns how many. */
static size_t fill_pending(struct checksum *c, const unsigned char *data, size_t len)
{
    size_t used = 0;
    while (used < len && c->pending_bytes < 8)
        c->pending |= (uint64_t)data[used++] << (8 * c->pending_bytes++);
    if (c->pending_bytes == 8) {
        c->hash = checksum_step(c->hash, c->pending);
        c->pending = 0;
        c->pending_bytes = 0;
    }
    return used;
}

void checksum_feed(struct checksum *c, const void *data, size_t len)
{
    const unsigned char *p = data;
    const unsigned char *end = p + len;

    c->bytes += len;
    if (c->pending_bytes > 0)
        p += fill_pending(c, p, len);

    uint64_t hash = c->hash;
    for (; end - p >= 8; p += 8)
        hash = checksum_step(hash, load_le64(p));
    c->hash = hash;
    fill_pending(c, p, (size_t)(end - p));
}

uint64_t checksum_end(struct checksum *c)
{
    if (c->pending_bytes > 0)
        c->hash = checksum_step(c->hash, c->pending);
    c->pending = 0;
    c->pending_bytes = 0;
    return checksum_step(c->hash, c->bytes);
}
