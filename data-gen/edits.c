/* SPDX-License-Identifier: MIT */
#include "data-gen/edits.h"

#include <math.h>
#include <string.h>

#include "base/endian.h"

void edits_begin(struct edits *e, uint64_t file_bytes)
{
    e->file_bytes = file_bytes;
    e->fed = 0;
    checksum_begin(&e->patched);
    checksum_begin(&e->divided);
    checksum_begin(&e->logged);
}

/* Takes bytes of an extent; `at` is the first one's offset in it. */
typedef void edit(struct edits *e, const struct extent *p, size_t at, const unsigned char *data,
                  size_t len);

/* What lies in the extent goes to `inside`, the rest to the checksum as it is. */
static void feed_around(struct edits *e, struct checksum *c, struct extent p, edit *inside,
                        const unsigned char *data, size_t len)
{
    uint64_t at = e->fed, end = p.offset + p.bytes;
    size_t head = at >= p.offset ? 0 : p.offset - at < len ? (size_t)(p.offset - at) : len;
    uint64_t from = at + head;
    size_t body = from >= end ? 0 : end - from < len - head ? (size_t)(end - from) : len - head;
    checksum_feed(c, data, head);
    if (body > 0)
        inside(e, &p, (size_t)(from - p.offset), data + head, body);
    checksum_feed(c, data + head + body, len - head - body);
}

static void patch(struct edits *e, const struct extent *p, size_t at, const unsigned char *data,
                  size_t len)
{
    (void)p, (void)data;
    checksum_feed(&e->patched, &PATCH_TEXT[at], len);
}

static float get_float(const unsigned char *data)
{
    uint32_t bits = load_le32(data);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* The norm's squares are exact in double; their order of addition is the workload's. */
static void divide_row(unsigned char *row)
{
    double part[8] = { 0 }, sum = 0;
    for (size_t i = 0; i < ROW_VALUES; i++)
        part[i % 8] += (double)get_float(row + 4 * i) * (double)get_float(row + 4 * i);
    for (size_t i = 0; i < 8; i++)
        sum += part[i];
    double norm = sqrt(sum);
    if (!(norm > 0) || isinf(norm))
        return;
    for (size_t i = 0; i < ROW_VALUES; i++) {
        float value = (float)((double)get_float(row + 4 * i) / norm);
        uint32_t bits;
        memcpy(&bits, &value, sizeof bits);
        store_le32(row + 4 * i, bits);
    }
}

static void divide(struct edits *e, const struct extent *p, size_t at,
                   const unsigned char *data, size_t len)
{
    memcpy(e->batch + at, data, len);
    if (at + len < p->bytes)
        return;
    for (size_t row = 0; row < p->bytes; row += ROW_BYTES)
        divide_row(e->batch + row);
    checksum_feed(&e->divided, e->batch, p->bytes);
}

/* The last record that came into a slot, or UINT64_MAX. */
static uint64_t last_in_slot(uint64_t slot, uint64_t slots, uint64_t records)
{
    uint64_t laps = records / slots, more = records % slots;
    if (slot < more)
        return laps * slots + slot;
    return laps > 0 ? (laps - 1) * slots + slot : UINT64_MAX;
}

/* What the log leaves at an offset: the rest of the header, or of a slot. NULL: nothing. */
static const unsigned char *log_piece(const struct edits *e, size_t at, size_t *ret_len,
                                      unsigned char space[LOG_RECORD_BYTES])
{
    uint64_t slots = log_slots(e->file_bytes), records = log_records(e->file_bytes);
    if (at < LOG_HEADER_BYTES) {
        store_le64(space, records % slots);
        store_le64(space + 8, records);
        *ret_len = LOG_HEADER_BYTES - at;
        return space + at;
    }
    size_t in_slot = (at - LOG_HEADER_BYTES) % LOG_RECORD_BYTES;
    uint64_t number = last_in_slot((at - LOG_HEADER_BYTES) / LOG_RECORD_BYTES, slots, records);
    memset(space, LOG_FILL, LOG_RECORD_BYTES);
    store_le64(space, number);
    *ret_len = LOG_RECORD_BYTES - in_slot;
    return number == UINT64_MAX ? NULL : space + in_slot;
}

static void write_log(struct edits *e, const struct extent *p, size_t at,
                      const unsigned char *data, size_t len)
{
    (void)p;
    while (len > 0) {
        unsigned char space[LOG_RECORD_BYTES];
        size_t piece;
        const unsigned char *written = log_piece(e, at, &piece, space);
        if (piece > len)
            piece = len;
        checksum_feed(&e->logged, written ? written : data, piece);
        at += piece;
        data += piece;
        len -= piece;
    }
}

static struct extent extent_of_log(uint64_t file_bytes)
{
    uint64_t slots = log_slots(file_bytes);
    size_t bytes = slots ? (size_t)(LOG_HEADER_BYTES + slots * LOG_RECORD_BYTES) : 0;
    return extent_cut(0, bytes, file_bytes);
}

void edits_feed(struct edits *e, const unsigned char *data, size_t len)
{
    uint64_t n = e->file_bytes;
    feed_around(e, &e->patched, extent_of_patch(n), patch, data, len);
    feed_around(e, &e->divided, extent_of_batch(n), divide, data, len);
    feed_around(e, &e->logged, extent_of_log(n), write_log, data, len);
    e->fed += len;
}
