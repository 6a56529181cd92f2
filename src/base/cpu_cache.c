/* SPDX-License-Identifier: MIT */
#include "base/cpu_cache.h"

#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>

enum { CLFLUSHOPT = 1 << 23 /* leaf 7, ebx */, CLFLUSH = 1 << 19 /* leaf 1, edx */ };

/* Intel SDM volume 2, CPUID: leaf 1, bits 15 to 8 of ebx count the line in 8 bytes. */
static size_t line_bytes(void)
{
    unsigned a, b = 0, c, d = 0;
    return __get_cpuid(1, &a, &b, &c, &d) && d & CLFLUSH ? (b >> 8 & 0xff) * 8 : 0;
}

static void flush_lines(const unsigned char *from, const unsigned char *end, size_t line)
{
    unsigned a, b = 0, c, d;
    if (__get_cpuid_count(7, 0, &a, &b, &c, &d) && b & CLFLUSHOPT)
        for (; from < end; from += line)
            __asm__ volatile("clflushopt %0" : : "m"(*from));
    else
        for (; from < end; from += line)
            __asm__ volatile("clflush %0" : : "m"(*from));
    __asm__ volatile("mfence" : : : "memory");
}
#elif defined(__aarch64__)
/* Arm ARM, CTR_EL0: bits 19 to 16 are the log2 of the smallest data line in words. */
static size_t line_bytes(void)
{
    uint64_t ctr;
    __asm__("mrs %0, ctr_el0" : "=r"(ctr));
    return (size_t)4 << (ctr >> 16 & 0xf);
}

static void flush_lines(const unsigned char *from, const unsigned char *end, size_t line)
{
    for (; from < end; from += line)
        __asm__ volatile("dc civac, %0" : : "r"(from) : "memory");
    __asm__ volatile("dsb ish" : : : "memory");
}
#else
static size_t line_bytes(void)
{
    return 0;
}

static void flush_lines(const unsigned char *from, const unsigned char *end, size_t line)
{
    (void)from, (void)end, (void)line;
}
#endif

static size_t last_level_bytes(void)
{
    enum { ASSUMED = 32 << 20 };
#ifdef _SC_LEVEL3_CACHE_SIZE
    long bytes = sysconf(_SC_LEVEL3_CACHE_SIZE);
    if (bytes > 0)
        return (size_t)bytes;
#endif
    return ASSUMED;
}

const char *const cpu_cache_names[] = { [CPU_CACHE_FLUSH] = "flush",
                                        [CPU_CACHE_STREAM] = "stream",
                                        [CPU_CACHE_AS_FOUND] = "as-found",
                                        NULL };

/* Every line of as many bytes is written, and so had alone. */
int cpu_cache_stream(void)
{
    enum { MOST = 1 << 30, LINE = 32 };
    size_t len = 2 * last_level_bytes();
    len = len < MOST ? len : MOST;
    volatile unsigned char *other =
        mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (other == MAP_FAILED)
        return -errno;
    for (size_t i = 0; i < len; i += LINE)
        other[i] = (unsigned char)i;
    munmap((void *)other, len);
    return 0;
}

int cpu_cache_flush(const void *data, size_t len)
{
    size_t line = line_bytes();
    if (line == 0)
        return -EOPNOTSUPP;
    /* From the begin of the first line, or the last one could be passed over. */
    const unsigned char *from = (const unsigned char *)((uintptr_t)data & ~(line - 1));
    flush_lines(from, (const unsigned char *)data + len, line);
    return 0;
}

enum cpu_cache cpu_cache_usual(void)
{
    return line_bytes() > 0 ? CPU_CACHE_FLUSH : CPU_CACHE_STREAM;
}
