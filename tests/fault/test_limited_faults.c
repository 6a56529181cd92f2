/* SPDX-License-Identifier: MIT */
/*
 * Passes where memory is limited: right answers, what was limited, and what becomes of a
 * pass that wants more, of a limit that cannot be had, and of one that did not hold. The
 * group is a real one: where it cannot be made the test is skipped, but for what needs none.
 *
 * Linked with --wrap of: memcg_enter memcg_make memcg_use state_residency
 */
#include <errno.h>
#include <sys/mman.h>

enum { LEAST_MIB = 16 };
#include "tests/fault/limited_fixture.h"
#include "tests/fault/wrap.h"

DECLARE_WRAP(int, memcg_enter, const struct memcg *g, pid_t pid);
DECLARE_WRAP(int, memcg_make, struct memcg *ret, const char *root, uint64_t limit_bytes);
DECLARE_WRAP(struct memcg_use, memcg_use, const struct memcg *g);
DECLARE_WRAP(int, state_residency, const char *path, double *ret_resident);

static struct system {
    int make_error, enter_error;
    bool stays_outside; /* entering does nothing, and says it did */
    double hits_added;  /* to what the kernel tells, each time that it is asked */
    double peak_added;
    const struct memcg_use *use; /* instead of what the kernel tells */
    double resident;
    int residency_error; /* -errno: the system does not tell */
    struct memcg last;   /* that was made */
} now;

int WRAPPED(memcg_make)(struct memcg *ret, const char *root, uint64_t limit_bytes)
{
    if (now.make_error)
        return now.make_error;
    int r = REAL(memcg_make)(ret, root, limit_bytes);
    if (r == 0)
        now.last = *ret;
    return r;
}

int WRAPPED(memcg_enter)(const struct memcg *g, pid_t pid)
{
    if (now.enter_error || now.stays_outside)
        return now.enter_error;
    return REAL(memcg_enter)(g, pid);
}

struct memcg_use WRAPPED(memcg_use)(const struct memcg *g)
{
    if (now.use)
        return *now.use;
    struct memcg_use use = REAL(memcg_use)(g);
    use.peak_bytes += now.peak_added;
    use.hits += now.hits_added += 1000;
    return use;
}

int WRAPPED(state_residency)(const char *path, double *ret_resident)
{
    if (now.residency_error)
        return now.residency_error;
    if (!now.use)
        return REAL(state_residency)(path, ret_resident);
    *ret_resident = now.resident;
    return 0;
}

/* A method that counts, across processes, how often it opens the file. */
static int *opened;

static int open_and_count(struct file *f, const struct method *m, const char *path,
                          const struct method_options *o)
{
    ++*opened;
    return method_find("chunk")->open(f, m, path, o);
}

static void check_nothing_is_left(void)
{
    assert_true(now.last.directory[0] == '/');
    assert_false(path_exists(now.last.directory));
}

/* What the same work finds with memory enough. */
static struct answer answer_of(const struct session_spec *limited)
{
    struct session_spec spec = *limited;
    spec.state = state_find("cold");
    struct outcome o = run_session(&spec);
    check_good(&o, "with memory enough");
    return o.answer;
}

/* ---- what is measured ---- */

static void check_limited(const struct sample *s)
{
    assert_true(s->limit_bytes == most_bytes);
    assert_true(s->limit_hits >= 1000); /* of the pass alone */
    assert_true(s->resident_before >= 0 && s->resident_before < 1);
    assert_true(s->resident_after >= 0 && s->resident_after * file_bytes <= most_bytes);
    assert_true(s->wall_ns > 0 && s->passes == 1);
}

static void answers_are_those_of_memory_enough(void **state)
{
    struct fixture *x = limitable(state);
    static const char *const cases[][2] = {
        { "full-read", "chunk" },
        { "full-read", "pread" },
        { "full-read", "stdio" },
        { "full-read", "mmap" },
        { "full-read", "mmap-dontneed" },
        { "full-read", "mmap-window" },
        { "count", "chunk" },
        { "count", "mmap-sequential" },
        { "regex", "mmap" },
        { "find", "mmap" },
        { "random", "pread-random" },
        { "random", "mmap-random" },
        { "readline", "mmap" },
        { "replace", "pread" },
        { "replace", "mmap" },
        { "replace-new", "chunk" },
        { "replace-new", "mmap" },
    };
    enum { CASES = sizeof cases / sizeof cases[0] };
    for (size_t i = test_from(CASES); i < CASES; i++) {
        struct session_spec spec = spec_of(x, cases[i][0], cases[i][1]);
        struct answer expected = answer_of(&spec);
        session_expect(&spec, expected.text);
        struct outcome o = run_session(&spec);
        check_good(&o, cases[i][1]);
        assert_string_equal(o.answer.text, expected.text);
        check_limited(&o.sample);
        check_nothing_is_left();
    }
}

