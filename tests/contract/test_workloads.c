/* SPDX-License-Identifier: MIT */
/*
 * Every method gives the expected answer in every workload it can do: over sizes
 * around pages and buffers, with needles across every border, through the same
 * session that measures. The expected answers come from the reference code, and
 * where python3 is there, the reference's come from Python.
 */
#include <errno.h>
#include <inttypes.h>
#include <sys/mman.h>

#include "tests/contract/borders.h"
#include "tests/session.h"

enum { DRAWS = 64 };

static char *write_borders(const char *folder, const unsigned char *data, size_t len)
{
    char *path = NULL;
    assert_true(asprintf(&path, "%s/data", folder) > 0);
    test_write(path, data, len);
    return path;
}

/* What one method does with one workload; returns 1 when it answered. */
static int check_case(const struct session_spec *spec, const struct answer *expected)
{
    struct outcome o = run_session(spec);
    enum cause refused = workload_refuses(spec->workload, spec->method);
    if (o.status == CASE_SKIPPED) {
        assert_true(o.reason.cause != CAUSE_NONE);
        if (refused)
            assert_int_equal(o.reason.cause, refused);
        return 0;
    }
    assert_int_equal(refused, CAUSE_NONE);
    if (o.status != CASE_OK)
        fail_msg("%s/%s: %s", spec->workload->name, spec->method->name, why_of(&o));
    assert_string_equal(o.answer.text, expected->text);
    assert_true(o.sample.wall_ns > 0);
    assert_true(o.sample.passes == (double)spec->request.passes);
    double phases = o.sample.open_ns + o.sample.access_ns + o.sample.close_ns;
    assert_true(phases > o.sample.wall_ns - 1 && phases < o.sample.wall_ns + 1);
    return 1;
}

static bool is_durable(const struct workload *w)
{
    return strstr(w->name, "-durable");
}

/* Every write is a flush, for the next state: a second pass, and flushing inside the pass
   as well, are tried with one buffer size. */
static int check_every_case(const char *path, const struct reference_answers *answers,
                            size_t buffer_bytes, const char *state)
{
    int answered = 0;
    for (size_t w = 0; workloads[w]; w++)
        for (size_t m = 0; methods[m]; m++) {
            struct answer expected;
            bool writes = workloads[w]->flags & WORKLOAD_WRITES;
            if (is_durable(workloads[w]) && buffer_bytes != PAGE)
                continue;
            if (workloads[w]->flags & WORKLOAD_SHARES && methods[m]->transport)
                continue; /* test_sharing.c */
            workloads[w]->expected(answers, &expected);
            struct session_spec spec =
                session_case(workloads[w], methods[m], state_find(state), path);
            session_expect(&spec, expected.text);
            spec.request.key.buffer_bytes = buffer_bytes;
            spec.request.passes = writes && buffer_bytes ? 1 : 2;
            answered += check_case(&spec, &expected);
        }
    return answered;
}

static void check_folder_is_empty_but_for(const char *folder, const char *path)
{
    unlink(path);
    assert_int_equal(rmdir(folder), 0); /* no private copy is left */
}

static void every_method_gives_the_expected_answer(void **state)
{
    (void)state;
    enum { BUFFERS = 4 };
    static const size_t buffers[BUFFERS] = { 0, 3, 61, PAGE };
    for (size_t s = test_from(BORDER_SIZES); s < BORDER_SIZES; s++)
        for (size_t b = test_from(BUFFERS); b < BUFFERS; b++) {
            size_t len = border_sizes[s];
            if (buffers[b] && buffers[b] < PAGE && len > 2 * PAGE)
                len = 2 * PAGE + 3;
            unsigned char *data = border_bytes(len);
            struct reference_answers answers = border_answers(data, len);
            char *folder = test_folder(), *path = write_borders(folder, data, len);
            /* what only reads, by most methods; what writes, by half of them */
            assert_true(check_every_case(path, &answers, buffers[b], "warm") > 150);
            size_t found_len;
            unsigned char *found = test_read(path, &found_len);
            assert_int_equal(found_len, len);
            assert_memory_equal(found, data, len); /* never changed */
            check_folder_is_empty_but_for(folder, path);
            free(found);
            free(data);
            free(folder);
            free(path);
        }
}

