/* SPDX-License-Identifier: MIT */
/*
 * Passes of random in Python that several threads share: the answer is that of one, each of
 * them reads its part, and what one fails at fails the case.
 */
#include "tests/contract/python_cases.h"

enum { BLOCKS = 70, LIMIT_S = 60 /* where a thread waits for ever */ };

static bool is_threaded(const struct method *m)
{
    return m->program && m->flags & METHOD_THREADS;
}

static struct session_spec shared_case(const struct method *m, unsigned threads)
{
    struct session_spec spec = case_of("random", m->name);
    spec.request.key.threads = threads;
    spec.request.limit_s = LIMIT_S;
    return spec;
}

typedef void checker(struct session_spec *spec);

/* By every method; one that the file's place does not allow says so. */
static void for_each_method(unsigned threads, checker *check)
{
    size_t found = 0;
    needs_python();
    for (size_t i = 0; methods[i]; i++) {
        if (!is_threaded(methods[i]))
            continue;
        found++;
        struct session_spec spec = shared_case(methods[i], threads);
        enum cause cause = methods[i]->refuses ? methods[i]->refuses(path) : CAUSE_NONE;
        if (!cause) {
            check(&spec);
            continue;
        }
        struct outcome o = run_session(&spec);
        check_cause(&o, CASE_SKIPPED, cause);
    }
    assert_int_equal(found, 4);
}

/* ---- answers ---- */

static void write_blocks(bool numbered)
{
    unsigned char *data = border_bytes(BLOCKS * PAGE + 5);
    for (uint64_t i = 0; numbered && i < BLOCKS; i++)
        for (size_t byte = 0; byte < 8; byte++)
            data[i * PAGE + GEN_BLOCK_NUMBER_OFFSET + byte] = (unsigned char)(i >> 8 * byte);
    test_write(path, data, BLOCKS * PAGE + 5);
    free(data);
}

static struct answer expected_of(const struct session_spec *spec)
{
    struct reference *r;
    struct reference_answers answers;
    struct answer expected;
    size_t len;
    unsigned char *data = test_read(path, &len);
    struct reference_options options = { len, spec->request.seed,
                                         (size_t)spec->request.key.blocks };
    assert_int_equal(reference_begin(&r, &options), 0);
    reference_feed(r, data, len);
    reference_finish(r, &answers);
    free(data);
    spec->workload->expected(&answers, &expected);
    return expected;
}

static void check_answer(struct session_spec *spec)
{
    struct answer expected = expected_of(spec);
    session_expect(spec, expected.text);
    spec->request.passes = 2;
    struct outcome o = run_good(spec);
    assert_true(o.sample.passes == 2);
}

static void check_numbered(struct session_spec *spec)
{
    spec->request.numbered = true;
    check_answer(spec);
}

static void check_few(struct session_spec *spec)
{
    spec->request.key.blocks = 3;
    check_answer(spec);
}

static void the_answer_is_that_of_one_thread(void **state)
{
    (void)state;
    static const unsigned counts[] = { 1, 2, 3, 8, DRAWS + 1 };
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        write_blocks(false);
        for_each_method(counts[i], check_answer);
        write_blocks(true);
        for_each_method(counts[i], check_numbered);
    }
    for_each_method(8, check_few);
    write_data(PAGE - 1); /* there is nothing to draw */
    for_each_method(3, check_answer);
}

/* ---- who reads what ---- */

/* Behind methods.py: %u threads are in random() at the same time, with parts of the draw in
   order, the first of them by the thread that makes the pass. They have the same open file and
   nobody else's buffer, and they are gone at the end. %s is what a thread does then. */
