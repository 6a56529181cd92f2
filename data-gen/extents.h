/* SPDX-License-Identifier: MIT */
/*
 * Where in a file the workloads of fixed offsets do their work: what they are, not how
 * they are done, and so the one thing that kernels and reference share.
 *
 * A file that is too small for an extent has a smaller one, or none (bytes 0). Offsets
 * and lengths are bytes.
 */
#ifndef MAPREAD_EXTENTS_H
#define MAPREAD_EXTENTS_H

#include <stddef.h>
#include <stdint.h>

struct extent {
    uint64_t offset;
    size_t bytes;
};

static inline struct extent extent_cut(uint64_t offset, size_t bytes, uint64_t file_bytes)
{
    uint64_t rest = offset < file_bytes ? file_bytes - offset : 0;
    return (struct extent){ .offset = offset, .bytes = rest < bytes ? (size_t)rest : bytes };
}

/* slice: ten bytes at the middle. */
enum { SLICE_LENGTH = 10 };

static inline struct extent extent_of_slice(uint64_t file_bytes)
{
    return extent_cut(file_bytes / 2, SLICE_LENGTH, file_bytes);
}

/* patch: "python" over bytes 10..15. */
#define PATCH_TEXT "python"
enum { PATCH_OFFSET = 10, PATCH_BYTES = sizeof PATCH_TEXT - 1 };

static inline struct extent extent_of_patch(uint64_t file_bytes)
{
    return extent_cut(PATCH_OFFSET, PATCH_BYTES, file_bytes);
}

/*
 * walk: from the current position seek WALK_FORWARD on and read WALK_FORWARD bytes, seek
 * WALK_BACK back and read WALK_BACK bytes; reading moves the position, as in every file.
 * So each round comes WALK_ROUND bytes further and processes 96, the last 32 of them
 * twice. Ends after the round in which more than WALK_LIMIT bytes have been processed, or
 * with the first piece that the file's end cuts short, which still counts.
 */
enum {
    WALK_FORWARD = 64,
    WALK_BACK = 32,
    WALK_ROUND = 2 * WALK_FORWARD,
    WALK_LIMIT = 10000000,
};

/* rows: of 128 float32 values. The batch is rows 5000 to 5100, or the last 100 of a
   smaller table. */
enum { ROW_VALUES = 128, ROW_BYTES = 4 * ROW_VALUES, BATCH_FIRST = 5000, BATCH_ROWS = 100 };

static inline struct extent extent_of_batch(uint64_t file_bytes)
{
    uint64_t rows = file_bytes / ROW_BYTES;
    uint64_t first = rows > BATCH_ROWS ? rows - BATCH_ROWS : 0;
    if (first > BATCH_FIRST)
        first = BATCH_FIRST;
    return extent_cut(first * ROW_BYTES, (size_t)BATCH_ROWS * ROW_BYTES, rows * ROW_BYTES);
}

/*
 * log: a ring of slots behind a header, which are two little-endian 64-bit words: the
 * slot that is written next, and how many records have been. A record is its number, from
 * 0, in such a word, and LOG_FILL behind it.
 */
enum {
    LOG_HEADER_BYTES = 16,
    LOG_RECORD_BYTES = 256,
    LOG_FILL = '.',
    LOG_RECORDS = 1000000, /* or as many as go LOG_LAPS times round, if those are fewer */
    LOG_LAPS = 4,
    LOG_GROUP = 10000, /* records between two flushes of log-durable */
};

static inline uint64_t log_slots(uint64_t file_bytes)
{
    return file_bytes < LOG_HEADER_BYTES ? 0
                                         : (file_bytes - LOG_HEADER_BYTES) / LOG_RECORD_BYTES;
}

static inline uint64_t log_records(uint64_t file_bytes)
{
    uint64_t slots = log_slots(file_bytes);
    return slots < LOG_RECORDS / LOG_LAPS ? slots * LOG_LAPS : LOG_RECORDS;
}

/*
 * allocate: blocks of memory as large as the file, one after the other, so many that
 * ALLOCATION_BYTES go through them, but at least one and at most ALLOCATION_BLOCKS; none
 * for an empty file. Block i is filled with the little-endian 64-bit words i, i + 1, ...,
 * the last cut off at its end.
 */
enum { ALLOCATION_BYTES = 16 << 20, ALLOCATION_BLOCKS = 256 };

static inline uint64_t allocation_blocks(uint64_t file_bytes)
{
    uint64_t wanted = file_bytes ? ALLOCATION_BYTES / file_bytes : 0;
    if (wanted > ALLOCATION_BLOCKS)
        return ALLOCATION_BLOCKS;
    return wanted == 0 && file_bytes ? 1 : wanted;
}

/*
 * round-trip and transfer: the whole file is one message, sent as often as makes
 * SHARE_BYTES, but at most ROUND_TRIPS or TRANSFERS times, and at least once.
 */
enum { SHARE_BYTES = 64 << 20, ROUND_TRIPS = 4096, TRANSFERS = 16384 };

static inline uint64_t share_messages(uint64_t file_bytes, uint64_t most)
{
    uint64_t messages = file_bytes ? SHARE_BYTES / file_bytes : 0;
    if (messages > most)
        return most;
    return messages == 0 && file_bytes ? 1 : messages;
}

#endif