/* rfind goes backwards in pieces that fill a buffer with what may lie across two of them. */
static void the_last_needle_may_lie_across_pieces(void **state)
{
    (void)state;
    enum { LEN = 3 * METHOD_BUFFER_BYTES + 1, PIECE = METHOD_BUFFER_BYTES - 4 };
    for (size_t before = test_from(6); before < 6; before++)
        for (size_t m = 0; methods[m]; m++) {
            unsigned char *data = malloc(LEN);
            assert_non_null(data);
            memset(data, '.', LEN);
            memcpy(data + LEN - PIECE - before, " the ", 5);
            struct reference_answers answers = border_answers(data, LEN);
            struct answer expected;
            char *folder = test_folder(), *path = write_borders(folder, data, LEN);
            assert_int_equal(answers.rfind, LEN - PIECE - before);
            workload_find_by_name("rfind")->expected(&answers, &expected);
            struct session_spec spec = session_case(workload_find_by_name("rfind"), methods[m],
                                                    state_find("warm"), path);
            session_expect(&spec, expected.text);
            check_case(&spec, &expected);
            check_folder_is_empty_but_for(folder, path);
            free(data);
            free(folder);
            free(path);
        }
}

static void a_wrong_answer_is_a_failed_case(void **state)
{
    (void)state;
    unsigned char *data = border_bytes(PAGE);
    char *folder = test_folder(), *path = write_borders(folder, data, PAGE);
    for (size_t w = 0; workloads[w]; w++) {
        struct session_spec spec = session_case(
            workloads[w], method_find(workloads[w]->baseline), state_find("warm"), path);
        session_expect(&spec, "something else");
        struct outcome o = run_session(&spec);
        assert_int_equal(o.status, CASE_FAILED);
        assert_int_equal(o.reason.cause, CAUSE_WRONG_ANSWER);
    }
    check_folder_is_empty_but_for(folder, path);
    free(data);
    free(folder);
    free(path);
}

static void null_reads_nothing_whatever_it_is_made_of(void **state)
{
    (void)state;
    unsigned char *data = border_bytes(PAGE);
    char *folder = test_folder(), *path = write_borders(folder, data, PAGE);
    for (size_t w = 0; workloads[w]; w++) {
        const struct workload null = workload_null_of(workloads[w]);
        struct session_spec spec =
            session_case(&null, method_find(workloads[w]->baseline), state_find("warm"), path);
        struct outcome o = run_session(&spec);
        assert_int_equal(o.status, CASE_OK);
        assert_string_equal(o.answer.text, "nothing");
        assert_false(o.sample.read_call_bytes > 0); /* NAN: not known */
        assert_true(o.sample.wall_ns > 0);
    }
    check_folder_is_empty_but_for(folder, path);
    free(data);
    free(folder);
    free(path);
}

static uint64_t brute_sum(const unsigned char *data, size_t len, const struct case_key *k)
{
    uint64_t *numbers = calloc(k->blocks, sizeof *numbers), sum = 0;
    uint64_t blocks = len / k->block_bytes;
    if (blocks > 0)
        reference_draw_blocks(1, blocks, numbers, k->blocks);
    for (size_t i = 0; i < k->blocks && blocks > 0; i++)
        sum += reference_word_sum(data + numbers[i] * k->block_bytes, k->block_bytes);
    free(numbers);
    return sum;
}

/* Larger than the buffer, odd beside the page, larger than the file. */
static void blocks_may_have_any_size(void **state)
{
    (void)state;
    static const size_t sizes[] = {
        8, 512, PAGE, 3 * PAGE, 3 * METHOD_BUFFER_BYTES + 8, 1 << 20
    };
    enum { LEN = 200 * PAGE + 5 };
    unsigned char *data = border_bytes(LEN);
    char *folder = test_folder(), *path = write_borders(folder, data, LEN);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        for (size_t m = 0; methods[m]; m++) {
            struct session_spec spec = session_named("random", methods[m]->name, "warm", path);
            struct answer expected;
            spec.request.key.block_bytes = sizes[i];
            spec.request.key.blocks = 17;
            snprintf(expected.text, sizeof expected.text, "sum=%016" PRIx64,
                     brute_sum(data, LEN, &spec.request.key));
            check_case(&spec, &expected);
        }
    free(data);
    unlink(path);
    rmdir(folder);
    free(folder);
    free(path);
}