#define WATCHED                                                                                \
    "import threading\n"                                                                       \
    "N = %u\n"                                                                                 \
    "everyone, makes = threading.Barrier(N, timeout=20), make\n"                               \
    "def left():\n"                                                                            \
    "    return threading.active_count() - 1\n"                                                \
    "def make(options):\n"                                                                     \
    "    job = makes(options)\n"                                                               \
    "    kind, works, ends = type(job), job.work, job.end\n"                                   \
    "    reads, seen, buffers = kind.random, [], set()\n"                                      \
    "    def parts():\n"                                                                       \
    "        n = len(job.offsets)\n"                                                           \
    "        return [job.offsets[i * n // N:(i + 1) * n // N] for i in range(N)]\n"            \
    "    def random(self):\n"                                                                  \
    "        everyone.wait()\n"                                                                \
    "        mine, its = vars(self), vars(job)\n"                                              \
    "        assert all(mine.get(x) is its.get(x) for x in ('fd', 'file', 'map'))\n"           \
    "        buffers.add(id(mine.get('buffers', [self])[0]))\n"                                \
    "        is_main = threading.current_thread() is threading.main_thread()\n"                \
    "        seen.append((self.offsets, is_main))\n"                                           \
    "        %s\n"                                                                             \
    "        reads(self)\n"                                                                    \
    "    def work():\n"                                                                        \
    "        try:\n"                                                                           \
    "            works()\n"                                                                    \
    "        except OSError as e:\n"                                                           \
    "            raise OSError('%%s, %%d left' %% (e, left()))\n"                              \
    "    def end():\n"                                                                         \
    "        ends()\n"                                                                         \
    "        good = [(part, i == 0) for i, part in enumerate(parts())]\n"                      \
    "        assert sorted(seen) == sorted(good), 'other parts'\n"                             \
    "        assert len(buffers) == N, '%%d buffers' %% len(buffers)\n"                        \
    "        assert left() == 0, '%%d left' %% left()\n"                                       \
    "        seen.clear()\n"                                                                   \
    "        buffers.clear()\n"                                                                \
    "    kind.random, job.work, job.end = random, work, end\n"                                 \
    "    return job\n"

/* With this text behind methods.py, and `command` done to the scripts as well. */
static struct outcome run_with(const struct session_spec *spec, const char *text,
                               const char *command)
{
    char *extra = text_printf("%s/extra", folder);
    char *whole = text_printf("cat \"$0/../extra\" >>\"$0/methods.py\" && %s", command);
    test_write(extra, text, strlen(text));
    struct outcome o = run_changed(spec, whole);
    unlink(extra);
    free(extra);
    free(whole);
    return o;
}

static struct outcome run_watched(const struct session_spec *spec, const char *does,
                                  const char *command)
{
    char *text = text_printf(WATCHED, (unsigned)spec->request.key.threads, does);
    struct outcome o = run_with(spec, text, command);
    free(text);
    return o;
}

static void check_parts(struct session_spec *spec)
{
    struct answer expected = expected_of(spec);
    session_expect(spec, expected.text);
    spec->request.passes = 2;
    struct outcome o = run_watched(spec, "pass", ":");
    if (o.status != CASE_OK)
        fail_msg("%s, %u threads: %s", spec->method->name, (unsigned)spec->request.key.threads,
                 why_of(&o));
}

static void each_reads_its_part_at_the_same_time(void **state)
{
    (void)state;
    write_blocks(false);
    for_each_method(2, check_parts);
    for_each_method(3, check_parts);
    for_each_method(DRAWS + 1, check_parts);
}

/* A rehearsal gives no answer. */
static void check_rehearsal(struct session_spec *spec)
{
    struct outcome o = run_watched(
        spec, "assert job.drawn == job.seed + 1",
        "sed -i \"s/make_pass(job, trim, asked == b.r./make_pass(job, trim, True/\" "
        "\"$0/sample.py\"");
    if (o.status != CASE_OK)
        fail_msg("%s: %s", spec->method->name, why_of(&o));
    assert_string_equal(o.answer.text, "");
}

static void and_in_a_rehearsal(void **state)
{
    (void)state;
    write_blocks(false);
    for_each_method(3, check_rehearsal);
}

/* ---- what fails ---- */

static void check_reason(const struct session_spec *spec, const struct outcome *o,
                         const char *words)
{
    check_cause(o, CASE_FAILED, CAUSE_PYTHON_FAILED);
    if (strcmp(o->reason.words, words) != 0)
        fail_msg("%s: '%s' instead of '%s'", spec->method->name, o->reason.words, words);
}

/* Whichever it is, the one that makes the pass included. */
static void check_broken(struct session_spec *spec)
{
    for (unsigned i = 0; i < spec->request.key.threads; i++) {
        char does[128];
        snprintf(does, sizeof does,
                 "if self.offsets == parts()[%u]: raise OSError('broken on purpose')", i);
        struct outcome o = run_watched(spec, does, ":");
        check_reason(spec, &o, "OSError: broken on purpose, 0 left");
    }
}

static void what_one_fails_at_fails_the_case(void **state)
{
    (void)state;
    write_blocks(false);
    for_each_method(3, check_broken);
}

