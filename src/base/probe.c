/* SPDX-License-Identifier: MIT */
#include "base/probe.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/text.h"

char *probe_path(const char *root, const char *path)
{
    return root ? text_printf("%s%s", root, path) : NULL;
}

static int read_file(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    ssize_t n = io_read(fd, text, size - 1);
    close(fd);
    size_t len = n > 0 ? (size_t)n : 0;
    len -= len > 0 && text[len - 1] == '\n';
    text[len] = '\0';
    return n < 0 ? (int)n : 0;
}

int probe_read(const char *root, const char *path, char *text, size_t size)
{
    text[0] = '\0';
    char *whole = probe_path(root, path);
    int r = whole ? read_file(whole, text, size) : -ENOENT;
    free(whole);
    return r;
}

double probe_number(const char *root, const char *path)
{
    char text[64], *end;
    probe_read(root, path, text, sizeof text);
    double number = strtod(text, &end);
    return end != text ? number : NAN;
}

double probe_counter(const char *text, const char *name)
{
    size_t len = strlen(name);
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, name, len) == 0 && line[len] == ' ')
            return strtod(line + len, NULL);
    }
    return NAN;
}

bool probe_has_word(const char *text, const char *word)
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

bool probe_is_directory(const char *root, const char *path)
{
    struct stat st;
    char *whole = probe_path(root, path);
    bool is = whole && stat(whole, &st) == 0 && S_ISDIR(st.st_mode);
    free(whole);
    return is;
}
