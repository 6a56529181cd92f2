/* SPDX-License-Identifier: MIT */
/* Which pages come into the page cache, which into the process, and which go again. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <sys/mman.h>

#include "base/text.h"
#include "config.h"
#include "data-gen/extents.h"
#include "measure/usage.h"
#include "state/state.h"
#include "trial/table.h"

enum { FILE_BYTES = 16 << 20, PLACES = 16 };

static void touch(const struct mapping *m, uint64_t offset, size_t len)
{
    for (size_t i = 0; i < len; i++)
        (void)*(const volatile unsigned char *)(m->data + offset + i);
}

static void touch_pages(const struct mapping *m)
{
    for (size_t at = 0; at < m->len; at += trial_page_bytes())
        touch(m, at, 1);
}

static double count_pages(const struct trial_file *f)
{
    return ceil((double)f->bytes / (double)trial_page_bytes());
}

/* ", the disk's read-ahead,", where it is that. */
static const char *name_window(double bytes, double read_ahead_bytes)
{
    return bytes == read_ahead_bytes ? ", the disk's read-ahead," : "";
}

/* ---- an extent of a cold file ---- */

enum { NEEDED, CACHED, MAPPED, ALL };

static int observe_extent(const struct trial_file *f, struct extent e, double *ret)
{
    struct mapping m;
    const double page = (double)trial_page_bytes();
    double bytes = 0;
    int r = trial_make_cold(f);
    if (r == 0)
        r = trial_map(&m, f, PROT_READ);
    if (r < 0)
        return r;
    touch(&m, e.offset, e.bytes);
    r = trial_smaps(&m, "Rss", &bytes);
    mapping_drop(&m);
    if (r == 0)
        r = trial_cached_pages(f, &ret[CACHED]);
    ret[NEEDED] =
        floor((double)(e.offset + e.bytes - 1) / page) - floor((double)e.offset / page) + 1;
    ret[MAPPED] = bytes / page;
    ret[ALL] = count_pages(f);
    return r;
}

static enum claim_verdict judge_extent(const double *n, const char *what,
                                       char words[TRIAL_WORDS_MAX])
{
    char all[TEXT_MAX];
    snprintf(
        words, TRIAL_WORDS_MAX,
        "of %s pages of a cold file, %s need %g: %g were mapped, and %g read into the page "
        "cache",
        text_format_count(n[ALL], all), what, n[NEEDED], n[MAPPED], n[CACHED]);
    if (n[CACHED] <= n[NEEDED] && n[MAPPED] <= n[NEEDED])
        return CLAIM_HOLDS;
    return n[CACHED] < n[ALL] / 2 ? CLAIM_PARTLY : CLAIM_FAILS;
}

/* Both are in whole pages, so what is more than was needed came around it. */
static void explain_extent(const double *n, double read_ahead_bytes,
                           char words[TRIAL_WORDS_MAX])
{
    char cached[TEXT_MAX], mapped[TEXT_MAX], reads[TRIAL_WORDS_MAX / 2], maps[64] = "";
    const double page = FILE_BYTES / n[ALL];
    snprintf(reads, sizeof reads, "page faults read %s around what is touched%s",
             text_format_bytes(n[CACHED] * page, cached),
             name_window(n[CACHED] * page, read_ahead_bytes));
    snprintf(maps, sizeof maps, "map %s of what is cached there",
             text_format_bytes(n[MAPPED] * page, mapped));
    bool more_cached = n[CACHED] > n[NEEDED], more_mapped = n[MAPPED] > n[NEEDED];
    snprintf(words, TRIAL_WORDS_MAX, "%s%s%s", more_cached ? reads : "page faults",
             more_mapped ? more_cached ? " and " : " " : "", more_mapped ? maps : "");
}

static int observe_slice(const struct trial_file *f, double *ret)
{
    return observe_extent(f, extent_of_slice(f->bytes), ret);
}

static enum claim_verdict judge_slice(const double *n, char words[TRIAL_WORDS_MAX])
{
    return judge_extent(n, "ten bytes", words);
}