static void check_too_few(struct session_spec *spec)
{
    static const char refusing[] =
        "import threading\n"
        "begins, makes, asked = threading.Thread.start, make, []\n"
        "def start(self):\n"
        "    asked.append(self)\n"
        "    if len(asked) == 3:\n"
        "        raise RuntimeError('no more threads')\n"
        "    begins(self)\n"
        "def make(options):\n"
        "    job = makes(options)\n"
        "    good = job.begin\n"
        "    def begin():\n"
        "        try:\n"
        "            good()\n"
        "        except RuntimeError as e:\n"
        "            left = threading.active_count() - 1\n"
        "            raise RuntimeError('%s after %d, %d left' % (e, len(asked) - 1, left))\n"
        "    job.begin = begin\n"
        "    return job\n"
        "threading.Thread.start = start\n";
    struct outcome o = run_with(spec, refusing, ":");
    check_reason(spec, &o, "RuntimeError: no more threads after 2, 0 left");
}

static void threads_that_cannot_be_had_fail_the_case(void **state)
{
    (void)state;
    write_blocks(false);
    for_each_method(5, check_too_few);
}

/* Where one gets less than it asked for. */
static void check_short(struct session_spec *spec)
{
    struct outcome o = run_watched(spec,
                                   "if self.offsets == parts()[1]: "
                                   "self.offsets = self.offsets[1:]",
                                   "sed -i \"s/seen.append.*/pass/; s/assert sorted.*/pass/\" "
                                   "\"$0/methods.py\"");
    check_reason(spec, &o, "EOFError: the file is shorter than it was");
}

static void what_one_does_not_get_fails_the_case(void **state)
{
    (void)state;
    write_blocks(false);
    for_each_method(3, check_short);
}

static void check_other_number(struct session_spec *spec)
{
    spec->request.numbered = true; /* words are where numbers should be */
    struct outcome o = run_session(spec);
    assert_int_equal(o.status, CASE_FAILED);
    assert_non_null(strstr(o.reason.words, "carries another number"));
}

static void a_wrong_block_number_fails_the_case(void **state)
{
    (void)state;
    write_blocks(false);
    for_each_method(3, check_other_number);
}

/* ---- one thread ---- */

static void check_alone(struct session_spec *spec)
{
    struct answer expected = expected_of(spec);
    session_expect(spec, expected.text);
    struct outcome o = run_changed(spec, "rm \"$0/threads.py\"");
    assert_int_equal(o.status, CASE_OK);
}

static void one_thread_needs_no_module_for_many(void **state)
{
    (void)state;
    write_blocks(false);
    for_each_method(1, check_alone);
}

static void others_serve_one_thread_at_a_time(void **state)
{
    (void)state;
    needs_python();
    write_blocks(false);
    size_t refused = 0;
    for (size_t i = 0; methods[i]; i++) {
        if (!methods[i]->program || is_threaded(methods[i]))
            continue;
        struct session_spec spec = shared_case(methods[i], 2);
        if (workload_refuses(spec.workload, spec.method))
            continue;
        struct outcome o = run_session(&spec);
        assert_int_equal(o.status, CASE_SKIPPED);
        assert_int_equal(o.reason.cause, CAUSE_METHOD_OF_ONE_THREAD);
        refused++;
    }
    assert_true(refused > 0);
    struct session_spec spec = shared_case(method_find("python-pread"), 2);
    spec.workload = workload_find_by_name("walk");
    struct outcome o = run_session(&spec);
    assert_int_equal(o.status, CASE_SKIPPED);
    assert_int_equal(o.reason.cause, CAUSE_WORK_OF_ONE_THREAD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_answer_is_that_of_one_thread, use_python),
        cmocka_unit_test_setup(each_reads_its_part_at_the_same_time, use_python),
        cmocka_unit_test_setup(and_in_a_rehearsal, use_python),
        cmocka_unit_test_setup(what_one_fails_at_fails_the_case, use_python),
        cmocka_unit_test_setup(threads_that_cannot_be_had_fail_the_case, use_python),
        cmocka_unit_test_setup(what_one_does_not_get_fails_the_case, use_python),
        cmocka_unit_test_setup(a_wrong_block_number_fails_the_case, use_python),
        cmocka_unit_test_setup(one_thread_needs_no_module_for_many, use_python),
        cmocka_unit_test_setup(others_serve_one_thread_at_a_time, use_python),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
