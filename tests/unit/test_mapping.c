/* SPDX-License-Identifier: MIT */
/* Mappings of parts of a file: where they may begin, and the window that moves. */
#include <errno.h>
#include <sys/mman.h>

#include "method/mapping.h"
#include "tests/test.h"

enum { PAGES = 40, EXTRA = 123 };

static char *folder, *path;
static unsigned char *data;
static size_t page, bytes;

static int group_setup(void **state)
{
    (void)state;
    page = (size_t)sysconf(_SC_PAGESIZE);
    bytes = PAGES * page + EXTRA;
    data = malloc(bytes);
    folder = test_folder();
    return data && asprintf(&path, "%s/data", folder) > 0 ? 0 : -1;
}

static int group_teardown(void **state)
{
    (void)state;
    unlink(path);
    int r = rmdir(folder);
    free(data);
    free(folder);
    free(path);
    return r;
}

static int file_make(void **state)
{
    (void)state;
    for (size_t i = 0; i < bytes; i++)
        data[i] = (unsigned char)(i * 31 + i / 255);
    test_write(path, data, bytes);
    return 0;
}

static void check_part(int fd, uint64_t offset, size_t len)
{
    const struct mapping_part part = { offset, len, PROT_READ, MAP_SHARED };
    struct mapping m = { .len = 4711 };
    if (offset % page != 0) {
        assert_int_equal(mapping_make(&m, fd, &part), -EINVAL);
        assert_int_equal(m.len, 4711);
        /* The system itself would not have it either. */
        assert_ptr_equal(mmap(NULL, len, PROT_READ, MAP_SHARED, fd, (off_t)offset), MAP_FAILED);
        assert_int_equal(errno, EINVAL);
        return;
    }
    assert_int_equal(mapping_make(&m, fd, &part), 0);
    assert_int_equal(m.len, len);
    assert_memory_equal(m.data, data + offset, len);
    mapping_drop(&m);
    assert_null(m.data);
    assert_int_equal(m.len, 0);
}

/* The alignment rule of offset mappings: a multiple of the page size, or EINVAL. */
static void a_mapping_begins_at_a_multiple_of_the_page_size(void **state)
{
    (void)state;
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    const uint64_t offsets[] = { 0, 1, 10, page - 1, page, page + 1, 512, 7 * page };
    for (size_t i = 0; i < sizeof offsets / sizeof offsets[0]; i++)
        check_part(fd, offsets[i], 100);
    close(fd);
}

static struct file *open_window(size_t buffer_bytes, bool writable)
{
    struct file *f;
    const struct method_options o = { .buffer_bytes = buffer_bytes, .writable = writable };
    assert_int_equal(method_open(&f, method_find("mmap-window"), path, &o), 0);
    return f;
}

/* A buffer that is no multiple of the page size is made one; windows lie side by side. */
static void windows_are_whole_pages(void **state)
{
    (void)state;
    const struct method *m = method_find("mmap-window");
    struct span span;
    struct file *f = open_window(2 * page + 1, false);
    for (size_t at = 0; at < bytes; at += span.len) {
        assert_int_equal(m->next(f, &span), 0);
        assert_int_equal(span.len, bytes - at < 3 * page ? bytes - at : 3 * page);
        assert_memory_equal(span.data, data + at, span.len);
    }
    method_close(m, f);
}

/* What lies in two windows is lent in one piece. */
static void a_piece_may_cross_windows(void **state)
{
    (void)state;
    const struct method *m = method_find("mmap-window");
    struct span span;
    struct file *f = open_window(page, false);
    for (size_t at = 1; at + 3 * page < bytes; at += page / 2 + 1) {
        assert_int_equal(m->at(f, at, 3 * page, &span), 0);
        assert_int_equal(span.len, 3 * page);
        assert_memory_equal(span.data, data + at, span.len);
    }
    method_close(m, f);
}

/* replace puts into an earlier window what straddles two, and reads on in its span. */
static void a_put_elsewhere_leaves_the_lent_bytes(void **state)
{
    (void)state;
    const struct method *m = method_find("mmap-window");
    struct span span;
    size_t len;
    struct file *f = open_window(page, true);
    for (int i = 0; i < 4; i++)
        assert_int_equal(m->next(f, &span), 0);
    assert_int_equal(m->put(f, 3 * page + 9, "ijkl", 4), 0);
    assert_int_equal(m->put(f, 3 * page - 2, "abcd", 4), 0);
    assert_int_equal(m->put(f, 10 * page + 5, "efgh", 4), 0);
    memcpy(data + 3 * page - 2, "abcd", 4);
    memcpy(data + 10 * page + 5, "efgh", 4);
    memcpy(data + 3 * page + 9, "ijkl", 4);
    assert_int_equal(span.len, page);
    assert_memory_equal(span.data, data + 3 * page, page);
    assert_int_equal(m->put(f, bytes - 3, "toolong", 7), -EINVAL);
    assert_int_equal(m->sync(f), 0);
    method_close(m, f);
    unsigned char *found = test_read(path, &len);
    assert_int_equal(len, bytes);
    assert_memory_equal(found, data, bytes);
    free(found);
}

static size_t count_mappings(void)
{
    char line[1024];
    size_t count = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof line, maps))
        count += strstr(line, path) != NULL;
    if (maps)
        fclose(maps);
    return maps ? count : SIZE_MAX;
}

/* A log goes back and forth between its header and its records. */
static void a_header_keeps_its_window(void **state)
{
    (void)state;
    const struct method *m = method_find("mmap-window");
    struct file *f = open_window(page, true);
    for (size_t i = 1; i < 30; i++) {
        assert_int_equal(m->put(f, 0, "header", 6), 0);
        assert_int_equal(m->put(f, i * page, "record", 6), 0);
    }
    size_t count = count_mappings();
    method_close(m, f);
    if (count == SIZE_MAX)
        test_skip("this system does not tell what is mapped");
    assert_int_equal(count, 2);
    assert_int_equal(count_mappings(), 0);
}

#define FILE_TEST(name) cmocka_unit_test_setup(name, file_make)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILE_TEST(a_mapping_begins_at_a_multiple_of_the_page_size),
        FILE_TEST(windows_are_whole_pages),
        FILE_TEST(a_piece_may_cross_windows),
        FILE_TEST(a_put_elsewhere_leaves_the_lent_bytes),
        FILE_TEST(a_header_keeps_its_window),
    };
    return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
