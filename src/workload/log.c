/* SPDX-License-Identifier: MIT */
/*
 * log: a ring of records of 256 bytes behind a header of 16 (the slot that comes next,
 * and how many records have been), over the file's bytes; data-gen/extents.h says it
 * exactly. Each record is put, and then the header, so that the file always tells where
 * to go on.
 *
 * The durable variant flushes every LOG_GROUP records and at the end: a flush per record
 * would measure the device alone.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/endian.h"
#include "workload/stored.h"
#include "workload/table.h"

struct work {
    const char *path;
    uint64_t slots, records;
    unsigned char header[LOG_HEADER_BYTES], record[LOG_RECORD_BYTES];
};

static int setup(struct work *w, const struct workload_input *input)
{
    w->path = input->path;
    w->slots = log_slots(input->file_bytes);
    w->records = log_records(input->file_bytes);
    memset(w->record, LOG_FILL, sizeof w->record);
    return 0;
}

static int append(struct work *w, const struct method *m, struct file *f, uint64_t number,
                  uint64_t slot)
{
    store_le64(w->record, number);
    int r = m->put(f, LOG_HEADER_BYTES + slot * LOG_RECORD_BYTES, w->record, sizeof w->record);
    if (r < 0)
        return r;
    store_le64(w->header, slot + 1 == w->slots ? 0 : slot + 1);
    store_le64(w->header + 8, number + 1);
    return m->put(f, 0, w->header, sizeof w->header);
}

static int append_all(struct work *w, const struct method *m, struct file *f, bool durable)
{
    uint64_t slot = 0;
    int r = 0;
    for (uint64_t i = 0; i < w->records && r == 0; i++) {
        r = append(w, m, f, i, slot);
        slot = slot + 1 == w->slots ? 0 : slot + 1;
        if (r == 0 && durable && ((i + 1) % LOG_GROUP == 0 || i + 1 == w->records))
            r = m->sync(f);
    }
    return r;
}

static int run(struct work *w, const struct method *m, struct file *f)
{
    return append_all(w, m, f, false);
}

static int run_durable(struct work *w, const struct method *m, struct file *f)
{
    return append_all(w, m, f, true);
}

static void print(struct answer *ret, uint64_t records, uint64_t checksum)
{
    snprintf(ret->text, sizeof ret->text, "records=%" PRIu64 " checksum=%016" PRIx64, records,
             checksum);
}

static int answer(struct work *w, struct answer *ret)
{
    uint64_t checksum;
    int r = stored_checksum(w->path, &checksum);
    if (r == 0)
        print(ret, w->records, checksum);
    return r;
}

static void expected(const struct reference_answers *a, struct answer *ret)
{
    print(ret, a->log_records, a->logged_checksum);
}

STORED_WORKLOAD(workload_log, "log", "pread",
                "a ring of 256-byte records behind a 16-byte header", run);
STORED_WORKLOAD(workload_log_durable, "log-durable", "pread",
                "log, flushed every 10,000 records", run_durable);
