/* SPDX-License-Identifier: MIT */
#include "base/memory_fs.h"

#include "config.h"
#if HAVE_LINUX_EXTRAS
#include <sys/vfs.h>

bool memory_fs_holds(const char *path)
{
    enum { TMPFS = 0x01021994, RAMFS = 0x858458f6, HUGETLBFS = 0x958458f6 };
    struct statfs fs;
    if (statfs(path, &fs) != 0)
        return false;
    unsigned long type = (unsigned long)fs.f_type & 0xffffffff;
    return type == TMPFS || type == (unsigned)RAMFS || type == (unsigned)HUGETLBFS;
}
#else
bool memory_fs_holds(const char *path)
{
    (void)path;
    return false;
}
#endif
