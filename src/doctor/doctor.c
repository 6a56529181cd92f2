/* SPDX-License-Identifier: MIT */
#include "doctor/doctor.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "config.h"
#include "doctor/table.h"
#if HAVE_LINUX_EXTRAS
#include <sys/sysmacros.h>
#endif

const char *const verdict_names[VERDICT_COUNT] = {
    [VERDICT_GOOD] = "good",
    [VERDICT_WARNING] = "warning",
    [VERDICT_BAD] = "bad",
    [VERDICT_UNKNOWN] = "unknown",
};

/* The one table of checks. Adding one: its function, a line in table.h and here. */
const struct check *const checks[] = {
    &check_governor,   &check_turbo,        &check_frequency,
    &check_steadiness, &check_clock_source, &check_virtualization,
    &check_steal,      &check_load,         &check_cpu_limit,
    &check_memory,     &check_memory_limit, &check_swap,
    &check_huge_pages, &check_file_system,  &check_mount_options,
    &check_read_ahead, &check_reclaim,      &check_page_reporting,
    &check_evict,      &check_limit,        NULL,
};

const struct check *check_find(const char *name)
{
    for (size_t i = 0; checks[i]; i++)
        if (strcmp(checks[i]->name, name) == 0)
            return checks[i];
    return NULL;
}

size_t check_count(void)
{
    return sizeof checks / sizeof checks[0] - 1;
}

void finding_say(struct finding *f, enum verdict verdict, const char *format, ...)
{
    va_list arguments;
    f->verdict = verdict;
    va_start(arguments, format);
    vsnprintf(f->found, sizeof f->found, format, arguments);
    va_end(arguments);
}

void finding_mend(struct finding *f, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(f->mend, sizeof f->mend, format, arguments);
    va_end(arguments);
    if (len < 0 || (size_t)len >= sizeof f->mend)
        f->mend[0] = '\0';
}

void finding_quote(char *ret, size_t size, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789/._-+:,=@%";
    size_t out = 0;
    bool quoted = text[0] == '\0' || text[strspn(text, plain)] != '\0';
    if (quoted && out < size)
        ret[out++] = '\'';
    for (; *text != '\0' && out < size; text++) {
        bool mark = *text == '\'';
        int len = snprintf(ret + out, size - out, mark ? "'\\''" : "%c", *text);
        out += (size_t)len;
    }
    if (quoted && out < size)
        ret[out++] = '\'';
    ret[out < size ? out : 0] = '\0';
}

void subject_read(struct subject *ret, const char *directory, uint64_t data_bytes)
{
    *ret = (struct subject){
        .root = "",
        .directory = directory,
        .data_bytes = (double)data_bytes,
    };
    machine_read(&ret->machine);
    storage_read(&ret->storage, directory);
#if HAVE_LINUX_EXTRAS
    struct stat st;
    if (stat(directory, &st) == 0)
        ret->device = (struct facts_device){ major(st.st_dev), minor(st.st_dev) };
#endif
}

void doctor_examine(struct finding *ret, const struct check *c, const struct subject *s)
{
    *ret = (struct finding){ .check = c, .verdict = VERDICT_UNKNOWN };
    if (HAVE_LINUX_EXTRAS || c->portable)
        c->run(ret, s);
    else
        finding_say(ret, VERDICT_UNKNOWN, "this mapread was built without its Linux extras");
}
