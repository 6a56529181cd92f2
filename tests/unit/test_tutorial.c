/* SPDX-License-Identifier: MIT */
/* What the page says of published figures. */
#include <math.h>

#include "base/glyph.h"
#include "tests/fixture_run.h"
#include "tests/golden/golden.h"
#include "tests/unit/document_text.h"
#include "tests/unit/tutorial_fixture.h"
#include "tutorial/finding.h"
#include "tutorial/parts.h"
#include "tutorial/path.h"
#include "tutorial/tutorial.h"

/* Of sentences: one holds partly, one could not be tried out; all else was not. */
static struct trial_results some_results(void)
{
    size_t place;
    struct trial_results r = { 0 };
    assert_true(trial_find("flock", &place));
    r.of[place] = (struct trial_result){ .done = true, .numbers = { 1, 1 } };
    assert_true(trial_find("slice", &place));
    r.of[place] = (struct trial_result){ .done = true, .note = "no *disk*" };
    return r;
}

static char *print(const struct published *p, const struct run *r, enum document_format format)
{
    const struct trial_results some_trials = some_results();
    struct document d = { 0 };
    tutorial_add(&d, &(struct tutorial){ .published = p, .run = r, .trials = &some_trials });
    return document_text(&d, format, false);
}

static void the_page_is_the_golden_one(void **state)
{
    (void)state;
    struct published p = tutorial_read_good();
    struct run r = tutorial_run_of_good();
    char *text = print(&p, &r, DOCUMENT_TERMINAL);
    golden_check("tutorial.txt", text);
    free(text);
    text = print(&p, &r, DOCUMENT_MARKDOWN);
    golden_check("tutorial.md", text);
    free(text);
    run_free(&r);
    published_free(&p);
}

static void a_state_that_is_unproved_is_named_so(void **state)
{
    (void)state;
    struct published p = tutorial_read_good();
    struct run r = tutorial_run_of_good();
    char *proved = print(&p, &r, DOCUMENT_MARKDOWN);
    for (size_t i = 0; i < r.case_count; i++)
        r.cases[i].unproved = UNPROVED_UNTOLD;
    char *text = print(&p, &r, DOCUMENT_MARKDOWN);
    assert_null(strstr(proved, "unproved"));
    assert_non_null(strstr(text, ", warm (unproved)"));
    free(proved);
    free(text);
    run_free(&r);
    published_free(&p);
}

static void check_cause(const struct published *p, const struct run *r, const char *words)
{
    char *text = print(p, r, DOCUMENT_TERMINAL);
    char *found = strstr(text, "What made the difference");
    for (char *c = found; c && *c; c++)
        *c = *c == '\n' ? ' ' : *c;
    if (!found || !strstr(found, words))
        fail_msg("not '%s' in: %.300s", words, found ? found : text);
    free(text);
}

/* The source speaks of Python: a smaller step on its way beats a larger one in C, and one
   in Python that leads elsewhere. */
static void the_way_of_python_makes_the_difference(void **state)
{
    (void)state;
    struct published p = tutorial_read_good();
    struct run r = tutorial_run_of_good();
    struct published_row *row = &p.sources[0].tables[0].rows[0];
    struct published_step *steps = p.sources[0].tables[0].steps;
    check_cause(&p, &r,
                "in C here: 6.000x faster [6.000, 6.000]): most of all laziness, 4.08x [4");
    row->methods[PUBLISHED_PROGRAM] = (struct published_methods){ "chunk", "mmap" };
    check_cause(&p, &r, "as published, here: 1.47x faster [1.45, 1.49]): most of all mapping,");
    row->methods[PUBLISHED_PROGRAM] = (struct published_methods){ NULL, NULL };
    row->methods[PUBLISHED_PYTHON] = (struct published_methods){ "python-text", "python-mmap" };
    steps[0] = (struct published_step){ "decoding", "python-text", "python-mmap" };
    steps[1] = (struct published_step){ "elsewhere", "python-text", "mmap" };
    tutorial_add_case(&r, "python-text", 3.6, 1 << 20);
    tutorial_add_case(&r, "python-mmap", 3, 1 << 20);
    check_cause(&p, &r, "in Python here: 1.2");
    check_cause(&p, &r, "): most of all decoding, 1.2");
    row->methods[PUBLISHED_PYTHON] = (struct published_methods){ "python-mmap", "python-text" };
    steps[0] = (struct published_step){ "encoding", "python-mmap", "python-text" };
    check_cause(&p, &r, "): no step here goes that way. Step by step");
    row->low = row->high = 0.5; /* published: slower */
    check_cause(&p, &r, "): most of all encoding, 0.8");
    run_free(&r);
    published_free(&p);
}

