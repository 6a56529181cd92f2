/* SPDX-License-Identifier: MIT */
/* Folders whose files have a page cache that can be emptied. */
#ifndef MAPREAD_TESTS_DISK_H
#define MAPREAD_TESTS_DISK_H

#include <errno.h>

#include "state/state.h"
#include "tests/test.h"

/* In TMPDIR, or in the current folder where TMPDIR is memory; NULL: both are. The
   caller frees after removing it. */
static inline char *test_disk_folder(void)
{
    const struct state *cold = state_find("cold");
    char *folder = test_folder();
    if (!cold->refuses(folder))
        return folder;
    rmdir(folder);
    strcpy(folder, "./disk-XXXXXX");
    assert_non_null(mkdtemp(folder));
    if (!cold->refuses(folder))
        return folder;
    rmdir(folder);
    free(folder);
    return NULL;
}

/* Ends the test as skipped, with the reason, where the states of files in `folder`
   (NULL: there is none) cannot be brought about and proved. `path`: a file in it. */
static inline void test_needs_states(const char *folder, const char *path)
{
    double resident;
    const char *why = NULL;
    struct reason refused = { 0 };
    char sentence[CAUSE_SENTENCE_MAX];
    if (!folder)
        why = "TMPDIR and the current folder are memory; set TMPDIR to a folder on a disk";
    else if ((refused.cause = state_find("cold")->refuses(path)))
        why = reason_sentence(&refused, sentence);
    else if (state_residency(path, &resident) == -EOPNOTSUPP)
        why = "this system does not tell what is resident";
    if (why)
        test_skip(why);
}

#endif
