/* SPDX-License-Identifier: MIT */
/* Probes: how fast the processors run, and whose they are. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doctor/table.h"
#include "measure/cpu.h"

struct governors {
    char first[64];
    unsigned count, performance, like_first;
};

static void visit_governor(unsigned cpu, const char *text, void *context)
{
    struct governors *g = context;
    (void)cpu;
    if (g->count++ == 0)
        snprintf(g->first, sizeof g->first, "%s", text);
    g->like_first += strcmp(text, g->first) == 0;
    g->performance += strcmp(text, "performance") == 0;
}

static void examine_governor(struct doctor_finding *ret, const struct subject *s)
{
    struct governors g = { 0 };
    cpu_each(s->root, "scaling_governor", visit_governor, &g);
    if (g.count == 0) {
        doctor_set(ret, VERDICT_UNKNOWN, "no cpufreq here: the host or the firmware decides");
        return;
    }
    if (g.like_first < g.count)
        doctor_set(ret, VERDICT_BAD, "not the same on all: %s on %u of %u processors", g.first,
                   g.like_first, g.count);
    else
        doctor_set(ret, g.performance == g.count ? VERDICT_GOOD : VERDICT_WARNING,
                   "%s on %u of %u processors", g.first, g.count, g.count);
    if (ret->verdict != VERDICT_GOOD)
        doctor_fix(ret, "echo performance | sudo tee "
                        "/sys/devices/system/cpu/cpu*/cpufreq/scaling_governor");
}

const struct doctor_probe probe_governor = {
    .name = "governor",
    .why = "A governor that follows the load raises the clock only after a sample began.",
    .run = examine_governor,
};

/* Two drivers, two files, two meanings of 1. */
static const struct {
    const char *path;
    double off;
} turbo_switches[] = {
    { "/sys/devices/system/cpu/intel_pstate/no_turbo", 1 },
    { "/sys/devices/system/cpu/cpufreq/boost", 0 },
};

static void examine_turbo(struct doctor_finding *ret, const struct subject *s)
{
    for (size_t i = 0; i < sizeof turbo_switches / sizeof turbo_switches[0]; i++) {
        const char *path = turbo_switches[i].path;
        double value = procfs_number(s->root, path);
        if (isnan(value))
            continue;
        bool off = value == turbo_switches[i].off;
        doctor_set(ret, off ? VERDICT_GOOD : VERDICT_WARNING, "%s (%s is %g)",
                   off ? "off" : "on", strrchr(path, '/') + 1, value);
        if (!off)
            doctor_fix(ret, "echo %g | sudo tee %s", turbo_switches[i].off, path);
        return;
    }
    doctor_set(ret, VERDICT_UNKNOWN, "no switch for it here: the host or the firmware decides");
}

const struct doctor_probe probe_turbo = {
    .name = "turbo",
    .why = "A boosted clock falls as the chip warms up, so early samples beat late ones.",
    .run = examine_turbo,
};

/* TSC first, then what other architectures read without a system call. */
static const struct {
    const char *name;
    enum verdict verdict;
    const char *what;
} clock_sources[] = {
    { "tsc", VERDICT_GOOD, "read in user space" },
    { "kvm-clock", VERDICT_GOOD, "read in user space" },
    { "hyperv_clocksource_tsc_page", VERDICT_GOOD, "read in user space" },
    { "arch_sys_counter", VERDICT_GOOD, "read in user space" },
    { "timebase", VERDICT_GOOD, "read in user space" },
    { "tod", VERDICT_GOOD, "read in user space" },
    { "riscv_clocksource", VERDICT_GOOD, "read in user space" },
    { "xen", VERDICT_WARNING, "a system call for each reading" },
    { "hyperv_clocksource_msr", VERDICT_BAD,
      "a system call and the hypervisor for each reading" },
    { "hpet", VERDICT_BAD, "a system call and a slow device for each reading" },
    { "acpi_pm", VERDICT_BAD, "a system call and a slow device for each reading" },
    { "jiffies", VERDICT_BAD, "ticks of milliseconds" },
    { "refined-jiffies", VERDICT_BAD, "ticks of milliseconds" },
};

#define CLOCK_SOURCE "/sys/devices/system/clocksource/clocksource0/"

static void examine_clock_source(struct doctor_finding *ret, const struct subject *s)
{
    char name[64], available[256];
    procfs_read(s->root, CLOCK_SOURCE "current_clocksource", name, sizeof name);
    procfs_read(s->root, CLOCK_SOURCE "available_clocksource", available, sizeof available);
    doctor_set(ret, VERDICT_UNKNOWN, name[0] ? "%s, of which nothing is known" : "not told",
               name);
    for (size_t i = 0; i < sizeof clock_sources / sizeof clock_sources[0]; i++)
        if (strcmp(name, clock_sources[i].name) == 0)
            doctor_set(ret, clock_sources[i].verdict, "%s: %s", name, clock_sources[i].what);
    if (ret->verdict != VERDICT_GOOD && procfs_has_word(available, "tsc"))
        doctor_fix(ret, "echo tsc | sudo tee " CLOCK_SOURCE "current_clocksource");
}

const struct doctor_probe probe_clock_source = {
    .name = "clock-source",
    .why = "Every pass reads the clock four times, inside what it times.",
    .run = examine_clock_source,
};

static void examine_virtualization(struct doctor_finding *ret, const struct subject *s)
{
    const char *word = s->machine.virtualization;
    if (word[0] == '\0')
        doctor_set(ret, VERDICT_UNKNOWN, "not told");
    else if (strcmp(word, "none") == 0)
        doctor_set(ret, VERDICT_GOOD, "none: a real machine");
    else if (machine_emulated(&s->machine))
        doctor_set(ret, VERDICT_BAD,
                   "%s: the processor is emulated: the times say nothing, the counts do", word);
    else
        doctor_set(ret, VERDICT_WARNING, "%s: a virtual machine or a container", word);
}

const struct doctor_probe probe_virtualization = {
    .name = "virtualization",
    .why = "What shares a host shares its processors, its memory and its disks, and a host may "
           "keep in memory what is cold to its guest.",
    .run = examine_virtualization,
};
