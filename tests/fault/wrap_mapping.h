/* SPDX-License-Identifier: MIT */
/* Mappings that are refused, and how many were not given back. Whoever includes this wraps
   mmap, mmap64 and munmap, and has a `now` with the members map_error (an errno value, 0: none
   is refused) and mappings. */
#ifndef MAPREAD_TESTS_FAULT_WRAP_MAPPING_H
#define MAPREAD_TESTS_FAULT_WRAP_MAPPING_H

#include <sys/mman.h>

#include "tests/fault/wrap.h"

DECLARE_WRAP(void *, LARGE(mmap), void *at, size_t len, int protection, int flags, int fd,
             off_t offset);
DECLARE_WRAP(int, munmap, void *at, size_t len);

void *WRAPPED(LARGE(mmap))(void *at, size_t len, int protection, int flags, int fd,
                           off_t offset)
{
    if (now.map_error) {
        errno = now.map_error;
        return MAP_FAILED;
    }
    now.mappings++;
    return REAL(LARGE(mmap))(at, len, protection, flags, fd, offset);
}

int WRAPPED(munmap)(void *at, size_t len)
{
    now.mappings--;
    return REAL(munmap)(at, len);
}

#endif
