/* SPDX-License-Identifier: MIT */
/*
 * rows: a table of 128 float32 values per row, as np.memmap gives it; rows 5000 to 5100
 * are divided by their norms, in place. Only their pages are needed. The durable variant
 * has the flush inside the clock.
 *
 * The same bits everywhere: a square of a float32 is exact in double, the squares are
 * added in eight sums of every eighth value, and division and root are IEEE's. A row
 * whose norm is 0 or not finite stays as it is.
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/endian.h"
#include "workload/stored.h"
#include "workload/table.h"

enum { LANES = 8 };

struct work {
    const char *path;
    struct extent batch;
    unsigned char divided[BATCH_ROWS * ROW_BYTES];
};

static int setup(struct work *w, const struct workload_input *input)
{
    w->path = input->path;
    w->batch = extent_of_batch(input->file_bytes);
    return 0;
}

static double load_value(const unsigned char *at)
{
    uint32_t bits = load_le32(at);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void store_value(unsigned char *at, double value)
{
    float rounded = (float)value;
    uint32_t bits;
    memcpy(&bits, &rounded, sizeof bits);
    store_le32(at, bits);
}

static double norm_of(const unsigned char *row)
{
    double lane[LANES] = { 0 }, sum = 0;
    for (size_t i = 0; i < ROW_VALUES; i += LANES)
        for (size_t j = 0; j < LANES; j++) {
            double value = load_value(row + 4 * (i + j));
            lane[j] += value * value;
        }
    for (size_t j = 0; j < LANES; j++)
        sum += lane[j];
    return sqrt(sum);
}

static void divide_row(unsigned char *out, const unsigned char *row)
{
    double norm = norm_of(row);
    if (!(norm > 0) || isinf(norm)) {
        memcpy(out, row, ROW_BYTES);
        return;
    }
    for (size_t i = 0; i < ROW_VALUES; i++)
        store_value(out + 4 * i, load_value(row + 4 * i) / norm);
}

static int run(struct work *w, const struct method *m, struct file *f)
{
    struct span span;
    if (w->batch.bytes == 0)
        return 0;
    int r = m->at(f, w->batch.offset, w->batch.bytes, &span);
    if (r < 0)
        return r;
    if (span.len != w->batch.bytes)
        return -EIO;
    for (size_t row = 0; row < span.len; row += ROW_BYTES)
        divide_row(w->divided + row, span.data + row);
    return m->put(f, w->batch.offset, w->divided, w->batch.bytes);
}

static int run_durable(struct work *w, const struct method *m, struct file *f)
{
    int r = run(w, m, f);
    return r < 0 ? r : m->sync(f);
}

static void print(struct answer *ret, uint64_t rows, uint64_t checksum)
{
    snprintf(ret->text, sizeof ret->text, "rows=%" PRIu64 " checksum=%016" PRIx64, rows,
             checksum);
}

static int answer(struct work *w, struct answer *ret)
{
    uint64_t checksum;
    int r = stored_checksum(w->path, &checksum);
    if (r == 0)
        print(ret, w->batch.bytes / ROW_BYTES, checksum);
    return r;
}

static void expected(const struct reference_answers *a, struct answer *ret)
{
    print(ret, a->rows, a->divided_checksum);
}

STORED_WORKLOAD(workload_rows, "rows", "pread",
                "divide 100 rows of 128 float32 by their norms, in place", run);
STORED_WORKLOAD(workload_rows_durable, "rows-durable", "pread",
                "rows, with fdatasync or msync inside the clock", run_durable);
