/* SPDX-License-Identifier: MIT */
/* Published figures: what is read and refused, what is planned, and what is said of them. */
#include <errno.h>
#include <math.h>

#include "stats/comparison.h"
#include "tests/fixture_run.h"
#include "tests/golden/golden.h"
#include "tests/unit/report_place.h"
#include "tutorial/claim.h"
#include "tutorial/finding.h"
#include "tutorial/plan.h"
#include "tutorial/tutorial.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ---- the rule ---- */

struct judgement {
    double here, low, high; /* median and interval */
    double claim_low, claim_high;
    enum claim_verdict verdict;
};

static void claims_are_judged_by_the_rule(void **state)
{
    (void)state;
    const double more = 1 + stats_margin, less = 1 / more;
    const struct judgement table[] = {
        { 4.1, 3.9, 4.3, 4, 4, CLAIM_HOLDS },
        { 2.1, 2.0, 2.2, 4, 4, CLAIM_HOLDS }, /* the ends of the factor belong to it */
        { 7.9, 7.8, 8.0, 4, 4, CLAIM_HOLDS },
        { 2.1, 1.99, 2.2, 4, 4, CLAIM_PARTLY }, /* an end outside */
        { 7.9, 7.8, 8.01, 4, 4, CLAIM_PARTLY },
        { 50, 40, 60, 4, 4, CLAIM_PARTLY },
        { 1.2, more, 1.3, 4, 4, CLAIM_FAILS }, /* not beyond the margin: none is shown */
        { 1.2, more + 1e-9, 1.3, 4, 4, CLAIM_PARTLY },
        { 1.2, 0.9, 5, 4, 4, CLAIM_FAILS },
        { 0.5, 0.4, 0.6, 4, 4, CLAIM_FAILS }, /* the other side */
        { 0.5, 0.4, 0.6, 0.5, 0.5, CLAIM_HOLDS },
        { 0.2, 0.1, 0.3, 0.5, 0.5, CLAIM_PARTLY },
        { 2, 1.9, 2.1, 0.5, 0.5, CLAIM_FAILS },
        { 0.9, 0.8, less, 0.5, 0.5, CLAIM_FAILS },
        { 1.2, 1.1, 1.3, 2, 3, CLAIM_HOLDS }, /* a range has a factor at both ends */
        { 1.9, 1.4, 2.3, 3, 4, CLAIM_PARTLY },
        { 5.9, 5.8, 6.0, 2, 3, CLAIM_HOLDS },
        { 6.1, 6.0, 6.2, 2, 3, CLAIM_PARTLY },
        { 1.5, 1.4, 1.6, NAN, NAN, CLAIM_HOLDS }, /* only that it is better */
        { 50, 40, 60, NAN, NAN, CLAIM_HOLDS },
        { 0.9, 0.8, 0.95, NAN, NAN, CLAIM_FAILS },
        { 1.01, 0.99, 1.03, NAN, NAN, CLAIM_FAILS },
        { 1.01, 0.99, 1.03, 1, 1, CLAIM_HOLDS }, /* the claim that there is none */
        { 1.5, 1.4, 1.6, 1.01, 1.01, CLAIM_FAILS },
        { 0.2, 0.1, 0.3, 0.5, 1, CLAIM_HOLDS }, /* the claim that it is not better */
        { 1.01, 0.99, 1.03, 0.5, 1, CLAIM_HOLDS },
        { 1.5, 1.4, 1.6, 0.5, 1, CLAIM_FAILS },
        { 4, NAN, NAN, 4, 4, CLAIM_NOT_KNOWN },
        { NAN, NAN, NAN, NAN, NAN, CLAIM_NOT_KNOWN },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        const struct judgement *j = &table[i];
        struct stats_estimate e = { j->here, j->low, j->high, 10 };
        enum claim_verdict v = claim_judge(e, j->claim_low, j->claim_high);
        if (v != j->verdict)
            fail_msg("%g [%g, %g] against %g to %g: %s", j->here, j->low, j->high, j->claim_low,
                     j->claim_high, claim_verdict_names[v]);
    }
}

/* ---- the files ---- */

static void assert_known(bool known, const char *what, const char *name)
{
    if (!known)
        fail_msg("there is no %s '%s'", what, name);
}

