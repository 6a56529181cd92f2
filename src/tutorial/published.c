/* SPDX-License-Identifier: MIT */
#include "tutorial/published.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "case/sample.h"
#include "tutorial/source.h"

static const char *format_seconds(double s, char *buffer)
{
    return text_format_ns(1e9 * s, buffer);
}

static const char *format_rate(double per_second, char *buffer)
{
    char count[TEXT_MAX];
    snprintf(buffer, TEXT_MAX, "%.24s/s", text_format_count(per_second, count));
    return buffer;
}

static const char *format_byte_rate(double per_second, char *buffer)
{
    char bytes[TEXT_MAX];
    snprintf(buffer, TEXT_MAX, "%.24s/s", text_format_bytes(per_second, bytes));
    return buffer;
}

const struct published_unit published_units[] = {
    { "seconds", offsetof(struct sample, wall_ns), false, "faster", "slower", format_seconds,
      text_format_ns, false },
    { "operations per second", offsetof(struct sample, wall_ns), true, "faster", "slower",
      format_rate, text_format_ns, false },
    { "bytes per second", offsetof(struct sample, wall_ns), true, "faster", "slower",
      format_byte_rate, text_format_ns, false },
    { "bytes of memory", offsetof(struct sample, peak_rss_bytes), false, "less", "more",
      text_format_bytes, text_format_bytes, false },
    { "bytes from storage", offsetof(struct sample, storage_read_bytes), false, "less", "more",
      text_format_bytes, text_format_bytes, false },
    { "bytes from storage per operation", offsetof(struct sample, storage_read_bytes), false,
      "less", "more", text_format_bytes, text_format_bytes, true },
    { 0 },
};

const char *const published_language_names[PUBLISHED_LANGUAGES] = { "C", "Python" };

void published_free(struct published *p)
{
    for (size_t i = 0; i < p->source_count; i++)
        source_free(&p->sources[i]);
    free(p->sources);
    *p = (struct published){ 0 };
}

static int is_json(const struct dirent *e)
{
    const char *dot = strrchr(e->d_name, '.');
    return e->d_name[0] != '.' && dot && strcmp(dot, ".json") == 0;
}

static int read_files(struct published *p, const char *folder, struct dirent **files,
                      unsigned count, struct published_error *error)
{
    int r = 0;
    p->sources = calloc(count, sizeof *p->sources);
    if (!p->sources)
        return -ENOMEM;
    for (unsigned i = 0; i < count && r == 0; i++) {
        char *path = text_printf("%s/%s", folder, files[i]->d_name);
        p->source_count = i + 1;
        r = path ? source_read(&p->sources[i], path, error) : -ENOMEM;
        free(path);
    }
    return r;
}

int published_read(struct published *ret, const char *folder, struct published_error *error)
{
    struct published p = { 0 };
    struct dirent **files = NULL;
    int count = scandir(folder, &files, is_json, alphasort);
    int r = count < 0 ? -errno : count == 0 ? -ENOENT : 0;
    if (r < 0)
        snprintf(error->message, sizeof error->message, "%s: %s", folder,
                 count == 0 ? "there are no published figures (*.json)" : strerror(-r));
    else
        snprintf(error->message, sizeof error->message, "%s: out of memory", folder);
    if (r == 0)
        r = read_files(&p, folder, files, (unsigned)count, error);
    for (int i = 0; i < count; i++)
        free(files[i]);
    free(files);
    if (r < 0)
        published_free(&p);
    else
        *ret = p;
    return r;
}

const struct published_data *published_data_of(const struct published_row *row, bool small)
{
    return small ? &row->small : &row->full;
}
