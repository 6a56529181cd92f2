/* SPDX-License-Identifier: MIT */
#include "dataset/dataset.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/text.h"
#include "dataset/pattern.h"

enum { PIECE_BYTES = 1 << 20 };

static void set_name(struct dataset *d)
{
    char size[TEXT_MAX], needle[GEN_NEEDLE_TEXT_MAX];
    bool plain = d->spec.needle == GEN_NEEDLE_EARLY;
    snprintf(d->name, sizeof d->name, "%s%s%s-%s", d->kind->name, plain ? "" : "-",
             plain ? "" : gen_needle_text(d->spec.needle, needle),
             text_exact_size(d->spec.bytes, size));
}

void dataset_set_size(struct dataset *d, uint64_t bytes)
{
    d->spec.bytes = bytes;
    set_name(d);
}

static int parse_needle(const char *name, size_t len, uint64_t *ret)
{
    char text[GEN_NEEDLE_TEXT_MAX];
    snprintf(text, sizeof text, "%.*s", (int)len, name);
    return len < sizeof text ? gen_needle_parse(text, ret) : -EINVAL;
}

int dataset_parse(struct dataset *ret, const char *name, uint64_t seed)
{
    struct dataset d = { .spec.seed = seed };
    const char *first = strchr(name, '-'), *last = strrchr(name, '-');
    char kind[EXPECTATION_NAME_MAX];
    if (!first || (size_t)(first - name) >= sizeof kind)
        return -EINVAL;
    snprintf(kind, sizeof kind, "%.*s", (int)(first - name), name);
    d.kind = gen_kind_find(kind);
    if (!d.kind || text_parse_size(last + 1, &d.spec.bytes) < 0)
        return -EINVAL;
    if (first != last &&
        parse_needle(first + 1, (size_t)(last - first - 1), &d.spec.needle) < 0)
        return -EINVAL;
    set_name(&d);
    *ret = d;
    return 0;
}

int dataset_of_file(struct dataset *ret, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct dataset d = { .path = strdup(path) };
    if (!d.path)
        return -ENOMEM;
    snprintf(d.name, sizeof d.name, "%s", slash ? slash + 1 : path);
    *ret = d;
    return 0;
}

void dataset_free(struct dataset *d)
{
    free(d->path);
    d->path = NULL;
}

bool dataset_is_numbered(const struct expectation *e)
{
    return strcmp(e->kind, gen_blocks.name) == 0;
}

/* What reads a file from front to back takes: hash, or hash and reference. */
struct digest {
    struct sha256_ctx sha256;
    struct reference *reference; /* NULL: hash alone */
    const char *what;
    dataset_progress *progress;
    void *context;
};

static int digest_file(struct digest *d, int fd, uint64_t bytes,
                       char ret_sha256[EXPECTATION_SHA256_TEXT])
{
    unsigned char hash[SHA256_DIGEST_SIZE], *piece = malloc(PIECE_BYTES);
    uint64_t done = 0;
    int r = piece ? 0 : -ENOMEM;
    sha256_init(&d->sha256);
    while (r == 0 && done <= bytes) {
        ssize_t n = io_read(fd, piece, PIECE_BYTES);
        if (n <= 0) {
            r = (int)n;
            break;
        }
        sha256_update(&d->sha256, (size_t)n, piece);
        if (d->reference)
            reference_feed(d->reference, piece, (size_t)n);
        done += (uint64_t)n;
        if (d->progress && d->progress(d->context, d->what, done, bytes))
            r = -ECANCELED;
    }
    free(piece);
    sha256_digest(&d->sha256, sizeof hash, hash);
    for (size_t i = 0; i < sizeof hash; i++)
        sprintf(ret_sha256 + 2 * i, "%02x", hash[i]);
    return r == 0 && done != bytes ? -ESTALE : r;
}

static int open_data(const char *path, uint64_t *ret_bytes)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int r = fd < 0 ? -errno : io_file_size(fd, ret_bytes);
    if (r < 0 && fd >= 0)
        close(fd);
    return r < 0 ? r : fd;
}

static void set_answers(struct expectation *e, const struct reference_answers *a)
{
    for (size_t i = 0; workloads[i] && i < EXPECTATION_ANSWERS_MAX; i++)
        workloads[i]->expected(a, &e->answers[i]);
}

static int begin_answers(const struct dataset *d, struct digest *digest)
{
    if (d->only_cases)
        return 0;
    return reference_begin(&digest->reference,
                           &(struct reference_options){ .bytes = d->expected.bytes,
                                                        .seed = d->expected.seed,
                                                        .draws = WORKLOAD_BLOCKS_USUAL });
}

int dataset_expect(struct dataset *d, dataset_progress *progress, void *context)
{
    struct expectation *e = &d->expected;
    struct digest digest = { .what = "answers", .progress = progress, .context = context };
    struct reference_answers answers;
    *e = (struct expectation){ .seed = d->spec.seed };
    snprintf(e->kind, sizeof e->kind, "%s", d->kind ? d->kind->name : "file");
    gen_needle_text(d->spec.needle, e->needle);
    int fd = open_data(d->path, &e->bytes);
    if (fd < 0)
        return fd;
    int r = begin_answers(d, &digest);
    if (r == 0)
        r = digest_file(&digest, fd, e->bytes, e->sha256);
    close(fd);
    reference_finish(digest.reference, r == 0 ? &answers : NULL);
    if (r == 0 && !d->only_cases)
        set_answers(e, &answers);
    return r;
}

