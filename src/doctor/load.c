/* SPDX-License-Identifier: MIT */
/* Probes: who else wants the processors. */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "state/cgroup.h"
#include "base/text.h"
#include "doctor/table.h"
#include "measure/cpu.h"
#include "measure/interference.h"

/* A quarter of each processor's time: what an idle desktop stays well under. */
static const double load_quiet_per_core = 0.25;
/* On a single processor, half of it: then every second time slice is another's. */
static const double load_single_core = 0.5;

/* No number of rounds makes up for what comes in bursts of this size. */
static const double steal_bad = 0.05;

static void examine_load(struct doctor_finding *ret, const struct subject *s)
{
    double load = procfs_number(s->root, "/proc/loadavg");
    double cores = s->machine.cores >= 1 ? s->machine.cores : 1;
    /* More, and no processor is left for the program that is measured. */
    double full = fmax(cores - 1, load_single_core);
    if (isnan(load)) {
        doctor_set(ret, VERDICT_UNKNOWN, "not told");
        return;
    }
    doctor_set(ret,
               load > full                          ? VERDICT_BAD
               : load > load_quiet_per_core * cores ? VERDICT_WARNING
                                                    : VERDICT_GOOD,
               "%.2f over the last minute on %g processor%s", load, cores,
               cores == 1 ? "" : "s");
    if (ret->verdict != VERDICT_GOOD)
        doctor_fix(ret, "ps -eo pcpu,pid,args --sort=-pcpu | head");
}

const struct doctor_probe probe_load = {
    .name = "load",
    .why = "Other programs take turns on the processors and push the data out of their caches.",
    .run = examine_load,
};

static void examine_steal(struct doctor_finding *ret, const struct subject *s)
{
    char text[1024];
    procfs_read(s->root, "/proc/stat", text, sizeof text);
    struct cpu_ticks t = cpu_ticks(text);
    if (!(t.wanted > 0)) {
        doctor_set(ret, VERDICT_UNKNOWN, "not told");
        return;
    }
    double share = t.stolen / t.wanted;
    doctor_set(ret,
               share >= steal_bad                  ? VERDICT_BAD
               : share >= interference_steal_quiet ? VERDICT_WARNING
                                                   : VERDICT_GOOD,
               "%.2g %% of the time that was wanted since boot", 100 * share);
}

const struct doctor_probe probe_steal = {
    .name = "steal",
    .why = "While the host runs another guest the clock goes on, and a sample looks slow.",
    .run = examine_steal,
};

/* As many processors as the group may use: quota over period. */
static double cpu_limit(const char *root, const char *directory, bool unified,
                        const char **ret_file)
{
    char path[PATH_MAX + 32], text[64];
    double quota, period;
    *ret_file = unified ? "cpu.max" : "cpu.cfs_quota_us";
    snprintf(path, sizeof path, "%s/%s", directory, *ret_file);
    if (unified) {
        procfs_read(root, path, text, sizeof text);
        return sscanf(text, "%lf %lf", &quota, &period) == 2 && period > 0 ? quota / period
                                                                           : INFINITY;
    }
    quota = procfs_number(root, path);
    snprintf(path, sizeof path, "%s/cpu.cfs_period_us", directory);
    period = procfs_number(root, path);
    return quota > 0 && period > 0 ? quota / period : INFINITY; /* -1: none */
}

static void examine_cpu_limit(struct doctor_finding *ret, const struct subject *s)
{
    struct cgroup c;
    char file[PATH_MAX], word[PATH_MAX];
    if (cgroup_find(&c, s->root, "cpu") < 0) {
        doctor_set(ret, VERDICT_UNKNOWN, "no control groups to be seen");
        return;
    }
    double processors = cgroup_smallest(&c, s->root, cpu_limit, file);
    if (isinf(processors) || processors >= s->machine.cores) {
        doctor_set(ret, VERDICT_GOOD,
                   isinf(processors) ? "none" : "%.2f processors, all there are", processors);
        return;
    }
    /* Below one, the program that is measured is stopped by itself; above, by others. */
    doctor_set(ret, processors < 1 ? VERDICT_BAD : VERDICT_WARNING,
               "the control group may use %.2f processors", processors);
    text_quote(file, word, sizeof word);
    if (word[0] != '\0')
        doctor_fix(ret, "echo %s | sudo tee %s", c.unified ? "max" : "-1", word);
}

const struct doctor_probe probe_cpu_limit = {
    .name = "cpu-limit",
    .why =
        "A group that has used up its share stands still until the next period, up to 100 ms.",
    .run = examine_cpu_limit,
};
