/* SPDX-License-Identifier: MIT */
/*
 * A file that is truncated while it is mapped: the pages behind its new end are SIGBUS,
 * which a session reports as a failed case without a time. A storage that fails is the
 * same signal.
 *
 * Linked with --wrap of: stat
 */
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "tests/fault/wrap.h"
#include "tests/session.h"

DECLARE_WRAP(int, LARGE(stat), const char *file, struct stat *ret);

enum { BYTES = 1 << 20, KEPT = 1 << 16, PAGE = 4096, UNTOLD = 4711 };

static char *folder, *path, *new_path;
static unsigned char data[BYTES];
static const struct method *inner; /* whose file is truncated */
static char *opened;               /* what it opened: the file, or the private copy */
static bool hides_truncation, overwrites;
static unsigned threads; /* that share a pass; 0 is 1 */
static uint64_t told_ns; /* of the last pass; UNTOLD: none */

int WRAPPED(LARGE(stat))(const char *file, struct stat *ret)
{
    int r = REAL(LARGE(stat))(file, ret);
    if (r == 0 && hides_truncation)
        ret->st_size = BYTES;
    return r;
}

static int group_setup(void **state)
{
    (void)state;
    for (size_t i = 0; i < BYTES; i++)
        data[i] = (unsigned char)"theme of other\n"[i % 15];
    folder = test_folder();
    return asprintf(&path, "%s/data", folder) > 0 && asprintf(&new_path, "%s.new", path) > 0
               ? 0
               : -1;
}

static int group_teardown(void **state)
{
    (void)state;
    unlink(path);
    int r = rmdir(folder); /* no private copy is left */
    free(folder);
    free(path);
    free(new_path);
    return r;
}

static int file_make(void **state)
{
    (void)state;
    hides_truncation = false;
    test_write(path, data, BYTES);
    return 0;
}

/* ---- a method under which the file is truncated ---- */

static int noted_open(struct file *f, const struct method *m, const char *file,
                      const struct method_options *o)
{
    free(opened);
    opened = strdup(file);
    return inner->open(f, m, file, o);
}

static int truncated_next(struct file *f, struct span *ret)
{
    assert_int_equal(truncate(opened, KEPT), 0);
    return inner->next(f, ret);
}

static int truncated_at(struct file *f, uint64_t offset, size_t len, struct span *ret)
{
    assert_int_equal(truncate(opened, KEPT), 0);
    return inner->at(f, offset, len, ret);
}

static int truncated_put(struct file *f, uint64_t offset, const void *bytes, size_t len)
{
    assert_int_equal(truncate(opened, KEPT), 0);
    return inner->put(f, offset, bytes, len);
}

static struct method truncated(const struct method *m)
{
    struct method t = *m;
    inner = m;
    t.open = noted_open;
    t.next = truncated_next;
    t.at = m->at ? truncated_at : NULL;
    t.put = m->put ? truncated_put : NULL;
    return t;
}

static struct outcome run(const char *workload, const struct method *m, unsigned passes)
{
    struct session *s;
    struct outcome o;
    told_ns = UNTOLD;
    struct session_spec spec =
        session_case(workload_find_by_name(workload), m, state_find("warm"), path);
    spec.request.key.buffer_bytes = KEPT;
    spec.request.overwrite = overwrites;
    spec.request.key.threads = threads;
    session_expect(&spec, "everything");
    spec.request.passes = passes;
    spec = session_whole(&spec);
    int r = session_begin(&s, &spec, &o);
    assert_in_range(r, 0, 1);
    if (r == 1)
        return o;
    assert_int_equal(session_pass(s, &told_ns), 1);
    assert_int_equal(session_pass(s, &told_ns), 1); /* and no more passes */
    session_end(s, &o);
    free(opened);
    opened = NULL;
    return o;
}

static bool is_mapped(const char *file)
{
    char line[1024];
    bool found = false;
    FILE *maps = fopen("/proc/self/maps", "r");
    assert_non_null(maps);
    while (fgets(line, sizeof line, maps))
        found |= strstr(line, file) != NULL;
    fclose(maps);
    return found;
}

/* The reason and the offset, which lies in the first page that is gone. */
static void check_told(const struct outcome *o, const char *what)
{
    static const char rest[] = " under the mapping (SIGBUS at offset ";
    const char *words = o->reason.words;
    check_cause(o, CASE_FAILED, CAUSE_BUS_ERROR);
    if (strncmp(words, what, strlen(what)) != 0 ||
        strncmp(words + strlen(what), rest, sizeof rest - 1) != 0)
        fail_msg("%s", words);
    uint64_t offset = strtoull(words + strlen(what) + sizeof rest - 1, NULL, 10);
    assert_in_range(offset, KEPT, BYTES - 1);
    assert_true(isnan(o->sample.wall_ns));
    assert_int_equal(told_ns, UNTOLD);
}

/* ---- tests ---- */

