/* SPDX-License-Identifier: MIT */
/*
 * Published figures as data: results/published/ORDER-NAME.json, one file per source:
 * the name is what --source takes, ORDER a letter and digits.
 *
 *     title, site       where it is said
 *     author            who says it; or null
 *     url               or null
 *     date              or "unknown"
 *     language          of the column that its claims are about where its own program is not
 *                       shown: "C" or "Python"
 *     conditions        of the measurements, as far as the source tells
 *     tables[]
 *       title, what     what both sides do
 *       rows[]          each compares a regular side with a mmap side
 *         label
 *         said          the source's words, or null
 *         unit          one of published_units
 *         regular, mmap {"label", "values"}: every repeat; null: no figures
 *         claimed       [least, most] times better, of a source that has no figures; or null;
 *                       [0.5, 1]: that it is not better
 *         missing       why this is not reproduced; null: it is, and then there are
 *         workload, dataset, state, draws    names of mapread; draws 0: as usual
 *         small         {"dataset", "draws"} instead, with --small; null: the same; false: it
 *                       is not measured then
 *         c, python     {"regular", "mmap"}: methods, or null
 *         as_published  the same of the source's own program; may be left out
 *         threads       that share a pass; may be left out, and is 1 then
 *         differs       what is another condition here than in the source, so that the claim is
 *                       not comparable: "one file here, many there"; may be left out
 *       ablation[]        {"what", "from", "to"}: methods of the first row's cases, one step
 * each sentences[]       what is said without a figure said trial           the name of what
 * tries it out (trial.h); null: nothing does missing         why not; null: something does
 *
 * Every member but those that may be left out must be there, no other may. Names of workloads,
 * states, methods and trials may be ones that this version does not have.
 */
#ifndef MAPREAD_TUTORIAL_PUBLISHED_H
#define MAPREAD_TUTORIAL_PUBLISHED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What one pass here works on. */
struct published_work {
    double draws, bytes;
};

/* What the values are, and which member of struct sample is the same thing here. */
struct published_unit {
    const char *name;
    size_t figure;              /* offset in struct sample */
    bool more_is_better;        /* the values are rates */
    const char *better, *worse; /* "faster" */
    /* A pass's figure in this unit. */
    double (*convert)(double figure, const struct published_work *work);
    const char *(*format)(double, char *buffer); /* of a value in it; TEXT_MAX bytes */
};
extern const struct published_unit published_units[];

struct published_side {
    const char *label;
    double *values;
    size_t count; /* 0: no figures */
};

/* Methods of one language; NULL: there are none. */
struct published_methods {
    const char *regular, *mmap;
};

/* The last: the source's own program, call by call. */
enum published_language {
    PUBLISHED_C,
    PUBLISHED_PYTHON,
    PUBLISHED_PROGRAM,
    PUBLISHED_LANGUAGES
};
extern const char *const published_language_names[PUBLISHED_LANGUAGES]; /* "C", "Python" */

struct published_data {
    const char *dataset; /* "text-2400000"; NULL: not measured */
    uint64_t draws;
};

struct published_row {
    const char *label, *said;
    const struct published_unit *unit;
    struct published_side regular, mmap;
    double low, high; /* times better, as published; NAN: the direction alone */
    const char *missing;
    const char *workload, *state; /* NULL where something is missing */
    struct published_data full, small;
    unsigned threads; /* from 1 */
    struct published_methods methods[PUBLISHED_LANGUAGES];
    const char *differs; /* NULL: nothing that is known */
};

/* What lies between two methods: their times' ratio is what it costs. */
struct published_step {
    const char *what, *from, *to;
};

struct published_table {
    const char *title, *what;
    struct published_row *rows;
    size_t row_count;
    struct published_step *steps;
    size_t step_count;
};

struct published_sentence {
    const char *said, *trial, *missing; /* one of the latter two is NULL */
};

enum { PUBLISHED_NAME_MAX = 64 };

struct published_source {
    char name[PUBLISHED_NAME_MAX]; /* of its file: "real-python" */
    const char *title, *site, *author, *url, *date, *conditions; /* author, url: or NULL */
    enum published_language language;
    struct published_table *tables;
    size_t table_count;
    struct published_sentence *sentences;
    size_t sentence_count;
    void *text; /* private: what the names point into */
};

struct published {
    struct published_source *sources; /* in the order of the file names */
    size_t source_count;
};

struct published_error {
    char message[512]; /* one line: file, place, what */
};

/* All *.json in the folder. 0, or -errno with *error filled (-EBADMSG: the content;
   -ENOENT also when there is no such file). The caller frees with published_free. */
int published_read(struct published *ret, const char *folder, struct published_error *error);
void published_free(struct published *p);

/* Leaves only the source of that name. False, and all as it was, where there is none. */
bool published_keep(struct published *p, const char *name);

/* The data of a row, in the size that was asked for. */
const struct published_data *published_data_of(const struct published_row *row, bool small);

#endif
