/* SPDX-License-Identifier: MIT */
/*
 * Google Benchmark for C: two files, gbench.h and gbench.cc, to copy into any C
 * project. Needs Google Benchmark >= 1.7.1 and a C++ compiler for gbench.cc alone.
 *
 *     static void sum(struct gbench_state *state, void *user_data)
 *     {
 *         const struct numbers *n = user_data;
 *         uint64_t total = 0;
 *         while (gbench_keep_running(state))
 *             total += add_up(n);
 *         gbench_set_counter(state, "total", (double)total, GBENCH_COUNTER_VALUE);
 *     }
 *
 *     int main(int argc, char **argv)
 *     {
 *         if (gbench_init(&argc, argv) != 0)
 *             return 2;
 *         gbench_register("sum", &(struct gbench_definition){ .run = sum, .user_data = &n });
 *         return gbench_run_all();
 *     }
 *
 * Unlike Google Benchmark's own main, a run in which a case failed, or in which
 * the filter matched nothing, is an error, and what goes into the JSON is always
 * JSON: counters and rates that are not finite are left out, and control bytes
 * and what is not UTF-8 become '?' in names, labels, messages and context. Names are
 * reported, listed and filtered as they were registered, without the
 * "/iterations:1/manual_time" that Google Benchmark appends.
 *
 * One thread calls these functions; a state is valid only inside its callback.
 * No C++ exception leaves this file: running out of memory aborts.
 */
#ifndef GBENCH_H
#define GBENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct gbench_state;

/* What the reported time and every rate are based on. */
enum gbench_clock {
    GBENCH_CLOCK_REAL,   /* elapsed time (the default: I/O waits count) */
    GBENCH_CLOCK_CPU,    /* processor time of the process */
    GBENCH_CLOCK_MANUAL, /* what gbench_set_iteration_time says; needs .iterations */
};

enum gbench_unit {
    GBENCH_NANOSECOND,
    GBENCH_MICROSECOND,
    GBENCH_MILLISECOND,
    GBENCH_SECOND,
};

/* How a counter is turned into the reported figure. */
enum gbench_counter_kind {
    GBENCH_COUNTER_VALUE,         /* as it is */
    GBENCH_COUNTER_RATE,          /* divided by the time: per second */
    GBENCH_COUNTER_PER_ITERATION, /* divided by the iterations */
};

struct gbench_definition {
    /* Loops until gbench_keep_running() is false. Called once per repetition, and more
       often when Google Benchmark looks for the number of iterations. Required. */
    void (*run)(struct gbench_state *state, void *user_data);
    void *user_data; /* handed to run; must outlive gbench_run_all() */
    /* Exactly this many iterations; 0 lets Google Benchmark choose. */
    int64_t iterations;
    /* When it chooses: at least this many seconds; 0 for its default (a flag). */
    double min_time_s;
    enum gbench_clock clock;
    enum gbench_unit unit;
};

/*
 * Takes the --benchmark_* flags out of argv. 0, or -1 after one line on stderr:
 * a --benchmark_ flag that Google Benchmark does not know, or whose value it would
 * refuse or misread while the run went on; so too for the same flags in the
 * environment (BENCHMARK_FORMAT=json). --benchmark_min_time takes "2" and "2s" with
 * every version; "100x", iterations, needs 1.8. Only --benchmark_perf_counters goes
 * unchecked. --help and --v=N are Google Benchmark's as well; the rest stays
 * in argv, with a NULL behind it.
 */
int gbench_init(int *argc, char **argv);

/*
 * Copies name and definition. 0, or -EINVAL: no name or callback, a figure that is
 * negative or not finite, or a manual clock without iterations (such a run would
 * have no end).
 */
int gbench_register(const char *name, const struct gbench_definition *definition);

/* One more line of the context that heads every report. Copies both; a key that is
   there already keeps its value. */
void gbench_add_context(const char *key, const char *value);

/*
 * Runs what the filter selects, or lists it (--benchmark_list_tests). Returns the
 * exit status for main: 0, or 1 after one line on stderr when a case failed, nothing
 * matched the filter, or the report could not be written (to stdout or to
 * --benchmark_out). gbench_counts tells of the last run in figures.
 */
int gbench_run_all(void);

struct gbench_counts {
    size_t matched, failed; /* cases, however often each was repeated */
};
struct gbench_counts gbench_counts(void);

/* ---- inside the callback ---- */

/* True while another iteration is wanted; the time between two calls is measured.
   A callback that returns before it was false has failed. */
bool gbench_keep_running(struct gbench_state *state);
/* Iterations finished so far, without the one under way; all of them after the loop. */
int64_t gbench_iterations(const struct gbench_state *state);
/* Iterations that were asked for. */
int64_t gbench_max_iterations(const struct gbench_state *state);

/* With GBENCH_CLOCK_MANUAL, once per iteration: how long it took, in seconds. What is
   negative or not finite fails the case. */
void gbench_set_iteration_time(struct gbench_state *state, double seconds);

/* Leave something out of the measured time. Costs about half a microsecond a pair.
   The next gbench_keep_running() resumes too; outside the loop they do nothing. */
void gbench_pause(struct gbench_state *state);
void gbench_resume(struct gbench_state *state);

/* A named figure of this case. Not finite: left out. Copies name, which should be none
   of the report's own ("name", "iterations", "real_time"...). */
void gbench_set_counter(struct gbench_state *state, const char *name, double value,
                        enum gbench_counter_kind kind);
/* Free text beside the case. Copies it. */
void gbench_set_label(struct gbench_state *state, const char *label);
/* For all iterations together; reported as bytes and items per second. */
void gbench_set_bytes_processed(struct gbench_state *state, int64_t bytes);
void gbench_set_items_processed(struct gbench_state *state, int64_t items);

/*
 * The case failed: no time is reported, gbench_run_all() will return 1. The
 * callback stops its loop (gbench_keep_running is false from now on) and returns;
 * it is not called again for repetitions still to come. The first message counts.
 */
void gbench_fail(struct gbench_state *state, const char *message);

/* The same, but the case has not failed: what it would measure does not exist here. The
   report shows it as an error whose message begins with "skipped: ". */
void gbench_skip(struct gbench_state *state, const char *reason);

#ifdef __cplusplus
}
#endif

#endif
