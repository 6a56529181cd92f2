/* SPDX-License-Identifier: MIT */
/*
 * mmap-fork and mmap-file: a shared mapping of which two processes see the same pages. The
 * sender copies a message in, the receiver looks at it there: one copy instead of two, and
 * no call of the system unless one waits for the other (ring.h).
 *
 * Of mmap-fork the memory is anonymous; of mmap-file it is a new file, removed as soon as
 * it is open. mmap-file-flush flushes what a message left in the file (msync) before it
 * goes on, which the receiver has no need of: it sees the bytes as soon as they are stored.
 *
 * Whoever polls needs a processor of its own, and the scheduler leaves two that poll on one
 * for a long time: the child begins on another than its parent's, where it may. From then
 * on the scheduler is free. pipe and socket are placed by it from the beginning: it puts
 * processes that wake each other where that is cheap.
 *
 * The mapping is as large as its ring, 64 KiB or --buffer, and a longer message goes
 * through it piece by piece: pages that stay in the processor's cache are better than a page
 * fault in each process for every 4 KiB.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "config.h"
#include "method/mapping.h"
#include "method/ring.h"
#include "method/table.h"
#include "method/transport.h"
#if HAVE_LINUX_EXTRAS
#include <sched.h>
#endif

enum { BACK_BYTES = 4096 }; /* of the ring that answers come through */

/* What lies in the mapping; the bytes of the ring to the child are behind it. */
struct channel {
    struct ring to[2]; /* by the enum transport_side that receives */
    unsigned char back[BACK_BYTES];
    unsigned char data[];
};

struct file {
    struct mapping mapping;
    struct channel *channel;
    enum transport_side side;
    struct ring_other other;
    size_t lent;
    bool flushes;
    int processor; /* that it was opened on; -1: not told */
};

#if HAVE_LINUX_EXTRAS
static int processor_now(void)
{
    return sched_getcpu();
}

static void leave_processor(int id)
{
    cpu_set_t all, others;
    if (id < 0 || sched_getaffinity(0, sizeof all, &all) != 0)
        return;
    others = all;
    CPU_CLR((unsigned)id, &others);
    if (CPU_COUNT(&others) > 0 && sched_setaffinity(0, sizeof others, &others) == 0)
        (void)sched_setaffinity(0, sizeof all, &all);
}
#else
static int processor_now(void)
{
    return -1;
}

static void leave_processor(int id)
{
    (void)id;
}
#endif

static void share_close(struct file *f)
{
    mapping_drop(&f->mapping);
}

/* A file of `len` zeros, without a name. Its blocks are had now: a store to a page that
   finds no room would be SIGBUS. A descriptor or -errno. */
static int make_file(const char *path, size_t len)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return -errno;
    unlink(path);
    int r = -posix_fallocate(fd, 0, (off_t)len);
    if (r < 0)
        close(fd);
    return r < 0 ? r : fd;
}

/* path NULL: anonymous. */
static int map(struct mapping *ret, const char *path, size_t len)
{
    int fd = path ? make_file(path, len) : -1;
    if (path && fd < 0)
        return fd;
    int r = mapping_make(
        ret, fd,
        &(struct mapping_part){ .len = len,
                                .protection = PROT_READ | PROT_WRITE,
                                .flags = path ? MAP_SHARED : MAP_SHARED | MAP_ANONYMOUS });
    if (path)
        close(fd);
    return r;
}

static int prepare(struct file *f, const char *path, size_t capacity)
{
    if (capacity > SIZE_MAX - sizeof *f->channel)
        return -ENOMEM;
    int r = map(&f->mapping, path, sizeof *f->channel + capacity);
    if (r < 0)
        return r;
    struct channel *c = f->channel = (struct channel *)f->mapping.data;
    r = ring_init(&c->to[TRANSPORT_CHILD], c->data, capacity);
    return r < 0 ? r : ring_init(&c->to[TRANSPORT_PARENT], c->back, sizeof c->back);
}

enum { SHARE_FORK, SHARE_FILE, SHARE_FLUSH }; /* how */

static int share_open(struct file *f, const struct method *m, const char *path,
                      const struct method_options *options)
{
    f->flushes = m->how == SHARE_FLUSH;
    f->processor = processor_now();
    return prepare(f, m->how == SHARE_FORK ? NULL : path,
                   options->buffer_bytes ? options->buffer_bytes : METHOD_BUFFER_BYTES);
}

static void take(struct file *f, enum transport_side side, pid_t other)
{
    f->side = side;
    f->other = (struct ring_other){ .pid = other, .is_parent = side == TRANSPORT_CHILD };
    if (side == TRANSPORT_CHILD)
        leave_processor(f->processor);
}

/* Answers are not flushed: it is the writer of the data who wants them on the storage. */
static int send_all(struct file *f, const void *data, size_t len)
{
    enum transport_side to = f->side == TRANSPORT_PARENT ? TRANSPORT_CHILD : TRANSPORT_PARENT;
    int r = ring_send(&f->channel->to[to], &f->other, data, len);
    return r == 0 && f->flushes && to == TRANSPORT_CHILD ? mapping_sync(&f->mapping) : r;
}

static int receive(struct file *f, size_t most, struct span *ret)
{
    return ring_receive(&f->channel->to[f->side], &f->other, &f->lent, most, ret);
}

static const struct transport transport = { .take = take,
                                            .send = send_all,
                                            .receive = receive };

#define SHARE_METHOD(identifier, its_name, its_summary, its_flags, its_how)                    \
    const struct method identifier = {                                                         \
        .name = its_name,                                                                      \
        .summary = its_summary,                                                                \
        .family = METHOD_FAMILY_MMAP,                                                          \
        .flags = METHOD_ZERO_COPY | (its_flags),                                               \
        .buffer_bytes = METHOD_BUFFER_BYTES,                                                   \
        .transport = &transport,                                                               \
        .file_bytes = sizeof(struct file),                                                     \
        .how = its_how,                                                                        \
        .open = share_open,                                                                    \
        .close = share_close,                                                                  \
    }

SHARE_METHOD(method_mmap_fork, "mmap-fork",
             "to another process: an anonymous mapping, shared over fork", 0, SHARE_FORK);
SHARE_METHOD(method_mmap_file, "mmap-file", "to another process: a shared mapping of a file",
             METHOD_MAKES_FILE, SHARE_FILE);
SHARE_METHOD(method_mmap_file_flush, "mmap-file-flush", "mmap-file with msync() per message",
             METHOD_MAKES_FILE, SHARE_FLUSH);
