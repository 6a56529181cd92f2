/* SPDX-License-Identifier: MIT */
#include "report/save.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

int save_begin(struct save *ret, const char *folder, const char *name)
{
    struct save s = {
        .path = text_printf("%s/%s", folder, name),
        .temporary = text_printf("%s/%s.tmp", folder, name),
    };
    int r = -ENOMEM;
    if (!s.path || !s.temporary)
        goto fail;
    s.file = fopen(s.temporary, "we");
    if (s.file) {
        *ret = s;
        return 0;
    }
    r = -errno;
fail:
    free(s.path);
    free(s.temporary);
    return r;
}

static int finish(FILE *file)
{
    int r = ferror(file) ? -EIO : 0;
    if (fflush(file) != 0 || fsync(fileno(file)) != 0)
        r = -errno;
    if (fclose(file) != 0 && r == 0)
        r = -errno;
    return r;
}

int save_end(struct save *s, int result)
{
    int r = finish(s->file);
    if (result != 0)
        r = result;
    if (r == 0 && rename(s->temporary, s->path) != 0)
        r = -errno;
    if (r != 0)
        unlink(s->temporary);
    free(s->path);
    free(s->temporary);
    return r;
}

int save_make_folder(const char *folder, const char *name)
{
    char *path = text_printf("%s/%s", folder, name);
    if (!path)
        return -ENOMEM;
    int r = mkdir(path, 0777) == 0 || errno == EEXIST ? 0 : -errno;
    free(path);
    return r;
}
