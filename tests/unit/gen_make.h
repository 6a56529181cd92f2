/* SPDX-License-Identifier: MIT */
/* A generated file's bytes, made in memory, for the tests of the generators. */
#ifndef MAPREAD_TESTS_GEN_MAKE_H
#define MAPREAD_TESTS_GEN_MAKE_H

#include "data-gen/gen.h"
#include "tests/test.h"

/* The caller frees. A byte behind each segment watches for overruns. */
static inline unsigned char *gen_make(const struct gen_kind *kind, struct gen_spec spec)
{
    unsigned char *file = malloc(spec.bytes + 1);
    unsigned char *segment = malloc(GEN_SEGMENT_BYTES + 1);
    assert_true(file != NULL && segment != NULL);
    void *tables = kind->prepare != NULL ? kind->prepare(&spec) : NULL;

    for (uint64_t at = 0; at < spec.bytes; at += GEN_SEGMENT_BYTES) {
        uint64_t left = spec.bytes - at;
        size_t len = left < GEN_SEGMENT_BYTES ? left : GEN_SEGMENT_BYTES;
        segment[len] = 0xa5;
        kind->fill(tables, &spec, at / GEN_SEGMENT_BYTES, segment, len);
        assert_int_equal(segment[len], 0xa5);
        memcpy(file + at, segment, len);
    }
    file[spec.bytes] = '\0';
    if (kind->release != NULL)
        kind->release(tables);
    free(segment);
    return file;
}

#endif
