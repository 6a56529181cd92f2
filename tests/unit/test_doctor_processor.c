/* SPDX-License-Identifier: MIT */
/* Every verdict on what the processor does, on machines laid out in a folder. */
#include <math.h>

#include "tests/unit/doctor_machine.h"

#define CPU "/sys/devices/system/cpu/"
#define PERFORMANCE "echo performance | sudo tee " CPU "cpu*/cpufreq/scaling_governor"

static void governors(void **state)
{
    (void)state;
    static const struct row row[] = {
        { "governor",
          { { CPU "cpu0/cpufreq/scaling_governor", "performance\n" },
            { CPU "cpu1/cpufreq/scaling_governor", "performance\n" } },
          VERDICT_GOOD,
          "performance on 2 of 2 processors",
          NULL },
        { "governor",
          { { CPU "cpu0/cpufreq/scaling_governor", "schedutil\n" } },
          VERDICT_WARNING,
          "schedutil on 1 of 1 processors",
          PERFORMANCE },
        { "governor",
          { { CPU "cpu0/cpufreq/scaling_governor", "performance\n" },
            { CPU "cpu1/cpufreq/scaling_governor", "powersave\n" },
            { CPU "cpu10/cpufreq/scaling_governor", "performance\n" } },
          VERDICT_BAD,
          "not the same on all: performance on 2 of 3 processors",
          PERFORMANCE },
        /* One that is off cannot be read. */
        { "governor",
          { { CPU "cpu0/cpufreq/scaling_governor/", "" } },
          VERDICT_UNKNOWN,
          "no cpufreq here: the host or the firmware decides",
          NULL },
    };
    expect_all(row, COUNT(row));
}

static void turbo(void **state)
{
    (void)state;
    static const char no_turbo[] = CPU "intel_pstate/no_turbo", boost[] = CPU "cpufreq/boost";
    static const struct row row[] = {
        { "turbo", { { no_turbo, "1\n" } }, VERDICT_GOOD, "off (no_turbo is 1)", NULL },
        { "turbo",
          { { no_turbo, "0\n" } },
          VERDICT_WARNING,
          "on (no_turbo is 0)",
          "echo 1 | sudo tee " CPU "intel_pstate/no_turbo" },
        { "turbo", { { boost, "0\n" } }, VERDICT_GOOD, "off (boost is 0)", NULL },
        { "turbo",
          { { boost, "1\n" } },
          VERDICT_WARNING,
          "on (boost is 1)",
          "echo 0 | sudo tee " CPU "cpufreq/boost" },
        { "turbo",
          { { NULL } },
          VERDICT_UNKNOWN,
          "no switch for it here: the host or the firmware decides",
          NULL },
    };
    expect_all(row, COUNT(row));
}

static void frequencies(void **state)
{
    (void)state;
    static const struct row row[] = {
        { "frequency",
          { { CPU "cpu0/cpufreq/scaling_cur_freq", "3000000\n" },
            { CPU "cpu1/cpufreq/scaling_cur_freq", "2710000\n" },
            { CPU "cpu0/cpufreq/scaling_governor", "schedutil\n" } },
          VERDICT_GOOD,
          "all at 3.00 GHz just now",
          NULL },
        { "frequency",
          { { CPU "cpu0/cpufreq/scaling_cur_freq", "3000000\n" },
            { CPU "cpu1/cpufreq/scaling_cur_freq", "2600000\n" },
            { CPU "cpu0/cpufreq/scaling_governor", "schedutil\n" } },
          VERDICT_WARNING,
          "from 2.60 to 3.00 GHz just now",
          PERFORMANCE },
        /* Nothing to set where only /proc tells. */
        { "frequency",
          { { "/proc/cpuinfo", "processor\t: 0\ncpu MHz\t\t: 1000.5\n\n"
                               "processor\t: 1\ncpu MHz\t\t: 2000.000\n" } },
          VERDICT_WARNING,
          "from 1.00 to 2.00 GHz just now",
          NULL },
        { "frequency",
          { { CPU "cpu0/cpufreq/cpuinfo_max_freq", "5000000\n" },
            { CPU "cpu1/cpufreq/cpuinfo_max_freq", "4800000\n" },
            { CPU "cpu2/cpufreq/cpuinfo_max_freq", "3600000\n" },
            { CPU "cpu3/cpufreq/cpuinfo_max_freq", "3600000\n" },
            { CPU "cpu16/cpufreq/cpuinfo_max_freq", "5000000\n" } },
          VERDICT_BAD,
          "two kinds of processors: up to 3.60 and up to 5.00 GHz",
          "taskset -c 0-1,16 mapread run" },
        { "frequency",
          { { CPU "cpu0/cpufreq/cpuinfo_max_freq", "5000000\n" },
            { CPU "cpu1/cpufreq/cpuinfo_max_freq", "4800000\n" } },
          VERDICT_UNKNOWN,
          "not told",
          NULL },
    };
    expect_all(row, COUNT(row));
}

#define CLOCK "/sys/devices/system/clocksource/clocksource0/"

