/* SPDX-License-Identifier: MIT */
/* What the trials of a run found, and the file it is kept in, beside the run's. */
#ifndef MAPREAD_TUTORIAL_TRIAL_RESULTS_H
#define MAPREAD_TUTORIAL_TRIAL_RESULTS_H

#include "trial/trial.h"

/* of[i] is the result of trials[i]. */
struct trial_results {
    struct trial_result of[TRIALS_MAX];
};

/* tutorial.json in `folder`. 0 or -errno; -EBADMSG with *ret_bad the name of the trial
   whose result is none (a literal), or "" where the file is no such file. Trials that this
   version does not have are passed over, and those that the file lacks are not done. */
int trial_results_save(const struct trial_results *r, const char *folder);
int trial_results_read(struct trial_results *ret, const char *folder, const char **ret_bad);

#endif