static struct reference_answers brute_search(const unsigned char *data, size_t len,
                                             const char *pattern, const char *replacement)
{
    struct reference_answers a = { .find = REFERENCE_ABSENT,
                                   .seek_find = REFERENCE_ABSENT,
                                   .rfind = REFERENCE_ABSENT };
    size_t n = strlen(pattern), next = 0;
    unsigned char *edited = memcpy(malloc(len), data, len);
    struct checksum sum;
    for (size_t i = 0; i + n <= len; i++) {
        if (memcmp(data + i, pattern, n) != 0)
            continue;
        a.find = a.find == REFERENCE_ABSENT ? i : a.find;
        a.seek_find =
            a.seek_find == REFERENCE_ABSENT && i >= REFERENCE_SEEK_OFFSET ? i : a.seek_find;
        a.rfind = i;
        if (i < next)
            continue;
        a.count++;
        next = i + n;
        memcpy(edited + i, replacement, n);
    }
    checksum_begin(&sum);
    checksum_feed(&sum, edited, len);
    a.replaced_checksum = checksum_end(&sum);
    free(edited);
    return a;
}

/* One byte, one that overlaps itself, the longest, not ASCII, a line end; and " the " itself.
 */
static const struct {
    const char *text, *replacement;
} patterns[] = {
    { "x", "y" },
    { "aa", "a`" },
    { "aba", "ab`" },
    { "\xc3\xa4", "\xc3\xa5" },
    { "e\xc3\xa4", "\xc3\xa4"
                   "e" },
    { "\n", "\v" },
    { " the ", " eht " },
    { "absent", "tnesba" },
    { "012345678901234567890123456789012345678901234567890123456789012",
      "210987654321098765432109876543210987654321098765432109876543210" },
};
enum { PATTERNS = sizeof patterns / sizeof patterns[0] };

/* Each across the borders of the buffers as well, and at both ends. */
static unsigned char *pattern_bytes(size_t len, const char *pattern)
{
    unsigned char *data = malloc(len);
    size_t n = strlen(pattern);
    const size_t places[] = { 0,     1,     9000,    9999,        10000,  65536 - n / 2,
                              65537, 65536, len / 2, len - n - 1, len - n };
    memset(data, '.', len);
    if (strcmp(pattern, "absent") == 0)
        return data;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        memcpy(data + places[i], pattern, n);
    return data;
}

static void any_pattern_is_found_and_replaced(void **state)
{
    (void)state;
    enum { LEN = 2 * METHOD_BUFFER_BYTES + 77 };
    size_t checked = 0;
    for (size_t p = test_from(PATTERNS); p < PATTERNS; p++) {
        unsigned char *data = pattern_bytes(LEN, patterns[p].text);
        struct reference_answers answers =
            brute_search(data, LEN, patterns[p].text, patterns[p].replacement);
        char *folder = test_folder(), *path = write_borders(folder, data, LEN);
        for (size_t w = 0; workloads[w]; w++)
            for (size_t m = 0; workloads[w]->flags & WORKLOAD_PATTERN && methods[m]; m++) {
                struct session_spec spec =
                    session_case(workloads[w], methods[m], state_find("warm"), path);
                struct answer expected;
                snprintf(spec.request.key.pattern, CASE_PATTERN_MAX, "%s", patterns[p].text);
                workloads[w]->expected(&answers, &expected);
                checked += check_case(&spec, &expected);
                spec.request.key.buffer_bytes = 24; /* the longest lies across four of them */
                if (workloads[w]->flags & WORKLOAD_WRITES)
                    checked += check_case(&spec, &expected);
            }
        free(data);
        unlink(path);
        rmdir(folder);
        free(folder);
        free(path);
    }
    assert_true(checked > 4 * 8 * (PATTERNS - test_from(PATTERNS)));
}

