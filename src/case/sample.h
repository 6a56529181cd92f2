/* SPDX-License-Identifier: MIT */
/*
 * A sample: what one process that ran one case found.
 *
 * Every figure is per pass (the sum divided by `passes`), but for wall_ns and its phases,
 * which are interquartile means over the passes, the memory, which is the peak over the
 * sample, the places in the run, `first_ns`, `repeated` and `folio_bytes`.
 * NAN: the system does not tell, or it does not apply. One table names the fields; the run
 * file, the counters of mapread-bench and the exports all walk it.
 */
#ifndef MAPREAD_CASE_SAMPLE_H
#define MAPREAD_CASE_SAMPLE_H

#include "base/field.h"

struct sample {
    double round, order; /* which round, and which place in it, both from 0 */
    double look;         /* after which look at the verdicts it was made */
    double cpu;          /* the processor that made the last pass */
    double passes;
    double wall_ns, user_ns, system_ns;
    double first_ns; /* of the first pass alone */
    double flush_ns; /* before a pass: emptying the processor's caches of the file */
    double open_ns, access_ns, close_ns; /* phases of wall_ns */
    double minor_faults, major_faults;
    double voluntary_switches, involuntary_switches;
    double storage_read_bytes; /* fetched from storage for this process */
    double read_calls;      /* read(), pread() and the like; what mapread reads is left out */
    double read_call_bytes; /* what they copied to the program */
    double peak_rss_bytes;  /* highest resident set since the sample began */
    double rss_anon_bytes, rss_file_bytes;  /* before the last pass let go of the file */
    double baseline_rss_bytes;              /* resident set before the first pass */
    double resident_before, resident_after; /* share of the file in the page cache */
    double cached_after_bytes;              /* of the file, after the passes */
    /* Of the state limited: the memory that the pass might have, and how often it was used up,
       so that something had to be taken back. */
    double limit_bytes, limit_hits;
    double blocks_seed; /* of the blocks that were drawn */
    double repeated;    /* preparations of the state that others disturbed */
    /* Of the whole system, so what others did meanwhile is in them. */
    double storage_reads; /* requests that the file's device got */
    double refaults;      /* pages of files that had been in the page cache not long before */
    double
        folio_bytes; /* mean size of the folios of the file's cached pages, after the passes */
};

enum {
    SAMPLE_FIELDS = 34,
    SAMPLE_FIELDS_FIRST = 31, /* what follows these, older run files do not have */
};
extern const struct field sample_fields[SAMPLE_FIELDS];

/* All fields NAN. */
struct sample sample_unknown(void);

/* How long a pass took, and its phases. */
struct pass_times {
    double wall_ns, open_ns, access_ns, close_ns;
};

/* Sorts the times of n passes; sets those of *s: the interquartile mean of wall_ns, and of the
   phases over the same passes. What one pass takes longer than another, in the same state for
   the same work, is what others did meanwhile. */
void sample_set_times(struct sample *s, struct pass_times *times, size_t n);

/* For passes that other processes made and told one by one: *sum begins as zeros; the memory
   is that of the pass with the highest peak. */
void sample_add(struct sample *sum, const struct sample *pass);
/* Per pass, of those that were added. */
struct sample sample_mean(const struct sample *sum);

#endif