/* By every method that maps; nothing stays mapped or open, and the next one is caught too. */
static void truncation_in_a_pass_is_a_failed_case(void **state)
{
    (void)state;
    size_t tried = 0;
    for (size_t i = 0; methods[i]; i++) {
        struct method m = truncated(methods[i]);
        int descriptors = open_descriptors();
        if (m.family != METHOD_FAMILY_MMAP)
            continue;
        file_make(NULL);
        struct outcome o = run("full-read", &m, 1);
        if (o.status == CASE_SKIPPED)
            continue;
        check_told(&o, "the file was truncated");
        assert_in_range(strtoull(strstr(o.reason.words, "offset ") + 7, NULL, 10), KEPT,
                        KEPT + PAGE - 1);
        assert_false(is_mapped(path));
        assert_int_equal(open_descriptors(), descriptors);
        tried++;
    }
    assert_true(tried >= 6);
}

static void truncation_is_caught_in_every_kind_of_access(void **state)
{
    (void)state;
    static const char *const names[] = { "readline", "random", "walk", "slice", "log" };
    struct method m = truncated(method_find("mmap"));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        file_make(NULL);
        struct outcome o = run(names[i], &m, 1);
        check_told(&o, "the file was truncated");
    }
}

/* Whichever thread it was: all are done with the mapping when it goes. */
static void truncation_is_caught_in_every_thread(void **state)
{
    (void)state;
    struct method m = truncated(method_find("mmap"));
    for (threads = 2; threads <= 8; threads++) {
        file_make(NULL);
        struct outcome o = run("random", &m, 1);
        check_told(&o, "the file was truncated");
        assert_false(is_mapped(path));
    }
    threads = 0;
}

/* In a process of its own: the engine is left in the middle of a scan, as said in guard.h.
   A rewriting replace leaves no half-written file. */
static void truncation_is_caught_in_the_engine(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        { "find", "mmap" },        { "regex", "mmap" },
        { "replace", "mmap" },     { "replace-new", "mmap-private" },
        { "replace-new", "mmap" }, { "rfind", "mmap" },
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        int status;
        file_make(NULL);
        pid_t child = fork();
        if (child == 0) {
            struct method m = truncated(method_find(names[i][1]));
            overwrites = true;
            struct outcome o = run(names[i][0], &m, 1);
            check_told(&o, "the file was truncated");
            _exit(0);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            fail_msg("%s by %s: status %x", names[i][0], names[i][1], (unsigned)status);
        assert_false(path_exists(new_path));
    }
}

/* What reads is given what is left: no signal, but a wrong answer. */
static void truncation_before_a_read_is_a_wrong_answer(void **state)
{
    (void)state;
    struct method m = truncated(method_find("chunk"));
    struct outcome o = run("full-read", &m, 1);
    check_words(&o, CASE_FAILED, CAUSE_WRONG_ANSWER, "bytes=65536");
}

/* The page is within the file, and yet it cannot be had. */
static void a_storage_that_fails_is_told_apart(void **state)
{
    (void)state;
    struct method m = truncated(method_find("mmap"));
    hides_truncation = true;
    struct outcome o = run("full-read", &m, 1);
    hides_truncation = false;
    check_told(&o, "the storage failed");
}

static void touch_truncated(void)
{
    int fd = open(path, O_RDWR);
    volatile unsigned char *map = mmap(NULL, BYTES, PROT_READ, MAP_SHARED, fd, 0);
    if (fd < 0 || map == MAP_FAILED || ftruncate(fd, KEPT) != 0)
        _exit(1);
    _exit(map[BYTES - 1]);
}

static void send_to_self(void)
{
    kill(getpid(), SIGBUS);
}

static int killed_send(struct file *f, struct span *ret)
{
    (void)f, (void)ret;
    send_to_self();
    return -EIO;
}

static void die_in_a_pass(void)
{
    struct method m = *method_find("mmap");
    m.next = killed_send;
    run("full-read", &m, 1);
}

/* Nobody is left behind in a program that hides its own crashes. */
static void other_bus_errors_still_kill(void **state)
{
    (void)state;
    static void (*const deaths[])(void) = { touch_truncated, send_to_self, die_in_a_pass };
    for (size_t i = 0; i < sizeof deaths / sizeof deaths[0]; i++) {
        int status;
        file_make(NULL);
        struct outcome o = run("full-read", method_find("mmap"), 1); /* installs the guard */
        assert_int_equal(o.status, CASE_FAILED);                     /* "everything" is wrong */
        pid_t child = fork();
        if (child == 0) {
            deaths[i]();
            _exit(0);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), SIGBUS);
    }
}

#define FAULT_TEST(name) cmocka_unit_test_setup(name, file_make)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAULT_TEST(truncation_in_a_pass_is_a_failed_case),
        FAULT_TEST(truncation_is_caught_in_every_kind_of_access),
        FAULT_TEST(truncation_is_caught_in_every_thread),
        FAULT_TEST(truncation_is_caught_in_the_engine),
        FAULT_TEST(truncation_before_a_read_is_a_wrong_answer),
        FAULT_TEST(a_storage_that_fails_is_told_apart),
        FAULT_TEST(other_bus_errors_still_kill),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
