/* SPDX-License-Identifier: MIT */
/* What a session prepares before a pass: private copies, and the state. */
#include "tests/unit/session_fake.h"

static void check_unchanged(const struct fixture *x)
{
    size_t len;
    unsigned char *found = test_read(x->path, &len);
    assert_int_equal(len, BYTES);
    assert_memory_equal(found, x->data, len);
    free(found);
}

/* ---- the private copy ---- */

static void writing_workloads_change_a_copy(void **state)
{
    struct fixture *x = *state;
    static const char *const names[] = { "replace", "replace-new" };
    for (size_t m = 0; methods[m]; m++)
        for (size_t i = 0; i < 2; i++) {
            struct session_spec spec = spec_of(x, names[i], methods[m]->name, "warm");
            struct outcome o = run_session(&spec);
            assert_int_not_equal(o.status, CASE_FAILED);
        }
    check_unchanged(x); /* fixture_drop sees that no copy is left */
}

static void every_pass_works_on_a_fresh_copy(void **state)
{
    struct session_spec spec = spec_of(*state, "replace", "pread", "warm");
    struct session *s;
    struct outcome o;
    uint64_t ns;
    char first[ANSWER_MAX] = "";
    assert_int_equal(session_begin(&s, &spec, &o), 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(session_pass(s, &ns), 0);
    session_end(s, &o);
    snprintf(first, sizeof first, "count=%d ", (BYTES + 20) / 21);
    assert_memory_equal(o.answer.text, first, strlen(first)); /* as many as at first */
}

static void copies_lie_where_they_shall(void **state)
{
    struct fixture *x = *state;
    struct session_spec spec = spec_of(x, "replace-new", "read", "warm");
    struct session *s;
    struct outcome o;
    uint64_t ns;
    char *elsewhere = test_folder();
    char *scratch = text_printf("%s/.mapread-scratch-%ld", elsewhere, (long)getpid());
    request_set_path(spec.request.scratch, elsewhere);
    assert_int_equal(session_begin(&s, &spec, &o), 0);
    assert_int_equal(session_pass(s, &ns), 0);
    assert_int_equal(access(scratch, F_OK), 0);
    session_end(s, &o);
    assert_int_equal(o.status, CASE_OK);
    assert_int_equal(rmdir(elsewhere), 0); /* gone again */
    check_unchanged(x);
    free(scratch);
    free(elsewhere);
}

static void a_copy_is_removed_after_a_failure(void **state)
{
    struct fixture *x = *state;
    struct session_spec spec = spec_of(x, "replace", "mmap", "warm");
    session_expect(&spec, "something else");
    struct outcome o = run_session(&spec);
    check_cause(&o, CASE_FAILED, CAUSE_WRONG_ANSWER);
    check_unchanged(x);
}

static void a_copy_that_cannot_be_made_names_the_way_out(void **state)
{
    struct session_spec spec = spec_of(*state, "replace", "mmap", "warm");
    request_set_path(spec.request.scratch, "/no/such/folder");
    struct outcome o = run_session(&spec);
    check_words(&o, CASE_FAILED, CAUSE_NO_COPY, "/no/such/folder");
}

static void overwriting_changes_the_file_itself(void **state)
{
    struct fixture *x = *state;
    static const char *const names[][2] = { { "replace", "pread" },
                                            { "replace", "mmap" },
                                            { "replace-new", "read" } };
    for (size_t i = 0; i < 3; i++) {
        size_t len;
        struct session_spec spec = spec_of(x, names[i][0], names[i][1], "warm");
        test_write(x->path, x->data, BYTES);
        spec.request.overwrite = true;
        run_good(&spec);
        unsigned char *found = test_read(x->path, &len);
        assert_int_equal(len, BYTES);
        assert_memory_equal(found, " eht quick", 10);
        free(found);
    }
}

/* ---- the state ---- */

static void warm_is_prepared_once_for_all_passes(void **state)
{
    needs_states(*state);
    struct session_spec spec = fake_spec(*state);
    spec.state = &counted_warm;
    spec.request.passes = 5;
    struct outcome o = run_good(&spec);
    assert_int_equal(fake.prepared, 1 + o.sample.repeated);
    assert_in_range(fake.opened, 5, 5 * fake.prepared);
    assert_int_equal(fake.closed, fake.opened);
    assert_true(o.sample.passes == 5);
}

static void writing_passes_are_prepared_one_by_one(void **state)
{
    needs_states(*state);
    struct session_spec spec = spec_of(*state, "replace", "pread", "warm");
    fake = (struct fake){ 0 };
    spec.state = &counted_warm;
    spec.request.passes = 3;
    struct outcome o = run_good(&spec);
    assert_int_equal(fake.prepared, 3 + o.sample.repeated);
}

static void a_prepared_state_is_only_proved(void **state)
{
    struct fixture *x = *state;
    needs_states(x);
    struct session_spec spec = fake_spec(x);
    spec.state = &impossible;
    spec.request.prepared = spec.request.strict = true;
    struct outcome o = run_session(&spec);
    check_cause(&o, CASE_FAILED, CAUSE_NOT_VERIFIED);
    assert_int_equal(fake.prepared, 0);
    assert_int_equal(fake.opened, 0);
}

static void a_state_that_is_not_proved_is_a_failed_case(void **state)
{
    needs_states(*state);
    struct session_spec spec = fake_spec(*state);
    spec.state = &impossible;
    struct outcome o = run_session(&spec);
    check_cause(&o, CASE_FAILED, CAUSE_NOT_VERIFIED);
    assert_int_equal(fake.prepared, 1 + STATE_REPEATS_MAX);
    assert_int_equal(fake.opened, 0);
}

/* ---- what others do to it ---- */

/* A method that is the disturbance: each pass that `disturbs` allows evicts the file. */
static struct {
    const char *path;
    int passes, from, to;
} others;

static void evict_and_close(struct file *f)
{
    others.passes++;
    if (others.passes >= others.from && others.passes <= others.to)
        assert_int_equal(state_find("cold")->prepare(others.path), 0);
    fake_close(f);
}

static struct session_spec disturbed_spec(const struct fixture *x, int from, int to)
{
    static struct method evicting;
    struct session_spec spec = fake_spec(x);
    evicting = fake_method;
    evicting.close = evict_and_close;
    others.path = x->path;
    others.passes = 0;
    others.from = from;
    others.to = to;
    spec.state = &counted_warm;
    spec.method = &evicting;
    spec.request.passes = 3;
    return spec;
}

/* The last of three passes is disturbed: all three shared the state, and are made again. */
static void a_disturbed_state_is_prepared_again(void **state)
{
    needs_states(*state);
    struct session_spec spec = disturbed_spec(*state, 3, 3);
    struct outcome o = run_good(&spec);
    assert_true(o.sample.repeated >= 1);
    assert_int_equal(fake.prepared, 1 + o.sample.repeated);
    assert_in_range(others.passes, 6, 3 * fake.prepared);
    assert_true(o.sample.passes == 3);
    assert_true(o.sample.resident_before == 1 && o.sample.resident_after == 1);
}

/* And what the caller prepared as well. */
static void so_is_one_that_was_prepared(void **state)
{
    struct fixture *x = *state;
    needs_states(x);
    struct session_spec spec = disturbed_spec(x, 0, 0);
    spec.request.prepared = true;
    assert_int_equal(state_find("cold")->prepare(x->path), 0);
    struct outcome o = run_good(&spec);
    assert_true(o.sample.repeated >= 1);
    assert_int_equal(fake.prepared, o.sample.repeated);
}

static void a_state_that_is_always_disturbed_is_given_up(void **state)
{
    needs_states(*state);
    struct session_spec spec = disturbed_spec(*state, 1, 1000);
    struct outcome o = run_session(&spec);
    check_cause(&o, CASE_FAILED, CAUSE_NOT_KEPT);
    assert_int_equal(fake.prepared, 1 + STATE_REPEATS_MAX);
    assert_true(isnan(o.sample.wall_ns));
}

static void who_is_strict_gives_up_at_once(void **state)
{
    needs_states(*state);
    struct session_spec spec = disturbed_spec(*state, 1, 1000);
    spec.request.strict = true;
    struct outcome o = run_session(&spec);
    check_cause(&o, CASE_FAILED, CAUSE_NOT_KEPT);
    assert_int_equal(fake.prepared, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(writing_workloads_change_a_copy),
        SESSION_TEST(every_pass_works_on_a_fresh_copy),
        SESSION_TEST(copies_lie_where_they_shall),
        SESSION_TEST(a_copy_is_removed_after_a_failure),
        SESSION_TEST(a_copy_that_cannot_be_made_names_the_way_out),
        SESSION_TEST(overwriting_changes_the_file_itself),
        SESSION_TEST(warm_is_prepared_once_for_all_passes),
        SESSION_TEST(writing_passes_are_prepared_one_by_one),
        SESSION_TEST(a_prepared_state_is_only_proved),
        SESSION_TEST(a_state_that_is_not_proved_is_a_failed_case),
        SESSION_TEST(a_disturbed_state_is_prepared_again),
        SESSION_TEST(so_is_one_that_was_prepared),
        SESSION_TEST(a_state_that_is_always_disturbed_is_given_up),
        SESSION_TEST(who_is_strict_gives_up_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
