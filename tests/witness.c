/* SPDX-License-Identifier: MIT */
/*
 * A witness: what a stranger's program measures, with nothing of ours in it. Each pass is the
 * only one of a fresh process, after one over the program's own file, so that its code is
 * there; the file is in the page cache, and its lines are flushed from the processor's caches
 * before the clock starts. Prints "CASE NANOSECONDS" of each. See tests/witness.sh.
 */
#include <fcntl.h>
#include <immintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 5, STEP = 8 << 20 };
static unsigned char buffer[64 << 10] __attribute__((aligned(4096)));
static size_t len;

static uint64_t sum(const unsigned char *p, size_t n)
{
    uint64_t sums[8] = { 0 }, s = 0, w;
    for (size_t i = 0; i + 64 <= n; i += 64)
        for (size_t k = 0; k < 8; k++) {
            memcpy(&w, p + i + 8 * k, 8);
            sums[k] += w;
        }
    for (size_t k = 0; k < 8; k++)
        s += sums[k];
    return s;
}

static uint64_t see(const unsigned char *p, size_t n, int find)
{
    return find ? (uint64_t)memmem(p, n, " the ", 5) : sum(p, n);
}

static uint64_t pass(const char *path, size_t piece, int find)
{
    int fd = open(path, O_RDONLY);
    uint64_t found = 0;
    unsigned char *all = piece ? NULL : mmap(NULL, len, PROT_READ, MAP_SHARED, fd, 0);
    if (piece == SIZE_MAX && (all = malloc(len)) && read(fd, all, len) == (ssize_t)len)
        found = see(all, len, find);
    else if (!piece)
        found = see(all, len, find);
    else
        for (ssize_t n; !(find && found) && (n = read(fd, buffer, piece)) > 0;)
            found += see(buffer, (size_t)n, find);
    if (piece == SIZE_MAX)
        free(all);
    else if (!piece)
        munmap(all, len);
    close(fd);
    return found;
}

__attribute__((target("clflushopt"))) static void flush(const char *path)
{
    int fd = open(path, O_RDONLY);
    for (size_t at = 0; at < len; at += STEP) {
        size_t n = len - at < STEP ? len - at : STEP;
        char *p = mmap(NULL, n, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, (off_t)at);
        madvise(p, n, MADV_SEQUENTIAL);
        for (size_t i = 0; i < n; i += 64)
            _mm_clflushopt(p + i);
        _mm_mfence();
        munmap(p, n);
    }
    close(fd);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        size_t piece; /* 0: mmap; SIZE_MAX: all at once into fresh memory */
        int find;
    } cases[] = { { "full-read/mmap", 0, 0 },
                  { "full-read/chunk", 64 << 10, 0 },
                  { "full-read/read", SIZE_MAX, 0 },
                  { "find/mmap", 0, 1 },
                  { "find/chunk/buffer:4KiB", 4096, 1 } };
    enum { CASES = sizeof cases / sizeof cases[0] };
    static double ns[CASES][RUNS];
    struct stat st;
    if (argc != 2 || stat(argv[1], &st) != 0)
        return fprintf(stderr, "usage: witness FILE\n"), 2;
    len = (size_t)st.st_size;
    for (int run = 0; run < RUNS; run++)
        for (int i = 0; i < CASES; i++) {
            int c = run % 2 ? CASES - 1 - i : i, ends[2];
            if (pipe(ends) != 0)
                return perror("pipe"), 1;
            if (fork() == 0) {
                const size_t whole = len;
                memset(buffer, 1, sizeof buffer);
                len = stat(argv[0], &st) == 0 ? (size_t)st.st_size : 0;
                pass(argv[0], cases[c].piece, cases[c].find);
                len = whole;
                flush(argv[1]);
                double begun = now();
                uint64_t found = pass(argv[1], cases[c].piece, cases[c].find);
                double took = now() - begun;
                _exit(found == 0 || write(ends[1], &took, sizeof took) != sizeof took);
            }
            if (read(ends[0], &ns[c][run], sizeof ns[c][run]) != sizeof ns[c][run])
                return fprintf(stderr, "%s: nothing found\n", cases[c].name), 1;
            close(ends[0]);
            close(ends[1]);
            wait(NULL);
        }
    for (int c = 0; c < CASES; c++)
        for (int run = 0; run < RUNS; run++)
            printf("%s %.0f\n", cases[c].name, ns[c][run]);
    return 0;
}
