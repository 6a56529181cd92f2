/* SPDX-License-Identifier: MIT */
/* File systems that are memory: their files are the page cache, with no storage behind it. */
#ifndef MAPREAD_BASE_MEMORY_FS_H
#define MAPREAD_BASE_MEMORY_FS_H

#include <stdbool.h>

/* Whether the file or folder lies in one (tmpfs, ramfs, hugetlbfs); false where the system does
   not tell, or there is nothing. */
bool memory_fs_holds(const char *path);

#endif
