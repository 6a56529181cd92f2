/* SPDX-License-Identifier: MIT */
/* The machine's constants: the table, measuring them, and the run file's part of them. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cost/cost.h"
#include "measure/usage.h"
#include "tests/test.h"

static void each_says_what_it_is_and_how_it_is_measured(void **state)
{
    (void)state;
    for (size_t i = 0; cost_table[i]; i++) {
        const struct cost *c = cost_table[i];
        assert_non_null(c->measure);
        assert_true(c->summary[0] && c->how[0]);
        assert_true(strcmp(c->unit, "ns") == 0 || strcmp(c->unit, "ns/byte") == 0 ||
                    strcmp(c->unit, "bytes") == 0);
        assert_true(strlen(c->name) < COST_NAME_MAX && (int)c->part < COST_PARTS);
        assert_ptr_equal(cost_find(c->name), c); /* no other has the name */
    }
    assert_null(cost_find("no-such-cost"));
}

static size_t count_files(const char *folder)
{
    char command[256];
    snprintf(command, sizeof command, "find %s -mindepth 1 | wc -l", folder);
    FILE *out = popen(command, "r");
    size_t count = 99;
    assert_int_equal(fscanf(out, "%zu", &count), 1);
    pclose(out);
    return count;
}

/* Whether the figures are good is for mapread costs to show; here each is one. */
static void a_round_measures_each_of_the_page_cache_and_leaves_nothing(void **state)
{
    (void)state;
    char folder[] = "constants-XXXXXX";
    struct costs c = { 0 };
    assert_non_null(mkdtemp(folder));
    for (unsigned round = 1; round <= 2; round++) {
        const struct cost_request q = { .folder = folder, .rounds = 1 };
        assert_int_equal(costs_measure(&c, &q), 0);
        assert_int_equal(costs_rounds(&c), round);
    }
    assert_int_equal(c.file_bytes, COST_LEAST_BYTES);
    assert_int_equal(c.count, cost_count());
    for (size_t i = 0; i < c.count; i++) {
        const struct cost *known = cost_find(c.items[i].name);
        double value = costs_estimate(&c, known->name).value;
        if (known->full)
            assert_true(isnan(value));
        else if (strncmp(known->name, "scatter-", 8) == 0) /* what is mapped is told, or not */
            assert_true(isnan(value) == isnan(usage_memory_now().rss_file_bytes));
        else if (strcmp(known->name, "fresh-page-huge") != 0) /* which a kernel may not have */
            assert_true(isfinite(value) && value >= 0);
    }
    assert_true(costs_estimate(&c, "read-call").value > 0);
    assert_int_equal(count_files(folder), 0);
    assert_int_equal(rmdir(folder), 0);
    costs_free(&c);
}

static bool cancel(void *context, double share)
{
    *(double *)context = share;
    return false;
}

static void what_is_cancelled_keeps_the_rounds_that_were_made(void **state)
{
    (void)state;
    char folder[] = "constants-XXXXXX";
    struct costs c = { 0 };
    double share = 0;
    assert_non_null(mkdtemp(folder));
    const struct cost_request q = {
        .folder = folder, .rounds = 4, .progress = cancel, .context = &share
    };
    assert_int_equal(costs_measure(&c, &q), -EINTR);
    assert_true(share == 0.25);
    assert_int_equal(costs_rounds(&c), 1);
    assert_int_equal(count_files(folder), 0);
    assert_int_equal(rmdir(folder), 0);
    costs_free(&c);
    assert_int_equal(
        costs_measure(&c, &(struct cost_request){ .folder = "no/such", .rounds = 1 }), -ENOENT);
    assert_int_equal(c.count, 0);
}

/* ---- in the run file ---- */

static void values_are_written_and_read_back(void **state)
{
    (void)state;
    struct costs c = { .file_bytes = 4096 }, back = { 0 };
    struct cost_values *v = costs_extend(&c, "copy", "ns/byte", 2);
    v->values[0] = 0.125;
    assert_non_null(costs_extend(&c, "of-another-version", "ns", 1));
    assert_non_null(costs_extend(&c, "copy", "ns/byte", 1)); /* the same once more */
    json_t *json = costs_json(&c);
    assert_null(costs_read(&back, json));
    json_decref(json);
    assert_int_equal(back.file_bytes, 4096);
    assert_int_equal(back.count, 2);
    assert_int_equal(costs_find(&back, "copy")->count, 3);
    assert_true(costs_in_round(&back, "copy", 0) == 0.125);
    assert_true(isnan(costs_in_round(&back, "copy", 1)));
    assert_true(isnan(costs_in_round(&back, "copy", 3)));
    assert_string_equal(costs_find(&back, "of-another-version")->unit, "ns");
    assert_true(costs_estimate(&back, "copy").value == 0.125);
    assert_int_equal(costs_estimate(&back, "copy").n, 1);
    costs_free(&c);
    costs_free(&back);
    json = costs_json(&c);
    assert_true(json_is_null(json)); /* nothing was measured */
    assert_null(costs_read(&back, json));
    assert_int_equal(back.count, 0);
    json_decref(json);
}

static void what_is_no_constant_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *json, *what;
    } bad[] = {
        { "3", "not an object" },
        { "{\"file_bytes\": 1, \"constants\": {}}", "not an object with" },
        { "{\"constants\": []}", "not an object with" },
        { "{\"file_bytes\": 1, \"constants\": [4]}", "not a constant" },
        { "{\"file_bytes\": 1, \"constants\": [{\"name\": \"a\", \"values\": []}]}",
          "not a constant" },
        { "{\"file_bytes\": 1, \"constants\": [{\"name\": \"a\", \"unit\": \"ns\", \"values\": "
          "[\"x\"]}]}",
          "not a number" },
        { "{\"file_bytes\": 1, \"constants\": [{\"name\": \"a\", \"unit\": \"ns\", \"values\": "
          "[]}, {\"name\": \"a\", \"unit\": \"ns\", \"values\": []}]}",
          "a name of its own" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct costs c = { 0 };
        json_t *json = json_loads(bad[i].json, JSON_DECODE_ANY, NULL);
        assert_non_null(json);
        const char *what = costs_read(&c, json);
        if (!what || !strstr(what, bad[i].what))
            fail_msg("%s: %s", bad[i].json, what ? what : "taken");
        costs_free(&c);
        json_decref(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_says_what_it_is_and_how_it_is_measured),
        cmocka_unit_test(a_round_measures_each_of_the_page_cache_and_leaves_nothing),
        cmocka_unit_test(what_is_cancelled_keeps_the_rounds_that_were_made),
        cmocka_unit_test(values_are_written_and_read_back),
        cmocka_unit_test(what_is_no_constant_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
