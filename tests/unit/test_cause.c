/* SPDX-License-Identifier: MIT */
/* Why a claim does not hold: each rule where it applies, and where it only nearly does. */
#include "tests/unit/cause_scene.h"
#include "tutorial/parts.h"
#include "tutorial/path.h"

/* ---- when there is a question ---- */

static void what_holds_needs_no_cause(void **state)
{
    (void)state;
    struct scene s = scene_of(20, 10, 2);
    scene_says(&s, "");
    s = scene_of(10, 20, 2);
    scene_says_nothing(&s);
    s.rounds = 5; /* not judged */
    scene_says(&s, "");
    s = scene_of(10, 20, NAN);
    scene_says_nothing(&s);
    s.said = NULL; /* nothing is claimed */
    scene_says(&s, "");
    s = scene_of(10, 20, 2);
    s.sides[0].sample.wall_ns = NAN; /* no ratio */
    scene_says(&s, "");
}

static void what_differs_comes_first(void **state)
{
    (void)state;
    struct scene s = scene_of(20, 10, 0.5);
    s.differs = "one file here, many there";
    scene_says(&s, "one file here, many there, and no cause is seen in this run's counters");
    s = scene_of(20, 10, 2);
    s.differs = "one file here, many there";
    scene_says(&s, "");
}

static void more_threads_than_processors_take_turns(void **state)
{
    (void)state;
    struct scene s = scene_of(20, 10, 0.5);
    s.threads = 4;
    scene_says(&s, "4 threads take turns on 2 processors here, and no cause is seen in this "
                   "run's counters");
    s.cores = 1;
    scene_says(&s, "4 threads take turns on 1 processor here, and no cause is seen in this "
                   "run's counters");
    s.cores = 4;
    scene_says(&s, "no cause is seen in this run's counters");
    s.cores = NAN; /* not known, and so nothing is said of it */
    scene_says(&s, "no cause is seen in this run's counters");
}

/* ---- rounds ---- */

/* Twice as fast but for the last round, [0.8, 2]. */
static struct scene noisy(double claimed)
{
    struct scene s = scene_of(20, 10, claimed);
    s.sides[1].last = 2.5;
    return s;
}

static void too_few_rounds_are_told(void **state)
{
    (void)state;
    static const char words[] =
        "what is published lies inside the interval that 8 rounds leave, "
        "and about 15 would tell";
    struct scene s = noisy(1.5);
    scene_says(&s, words); /* 8 (ln (2 / 0.8) / ln (2 / 1.01))^2 = 14.4 */
    s = noisy(NAN);
    scene_says(&s, words);
    s = noisy(0.9); /* slower, which is inside, too */
    scene_says(&s, words);
    s = noisy(2.1);
    scene_says(&s, "it takes about 15 rounds, not 8, to tell this from no difference");
    s = noisy(4.1);
    scene_says_nothing(&s);
    s = noisy(0.5);
    scene_says_nothing(&s);
    s = scene_of(10, 13, 0.6); /* the other side is shown */
    s.high = 4;
    scene_says_nothing(&s);
    s = scene_of(12, 10, 0.9); /* the interval is a point */
    scene_says_nothing(&s);
    s = scene_of(10.05, 10, 1.1); /* nothing that rounds could tell */
    s.sides[1].last = 1.15;
    scene_says_nothing(&s);
    s = scene_of(10.2, 10, 1.02); /* 2,400 rounds */
    s.sides[1].last = 1.15;
    scene_says_nothing(&s);
    s.sides[1].last = 1.25; /* but as wide as that */
    scene_says(&s,
               "what is published lies inside the interval that 8 rounds leave, and no less "
               "than 1,000 would tell");
}

/* 1.3 times as fast but for the last round, [0.99, 1.3]. */
static void a_difference_that_would_do_takes_rounds(void **state)
{
    (void)state;
    struct scene s = scene_of(13, 10, 1.4);
    s.sides[1].last = 1.313;
    scene_says(&s, "it takes about 10 rounds, not 8, to tell this from no difference");
    s.low = s.high = 2.6;
    scene_says(&s, "it takes about 10 rounds, not 8, to tell this from no difference");
    s.low = s.high = 2.61; /* it would hold partly at the best */
    scene_says_nothing(&s);
    s.low = s.high = 0.8;
    scene_says_nothing(&s);
    s.unit = "operations per second";
    s.low = s.high = 1.4;
    s.sides[1].last = 1.2; /* a difference is shown, and it holds */
    scene_says(&s, "");
}

