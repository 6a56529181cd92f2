/* SPDX-License-Identifier: MIT */
/*
 * round-trip and transfer: the file's bytes are a message to another process, which sums
 * all of its words and answers with what it found: after every message, or once after the
 * last. data-gen/extents.h says how many there are.
 *
 * The message lies in memory of the sender's own, as what a program has computed does, and
 * in nobody else's: the other process cannot see it but through the channel.
 *
 * The clock covers the channel, from open to close, with every page that it touches for the
 * first time, and the messages. Outside it, for all transports alike: fork(), until the
 * other process says that it is there, and its end. Time of the processors, faults and
 * switches are those of both processes, the other's from its start to its end; the memory
 * is the sender's alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/io.h"
#include "config.h"
#include "method/mapping.h"
#include "method/source.h"
#include "method/transport.h"
#include "workload/peer.h"
#include "workload/sum.h"
#include "workload/table.h"

/* What the other process says it got since its last answer. */
struct receipt {
    uint64_t bytes, sum;
};

struct work {
    struct mapping message;
    uint64_t messages;
    bool answers_each; /* else only the last */
    bool failed;
    struct peer peer;
    struct receipt got; /* of all answers */
};

static void teardown(struct work *w)
{
    peer_stop(&w->peer, true);
    mapping_drop(&w->message);
}

static int read_message(struct mapping *m, const char *path)
{
    int fd = source_open_descriptor(path, false);
    if (fd < 0)
        return fd;
    ssize_t n = io_read(fd, m->data, m->len);
    close(fd);
    return n < 0 ? (int)n : (size_t)n < m->len ? -EIO : 0;
}

/* A fork that had to copy the page tables of the message would take longer the longer it is. */
static int keep_from_child(const struct mapping *m)
{
#if HAVE_LINUX_EXTRAS
    return mapping_advise(m, MADV_DONTFORK);
#else
    (void)m;
    return 0;
#endif
}

static int setup(struct work *w, const struct workload_input *input, uint64_t most,
                 bool answers_each)
{
    if (input->file_bytes > SIZE_MAX)
        return -EFBIG;
    w->messages = share_messages(input->file_bytes, most);
    w->answers_each = answers_each;
    int r = mapping_make(&w->message, -1,
                         &(struct mapping_part){ .len = (size_t)input->file_bytes,
                                                 .protection = PROT_READ | PROT_WRITE,
                                                 .flags = MAP_PRIVATE | MAP_ANONYMOUS });
    if (r == 0)
        r = read_message(&w->message, input->path);
    return r < 0 ? r : keep_from_child(&w->message);
}

static int setup_round_trip(struct work *w, const struct workload_input *input)
{
    return setup(w, input, ROUND_TRIPS, true);
}

static int setup_transfer(struct work *w, const struct workload_input *input)
{
    return setup(w, input, TRANSFERS, false);
}

static bool is_answered(const struct work *w, uint64_t message)
{
    return w->answers_each || message + 1 == w->messages;
}

/* ---- the other process ---- */

static int take_message(const struct work *w, const struct method *m, struct file *f,
                        struct receipt *add_to)
{
    for (size_t done = 0; done < w->message.len;) {
        struct span span;
        int r = m->transport->receive(f, w->message.len - done, &span);
        if (r < 0)
            return r;
        add_to->sum += sum_bytes_at(done, span.data, span.len);
        add_to->bytes += span.len;
        done += span.len;
    }
    return 0;
}

/* The first answer, to nothing, says that it is there. */
static int serve(void *context, const struct method *m, struct file *f)
{
    const struct work *w = context;
    struct receipt receipt = { 0 };
    int r = m->transport->send(f, &receipt, sizeof receipt);
    for (uint64_t i = 0; i < w->messages && r == 0; i++) {
        r = take_message(w, m, f, &receipt);
        if (r < 0 || !is_answered(w, i))
            continue;
        r = m->transport->send(f, &receipt, sizeof receipt);
        receipt = (struct receipt){ 0 };
    }
    return r;
}

/* ---- this process ---- */

static int take_answer(struct work *w, const struct method *m, struct file *f)
{
    struct receipt receipt;
    for (size_t done = 0; done < sizeof receipt;) {
        struct span span;
        int r = m->transport->receive(f, sizeof receipt - done, &span);
        if (r < 0)
            return r;
        memcpy((char *)&receipt + done, span.data, span.len);
        done += span.len;
    }
    w->got.bytes += receipt.bytes;
    w->got.sum += receipt.sum;
    return 0;
}

static void end(struct work *w)
{
    peer_stop(&w->peer, w->failed);
}

static int begin(struct work *w, const struct method *m, struct file *f)
{
    w->failed = false;
    w->got = (struct receipt){ 0 };
    int r = peer_start(&w->peer, m, f, serve, w);
    if (r < 0)
        return r;
    r = take_answer(w, m, f);
    if (r < 0)
        peer_stop(&w->peer, true);
    return r;
}

static int run(struct work *w, const struct method *m, struct file *f)
{
    int r = 0;
    for (uint64_t i = 0; i < w->messages && r == 0; i++) {
        r = m->transport->send(f, w->message.data, w->message.len);
        if (r == 0 && is_answered(w, i))
            r = take_answer(w, m, f);
    }
    w->failed = r < 0;
    return r;
}

static int answer(struct work *w, struct answer *ret)
{
    answer_sum(ret, w->got.bytes, w->got.sum);
    return 0;
}

static void print_expected(const struct reference_answers *a, uint64_t most, struct answer *ret)
{
    uint64_t messages = share_messages(a->bytes, most);
    answer_sum(ret, messages * a->bytes, messages * a->word_sum);
}

static void expected_round_trip(const struct reference_answers *a, struct answer *ret)
{
    print_expected(a, ROUND_TRIPS, ret);
}

static void expected_transfer(const struct reference_answers *a, struct answer *ret)
{
    print_expected(a, TRANSFERS, ret);
}

static double sent_bytes(double file_bytes, uint64_t most)
{
    return (double)share_messages((uint64_t)file_bytes, most) * file_bytes;
}

static double useful_round_trip(double file_bytes, const struct case_key *key,
                                const char *answer)
{
    (void)key, (void)answer;
    return sent_bytes(file_bytes, ROUND_TRIPS);
}

static double useful_transfer(double file_bytes, const struct case_key *key, const char *answer)
{
    (void)key, (void)answer;
    return sent_bytes(file_bytes, TRANSFERS);
}

#define SHARE_WORKLOAD(identifier, its_name, its_summary, its_setup, its_expected, its_useful) \
    const struct workload identifier = {                                                       \
        .name = its_name,                                                                      \
        .summary = its_summary,                                                                \
        .baseline = "pipe",                                                                    \
        .challenger = "mmap-file",                                                             \
        .flags = WORKLOAD_SHARES,                                                              \
        .work_bytes = sizeof(struct work),                                                     \
        .setup = its_setup,                                                                    \
        .begin = begin,                                                                        \
        .run = run,                                                                            \
        .end = end,                                                                            \
        .answer = answer,                                                                      \
        .teardown = teardown,                                                                  \
        .refuses = workload_takes_all,                                                         \
        .expected = its_expected,                                                              \
        .useful = its_useful,                                                                  \
    }

SHARE_WORKLOAD(workload_round_trip, "round-trip",
               "the file as a message to another process, and its answer, 4,096 times",
               setup_round_trip, expected_round_trip, useful_round_trip);
SHARE_WORKLOAD(workload_transfer, "transfer",
               "the file as a message to another process, up to 64 MiB, one answer",
               setup_transfer, expected_transfer, useful_transfer);
