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

static double in_seconds(double ns, const struct published_work *work)
{
    (void)work;
    return ns / 1e9;
}

static double draws_per_second(double ns, const struct published_work *work)
{
    return work->draws / ns * 1e9;
}

static double bytes_per_second(double ns, const struct published_work *work)
{
    return work->bytes / ns * 1e9;
}

static double as_it_is(double figure, const struct published_work *work)
{
    (void)work;
    return figure;
}

static double per_draw(double figure, const struct published_work *work)
{
    return figure / work->draws;
}

const struct published_unit published_units[] = {
    { "seconds", offsetof(struct sample, wall_ns), false, "faster", "slower", in_seconds,
      format_seconds },
    { "operations per second", offsetof(struct sample, wall_ns), true, "faster", "slower",
      draws_per_second, format_rate },
    { "bytes per second", offsetof(struct sample, wall_ns), true, "faster", "slower",
      bytes_per_second, format_byte_rate },
    { "bytes of memory", offsetof(struct sample, peak_rss_bytes), false, "less", "more",
      as_it_is, text_format_bytes },
    { "bytes from storage", offsetof(struct sample, storage_read_bytes), false, "less", "more",
      as_it_is, text_format_bytes },
    { "bytes from storage per operation", offsetof(struct sample, storage_read_bytes), false,
      "less", "more", per_draw, text_format_bytes },
    { 0 },
};

const char *const published_language_names[PUBLISHED_LANGUAGES] = { "C", "Python",
                                                                    "As published" };

void published_free(struct published *p)
{
    for (size_t i = 0; i < p->source_count; i++)
        source_free(&p->sources[i]);
    free(p->sources);
    *p = (struct published){ 0 };
}

bool published_keep(struct published *p, const char *name)
{
    size_t at = 0;
    while (at < p->source_count && strcmp(p->sources[at].name, name) != 0)
        at++;
    if (at == p->source_count)
        return false;
    for (size_t i = 0; i < p->source_count; i++)
        if (i != at)
            source_free(&p->sources[i]);
    p->sources[0] = p->sources[at];
    p->source_count = 1;
    return true;
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