static const struct published_unit *find_unit(const char *name)
{
    const struct published_unit *unit = published_units;
    while (unit->name && strcmp(unit->name, name) != 0)
        unit++;
    return unit;
}

static void check_bytes(const struct run *r, const struct published_row *row, double regular)
{
    struct finding f;
    assert_int_equal(finding_of_row(&f, r, row, PUBLISHED_C), 0);
    assert_string_equal(f.note, "");
    assert_true(f.regular.value == regular && f.mmap.value == 256 * regular);
    assert_true(f.mmap.low == f.mmap.value && f.mmap.high == f.mmap.value);
    assert_true(fabs(256 * f.better.value - 1) < 1e-9); /* whatever one figure is of */
}

/* A pass reads for all of its draws, and the source may say what one of them reads. */
static void bytes_may_be_those_of_one_draw(void **state)
{
    (void)state;
    struct published p = tutorial_read_good();
    struct run r = tutorial_run_of_good();
    struct published_row *row = &p.sources[0].tables[0].rows[0];
    for (size_t i = 0; i < r.case_count; i++)
        for (size_t k = 0; k < r.cases[i].sample_count; k++)
            r.cases[i].samples[k].storage_read_bytes =
                strcmp(r.cases[i].key.method, "mmap") == 0 ? 256 << 20 : 1 << 20;
    row->full.draws = 16;
    row->unit = find_unit("bytes from storage");
    check_bytes(&r, row, 1 << 20);
    row->unit = find_unit("bytes from storage per operation");
    check_bytes(&r, row, 65536);
    row->full.draws = 0; /* as usual */
    check_bytes(&r, row, 256);
    row->small = (struct published_data){ .dataset = row->full.dataset, .draws = 32 };
    fixture_text(r.suite, "tutorial-small");
    check_bytes(&r, row, 32768);
    run_free(&r);
    published_free(&p);
}

static void the_pages_lines_fit(void **state)
{
    (void)state;
    struct published p = tutorial_read_ours();
    struct run r = tutorial_run_of_good();
    char *text = print(&p, &r, DOCUMENT_TERMINAL);
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
        char *one = strndup(line, strcspn(line, "\n"));
        if (glyph_columns(one, false) > GLYPH_PAGE)
            fail_msg("too wide: %s", one);
        free(one);
    }
    free(text);
    run_free(&r);
    published_free(&p);
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
    size_t place;
    struct document d = { 0 };
    struct trial_results results = { 0 };
    const struct run r = { .storage = { .read_ahead_bytes = NAN } };
    struct published_sentence sentence = { .said = "so", .trial = trial };
    struct published_source source = { .sentences = &sentence, .sentence_count = 1 };
    assert_true(trial_find(trial, &place));
    results.of[place] = (struct trial_result){ .done = true };
    memcpy(results.of[place].numbers, numbers, 2 * sizeof *numbers);
    sentences_add(&(struct page){ &d, &r, &results }, &source);
    char *text = document_text(&d, DOCUMENT_TERMINAL, false);
    unwrap(text);
    if (!strstr(text, words))
        fail_msg("no '%s' in: %s", words, text);
    free(text);
}

static void a_trials_sentence_tells_its_numbers(void **state)
{
    (void)state;
    check_sentence(
        "flock", (double[]){ 1, 0 },
        "holds here: while one holds the lock, another who asks for it must wait, and "
        "one who does not ask cannot truncate the file. ");
    check_sentence("flock", (double[]){ 1, 1 }, "holds partly here: ");
    check_sentence("flock", (double[]){ 0, 1 }, "does not hold here: ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_is_the_golden_one),
        cmocka_unit_test(a_state_that_is_unproved_is_named_so),
        cmocka_unit_test(the_way_of_python_makes_the_difference),
        cmocka_unit_test(bytes_may_be_those_of_one_draw),
        cmocka_unit_test(the_pages_lines_fit),
        cmocka_unit_test(a_way_may_go_in_circles),
        cmocka_unit_test(a_trials_sentence_tells_its_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
