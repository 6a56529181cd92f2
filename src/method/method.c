/* SPDX-License-Identifier: MIT */
#include "method/method.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "method/table.h"

/* The one table of methods. Adding one: its file, a line in table.h and here. */
const struct method *const methods[] = {
    &method_read,
    &method_chunk,
    &method_chunk_fresh,
    &method_chunk_sequential,
    &method_chunk_willneed,
    &method_seek,
    &method_pread,
    &method_pread_random,
    &method_direct,
    &method_stdio,
    &method_getline,
    &method_mmap,
    &method_mmap_sequential,
    &method_mmap_random,
    &method_mmap_willneed,
    &method_mmap_populate,
    &method_mmap_populate_read,
    &method_mmap_populate_write,
    &method_mmap_hugepage,
    &method_mmap_dontneed,
    &method_mmap_window,
    &method_mmap_private,
    &method_malloc,
    &method_calloc,
    &method_mmap_anonymous,
    &method_mmap_anonymous_populate,
    &method_mmap_anonymous_hugepage,
    &method_pipe,
    &method_socket,
    &method_mmap_fork,
    &method_mmap_file,
    &method_mmap_file_flush,
    &method_python_published_read,
    &method_python_published_mmap,
    &method_python_text,
    &method_python_text_unicode,
    &method_python_bytes,
    &method_python_chunk,
    &method_python_seek,
    &method_python_pread,
    &method_python_mmap,
    &method_python_mmap_bytes,
    &method_python_mmap_chunk,
    &method_python_mmap_sequential,
    &method_python_mmap_random,
    &method_python_direct,
    &method_python_bytearray,
    &method_python_mmap_anonymous,
    &method_python_numpy,
    &method_python_numpy_mmap,
    &method_python_pipe,
    &method_python_socket,
    &method_python_connection,
    &method_python_mmap_fork,
    &method_python_mmap_file,
    &method_python_mmap_file_flush,
    NULL,
};

const struct method *method_find(const char *name)
{
    for (size_t i = 0; methods[i]; i++)
        if (strcmp(methods[i]->name, name) == 0)
            return methods[i];
    return NULL;
}

size_t method_count(void)
{
    return sizeof methods / sizeof methods[0] - 1;
}

static int keep(struct file **ret, const struct method *m, struct file *f, int r)
{
    if (r < 0)
        method_close(m, f);
    else
        *ret = f;
    return r;
}

int method_open(struct file **ret, const struct method *m, const char *path,
                const struct method_options *options)
{
    struct file *f = calloc(1, m->file_bytes);
    return keep(ret, m, f, f ? m->open(f, m, path, options) : -ENOMEM);
}

int method_view(struct file **ret, const struct method *m, const struct file *f)
{
    struct file *view = calloc(1, m->file_bytes);
    return keep(ret, m, view, view ? m->view(view, f) : -ENOMEM);
}

void method_close(const struct method *m, struct file *f)
{
    if (f)
        m->close(f);
    free(f);
}
