/* SPDX-License-Identifier: MIT */
/* What is said of cases that had less memory than their file. */
#include "report/questions.h"
#include "report/table.h"
#include "report/verdict.h"
#include "tests/fixture_run.h"
#include "tests/unit/html_page.h"
#include "tests/unit/document_text.h"

#define MIB 1048576.0

enum { ROUNDS = 10 };

static const struct reason killed = { CAUSE_OVER_MEMORY, { 32 * MIB }, "" };
static const struct reason late = { CAUSE_OVER_TIME, { 20 }, "" };

/* A case of full-read; a reason: it ran over the limit. */
static void add_for(struct run *r, const char *method, double ms, struct reason reason)
{
    double wall_ns[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++)
        wall_ns[i] = ms * 1e6 * (1 + 0.001 * (double)i);
    fixture_add_case(r,
                     &(struct fixture_case){ .workload = "full-read",
                                             .method = method,
                                             .state = "limited",
                                             .dataset = "text-64MiB",
                                             .status = reason.cause ? CASE_OVER_LIMIT : CASE_OK,
                                             .reason = reason,
                                             .wall_ns = wall_ns,
                                             .count = reason.cause ? 0 : ROUNDS });
    struct run_case *c = &r->cases[r->case_count - 1];
    for (size_t i = 0; i < c->sample_count; i++) {
        c->samples[i].limit_bytes = 32 * MIB;
        c->samples[i].storage_read_bytes = method[0] == 'm' ? 88 * MIB : 64 * MIB;
    }
}

static void add(struct run *r, const char *method, double ms)
{
    add_for(r, method, ms, (struct reason){ .cause = CAUSE_NONE });
}

static struct run empty_run(void)
{
    struct run r = fixture_run(&(struct fixture_options){
        .methods = (const char *const[]){ NULL }, .warm_only = true });
    return r;
}

static char *sentence(const struct run *r)
{
    struct summary s;
    assert_int_equal(summary_build(&s, r), 0);
    char *text = verdict_sentence(&s.groups[0], &s.groups[0].rows[0], "64 MiB");
    assert_non_null(text);
    summary_free(&s);
    return text;
}

static char *table_of(const struct run *r)
{
    struct summary s;
    struct document d = { 0 };
    assert_int_equal(summary_build(&s, r), 0);
    table_add(&d, &s.groups[0], ROUNDS);
    summary_free(&s);
    return document_text(&d, DOCUMENT_MARKDOWN, false);
}

/* From the beginning of the text. */
static void assert_begins(const char *text, const char *part)
{
    if (strncmp(text, part, strlen(part)) != 0)
        fail_msg("'%s' does not begin with: %s", text, part);
}

/* read holds the whole file, so it cannot be what the others are compared with. */
static void chunk_stands_in_for_read(void **state)
{
    (void)state;
    assert_string_equal(summary_baseline("full-read", "limited", 1), "chunk");
    assert_string_equal(summary_baseline("full-read", "cold", 1), "read");
    assert_string_equal(summary_baseline("full-read", NULL, 1), "read");
    assert_string_equal(summary_baseline("random", "limited", 1), "seek");
    assert_string_equal(summary_baseline("random", "limited", 4), "pread");
    assert_string_equal(summary_baseline("full-read", "limited", 4), "pread");
    assert_string_equal(summary_baseline("unheard-of", "limited", 1), "chunk");
    assert_string_equal(summary_baseline("unheard-of", "unheard-of", 1), "read");
}

static void the_words_tell_who_was_killed(void **state)
{
    (void)state;
    struct run r = empty_run();
    add_for(&r, "read", 1, killed);
    add(&r, "chunk", 10);
    add(&r, "mmap", 20);
    add_for(&r, "mmap-private", 1, killed);
    add_for(&r, "mmap-random", 1, late);
    char *text = sentence(&r);
    assert_begins(text, "full-read, 64 MiB, limited: mmap is 2.00x slower than chunk");
    assert_says(text, "; killed for want of memory: read, mmap-private.");
    free(text);
    run_free(&r);
}

static void a_side_that_was_killed_is_not_called_slow(void **state)
{
    (void)state;
    struct run r = empty_run();
    add(&r, "chunk", 10);
    add_for(&r, "mmap", 1, killed);
    char *text = sentence(&r);
    assert_begins(text, "full-read, 64 MiB, limited: mmap does not get through (killed: wants "
                        "more memory than its limit of 32 MiB); chunk does, in 10.");
    free(text);
    run_free(&r);
    r = empty_run();
    add_for(&r, "chunk", 1, killed);
    add(&r, "mmap", 10);
    text = sentence(&r);
    assert_begins(text, "full-read, 64 MiB, limited: chunk does not get through (killed: ");
    assert_says(text, "); mmap does, in 10.");
    free(text);
    run_free(&r);
}

static void the_table_tells_the_limit(void **state)
{
    (void)state;
    struct run r = empty_run();
    add_for(&r, "read", 1, killed);
    add(&r, "chunk", 10);
    char *text = table_of(&r);
    assert_begins(text, "### text-64MiB, limited (to 32 MiB of memory), 10 rounds\n");
    assert_says(text, "over limit");
    assert_says(text, "over limit: killed: wants more memory than its limit of 32 MiB");
    free(text);
    run_free(&r);
    r = empty_run();
    add_for(&r, "read", 1, killed);
    text = table_of(&r);
    assert_begins(text, "### text-64MiB, limited, 0 of 10 rounds\n");
    free(text);
    run_free(&r);
}

static void who_got_through_is_told_by_the_state(void **state)
{
    (void)state;
    struct summary s;
    struct document d = { 0 };
    struct run r = empty_run();
    add_for(&r, "read", 1, killed);
    add(&r, "chunk", 10);
    add(&r, "mmap", 20);
    add_for(&r, "mmap-random", 1, late);
    assert_int_equal(summary_build(&s, &r), 0);
    question_limit(&d, &s);
    summary_free(&s);
    run_free(&r);
    char *text = document_squeezed(&d);
    assert_non_null(
        strstr(text, "| full-read, 64 MiB | 32 MiB | chunk, mmap | read | mmap-random |"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chunk_stands_in_for_read),
        cmocka_unit_test(the_words_tell_who_was_killed),
        cmocka_unit_test(a_side_that_was_killed_is_not_called_slow),
        cmocka_unit_test(the_table_tells_the_limit),
        cmocka_unit_test(who_got_through_is_told_by_the_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
