/* SPDX-License-Identifier: MIT */
/*
 * mapread-speed: is a difference between methods drowned in our own slowness?
 *
 *     mapread-speed FILE [ROUNDS]
 *
 * Compares a warm full-read of the file by mmap with the same sum over anonymous
 * memory of the same size and content that is already resident: pairs in mirrored order
 * (ABBA), one process, FILE brought to warm first.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "base/clock.h"
#include "method/method.h"
#include "state/state.h"
#include "stats/comparison.h"
#include "workload/workload.h"

enum { ROUNDS_MAX = 1000 };

/* Hot memory as a method: lends the whole copy at once. */
struct file {
    unsigned char *data;
    size_t len;
    int lent;
};

static int memory_next(struct file *f, struct span *ret)
{
    *ret = (struct span){ .data = f->data, .len = f->lent ? 0 : f->len };
    f->lent = 1;
    return 0;
}

static const struct method memory = { .name = "memory", .next = memory_next };

static int load(struct file *f, const char *path)
{
    struct stat st;
    FILE *in = fopen(path, "rb");
    if (!in || fstat(fileno(in), &st) != 0)
        return -errno;
    f->len = (size_t)st.st_size;
    f->data = malloc(f->len + 1);
    size_t n = f->data ? fread(f->data, 1, f->len, in) : 0;
    fclose(in);
    return n == f->len ? 0 : -EIO;
}

static int time_memory(const struct workload *w, struct work *work, struct file *f, double *ret)
{
    uint64_t begun = clock_now_ns();
    f->lent = 0;
    int r = w->run(work, &memory, f);
    *ret = (double)(clock_now_ns() - begun);
    return r;
}

static int time_mmap(const struct workload *w, struct work *work, const char *path, double *ret)
{
    const struct method *m = method_find("mmap");
    struct method_options options = { 0 };
    struct file *f;
    uint64_t begun = clock_now_ns();
    int r = method_open(&f, m, path, &options);
    if (r < 0)
        return r;
    r = w->run(work, m, f);
    method_close(m, f);
    *ret = (double)(clock_now_ns() - begun);
    return r;
}

static int measure(const char *path, size_t rounds, double *hot, double *mapped)
{
    const struct workload *w = workload_find_by_name("full-read");
    struct work *work;
    struct file copy = { 0 };
    double resident;
    int r = load(&copy, path);
    if (r == 0)
        r = state_establish(state_find("warm"), path, &resident);
    if (r == 0)
        r = workload_set_up(&work, w, &(struct workload_input){ .file_bytes = copy.len });
    for (size_t i = 0; i < rounds && r == 0; i++) {
        if (i % 2 == 0)
            r = time_memory(w, work, &copy, &hot[i]);
        if (r == 0)
            r = time_mmap(w, work, path, &mapped[i]);
        if (i % 2 == 1 && r == 0)
            r = time_memory(w, work, &copy, &hot[i]);
    }
    free(copy.data);
    return r;
}

int main(int argc, char **argv)
{
    static double hot[ROUNDS_MAX], mapped[ROUNDS_MAX];
    uint64_t rounds = 20;
    char a[TEXT_MAX], b[TEXT_MAX];
    if (argc < 2 || argc > 3 ||
        (argc == 3 && (text_parse_count(argv[2], &rounds) < 0 || rounds > ROUNDS_MAX))) {
        fputs("mapread-speed: usage: mapread-speed FILE [ROUNDS]\n", stderr);
        return 2;
    }
    int r = measure(argv[1], rounds, hot, mapped);
    if (r < 0) {
        fprintf(stderr, "mapread-speed: %s: %s\n", argv[1], strerror(-r));
        return 1;
    }
    struct stats_estimate speed = stats_compare(mapped, hot, rounds).ratio;
    printf("hot memory %s, mmap %s; speed of mmap / hot memory: %.3f [%.3f, %.3f], %" PRIu64
           " pairs\n",
           text_format_ns(stats_median(hot, rounds), a),
           text_format_ns(stats_median(mapped, rounds), b), speed.value, speed.low, speed.high,
           rounds);
    return 0;
}
