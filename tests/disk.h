/* SPDX-License-Identifier: MIT */
/* Folders whose files have a page cache that can be emptied. */
#ifndef MAPREAD_TESTS_DISK_H
#define MAPREAD_TESTS_DISK_H

#include <errno.h>

#include "config.h"
#include "state/state.h"
#include "tests/test.h"
#if HAVE_LINUX_EXTRAS
#include <sys/vfs.h>
#endif

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
    if (!folder)
        why = "TMPDIR and the current folder are memory; set TMPDIR to a folder on a disk";
    else if (state_find("cold")->refuses(path))
        why = state_find("cold")->refuses(path);
    else if (state_residency(path, &resident) == -EOPNOTSUPP)
        why = "this system does not tell what is resident";
    if (!why)
        return;
    print_message("skipped: %s\n", why);
    skip();
}

/* A folder in memory, or the end of the test as skipped where there is none, or mapread
   was built not to recognise one. The caller frees after removing it. */
static inline char *test_memory_folder(void)
{
#if HAVE_LINUX_EXTRAS
    enum { TMPFS = 0x01021994 };
    struct statfs fs;
    char *folder = strdup("/dev/shm/mapread-test-XXXXXX");
    if (folder && statfs("/dev/shm", &fs) == 0 && fs.f_type == TMPFS && mkdtemp(folder))
        return folder;
    free(folder);
#endif
    print_message("skipped: there is no tmpfs at /dev/shm, or nothing to know one by\n");
    skip();
    return NULL;
}

#endif
