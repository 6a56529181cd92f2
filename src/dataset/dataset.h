/* SPDX-License-Identifier: MIT */
/*
 * Data sets: the files that are measured, and their right answers.
 *
 * A generated one is named KIND[-NEEDLE]-SIZE ("text-64MiB", "text-last-2.4MB")
 * and lies under that name in the data folder. It is made anew unless size,
 * seed and SHA-256 of what lies there are the ones that stand beside it.
 */
#ifndef MAPREAD_DATASET_DATASET_H
#define MAPREAD_DATASET_DATASET_H

#include <stdbool.h>
#include <stdint.h>

#include "data-gen/gen.h"
#include "dataset/expectation.h"

enum { DATASET_NAME_MAX = 256 };

struct dataset {
    char name[DATASET_NAME_MAX];
    const struct gen_kind *kind; /* NULL: the user's own file */
    struct gen_spec spec;        /* of a generated one */
    char *path;                  /* once it is there; freed by dataset_free */
    struct expectation expected;
    /* Nothing but the answers of dataset_expect_case is wanted: those of every workload, which
       take longer than the file, are left out. */
    bool only_cases;
};

/* Called now and then with what is being done and how much of it; non-zero cancels. */
typedef int dataset_progress(void *context, const char *what, uint64_t done, uint64_t total);

/* "text-64MiB" -> kind, needle and size; the name is made canonical. 0 or -EINVAL. */
int dataset_parse(struct dataset *ret, const char *name, uint64_t seed);
/* The name that follows from kind, needle and size. */
void dataset_set_size(struct dataset *d, uint64_t bytes);
/* The user's own file; its name is the file's. 0 or -ENOMEM. */
int dataset_of_file(struct dataset *ret, const char *path);

/* Makes sure that file and answers are there. 0 or -errno: -ESTALE when there are more or fewer
   bytes to read than the file's size says. */
int dataset_provide(struct dataset *d, const char *folder, dataset_progress *progress,
                    void *context);

/* Hash and right answers of the file, by the reference code. 0 or -errno. */
int dataset_expect(struct dataset *d, dataset_progress *progress, void *context);

/* Whether the answer lies beside the data set: that of the usual number and size of blocks, and
   of the workload's own pattern or expression. */
bool dataset_has_answer(const struct case_key *key);

/* That answer, of a file that was made with the seed; NULL: it does not lie there. */
const char *dataset_known_answer(const struct expectation *e, const struct workload *w,
                                 const struct case_key *key, uint64_t seed);

/* The answer with the key's blocks (WORKLOAD_BLOCKS), drawn by the seed, each read by itself,
   or with its pattern (WORKLOAD_PATTERN) or expression (WORKLOAD_REGEX), of the file that
   dataset_provide made sure of. 0 or -errno. */
int dataset_expect_case(const struct dataset *d, const struct workload *w,
                        const struct case_key *key, uint64_t seed, struct answer *ret);

/* Whether `random` finds a number in every block. */
bool dataset_is_numbered(const struct expectation *e);

void dataset_free(struct dataset *d);

#endif
