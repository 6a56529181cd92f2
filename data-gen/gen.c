/* SPDX-License-Identifier: MIT */
/*
 * The table of kinds, and making a file of one.
 *
 * Threads take segments in turn, fill a buffer that stays in the processor's cache,
 * and write it at its place. The calling thread is one of them, so a machine that
 * gives no more threads is slow, not broken.
 */
#include "data-gen/gen.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/atomic_file.h"
#include "base/io.h"
#include "base/text.h"
#include "config.h"

enum { MAX_THREADS = 64, MAX_DEFAULT_THREADS = 8, BUFFER_ALIGNMENT = 4096 };

const struct gen_kind *const gen_kinds[] = { &gen_text, &gen_blocks, &gen_records, NULL };

static const struct {
    const char *name;
    uint64_t needle;
} needles[] = {
    { "early", GEN_NEEDLE_EARLY },
    { "middle", GEN_NEEDLE_MIDDLE },
    { "last", GEN_NEEDLE_LAST },
    { "absent", GEN_NEEDLE_ABSENT },
};
enum { NEEDLES = sizeof needles / sizeof needles[0] };
static const char every_prefix[] = "every-";

const char *gen_needle_text(uint64_t needle, char buffer[GEN_NEEDLE_TEXT_MAX])
{
    for (size_t i = 0; i < NEEDLES; i++)
        if (needles[i].needle == needle)
            return strcpy(buffer, needles[i].name);
    char size[TEXT_MAX];
    uint64_t every = gen_needle_every_bytes(needle);
    snprintf(buffer, GEN_NEEDLE_TEXT_MAX, "%s%.25s", every ? every_prefix : "",
             text_exact_size(every ? every : needle, size));
    return buffer;
}

uint64_t gen_needle_every_bytes(uint64_t needle)
{
    return needle >= GEN_NEEDLE_EVERY && needle < GEN_NEEDLE_MIDDLE ? needle - GEN_NEEDLE_EVERY
                                                                    : 0;
}

int gen_needle_parse(const char *text, uint64_t *ret)
{
    for (size_t i = 0; i < NEEDLES; i++)
        if (strcmp(needles[i].name, text) == 0) {
            *ret = needles[i].needle;
            return 0;
        }
    const size_t prefix = strlen(every_prefix);
    bool every = strncmp(text, every_prefix, prefix) == 0;
    uint64_t bytes;
    if (text_parse_size(text + (every ? prefix : 0), &bytes) < 0 || bytes >= GEN_NEEDLE_EVERY ||
        (every && bytes < GEN_NEEDLE_EVERY_MIN))
        return -EINVAL;
    *ret = bytes + (every ? GEN_NEEDLE_EVERY : 0);
    return 0;
}

const struct gen_kind *gen_kind_find(const char *name)
{
    for (size_t i = 0; gen_kinds[i] != NULL; i++)
        if (strcmp(gen_kinds[i]->name, name) == 0)
            return gen_kinds[i];
    return NULL;
}

uint64_t gen_segment_state(uint64_t seed, uint64_t index)
{
    uint64_t state = gen_splitmix64(&seed) ^ index;
    return gen_splitmix64(&state);
}

/* What the threads share. */
struct job {
    const struct gen_request *request;
    const void *tables;
    int fd;
    uint64_t segments;
    _Atomic uint64_t next_segment, bytes_done;
    atomic_int error; /* the first one, or 0 */
};

static void fail(struct job *job, int error)
{
    int none = 0;
    atomic_compare_exchange_strong(&job->error, &none, error);
}

/* Only a hint. */
static void begin_writeback(int fd, uint64_t offset, size_t len)
{
#if HAVE_LINUX_EXTRAS
    (void)sync_file_range(fd, (off_t)offset, (off_t)len, SYNC_FILE_RANGE_WRITE);
#else
    (void)fd;
    (void)offset;
    (void)len;
#endif
}

