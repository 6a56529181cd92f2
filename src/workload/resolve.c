/* SPDX-License-Identifier: MIT */
#include "workload/resolve.h"

#include <stdio.h>
#include <string.h>

#include "data-gen/gen.h"

struct case_key workload_resolve(struct case_key asked, const struct workload *w,
                                 const struct method *m)
{
    struct case_key k = asked;
    snprintf(k.workload, sizeof k.workload, "%s", w->name);
    snprintf(k.method, sizeof k.method, "%s", m->name);
    if (k.buffer_bytes == 0 || m->buffer_bytes == 0)
        k.buffer_bytes = m->buffer_bytes;
    bool draws = w->flags & WORKLOAD_BLOCKS;
    k.blocks = !draws ? 0 : k.blocks ? k.blocks : WORKLOAD_BLOCKS_USUAL;
    k.block_bytes = !draws ? 0 : k.block_bytes ? k.block_bytes : GEN_BLOCK_BYTES;
    if (!(w->flags & WORKLOAD_PATTERN) || strcmp(k.pattern, REFERENCE_NEEDLE) == 0)
        k.pattern[0] = '\0'; /* its own */
    if (!(w->flags & WORKLOAD_REGEX) || strcmp(k.regex, REFERENCE_REGEX) == 0)
        k.regex[0] = '\0';
    if (k.threads == 0) /* for whom more make no sense is a skipped case */
        k.threads = 1;
    return k;
}
