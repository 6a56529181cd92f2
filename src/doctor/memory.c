/* SPDX-License-Identifier: MIT */
/*
 * Probes: whether the data fits into memory.
 *
 * The `read` method holds the file twice: in the page cache and in its buffer.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "state/cgroup.h"
#include "base/procfs.h"
#include "base/text.h"
#include "doctor/table.h"

/* More than half of it in use: the machine was short of memory, not merely tidy. */
static const double swap_busy = 0.5;

static double read_meminfo(const struct subject *s, const char *name)
{
    return procfs_memory_bytes(s->root, name);
}

static double needed(const struct subject *s)
{
    return 2 * s->data_bytes;
}

/* Says whether the data fits into `bytes`. */
static void set_fit(struct doctor_finding *ret, const struct subject *s, double bytes,
                    const char *what)
{
    char capacity[TEXT_MAX], data[TEXT_MAX];
    text_format_bytes(bytes, capacity);
    text_format_bytes(s->data_bytes, data);
    if (s->data_bytes > bytes)
        doctor_set(ret, VERDICT_BAD, "%s %s: a file of %s does not fit and cannot stay warm",
                   capacity, what, data);
    else if (needed(s) > bytes)
        doctor_set(ret, VERDICT_WARNING, "%s %s: a file of %s fits, but not beside its copy",
                   capacity, what, data);
    else
        doctor_set(ret, VERDICT_GOOD, "%s %s: a file of %s and its copy fit", capacity, what,
                   data);
}

/* The largest power of two that fits twice. */
static void fix_by_size(struct doctor_finding *ret, double bytes)
{
    char size[TEXT_MAX];
    if (ret->verdict == VERDICT_GOOD || !(bytes >= 2))
        return;
    double largest = exp2(floor(log2(bytes / 2)));
    doctor_fix(ret, "mapread run --size %s", text_exact_size((uint64_t)largest, size));
}

static void examine_memory(struct doctor_finding *ret, const struct subject *s)
{
    double available = read_meminfo(s, "MemAvailable");
    if (isnan(available)) {
        doctor_set(ret, VERDICT_UNKNOWN, "not told");
        return;
    }
    set_fit(ret, s, available, "available");
    fix_by_size(ret, available);
}

const struct doctor_probe probe_memory = {
    .name = "memory",
    .why = "A file that does not fit beside the copy that the read method makes loses pages "
           "while it is measured.",
    .run = examine_memory,
};

static void examine_memory_limit(struct doctor_finding *ret, const struct subject *s)
{
    struct cgroup c;
    char file[PATH_MAX], word[PATH_MAX];
    if (cgroup_find(&c, s->root, "memory") < 0) {
        doctor_set(ret, VERDICT_UNKNOWN, "no control groups to be seen");
        return;
    }
    double bytes = cgroup_smallest(&c, s->root, cgroup_memory_limit, file);
    if (isinf(bytes)) {
        doctor_set(ret, VERDICT_GOOD, "none");
        return;
    }
    set_fit(ret, s, bytes, "for the control group");
    text_quote(file, word, sizeof word);
    if (ret->verdict != VERDICT_GOOD && word[0] != '\0')
        doctor_fix(ret, "echo %s | sudo tee %s", c.unified ? "max" : "-1", word);
}

const struct doctor_probe probe_memory_limit = {
    .name = "memory-limit",
    .why = "The page cache that a control group fills counts against its limit and is thrown "
           "out at it, however much memory the machine has.",
    .run = examine_memory_limit,
};

static void set_swap(struct doctor_finding *ret, const struct subject *s, double total,
                     double used, double available)
{
    char all[TEXT_MAX], part[TEXT_MAX];
    text_format_bytes(total, all);
    text_format_bytes(used, part);
    if (used > swap_busy * total)
        doctor_set(ret, VERDICT_BAD, "%s of %s in use", part, all);
    else if (used > 0)
        doctor_set(ret, VERDICT_WARNING, "%s of %s in use", part, all);
    else if (needed(s) > available)
        doctor_set(ret, VERDICT_WARNING, "%s, unused until the data and its copy need it", all);
    else
        doctor_set(ret, VERDICT_GOOD, "%s, unused", all);
}

static void examine_swap(struct doctor_finding *ret, const struct subject *s)
{
    double total = read_meminfo(s, "SwapTotal");
    double used = total - read_meminfo(s, "SwapFree");
    double available = read_meminfo(s, "MemAvailable");
    if (isnan(used)) {
        doctor_set(ret, VERDICT_UNKNOWN, "not told");
        return;
    }
    if (total == 0) {
        doctor_set(ret, VERDICT_GOOD, "none");
        return;
    }
    set_swap(ret, s, total, used, available);
    /* What lies in swap must find room. */
    if (ret->verdict != VERDICT_GOOD && used < available)
        doctor_fix(ret, "sudo swapoff -a");
}

const struct doctor_probe probe_swap = {
    .name = "swap",
    .why =
        "Pages of a buffer that went to swap come back from the same storage that is measured.",
    .run = examine_swap,
};

#define HUGE_PAGES "/sys/kernel/mm/transparent_hugepage/"

static void examine_huge_pages(struct doctor_finding *ret, const struct subject *s)
{
    char text[256], enabled[FIELD_TEXT_MAX], defrag[FIELD_TEXT_MAX];
    procfs_read(s->root, HUGE_PAGES "enabled", text, sizeof text);
    facts_chosen(enabled, text);
    procfs_read(s->root, HUGE_PAGES "defrag", text, sizeof text);
    facts_chosen(defrag, text);
    bool stalls = strcmp(defrag, "always") == 0;
    if (strcmp(enabled, "madvise") == 0)
        doctor_set(ret, VERDICT_GOOD, "madvise: whoever asks gets them");
    else if (strcmp(enabled, "never") == 0)
        doctor_set(ret, VERDICT_WARNING, "never: mmap-hugepage asks in vain");
    else if (strcmp(enabled, "always") == 0)
        doctor_set(ret, stalls ? VERDICT_BAD : VERDICT_WARNING,
                   "always: heap buffers get them unasked%s",
                   stalls ? ", and a fault waits until one is made (defrag)" : "");
    else
        doctor_set(ret, VERDICT_UNKNOWN,
                   enabled[0] ? "%s, of which nothing is known" : "not told", enabled);
    if (ret->verdict == VERDICT_WARNING || ret->verdict == VERDICT_BAD)
        doctor_fix(ret, "echo madvise | sudo tee " HUGE_PAGES "enabled%s",
                   stalls ? " " HUGE_PAGES "defrag" : "");
}

const struct doctor_probe probe_huge_pages = {
    .name = "huge-pages",
    .why =
        "A fresh buffer of huge pages takes one fault for 512, so the price of read() hangs on "
        "this setting.",
    .run = examine_huge_pages,
};
