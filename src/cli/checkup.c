/* SPDX-License-Identifier: MIT */
#include "cli/checkup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doctor/doctor.h"

uint64_t checkup_largest_bytes(const struct run *run)
{
    uint64_t largest = 0;
    for (size_t i = 0; i < run->dataset_count; i++)
        if (run->datasets[i].bytes > largest)
            largest = run->datasets[i].bytes;
    return largest;
}

static int keep(struct run *run, const struct doctor_finding *f)
{
    struct run_finding *kept = run_add_finding(run);
    if (!kept)
        return -ENOMEM;
    snprintf(kept->probe, sizeof kept->probe, "%s", f->probe->name);
    snprintf(kept->verdict, sizeof kept->verdict, "%s", verdict_names[f->verdict]);
    snprintf(kept->found, sizeof kept->found, "%s", f->found);
    snprintf(kept->fix, sizeof kept->fix, "%s", f->fix);
    return 0;
}

int checkup_before(const struct command *self, struct run *run, const char *directory,
                   struct progress *p)
{
    struct subject subject;
    int r = 0;
    progress_end(p);
    subject_read(&subject, directory, checkup_largest_bytes(run));
    for (size_t i = 0; doctor_probes[i] && r == 0; i++) {
        struct doctor_finding f;
        doctor_examine(&f, doctor_probes[i], &subject);
        r = keep(run, &f);
        if (f.verdict == VERDICT_BAD)
            command_fail(self, "warning: %s: %s; mapread doctor tells how to fix it",
                         f.probe->name, f.found);
    }
    return r < 0 ? command_fail(self, "%s", strerror(-r)) : 0;
}

bool checkup_reclaims(char *ret_who, size_t size)
{
    const struct subject subject = { .root = "" };
    struct doctor_finding f;
    doctor_examine(&f, doctor_probe_find("reclaim"), &subject);
    snprintf(ret_who, size, "%s", f.found);
    return f.verdict == VERDICT_WARNING;
}

void checkup_after(const struct command *self, const struct run *run, struct progress *p)
{
    char text[INTERFERENCE_TEXT_MAX];
    progress_end(p);
    if (run_interference_verdict(run, text, sizeof text))
        command_fail(self, "%s", text);
}
