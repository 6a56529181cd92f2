/* SPDX-License-Identifier: MIT */
/*
 * Changing a file: pages that are there, new ones, a new file that takes a name, and what it
 * costs to have it on storage.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/text.h"
#include "cost/table.h"
#include "state/state.h"

enum { WRITE_BYTES = 4 << 20, REPEATS = 20 };
enum { NEW, OLD, DIRTY, CLEAN, RENAME, RENAME_DATA, RENAME_SYNCED, SYNC, STORE };

static int write_all(const struct cost_site *s, int fd)
{
    int r = 0;
    for (uint64_t done = 0; done < WRITE_BYTES && r == 0; done += COST_BUFFER_BYTES)
        r = io_pwrite(fd, s->buffer, COST_BUFFER_BYTES, done);
    return r;
}

static int write_file(const struct cost_site *s, const char *path, int flags, double *ret_ns)
{
    int fd = open(path, O_RDWR | O_CLOEXEC | flags, 0600), r = fd < 0 ? -errno : 0;
    uint64_t begun = clock_now_ns();
    if (r == 0)
        r = write_all(s, fd);
    *ret_ns = cost_each(begun, 1);
    if (fd >= 0)
        close(fd);
    return r;
}

static int write_new(const struct cost_site *s, const char *path, double *ret_ns)
{
    return write_file(s, path, O_CREAT | O_TRUNC, ret_ns);
}

/* On storage, and back in the page cache as what a pass changes: the file system must find out
   again where each page lies. */
static int read_back(const char *path)
{
    return state_find("warm")->prepare(path);
}

static int write_clean(const struct cost_site *s, const char *path)
{
    double ns;
    int r = write_new(s, path, &ns);
    return r == 0 ? read_back(path) : r;
}

static int write_bytes(const struct cost *c, const struct cost_site *s, const char *path,
                       double *ret)
{
    double ns;
    int r = write_new(s, path, &ns);
    if (r == 0 && c->which == OLD)
        r = read_back(path);
    if (r == 0 && c->which == OLD)
        r = write_file(s, path, 0, &ns);
    const double calls = WRITE_BYTES / COST_BUFFER_BYTES * cost_of(s, &cost_system_call);
    if (r == 0)
        *ret = (ns - calls) / WRITE_BYTES;
    return r;
}

/* Clean pages are write-protected in a mapping: the first store to each is a fault that tells
   the file system, and what makes them clean takes the right to write from each again. */
static int store_to_pages(const char *path, double *ret_store_ns, double *ret_sync_ns)
{
    struct cost_mapping m;
    int r = cost_map_file(path, PROT_READ | PROT_WRITE, 0, &m);
    if (r < 0)
        return r;
    cost_touch_pages(m.data, m.len);
    uint64_t begun = clock_now_ns();
    for (size_t i = 0; i < m.len; i += COST_PAGE_BYTES)
        ((volatile unsigned char *)m.data)[i] = 1;
    *ret_store_ns = cost_each(begun, 1);
    begun = clock_now_ns();
    if (ret_sync_ns && msync(m.data, m.len, MS_SYNC) != 0)
        r = -errno;
    if (ret_sync_ns)
        *ret_sync_ns = cost_each(begun, 1);
    munmap(m.data, m.len);
    return r;
}

static int dirty_file(const struct cost *c, const struct cost_site *s, const char *path,
                      double *ret)
{
    const double pages = WRITE_BYTES / COST_PAGE_BYTES;
    double store_ns, sync_ns = 0;
    int r = write_clean(s, path);
    if (r == 0)
        r = store_to_pages(path, &store_ns, c->which == CLEAN ? &sync_ns : NULL);
    if (r == 0 && c->which == CLEAN)
        *ret = (sync_ns - cost_of(s, &cost_sync)) / pages -
               COST_PAGE_BYTES * cost_of(s, &cost_storage_write);
    else if (r == 0)
        *ret = store_ns / pages;
    return r;
}

static int make_and_rename(const char *from, const char *to)
{
    int fd = open(from, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 || close(fd) != 0)
        return -errno;
    return rename(from, to) == 0 ? 0 : -errno;
}

static int rename_empty(const struct cost *c, const struct cost_site *s, const char *to,
                        double *ret)
{
    char *from = text_printf("%s.new", to);
    (void)c, (void)s;
    int r = from ? make_and_rename(from, to) : -ENOMEM;
    uint64_t begun = clock_now_ns();
    for (int i = 0; i < REPEATS && r == 0; i++)
        r = make_and_rename(from, to);
    *ret = cost_each(begun, REPEATS);
    free(from);
    return r;
}

/* How long a file that has been written takes to be on storage; `again`: a block is written
   before each time. */
static int sync_file(const struct cost_site *s, const char *path, int times, bool again,
                     double *ret)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC), r = fd < 0 ? -errno : 0;
    uint64_t begun = clock_now_ns();
    for (int i = 0; i < times && r == 0; i++) {
        r = again ? io_pwrite(fd, s->buffer, COST_PAGE_BYTES, 0) : 0;
        if (r == 0 && fdatasync(fd) != 0)
            r = -errno;
    }
    *ret = cost_each(begun, times);
    if (fd >= 0)
        close(fd);
    return r;
}