/* The pass that is measured is not the first: the end of the file is there, and what is
   there is dropped for what comes before it is come to. */
static void a_second_pass_finds_nothing(void **state)
{
    struct fixture *x = limitable(state);
    struct session_spec spec = spec_of(x, "full-read", "chunk");
    struct method counting = *spec.method;
    counting.open = open_and_count;
    spec.method = &counting;
    *opened = 0;
    struct outcome o = run_session(&spec);
    check_good(&o, "chunk");
    assert_int_equal(*opened, 2 * (1 + o.sample.repeated));
    if (!isnan(o.sample.storage_read_bytes))
        assert_true(o.sample.storage_read_bytes > 0.9 * file_bytes);
    if (!isnan(o.sample.read_call_bytes)) /* and the first is not counted */
        assert_true(o.sample.read_call_bytes == file_bytes);
}

/* No page of the file comes into memory, so none has to go. */
static void past_the_cache_nothing_is_charged(void **state)
{
    struct fixture *x = limitable(state);
    struct session_spec spec = spec_of(x, "full-read", "chunk");
    struct answer expected = answer_of(&spec);
    session_expect(&spec, expected.text);
    spec.method = method_find("direct");
    struct outcome o = run_session(&spec);
    if (o.status == CASE_SKIPPED)
        test_skip("direct is not offered here");
    check_good(&o, "direct");
    assert_true(o.sample.limit_bytes == most_bytes);
    assert_true(o.sample.resident_before == 0 && o.sample.resident_after == 0);
    if (!isnan(o.sample.storage_read_bytes))
        assert_true(o.sample.storage_read_bytes == file_bytes);
}

static void every_pass_has_a_group_of_its_own(void **state)
{
    struct fixture *x = limitable(state);
    struct session_spec spec = spec_of(x, "full-read", "mmap");
    spec.request.passes = 3;
    struct outcome o = run_session(&spec);
    check_good(&o, "mmap");
    assert_true(o.sample.passes == 3);
    assert_true(o.sample.limit_bytes == most_bytes); /* the mean of three */
    double phases = o.sample.open_ns + o.sample.access_ns + o.sample.close_ns;
    assert_true(fabs(phases - o.sample.wall_ns) < 2);
    check_nothing_is_left();
}

static void a_file_that_was_made_cold_is_taken_as_it_is(void **state)
{
    struct fixture *x = limitable(state);
    struct session_spec spec = spec_of(x, "full-read", "pread");
    double resident;
    spec.request.prepared = true;
    assert_int_equal(state_establish(state_find("cold"), x->path, &resident), 0);
    struct outcome o = run_session(&spec);
    check_good(&o, "prepared");
}

/* ---- what wants more ---- */

static void who_wants_more_is_killed_and_told_so(void **state)
{
    struct fixture *x = limitable(state);
    struct session_spec spec = spec_of(x, "full-read", "read");
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_OVER_LIMIT, CAUSE_OVER_MEMORY);
    assert_true(o.reason.numbers[0] == most_bytes);
    assert_string_equal(o.answer.text, "");
    check_nothing_is_left();
    spec.method = method_find("chunk"); /* and we live */
    o = run_session(&spec);
    check_good(&o, "chunk");
}

/* fixture_drop sees that the copy is gone. */
static void who_is_killed_leaves_no_copy(void **state)
{
    struct fixture *x = limitable(state);
    struct session_spec spec = spec_of(x, "replace-new", "read");
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_OVER_LIMIT, CAUSE_OVER_MEMORY);
    check_nothing_is_left();
}

static void time_is_limited_as_well(void **state)
{
    struct fixture *x = limitable(state);
    struct session_spec spec = spec_of(x, "full-read", "chunk");
    spec.request.limit_s = 0.0001;
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_OVER_LIMIT, CAUSE_OVER_TIME);
    assert_true(o.reason.numbers[0] == 0.0001);
    check_nothing_is_left();
}

static void a_wrong_answer_is_one_here_too(void **state)
{
    struct fixture *x = limitable(state);
    struct session_spec spec = spec_of(x, "full-read", "chunk");
    session_expect(&spec, "something else");
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_FAILED, CAUSE_WRONG_ANSWER);
    check_nothing_is_left();
}

/* ---- what did not hold ---- */

/* Whatever the page cache looks like: others may have emptied it. */
static void who_stayed_outside_was_not_limited(void **state)
{
    struct fixture *x = limitable(state);
    static const char *const cases[][2] = { { "full-read", "chunk" },
                                            { "full-read", "read" }, /* nobody kills it */
                                            { "slice", "pread" } };
    now.stays_outside = true;
    for (size_t i = 0; i < 3; i++) {
        struct session_spec spec = spec_of(x, cases[i][0], cases[i][1]);
        struct outcome o = run_session(&spec);
        check_bad(&o, CASE_FAILED, CAUSE_OUTSIDE_GROUP);
    }
}

