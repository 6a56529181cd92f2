/* SPDX-License-Identifier: MIT */
#include "base/atomic_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

static char *temporary_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    return text_printf("%.*s.%s.%ld.tmp", (int)(name - path), path, name, (long)getpid());
}

static FILE *create(const char *temporary)
{
    /* One may be left of a process of the same number that was killed. */
    unlink(temporary);
    return fopen(temporary, "wxe");
}

int atomic_file_begin(struct atomic_file *ret, const char *folder, const char *name)
{
    struct atomic_file f = { .path = text_printf("%s%s%s", folder ? folder : "",
                                                 folder ? "/" : "", name) };
    f.temporary = f.path ? temporary_path(f.path) : NULL;
    f.stream = f.temporary ? create(f.temporary) : NULL;
    if (f.stream) {
        *ret = f;
        return 0;
    }
    int r = f.temporary ? -errno : -ENOMEM;
    free(f.path);
    free(f.temporary);
    return r;
}

static int finish(const struct atomic_file *f)
{
    int r = ferror(f->stream) ? -EIO : 0;
    if (fflush(f->stream) != 0 || (!f->volatile_data && fsync(fileno(f->stream)) != 0))
        r = -errno;
    if (fclose(f->stream) != 0 && r == 0)
        r = -errno;
    return r;
}

int atomic_file_end(struct atomic_file *f, int result)
{
    int r = finish(f);
    if (result != 0 && (result != -EIO || r == 0)) /* the system's reason says more */
        r = result;
    if (r == 0 && rename(f->temporary, f->path) != 0)
        r = -errno;
    if (r != 0)
        unlink(f->temporary);
    free(f->path);
    free(f->temporary);
    return r;
}