/* Of a+b+ ends that are distinct: each b whose run of them follows an a. */
static uint64_t brute_ends(const unsigned char *data, size_t len)
{
    uint64_t count = 0;
    bool follows = false;
    for (size_t i = 0; i < len; i++) {
        count += follows && data[i] == 'b';
        follows = data[i] == 'a' || (follows && data[i] == 'b');
    }
    return count;
}

static void an_expression_is_counted_by_its_ends(void **state)
{
    (void)state;
    enum { LEN = 2 * METHOD_BUFFER_BYTES + 77 };
    const struct workload *regex = workload_find_by_name("regex");
    unsigned char *data = pattern_bytes(LEN, "aabbb");
    char *folder = test_folder(), *path = write_borders(folder, data, LEN);
    size_t checked = 0;
    struct answer expected;
    regex->expected(&(struct reference_answers){ .words5 = brute_ends(data, LEN) }, &expected);
    for (size_t m = 0; methods[m]; m++) {
        struct session_spec spec = session_case(regex, methods[m], state_find("warm"), path);
        strcpy(spec.request.key.regex, "a+b+");
        checked += check_case(&spec, &expected);
    }
    assert_true(checked > 8);
    free(data);
    unlink(path);
    rmdir(folder);
    free(folder);
    free(path);
}

static void a_wrong_block_number_is_a_failed_case(void **state)
{
    (void)state;
    unsigned char *data = border_bytes(4 * PAGE); /* words where numbers should be */
    char *folder = test_folder(), *path = write_borders(folder, data, 4 * PAGE);
    struct session_spec spec = session_named("random", "mmap", "warm", path);
    spec.request.numbered = true;
    assert_int_equal(run_session(&spec).status, CASE_FAILED);
    spec.request.numbered = false;
    assert_int_equal(run_session(&spec).status, CASE_OK);
    check_folder_is_empty_but_for(folder, path);
    free(data);
    free(folder);
    free(path);
}

/* Memory whose second page is the first one again: what was written there is lost. */
static int get_folded(unsigned char **ret, size_t len)
{
    FILE *page = tmpfile();
    assert_non_null(page);
    assert_int_equal(len, 2 * PAGE);
    assert_int_equal(ftruncate(fileno(page), PAGE), 0);
    unsigned char *memory =
        mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(memory, MAP_FAILED);
    for (size_t at = 0; at < len; at += PAGE)
        assert_ptr_equal(mmap(memory + at, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
                              fileno(page), 0),
                         memory + at);
    fclose(page);
    *ret = memory;
    return 0;
}

static void release_folded(unsigned char *memory, size_t len)
{
    munmap(memory, len);
}

static void wrong_memory_is_a_failed_case(void **state)
{
    (void)state;
    if (sysconf(_SC_PAGESIZE) != PAGE) {
        print_message("skipped: pages are not of %d bytes\n", PAGE);
        skip();
    }
    unsigned char *data = border_bytes(2 * PAGE);
    struct reference_answers answers = border_answers(data, 2 * PAGE);
    struct method folded = *method_find("malloc");
    folded.allocator = &(const struct allocator){ get_folded, release_folded };
    char *folder = test_folder(), *path = write_borders(folder, data, 2 * PAGE);
    struct session_spec spec =
        session_case(workload_find_by_name("allocate"), &folded, state_find("warm"), path);
    struct answer expected;
    spec.workload->expected(&answers, &expected);
    session_expect(&spec, expected.text);
    struct outcome o = run_session(&spec);
    assert_int_equal(o.status, CASE_FAILED);
    assert_int_equal(o.reason.cause, CAUSE_WRONG_ANSWER);
    spec.method = method_find("mmap-anonymous");
    assert_int_equal(run_session(&spec).status, CASE_OK);
    spec.state = state_find("cold");
    o = run_session(&spec);
    assert_int_equal(o.status, CASE_SKIPPED);
    assert_int_equal(o.reason.cause, CAUSE_WORK_IN_MEMORY);
    check_folder_is_empty_but_for(folder, path);
    free(data);
    free(folder);
    free(path);
}

