/* SPDX-License-Identifier: MIT */
#include "config.h"
#include "measure/facts.h"
#include "measure/machine.h"

#ifndef MAPREAD_BUILD_FLAGS
#define MAPREAD_BUILD_FLAGS ""
#endif
#ifndef MAPREAD_BENCHMARK_LIBRARY
#define MAPREAD_BENCHMARK_LIBRARY ""
#endif

#if defined(__clang__)
#define COMPILER "clang " __clang_version__
#elif defined(__GNUC__)
#define COMPILER "gcc " __VERSION__
#else
#define COMPILER ""
#endif

#define TEXT(member) FIELD_TEXT_OF(struct toolchain, member)

const struct field toolchain_fields[TOOLCHAIN_FIELDS] = {
    TEXT(compiler), TEXT(flags), TEXT(benchmark_library), TEXT(python), TEXT(numpy),
};

_Static_assert(sizeof(struct toolchain) == TOOLCHAIN_FIELDS * FIELD_TEXT_MAX,
               "every member of struct toolchain is in the table");

void toolchain_read(struct toolchain *ret)
{
    *ret = (struct toolchain){ 0 };
    facts_line(ret->compiler, COMPILER);
    facts_line(ret->flags, MAPREAD_BUILD_FLAGS);
    facts_line(ret->benchmark_library, MAPREAD_BENCHMARK_LIBRARY);
}
