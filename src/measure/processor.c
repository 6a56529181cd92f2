/* SPDX-License-Identifier: MIT */
#include "measure/processor.h"

#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "base/procfs.h"
#include "config.h"

#if HAVE_LINUX_EXTRAS
/* 0 where the system does not tell: then all are alike. */
static double highest_clock(unsigned id)
{
    char path[96];
    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%u/cpufreq/cpuinfo_max_freq", id);
    double clock = procfs_number("", path);
    return isnan(clock) ? 0 : clock;
}

void processors_find(struct processors *ret)
{
    cpu_set_t allowed;
    double highest = 0;
    *ret = (struct processors){ 0 };
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return;
    for (unsigned id = 0; id < CPU_SETSIZE && id < PROCESSORS_MAX; id++) {
        if (!CPU_ISSET(id, &allowed))
            continue;
        ret->allowed[ret->allowed_count++] = (unsigned short)id;
        double clock = highest_clock(id);
        if (clock > highest) {
            highest = clock;
            ret->count = 0; /* those before it are of a slower kind */
        }
        if (clock == highest)
            ret->ids[ret->count++] = (unsigned short)id;
    }
}

void processors_pin(const struct processors *p, unsigned turn, unsigned wanted)
{
    cpu_set_t few;
    CPU_ZERO(&few);
    if (p->count == 0)
        return;
    for (unsigned i = 0; i < wanted && i < p->count; i++)
        CPU_SET(p->ids[(turn + i) % p->count], &few);
    (void)sched_setaffinity(0, sizeof few, &few); /* some that went offline: on any */
}

void processors_release(const struct processors *p)
{
    cpu_set_t all;
    CPU_ZERO(&all);
    for (unsigned i = 0; i < p->allowed_count; i++)
        CPU_SET(p->allowed[i], &all);
    if (p->allowed_count > 0)
        (void)sched_setaffinity(0, sizeof all, &all);
}
#else
void processors_find(struct processors *ret)
{
    *ret = (struct processors){ 0 };
}

void processors_pin(const struct processors *p, unsigned turn, unsigned wanted)
{
    (void)p, (void)turn, (void)wanted;
}

void processors_release(const struct processors *p)
{
    (void)p;
}
#endif

void processors_find_any(struct processors *ret)
{
    processors_find(ret);
    ret->count = ret->allowed_count;
    memcpy(ret->ids, ret->allowed, sizeof ret->ids);
}