static void check_row(const struct published_row *row)
{
    if (row->missing)
        return;
    assert_known(workload_find_by_name(row->workload), "workload", row->workload);
    assert_known(state_find(row->state), "state", row->state);
    for (size_t i = 0; i < PUBLISHED_LANGUAGES; i++)
        if (row->methods[i].regular) {
            assert_known(method_find(row->methods[i].regular), "method",
                         row->methods[i].regular);
            assert_known(method_find(row->methods[i].mmap), "method", row->methods[i].mmap);
        }
}

static size_t check_table(const struct published_table *t)
{
    for (size_t i = 0; i < t->row_count; i++)
        check_row(&t->rows[i]);
    for (size_t i = 0; i < t->step_count; i++) {
        assert_known(method_find(t->steps[i].from), "method", t->steps[i].from);
        assert_known(method_find(t->steps[i].to), "method", t->steps[i].to);
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

static struct published read_ours(void)
{
    struct published p;
    struct published_error error;
    char *folder = test_source("results/published");
    if (published_read(&p, folder, &error) != 0)
        fail_msg("%s", error.message);
    free(folder);
    return p;
}

static void every_published_name_is_known(void **state)
{
    (void)state;
    struct published p = read_ours();
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

/* A file with everything in it that a file can have. */
static const char good[] =
    "{\"title\": \"A talk\", \"site\": \"Somewhere\", \"url\": \"https://example.org/\",\n"
    " \"date\": \"2020\", \"conditions\": \"one *machine*\", \"tables\": [\n"
    "  {\"title\": \"Find\", \"what\": \"the first hit\", \"rows\": [\n"
    "   {\"label\": \"find\", \"said\": \"an order of magnitude\", \"unit\": \"seconds\",\n"
    "    \"regular\": {\"label\": \"read()\", \"values\": [0.02, 0.03, 0.01]},\n"
    "    \"mmap\": {\"label\": \"mmap.find()\", \"values\": [0.005]},\n"
    "    \"claimed\": null, \"missing\": null, \"workload\": \"find\",\n"
    "    \"dataset\": \"text-64MiB\", \"state\": \"warm\", \"draws\": 0,\n"
    "    \"small\": {\"dataset\": \"text-1M\", \"draws\": 0},\n"
    "    \"c\": {\"regular\": \"read\", \"mmap\": \"mmap\"},\n"
    "    \"python\": {\"regular\": \"snake-text\", \"mmap\": \"snake-mmap\"}},\n"
    "   {\"label\": \"memory\", \"said\": null, \"unit\": \"bytes of memory\",\n"
    "    \"regular\": {\"label\": \"read()\", \"values\": [12000000]},\n"
    "    \"mmap\": {\"label\": \"mmap\", \"values\": [180000000]},\n"
    "    \"claimed\": null, \"missing\": null, \"workload\": \"find\",\n"
    "    \"dataset\": \"text-64MiB\", \"state\": \"warm\", \"draws\": 0, \"small\": null,\n"
    "    \"c\": {\"regular\": \"read\", \"mmap\": \"mmap\"}, \"python\": null},\n"
    "   {\"label\": \"hint\", \"said\": \"2 to 3 times faster\", \"unit\": \"seconds\",\n"
    "    \"regular\": null, \"mmap\": null,\n"
    "    \"claimed\": [2, 3], \"missing\": null, \"workload\": \"find\",\n"
    "    \"dataset\": \"text-64MiB\", \"state\": \"warm\", \"draws\": 0, \"small\": null,\n"
    "    \"c\": {\"regular\": \"mmap\", \"mmap\": \"mmap-random\"}, \"python\": null},\n"
    "   {\"label\": \"scaling\", \"said\": null, \"unit\": \"operations per second\",\n"
    "    \"regular\": {\"label\": \"pread\", \"values\": [25000]},\n"
    "    \"mmap\": {\"label\": \"mmap\", \"values\": [38000]},\n"
    "    \"claimed\": null, \"missing\": \"needs 100 threads\"}],\n"
    "   \"ladder\": [{\"what\": \"laziness\", \"from\": \"read\", \"to\": \"chunk\"},\n"
    "              {\"what\": \"mapping\", \"from\": \"chunk\", \"to\": \"mmap\"},\n"
    "              {\"what\": \"decoding\", \"from\": \"snake-text\", \"to\": \"read\"}]}],\n"
    " \"sentences\": [\n"
    "  {\"said\": \"flock helps\", \"trial\": \"flock\", \"missing\": null},\n"
    "  {\"said\": \"it is private\", \"trial\": \"private\", \"missing\": null},\n"
    "  {\"said\": \"it is cold\", \"trial\": \"slice\", \"missing\": null},\n"
    "  {\"said\": \"snakes bite\", \"trial\": \"snakes\", \"missing\": null},\n"
    "  {\"said\": \"nothing is gained\", \"trial\": null, \"missing\": \"needs time\"}]}\n";

/* Reads that text as the only file; the message is in *error. */
static int read_text(const char *text, struct published *ret, struct published_error *error)
{
    char *folder = test_folder(), *path = path_in(folder, "one.json");
    test_write(path, text, strlen(text));
    int r = published_read(ret, folder, error);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    free(path);
    free(folder);
    return r;
}

static struct published read_good(void)
{
    struct published p;
    struct published_error error;
    if (read_text(good, &p, &error) != 0)
        fail_msg("%s", error.message);
    return p;
}

struct damage {
    const char *from, *to, *message;
};

static void check_damage(const struct damage *d)
{
    struct published p;
    struct published_error error;
    const char *at = strstr(good, d->from);
    char *text = NULL;
    assert_non_null(at);
    assert_true(
        asprintf(&text, "%.*s%s%s", (int)(at - good), good, d->to, at + strlen(d->from)) > 0);
    int r = read_text(text, &p, &error);
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
        { "{\"regular\": \"read\", ", "{", "rows[0].c.regular: is missing" },
        { "{\"said\": \"flock helps\", ", "{", "one.json: sentences[0].said: is missing" },
        { "\"trial\": \"flock\"", "\"trial\": 3", "sentences[0].trial: is not a text or null" },
        { "\"trial\": \"flock\"", "\"trial\": null",
          "sentences[0].missing: is for what has no trial" },
        { "\"missing\": \"needs time\"", "\"missing\": null",
          "sentences[4].missing: is for what has no trial" },
        { "\"to\": \"chunk\"", "\"to\": 1", "tables[0].ladder[0].to: is not a text" },
        { "{\"what\": \"laziness\", \"from\": \"read\", \"to\": \"chunk\"}", "3",
          "tables[0].ladder[0]: is not an object" },
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

/* ---- the plan ---- */

static const struct plan_group *find_group(const struct plan *p, const char *workload,
                                           const char *dataset, const char *state)
{
    for (size_t i = 0; i < p->group_count; i++)
        if (strcmp(p->groups[i].workload->name, workload) == 0 &&
            strcmp(p->groups[i].state->name, state) == 0 &&
            strcmp(p->datasets[p->groups[i].dataset].name, dataset) == 0)
            return &p->groups[i];
    return NULL;
}

static bool measures(const struct plan_group *g, const char *method)
{
    for (size_t i = 0; i < g->method_count; i++)
        if (strcmp(g->methods[i]->name, method) == 0)
            return true;
    return false;
}

static struct plan plan_of(const struct published *p, bool small)
{
    struct plan plan;
    struct plan_error error;
    struct tutorial_request request = { .small = small, .seed = 1 };
    if (tutorial_plan(&plan, p, &request, &error) != 0)
        fail_msg("%s", error.message);
    return plan;
}

static void the_plan_has_the_cases_that_are_named(void **state)
{
    (void)state;
    struct published p = read_good();
    struct plan plan = plan_of(&p, false);
    const struct plan_group *g = &plan.groups[0];
    assert_string_equal(plan.suite, "tutorial");
    assert_int_equal(plan.group_count, 1); /* four rows about the same cases */
    assert_int_equal(g->method_count, 4);  /* snakes are not in this version */
    assert_true(measures(g, "read") && measures(g, "mmap"));
    assert_true(measures(g, "mmap-random"));
    assert_true(measures(g, "chunk")); /* of the ladder */
    assert_string_equal(plan.datasets[0].name, "text-64MiB");
    plan_free(&plan);
    plan = plan_of(&p, true);
    assert_string_equal(plan.suite, "tutorial-small");
    assert_string_equal(plan.datasets[0].name, "text-1MiB");
    plan_free(&plan);
    published_free(&p);
}

static void our_plan_has_the_numbers_of_the_sources(void **state)
{
    (void)state;
    struct published p = read_ours();
    struct plan plan = plan_of(&p, false);
    const struct plan_group *g = find_group(&plan, "random", "blocks-4GiB", "warm");
    assert_non_null(g);
    assert_int_equal(g->draws, 100000);
    assert_true(measures(g, "seek") && measures(g, "pread") && measures(g, "mmap"));
    assert_true(measures(g, "mmap-random") && measures(g, "read"));
    struct tutorial_needs needs = tutorial_needs(&plan);
    assert_true(needs.memory_bytes == 2 * 4294967296.0);
    assert_true(needs.warm_bytes == 4294967296.0);
    assert_true(needs.disk_bytes > 4294967296.0 && needs.disk_bytes < 7e9);
    assert_non_null(find_group(&plan, "find", "text-2400000", "warm"));
    plan_free(&plan);
    plan = plan_of(&p, true);
    g = find_group(&plan, "random", "blocks-256MiB", "warm");
    assert_non_null(g);
    assert_int_equal(g->draws, 25000);
    plan_free(&plan);
    published_free(&p);
}

static void rows_that_contradict_each_other_are_refused(void **state)
{
    (void)state;
    struct published p = read_good();
    struct plan plan;
    struct plan_error error;
    p.sources[0].tables[0].rows[2].full.draws = 5;
    assert_int_equal(tutorial_plan(&plan, &p, &(struct tutorial_request){ 0 }, &error),
                     -EBADMSG);
    assert_string_equal(error.message,
                        "find on text-64MiB, warm: published tables ask for 0 draws and for 5");
    p.sources[0].table_count = 0;
    assert_int_equal(tutorial_plan(&plan, &p, &(struct tutorial_request){ 0 }, &error),
                     -ENODATA);
    p.sources[0].table_count = 1;
    published_free(&p);
}

/* ---- the page and its picture ---- */

enum { ROUNDS = 8 };

/* Rounds of `ms`: the weather hits all methods alike, the jitter each in its own way. */
static void add_case(struct run *r, const char *method, double ms, double file_bytes)
{
    static const double weather[ROUNDS] = { 1, 1.5, 1.1, 2, 1, 1.2, 1.3, 1 };
    double wall_ns[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++)
        wall_ns[i] = 1e6 * ms * weather[i] * (1 + 0.01 * (double)(i * strlen(method) % 5));
    fixture_add_case(r, &(struct fixture_case){ .workload = "find",
                                                .method = method,
                                                .state = "warm",
                                                .dataset = "text-64MiB",
                                                .status = CASE_OK,
                                                .wall_ns = wall_ns,
                                                .count = ROUNDS,
                                                .file_bytes = file_bytes });
}

/* The cases of `good`, and `python` cases skipped. */
static struct run run_of_good(void)
{
    static const char *const none[] = { NULL };
    struct run r = fixture_run(
        &(struct fixture_options){ .methods = none, .warm_only = true, .rounds = ROUNDS });
    free(r.suite);
    r.suite = strdup("tutorial");
    add_case(&r, "read", 12, 1 << 20);
    add_case(&r, "chunk", 3, 1 << 20);
    add_case(&r, "mmap", 2, 64 << 20);
    add_case(&r, "mmap-random", 1.99, 64 << 20);
    fixture_add_case(&r, &(struct fixture_case){ .workload = "find",
                                                 .method = "snake-text",
                                                 .state = "warm",
                                                 .dataset = "text-64MiB",
                                                 .status = CASE_SKIPPED,
                                                 .reason = "there is no snake" });
    return r;
}

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

static char *print(const struct published *p, const struct run *r, enum report_format format)
{
    struct report_style style = { .format = format };
    const struct trial_results some_trials = some_results();
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_int_equal(tutorial_print(out, &(struct tutorial){ p, r, &some_trials }, &style), 0);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void the_page_is_the_golden_one(void **state)
{
    (void)state;
    struct published p = read_good();
    struct run r = run_of_good();
    char *text = print(&p, &r, REPORT_TERMINAL);
    golden_check("tutorial.txt", text);
    free(text);
    text = print(&p, &r, REPORT_MARKDOWN);
    golden_check("tutorial.md", text);
    free(text);
    run_free(&r);
    published_free(&p);
}

static void check_cause(const struct published *p, const struct run *r, const char *words)
{
    char *text = print(p, r, REPORT_TERMINAL);
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
    struct published p = read_good();
    struct run r = run_of_good();
    struct published_row *row = &p.sources[0].tables[0].rows[0];
    struct published_step *steps = p.sources[0].tables[0].steps;
    check_cause(&p, &r,
                "in C here: 6.00x faster [6.00, 6.00]): most of all laziness, 4.10x [4");
    row->methods[PUBLISHED_PYTHON] = (struct published_methods){ "python-text", "python-mmap" };
    steps[0] = (struct published_step){ "decoding", "python-text", "python-mmap" };
    steps[1] = (struct published_step){ "elsewhere", "python-text", "mmap" };
    add_case(&r, "python-text", 3.6, 1 << 20);
    add_case(&r, "python-mmap", 3, 1 << 20);
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

static void the_pages_lines_fit(void **state)
{
    (void)state;
    struct published p = read_ours();
    struct run r = run_of_good();
    char *text = print(&p, &r, REPORT_TERMINAL);
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
        char *one = strndup(line, strcspn(line, "\n"));
        if (page_columns(one, NULL) > PAGE_COLUMNS)
            fail_msg("too wide: %s", one);
        free(one);
    }
    free(text);
    run_free(&r);
    published_free(&p);
}

static void files_are_written_whole(void **state)
{
    (void)state;
    struct place place = place_new();
    struct published p = read_good();
    struct run r = run_of_good();
    struct run_error error;
    bool can_draw = system("gnuplot --version >/dev/null 2>&1") == 0;
    if (tutorial_write(&(struct tutorial){ &p, &r, NULL }, place.folder,
                       can_draw ? place.scripts : NULL, &error) != 0)
        fail_msg("%s", error.message);
    char *data = read_in(&place, "plots/tutorial.dat");
    golden_check("tutorial.dat", data);
    free(data);
    char *page = read_in(&place, "tutorial.md");
    assert_true(!strstr(page, "plots/tutorial.svg") == !can_draw);
    free(page);
    assert_int_equal(count_files(&place, "plots"), can_draw ? 3 : 1);
    run_free(&r);
    published_free(&p);
    place_free(&place);
    if (!can_draw)
        print_message("no pictures: gnuplot is not installed\n");
}

static int plot(struct place *place, const struct published *p, const struct run *r,
                const char *wanted)
{
    int result = tutorial_plotdata_write(p, r, place->folder);
    char *data = result == 0 ? read_in(place, "plots/tutorial.dat") : strdup("");
    if (result == 0 && !strstr(data, wanted))
        fail_msg("no %s in: %s", wanted, data);
    free(data);
    return result;
}

/* A table's only row has no title above it, and a row without a claim is no dot. */
static void the_picture_has_a_row_per_claim(void **state)
{
    (void)state;
    struct place place = place_new();
    struct published p = read_good();
    struct run r = run_of_good();
    struct published_table *t = &p.sources[0].tables[0];
    size_t rows = t->row_count;
    assert_int_equal(plot(&place, &p, &r, "\n0\t\"Find\"\n\n\n# rows"), 0);
    t->row_count = 1;
    assert_int_equal(plot(&place, &p, &r, "# columns: y, label\n0\t\"Find\"\n\n"), 0);
    t->rows[0].label = "hits";
    assert_int_equal(plot(&place, &p, &r, "# columns: y, label\n0\t\"Find: hits\"\n\n"), 0);
    t->rows[0].said = NULL;
    t->rows[0].low = t->rows[0].high = NAN;
    assert_int_equal(plot(&place, &p, &r, ""), -ENODATA);
    t->row_count = rows;
    run_free(&r);
    published_free(&p);
    place_free(&place);
}

static void a_run_without_ratios_has_no_picture(void **state)
{
    (void)state;
    struct place place = place_new();
    struct published p = read_good();
    struct run r = run_of_good();
    struct run_error error;
    for (size_t i = 0; i < r.case_count; i++)
        r.cases[i].sample_count = 0;
    assert_int_equal(
        tutorial_write(&(struct tutorial){ &p, &r, NULL }, place.folder, place.scripts, &error),
        -ENODATA);
    assert_non_null(strstr(error.message, "nothing to plot"));
    assert_true(exists(&place, "tutorial.md"));
    run_free(&r);
    published_free(&p);
    place_free(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_are_judged_by_the_rule),
        cmocka_unit_test(every_published_name_is_known),
        cmocka_unit_test(a_damaged_file_is_told_in_one_line),
        cmocka_unit_test(a_folder_without_figures_is_an_error),
        cmocka_unit_test(the_plan_has_the_cases_that_are_named),
        cmocka_unit_test(our_plan_has_the_numbers_of_the_sources),
        cmocka_unit_test(rows_that_contradict_each_other_are_refused),
        cmocka_unit_test(the_page_is_the_golden_one),
        cmocka_unit_test(the_way_of_python_makes_the_difference),
        cmocka_unit_test(the_pages_lines_fit),
        cmocka_unit_test(files_are_written_whole),
        cmocka_unit_test(the_picture_has_a_row_per_claim),
        cmocka_unit_test(a_run_without_ratios_has_no_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
