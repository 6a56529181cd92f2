/* SPDX-License-Identifier: MIT */
/*
 * The key of a case: workload, method, state and data set, and the parameters. Two cases with
 * equal keys are one case, in a run and over runs.
 *
 * A key holds resolved values: 0 says that a parameter does not apply, and no pattern that the
 * workload looks for its own. Which do depends on
 * workload and method, whose tables this room does not know; workload/resolve.h says it.
 *
 * As text a case is WORKLOAD/METHOD/STATE and /WORD:VALUE for each parameter that is neither 0
 * nor the standard one of the table, as Google Benchmark writes arguments; sizes read 64KiB.
 */
#ifndef MAPREAD_CASE_KEY_H
#define MAPREAD_CASE_KEY_H

#include <stdint.h>

#include "base/json.h"

enum {
    CASE_NAME_MAX = 64,
    CASE_DATASET_MAX = 256,
    CASE_PATTERN_MAX = 64,
    CASE_REGEX_MAX = 128,
    CASE_TEXT_MAX = 2048
};

/* A new parameter is a member, a line of the table in key.c, and a line in workload/resolve.c.
 */
struct case_key {
    char workload[CASE_NAME_MAX], method[CASE_NAME_MAX], state[CASE_NAME_MAX];
    char dataset[CASE_DATASET_MAX];
    char pattern[CASE_PATTERN_MAX]; /* that is looked for, UTF-8 */
    char regex[CASE_REGEX_MAX];     /* the same of `regex`, in Vectorscan's syntax */
    uint64_t threads;               /* that share a pass */
    uint64_t buffer_bytes;          /* of a reused buffer, a window or a step */
    uint64_t block_bytes;           /* of a block that is drawn */
    uint64_t blocks;                /* that a pass draws */
};

/* Every parameter at its standard, no names. */
struct case_key case_key_standard(void);

bool case_key_equal(const struct case_key *a, const struct case_key *b);
/* Below, at or above 0; what tells most cases apart is looked at first. */
int case_key_order(const struct case_key *a, const struct case_key *b);

/* What belongs together in a key; the threads stand alone. */
enum case_part {
    CASE_METHOD = 1u << 0, /* and its buffer */
    CASE_WORKLOAD = 1u << 1,
    CASE_STATE = 1u << 2,
    CASE_DATA = 1u << 3,
};

/* Equal but for these parts. */
bool case_key_same_but(const struct case_key *a, const struct case_key *b, unsigned parts);

/* The two are methods of one row and are compared; they stand in one table. */
static inline bool case_key_same_row(const struct case_key *a, const struct case_key *b)
{
    return case_key_same_but(a, b, CASE_METHOD);
}

static inline bool case_key_same_table(const struct case_key *a, const struct case_key *b)
{
    return case_key_same_but(a, b, CASE_METHOD | CASE_WORKLOAD);
}

/* "random/pread/cold/threads:4", and "/data:NAME" behind it. Both return `buffer`. */
const char *case_key_name(const struct case_key *k, char buffer[CASE_TEXT_MAX]);
const char *case_key_text(const struct case_key *k, char buffer[CASE_TEXT_MAX]);

/* Workload or method alone, with its own parameters: "random", "chunk/buffer:4KiB". */
const char *case_key_row(const struct case_key *k, char buffer[CASE_TEXT_MAX]);
const char *case_key_column(const struct case_key *k, char buffer[CASE_TEXT_MAX]);

/* What is not standard as options: " --threads 4 --buffer 4KiB". Returns `buffer`. */
const char *case_key_options(const struct case_key *k, char buffer[CASE_TEXT_MAX]);

/* A text back; what is not named is standard, and names are not looked up. 0 or -EINVAL. */
int case_key_parse(struct case_key *ret, const char *text);

/* The i-th parameter, i below CASE_PARAMETERS. */
enum { CASE_PARAMETERS = 6 };
struct case_parameter {
    const char *name, *word; /* in JSON; in texts and as an option */
    const char *text;        /* lies in the key; NULL: it is a number */
    uint64_t value;
    bool is_written; /* it is neither 0 or "" nor the standard one */
};
struct case_parameter case_key_parameter(const struct case_key *k, size_t i);

/* All parameters, whatever they are. */
json_t *case_key_json(const struct case_key *k);
/* NULL, or what is wrong with the member *ret_name. */
const char *case_key_read(struct case_key *ret, const json_t *json, const char **ret_name);

#endif
