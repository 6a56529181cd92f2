/* SPDX-License-Identifier: MIT */
/*
 * Short names of runs, for the heads of columns: the hosts where they differ, else the
 * folders, else what there is with the place in the list behind it.
 */
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/compare-parts.h"
#include "base/glyph.h"
#include "base/text.h"

enum { LABEL_COLUMNS = 24 };

/* The caller frees; NULL: memory is short. */
static char *short_name(const char *text)
{
    char *clean = glyph_clean(text[0] ? text : "run");
    if (clean)
        clean[glyph_fit(clean, LABEL_COLUMNS)] = '\0';
    return clean;
}

static char *host_name(const struct compare_run *r)
{
    return short_name(r->run.machine.host);
}

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

/* Of the folder that holds run.json, or of a file of another name without its ".json". */
static char *folder_name(const struct compare_run *r)
{
    char *path = realpath(r->path, NULL);
    if (!path)
        path = strdup(r->path);
    if (!path)
        return NULL;
    if (ends_with(path, "/run.json"))
        path[strlen(path) - strlen("/run.json")] = '\0';
    else if (ends_with(path, ".json"))
        path[strlen(path) - strlen(".json")] = '\0';
    char *result = short_name(basename(path));
    free(path);
    return result;
}

static void free_labels(struct compare *c)
{
    for (size_t i = 0; i < c->run_count; i++) {
        free(c->runs[i].label);
        c->runs[i].label = NULL;
    }
}

static int name_all(struct compare *c, char *(*name_of)(const struct compare_run *r))
{
    free_labels(c);
    for (size_t i = 0; i < c->run_count; i++)
        if (!(c->runs[i].label = name_of(&c->runs[i])))
            return -ENOMEM;
    return 0;
}

static bool are_distinct(const struct compare *c)
{
    for (size_t i = 1; i < c->run_count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(c->runs[i].label, c->runs[j].label) == 0)
                return false;
    return true;
}

/* "vm-1", "vm-2": the place in the list behind the last '-' makes each another. */
static int number_all(struct compare *c)
{
    for (size_t i = 0; i < c->run_count; i++) {
        char *label = text_printf("%s-%zu", c->runs[i].label, i + 1);
        if (!label)
            return -ENOMEM;
        free(c->runs[i].label);
        c->runs[i].label = label;
    }
    return 0;
}

int compare_make_labels(struct compare *c)
{
    int r = name_all(c, host_name);
    if (r == 0 && !are_distinct(c))
        r = name_all(c, folder_name);
    if (r == 0 && !are_distinct(c))
        r = name_all(c, host_name);
    if (r == 0 && !are_distinct(c))
        r = number_all(c);
    return r;
}
