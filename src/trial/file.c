/* SPDX-License-Identifier: MIT */
/* What several trials need. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/child.h"
#include "state/state.h"
#include "trial/table.h"

uint64_t trial_page_bytes(void)
{
    return (uint64_t)sysconf(_SC_PAGESIZE);
}

int trial_map(struct mapping *ret, const struct trial_file *f, int protection)
{
    return mapping_open(ret, f->path, protection, MAP_SHARED);
}

/* In the lines of the mapping that begins at the address, until the next one's. */
static int find_size(FILE *smaps, uintptr_t address, const char *name, double *ret_bytes)
{
    char line[512];
    uintptr_t start, end;
    bool inside = false;
    size_t len = strlen(name);
    double bytes = NAN;
    while (fgets(line, sizeof line, smaps)) {
        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " ", &start, &end) == 2)
            inside = address >= start && address < end;
        else if (inside && strncmp(line, name, len) == 0 && line[len] == ':')
            sscanf(line + len + 1, "%lf", &bytes);
    }
    if (isnan(bytes))
        return -EOPNOTSUPP;
    *ret_bytes = bytes * 1024;
    return 0;
}

int trial_smaps(const struct mapping *m, const char *name, double *ret_bytes)
{
    FILE *smaps = fopen("/proc/self/smaps", "re");
    if (!smaps)
        return errno == ENOENT ? -EOPNOTSUPP : -errno;
    int r = find_size(smaps, (uintptr_t)m->data, name, ret_bytes);
    fclose(smaps);
    return r;
}

int trial_make_cold(const struct trial_file *f)
{
    double resident;
    const struct state *cold = state_find("cold");
    return cold->refuses(f->path) ? -EOPNOTSUPP : state_establish(cold, f->path, &resident);
}

/* Read-ahead goes on after the fault that began it: until nothing more comes. */
int trial_cached_pages(const struct trial_file *f, double *ret_pages)
{
    enum { ATTEMPTS = 100, WAIT_NS = 10000000 };
    double before = -1, now = 0;
    int r = 0;
    for (int i = 0; i < ATTEMPTS && r == 0 && now != before; i++) {
        before = now;
        nanosleep(&(struct timespec){ .tv_nsec = WAIT_NS }, NULL);
        r = state_residency(f->path, &now);
        if (i == 0)
            before = -1;
    }
    if (r == 0)
        *ret_pages = round(now * ceil((double)f->bytes / (double)trial_page_bytes()));
    return r;
}

struct body {
    trial_child *run;
    const struct trial_file *file;
};

static int run_body(void *context, int channel)
{
    const struct body *body = context;
    (void)channel;
    return body->run(body->file);
}

int trial_in_child(trial_child *run, const struct trial_file *f, int *ret_status)
{
    struct body body = { run, f };
    pid_t pid = child_start(&(struct child_spec){ .run = run_body, .context = &body }, NULL);
    if (pid < 0)
        return pid;
    *ret_status = child_wait(pid);
    return 0;
}
