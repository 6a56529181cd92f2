/* SPDX-License-Identifier: MIT */
/* The files of published figures: ours name what there is, and damaged ones are refused. */
#include <errno.h>
#include <math.h>

#include "tests/unit/report_place.h"
#include "tests/unit/tutorial_fixture.h"
#include "tutorial/path.h"
#include "tutorial/plan.h"
#include "trial/trial.h"

static void assert_known(bool known, const char *what, const char *name)
{
    if (!known)
        fail_msg("there is no %s '%s'", what, name);
}

/* A case that would be skipped on every machine stands in no table. */
static void check_method(const struct published_row *row, const char *name)
{
    const struct method *m = method_find(name);
    assert_known(m, "method", name);
    enum cause cause = workload_refuses(workload_find_by_name(row->workload), m);
    if (cause)
        fail_msg("%s by %s: %s", row->workload, name, cause_names[cause]);
}

static void check_row(const struct published_row *row)
{
    if (row->missing)
        return;
    assert_known(workload_find_by_name(row->workload), "workload", row->workload);
    assert_known(state_find(row->state), "state", row->state);
    for (size_t i = 0; i < PUBLISHED_LANGUAGES; i++)
        if (row->methods[i].regular) {
            check_method(row, row->methods[i].regular);
            check_method(row, row->methods[i].mmap);
        }
}

static size_t check_table(const struct published_table *t)
{
    for (size_t i = 0; i < t->row_count; i++)
        check_row(&t->rows[i]);
    for (size_t i = 0; i < t->step_count; i++) {
        check_method(&t->rows[0], t->steps[i].from);
        check_method(&t->rows[0], t->steps[i].to);
    }
    return t->row_count;
}

static size_t check_sentences(const struct published_source *s, bool named[TRIALS_MAX])
{
    for (size_t i = 0; i < s->sentence_count; i++) {
        size_t place = 0;
        const char *name = s->sentences[i].trial;
        assert_known(!name || trial_find(name, &place), "trial", name);
        named[place] |= name != NULL;
    }
    return s->sentence_count;
}

static void every_published_case_can_be_had(void **state)
{
    (void)state;
    struct published p = tutorial_read_ours();
    size_t tables = 0, rows = 0, sentences = 0;
    bool named[TRIALS_MAX] = { false };
    for (size_t i = 0; i < p.source_count; i++)
        sentences += check_sentences(&p.sources[i], named);
    assert_true(sentences >= 19);
    for (size_t i = 0; trials[i]; i++)
        if (!named[i])
            fail_msg("no source says what the trial '%s' is about", trials[i]->name);
    for (size_t i = 0; i < p.source_count; i++)
        for (size_t k = 0; k < p.sources[i].table_count; k++, tables++)
            rows += check_table(&p.sources[i].tables[k]);
    assert_true(tables >= 16 && rows >= 38);
    /* 20.22 ms against 4.87 ms: the medians. */
    assert_true(fabs(p.sources[0].tables[0].rows[0].low - 0.02022 / 0.00487) < 1e-9);
    published_free(&p);
}

struct damage {
    const char *from, *to, *message;
};

static void check_damage(const struct damage *d)
{
    struct published p;
    struct published_error error;
    const char *at = strstr(tutorial_good, d->from);
    char *text = NULL;
    assert_non_null(at);
    assert_true(asprintf(&text, "%.*s%s%s", (int)(at - tutorial_good), tutorial_good, d->to,
                         at + strlen(d->from)) > 0);
    int r = tutorial_read_text(text, &p, &error);
    free(text);
    if (r != -EBADMSG || !strstr(error.message, "/one.json: ") ||
        !strstr(error.message, d->message) || strchr(error.message, '\n'))
        fail_msg("%s -> %s: %d, %s", d->from, d->to, r, r ? error.message : "was read");
}