static int observe_rows(const struct trial_file *f, double *ret)
{
    return observe_extent(f, extent_of_batch(f->bytes), ret);
}

static enum claim_verdict judge_rows(const double *n, char words[TRIAL_WORDS_MAX])
{
    return judge_extent(n, "100 rows of 512 bytes", words);
}

#define EXTENT_NUMBERS                                                                         \
    {                                                                                          \
        "needed_pages", "cached_pages", "mapped_pages", "file_pages"                           \
    }

const struct trial trial_slice = { "slice",       FILE_BYTES,  EXTENT_NUMBERS,
                                   observe_slice, judge_slice, explain_extent };
const struct trial trial_rows = { "rows",       FILE_BYTES, EXTENT_NUMBERS,
                                  observe_rows, judge_rows, explain_extent };

/* ---- MADV_RANDOM ---- */

enum { TOUCHED, PLAIN, HINTED };

static int touch_places(const struct trial_file *f, int advice, double *ret_pages)
{
    struct mapping m;
    int r = trial_make_cold(f);
    if (r == 0)
        r = trial_map(&m, f, PROT_READ);
    if (r < 0)
        return r;
    r = mapping_advise(&m, advice);
    for (size_t i = 0; i < PLACES && r == 0; i++)
        touch(&m, (2 * i + 1) * (m.len / (2 * PLACES)), 1);
    mapping_drop(&m);
    return r < 0 ? r : trial_cached_pages(f, ret_pages);
}

static int observe_random(const struct trial_file *f, double *ret)
{
    ret[TOUCHED] = PLACES;
    int r = touch_places(f, MADV_NORMAL, &ret[PLAIN]);
    return r < 0 ? r : touch_places(f, MADV_RANDOM, &ret[HINTED]);
}

static enum claim_verdict judge_random(const double *n, char words[TRIAL_WORDS_MAX])
{
    snprintf(words, TRIAL_WORDS_MAX,
             "%g pages of a cold file, far apart, were touched: %g came into the page cache "
             "without the hint, %g with it",
             n[TOUCHED], n[PLAIN], n[HINTED]);
    if (n[HINTED] >= n[PLAIN])
        return CLAIM_FAILS;
    return n[HINTED] <= n[TOUCHED] ? CLAIM_HOLDS : CLAIM_PARTLY;
}

static void explain_random(const double *n, double read_ahead_bytes,
                           char words[TRIAL_WORDS_MAX])
{
    (void)read_ahead_bytes;
    if (n[PLAIN] <= n[TOUCHED])
        snprintf(words, TRIAL_WORDS_MAX, "nothing is read ahead without it either");
    else
        snprintf(words, TRIAL_WORDS_MAX, "a touch still reads %.1f pages",
                 n[HINTED] / n[TOUCHED]);
}

const struct trial trial_random = {
    "random",
    FILE_BYTES,
    { "touched_pages", "cached_pages_without", "cached_pages_with" },
    observe_random,
    judge_random,
    explain_random,
};

/* ---- MADV_WILLNEED ---- */

enum { WANTED, READ_AHEAD, MAPPED_AHEAD, FAULTS };

static double count_faults(const struct mapping *m)
{
    struct usage before = usage_now();
    touch_pages(m);
    struct usage after = usage_now();
    return after.minor_faults + after.major_faults - before.minor_faults - before.major_faults;
}

static int observe_willneed(const struct trial_file *f, double *ret)
{
    struct mapping m;
    double mapped_bytes = 0;
    int r = trial_make_cold(f);
    if (r == 0)
        r = trial_map(&m, f, PROT_READ);
    if (r < 0)
        return r;
    r = mapping_advise(&m, MADV_WILLNEED);
    if (r == 0)
        r = trial_cached_pages(f, &ret[READ_AHEAD]);
    if (r == 0)
        r = trial_smaps(&m, "Rss", &mapped_bytes);
    ret[WANTED] = count_pages(f);
    ret[MAPPED_AHEAD] = mapped_bytes / (double)trial_page_bytes();
    ret[FAULTS] = count_faults(&m);
    mapping_drop(&m);
    return r;
}

