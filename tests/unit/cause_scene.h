/* SPDX-License-Identifier: MIT */
/* A made-up row with its two sides, and what cause_of says of it. */
#ifndef MAPREAD_TESTS_CAUSE_SCENE_H
#define MAPREAD_TESTS_CAUSE_SCENE_H

#include <math.h>

#include "tests/fixture_run.h"
#include "tests/test.h"
#include "tutorial/cause.h"

#define KIB 1024.0
#define MIB (1024 * KIB)
#define MS 1e6

/* In all rounds alike, but for the times of the last one, which are `last` times as long. */
struct scene_side {
    const char *method;
    struct sample sample;
    double last; /* 0: once */
};

enum { SCENE_SIDES = 4, SCENE_STEPS = 4 };

struct scene {
    /* sides[0] is the regular one, sides[1] the mapped one; without a method: there is none. */
    struct scene_side sides[SCENE_SIDES];
    struct published_step steps[SCENE_STEPS];
    enum published_language language;
    const char *unit; /* NULL: "seconds" */
    double low, high; /* what is claimed */
    const char *said, *differs;
    unsigned threads; /* 0: 1 */
    double cores;
    size_t rounds; /* 0: 8 */
    double page_bytes, read_ahead_bytes;
    struct published_methods c; /* of a scene in Python: C's sides; NULLs: none */
};

/* A pass of so much time, all of it on the processor, the kernel's part of it as given; every
   counter is 0 and the file in the page cache. */
static inline struct sample scene_sample(double wall_ns, double system_ns)
{
    struct sample s = { .passes = 1, .wall_ns = wall_ns, .access_ns = wall_ns };
    s.user_ns = wall_ns - system_ns;
    s.system_ns = system_ns;
    s.resident_before = s.resident_after = 1;
    s.baseline_rss_bytes = s.peak_rss_bytes = 6 * MIB;
    s.rss_file_bytes = 4 * MIB;
    return s;
}

/* mmap and read, which nothing tells apart. */
static inline struct scene scene_of(double read_ms, double mmap_ms, double claimed)
{
    return (struct scene){
        .sides = { { .method = "read", .sample = scene_sample(read_ms * MS, 0) },
                   { .method = "mmap", .sample = scene_sample(mmap_ms * MS, 0) } },
        .low = claimed,
        .high = claimed,
        .said = "it is so",
        .page_bytes = 4096,
        .cores = 2,
        .read_ahead_bytes = 8 * MIB,
    };
}

static inline void scene_stretch(struct sample *s, double times)
{
    s->wall_ns *= times;
    s->open_ns *= times;
    s->access_ns *= times;
    s->close_ns *= times;
}

static inline void scene_add_side(struct run *r, const struct scene_side *side, size_t rounds,
                                  unsigned threads)
{
    struct run_case *c = run_add_case(r);
    assert_non_null(c);
    c->key = fixture_key("find", side->method, "warm", "text-64MiB");
    c->key.threads = threads;
    for (size_t i = 0; i < rounds; i++) {
        struct sample s = side->sample;
        s.round = (double)i;
        if (i + 1 == rounds && side->last > 0)
            scene_stretch(&s, side->last);
        assert_int_equal(case_add_sample(c, &s), 0);
    }
}

static inline struct run scene_run(const struct scene *s)
{
    static const char *const none[] = { NULL };
    struct run r = fixture_run(&(struct fixture_options){ .methods = none });
    fixture_text(r.suite, "tutorial");
    r.machine.page_bytes = s->page_bytes;
    r.machine.cores = s->cores;
    r.storage.read_ahead_bytes = s->read_ahead_bytes;
    for (size_t i = 0; i < SCENE_SIDES; i++)
        if (s->sides[i].method)
            scene_add_side(&r, &s->sides[i], s->rounds ? s->rounds : 8,
                           s->threads ? s->threads : 1);
    return r;
}

static inline struct published_row scene_row(const struct scene *s)
{
    const char *unit = s->unit ? s->unit : "seconds";
    struct published_row row = { .label = "row", .said = s->said, .differs = s->differs };
    row.unit = published_units;
    while (strcmp(row.unit->name, unit) != 0)
        row.unit++;
    row.low = s->low;
    row.high = s->high;
    row.workload = "find";
    row.state = "warm";
    row.full.dataset = row.small.dataset = "text-64MiB";
    row.threads = s->threads ? s->threads : 1;
    row.methods[PUBLISHED_C] = s->c;
    row.methods[s->language] =
        (struct published_methods){ s->sides[0].method, s->sides[1].method };
    return row;
}

static inline char *scene_cause(const struct scene *s)
{
    struct finding f;
    struct run r = scene_run(s);
    struct published_row row = scene_row(s);
    struct published_step steps[SCENE_STEPS];
    struct published_table table = { .rows = &row, .row_count = 1, .steps = steps };
    while (table.step_count < SCENE_STEPS && s->steps[table.step_count].what) {
        steps[table.step_count] = s->steps[table.step_count];
        table.step_count++;
    }
    assert_int_equal(finding_of_row(&f, &r, &row, s->language), 0);
    char *text = cause_of(&(struct cause_question){
        .run = &r, .table = &table, .row = &row, .language = s->language, .finding = &f });
    run_free(&r);
    assert_non_null(text);
    return text;
}

/* Exactly these words. */
static inline void scene_says(const struct scene *s, const char *words)
{
    char *text = scene_cause(s);
    if (strcmp(text, words) != 0)
        fail_msg("'%s' instead of '%s'", text, words);
    free(text);
}

/* No rule applies. */
static inline void scene_says_nothing(const struct scene *s)
{
    scene_says(s, "no cause is seen in this run's counters");
}

#endif
