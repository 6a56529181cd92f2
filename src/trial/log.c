/* SPDX-License-Identifier: MIT */
/* A log in a mapping: what a crash leaves, how much memory it takes, what it calls. */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "base/endian.h"
#include "base/procfs.h"
#include "base/text.h"
#include "data-gen/extents.h"
#include "trial/table.h"

enum { RECORDS = 1000, FILE_BYTES = LOG_HEADER_BYTES + RECORDS * LOG_RECORD_BYTES };

/* A record, and then the header, as the workload does. */
static void append(const struct mapping *m, uint64_t number)
{
    const uint64_t slots = log_slots(m->len), slot = number % slots;
    unsigned char *record = m->data + LOG_HEADER_BYTES + slot * LOG_RECORD_BYTES;
    memset(record, LOG_FILL, LOG_RECORD_BYTES);
    store_le64(record, number);
    store_le64(m->data, slot + 1 == slots ? 0 : slot + 1);
    store_le64(m->data + 8, number + 1);
}

static void append_many(const struct mapping *m, uint64_t from, uint64_t to)
{
    for (uint64_t i = from; i < to; i++)
        append(m, i);
}

static int map_log(struct mapping *ret, const struct trial_file *f)
{
    return trial_map(ret, f, PROT_READ | PROT_WRITE);
}

/* ---- a crash ---- */

enum { WRITTEN, COUNTED, WHOLE };

static int append_and_die(const struct trial_file *f)
{
    struct mapping m;
    if (map_log(&m, f) < 0)
        return 1;
    append_many(&m, 0, RECORDS);
    raise(SIGKILL); /* nothing is flushed, nothing unmapped */
    return 1;
}

static int read_log(const struct trial_file *f, double *ret)
{
    unsigned char buffer[LOG_RECORD_BYTES];
    FILE *file = fopen(f->path, "re");
    if (!file)
        return -errno;
    int r = fread(buffer, 1, LOG_HEADER_BYTES, file) == LOG_HEADER_BYTES ? 0 : -EIO;
    ret[WRITTEN] = RECORDS;
    ret[COUNTED] = (double)load_le64(buffer + 8);
    ret[WHOLE] = 0;
    for (uint64_t i = 0; r == 0 && fread(buffer, 1, sizeof buffer, file) == sizeof buffer; i++)
        ret[WHOLE] += load_le64(buffer) == i && buffer[LOG_RECORD_BYTES - 1] == LOG_FILL;
    fclose(file);
    return r;
}

static int observe_crash(const struct trial_file *f, double *ret)
{
    int status = 0;
    int r = trial_in_child(append_and_die, f, &status);
    if (r == 0 && !(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL))
        r = -EIO;
    return r < 0 ? r : read_log(f, ret);
}

static enum trial_verdict judge_crash(const double *n, char words[TRIAL_WORDS_MAX])
{
    snprintf(words, TRIAL_WORDS_MAX,
             "after SIGKILL without a flush, %g of %g records are in the file and its header "
             "counts %g; the machine itself was not crashed",
             n[WHOLE], n[WRITTEN], n[COUNTED]);
    if (n[WHOLE] == n[WRITTEN] && n[COUNTED] == n[WRITTEN])
        return TRIAL_HOLDS;
    return n[COUNTED] <= n[WHOLE] && n[COUNTED] > 0 ? TRIAL_PARTLY : TRIAL_FAILS;
}

const struct trial trial_crash = {
    "crash",       FILE_BYTES,  { "records_written", "records_counted", "records_whole" },
    observe_crash, judge_crash,
};

/* ---- its memory ---- */

enum { RING, ONE_LAP, MANY_LAPS };

static int observe_bounded(const struct trial_file *f, double *ret)
{
    struct mapping m;
    int r = map_log(&m, f);
    if (r < 0)
        return r;
    append_many(&m, 0, RECORDS);
    r = trial_smaps(&m, "Rss", &ret[ONE_LAP]);
    append_many(&m, RECORDS, LOG_LAPS * RECORDS);
    if (r == 0)
        r = trial_smaps(&m, "Rss", &ret[MANY_LAPS]);
    ret[RING] =
        ceil((double)f->bytes / (double)trial_page_bytes()) * (double)trial_page_bytes();
    mapping_drop(&m);
    return r;
}

static enum trial_verdict judge_bounded(const double *n, char words[TRIAL_WORDS_MAX])
{
    char ring[TEXT_MAX], one[TEXT_MAX], many[TEXT_MAX];
    snprintf(words, TRIAL_WORDS_MAX, "a ring of %s holds %s after one lap and %s after %d",
             text_format_bytes(n[RING], ring), text_format_bytes(n[ONE_LAP], one),
             text_format_bytes(n[MANY_LAPS], many), LOG_LAPS);
    return n[ONE_LAP] > 0 && n[MANY_LAPS] <= n[RING] ? TRIAL_HOLDS : TRIAL_FAILS;
}

const struct trial trial_bounded = {
    "bounded",       FILE_BYTES,    { "ring_bytes", "rss_bytes_one_lap", "rss_bytes_all_laps" },
    observe_bounded, judge_bounded,
};

/* ---- its calls ---- */

enum { APPENDED, CALLS };

/* Of write(2) and the like, so far. */
static int count_write_calls(double *ret)
{
    char text[1024];
    int r = procfs_read("", "/proc/self/io", text, sizeof text);
    *ret = procfs_value(text, "syscw");
    return r < 0 || isnan(*ret) ? -EOPNOTSUPP : 0;
}

static int observe_zero_copy(const struct trial_file *f, double *ret)
{
    struct mapping m;
    double before = 0, after = 0;
    int r = map_log(&m, f);
    if (r < 0)
        return r;
    r = count_write_calls(&before);
    append_many(&m, 0, RECORDS);
    if (r == 0)
        r = count_write_calls(&after);
    mapping_drop(&m);
    ret[APPENDED] = RECORDS;
    ret[CALLS] = after - before;
    return r;
}

static enum trial_verdict judge_zero_copy(const double *n, char words[TRIAL_WORDS_MAX])
{
    char records[TEXT_MAX];
    snprintf(words, TRIAL_WORDS_MAX,
             "%s records took %g write() calls: each is stored once, into the page cache",
             text_format_count(n[APPENDED], records), n[CALLS]);
    return n[CALLS] == 0 ? TRIAL_HOLDS : TRIAL_FAILS;
}

const struct trial trial_zero_copy = {
    "zero-copy", FILE_BYTES, { "records", "write_calls" }, observe_zero_copy, judge_zero_copy,
};
