/* SPDX-License-Identifier: MIT */
#include "measure/cpu.h"

#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char cpu_folder[] = "/sys/devices/system/cpu/cpu";

size_t cpu_each(const char *root, const char *name,
                void (*visit)(unsigned cpu, const char *text, void *context), void *context)
{
    size_t count = 0;
    glob_t found;
    char *pattern = root ? text_printf("%s%s[0-9]*/cpufreq/%s", root, cpu_folder, name) : NULL;
    if (!pattern || glob(pattern, 0, NULL, &found) != 0) {
        free(pattern);
        return 0;
    }
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char text[256];
        const char *number = found.gl_pathv[i] + strlen(root) + strlen(cpu_folder);
        /* A processor that is off keeps the file and refuses to be read. */
        if (procfs_read("", found.gl_pathv[i], text, sizeof text) < 0 || text[0] == '\0')
            continue;
        visit((unsigned)strtoul(number, NULL, 10), text, context);
        count++;
    }
    globfree(&found);
    free(pattern);
    return count;
}

struct range {
    double lowest, highest;
};

static void widen(struct range *r, double value)
{
    r->lowest = fmin(r->lowest, value); /* NAN gives way */
    r->highest = fmax(r->highest, value);
}

static void visit_frequency(unsigned cpu, const char *text, void *context)
{
    double khz = strtod(text, NULL);
    (void)cpu;
    if (khz > 0)
        widen(context, khz * 1e3);
}

/* Line by line: on a large machine the file is long. */
static void read_cpuinfo(struct range *r, const char *root)
{
    char *path = procfs_path(root, "/proc/cpuinfo"), line[256];
    FILE *cpuinfo = path ? fopen(path, "re") : NULL;
    double mhz;
    free(path);
    while (cpuinfo && fgets(line, sizeof line, cpuinfo))
        if (sscanf(line, "cpu MHz : %lf", &mhz) == 1 && mhz > 0)
            widen(r, mhz * 1e6);
    if (cpuinfo)
        fclose(cpuinfo);
}

void cpu_frequency(const char *root, double *ret_lowest_hz, double *ret_highest_hz)
{
    struct range r = { NAN, NAN };
    cpu_each(root, "scaling_cur_freq", visit_frequency, &r);
    if (isnan(r.lowest))
        read_cpuinfo(&r, root);
    *ret_lowest_hz = r.lowest;
    *ret_highest_hz = r.highest;
}

struct cpu_ticks cpu_ticks(const char *stat)
{
    double user, nice, system, idle, iowait, irq, softirq, steal;
    if (sscanf(stat, "cpu %lf %lf %lf %lf %lf %lf %lf %lf", &user, &nice, &system, &idle,
               &iowait, &irq, &softirq, &steal) != 8)
        return (struct cpu_ticks){ NAN, NAN };
    return (struct cpu_ticks){
        .stolen = steal,
        .wanted = user + nice + system + irq + softirq + steal,
    };
}