static enum claim_verdict judge_willneed(const double *n, char words[TRIAL_WORDS_MAX])
{
    char all[TEXT_MAX];
    bool reads = n[READ_AHEAD] >= n[WANTED], maps = n[MAPPED_AHEAD] >= n[WANTED];
    snprintf(words, TRIAL_WORDS_MAX,
             "after the hint %g of %s pages of a cold file are in the page cache, and %g are "
             "mapped; touching all then takes %g page faults: it reads %s ahead and maps %s",
             n[READ_AHEAD], text_format_count(n[WANTED], all), n[MAPPED_AHEAD], n[FAULTS],
             reads               ? "all"
             : n[READ_AHEAD] > 0 ? "some"
                                 : "none",
             maps                  ? "all"
             : n[MAPPED_AHEAD] > 0 ? "some"
                                   : "none");
    return reads && maps ? CLAIM_HOLDS : n[READ_AHEAD] > 0 ? CLAIM_PARTLY : CLAIM_FAILS;
}

static void explain_willneed(const double *n, double read_ahead_bytes,
                             char words[TRIAL_WORDS_MAX])
{
    char bytes[TEXT_MAX], reads[TRIAL_WORDS_MAX / 2] = "";
    const double read = n[READ_AHEAD] * FILE_BYTES / n[WANTED];
    bool some = read > 0 && read < FILE_BYTES, maps_none = n[MAPPED_AHEAD] == 0;
    if (some)
        snprintf(reads, sizeof reads, "one call reads %s%s", text_format_bytes(read, bytes),
                 name_window(read, read_ahead_bytes));
    snprintf(words, TRIAL_WORDS_MAX, "%s%s%s", reads, some && maps_none ? " and " : "",
             maps_none ? "the hint is for the page cache, not for the mapping" : "");
}

const struct trial trial_willneed = {
    "willneed",
    FILE_BYTES,
    { "file_pages", "cached_pages", "mapped_pages", "faults" },
    observe_willneed,
    judge_willneed,
    explain_willneed,
};

/* ---- MADV_DONTNEED ---- */

enum { BEFORE, AFTER, STILL_CACHED, FILE_PAGES };

static int observe_dontneed(const struct trial_file *f, double *ret)
{
    struct mapping m;
    int r = trial_map(&m, f, PROT_READ);
    if (r < 0)
        return r;
    touch_pages(&m);
    r = trial_smaps(&m, "Rss", &ret[BEFORE]);
    if (r == 0)
        r = mapping_advise(&m, MADV_DONTNEED);
    if (r == 0)
        r = trial_smaps(&m, "Rss", &ret[AFTER]);
    if (r == 0)
        r = trial_cached_pages(f, &ret[STILL_CACHED]);
    ret[FILE_PAGES] = count_pages(f);
    mapping_drop(&m);
    return r;
}

static enum claim_verdict judge_dontneed(const double *n, char words[TRIAL_WORDS_MAX])
{
    char before[TEXT_MAX], after[TEXT_MAX];
    snprintf(words, TRIAL_WORDS_MAX,
             "the process held %s of the file before and %s after; %.0f %% of it stay in the "
             "page cache",
             text_format_bytes(n[BEFORE], before), text_format_bytes(n[AFTER], after),
             100 * n[STILL_CACHED] / n[FILE_PAGES]);
    if (n[AFTER] > n[BEFORE] / 10)
        return CLAIM_FAILS;
    return n[STILL_CACHED] > n[FILE_PAGES] / 10 ? CLAIM_PARTLY : CLAIM_HOLDS;
}

static void explain_dontneed(const double *n, double read_ahead_bytes,
                             char words[TRIAL_WORDS_MAX])
{
    (void)read_ahead_bytes;
    if (n[AFTER] == 0)
        snprintf(words, TRIAL_WORDS_MAX,
                 "it takes them from the process alone, and POSIX_FADV_DONTNEED from the page "
                 "cache");
}

const struct trial trial_dontneed = {
    "dontneed",
    FILE_BYTES,
    { "rss_bytes_before", "rss_bytes_after", "cached_pages", "file_pages" },
    observe_dontneed,
    judge_dontneed,
    explain_dontneed,
};