static void clock_sources(void **state)
{
    (void)state;
    static const char current[] = CLOCK "current_clocksource";
    static const char available[] = CLOCK "available_clocksource";
    static const char fix[] = "echo tsc | sudo tee " CLOCK "current_clocksource";
    static const struct row row[] = {
        { "clock-source",
          { { current, "tsc\n" } },
          VERDICT_GOOD,
          "tsc: read in user space",
          NULL },
        { "clock-source",
          { { current, "xen\n" }, { available, "tsc xen\n" } },
          VERDICT_WARNING,
          "xen: a system call for each reading",
          fix },
        { "clock-source",
          { { current, "hpet\n" }, { available, "hpet acpi_pm \n" } },
          VERDICT_BAD,
          "hpet: a system call and a slow device for each reading",
          NULL },
        { "clock-source",
          { { current, "acpi_pm\n" }, { available, "hpet acpi_pm tsc\n" } },
          VERDICT_BAD,
          "acpi_pm: a system call and a slow device for each reading",
          fix },
        { "clock-source",
          { { current, "sundial\n" }, { available, "tsc-early sundial\n" } },
          VERDICT_UNKNOWN,
          "sundial, of which nothing is known",
          NULL },
        { "clock-source", { { NULL } }, VERDICT_UNKNOWN, "not told", NULL },
    };
    expect_all(row, COUNT(row));
}

static void virtualization(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        enum verdict verdict;
        const char *found;
    } table[] = {
        { "none", VERDICT_GOOD, "none: a real machine" },
        { "kvm", VERDICT_WARNING, "kvm: a virtual machine or a container" },
        { "docker", VERDICT_WARNING, "docker: a virtual machine or a container" },
        { "qemu", VERDICT_BAD,
          "qemu: the processor is emulated: the times say nothing, the counts do" },
        { "", VERDICT_UNKNOWN, "not told" },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct subject s = plain_subject();
        struct row row = {
            "virtualization", { { NULL } }, table[i].verdict, table[i].found, NULL
        };
        strcpy(s.machine.virtualization, table[i].word);
        expect(&s, &row);
    }
}

static void steal(void **state)
{
    (void)state;
    /* 1000 wanted ticks; idle, iowait and guest time do not count. */
    static const struct row row[] = {
        { "steal",
          { { "/proc/stat", "cpu  500 100 200 99999 8888 96 95 9 7777 0\ncpu0 1\n" } },
          VERDICT_GOOD,
          "0.9 % of the time that was wanted since boot",
          NULL },
        { "steal",
          { { "/proc/stat", "cpu  500 100 200 99999 8888 95 95 10 7777 0\n" } },
          VERDICT_WARNING,
          "1 % of the time that was wanted since boot",
          NULL },
        { "steal",
          { { "/proc/stat", "cpu  500 100 200 99999 8888 75 75 50 7777 0\n" } },
          VERDICT_BAD,
          "5 % of the time that was wanted since boot",
          NULL },
        { "steal",
          { { "/proc/stat", "cpu  500 100 200 9\n" } },
          VERDICT_UNKNOWN,
          "not told",
          NULL },
        { "steal",
          { { "/proc/stat", "cpu  0 0 0 9 0 0 0 0\n" } },
          VERDICT_UNKNOWN,
          "not told",
          NULL },
        { "steal", { { NULL } }, VERDICT_UNKNOWN, "not told", NULL },
    };
    expect_all(row, COUNT(row));
}

static void loads(void **state)
{
    (void)state;
    static const char who[] = "ps -eo pcpu,pid,args --sort=-pcpu | head";
    static const struct {
        double cores;
        struct row row;
    } table[] = {
        { 4,
          { "load",
            { { "/proc/loadavg", "1.00 9 9 2/97 1\n" } },
            VERDICT_GOOD,
            "1.00 over the last minute on 4 processors",
            NULL } },
        { 4,
          { "load",
            { { "/proc/loadavg", "1.01 9 9 2/97 1\n" } },
            VERDICT_WARNING,
            "1.01 over the last minute on 4 processors",
            who } },
        { 4,
          { "load",
            { { "/proc/loadavg", "3.00 9 9 2/97 1\n" } },
            VERDICT_WARNING,
            "3.00 over the last minute on 4 processors",
            who } },
        { 4,
          { "load",
            { { "/proc/loadavg", "3.01 0 0 2/97 1\n" } },
            VERDICT_BAD,
            "3.01 over the last minute on 4 processors",
            who } },
        { 1,
          { "load",
            { { "/proc/loadavg", "0.50 0 0 2/97 1\n" } },
            VERDICT_WARNING,
            "0.50 over the last minute on 1 processor",
            who } },
        { NAN,
          { "load",
            { { "/proc/loadavg", "0.51 0 0 2/97 1\n" } },
            VERDICT_BAD,
            "0.51 over the last minute on 1 processor",
            who } },
        { 4, { "load", { { NULL } }, VERDICT_UNKNOWN, "not told", NULL } },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct subject s = plain_subject();
        s.machine.cores = table[i].cores;
        expect_on(&s, &table[i].row);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(governors),      cmocka_unit_test(turbo),
        cmocka_unit_test(frequencies),    cmocka_unit_test(clock_sources),
        cmocka_unit_test(virtualization), cmocka_unit_test(steal),
        cmocka_unit_test(loads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
