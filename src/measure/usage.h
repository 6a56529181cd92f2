/* SPDX-License-Identifier: MIT */
/*
 * What this process has used so far, and how much memory it holds.
 *
 * Times are nanoseconds (the kernel rounds to microseconds), memory is bytes.
 * What the system does not tell is NAN.
 */
#ifndef MAPREAD_MEASURE_USAGE_H
#define MAPREAD_MEASURE_USAGE_H

struct usage {
    double user_ns, system_ns;
    double minor_faults, major_faults;
    double voluntary_switches, involuntary_switches;
};

/* getrusage(RUSAGE_SELF); costs under a microsecond. */
struct usage usage_now(void);
/* The same with the children that ended and were waited for. */
struct usage usage_family_now(void);
/* total += to - from. */
void usage_add(struct usage *total, const struct usage *from, const struct usage *to);

/* What this module itself reads of /proc between two readings is left out. */
struct usage_io {
    double storage_read_bytes;
    double read_calls, read_call_bytes; /* read() and the like, and what they returned */
};

/* From /proc/self/io. */
struct usage_io usage_io_now(void);
/* total += to - from. */
void usage_io_add(struct usage_io *total, const struct usage_io *from,
                  const struct usage_io *to);

struct memory {
    double peak_rss_bytes, rss_bytes, rss_anon_bytes, rss_file_bytes;
};

/* From /proc/self/status; elsewhere the peak alone, from getrusage. */
struct memory usage_memory_now(void);
/* Lets the peak begin anew from what is resident now. Without effect where the
   system does not offer it. */
void usage_memory_reset_peak(void);

/* The processor that this thread runs on, or NAN. */
double usage_processor(void);

/* Keeps malloc from learning to reuse large blocks, so that the first pass and
   the thousandth both get fresh pages for a large buffer, as a program that reads
   one file does. */
void usage_fix_allocator(void);
/* Gives the pages of freed memory back to the system, so that a buffer is of fresh pages
   wherever malloc finds room for it: it takes a hole in the heap for a large one, and
   what it freed a pass ago for a small one. Without effect where malloc cannot be told. */
void usage_release_memory(void);

#endif
