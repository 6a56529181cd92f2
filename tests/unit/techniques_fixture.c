/* SPDX-License-Identifier: MIT */
/* A file, on a disk if there is one. */
#include "tests/unit/techniques_fixture.h"

char *path, *other;

static char *folder;
static bool is_on_disk;

int techniques_begin(void **state)
{
    (void)state;
    folder = test_disk_folder();
    is_on_disk = folder != NULL;
    if (!folder)
        folder = test_folder();
    return asprintf(&path, "%s/data", folder) > 0 && asprintf(&other, "%s/other", folder) > 0
               ? 0
               : -1;
}

int techniques_end(void **state)
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

void needs_disk(void)
{
    test_needs_states(is_on_disk ? folder : NULL, path);
}

void write_bytes(size_t len)
{
    unsigned char *data = malloc(len);
    assert_non_null(data);
    for (size_t i = 0; i < len; i++)
        data[i] = (unsigned char)"To be, or not the question "[i % 27];
    test_write(path, data, len);
    free(data);
}

void write_text(const char *text)
{
    test_write(path, text, strlen(text));
}

void check_text(const char *file, const char *text)
{
    size_t len;
    unsigned char *found = test_read(file, &len);
    assert_int_equal(len, strlen(text));
    assert_memory_equal(found, text, len);
    free(found);
}

struct file *open_by(const char *method, bool writable)
{
    struct file *f;
    const struct method_options o = { .writable = writable };
    assert_int_equal(method_open(&f, method_find(method), path, &o), 0);
    return f;
}
