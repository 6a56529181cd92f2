/* SPDX-License-Identifier: MIT */
/*
 * Published figures as data: results/published/NAME.json, one file per source.
 *
 *     title, site       who says it
 *     url               or null
 *     date              or "unknown"
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
 *         threads       that share a pass; may be left out, and is 1 then
 *         differs       what is another condition here than in the source, and may be why the
 *                       claim does not hold: "one file here, many there"; may be left out
 *       ablation[]        {"what", "from", "to"}: methods of the first row's cases, one step each
 *     sentences[]       what is said without a figure
 *       said
 *       trial           the name of what tries it out (trial.h); null: nothing does
 *       missing         why not; null: something does
 *
 * Every member but those two must be there, no other may. Names of workloads, states, methods
 * and trials may be ones that this version does not have.
 */
#ifndef MAPREAD_TUTORIAL_PUBLISHED_H
#define MAPREAD_TUTORIAL_PUBLISHED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the values are, and which member of struct sample is the same thing here. */
struct published_unit {
    const char *name;
    size_t figure;                               /* offset in struct sample */
    bool more_is_better;                         /* published values are rates, ours never */
    const char *better, *worse;                  /* "faster" */
    const char *(*format)(double, char *buffer); /* of a published value; TEXT_MAX bytes */
    const char *(*format_here)(double, char *buffer);
    bool per_draw; /* ours is divided by the draws; ratios are the same */
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

enum published_language { PUBLISHED_C, PUBLISHED_PYTHON, PUBLISHED_LANGUAGES };
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

struct published_source {
    const char *title, *site, *url, *date, *conditions;
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

/* The data of a row, in the size that was asked for. */
const struct published_data *published_data_of(const struct published_row *row, bool small);

#endif
