/* SPDX-License-Identifier: MIT */
/* Memory without a file. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "base/procfs.h"
#include "base/text.h"
#include "trial/table.h"

enum { ANONYMOUS_BYTES = 16 << 20 };
enum { SWAP, MAPPED, PAGED_OUT };

static int read_swap(double *ret_bytes)
{
    *ret_bytes = procfs_memory_bytes("", "SwapTotal");
    return isnan(*ret_bytes) ? -EOPNOTSUPP : 0;
}

/* The pressure is asked for, of this mapping alone. */
static int page_out(const struct mapping *m)
{
#ifdef MADV_PAGEOUT
    return mapping_advise(m, MADV_PAGEOUT);
#else
    (void)m;
    return -EOPNOTSUPP;
#endif
}

static int observe_paged_out(const struct trial_file *f, double *ret)
{
    struct mapping m;
    (void)f;
    const struct mapping_part part = { .len = ANONYMOUS_BYTES,
                                       .protection = PROT_READ | PROT_WRITE,
                                       .flags = MAP_PRIVATE | MAP_ANONYMOUS };
    int r = mapping_make(&m, -1, &part);
    if (r < 0)
        return r;
    for (size_t i = 0; i < m.len; i++)
        m.data[i] = (unsigned char)(i * i >> 3); /* not zeros, which cost no swap */
    r = read_swap(&ret[SWAP]);
    if (r == 0)
        r = page_out(&m);
    if (r == 0)
        r = trial_smaps(&m, "Swap", &ret[PAGED_OUT]);
    ret[MAPPED] = (double)m.len;
    mapping_drop(&m);
    return r;
}

static enum trial_verdict judge_paged_out(const double *n, char words[TRIAL_WORDS_MAX])
{
    char swap[TEXT_MAX], mapped[TEXT_MAX], out[TEXT_MAX];
    text_format_bytes(n[MAPPED], mapped);
    snprintf(words, TRIAL_WORDS_MAX, "of %s, the kernel paged out %s when asked to%s%s", mapped,
             text_format_bytes(n[PAGED_OUT], out), n[SWAP] > 0 ? "; swap here: " : "",
             n[SWAP] > 0 ? text_format_bytes(n[SWAP], swap) : "");
    if (n[PAGED_OUT] == 0)
        return TRIAL_FAILS;
    return n[PAGED_OUT] > n[MAPPED] / 2 ? TRIAL_HOLDS : TRIAL_PARTLY;
}

const struct trial trial_paged_out = {
    "paged-out",
    4096,
    { "swap_bytes", "mapped_bytes", "paged_out_bytes" },
    observe_paged_out,
    judge_paged_out,
};
