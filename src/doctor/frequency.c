/* SPDX-License-Identifier: MIT */
/* Probe: whether all processors run alike. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doctor/table.h"
#include "measure/cpu.h"

/* Processors of one kind differ by a few percent in the clock they may reach
   ("favoured cores"); two kinds of core differ by a quarter and more. */
static const double same_kind = 0.9;
/* Below a tenth, the clocks move with what the processors happen to do. */
static const double same_clock = 0.9;

enum { CPUS_MAX = 4096 };

struct speeds {
    double highest_khz, lowest_khz;
    double khz[CPUS_MAX]; /* 0: unknown */
};

static void visit_speed(unsigned cpu, const char *text, void *context)
{
    struct speeds *m = context;
    double khz = strtod(text, NULL);
    if (cpu >= CPUS_MAX || !(khz > 0))
        return;
    m->khz[cpu] = khz;
    m->lowest_khz = fmin(m->lowest_khz, khz);
    m->highest_khz = fmax(m->highest_khz, khz);
}

static bool is_fast(const struct speeds *m, unsigned cpu)
{
    return cpu < CPUS_MAX && m->khz[cpu] >= same_kind * m->highest_khz;
}

/* The fastest processors as taskset(1) reads them: "0-7,16". */
static void list_fast(char *ret, size_t size, const struct speeds *m)
{
    size_t out = 0;
    ret[0] = '\0';
    for (unsigned first = 0; first < CPUS_MAX; first++) {
        if (!is_fast(m, first))
            continue;
        unsigned last = first;
        while (is_fast(m, last + 1))
            last++;
        int len = snprintf(ret + out, size - out, last > first ? "%s%u-%u" : "%s%u",
                           out ? "," : "", first, last);
        out += (size_t)len;
        if (out >= size) {
            ret[0] = '\0'; /* half a list would be another one */
            return;
        }
        first = last;
    }
}

static bool examine_kinds(struct doctor_finding *ret, const struct subject *s)
{
    char list[256];
    struct speeds *m = malloc(sizeof *m);
    if (!m)
        return false;
    *m = (struct speeds){ NAN, NAN, { 0 } };
    cpu_each(s->root, "cpuinfo_max_freq", visit_speed, m);
    bool two = m->lowest_khz < same_kind * m->highest_khz;
    if (two) {
        doctor_set(ret, VERDICT_BAD, "two kinds of processors: up to %.2f and up to %.2f GHz",
                   m->lowest_khz / 1e6, m->highest_khz / 1e6);
        list_fast(list, sizeof list, m);
        if (list[0] != '\0')
            doctor_fix(ret, "taskset -c %s mapread run", list);
    }
    free(m);
    return two;
}

static void visit_nothing(unsigned cpu, const char *text, void *context)
{
    (void)cpu, (void)text, (void)context;
}

static void examine_frequency(struct doctor_finding *ret, const struct subject *s)
{
    double lowest, highest;
    if (examine_kinds(ret, s))
        return;
    cpu_frequency(s->root, &lowest, &highest);
    if (isnan(lowest))
        doctor_set(ret, VERDICT_UNKNOWN, "not told");
    else if (lowest >= same_clock * highest)
        doctor_set(ret, VERDICT_GOOD, "all at %.2f GHz just now", highest / 1e9);
    else
        doctor_set(ret, VERDICT_WARNING, "from %.2f to %.2f GHz just now", lowest / 1e9,
                   highest / 1e9);
    if (ret->verdict == VERDICT_WARNING &&
        cpu_each(s->root, "scaling_governor", visit_nothing, NULL) > 0)
        doctor_fix(ret, "echo performance | sudo tee "
                        "/sys/devices/system/cpu/cpu*/cpufreq/scaling_governor");
}

const struct doctor_probe probe_frequency = {
    .name = "frequency",
    .why = "Time is counted in nanoseconds, and work done in cycles: a clock that moves makes "
           "equal work take unequal time.",
    .run = examine_frequency,
};
