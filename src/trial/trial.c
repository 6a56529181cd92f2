/* SPDX-License-Identifier: MIT */
#include "trial/trial.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/endian.h"
#include "base/io.h"
#include "base/text.h"
#include "run/scratch.h"
#include "trial/table.h"

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

static int do_in(const struct trial *c, const char *scratch, double *numbers)
{
    struct trial_file f = { .bytes = c->file_bytes };
    char *path = text_printf("%s/trial", scratch);
    int r = path ? 0 : -ENOMEM;
    f.path = path;
    if (r == 0)
        r = make_file(&f);
    if (r == 0)
        r = c->observe(&f, numbers);
    free(path);
    return r;
}

void trial_do(const struct trial *c, const char *folder, struct trial_result *ret)
{
    struct trial_result result = { .done = true };
    char *scratch = NULL;
    int r = scratch_make(&scratch, folder);
    if (r == 0)
        r = do_in(c, scratch, result.numbers);
    scratch_remove(scratch);
    free(scratch);
    if (r == -EOPNOTSUPP)
        snprintf(result.note, sizeof result.note, "this system does not offer it here");
    else if (r < 0)
        snprintf(result.note, sizeof result.note, "%s", strerror(-r));
    *ret = result;
}
