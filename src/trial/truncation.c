/* SPDX-License-Identifier: MIT */
/* A file that is truncated under a mapping, and what is said to help. */
#include <errno.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/guard.h"
#include "method/source.h"
#include "trial/table.h"

enum { FILE_BYTES = 64 << 10 };

static int truncate_to_a_page(const struct trial_file *f)
{
    return truncate(f->path, (off_t)trial_page_bytes()) == 0 ? 0 : -errno;
}

static int load(void *context)
{
    (void)*(const volatile unsigned char *)context;
    return 0;
}

/* Whether a load there is SIGBUS. */
static double is_bus_error(unsigned char *address)
{
    const void *where;
    return guard_call(load, address, &where) == -EFAULT;
}

/* ---- the signal, and a handler for it ---- */

enum { BEHIND, BEFORE };

static int observe_truncated(const struct trial_file *f, double *ret)
{
    struct mapping m;
    guard_install();
    int r = trial_map(&m, f, PROT_READ);
    if (r < 0)
        return r;
    r = truncate_to_a_page(f);
    ret[BEHIND] = is_bus_error(m.data + m.len - 1);
    ret[BEFORE] = is_bus_error(m.data);
    mapping_drop(&m);
    return r;
}

static enum trial_verdict judge_truncated(const double *n, char words[TRIAL_WORDS_MAX])
{
    snprintf(words, TRIAL_WORDS_MAX, "a load behind the new end %s, and one before it %s",
             n[BEHIND] ? "is SIGBUS" : "goes through", n[BEFORE] ? "is, too" : "is not");
    return n[BEHIND] && !n[BEFORE] ? TRIAL_HOLDS : TRIAL_FAILS;
}

#define SIGNAL_NUMBERS                                                                         \
    {                                                                                          \
        "sigbus_behind", "sigbus_before"                                                       \
    }

const struct trial trial_truncated = { "truncated", FILE_BYTES, SIGNAL_NUMBERS,
                                       observe_truncated, judge_truncated };

/* Every SIGBUS that was counted came back out of a handler. */
static enum trial_verdict judge_handler(const double *n, char words[TRIAL_WORDS_MAX])
{
    snprintf(words, TRIAL_WORDS_MAX, "%g SIGBUS came, and the process went on after %s",
             n[BEHIND] + n[BEFORE], n[BEHIND] ? "it" : "none");
    return n[BEHIND] ? TRIAL_HOLDS : TRIAL_FAILS;
}

const struct trial trial_handler = { "handler", FILE_BYTES, SIGNAL_NUMBERS, observe_truncated,
                                     judge_handler };

/* ---- flock() ---- */

enum { ASKER_WAITS, TRUNCATED };

static int observe_flock(const struct trial_file *f, double *ret)
{
    int holder = source_open_descriptor(f->path, true);
    int other = source_open_descriptor(f->path, true);
    int r = holder < 0 ? holder : other < 0 ? other : 0;
    if (r == 0 && flock(holder, LOCK_EX) != 0)
        r = errno == EINVAL || errno == ENOLCK ? -EOPNOTSUPP : -errno;
    if (r == 0) {
        ret[ASKER_WAITS] = flock(other, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
        ret[TRUNCATED] = ftruncate(other, (off_t)trial_page_bytes()) == 0;
    }
    if (holder >= 0)
        close(holder);
    if (other >= 0)
        close(other);
    return r;
}

static enum trial_verdict judge_flock(const double *n, char words[TRIAL_WORDS_MAX])
{
    snprintf(
        words, TRIAL_WORDS_MAX,
        "while one holds the lock, another who asks for it %s, and one who does not ask %s "
        "the file",
        n[ASKER_WAITS] ? "must wait" : "gets it",
        n[TRUNCATED] ? "truncates" : "cannot truncate");
    if (!n[ASKER_WAITS])
        return TRIAL_FAILS;
    return n[TRUNCATED] ? TRIAL_PARTLY : TRIAL_HOLDS;
}

const struct trial trial_flock = {
    "flock",       FILE_BYTES,  { "asker_waits", "truncated_all_the_same" },
    observe_flock, judge_flock,
};

/* ---- a private mapping ---- */

enum { STORED_PAGE, OTHER_PAGE };

static int observe_copy_on_write(const struct trial_file *f, double *ret)
{
    struct mapping m;
    const uint64_t page = trial_page_bytes();
    guard_install();
    int r = mapping_open(&m, f->path, PROT_READ | PROT_WRITE, MAP_PRIVATE);
    if (r < 0)
        return r;
    m.data[2 * page] = 1;
    load(m.data + 3 * page);
    r = truncate_to_a_page(f);
    ret[STORED_PAGE] = is_bus_error(m.data + 2 * page);
    ret[OTHER_PAGE] = is_bus_error(m.data + 3 * page);
    mapping_drop(&m);
    return r;
}

static enum trial_verdict judge_copy_on_write(const double *n, char words[TRIAL_WORDS_MAX])
{
    static const char *const what[] = { "goes through", "is SIGBUS" };
    snprintf(
        words, TRIAL_WORDS_MAX,
        "behind the new end, a load of a page that was stored to before %s, of one that was "
        "only read %s",
        what[n[STORED_PAGE] != 0], what[n[OTHER_PAGE] != 0]);
    if (!n[STORED_PAGE] && !n[OTHER_PAGE])
        return TRIAL_HOLDS;
    return n[STORED_PAGE] && n[OTHER_PAGE] ? TRIAL_FAILS : TRIAL_PARTLY;
}

const struct trial trial_copy_on_write = {
    "copy-on-write",       FILE_BYTES,          { "sigbus_stored_page", "sigbus_other_page" },
    observe_copy_on_write, judge_copy_on_write,
};