static const char python[] =
    "import re, sys\n"
    "d = open(sys.argv[1], 'rb').read()\n"
    "print(d.find(b' the '), d.find(b' the ', 10000), d.count(b' the '),\n"
    "      len(re.findall(rb'\\b[a-zA-Z]{5}\\b', d)), d.rfind(b' the '))\n"
    "lines = d.splitlines(keepends=True)\n"
    "print(len(lines), max(map(len, lines), default=0))\n"
    "open(sys.argv[1] + '.replaced', 'wb').write(d.replace(b' the ', b' eht '))\n";

static void check_against_python(const char *path, const struct reference_answers *a)
{
    char *command = NULL, *replaced = NULL;
    int64_t find, seek_find, count, words5, rfind, lines, longest;
    assert_true(asprintf(&command, "python3 -c \"%s\" %s", python, path) > 0);
    assert_true(asprintf(&replaced, "%s.replaced", path) > 0);
    FILE *answers = popen(command, "r");
    assert_non_null(answers);
    assert_int_equal(fscanf(answers,
                            "%" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64
                            " %" SCNd64 " %" SCNd64,
                            &find, &seek_find, &count, &words5, &rfind, &lines, &longest),
                     7);
    assert_int_equal(pclose(answers), 0);
    assert_int_equal(find, (int64_t)a->find); /* both write "absent" as -1 */
    assert_int_equal(seek_find, (int64_t)a->seek_find);
    assert_int_equal(count, a->count);
    assert_int_equal(words5, a->words5);
    assert_int_equal(rfind, (int64_t)a->rfind);
    assert_int_equal(lines, a->lines);
    assert_int_equal(longest, a->longest_line);
    size_t len;
    unsigned char *data = test_read(replaced, &len);
    struct checksum c;
    checksum_begin(&c);
    checksum_feed(&c, data, len);
    assert_int_equal(checksum_end(&c), a->replaced_checksum);
    unlink(replaced);
    free(data);
    free(replaced);
    free(command);
}

static void the_reference_agrees_with_python(void **state)
{
    (void)state;
    if (system("python3 -c pass >/dev/null 2>&1") != 0)
        test_skip("python3 is not there");
    char *folder = test_folder();
    for (size_t s = 0; s <= BORDER_SIZES; s++) {
        size_t len = s < BORDER_SIZES ? border_sizes[s] : GEN_SEGMENT_BYTES;
        struct gen_spec spec = { .bytes = GEN_SEGMENT_BYTES, .seed = 3 };
        unsigned char *data = border_bytes(len);
        if (s == BORDER_SIZES) { /* a generated text as well */
            void *tables = gen_text.prepare(&spec);
            gen_text.fill(tables, &spec, 0, data, len);
            gen_text.release(tables);
        }
        struct reference_answers answers = border_answers(data, len);
        char *path = write_borders(folder, data, len);
        check_against_python(path, &answers);
        unlink(path);
        free(path);
        free(data);
    }
    rmdir(folder);
    free(folder);
}

static void the_table_is_sound(void **state)
{
    (void)state;
    for (size_t w = 0; workloads[w]; w++) {
        assert_ptr_equal(workload_find_by_name(workloads[w]->name), workloads[w]);
        assert_non_null(method_find(workloads[w]->baseline));
        assert_false(workload_refuses(workloads[w], method_find(workloads[w]->baseline)));
        assert_non_null(workloads[w]->summary);
        if (workloads[w]->challenger)
            assert_false(workload_refuses(workloads[w], method_find(workloads[w]->challenger)));
    }
    assert_int_equal(workload_count_all(), 23);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_sound),
        cmocka_unit_test(every_method_gives_the_expected_answer),
        cmocka_unit_test(the_last_needle_may_lie_across_pieces),
        cmocka_unit_test(a_wrong_answer_is_a_failed_case),
        cmocka_unit_test(null_reads_nothing_whatever_it_is_made_of),
        cmocka_unit_test(blocks_may_have_any_size),
        cmocka_unit_test(any_pattern_is_found_and_replaced),
        cmocka_unit_test(an_expression_is_counted_by_its_ends),
        cmocka_unit_test(a_wrong_block_number_is_a_failed_case),
        cmocka_unit_test(wrong_memory_is_a_failed_case),
        cmocka_unit_test(the_reference_agrees_with_python),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