/* ---- memory ---- */

static struct scene mapping(double bytes, double faults)
{
    struct scene s = scene_of(20, 10, 0.5);
    s.unit = "bytes of memory";
    s.sides[1].sample.peak_rss_bytes += bytes;
    s.sides[1].sample.rss_file_bytes += bytes;
    s.sides[1].sample.minor_faults = faults - 1;
    s.sides[1].sample.major_faults = 1;
    return s;
}

static void what_a_fault_maps_is_told(void **state)
{
    (void)state;
    struct scene s = mapping(64 * MIB, 64);
    scene_says(&s,
               "mmap's 64 faults mapped 64 MiB of the file, 1 MiB each: the kernel maps what "
               "is cached around a fault, too");
    s = mapping(64 * MIB, 16384);
    scene_says(&s, "mmap's 16,384 faults mapped 64 MiB of the file, 4 KiB each");
    s.sides[1].sample.rss_file_bytes = s.sides[0].sample.rss_file_bytes; /* its own memory */
    scene_says_nothing(&s);
    s = mapping(64 * MIB, 64);
    s.sides[1].sample.minor_faults = s.sides[1].sample.major_faults = 0;
    scene_says_nothing(&s);
    s = mapping(64 * MIB, 64);
    s.unit = NULL;
    s.low = s.high = 0.5;
    scene_says_nothing(&s);
}

/* ---- steps ---- */

static struct published_step step(const char *what, const char *from, const char *to)
{
    return (struct published_step){ what, from, to };
}

/* read to chunk to mmap. */
static struct scene on_a_way(double read_ms, double chunk_ms, double mmap_ms, double claimed)
{
    struct scene s = scene_of(read_ms, mmap_ms, claimed);
    s.sides[2] =
        (struct scene_side){ .method = "chunk", .sample = scene_sample(chunk_ms * MS, 0) };
    s.steps[0] = step("a dead end", "read", "pread");
    s.steps[1] = step("stopping", "read", "chunk");
    s.steps[2] = step("mapping", "chunk", "mmap");
    return s;
}

static void a_step_that_goes_the_other_way_is_named(void **state)
{
    (void)state;
    struct scene s = on_a_way(12, 6, 8, 0.5);
    scene_says(&s, "stopping goes the other way, 2.00x [2.00, 2.00], while mapping, goes as "
                   "published, 0.75x [0.75, 0.75]");
    s = on_a_way(12, 16, 24, 2); /* both go against the claim */
    scene_says(&s, "most of all mapping, 0.67x [0.67, 0.67]");
    s = on_a_way(12, 6, 24, 2);
    scene_says(&s, "mapping goes the other way, 0.25x [0.25, 0.25], while stopping, goes as "
                   "published, 2.00x [2.00, 2.00]");
    s.steps[2].what = NULL; /* no way */
    scene_says_nothing(&s);
    s = on_a_way(12, 6, 12, 2); /* they make up for each other */
    scene_says(&s, "mapping goes the other way, 0.50x [0.50, 0.50], while stopping, goes as "
                   "published, 2.00x [2.00, 2.00]");
    s = on_a_way(12, 12, 14, 2); /* only one is shown, and of the whole nothing is */
    s.sides[0].last = 1.3;
    scene_says_nothing(&s);
    s = on_a_way(12, 10, 10, 2); /* none goes against it */
    s.sides[1].last = 1.3;
    scene_says(&s, "it takes about 19 rounds, not 8, to tell this from no difference");
    s = on_a_way(12, 6, 8, 0.5);
    s.unit = "bytes of memory"; /* steps are of time */
    s.sides[1].sample.peak_rss_bytes = 1 * MIB;
    scene_says_nothing(&s);
}

