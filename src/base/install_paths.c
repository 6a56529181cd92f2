/* SPDX-License-Identifier: MIT */
#include "base/install_paths.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

/* The path of argv0 as the shell found it. */
static char *search_path(const char *argv0)
{
    const char *path = getenv("PATH");
    if (strchr(argv0, '/') || !path)
        return strdup(argv0);
    while (*path) {
        int len = (int)strcspn(path, ":");
        char *candidate = text_printf("%.*s/%s", len, path, argv0);
        if (candidate && access(candidate, X_OK) == 0)
            return candidate;
        free(candidate);
        path += len + (path[len] == ':');
    }
    return strdup(argv0);
}

/* The folder of the running program. */
static char *program_folder(const char *argv0)
{
    char resolved[PATH_MAX];
    char *found = search_path(argv0);
    if (!realpath("/proc/self/exe", resolved) && !(found && realpath(found, resolved)))
        strcpy(resolved, "./mapread");
    free(found);
    char *slash = strrchr(resolved, '/');
    *slash = '\0';
    return strdup(resolved[0] ? resolved : "/");
}

char *install_path_program(const char *argv0, const char *name)
{
    char *folder = program_folder(argv0);
    char *path = folder ? text_printf("%s/%s", folder, name) : NULL;
    free(folder);
    return path;
}

char *install_path_data(const char *argv0, const char *name)
{
    char *beside = install_path_program(argv0, name);
    if (!beside || access(beside, F_OK) == 0)
        return beside;
    free(beside);
    char *installed = text_printf("../share/mapread/%s", name);
    char *path = installed ? install_path_program(argv0, installed) : NULL;
    free(installed);
    return path;
}