static int sum_of_blocks(int fd, const uint64_t *numbers, const struct case_key *key,
                         uint64_t *ret_sum)
{
    size_t bytes = (size_t)key->block_bytes;
    unsigned char *block = malloc(bytes);
    int r = block ? 0 : -ENOMEM;
    *ret_sum = 0;
    for (uint64_t i = 0; i < key->blocks && r == 0; i++) {
        ssize_t n = io_pread(fd, block, bytes, numbers[i] * bytes);
        if (n != (ssize_t)bytes)
            r = n < 0 ? (int)n : -EIO;
        else
            *ret_sum += reference_word_sum(block, bytes);
    }
    free(block);
    return r;
}

bool dataset_has_answer(const struct case_key *key)
{
    return (key->blocks == 0 || key->blocks == WORKLOAD_BLOCKS_USUAL) &&
           (key->block_bytes == 0 || key->block_bytes == GEN_BLOCK_BYTES) && !key->pattern[0] &&
           !key->regex[0];
}

const char *dataset_known_answer(const struct expectation *e, const struct workload *w,
                                 const struct case_key *key, uint64_t seed)
{
    return e->seed == seed && dataset_has_answer(key) ? expectation_answer(e, w) : NULL;
}

/* Of so many blocks one is drawn: then it is quicker to have the whole file read. */
enum { DENSE = 64 };

static int sum_drawn(const struct dataset *d, int fd, const struct case_key *key, uint64_t seed,
                     uint64_t *ret_sum)
{
    uint64_t blocks = d->expected.bytes / key->block_bytes;
    uint64_t *numbers = calloc(key->blocks, sizeof *numbers);
    int r = numbers ? 0 : -ENOMEM;
    if (r == 0 && blocks > 0) {
        if (key->blocks > blocks / DENSE)
            io_will_need(fd);
        reference_draw_blocks(seed, blocks, numbers, (size_t)key->blocks);
        r = sum_of_blocks(fd, numbers, key, ret_sum);
    }
    free(numbers);
    return r;
}

int dataset_expect_case(const struct dataset *d, const struct workload *w,
                        const struct case_key *key, uint64_t seed, struct answer *ret)
{
    struct reference_answers answers = { 0 };
    uint64_t bytes;
    int fd = open_data(d->path, &bytes);
    if (fd < 0)
        return fd;
    int r = w->flags & WORKLOAD_PATTERN ? pattern_search(fd, key->pattern, &answers)
            : w->flags & WORKLOAD_REGEX ? pattern_count_ends(fd, key->regex, &answers)
                                        : sum_drawn(d, fd, key, seed, &answers.random_sum);
    close(fd);
    if (r == 0)
        w->expected(&answers, ret);
    return r;
}

/* Whether the file that lies there is the wanted one. */
static bool is_valid(struct dataset *d, dataset_progress *progress, void *context)
{
    struct digest digest = { .what = "verify", .progress = progress, .context = context };
    char sha256[EXPECTATION_SHA256_TEXT], needle[GEN_NEEDLE_TEXT_MAX];
    struct expectation *e = &d->expected;
    uint64_t bytes;
    if (expectation_read(e, d->path) < 0 || e->bytes != d->spec.bytes ||
        e->seed != d->spec.seed || strcmp(e->kind, d->kind->name) != 0 ||
        strcmp(e->needle, gen_needle_text(d->spec.needle, needle)) != 0)
        return false;
    if (!d->only_cases && !expectation_is_whole(e))
        return false;
    int fd = open_data(d->path, &bytes);
    if (fd < 0)
        return false;
    int r = bytes == e->bytes ? digest_file(&digest, fd, bytes, sha256) : -ESTALE;
    close(fd);
    return r == 0 && strcmp(sha256, e->sha256) == 0;
}

struct generation {
    dataset_progress *progress;
    void *context;
    uint64_t bytes;
};

static int on_generated(void *context, uint64_t done)
{
    struct generation *g = context;
    return g->progress ? g->progress(g->context, "generate", done, g->bytes) : 0;
}

int dataset_provide(struct dataset *d, const char *folder, dataset_progress *progress,
                    void *context)
{
    if (!d->kind)
        return dataset_expect(d, progress, context);
    free(d->path);
    d->path = text_printf("%s/%s", folder, d->name);
    if (!d->path)
        return -ENOMEM;
    if (is_valid(d, progress, context))
        return 0;
    struct generation g = { progress, context, d->spec.bytes };
    int r = gen_file(&(struct gen_request){ .path = d->path,
                                            .kind = d->kind,
                                            .spec = d->spec,
                                            .writeback = true,
                                            .progress = on_generated,
                                            .context = &g });
    if (r == 0)
        r = dataset_expect(d, progress, context);
    return r < 0 ? r : expectation_write(&d->expected, d->path);
}
