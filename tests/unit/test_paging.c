/* SPDX-License-Identifier: MIT */
/*
 * What the system can take from a program under pressure: a page of a file that is clean
 * at any time, for it can be read again; a page of an anonymous mapping only where there
 * is swap to keep it. madvise(PAGEOUT) asks for what pressure would do.
 */
#include <sys/mman.h>

#include "base/procfs.h"
#include "method/mapping.h"
#include "tests/disk.h"

enum { BYTES = 4 << 20 };

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21 /* Linux 5.4; elsewhere it is refused, and the test skipped */
#endif

/* pagemap(5): what is known of a page. */
#define PAGE_PRESENT ((uint64_t)1 << 63)
#define PAGE_SWAPPED ((uint64_t)1 << 62)

struct places {
    size_t pages, present, swapped;
};

/* Where the mapping's pages are. */
static struct places look(const struct mapping *m)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    struct places found = { .pages = m->len / page };
    int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    uint64_t entry;
    if (fd < 0)
        test_skip("this system has no /proc/self/pagemap");
    for (size_t i = 0; i < found.pages; i++) {
        off_t at = (off_t)(((uintptr_t)m->data / page + i) * sizeof entry);
        assert_int_equal(pread(fd, &entry, sizeof entry, at), sizeof entry);
        found.present += !!(entry & PAGE_PRESENT);
        found.swapped += !!(entry & PAGE_SWAPPED);
    }
    close(fd);
    return found;
}

static void ask_to_page_out(const struct mapping *m)
{
    int r = mapping_advise(m, MADV_PAGEOUT);
    if (r == -EOPNOTSUPP)
        test_skip("this kernel has no madvise(PAGEOUT)");
    assert_int_equal(r, 0);
}

static void fill(struct mapping *m)
{
    for (size_t i = 0; i < m->len; i++)
        m->data[i] = (unsigned char)(i * 31 + i / 255);
}

static void check_filled(const struct mapping *m)
{
    for (size_t i = 0; i < m->len; i++)
        assert_int_equal(m->data[i], (unsigned char)(i * 31 + i / 255));
}

static double free_swap(void)
{
    return procfs_memory_bytes("", "SwapFree"); /* NAN: not known */
}

/* In small pages: a huge one would be split first, or not go. */
static struct mapping map_anonymous(void)
{
    struct mapping m;
    const struct mapping_part part = { 0, BYTES, PROT_READ | PROT_WRITE,
                                       MAP_PRIVATE | MAP_ANONYMOUS };
    assert_int_equal(mapping_make(&m, -1, &part), 0);
#ifdef MADV_NOHUGEPAGE
    (void)madvise(m.data, m.len, MADV_NOHUGEPAGE);
#endif
    fill(&m);
    return m;
}

static void anonymous_pages_stay_where_there_is_no_swap(void **state)
{
    (void)state;
    if (free_swap() > 0)
        test_skip("there is swap here");
    struct mapping m = map_anonymous();
    ask_to_page_out(&m);
    struct places found = look(&m);
    assert_int_equal(found.present, found.pages);
    assert_int_equal(found.swapped, 0);
    mapping_drop(&m);
}

static void anonymous_pages_go_to_swap_and_come_back(void **state)
{
    (void)state;
    if (!(free_swap() > 4 * BYTES))
        test_skip("there is no swap here");
    struct mapping m = map_anonymous();
    assert_int_equal(look(&m).swapped, 0);
    ask_to_page_out(&m);
    if (look(&m).swapped == 0)
        test_skip("there is swap, but a memory cgroup may forbid it to this test");
    check_filled(&m);
    struct places found = look(&m);
    assert_int_equal(found.present, found.pages);
    mapping_drop(&m);
}

/* Half of them at least: pages that the system is at work with are passed over. */
static void check_clean_pages_go(const char *path)
{
    struct mapping m;
    assert_int_equal(mapping_open(&m, path, PROT_READ | PROT_WRITE, MAP_SHARED), 0);
    fill(&m);
    assert_int_equal(mapping_sync(&m), 0);
    check_filled(&m);
    assert_int_equal(look(&m).present, look(&m).pages);
    ask_to_page_out(&m);
    struct places found = look(&m);
    assert_true(found.present < found.pages / 2);
    assert_int_equal(found.swapped, 0);
    check_filled(&m);
    mapping_drop(&m);
}

static void clean_pages_of_a_file_need_no_swap(void **state)
{
    (void)state;
    char *folder = test_disk_folder(), *path = NULL;
    if (!folder)
        test_skip("TMPDIR and the current folder are memory");
    assert_true(asprintf(&path, "%s/data", folder) > 0);
    test_write(path, "", 0);
    assert_int_equal(truncate(path, BYTES), 0);
    check_clean_pages_go(path);
    unlink(path);
    rmdir(folder);
    free(path);
    free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(anonymous_pages_stay_where_there_is_no_swap),
        cmocka_unit_test(anonymous_pages_go_to_swap_and_come_back),
        cmocka_unit_test(clean_pages_of_a_file_need_no_swap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
