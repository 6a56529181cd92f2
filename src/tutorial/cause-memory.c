/* SPDX-License-Identifier: MIT */
/* What a mapping counts as memory. */
#include <math.h>

#include "base/text.h"
#include "tutorial/cause-rules.h"

/* What a fault maps, where it is more than the page that was touched. */
#define PAGES_AROUND 1.5

/* The mapping's memory is pages of the file, and each of its faults mapped so much. */
int cause_mapped(const struct cause_facts *f, FILE *out)
{
    char count[TEXT_MAX], bytes[TEXT_MAX], each[TEXT_MAX];
    const struct sample *m = &f->mmap.median, *r = &f->regular.median;
    double faults = m->minor_faults + m->major_faults;
    double mapped = m->peak_rss_bytes - m->baseline_rss_bytes;
    double of_file = m->rss_file_bytes - r->rss_file_bytes;
    if (f->q->row->unit->figure != offsetof(struct sample, peak_rss_bytes) ||
        !(faults >= 1 && mapped > 0 && of_file >= mapped / 2))
        return 0;
    bool around = mapped / faults > PAGES_AROUND * f->q->run->machine.page_bytes;
    fprintf(out, "%s's %s faults mapped %s of the file, %s each%s", f->mmap.method,
            text_format_count(faults, count), text_format_bytes(mapped, bytes),
            text_format_bytes(mapped / faults, each),
            around ? ": the kernel maps what is cached around a fault, too" : "");
    return 1;
}
