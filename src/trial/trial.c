/* SPDX-License-Identifier: MIT */
#include "trial/trial.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/clock.h"
#include "base/endian.h"
#include "base/io.h"
#include "base/stop.h"
#include "base/text.h"
#include "trial/table.h"

const char *const trial_verdict_names[TRIAL_VERDICTS] = { "does not hold", "holds partly",
                                                          "holds" };

/* The one table of trials. Adding one: its structure, a line in table.h and here. */
const struct trial *const trials[] = {
    &trial_slice,     &trial_offset,  &trial_read_only, &trial_write_through, &trial_private,
    &trial_empty,     &trial_random,  &trial_willneed,  &trial_dontneed,      &trial_rows,
    &trial_truncated, &trial_handler, &trial_flock,     &trial_copy_on_write, &trial_zero_copy,
    &trial_crash,     &trial_bounded, &trial_paged_out, &trial_shootdowns,    NULL,
};

bool trial_find(const char *name, size_t *ret_place)
{
    for (size_t i = 0; trials[i]; i++)
        if (strcmp(trials[i]->name, name) == 0) {
            *ret_place = i;
            return true;
        }
    return false;
}

/* ---- doing ---- */

static int write_words(int fd, uint64_t bytes)
{
    unsigned char words[4096];
    int r = 0;
    for (uint64_t at = 0; at < bytes && r == 0; at += sizeof words) {
        for (uint64_t i = 0; i < sizeof words; i += 8)
            store_le64(words + i, at + i + 1);
        r = io_write(fd, words,
                     bytes - at < sizeof words ? (size_t)(bytes - at) : sizeof words);
    }
    return r < 0 ? r : fdatasync(fd) == 0 ? 0 : -errno;
}

static int make_file(const struct trial_file *f)
{
    int fd = open(f->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return -errno;
    int r = write_words(fd, f->bytes);
    return close(fd) == 0 || r < 0 ? r : -errno;
}

/* ---- a process of its own ---- */

/* What comes back of it, in one write(). */
struct found {
    int error; /* 0 or -errno */
    double numbers[TRIAL_NUMBERS_MAX];
};

struct body {
    const struct trial *trial;
    const struct trial_file *file;
};

/* A Ctrl-C is the parent's to obey, and the children of who is killed are killed with it. */
static int observe(void *context, int channel)
{
    const struct body *b = context;
    struct found found = { 0 };
    setpgid(0, 0);
    found.error = make_file(b->file);
    if (found.error == 0)
        found.error = b->trial->observe(b->file, found.numbers);
    return io_write(channel, &found, sizeof found) == 0 ? 0 : 1;
}

/* 0; -ECHILD where the process says nothing before it ends; -ETIMEDOUT; -EINTR when a stop is
   requested. */
static int hear(int fd, double limit_s, struct found *ret)
{
    enum { STEP_MS = 100 };
    const uint64_t end = clock_now_ns() + (uint64_t)(limit_s * 1e9);
    while (!stop_requested()) {
        if (clock_now_ns() >= end)
            return -ETIMEDOUT;
        if (poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, STEP_MS) > 0)
            return read(fd, ret, sizeof *ret) == sizeof *ret ? 0 : -ECHILD;
    }
    return -EINTR;
}

/* As hear(); then *ret_status is as waitpid(2) tells it. Another error: it was not begun. */
static int observe_apart(const struct body *b, double limit_s, struct found *ret,
                         int *ret_status)
{
    int channel;
    pid_t pid =
        child_start(&(struct child_spec){ .run = observe, .context = (void *)b }, &channel);
    if (pid < 0)
        return pid;
    setpgid(pid, pid); /* whoever of the two comes first */
    int r = hear(channel, limit_s, ret);
    close(channel);
    if (r < 0 && r != -ECHILD)
        kill(-pid, SIGKILL);
    *ret_status = child_wait(pid);
    return r;
}

static void describe(char note[TRIAL_WORDS_MAX], int r, int status, double limit_s)
{
    if (r == -EOPNOTSUPP)
        snprintf(note, TRIAL_WORDS_MAX, "this system does not offer it here");
    else if (r == -ETIMEDOUT)
        snprintf(note, TRIAL_WORDS_MAX, "it took longer than %g s", limit_s);
    else if (r == -ECHILD && WIFSIGNALED(status))
        snprintf(note, TRIAL_WORDS_MAX, "its process was killed by signal %d (%s)",
                 WTERMSIG(status), strsignal(WTERMSIG(status)));
    else if (r == -ECHILD)
        snprintf(note, TRIAL_WORDS_MAX, "its process ended with status %d and told nothing",
                 WEXITSTATUS(status));
    else if (r < 0)
        snprintf(note, TRIAL_WORDS_MAX, "%s", strerror(-r));
}

int trial_do(const struct trial *c, const char *folder, double limit_s,
             struct trial_result *ret)
{
    struct trial_result result = { .done = true };
    struct found found = { 0 };
    int status = 0;
    char *path = text_printf("%s/trial", folder);
    const struct trial_file f = { .path = path, .bytes = c->file_bytes };
    int r = path ? observe_apart(&(struct body){ c, &f }, limit_s, &found, &status) : -ENOMEM;
    if (path)
        unlink(path);
    free(path);
    if (r == -EINTR)
        return r;
    memcpy(result.numbers, found.numbers, sizeof result.numbers);
    describe(result.note, r < 0 ? r : found.error, status, limit_s);
    *ret = result;
    return 0;
}