static void a_limit_that_was_passed_or_moved_is_none(void **state)
{
    struct fixture *x = *state;
    const struct memcg g = { .limit_bytes = most_bytes };
    const struct {
        struct memcg_use use;
        double resident;
        int result;
    } rows[] = {
        { { .limit_bytes = most_bytes, .used_bytes = most_bytes, .peak_bytes = most_bytes },
          0.5,
          0 },
        { { .limit_bytes = most_bytes, .used_bytes = 4096, .peak_bytes = most_bytes }, 0, 0 },
        { { .limit_bytes = most_bytes, .used_bytes = most_bytes, .peak_bytes = NAN }, 0.5, 0 },
        { { .limit_bytes = most_bytes, .used_bytes = most_bytes, .peak_bytes = most_bytes + 1 },
          0.5,
          -ESTALE },
        { { .limit_bytes = most_bytes + 1, .used_bytes = most_bytes, .peak_bytes = 0 },
          0.5,
          -ESTALE },
        { { .limit_bytes = NAN, .used_bytes = most_bytes, .peak_bytes = 0 }, 0.5, -ESTALE },
        { { .limit_bytes = most_bytes, .used_bytes = most_bytes - 1, .peak_bytes = 0 },
          0.5,
          -ESTALE },
        { { .limit_bytes = most_bytes, .used_bytes = 2 * file_bytes, .peak_bytes = 0 },
          1,
          -ESTALE },
    };
    test_needs_states(x->folder, x->path);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double resident;
        struct memcg_use use;
        now.use = &rows[i].use;
        now.resident = rows[i].resident;
        assert_int_equal(state_prove_limit(&g, x->path, &resident, &use), rows[i].result);
        assert_true(resident == rows[i].resident);
    }
}

/* No group is needed for these, and whoever prepares it is told no more. */
static void other_states_are_unproved_as_well(void **state)
{
    struct fixture *x = *state;
    static const char *const names[] = { "warm", "cold", "hot" };
    test_needs_states(x->folder, x->path);
    now.residency_error = -EPERM;
    for (size_t i = 0; i < 2 * sizeof names / sizeof names[0]; i++) {
        struct session_spec spec = spec_of(x, "full-read", "chunk");
        spec.state = state_find(names[i / 2]);
        spec.request.prepared = i % 2;
        struct outcome o = run_session(&spec);
        check_good(&o, names[i / 2]);
        assert_int_equal(o.unproved, UNPROVED_WITHHELD);
        assert_true(isnan(o.sample.resident_before) && isnan(o.sample.resident_after));
    }
    now.residency_error = 0;
    struct session_spec spec = spec_of(x, "full-read", "chunk");
    spec.state = state_find("cold");
    struct outcome o = run_session(&spec);
    assert_int_equal(o.unproved, UNPROVED_NO);
}

/* The group and its limit are proved all the same. */
static void where_residency_is_not_told_it_is_unproved(void **state)
{
    struct fixture *x = limitable(state);
    struct session_spec spec = spec_of(x, "full-read", "chunk");
    now.residency_error = -EOPNOTSUPP;
    struct outcome o = run_session(&spec);
    check_good(&o, "chunk");
    assert_int_equal(o.unproved, UNPROVED_UNTOLD);
    assert_true(isnan(o.sample.resident_before) && isnan(o.sample.resident_after));
    assert_true(o.sample.limit_bytes == most_bytes && o.sample.repeated == 0);
    now.peak_added = most_bytes;
    o = run_session(&spec);
    check_bad(&o, CASE_FAILED, CAUSE_LIMIT_NOT_VERIFIED);
}

static void what_is_not_proved_has_failed(void **state)
{
    struct fixture *x = limitable(state);
    struct session_spec spec = spec_of(x, "full-read", "chunk");
    spec.request.strict = true;
    now.peak_added = most_bytes;
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_FAILED, CAUSE_LIMIT_NOT_VERIFIED);
}

/* In a process and a group of its own each time. */
static void it_is_repeated_as_often_as_may_be(void **state)
{
    struct fixture *x = limitable(state);
    struct session_spec spec = spec_of(x, "full-read", "chunk");
    struct method counting = *spec.method;
    counting.open = open_and_count;
    spec.method = &counting;
    *opened = 0;
    now.peak_added = most_bytes;
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_FAILED, CAUSE_LIMIT_NOT_VERIFIED);
    assert_int_equal(*opened, 2 * (1 + STATE_REPEATS_MAX));
    check_nothing_is_left();
}

