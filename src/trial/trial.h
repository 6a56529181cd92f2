/* SPDX-License-Identifier: MIT */
/*
 * What the sources say without a figure ("MADV_RANDOM disables readahead"), done on this
 * machine: a trial does it on a small file and tells numbers; what they mean is worked out
 * when they are printed, so that an earlier run can be printed again.
 */
#ifndef MAPREAD_TRIAL_TRIAL_H
#define MAPREAD_TRIAL_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TRIALS_MAX = 32, TRIAL_NUMBERS_MAX = 6, TRIAL_WORDS_MAX = 256 };

/* Of what is said: all of it is so, a part of it, or nothing. */
enum trial_verdict { TRIAL_FAILS, TRIAL_PARTLY, TRIAL_HOLDS };
enum { TRIAL_VERDICTS = TRIAL_HOLDS + 1 };
extern const char *const trial_verdict_names[TRIAL_VERDICTS];

/* The trial's own file: it lies there whole and is gone afterwards. Its 8-byte words are
   their own places in the file, counted from 1. */
struct trial_file {
    const char *path;
    uint64_t bytes;
};

struct trial {
    const char *name;
    uint64_t file_bytes;
    const char *numbers[TRIAL_NUMBERS_MAX + 1]; /* their names, NULL-terminated */
    /* 0, or -errno; -EOPNOTSUPP: this system does not offer it, or does not tell. */
    int (*observe)(const struct trial_file *f, double *ret_numbers);
    /* `words` gets what was found, in one sentence without its end. */
    enum trial_verdict (*judge)(const double *numbers, char words[TRIAL_WORDS_MAX]);
};

/* NULL-terminated; the order is that of tutorial.json. */
extern const struct trial *const trials[];
/* Whether there is one of that name; its place in trials[] then. */
bool trial_find(const char *name, size_t *ret_place);

struct trial_result {
    bool done;                  /* all else is read only then */
    char note[TRIAL_WORDS_MAX]; /* why it could not be had; "": it was */
    double numbers[TRIAL_NUMBERS_MAX];
};

enum { TRIAL_LIMIT_S = 60 }; /* many times what the longest takes */

/* Does it in a process of its own, on a file in `folder` that is gone afterwards, within so
   many seconds. 0: what went wrong, a crash too, is in the note. -EINTR: a stop was requested
   (base/stop.h), and *ret is left alone. */
int trial_do(const struct trial *c, const char *folder, double limit_s,
             struct trial_result *ret);

#endif
