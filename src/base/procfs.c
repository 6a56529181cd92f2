/* SPDX-License-Identifier: MIT */
#include "base/procfs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/text.h"

char *procfs_path(const char *root, const char *path)
{
    return root ? text_printf("%s%s", root, path) : NULL;
}

static int read_by(ssize_t (*reader)(int fd, void *buffer, size_t len), const char *path,
                   char *text, size_t size)
{
    text[0] = '\0';
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    ssize_t n = reader(fd, text, size - 1);
    close(fd);
    size_t len = n > 0 ? (size_t)n : 0;
    len -= len > 0 && text[len - 1] == '\n';
    text[len] = '\0';
    return (int)n;
}

int procfs_read_once(const char *path, char *text, size_t size)
{
    return read_by(io_read_some, path, text, size);
}

int procfs_read(const char *root, const char *path, char *text, size_t size)
{
    char whole[PATH_MAX];
    text[0] = '\0';
    if (!root)
        return -ENOENT;
    int len = snprintf(whole, sizeof whole, "%s%s", root, path);
    return len < (int)sizeof whole ? read_by(io_read, whole, text, size) : -ENAMETOOLONG;
}

double procfs_number(const char *root, const char *path)
{
    char text[64], *end;
    procfs_read(root, path, text, sizeof text);
    double number = strtod(text, &end);
    return end != text ? number : NAN;
}

double procfs_value(const char *text, const char *name)
{
    static const char blanks[] = " \t";
    size_t len = strlen(name);
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, name, len) != 0)
            continue;
        const char *rest = line + len, *value = rest + strspn(rest, blanks);
        if (*value != ':' && value == rest)
            continue;
        value += *value == ':';
        value += strspn(value, blanks);
        char *end;
        double number = strtod(value, &end);
        return *value != '\n' && end != value ? number : NAN;
    }
    return NAN;
}

double procfs_memory_bytes(const char *root, const char *name)
{
    char text[8192];
    procfs_read(root, "/proc/meminfo", text, sizeof text);
    return procfs_value(text, name) * 1024;
}

bool procfs_has_word(const char *text, const char *word)
{
    static const char blanks[] = " \n";
    size_t len = strlen(word);
    while (*(text += strspn(text, blanks)) != '\0') {
        size_t size = strcspn(text, blanks);
        if (size == len && memcmp(text, word, len) == 0)
            return true;
        text += size;
    }
    return false;
}

bool procfs_is_directory(const char *root, const char *path)
{
    struct stat st;
    char *whole = procfs_path(root, path);
    bool is = whole && stat(whole, &st) == 0 && S_ISDIR(st.st_mode);
    free(whole);
    return is;
}
