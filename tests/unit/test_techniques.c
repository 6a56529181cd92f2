/* SPDX-License-Identifier: MIT */
/*
 * What tutorials say about mappings, shown. Where a file may be mapped from, and windows,
 * are shown in test_mapping.c; a file truncated under a mapping in
 * fault/test_truncation_faults.c.
 */
#include <math.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "measure/usage.h"
#include "method/mapping.h"
#include "tests/disk.h"
#include "workload/workload.h"

enum { MIB = 1 << 20, BYTES = 32 * MIB };

static char *folder, *path, *other;
static bool is_on_disk;
static size_t page;

static int group_setup(void **state)
{
    (void)state;
    page = (size_t)sysconf(_SC_PAGESIZE);
    folder = test_disk_folder();
    is_on_disk = folder != NULL;
    if (!folder)
        folder = test_folder();
    return asprintf(&path, "%s/data", folder) > 0 && asprintf(&other, "%s/other", folder) > 0
               ? 0
               : -1;
}

static int group_teardown(void **state)
{
    (void)state;
    unlink(path);
    unlink(other);
    int r = rmdir(folder);
    free(folder);
    free(path);
    free(other);
    return r;
}

static void needs_disk(void)
{
    test_needs_states(is_on_disk ? folder : NULL, path);
}

static void write_bytes(size_t len)
{
    unsigned char *data = malloc(len);
    assert_non_null(data);
    for (size_t i = 0; i < len; i++)
        data[i] = (unsigned char)"To be, or not the question "[i % 27];
    test_write(path, data, len);
    free(data);
}

static void write_text(const char *text)
{
    test_write(path, text, strlen(text));
}

static void check_text(const char *file, const char *text)
{
    size_t len;
    unsigned char *found = test_read(file, &len);
    assert_int_equal(len, strlen(text));
    assert_memory_equal(found, text, len);
    free(found);
}

static struct file *open_by(const char *method, bool writable)
{
    struct file *f;
    const struct method_options o = { .writable = writable };
    assert_int_equal(method_find(method)->open(&f, path, &o), 0);
    return f;
}

/* ---- slice ---- */

/* Pages in the cache, and whether the one of that offset is among them. */
static size_t count_resident(uint64_t offset, bool *ret_is_there)
{
    static unsigned char flags[BYTES];
    struct mapping m;
    size_t count = 0;
    assert_int_equal(mapping_open(&m, path, PROT_READ, MAP_SHARED), 0);
    assert_int_equal(mincore(m.data, m.len, (void *)flags), 0);
    for (size_t i = 0; i < m.len / page; i++)
        count += flags[i] & 1;
    *ret_is_there = flags[offset / page] & 1;
    mapping_drop(&m);
    return count;
}

/* Ten bytes of a cold file bring their page, not the file, into memory. */
static void only_the_slices_pages_become_resident(void **state)
{
    (void)state;
    double resident;
    bool is_there;
    struct work *w;
    const struct workload *slice = workload_find_by_name("slice");
    const struct workload_input input = { .file_bytes = BYTES, .path = path };
    write_bytes(BYTES);
    needs_disk();
    assert_int_equal(state_establish(state_find("cold"), path, &resident), 0);
    assert_int_equal(count_resident(BYTES / 2, &is_there), 0);
    struct file *f = open_by("mmap-random", false);
    assert_int_equal(slice->setup(&w, &input), 0);
    assert_int_equal(slice->run(w, method_find("mmap-random"), f), 0);
    size_t count = count_resident(BYTES / 2, &is_there);
    assert_true(is_there);
    assert_in_range(count, 1, 64 * 1024 / page); /* one, or one large folio */
    slice->teardown(w);
    method_find("mmap-random")->close(f);
}

/* ---- access modes ---- */

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
    method_find("mmap")->close(f);
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
    m->close(f);
    check_text(path, "0123456789abcdefghi");
}

/* So replace writes the private view into a new file; the old one, under its other name,
   is what it was. */
static void a_private_replace_leaves_the_old_file(void **state)
{
    (void)state;
    struct work *w;
    const struct workload *replace = workload_find_by_name("replace");
    const struct workload_input input = { .file_bytes = 17, .path = path };
    unlink(other);
    write_text("in the beginning.");
    assert_int_equal(link(path, other), 0);
    struct file *f = open_by("mmap-private", false);
    assert_int_equal(replace->setup(&w, &input), 0);
    assert_int_equal(replace->run(w, method_find("mmap-private"), f), 0);
    method_find("mmap-private")->close(f);
    replace->teardown(w);
    check_text(path, "in eht beginning.");
    check_text(other, "in the beginning.");
}

/* ---- nothing ---- */

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
        int r = methods[i]->open(&f, path, &(struct method_options){ 0 });
        if (r == -EOPNOTSUPP)
            continue;
        assert_int_equal(r, 0);
        assert_int_equal(methods[i]->next(f, &span), 0);
        assert_int_equal(span.len, 0);
        methods[i]->close(f);
    }
}

