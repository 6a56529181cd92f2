/* SPDX-License-Identifier: MIT */
/* Machines laid out in a folder, and what the probes must say of them. */
#ifndef MAPREAD_TESTS_UNIT_DOCTOR_MACHINE_H
#define MAPREAD_TESTS_UNIT_DOCTOR_MACHINE_H

#include "doctor/table.h"
#include "tests/disk.h"
#include "tests/unit/laid_out.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define GIB 0x1p30

enum { FILES_MAX = 6, UNTOUCHED = 77 };

struct row {
    const char *probe;
    const char *file[FILES_MAX][2]; /* path and text; a path that ends in '/' is a folder */
    enum verdict verdict;
    const char *found, *fix; /* whole texts; fix NULL: none */
};

/* A real machine with 4 processors, ext4 and 1 GiB of data. */
static inline struct subject plain_subject(void)
{
    return (struct subject){
        .root = "",
        .directory = "/data dir",
        .data_bytes = GIB,
        .machine = { .cores = 4, .virtualization = "none" },
        .storage = { .filesystem = "ext4",
                     .mount_options = "rw,relatime",
                     .device = "/dev/sda1",
                     .read_ahead_bytes = 128 * 1024 },
        .device = { 8, 1 },
    };
}

static inline void expect(const struct subject *s, const struct row *row)
{
    const struct doctor_probe *c = doctor_probe_find(row->probe);
    assert_non_null(c);
    struct doctor_finding f = { .probe = c, .verdict = VERDICT_UNKNOWN };
    c->run(&f, s);
    if (f.verdict != row->verdict || strcmp(f.found, row->found) != 0 ||
        strcmp(f.fix, row->fix ? row->fix : "") != 0)
        fail_msg("%s: %s, '%s', '%s'\n instead of %s, '%s', '%s'", row->probe,
                 verdict_names[f.verdict], f.found, f.fix, verdict_names[row->verdict],
                 row->found, row->fix ? row->fix : "");
}

static inline void expect_on(struct subject *s, const struct row *row)
{
    char *folder = test_folder();
    for (size_t i = 0; i < FILES_MAX && row->file[i][0]; i++)
        put(folder, row->file[i][0], row->file[i][1]);
    s->root = folder;
    expect(s, row);
    remove_folder(folder);
}

static inline void expect_all(const struct row *row, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct subject s = plain_subject();
        expect_on(&s, &row[i]);
    }
}

#endif
