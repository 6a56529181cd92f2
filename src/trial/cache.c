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

static enum trial_verdict judge_extent(const double *n, const char *what,
                                       char words[TRIAL_WORDS_MAX])
{
    char all[TEXT_MAX];
    snprintf(
        words, TRIAL_WORDS_MAX,
        "of %s pages of a cold file, %s need %g: %g were mapped, and %g read into the page "
        "cache",
        text_format_count(n[ALL], all), what, n[NEEDED], n[MAPPED], n[CACHED]);
    if (n[CACHED] <= n[NEEDED] && n[MAPPED] <= n[NEEDED])
        return TRIAL_HOLDS;
    return n[CACHED] < n[ALL] / 2 ? TRIAL_PARTLY : TRIAL_FAILS;
}

static int observe_slice(const struct trial_file *f, double *ret)
{
    return observe_extent(f, extent_of_slice(f->bytes), ret);
}

static enum trial_verdict judge_slice(const double *n, char words[TRIAL_WORDS_MAX])
{
    return judge_extent(n, "ten bytes", words);
}

static int observe_rows(const struct trial_file *f, double *ret)
{
    return observe_extent(f, extent_of_batch(f->bytes), ret);
}

static enum trial_verdict judge_rows(const double *n, char words[TRIAL_WORDS_MAX])
{
    return judge_extent(n, "100 rows of 512 bytes", words);
}

#define EXTENT_NUMBERS                                                                         \
    {                                                                                          \
        "needed_pages", "cached_pages", "mapped_pages", "file_pages"                           \
    }

const struct trial trial_slice = { "slice", FILE_BYTES, EXTENT_NUMBERS, observe_slice,
                                   judge_slice };
const struct trial trial_rows = { "rows", FILE_BYTES, EXTENT_NUMBERS, observe_rows,
                                  judge_rows };

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

static enum trial_verdict judge_random(const double *n, char words[TRIAL_WORDS_MAX])
{
    snprintf(words, TRIAL_WORDS_MAX,
             "%g pages of a cold file, far apart, were touched: %g came into the page cache "
             "without the hint, %g with it",
             n[TOUCHED], n[PLAIN], n[HINTED]);
    if (n[HINTED] >= n[PLAIN])
        return TRIAL_FAILS;
    return n[HINTED] <= n[TOUCHED] ? TRIAL_HOLDS : TRIAL_PARTLY;
}

const struct trial trial_random = {
    "random",
    FILE_BYTES,
    { "touched_pages", "cached_pages_without", "cached_pages_with" },
    observe_random,
    judge_random,
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

static enum trial_verdict judge_willneed(const double *n, char words[TRIAL_WORDS_MAX])
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
    return reads && maps ? TRIAL_HOLDS : n[READ_AHEAD] > 0 ? TRIAL_PARTLY : TRIAL_FAILS;
}

const struct trial trial_willneed = {
    "willneed",
    FILE_BYTES,
    { "file_pages", "cached_pages", "mapped_pages", "faults" },
    observe_willneed,
    judge_willneed,
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

static enum trial_verdict judge_dontneed(const double *n, char words[TRIAL_WORDS_MAX])
{
    char before[TEXT_MAX], after[TEXT_MAX];
    snprintf(words, TRIAL_WORDS_MAX,
             "the process held %s of the file before and %s after; %.0f %% of it stay in the "
             "page cache",
             text_format_bytes(n[BEFORE], before), text_format_bytes(n[AFTER], after),
             100 * n[STILL_CACHED] / n[FILE_PAGES]);
    if (n[AFTER] > n[BEFORE] / 10)
        return TRIAL_FAILS;
    return n[STILL_CACHED] > n[FILE_PAGES] / 10 ? TRIAL_PARTLY : TRIAL_HOLDS;
}

const struct trial trial_dontneed = {
    "dontneed",
    FILE_BYTES,
    { "rss_bytes_before", "rss_bytes_after", "cached_pages", "file_pages" },
    observe_dontneed,
    judge_dontneed,
};