static void who_cannot_enter_has_failed(void **state)
{
    struct fixture *x = limitable(state);
    struct session_spec spec = spec_of(x, "full-read", "chunk");
    now.enter_error = -EACCES;
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_FAILED, CAUSE_SYSTEM_ERROR);
    assert_string_equal(o.reason.words, "entering the memory cgroup: Permission denied");
    check_nothing_is_left();
}

/* ---- what cannot be had ---- */

static void the_reason_tells_what_to_do(void **state)
{
    struct fixture *x = *state;
    static const struct {
        int error;
        enum cause cause;
    } rows[] = {
        { -ENOENT, CAUSE_NO_MEMORY_CONTROLLER },
        { -EROFS, CAUSE_CGROUPS_READ_ONLY },
        { -EBUSY, CAUSE_NO_CONTROLLER_HANDED_DOWN },
        { -EACCES, CAUSE_NO_CGROUP },
        { -EPERM, CAUSE_NO_CGROUP },
    };
    test_needs_states(x->folder, x->path);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct session_spec spec = spec_of(x, "full-read", "chunk");
        now.make_error = rows[i].error;
        struct outcome o = run_session(&spec);
        check_bad(&o, CASE_SKIPPED, rows[i].cause);
    }
}

static void half_of_a_small_file_is_no_limit(void **state)
{
    struct fixture *x = limitable(state);
    struct session_spec spec = spec_of(x, "full-read", "chunk");
    assert_int_equal(truncate(x->path, 16 * MIB - 1), 0);
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_SKIPPED, CAUSE_FILE_TOO_SMALL);
}

static void a_file_larger_than_memory_needs_no_limit(void **state)
{
    struct fixture *x = limitable(state);
    struct session_spec spec = spec_of(x, "full-read", "chunk");
    if (truncate(x->path, (off_t)1 << 43) != 0)
        test_skip("the file system refuses it");
    spec.request.limit_s = 1; /* should it be read after all */
    struct outcome o = run_session(&spec);
    check_bad(&o, CASE_SKIPPED, CAUSE_FILE_LARGER_THAN_MEMORY);
}

static void pages_of_memory_cannot_be_dropped(void **state)
{
    (void)state;
    char path[] = "/dev/shm/mapread-test-XXXXXX";
    int fd = mkstemp(path);
    if (fd < 0 || !state_find("cold")->refuses(path)) {
        if (fd >= 0)
            unlink(path);
        test_skip("/dev/shm is not there, or no tmpfs");
    }
    struct fixture x = { .path = path };
    struct session_spec spec = spec_of(&x, "full-read", "chunk");
    assert_int_equal(ftruncate(fd, file_bytes), 0);
    struct outcome o = run_session(&spec);
    close(fd);
    unlink(path);
    check_bad(&o, CASE_SKIPPED, CAUSE_FILE_SYSTEM_IS_MEMORY);
}

static int begin(void **state)
{
    now = (struct system){ 0 };
    return fixture_make(state);
}

#define LIMITED_TEST(name) cmocka_unit_test_setup_teardown(name, begin, fixture_drop)

int main(void)
{
    opened =
        mmap(NULL, sizeof *opened, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (opened == MAP_FAILED)
        return 1;
    const struct CMUnitTest tests[] = {
        LIMITED_TEST(answers_are_those_of_memory_enough),
        LIMITED_TEST(a_second_pass_finds_nothing),
        LIMITED_TEST(past_the_cache_nothing_is_charged),
        LIMITED_TEST(every_pass_has_a_group_of_its_own),
        LIMITED_TEST(a_file_that_was_made_cold_is_taken_as_it_is),
        LIMITED_TEST(who_wants_more_is_killed_and_told_so),
        LIMITED_TEST(who_is_killed_leaves_no_copy),
        LIMITED_TEST(time_is_limited_as_well),
        LIMITED_TEST(a_wrong_answer_is_one_here_too),
        LIMITED_TEST(who_stayed_outside_was_not_limited),
        LIMITED_TEST(a_limit_that_was_passed_or_moved_is_none),
        LIMITED_TEST(other_states_are_unproved_as_well),
        LIMITED_TEST(where_residency_is_not_told_it_is_unproved),
        LIMITED_TEST(what_is_not_proved_has_failed),
        LIMITED_TEST(it_is_repeated_as_often_as_may_be),
        LIMITED_TEST(who_cannot_enter_has_failed),
        LIMITED_TEST(the_reason_tells_what_to_do),
        LIMITED_TEST(half_of_a_small_file_is_no_limit),
        LIMITED_TEST(a_file_larger_than_memory_needs_no_limit),
        cmocka_unit_test(pages_of_memory_cannot_be_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
