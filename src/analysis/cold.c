/* SPDX-License-Identifier: MIT */
#include "analysis/cold.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"

static bool is_cold(const struct run_case *c)
{
    return strcmp(c->key.state, "cold") == 0 && run_case_timed(c);
}

/* As systemd-detect-virt(1) names what is no machine of its own: its files are in our cache. */
static bool is_virtual(const char *virtualization)
{
    static const char *const others[] = { "",       "none",           "docker", "lxc",
                                          "podman", "systemd-nspawn", "openvz", "lxc-libvirt",
                                          "rkt",    "proot",          "pouch" };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (strcmp(virtualization, others[i]) == 0)
            return false;
    return true;
}

bool cold_has_host(const struct run *r)
{
    bool any = false;
    for (size_t i = 0; i < r->case_count; i++)
        any |= is_cold(&r->cases[i]);
    return any && is_virtual(r->machine.virtualization);
}

/* NAN of a processor that made too few samples to have a median that means something. */
static double median_on(const struct run_case *c, double cpu, double *values)
{
    enum { LEAST = 3 };
    size_t n = 0;
    for (size_t i = 0; i < c->sample_count; i++)
        if (c->samples[i].cpu == cpu)
            values[n++] = c->samples[i].wall_ns;
    return n < LEAST ? NAN : stats_median(values, n);
}

static void add_processor(struct cold_apart *a, double cpu, double ns)
{
    if (!isnan(ns) && !(ns <= a->slow_ns)) {
        a->slow_cpu = cpu;
        a->slow_ns = ns;
    }
    if (!isnan(ns) && !(ns >= a->fast_ns)) {
        a->fast_cpu = cpu;
        a->fast_ns = ns;
    }
}

/* The interval is that of the times less the median of their processor: that of the times
   themselves reaches from one processor's to the other's. 0 or -ENOMEM. */
static int find_apart(struct cold_apart *ret, const struct run_case *c)
{
    size_t n = c->sample_count;
    double *values = calloc(2 * n, sizeof *values), *rest = values + n;
    if (!values)
        return -ENOMEM;
    *ret = (struct cold_apart){ .source = c, .slow_ns = NAN, .fast_ns = NAN };
    for (size_t i = 0; i < n; i++) {
        double ns = median_on(c, c->samples[i].cpu, values);
        rest[i] = c->samples[i].wall_ns - ns;
        add_processor(ret, c->samples[i].cpu, ns);
    }
    struct stats_estimate e = stats_median_interval(rest, n);
    ret->wide_ns = e.high - e.low;
    free(values);
    return 0;
}

int cold_compare_processors(struct cold_processors *ret, const struct run *r)
{
    static const double by_chance = 0.1; /* twice what two medians do that are the same */
    struct cold_processors all = { .worst.fast_ns = 1 };
    struct cold_apart a;
    for (size_t i = 0; i < r->case_count; i++) {
        if (!is_cold(&r->cases[i]))
            continue;
        if (find_apart(&a, &r->cases[i]) < 0)
            return -ENOMEM;
        all.cases++;
        if (!(a.slow_ns - a.fast_ns > a.wide_ns))
            continue;
        all.apart++;
        if (a.slow_ns / a.fast_ns > all.worst.slow_ns / all.worst.fast_ns)
            all.worst = a;
    }
    all.matter = (double)all.apart > by_chance * (double)all.cases;
    *ret = all;
    return 0;
}
