/* SPDX-License-Identifier: MIT */
/* What the sides wait for. */
#include <math.h>

#include "base/text.h"
#include "tutorial/cause-rules.h"

/* Less is what runs beside the work. */
#define STORAGE_LEAST (64 * 1024)
/* Less at a time is no read-ahead. */
#define AHEAD_LEAST (64 * 1024)

/* ": 7.9 MiB at each of its 120 waiting faults, where the disk reads 8 MiB ahead" */
static void print_faults(const struct cause_facts *f, const struct cause_side *s, FILE *out)
{
    char each[TEXT_MAX], count[TEXT_MAX], ahead[TEXT_MAX];
    double bytes = s->median.storage_read_bytes / s->median.major_faults;
    double window = f->q->run->storage.read_ahead_bytes;
    if (!(s->median.major_faults >= 1))
        return;
    fprintf(out, ": %s at each of the %s faults that wait", text_format_bytes(bytes, each),
            text_format_count(s->median.major_faults, count));
    if (bytes >= window / 2 && bytes <= 2 * window)
        fprintf(out, ", where the disk reads %s ahead", text_format_bytes(window, ahead));
}

/* The slower side reads far more than the other, and that is what it waits for. */
int cause_more_storage(const struct cause_facts *f, FILE *out)
{
    char more[TEXT_MAX], less[TEXT_MAX];
    const struct cause_side *s = f->slower, *o = f->faster;
    double longer = s->median.wall_ns - o->median.wall_ns;
    if (!cause_is_of_time(f) || claim_side(f->q->finding->better) == 0 ||
        !(s->median.storage_read_bytes >= STORAGE_LEAST) ||
        !(s->median.storage_read_bytes >= 2 * o->median.storage_read_bytes) ||
        !(cause_waiting_ns(s) - cause_waiting_ns(o) >= longer / 2))
        return 0;
    fprintf(out, "%s waits for %s from the storage, %s for %s", s->method,
            text_format_bytes(s->median.storage_read_bytes, more), o->method,
            text_format_bytes(o->median.storage_read_bytes, less));
    print_faults(f, s, out);
    return 1;
}

/* Both read the same, and neither waits less. */
int cause_same_storage(const struct cause_facts *f, FILE *out)
{
    char bytes[TEXT_MAX], each[TEXT_MAX];
    const struct cause_side *a = &f->regular, *b = &f->mmap;
    const struct sample *m = &a->median, *n = &b->median;
    if (!cause_is_of_time(f) || f->claimed == 0 ||
        claim_side(f->q->finding->better) == f->claimed ||
        !(m->storage_read_bytes >= STORAGE_LEAST && m->voluntary_switches >= 1) ||
        !cause_are_alike(m->storage_read_bytes, n->storage_read_bytes, 5) ||
        !cause_are_alike(m->voluntary_switches, n->voluntary_switches, 10) ||
        !(a->processor_share <= 0.5 && b->processor_share <= 0.5))
        return 0;
    double at_a_time = m->storage_read_bytes / m->voluntary_switches;
    fprintf(out, "both wait for the same %s from the storage, %s%s at a time: ",
            text_format_bytes(m->storage_read_bytes, bytes),
            at_a_time >= AHEAD_LEAST ? "read ahead " : "", text_format_bytes(at_a_time, each));
    fprintf(out, "%.0f %% of %s's time and %.0f %% of %s's", 100 * (1 - a->processor_share),
            a->method, 100 * (1 - b->processor_share), b->method);
    return 1;
}
