/* SPDX-License-Identifier: MIT */
/*
 * The doctor: what on this machine spoils measurements, why it matters, and the
 * command that fixes it. One probe, one function; all of them in one table.
 *
 * The trap: a probe sees /proc and /sys only below the subject's `root`, so that a
 * test can lay out a machine of its own. Commands name the real places.
 */
#ifndef MAPREAD_DOCTOR_H
#define MAPREAD_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "measure/facts.h"
#include "measure/machine.h"

enum verdict { VERDICT_GOOD, VERDICT_WARNING, VERDICT_BAD, VERDICT_UNKNOWN };
enum { VERDICT_COUNT = VERDICT_UNKNOWN + 1 };
extern const char *const verdict_names[VERDICT_COUNT];

/* What the probes look at. */
struct subject {
    const char *root;      /* stands before /proc and /sys: "" or a test's folder */
    const char *directory; /* where the data will lie; borrowed */
    double data_bytes;     /* of the largest file that will be read */
    struct machine machine;
    struct storage storage;     /* of the directory */
    struct facts_device device; /* of the directory's file system */
};

enum { FINDING_FOUND_MAX = 256, FINDING_FIX_MAX = 1024 };

struct doctor_probe;
struct doctor_finding {
    const struct doctor_probe *probe;
    enum verdict verdict;
    char found[FINDING_FOUND_MAX]; /* with the figures */
    char fix[FINDING_FIX_MAX];     /* a shell command; "": there is only knowing it */
};

struct doctor_probe {
    const char *name;
    const char *why; /* one sentence */
    bool portable;   /* needs nothing that only Linux has */
    /* Sets all but the probe's name; `ret` is empty and VERDICT_UNKNOWN. */
    void (*run)(struct doctor_finding *ret, const struct subject *s);
};

/* NULL-terminated; the order is that of the table that people see. */
extern const struct doctor_probe *const doctor_probes[];

const struct doctor_probe *doctor_probe_find(const char *name);
size_t doctor_probe_count(void);

/* This machine. `directory`, which exists, is borrowed. */
void subject_read(struct subject *ret, const char *directory, uint64_t data_bytes);

/* Runs one probe. Without the Linux extras most are unknown, which is said. */
void doctor_examine(struct doctor_finding *ret, const struct doctor_probe *c,
                    const struct subject *s);

/* An array of one object per finding: name, verdict, found, why and command (null: there is
   none). 0 or -errno. */
int doctor_write_json(FILE *out, const struct doctor_finding *findings, size_t count);

#endif
