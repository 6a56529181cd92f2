/* SPDX-License-Identifier: MIT */
/*
 * mmap-anonymous: a private mapping of no file for every block, alone and with hints. Its
 * pages are zeros until they are written, and the system takes them back with munmap().
 *
 * Its trap is the huge page: only the part of a block that lies on whole ones (2 MiB on
 * most machines) can have them, so a smaller block has none.
 */
#include <errno.h>

#include "method/hint.h"
#include "method/mapping.h"
#include "method/table.h"

static int get_hinted(unsigned char **ret, size_t len, int flags, int advice)
{
    struct mapping m;
    if (flags == HINT_NOT_OFFERED || advice == HINT_NOT_OFFERED)
        return -EOPNOTSUPP;
    int r =
        mapping_make(&m, -1,
                     &(struct mapping_part){ .len = len,
                                             .protection = PROT_READ | PROT_WRITE,
                                             .flags = MAP_PRIVATE | MAP_ANONYMOUS | flags });
    if (r < 0)
        return r;
    if (advice != MADV_NORMAL)
        r = mapping_advise(&m, advice);
    if (r < 0)
        mapping_drop(&m);
    else
        *ret = m.data;
    return r;
}

static int get_plain(unsigned char **ret, size_t len)
{
    return get_hinted(ret, len, 0, MADV_NORMAL);
}

static int get_populated(unsigned char **ret, size_t len)
{
    return get_hinted(ret, len, HINT_POPULATE, MADV_NORMAL);
}

static int get_huge(unsigned char **ret, size_t len)
{
    return get_hinted(ret, len, 0, HINT_HUGEPAGE);
}

static void anonymous_release(unsigned char *memory, size_t len)
{
    mapping_drop(&(struct mapping){ .data = memory, .len = len });
}

#define ANONYMOUS_METHOD(identifier, its_name, its_summary, its_variant_of, its_get)           \
    const struct method identifier = {                                                         \
        .name = its_name,                                                                      \
        .summary = its_summary,                                                                \
        .family = METHOD_FAMILY_MEMORY,                                                        \
        .variant_of = its_variant_of,                                                          \
        .allocator = &(const struct allocator){ its_get, anonymous_release },                  \
    }

ANONYMOUS_METHOD(method_mmap_anonymous, "mmap-anonymous",
                 "memory from an anonymous, private mapping", NULL, get_plain);
ANONYMOUS_METHOD(method_mmap_anonymous_populate, "mmap-anonymous-populate",
                 "mmap-anonymous with MAP_POPULATE", &method_mmap_anonymous, get_populated);
ANONYMOUS_METHOD(method_mmap_anonymous_hugepage, "mmap-anonymous-hugepage",
                 "mmap-anonymous with madvise(HUGEPAGE)", &method_mmap_anonymous, get_huge);
