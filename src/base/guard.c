/* SPDX-License-Identifier: MIT */
#include "base/guard.h"

#include <errno.h>
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where SIGBUS leads; NULL outside guard_call. It comes to the thread that caused it. */
static _Thread_local sigjmp_buf *volatile way_out;
static _Thread_local const void *volatile bad_address;

static void on_bus(int number, siginfo_t *info, void *context)
{
    (void)context;
    if (!way_out || info->si_code <= 0) { /* not ours, or sent by a process */
        signal(number, SIG_DFL);
        raise(number);
        return;
    }
    bad_address = info->si_addr;
    siglongjmp(*way_out, 1);
}

void guard_install(void)
{
    /* Not deferred: the way out leaves the signal's mask as it is, which saves a call. */
    struct sigaction action = { .sa_sigaction = on_bus, .sa_flags = SA_SIGINFO | SA_NODEFER };
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, NULL);
}

int guard_call(int (*body)(void *context), void *context, const void **ret_address)
{
    sigjmp_buf here, *outer = way_out;
    if (sigsetjmp(here, 0) != 0) {
        way_out = outer;
        *ret_address = bad_address;
        return -EFAULT;
    }
    way_out = &here;
    int r = body(context);
    way_out = outer;
    return r;
}

/* The offset in its file. 0; -errno where the system does not tell. */
static int file_offset(const void *address, uint64_t *ret_offset)
{
    char line[512];
    uintptr_t start, end, at = (uintptr_t)address;
    uint64_t offset;
    int r = -ENOENT;
    FILE *maps = fopen("/proc/self/maps", "re");
    if (!maps)
        return -errno;
    while (r < 0 && fgets(line, sizeof line, maps))
        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %*s %" SCNx64, &start, &end, &offset) ==
                3 &&
            at >= start && at < end) {
            *ret_offset = offset + (at - start);
            r = 0;
        }
    fclose(maps);
    return r;
}

/* The kernel says where and not why: the file's end does. */
void guard_explain(const void *address, const char *path, char *text, size_t size)
{
    uint64_t offset = 0, page = (uint64_t)sysconf(_SC_PAGESIZE);
    struct stat st;
    if (file_offset(address, &offset) < 0 || stat(path, &st) != 0) {
        snprintf(text, size,
                 "the file was truncated under the mapping, or its storage failed "
                 "(SIGBUS)");
        return;
    }
    bool is_behind_end = offset / page * page >= (uint64_t)st.st_size;
    snprintf(text, size, "%s under the mapping (SIGBUS at offset %" PRIu64 ")",
             is_behind_end ? "the file was truncated" : "the storage failed", offset);
}