static int make_segment(struct job *job, uint64_t index, unsigned char *buffer)
{
    const struct gen_spec *spec = &job->request->spec;
    uint64_t offset = index * GEN_SEGMENT_BYTES;
    uint64_t left = spec->bytes - offset;
    size_t len = left < GEN_SEGMENT_BYTES ? (size_t)left : GEN_SEGMENT_BYTES;

    job->request->kind->fill(job->tables, spec, index, buffer, len);
    int error = io_pwrite(job->fd, buffer, len, offset);
    if (error != 0)
        return error;
    if (job->request->writeback)
        begin_writeback(job->fd, offset, len);
    atomic_fetch_add(&job->bytes_done, len);
    return 0;
}

static int report(struct job *job)
{
    const struct gen_request *request = job->request;
    if (request->progress == NULL)
        return 0;
    return request->progress(request->context, job->bytes_done) == 0 ? 0 : -ECANCELED;
}

static void work(struct job *job, bool reports)
{
    unsigned char *buffer = aligned_alloc(BUFFER_ALIGNMENT, GEN_SEGMENT_BYTES);
    if (buffer == NULL)
        fail(job, -ENOMEM);
    while (job->error == 0) {
        uint64_t index = atomic_fetch_add(&job->next_segment, 1);
        if (index >= job->segments)
            break;
        int error = make_segment(job, index, buffer);
        if (error == 0 && reports)
            error = report(job);
        if (error != 0)
            fail(job, error);
    }
    free(buffer);
}

static void *work_in_thread(void *job)
{
    work(job, false);
    return NULL;
}

static unsigned thread_count(const struct gen_request *request, uint64_t segments)
{
    uint64_t wanted = request->threads, most = MAX_THREADS;
    if (wanted == 0) {
        long processors = sysconf(_SC_NPROCESSORS_ONLN);
        wanted = processors > 0 ? (uint64_t)processors : 1;
        most = MAX_DEFAULT_THREADS;
    }
    if (wanted > most)
        wanted = most;
    return (unsigned)(wanted > segments ? segments : wanted);
}

static void work_together(struct job *job)
{
    pthread_t threads[MAX_THREADS];
    unsigned wanted = thread_count(job->request, job->segments), started = 0;

    while (started + 1 < wanted &&
           pthread_create(&threads[started], NULL, work_in_thread, job) == 0)
        started++;
    work(job, true);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}

static int write_all(const struct gen_request *request, int fd)
{
    const struct gen_kind *kind = request->kind;
    uint64_t bytes = request->spec.bytes;
    struct job job = {
        .request = request,
        .fd = fd,
        .segments = bytes / GEN_SEGMENT_BYTES + (bytes % GEN_SEGMENT_BYTES != 0),
    };

    void *tables = NULL;
    if (kind->prepare != NULL && (tables = kind->prepare(&request->spec)) == NULL)
        return -ENOMEM;
    job.tables = tables;
    work_together(&job);
    if (job.error == 0)
        job.error = report(&job);
    if (kind->release != NULL)
        kind->release(tables);
    return job.error;
}

static int check_space(int fd, uint64_t bytes)
{
    struct statvfs fs;
    if (fstatvfs(fd, &fs) != 0)
        return -errno;
    /* Some network file systems do not know their size. */
    if (fs.f_blocks == 0 || fs.f_frsize == 0)
        return 0;
    return bytes / fs.f_frsize < fs.f_bavail || bytes == 0 ? 0 : -ENOSPC;
}

int gen_file(const struct gen_request *request)
{
    struct atomic_file f;
    int error = atomic_file_begin(&f, NULL, request->path);
    if (error != 0)
        return error;
    f.volatile_data = true;
    error = check_space(fileno(f.stream), request->spec.bytes);
    if (error == 0)
        error = write_all(request, fileno(f.stream));
    return atomic_file_end(&f, error);
}
