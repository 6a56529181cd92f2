/* SPDX-License-Identifier: MIT */
/*
 * Where a run took place. Each structure comes with the table of its fields;
 * what the system does not tell is "" or NAN.
 */
#ifndef MAPREAD_MEASURE_MACHINE_H
#define MAPREAD_MEASURE_MACHINE_H

#include <stdbool.h>

#include "base/field.h"
#include "measure/facts.h"

struct machine {
    char host[FIELD_TEXT_MAX];
    char os[FIELD_TEXT_MAX];     /* "Debian GNU/Linux 12 (bookworm)" */
    char kernel[FIELD_TEXT_MAX]; /* "Linux 6.1.0" */
    char cpu[FIELD_TEXT_MAX];
    double cores; /* that this process may use */
    double memory_bytes;
    double page_bytes;
    char virtualization[FIELD_TEXT_MAX]; /* of systemd-detect-virt(1): "kvm", "none"; or "vm" */
    char governor[FIELD_TEXT_MAX];       /* of the first processor */
    char transparent_hugepage[FIELD_TEXT_MAX]; /* the chosen one: "madvise" */
    double swap_bytes;
    double load_average; /* over one minute, when asked */
};

struct storage {
    char directory[FIELD_TEXT_MAX];
    char filesystem[FIELD_TEXT_MAX];    /* "ext4" */
    char mount_options[FIELD_TEXT_MAX]; /* of the mount and of the superblock */
    char device[FIELD_TEXT_MAX];
    double read_ahead_bytes;
    char scheduler[FIELD_TEXT_MAX]; /* the chosen one */
    double rotational;              /* 0 or 1 */
};

struct toolchain {
    char compiler[FIELD_TEXT_MAX]; /* "gcc 12.2.0" */
    char flags[FIELD_TEXT_MAX];
    char benchmark_library[FIELD_TEXT_MAX]; /* "Google Benchmark 1.7.1" */
    char python[FIELD_TEXT_MAX]; /* "CPython 3.11.2"; sample/interpreter.h fills in both */
    char numpy[FIELD_TEXT_MAX];  /* "1.24.2" */
};

enum { MACHINE_FIELDS = 12, STORAGE_FIELDS = 7, TOOLCHAIN_FIELDS = 5 };
extern const struct field machine_fields[MACHINE_FIELDS];
extern const struct field storage_fields[STORAGE_FIELDS];
extern const struct field toolchain_fields[TOOLCHAIN_FIELDS];

void machine_read(struct machine *ret);
/* The processor is software: its times say nothing. A machine under qemu with KVM is not. */
bool machine_emulated(const struct machine *m);
/* `path`: an existing file or directory. */
void storage_read(struct storage *ret, const char *path);
/* The device under the file system of that path; its major is 0 where there is none, or where
   the system does not tell. */
struct facts_device storage_device(const char *path);
/* How this program was built; no Python yet. */
void toolchain_read(struct toolchain *ret);

#endif
