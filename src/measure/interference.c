/* SPDX-License-Identifier: MIT */
#include "measure/interference.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/text.h"
#include "config.h"
#include "base/clock.h"

#define NUMBER(member) FIELD_NUMBER_OF(struct interference, member)

const struct field interference_fields[INTERFERENCE_FIELDS] = {
    NUMBER(watched_ns),           NUMBER(steal_share),          NUMBER(load_average),
    NUMBER(swap_in_bytes),        NUMBER(swap_out_bytes),       NUMBER(frequency_lowest_hz),
    NUMBER(frequency_highest_hz), NUMBER(involuntary_switches), NUMBER(speed_share),
    NUMBER(others_share),
};

_Static_assert(sizeof(struct interference) == INTERFERENCE_FIELDS * sizeof(double),
               "every member of struct interference is in the table");

/* The kernel counts in ticks, mostly of 10 ms. With fewer than this many, one tick
   alone is above the threshold. */
static const double ticks_enough = 200;
/* A share of stolen time lengthens the wall time by as much; a verdict asks for a
   difference of one percent. */
const double interference_steal_quiet = 0.01;
/* Half a processor is another program at work; the kernel's threads that write or decrypt
   for the run, and a desktop that nobody touches, stay well below. */
static const double others_quiet = 0.5;
/* Ticks are off by a few: of 25 in this time, that is far from half. */
static const double others_enough_ns = 250e6;
/* Of the load, where nothing better is known, the run itself is one. */
static const double load_own = 1;
/* One MiB: what a machine moves that tidies its swap. A shortage moves far more. */
static const double swap_quiet_bytes = 1024 * 1024;
/* The clock of one processor under load rests within a few percent; a tenth less is
   heat or a limit of power. */
static const double frequency_steady = 0.9;

static struct cpu_ticks read_ticks(const char *root)
{
    char text[1024];
    procfs_read(root, "/proc/stat", text, sizeof text);
    return cpu_ticks(text);
}

static void read_swapped(const char *root, double *ret_in, double *ret_out)
{
    char text[32768];
    procfs_read(root, "/proc/vmstat", text, sizeof text);
    *ret_in = procfs_value(text, "pswpin");
    *ret_out = procfs_value(text, "pswpout");
}

void monitor_begin_below(struct monitor *w, const char *root)
{
    *w = (struct monitor){
        .root = root,
        .begun_ns = clock_now_ns(),
        .ticks = read_ticks(root),
        .family = usage_family_now(),
        .frequency_lowest_hz = NAN,
        .frequency_highest_hz = NAN,
    };
    read_swapped(root, &w->swap_in_pages, &w->swap_out_pages);
}

void monitor_begin(struct monitor *w)
{
    monitor_begin_below(w, HAVE_LINUX_EXTRAS ? "" : NULL);
}

void monitor_sample(struct monitor *w)
{
    double lowest, highest, load = procfs_number(w->root, "/proc/loadavg");
    cpu_speed_add(&w->speed, cpu_speed_calibrate_ns());
    cpu_frequency(w->root, &lowest, &highest);
    w->frequency_lowest_hz = fmin(w->frequency_lowest_hz, highest); /* NAN gives way */
    w->frequency_highest_hz = fmax(w->frequency_highest_hz, highest);
    if (isnan(load))
        return;
    w->load_sum += load;
    w->load_count++;
}

static double steal_share(const struct cpu_ticks *spent)
{
    /* A guest that moves to another host may find smaller counts there. */
    return spent->wanted >= ticks_enough && spent->stolen >= 0 ? spent->stolen / spent->wanted
                                                               : NAN;
}

