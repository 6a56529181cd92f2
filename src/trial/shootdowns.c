/* SPDX-License-Identifier: MIT */
/*
 * TLB shootdowns. A processor remembers where pages lie; a page that goes must be forgotten
 * by every processor that runs a thread of the program, and an interrupt tells them so.
 *
 * What is counted is the whole machine's. Others' shootdowns only add to it, so each number
 * is the least of several rounds.
 */
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/text.h"
#include "base/clock.h"
#include "measure/processor.h"
#include "trial/table.h"

enum { FILE_BYTES = 16 << 20, ROUNDS = 3 };
enum { PAGES, ALONE, ACCOMPANIED, ACCOMPANIED_NS };

/* ---- how many there were since boot ---- */

static double sum_numbers(const char *text)
{
    double sum = 0;
    for (char *end;; text = end) {
        unsigned long long number = strtoull(text, &end, 10);
        if (end == text)
            return sum;
        sum += (double)number;
    }
}

/* Over all processors. 0, or -EOPNOTSUPP: this system does not tell. */
static int count_shootdowns(double *ret)
{
    static const char name[] = "TLB:";
    char *line = NULL;
    size_t size = 0;
    int r = -EOPNOTSUPP;
    FILE *interrupts = fopen("/proc/interrupts", "re");
    while (interrupts && r < 0 && getline(&line, &size, interrupts) > 0) {
        const char *text = line + strspn(line, " ");
        if (strncmp(text, name, strlen(name)) != 0)
            continue;
        *ret = sum_numbers(text + strlen(name));
        r = 0;
    }
    free(line);
    if (interrupts)
        fclose(interrupts);
    return r;
}

/* ---- the second thread ---- */

/* A page is named by its offset and 1, so that 0 is none. */
struct reader {
    const struct mapping *m;
    const struct processors *processors;
    _Atomic size_t wanted, read;
    atomic_bool ends;
};

static void touch(const struct mapping *m, size_t offset)
{
    (void)*(const volatile unsigned char *)(m->data + offset);
}

/* It never sleeps: a processor that leaves the program needs no interrupt. */
static void *read_what_is_wanted(void *context)
{
    struct reader *reader = context;
    size_t read = 0;
    processors_pin(reader->processors, 1, 1);
    while (!atomic_load(&reader->ends)) {
        size_t wanted = atomic_load(&reader->wanted);
        if (wanted == read)
            continue;
        touch(reader->m, wanted - 1);
        read = wanted;
        atomic_store(&reader->read, read);
    }
    return NULL;
}

/* Its processor runs the program, and knows the page, when this returns. */
static void let_read(struct reader *reader, size_t offset)
{
    atomic_store(&reader->wanted, offset + 1);
    while (atomic_load(&reader->read) != offset + 1)
        ;
}

/* ---- a round ---- */

struct round {
    double shootdowns, ns;
};

/* reader: NULL where there is none. *ret_ns: of the taking away alone, which waits for the
   other processor, but not for the other thread. */
static int take_pages_away(const struct mapping *m, struct reader *reader, double *ret_ns)
{
    const size_t page = trial_page_bytes();
    uint64_t ns = 0;
    int r = 0;
    for (size_t at = 0; at < m->len && r == 0; at += page) {
        const struct mapping one = { .data = m->data + at, .len = page };
        touch(m, at);
        if (reader)
            let_read(reader, at);
        uint64_t start = clock_now_ns();
        r = mapping_advise(&one, MADV_DONTNEED);
        ns += clock_now_ns() - start;
    }
    *ret_ns = (double)ns;
    return r;
}

static int do_round(const struct mapping *m, struct reader *reader, struct round *ret)
{
    double before = 0, after = 0;
    int r = count_shootdowns(&before);
    if (r == 0)
        r = take_pages_away(m, reader, &ret->ns);
    if (r == 0)
        r = count_shootdowns(&after);
    ret->shootdowns = after - before;
    return r;
}

static int do_accompanied_round(const struct mapping *m, const struct processors *processors,
                                struct round *ret)
{
    struct reader reader = { .m = m, .processors = processors };
    pthread_t thread;
    int r = -pthread_create(&thread, NULL, read_what_is_wanted, &reader);
    if (r < 0)
        return r;
    r = do_round(m, &reader, ret);
    atomic_store(&reader.ends, true);
    pthread_join(thread, NULL);
    return r;
}

static int do_rounds(const struct mapping *m, const struct processors *processors, double *ret)
{
    int r = 0;
    ret[ALONE] = ret[ACCOMPANIED] = ret[ACCOMPANIED_NS] = INFINITY;
    for (int i = 0; i < ROUNDS && r == 0; i++) {
        struct round alone = { 0 }, accompanied = { 0 };
        r = do_round(m, NULL, &alone);
        if (r == 0)
            r = do_accompanied_round(m, processors, &accompanied);
        ret[ALONE] = fmin(ret[ALONE], alone.shootdowns);
        ret[ACCOMPANIED] = fmin(ret[ACCOMPANIED], accompanied.shootdowns);
        ret[ACCOMPANIED_NS] = fmin(ret[ACCOMPANIED_NS], accompanied.ns);
    }
    return r;
}

static int observe_shootdowns(const struct trial_file *f, double *ret)
{
    struct mapping m;
    struct processors processors;
    processors_find_any(&processors);
    if (processors.count < 2)
        return -EOPNOTSUPP;
    int r = trial_map(&m, f, PROT_READ);
    if (r < 0)
        return r;
    processors_pin(&processors, 0, 1);
    r = do_rounds(&m, &processors, ret);
    processors_release(&processors);
    ret[PAGES] = (double)(m.len / trial_page_bytes());
    mapping_drop(&m);
    return r;
}

/* ---- what it means ---- */

/* How often that happens in a second depends on how many take pages away, so the source's rate
   never holds wholly. */
static enum trial_verdict judge_shootdowns(const double *n, char words[TRIAL_WORDS_MAX])
{
    char pages[TEXT_MAX], alone[TEXT_MAX], accompanied[TEXT_MAX], rate[TEXT_MAX];
    const double added = n[ACCOMPANIED] - n[ALONE];
    const double thousands = round(n[ACCOMPANIED] / n[ACCOMPANIED_NS] * 1e6);
    snprintf(
        words, TRIAL_WORDS_MAX,
        "%s pages of a mapping were taken away one by one; shootdowns: %s while one thread "
        "ran, %s while a second ran on another processor, %s a second by a thread that "
        "does nothing else",
        text_format_count(n[PAGES], pages), text_format_count(n[ALONE], alone),
        text_format_count(n[ACCOMPANIED], accompanied),
        text_format_count(thousands * 1000, rate));
    return added < n[PAGES] / 10 ? TRIAL_FAILS : TRIAL_PARTLY;
}

const struct trial trial_shootdowns = {
    "shootdowns",
    FILE_BYTES,
    { "pages", "shootdowns_alone", "shootdowns_accompanied", "accompanied_ns" },
    observe_shootdowns,
    judge_shootdowns,
};