static void a_damaged_file_is_told_in_one_line(void **state)
{
    (void)state;
    static const struct damage table[] = {
        { "{\"title\"", "[\"title\"", "line 1, column " },
        { "\"tables\": [", "\"tables\": ", "line " },
        { "\"date\": \"2020\"", "\"date\": \"2020\", \"date\": \"2021\"", "duplicate" },
        { "\"site\"", "\"sight\"", "sight: is not a member that belongs here" },
        { "\"site\": \"Somewhere\", ", "", ": site: is missing" },
        { "\"Somewhere\"", "7", ": site: is not a text" },
        { "\"2020\"", "null", ": date: is not a text" },
        { "\"A *speaker*\"", "1", ": author: is not a text or null" },
        { "\"Python\"", "\"Java\"", ": language: is neither C nor Python" },
        { "\"https://example.org/\"", "1", ": url: is not a text or null" },
        { "\"Find\"", "\"\"", ": tables[0].title: is not a text" },
        { "\"rows\": [", "\"rows\": 5, \"x\": [", "tables[0].x: is not a member" },
        { "\"seconds\"", "\"minutes\"", "rows[0].unit: there is no unit 'minutes'" },
        { "[0.02, 0.03, 0.01]", "[]", "rows[0].regular.values: is not a list of at least one" },
        { "0.03", "-1", "rows[0].regular.values: is not a number above 0" },
        { "0.03", "\"1\"", "rows[0].regular.values: is not a number above 0" },
        { "{\"label\": \"read()\", \"values\": [0.02, 0.03, 0.01]}", "null",
          "rows[0].mmap: one side has values" },
        { "\"claimed\": null", "\"claimed\": [2, 3]", "rows[0].claimed: is not null although" },
        { "[2, 3]", "[3, 2]", "rows[2].claimed: is not in order" },
        { "[2, 3]", "[2]", "rows[2].claimed: is not [least, most]" },
        { "[2, 3]", "[0, 3]", "rows[2].claimed: is not a number above 0" },
        { "\"text-64MiB\"", "\"text\"", "rows[0].dataset: 'text' is no data set" },
        { "\"text-1M\"", "\"tixt-1M\"", "rows[0].small.dataset: 'tixt-1M' is no data set" },
        { "\"draws\": 0", "\"draws\": -1", "rows[0].draws: is not a whole number" },
        { "\"draws\": 0", "\"draws\": 99999999999", "rows[0].draws: is not a whole number" },
        { "\"workload\": \"find\"", "\"workload\": null", "rows[0].workload: is not a text" },
        { "\"missing\": null", "\"missing\": \"x\"", "is not a member that belongs here" },
        { "\"missing\": \"needs 100 threads\"", "\"missing\": null", "workload: is missing" },
        { "\"another *disk*\"", "\"\"", "rows[2].differs: is not a text" },
        { "\"another *disk*\"", "null", "rows[2].differs: is not a text" },
        { "\"needs 100 threads\"", "\"x\", \"differs\": \"x\"", "differs: is not a member" },
        { "\"draws\": 0", "\"threads\": 0, \"draws\": 0",
          "rows[0].threads: is not a whole number from 1 to 1024" },
        { "\"draws\": 0", "\"threads\": 1025, \"draws\": 0", "rows[0].threads: is not" },
        { "\"draws\": 0", "\"threads\": \"4\", \"draws\": 0", "rows[0].threads: is not" },
        { "\"draws\": 0", "\"threads\": 4294967298, \"draws\": 0", "rows[0].threads: is not" },
        { "{\"regular\": \"read\", ", "{", "rows[0].c.regular: is missing" },
        { "\"mmap\": \"chunk\"", "\"mmap\": 1", "rows[1].as_published.mmap: is not a text" },
        { "{\"said\": \"flock helps\", ", "{", "one.json: sentences[0].said: is missing" },
        { "\"trial\": \"flock\"", "\"trial\": 3", "sentences[0].trial: is not a text or null" },
        { "\"trial\": \"flock\"", "\"trial\": null",
          "sentences[0].missing: is for what has no trial" },
        { "\"missing\": \"needs time\"", "\"missing\": null",
          "sentences[4].missing: is for what has no trial" },
        { "\"to\": \"chunk\"", "\"to\": 1", "tables[0].ablation[0].to: is not a text" },
        { "{\"what\": \"laziness\", \"from\": \"read\", \"to\": \"chunk\"}", "3",
          "tables[0].ablation[0]: is not an object" },
    };
    for (size_t i = 0; i < COUNT(table); i++)
        check_damage(&table[i]);
}

static void a_folder_without_figures_is_an_error(void **state)
{
    (void)state;
    struct published p;
    struct published_error error;
    char *folder = test_folder();
    assert_int_equal(published_read(&p, folder, &error), -ENOENT);
    assert_non_null(strstr(error.message, "there are no published figures"));
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(published_read(&p, folder, &error), -ENOENT);
    assert_non_null(strstr(error.message, "No such file"));
    free(folder);
}

/* From the source's regular side to its mmap side, whatever lies between. */
static void the_steps_lead_through_the_published_program(void **state)
{
    (void)state;
    struct published p = tutorial_read_ours();
    size_t checked = 0;
    for (size_t i = 0; i < p.source_count; i++)
        for (size_t k = 0; k < p.sources[i].table_count; k++) {
            const struct published_table *t = &p.sources[i].tables[k];
            const struct published_methods *m = &t->rows[0].methods[PUBLISHED_PROGRAM];
            if (!m->regular)
                continue;
            struct step_path path = step_path_between(t, m->regular, m->mmap);
            if (path.count < 3 || path.steps[0] != &t->steps[0])
                fail_msg("%s: %zu steps", t->title, path.count);
            checked++;
        }
    assert_int_equal(checked, 5);
    published_free(&p);
}

/* The order of the files is not a part of the names. */
static void a_source_alone_can_be_kept(void **state)
{
    (void)state;
    struct published p = tutorial_read_ours();
    assert_true(p.source_count >= 8);
    assert_string_equal(p.sources[0].name, "real-python");
    assert_string_equal(p.sources[3].name, "cidr-2022");
    assert_false(published_keep(&p, "cidr"));
    assert_true(p.source_count >= 8);
    assert_true(published_keep(&p, "cidr-2022"));
    assert_int_equal(p.source_count, 1);
    assert_string_equal(p.sources[0].name, "cidr-2022");
    published_free(&p);
    p = tutorial_read_good();
    assert_string_equal(p.sources[0].name, "one");
    published_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_published_case_can_be_had),
        cmocka_unit_test(a_damaged_file_is_told_in_one_line),
        cmocka_unit_test(the_steps_lead_through_the_published_program),
        cmocka_unit_test(a_source_alone_can_be_kept),
        cmocka_unit_test(a_folder_without_figures_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