static double others_share(const struct cpu_ticks *spent, const struct usage *own,
                           double watched_ns)
{
    double tick_ns = 1e9 / (double)sysconf(_SC_CLK_TCK);
    double all_ns = (spent->wanted - spent->stolen) * tick_ns;
    double share = (all_ns - own->user_ns - own->system_ns) / watched_ns;
    /* Less than we used ourselves, by more than ticks are off: not a count of all. */
    if (!(watched_ns >= others_enough_ns && share >= -others_quiet))
        return NAN;
    return fmax(share, 0);
}

/* Counters that went back say nothing. */
static double pages_to_bytes(double pages)
{
    return pages >= 0 ? pages * (double)sysconf(_SC_PAGESIZE) : NAN;
}

void monitor_end(struct monitor *w, struct interference *ret)
{
    double in, out;
    monitor_sample(w);
    read_swapped(w->root, &in, &out);
    struct cpu_ticks ticks = read_ticks(w->root);
    struct usage spent = { 0 }, family = usage_family_now();
    double watched_ns = (double)(clock_now_ns() - w->begun_ns);
    ticks.stolen -= w->ticks.stolen;
    ticks.wanted -= w->ticks.wanted;
    usage_add(&spent, &w->family, &family);
    *ret = (struct interference){
        .watched_ns = watched_ns,
        .steal_share = steal_share(&ticks),
        .load_average = w->load_count > 0 ? w->load_sum / w->load_count : NAN,
        .swap_in_bytes = pages_to_bytes(in - w->swap_in_pages),
        .swap_out_bytes = pages_to_bytes(out - w->swap_out_pages),
        .frequency_lowest_hz = w->frequency_lowest_hz,
        .frequency_highest_hz = w->frequency_highest_hz,
        .involuntary_switches = spent.involuntary_switches,
        .speed_share = cpu_speed_share(&w->speed, 0.5),
        .others_share = others_share(&ticks, &spent, watched_ns),
    };
}

struct sentence {
    char *text;
    size_t size, len;
};

static void add(struct sentence *s, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void add(struct sentence *s, const char *format, ...)
{
    va_list arguments;
    char clause[192];
    va_start(arguments, format);
    vsnprintf(clause, sizeof clause, format, arguments);
    va_end(arguments);
    int len =
        snprintf(s->text + s->len, s->size - s->len, "%s%s", s->len ? "; " : "noisy: ", clause);
    s->len += (size_t)len < s->size - s->len ? (size_t)len : s->size - s->len - 1;
}

const char *interference_verdict(const struct interference *n, char *text, size_t size)
{
    struct sentence s = { .text = text, .size = size };
    char bytes[TEXT_MAX];
    /* fmax: NAN gives way, and a comparison with NAN is false. */
    double swapped = fmax(n->swap_in_bytes, 0) + fmax(n->swap_out_bytes, 0);
    text[0] = '\0';
    if (n->steal_share >= interference_steal_quiet)
        add(&s, "%.1f %% of the processor time was stolen", 100 * n->steal_share);
    if (n->others_share > others_quiet)
        add(&s, "other programs used %.0f %% of a processor", 100 * n->others_share);
    if (isnan(n->others_share) && n->load_average > load_own + others_quiet)
        /* Means of figures with two decimals often lie between two of one decimal: a run file's
           digits are to say the same as the run. */
        add(&s, "the load was %.1f, of which the run is %g", round(n->load_average * 1e6) / 1e6,
            load_own);
    if (swapped > swap_quiet_bytes)
        add(&s, "%s were swapped", text_format_bytes(swapped, bytes));
    if (n->frequency_lowest_hz < frequency_steady * n->frequency_highest_hz)
        add(&s, "the clock moved between %.2f and %.2f GHz", n->frequency_lowest_hz / 1e9,
            n->frequency_highest_hz / 1e9);
    if (n->speed_share < cpu_speed_steady_median)
        add(&s,
            "the processor ran at %.0f %% of its best speed (neighbours on the host, heat or a "
            "power limit: measure again at another time or on bare metal)",
            100 * n->speed_share);
    return s.len > 0 ? text : NULL;
}