/* ---- flush ---- */

/* Bytes of our mappings of the file that are newer than the storage; -1: not told. */
static long dirty_bytes(void)
{
    char line[512];
    bool is_ours = false;
    long total = -1, kib;
    FILE *smaps = fopen("/proc/self/smaps", "r");
    while (smaps && fgets(line, sizeof line, smaps)) {
        if (strchr(line, '-') && strchr(line, ' ') && !strstr(line, "kB"))
            is_ours = strstr(line, "/data\n") != NULL;
        if (is_ours && (sscanf(line, "Shared_Dirty: %ld", &kib) == 1 ||
                        sscanf(line, "Private_Dirty: %ld", &kib) == 1))
            total = (total < 0 ? 0 : total) + 1024 * kib;
    }
    if (smaps)
        fclose(smaps);
    return total;
}

/* A page that was written waits, dirty, for the storage; a flush (msync) does not return
   before it is there. */
static void a_flush_leaves_nothing_dirty(void **state)
{
    (void)state;
    const struct method *m = method_find("mmap");
    write_bytes(MIB);
    needs_disk();
    struct file *f = open_by("mmap", true);
    assert_int_equal(m->sync(f), 0); /* of what write_bytes left */
    if (dirty_bytes() < 0) {
        m->close(f);
        print_message("skipped: this system does not tell what is dirty\n");
        skip();
    }
    assert_int_equal(m->put(f, MIB / 2, "python", 6), 0);
    assert_true(dirty_bytes() > 0);
    assert_int_equal(m->sync(f), 0);
    assert_int_equal(dirty_bytes(), 0);
    m->close(f);
}

/* ---- DONTNEED ---- */

static double mapped_now(void)
{
    return usage_memory_now().rss_file_bytes;
}

static uint64_t touch(const struct span *s)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < s->len; i += page)
        sum += *(const volatile unsigned char *)(s->data + i);
    return sum;
}

/* A mapping that was read counts as the program's memory (RssFile), all of it; DONTNEED
   gives it back at once. The counter is up to a MiB or so late. */
static void dontneed_drops_memory_at_once(void **state)
{
    (void)state;
    struct mapping m;
    struct span all;
    write_bytes(BYTES);
    needs_disk();
    double before = mapped_now();
    if (isnan(before)) {
        print_message("skipped: this system does not tell RssFile\n");
        skip();
    }
    assert_int_equal(mapping_open(&m, path, PROT_READ, MAP_SHARED), 0);
    assert_int_equal(mapping_at(&m, 0, BYTES, &all), 0);
    assert_true(touch(&all) > 0);
    assert_true(mapped_now() - before > BYTES - 4 * MIB);
    assert_int_equal(mapping_advise(&m, MADV_DONTNEED), 0);
    assert_true(mapped_now() - before < 4 * MIB);
    assert_true(touch(&all) > 0); /* the bytes are still to be had */
    mapping_drop(&m);
}

/* Bytes that a method holds at most while all of the file goes by. */
static double most_mapped(const char *method)
{
    struct span span;
    const struct method *m = method_find(method);
    double before = mapped_now(), most = 0;
    uint64_t bytes = 0;
    struct file *f = open_by(method, false);
    while (m->next(f, &span) == 0 && span.len > 0) {
        touch(&span);
        bytes += span.len;
        most = fmax(most, mapped_now() - before);
    }
    assert_int_equal(bytes, BYTES);
    m->close(f);
    return most;
}

/* Who drops what lies behind, or maps a window at a time, reads a file of any size in a
   few MiB; who maps all of it holds all of it. */
static void dropping_and_windows_bound_memory(void **state)
{
    (void)state;
    write_bytes(BYTES);
    needs_disk();
    if (isnan(mapped_now())) {
        print_message("skipped: this system does not tell RssFile\n");
        skip();
    }
    assert_true(most_mapped("mmap") > BYTES - 4 * MIB);
    assert_true(most_mapped("mmap-dontneed") < 6 * MIB);
    assert_true(most_mapped("mmap-window") < 6 * MIB);
}

/* ---- fork ---- */

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
        cmocka_unit_test(only_the_slices_pages_become_resident),
        cmocka_unit_test(a_read_only_mapping_refuses_writes),
        cmocka_unit_test(a_shared_write_reaches_the_file),
        cmocka_unit_test(a_private_write_never_reaches_the_file),
        cmocka_unit_test(a_private_replace_leaves_the_old_file),
        cmocka_unit_test(an_empty_file_cannot_be_mapped),
        cmocka_unit_test(a_flush_leaves_nothing_dirty),
        cmocka_unit_test(dontneed_drops_memory_at_once),
        cmocka_unit_test(dropping_and_windows_bound_memory),
        cmocka_unit_test(a_mapping_is_shared_over_fork),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
