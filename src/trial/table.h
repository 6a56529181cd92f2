/* SPDX-License-Identifier: MIT */
/* The entries of the table in trial.c, and what several trials need. */
#ifndef MAPREAD_TRIAL_TABLE_H
#define MAPREAD_TRIAL_TABLE_H

#include <sys/types.h>

#include "method/mapping.h"
#include "trial/trial.h"

/* cache.c */
extern const struct trial trial_slice, trial_rows, trial_random, trial_willneed;
extern const struct trial trial_dontneed;
/* access.c */
extern const struct trial trial_offset, trial_empty, trial_read_only, trial_write_through;
extern const struct trial trial_private;
/* truncation.c */
extern const struct trial trial_truncated, trial_handler, trial_flock, trial_copy_on_write;
/* log.c */
extern const struct trial trial_crash, trial_bounded, trial_zero_copy;
/* anonymous.c */
extern const struct trial trial_paged_out;
/* shootdowns.c */
extern const struct trial trial_shootdowns;

/* The whole file, shared, for reading alone or for writing too. 0 or -errno. */
int trial_map(struct mapping *ret, const struct trial_file *f, int protection);

/* A size that /proc/self/smaps tells of the mapping ("Rss", "Swap"), in bytes. 0 or
   -errno; -EOPNOTSUPP: this system does not tell. */
int trial_smaps(const struct mapping *m, const char *name, double *ret_bytes);

/* Nothing of the file is in the page cache afterwards. 0 or -errno. */
int trial_make_cold(const struct trial_file *f);
/* How many pages of it are, once those that are being read have come. 0 or -errno. */
int trial_cached_pages(const struct trial_file *f, double *ret_pages);

uint64_t trial_page_bytes(void);

/* What a child process does for a trial; its exit status is told. */
typedef int trial_child(const struct trial_file *f);
/* 0 with *ret_status as waitpid(2) tells it, or -errno. */
int trial_in_child(trial_child *body, const struct trial_file *f, int *ret_status);

#endif
