/* SPDX-License-Identifier: MIT */
/*
 * patch: "python" over bytes 10..15, in place. The durable variant has fdatasync or
 * msync inside the clock. A file that ends before byte 15 gets what it has room for.
 */
#include <inttypes.h>
#include <stdio.h>

#include "workload/stored.h"
#include "workload/table.h"

struct work {
    const char *path;
    struct extent extent;
};

static int setup(struct work *w, const struct workload_input *input)
{
    w->path = input->path;
    w->extent = extent_of_patch(input->file_bytes);
    return 0;
}

static int run(struct work *w, const struct method *m, struct file *f)
{
    if (w->extent.bytes == 0)
        return 0;
    return m->put(f, w->extent.offset, PATCH_TEXT, w->extent.bytes);
}

static int run_durable(struct work *w, const struct method *m, struct file *f)
{
    int r = run(w, m, f);
    return r < 0 ? r : m->sync(f);
}

static void print(struct answer *ret, uint64_t checksum)
{
    snprintf(ret->text, sizeof ret->text, "checksum=%016" PRIx64, checksum);
}

static int answer(struct work *w, struct answer *ret)
{
    uint64_t checksum;
    int r = stored_checksum(w->path, &checksum);
    if (r == 0)
        print(ret, checksum);
    return r;
}

static void expected(const struct reference_answers *a, struct answer *ret)
{
    print(ret, a->patched_checksum);
}

STORED_WORKLOAD(workload_patch, "patch", "seek", "write \"python\" over bytes 10 to 15", run);
STORED_WORKLOAD(workload_patch_durable, "patch-durable", "seek",
                "patch, with fdatasync or msync inside the clock", run_durable);
