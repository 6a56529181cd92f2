/* SPDX-License-Identifier: MIT */
/* What tutorials say about mappings, shown: what of a file is in memory, and when it goes. */
#include <math.h>
#include <sys/mman.h>

#include "measure/usage.h"
#include "tests/unit/techniques_fixture.h"

static size_t page;

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
    assert_int_equal(workload_set_up(&w, slice, &input), 0);
    assert_int_equal(slice->run(w, method_find("mmap-random"), f), 0);
    size_t count = count_resident(BYTES / 2, &is_there);
    assert_true(is_there);
    assert_in_range(count, 1, 64 * 1024 / page); /* one, or one large folio */
    workload_tear_down(slice, w);
    method_close(method_find("mmap-random"), f);
}

/* Bytes of our mappings of the file that are newer than the storage; -1: not told. */
static long dirty_bytes(void)
{
    char line[512];
    bool is_ours = false;
    long total = -1, kib;
    unsigned long from, to;
    FILE *smaps = fopen("/proc/self/smaps", "r");
    while (smaps && fgets(line, sizeof line, smaps)) {
        if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
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
        method_close(m, f);
        test_skip("this system does not tell what is dirty");
    }
    assert_int_equal(m->put(f, MIB / 2, "python", 6), 0);
    assert_true(dirty_bytes() > 0);
    assert_int_equal(m->sync(f), 0);
    assert_int_equal(dirty_bytes(), 0);
    method_close(m, f);
}

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
        test_skip("this system does not tell RssFile");
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
    method_close(m, f);
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
        test_skip("this system does not tell RssFile");
    }
    assert_true(most_mapped("mmap") > BYTES - 4 * MIB);
    assert_true(most_mapped("mmap-dontneed") < 6 * MIB);
    assert_true(most_mapped("mmap-window") < 6 * MIB);
}

int main(void)
{
    page = (size_t)sysconf(_SC_PAGESIZE);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_slices_pages_become_resident),
        cmocka_unit_test(a_flush_leaves_nothing_dirty),
        cmocka_unit_test(dontneed_drops_memory_at_once),
        cmocka_unit_test(dropping_and_windows_bound_memory),
    };
    return cmocka_run_group_tests(tests, techniques_begin, techniques_end);
}
