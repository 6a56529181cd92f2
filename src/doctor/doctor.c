/* SPDX-License-Identifier: MIT */
#include "doctor/doctor.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/json.h"
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

/* The one table of probes. Adding one: its function, a line in table.h and here. */
const struct doctor_probe *const doctor_probes[] = {
    &probe_governor,        &probe_turbo,
    &probe_frequency,       &probe_steadiness,
    &probe_clock_source,    &probe_virtualization,
    &probe_steal,           &probe_load,
    &probe_cpu_limit,       &probe_memory,
    &probe_memory_limit,    &probe_swap,
    &probe_huge_pages,      &probe_file_system,
    &probe_mount_options,   &probe_read_ahead,
    &probe_disk_interrupts, &probe_reclaim,
    &probe_page_reporting,  &probe_evict,
    &probe_limit,           NULL,
};

const struct doctor_probe *doctor_probe_find(const char *name)
{
    for (size_t i = 0; doctor_probes[i]; i++)
        if (strcmp(doctor_probes[i]->name, name) == 0)
            return doctor_probes[i];
    return NULL;
}

size_t doctor_probe_count(void)
{
    return sizeof doctor_probes / sizeof doctor_probes[0] - 1;
}

void doctor_set(struct doctor_finding *f, enum verdict verdict, const char *format, ...)
{
    va_list arguments;
    f->verdict = verdict;
    va_start(arguments, format);
    vsnprintf(f->found, sizeof f->found, format, arguments);
    va_end(arguments);
}

void doctor_fix(struct doctor_finding *f, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(f->fix, sizeof f->fix, format, arguments);
    va_end(arguments);
    if (len < 0 || (size_t)len >= sizeof f->fix)
        f->fix[0] = '\0';
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

void doctor_examine(struct doctor_finding *ret, const struct doctor_probe *c,
                    const struct subject *s)
{
    *ret = (struct doctor_finding){ .probe = c, .verdict = VERDICT_UNKNOWN };
    if (HAVE_LINUX_EXTRAS || c->portable)
        c->run(ret, s);
    else
        doctor_set(ret, VERDICT_UNKNOWN, "this mapread was built without its Linux extras");
}

static json_t *finding_json(const void *entries, size_t i)
{
    const struct doctor_finding *f = (const struct doctor_finding *)entries + i;
    return json_pack("{s:s, s:s, s:o, s:s, s:o}", "name", f->probe->name, "verdict",
                     verdict_names[f->verdict], "found", json_text(f->found), "why",
                     f->probe->why, "command", json_text(f->fix[0] ? f->fix : NULL));
}

int doctor_write_json(FILE *out, const struct doctor_finding *findings, size_t count)
{
    json_t *list = json_list(finding_json, findings, count);
    int r = json_print(out, list, JSON_INDENT(2));
    json_decref(list);
    return r;
}
