/* SPDX-License-Identifier: MIT */
#include "measure/usage.h"

#include <fcntl.h>
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/io.h"
#include "base/procfs.h"
#include "config.h"
#if HAVE_MALLOPT
#include <malloc.h>
#endif

static double to_ns(struct timeval t)
{
    return (double)t.tv_sec * 1e9 + (double)t.tv_usec * 1e3;
}

static struct usage usage_of(int who)
{
    struct rusage r;
    getrusage(who, &r);
    return (struct usage){
        .user_ns = to_ns(r.ru_utime),
        .system_ns = to_ns(r.ru_stime),
        .minor_faults = (double)r.ru_minflt,
        .major_faults = (double)r.ru_majflt,
        .voluntary_switches = (double)r.ru_nvcsw,
        .involuntary_switches = (double)r.ru_nivcsw,
    };
}

struct usage usage_now(void)
{
    return usage_of(RUSAGE_SELF);
}

struct usage usage_family_now(void)
{
    struct usage family = usage_now(), none = { 0 }, children = usage_of(RUSAGE_CHILDREN);
    usage_add(&family, &none, &children);
    return family;
}

void usage_add(struct usage *total, const struct usage *from, const struct usage *to)
{
    total->user_ns += to->user_ns - from->user_ns;
    total->system_ns += to->system_ns - from->system_ns;
    total->minor_faults += to->minor_faults - from->minor_faults;
    total->major_faults += to->major_faults - from->major_faults;
    total->voluntary_switches += to->voluntary_switches - from->voluntary_switches;
    total->involuntary_switches += to->involuntary_switches - from->involuntary_switches;
}

#if HAVE_LINUX_EXTRAS
double usage_processor(void)
{
    int id = sched_getcpu();
    return id < 0 ? NAN : id;
}

/* What this module has read of /proc so far: the kernel counts it like any reading. */
static double own_calls, own_bytes;

static void read_own(const char *path, char *text, size_t size)
{
    int n = procfs_read_once(path, text, size); /* failed: nothing is known */
    own_calls++;
    own_bytes += n > 0 ? n : 0;
}

/* A reading does not count itself: what is our own is what was before it. */
struct usage_io usage_io_now(void)
{
    char text[1024];
    double calls = own_calls, bytes = own_bytes;
    read_own("/proc/self/io", text, sizeof text);
    return (struct usage_io){
        .storage_read_bytes = procfs_value(text, "read_bytes"),
        .read_calls = procfs_value(text, "syscr") - calls,
        .read_call_bytes = procfs_value(text, "rchar") - bytes,
    };
}

struct memory usage_memory_now(void)
{
    char text[4096];
    read_own("/proc/self/status", text, sizeof text);
    return (struct memory){
        .peak_rss_bytes = procfs_value(text, "VmHWM") * 1024,
        .rss_bytes = procfs_value(text, "VmRSS") * 1024,
        .rss_anon_bytes = procfs_value(text, "RssAnon") * 1024,
        .rss_file_bytes =
            (procfs_value(text, "RssFile") + procfs_value(text, "RssShmem")) * 1024,
    };
}

/* proc(5): 5 resets the peak resident set size to the current one. */
void usage_memory_reset_peak(void)
{
    int fd = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)io_write(fd, "5", 1);
    close(fd);
}
#else
double usage_processor(void)
{
    return NAN;
}

struct usage_io usage_io_now(void)
{
    return (struct usage_io){ .storage_read_bytes = NAN,
                              .read_calls = NAN,
                              .read_call_bytes = NAN };
}

struct memory usage_memory_now(void)
{
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
#ifdef __APPLE__
    double unit = 1;
#else
    double unit = 1024;
#endif
    return (struct memory){ .peak_rss_bytes = (double)r.ru_maxrss * unit,
                            .rss_bytes = NAN,
                            .rss_anon_bytes = NAN,
                            .rss_file_bytes = NAN };
}

void usage_memory_reset_peak(void)
{
}
#endif

void usage_io_add(struct usage_io *total, const struct usage_io *from,
                  const struct usage_io *to)
{
    total->storage_read_bytes += to->storage_read_bytes - from->storage_read_bytes;
    total->read_calls += to->read_calls - from->read_calls;
    total->read_call_bytes += to->read_call_bytes - from->read_call_bytes;
}

void usage_fix_allocator(void)
{
#if HAVE_MALLOPT
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);
#endif
}

void usage_release_memory(void)
{
#if HAVE_MALLOPT
    malloc_trim(0);
#endif
}
