/* SPDX-License-Identifier: MIT */
/*
 * What tutorials say about mappings, shown: who sees what is written to one. What of a file
 * is in memory is shown in test_techniques_memory.c, where a file may be mapped from, and
 * windows, in test_mapping.c; a file truncated under a mapping in
 * fault/test_truncation_faults.c.
 */
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "tests/unit/techniques_fixture.h"

static int death_of(void (*child_does)(void))
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        signal(SIGSEGV, SIG_DFL); /* whatever a sanitizer would do */
        signal(SIGBUS, SIG_DFL);
        child_does();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void write_where_only_reading_is_allowed(void)
{
    struct mapping m;
    if (mapping_open(&m, path, PROT_READ, MAP_SHARED) == 0)
        *(volatile unsigned char *)m.data = 'x';
}

/* A store to a read-only mapping ends the program, and a file that was opened for reading
   gets no writable shared mapping. */
static void a_read_only_mapping_refuses_writes(void **state)
{
    (void)state;
    struct mapping m;
    write_text("to be");
    int death = death_of(write_where_only_reading_is_allowed);
    assert_true(death == SIGSEGV || death == SIGBUS);
    int fd = open(path, O_RDONLY);
    const struct mapping_part part = { 0, 5, PROT_READ | PROT_WRITE, MAP_SHARED };
    assert_int_equal(mapping_make(&m, fd, &part), -EACCES);
    close(fd);
    check_text(path, "to be");
}

/* What is written through a shared mapping is in the file at once, for everyone who reads
   it; msync decides about the storage alone. */
static void a_shared_write_reaches_the_file(void **state)
{
    (void)state;
    write_text("0123456789abcdefghi");
    struct file *f = open_by("mmap", true);
    assert_int_equal(method_find("mmap")->put(f, 10, "python", 6), 0);
    check_text(path, "0123456789pythonghi");
    method_close(method_find("mmap"), f);
    check_text(path, "0123456789pythonghi");
}

/* What is written through a private mapping is seen there and nowhere else, not even after
   a flush. */
static void a_private_write_never_reaches_the_file(void **state)
{
    (void)state;
    struct span span;
    const struct method *m = method_find("mmap-private");
    write_text("0123456789abcdefghi");
    struct file *f = open_by("mmap-private", false);
    assert_int_equal(m->next(f, &span), 0);
    memcpy((unsigned char *)span.data + 10, "python", 6);
    assert_int_equal(msync((void *)span.data, span.len, MS_SYNC), 0);
    assert_memory_equal(span.data, "0123456789pythonghi", 19);
    check_text(path, "0123456789abcdefghi");
    method_close(m, f);
    check_text(path, "0123456789abcdefghi");
}

/* So replace-new writes the private view into a new file; the old one, under its other name,
   is what it was. */
static void a_private_replace_leaves_the_old_file(void **state)
{
    (void)state;
    struct work *w;
    const struct workload *replace = workload_find_by_name("replace-new");
    const struct case_key key = case_key_standard();
    const struct workload_input input = { .file_bytes = 17, .path = path, .key = &key };
    unlink(other);
    write_text("in the beginning.");
    assert_int_equal(link(path, other), 0);
    struct file *f = open_by("mmap-private", false);
    assert_int_equal(workload_set_up(&w, replace, &input), 0);
    assert_int_equal(replace->run(w, method_find("mmap-private"), f), 0);
    method_close(method_find("mmap-private"), f);
    workload_tear_down(replace, w);
    check_text(path, "in eht beginning.");
    check_text(other, "in the beginning.");
}

/* Zero bytes cannot be mapped, and yet an empty file is a file to every method. */
static void an_empty_file_cannot_be_mapped(void **state)
{
    (void)state;
    write_text("");
    int fd = open(path, O_RDONLY);
    assert_ptr_equal(mmap(NULL, 0, PROT_READ, MAP_SHARED, fd, 0), MAP_FAILED);
    assert_int_equal(errno, EINVAL);
    close(fd);
    for (size_t i = 0; methods[i] && methods[i]->next; i++) {
        struct span span = { .len = 4711 };
        struct file *f;
        int r = method_open(&f, methods[i], path, &(struct method_options){ 0 });
        if (r == -EOPNOTSUPP)
            continue;
        assert_int_equal(r, 0);
        assert_int_equal(methods[i]->next(f, &span), 0);
        assert_int_equal(span.len, 0);
        method_close(methods[i], f);
    }
}

enum { SHARED_BYTES = 100 };

/* What a child leaves in 100 anonymous bytes that were mapped before the fork. */
static void child_writes(int flags, char after[SHARED_BYTES])
{
    int status;
    char *memory =
        mmap(NULL, SHARED_BYTES, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(memory, MAP_FAILED);
    pid_t child = fork();
    if (child == 0) {
        memset(memory, 'a', SHARED_BYTES);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    memcpy(after, memory, SHARED_BYTES);
    munmap(memory, SHARED_BYTES);
}

/* A shared mapping is one memory for parent and child; a private one is two from the first
   write on. */
static void a_mapping_is_shared_over_fork(void **state)
{
    (void)state;
    char after[SHARED_BYTES], a[SHARED_BYTES], zeros[SHARED_BYTES] = { 0 };
    memset(a, 'a', sizeof a);
    child_writes(MAP_SHARED, after);
    assert_memory_equal(after, a, SHARED_BYTES);
    child_writes(MAP_PRIVATE, after);
    assert_memory_equal(after, zeros, SHARED_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_read_only_mapping_refuses_writes),
        cmocka_unit_test(a_shared_write_reaches_the_file),
        cmocka_unit_test(a_private_write_never_reaches_the_file),
        cmocka_unit_test(a_private_replace_leaves_the_old_file),
        cmocka_unit_test(an_empty_file_cannot_be_mapped),
        cmocka_unit_test(a_mapping_is_shared_over_fork),
    };
    return cmocka_run_group_tests(tests, techniques_begin, techniques_end);
}
