/* SPDX-License-Identifier: MIT */
/*
 * The workload generators: files whose every byte follows from kind, size,
 * needle and seed, so that two machines measure the same bytes.
 *
 * A kind fills one segment of a file at a time. Segments are independent (each
 * is seeded from the file's seed and its own index), so they can be made by
 * several threads and the file is the same for every number of threads. Only
 * integer arithmetic is used and words are stored little-endian: same seed,
 * same bytes, on every machine and compiler.
 */
#ifndef MAPREAD_GEN_H
#define MAPREAD_GEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GEN_SEGMENT_BYTES ((size_t)1 << 20)
#define GEN_BLOCK_BYTES 4096u

/* Where the first " the " of a text lies: not before that offset and soon after it, in the last
   line at the latest; promised from 64 bytes on. */
#define GEN_NEEDLE_EARLY UINT64_C(0)
#define GEN_NEEDLE_MIDDLE (UINT64_MAX - 2) /* of the file */
#define GEN_NEEDLE_LAST (UINT64_MAX - 1)   /* once, in the last line */
#define GEN_NEEDLE_ABSENT UINT64_MAX       /* nowhere */
/* GEN_NEEDLE_EVERY + n: one in every n bytes, from the start, n >= GEN_NEEDLE_EVERY_MIN.
   Offsets are smaller. */
#define GEN_NEEDLE_EVERY (UINT64_C(1) << 62)
enum { GEN_NEEDLE_EVERY_MIN = 32 };

struct gen_spec {
    uint64_t bytes;
    uint64_t seed;
    uint64_t needle; /* read by `text` alone */
};

struct gen_kind {
    const char *name, *summary;
    /* Tables that every segment shares; NULL when the kind needs none. Returns
       NULL only when memory is short. `release` takes what it returned, or NULL. */
    void *(*prepare)(const struct gen_spec *spec);
    void (*release)(void *tables);
    /* Writes bytes [index * GEN_SEGMENT_BYTES, +len) of the file to `out`; len is
       GEN_SEGMENT_BYTES but for the last segment. Called by several threads at once. */
    void (*fill)(const void *tables, const struct gen_spec *spec, uint64_t index,
                 unsigned char *out, size_t len);
};

/* NULL-terminated; the order is that of `mapread list`. */
extern const struct gen_kind *const gen_kinds[];
extern const struct gen_kind gen_text, gen_blocks, gen_records;

/* The kind of that name, or NULL. */
const struct gen_kind *gen_kind_find(const char *name);

/* "early", "middle", "last", "absent", "every-512" or an offset, "1MiB"; and back: 0 or
   -EINVAL. */
enum { GEN_NEEDLE_TEXT_MAX = 32 };
const char *gen_needle_text(uint64_t needle, char buffer[GEN_NEEDLE_TEXT_MAX]);
int gen_needle_parse(const char *text, uint64_t *ret);
/* Of how many bytes one needle is; 0: they lie as in a book, or there is one at most. */
uint64_t gen_needle_every_bytes(uint64_t needle);

/*
 * Makes the file at `path`: checks the free space first, writes a temporary
 * file beside it and renames, so that a file of that name is always whole.
 * An existing file is replaced. `threads` 0: one per processor, at most 8.
 * `progress` may be NULL; it is called from the calling thread with the bytes
 * done so far; a non-zero return cancels (-ECANCELED). Its last call, with all bytes
 * done, comes before the new file takes its place.
 * 0 or -errno: -ENOSPC before anything is written when the space is too small.
 */
struct gen_request {
    const char *path;
    const struct gen_kind *kind;
    struct gen_spec spec;
    unsigned threads;
    /* Whoever brings the file to a state waits until it is on the storage: it goes there while
       the next segments, and then the answers, are made. Making it takes half as long again. */
    bool writeback;
    int (*progress)(void *context, uint64_t bytes_done);
    void *context;
};
int gen_file(const struct gen_request *request);

/*
 * The generators' random numbers: SplitMix64 (Steele, Lea, Flood: "Fast
 * splittable pseudorandom number generators", OOPSLA 2014). Inline, because the
 * speed of `blocks` and `records` hangs on it.
 */
#define GEN_SPLITMIX64_STEP 0x9e3779b97f4a7c15u /* of the state, by each number */
static inline uint64_t gen_splitmix64(uint64_t *state)
{
    uint64_t z = *state += GEN_SPLITMIX64_STEP;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* Where the numbers of segment `index` start. */
uint64_t gen_segment_state(uint64_t seed, uint64_t index);

/* A block's header, little-endian: its number, then the checksum (struct checksum of
   reference.h) of the number's 8 bytes followed by the payload. */
enum {
    GEN_BLOCK_NUMBER_OFFSET = 0,
    GEN_BLOCK_CHECKSUM_OFFSET = 8,
    GEN_BLOCK_PAYLOAD_OFFSET = 16
};

#endif