static int replace_file(const struct cost *c, const char *from, const char *to)
{
    if (rename(from, to) != 0)
        return -errno;
    return c->which == RENAME_SYNCED ? io_sync_directory_of(to) : 0;
}

/* The old file's pages go, and some file systems hurry to put the new one's on storage. */
static int rename_full(const struct cost *c, const struct cost_site *s, const char *to,
                       double *ret)
{
    double ns;
    char *from = text_printf("%s.new", to);
    int r = from ? write_clean(s, to) : -ENOMEM;
    if (r == 0)
        r = write_new(s, from, &ns);
    if (r == 0 && c->which == RENAME_SYNCED)
        r = sync_file(s, from, 1, false, &ns);
    uint64_t begun = clock_now_ns();
    if (r == 0)
        r = replace_file(c, from, to);
    *ret = cost_each(begun, 1);
    *ret -= cost_of(s, &cost_rename);
    if (c->which == RENAME_DATA)
        *ret /= WRITE_BYTES;
    free(from);
    return r;
}

static int sync_block(const struct cost *c, const struct cost_site *s, const char *path,
                      double *ret)
{
    enum { SYNCS = 4 };
    int r = write_clean(s, path);
    (void)c;
    return r == 0 ? sync_file(s, path, SYNCS, true, ret) : r;
}

static int sync_new(const struct cost *c, const struct cost_site *s, const char *path,
                    double *ret)
{
    double ns;
    int r = write_new(s, path, &ns);
    (void)c;
    if (r == 0)
        r = sync_file(s, path, 1, false, ret);
    *ret = fmax(*ret - cost_of(s, &cost_sync), 0) / WRITE_BYTES;
    return r;
}

/* Each with a file below the site's folder, which is then removed. */
static int (*const bodies[])(const struct cost *c, const struct cost_site *s, const char *path,
                             double *ret) = {
    [NEW] = write_bytes,  [OLD] = write_bytes,     [DIRTY] = dirty_file,
    [CLEAN] = dirty_file, [RENAME] = rename_empty, [RENAME_DATA] = rename_full,
    [SYNC] = sync_block,  [STORE] = sync_new,      [RENAME_SYNCED] = rename_full,
};

static int measure_file(const struct cost *c, struct cost_site *s, double *ret)
{
    char *path = text_printf("%s/%s", s->folder, c->name);
    int r = path ? bodies[c->which](c, s, path, ret) : -ENOMEM;
    if (path)
        unlink(path);
    free(path);
    return r;
}

const struct cost cost_rename_data = {
    .name = "rename-data",
    .unit = "ns/byte",
    .part = COST_WRITING,
    .summary = "what each byte of the two files adds to `rename`",
    .how = "a new file of 4 MiB takes the name of one that is on storage, less `rename`",
    .which = RENAME_DATA,
    .measure = measure_file,
};

const struct cost cost_rename_synced = {
    .name = "rename-synced",
    .unit = "ns",
    .part = COST_WRITING,
    .summary = "what `rename` costs more where the name is to be on storage",
    .how = "as `rename-data`, for both files as a whole, but the new one is on storage before, "
           "and fsync() of the folder follows",
    .full = true,
    .which = RENAME_SYNCED,
    .measure = measure_file,
};

const struct cost cost_storage_write = {
    .name = "storage-write",
    .unit = "ns/byte",
    .part = COST_WRITING,
    .summary = "what storage adds to each byte that is to be on it",
    .how = "fdatasync() of a new file of 4 MiB, less `sync`",
    .full = true,
    .which = STORE,
    .measure = measure_file,
};

const struct cost cost_write = {
    .name = "write",
    .unit = "ns/byte",
    .part = COST_WRITING,
    .summary = "write a byte to a page that is in the page cache",
    .how = "4 MiB that are on storage and were read back, in writes of 64 KiB, less "
           "`system-call` for each; the new bytes are in the processor's cache",
    .which = OLD,
    .measure = measure_file,
};

const struct cost cost_write_new = {
    .name = "write-new",
    .unit = "ns/byte",
    .part = COST_WRITING,
    .summary = "write a byte of a new file",
    .how = "as `write`, to a file that is empty before",
    .which = NEW,
    .measure = measure_file,
};

const struct cost cost_dirty_page = {
    .name = "dirty-page",
    .unit = "ns",
    .part = COST_WRITING,
    .summary = "the first store to a clean page of a shared mapping",
    .how = "4 MiB that are on storage and were read back, every page mapped already",
    .full = true,
    .which = DIRTY,
    .measure = measure_file,
};

const struct cost cost_clean_page = {
    .name = "clean-page",
    .unit = "ns",
    .part = COST_WRITING,
    .summary = "each page of a shared mapping that msync() makes clean",
    .how = "msync() of such a mapping, every page stored to, less `sync` and `storage-write`",
    .full = true,
    .which = CLEAN,
    .measure = measure_file,
};

const struct cost cost_rename = {
    .name = "rename",
    .unit = "ns",
    .part = COST_WRITING,
    .summary = "make an empty file and let it take another's name",
    .how = "20 times",
    .which = RENAME,
    .measure = measure_file,
};

const struct cost cost_sync = {
    .name = "sync",
    .unit = "ns",
    .part = COST_WRITING,
    .summary = "write 4 KiB and have them on storage",
    .how = "4 times pwrite() and fdatasync() of the same block",
    .full = true,
    .which = SYNC,
    .measure = measure_file,
};
