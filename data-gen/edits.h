/* SPDX-License-Identifier: MIT */
/*
 * The part of the reference that changes files: the checksum of the file as patch,
 * rows and log leave it. See reference.h.
 */
#ifndef MAPREAD_EDITS_H
#define MAPREAD_EDITS_H

#include <stddef.h>
#include <stdint.h>

#include "data-gen/checksum.h"
#include "data-gen/extents.h"

struct edits {
    uint64_t file_bytes, fed;
    struct checksum patched, divided, logged;
    unsigned char batch[BATCH_ROWS * ROW_BYTES]; /* awaits its last byte */
};

void edits_begin(struct edits *e, uint64_t file_bytes);
/* The file's bytes from front to back, in pieces of any size. */
void edits_feed(struct edits *e, const unsigned char *data, size_t len);

#endif
