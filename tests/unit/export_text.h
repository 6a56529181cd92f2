/* SPDX-License-Identifier: MIT */
/* What the tests of export share: runs, their text in a format, and what is counted in it. */
#ifndef MAPREAD_TESTS_UNIT_EXPORT_TEXT_H
#define MAPREAD_TESTS_UNIT_EXPORT_TEXT_H

#include <jansson.h>

#include "export/export.h"
#include "tests/fixture_run.h"
#include "tests/golden/golden.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define ODD_NAME "a, \"b\"\r\n/x=1-16 %41\xc2\xa0\xe6\xbc\xa2"

struct writer {
    const char *name;
    export_writer *write;
};
extern const struct writer writers[]; /* of every format; a name of NULL ends it */

/* Of one run; what the writer returns. */
int write_as(FILE *out, const struct run *r, const char *format);

/* The whole export; the caller frees. */
char *export(const struct run *r, const char *format);
json_t *export_as_json(const struct run *r, const char *format);

/* The entries of one case; borrowed from the export. */
size_t find_entries(const json_t *json, const char *run_name, const json_t **ret_first);

size_t count_lines(const char *text, const char *start);

/* Four cases: timed, timed once but failed then, over the limit, never begun. run_free() it. */
struct run untimed_run(void);

/* One case of odd names. run_free() it. */
struct run odd_run(void);

#endif