static void the_widest_step_makes_the_size(void **state)
{
    (void)state;
    struct scene s = on_a_way(60, 12, 6, 2);
    scene_says(&s, "most of all stopping, 5.00x [5.00, 5.00]");
    s.sides[2].sample.read_calls = 1;
    scene_says(&s, "most of all stopping, 5.00x [5.00, 5.00], gained without a mapping");
    s = on_a_way(60, 36, 6, 2);
    s.sides[2].sample.read_calls = 1; /* mmap has none */
    scene_says(&s, "most of all mapping, 6.00x [6.00, 6.00]");
    s = on_a_way(60, 12, 6, 2);
    s.steps[0] = step("all of it", "read", "mmap"); /* a way of one step says nothing */
    scene_says_nothing(&s);
    s = on_a_way(60, 12, 6, 2);
    s.unit = "bytes of memory"; /* steps are of time */
    s.sides[1].sample.peak_rss_bytes = 1 * MIB;
    scene_says_nothing(&s);
    s = on_a_way(6, 12, 60, 0.5);
    scene_says(&s, "most of all mapping, 0.20x [0.20, 0.20]");
}

static void a_way_may_go_in_circles(void **state)
{
    (void)state;
    struct published_step steps[] = {
        { "there", "a", "b" }, { "back", "b", "a" }, { "on", "b", "c" }, { "away", "a", "c" }
    };
    struct published_table t = { .steps = steps, .step_count = 3 };
    struct step_path w = step_path_between(&t, "a", "c");
    assert_int_equal(w.count, 2);
    assert_ptr_equal(w.steps[0], &steps[0]);
    assert_ptr_equal(w.steps[1], &steps[2]);
    t.step_count = 2;
    assert_int_equal(step_path_between(&t, "a", "c").count, 0);
    assert_int_equal(step_path_between(&t, NULL, "c").count, 0);
    assert_int_equal(step_path_between(&t, "a", "a").count, 0);
}

/* ---- trials ---- */

/* The lines as one. */
static void unwrap(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++)
        if (*from != '\n' && !(*from == ' ' && to > text && to[-1] == ' '))
            *to++ = *from;
        else if (*from == '\n')
            *to++ = ' ';
    *to = '\0';
}

static void check_sentence(const char *trial, const double *numbers, const char *words)
{
    size_t place, size;
    char *text = NULL;
    struct trial_results results = { 0 };
    const struct report_style style = { .format = REPORT_TERMINAL };
    const struct run r = { .storage = { .read_ahead_bytes = NAN } };
    struct published_sentence sentence = { .said = "so", .trial = trial };
    struct published_source source = { .sentences = &sentence, .sentence_count = 1 };
    assert_true(trial_find(trial, &place));
    results.of[place] = (struct trial_result){ .done = true };
    memcpy(results.of[place].numbers, numbers, 2 * sizeof *numbers);
    struct page page = { open_memstream(&text, &size), &style, &r, &results };
    assert_int_equal(sentences_print(&page, &source), 0);
    assert_int_equal(fclose(page.out), 0);
    unwrap(text);
    if (!strstr(text, words))
        fail_msg("no '%s' in: %s", words, text);
    free(text);
}

/* It holds; it does not, and there is a reason; there is none. */
static void a_trials_sentence_ends_with_its_cause(void **state)
{
    (void)state;
    check_sentence("flock", (double[]){ 1, 0 }, "does not ask cannot truncate the file. ");
    check_sentence("flock", (double[]){ 1, 1 }, "the file, because the lock is advisory: ");
    check_sentence("flock", (double[]){ 0, 1 }, "and its numbers do not tell why. ");
    check_sentence("private", (double[]){ 0, 9 }, "and its numbers do not tell why. ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_holds_needs_no_cause),
        cmocka_unit_test(what_differs_comes_first),
        cmocka_unit_test(more_threads_than_processors_take_turns),
        cmocka_unit_test(too_few_rounds_are_told),
        cmocka_unit_test(a_difference_that_would_do_takes_rounds),
        cmocka_unit_test(what_a_fault_maps_is_told),
        cmocka_unit_test(a_step_that_goes_the_other_way_is_named),
        cmocka_unit_test(the_widest_step_makes_the_size),
        cmocka_unit_test(a_way_may_go_in_circles),
        cmocka_unit_test(a_trials_sentence_ends_with_its_cause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
