/* SPDX-License-Identifier: MIT */
/* What the program and the kernel do on either side. */
#include <math.h>

#include "base/text.h"
#include "report/judge.h"
#include "tutorial/cause-rules.h"

/* The part of a difference that is most of it. */
#define MOST 0.5
/* Below a tick of a thousand passes. */
#define TIME_LEAST_NS 1000
/* No call or fault takes longer, and no byte longer to copy, but for waiting. */
#define CALL_MOST_NS 10000
#define BYTE_MOST_NS 1
/* With as many reads, each is a piece of the work. */
#define PIECES_LEAST 1000

static double count_faults(const struct sample *m)
{
    return m->minor_faults + m->major_faults;
}

/* One process, whose passes are long beside what is measured around them. */
static bool is_accounted(const struct cause_side *s)
{
    return s->is_split && s->processor_share <= 1.05;
}

/* ---- the program's own work ---- */

/* ", 682 ns for each of the 208,333 pieces that C's seek reads (C's mmap takes 7 ns)" */
static int print_pieces(const struct cause_facts *f, FILE *out)
{
    const struct cause_question *q = f->q;
    const struct published_methods *c = &q->row->methods[PUBLISHED_C];
    const struct run_case *seek = c->regular ? finding_case(q->run, q->row, c->regular) : NULL;
    const struct run_case *mmap = c->regular ? finding_case(q->run, q->row, c->mmap) : NULL;
    struct stats_estimate pieces, wall;
    char measured[TEXT_MAX], per_piece[TEXT_MAX], count[TEXT_MAX];
    if (q->language == PUBLISHED_C || !run_case_timed(seek) || !run_case_timed(mmap))
        return 0;
    int r = summary_estimate(&pieces, seek, offsetof(struct sample, read_calls));
    if (r == 0)
        r = summary_estimate(&wall, mmap, offsetof(struct sample, wall_ns));
    if (r < 0 || !(pieces.value >= PIECES_LEAST))
        return r;
    fprintf(out, ", %s for each of the %s pieces that C's %s reads (C's %s takes %s)",
            text_format_ns(cause_own_ns(&f->regular) / pieces.value, measured),
            text_format_count(pieces.value, count), c->regular, c->mmap,
            text_format_ns(wall.value / pieces.value, per_piece));
    return 0;
}

/* The program works alike on both sides, and the kernel has too small a part of the regular
   side's time for what is claimed: without it, 1 / own_share times as fast. */
int cause_own_work(const struct cause_facts *f, FILE *out)
{
    char most[TEXT_MAX];
    const struct cause_side *a = &f->regular, *b = &f->mmap;
    const struct published_row *row = f->q->row;
    double best = 1 / a->own_share, claimed = isnan(row->low) ? 1 / 0.9 : row->low;
    if (!cause_is_of_time(f) || f->claimed <= 0 || !is_accounted(a) || !is_accounted(b) ||
        !cause_are_alike(cause_own_ns(a), cause_own_ns(b), 25) || !(best < claimed) ||
        !(f->q->finding->better.value < claimed) || a->processor_share < 0.9)
        return 0;
    fprintf(out, "about %.0f %% of %s's time and %.0f %% of %s's is the program's own work",
            100 * a->own_share, a->method, 100 * b->own_share, b->method);
    int r = print_pieces(f, out);
    fprintf(out, ": without the kernel's part %s would be %s faster at most", a->method,
            text_format_ratio(best, most));
    return r < 0 ? r : 1;
}

/* ---- the kernel's ---- */

/* Nothing of the file has to be read, and both sides map it with as many faults. */
int cause_same_work(const struct cause_facts *f, FILE *out)
{
    char faults[TEXT_MAX];
    const struct sample *a = &f->regular.median, *b = &f->mmap.median;
    if (!cause_is_of_time(f) || f->claimed == 0 || claim_side(f->q->finding->better) != 0 ||
        !(a->resident_before == 1 && b->resident_before == 1) ||
        a->storage_read_bytes + b->storage_read_bytes + a->major_faults + b->major_faults +
                a->read_calls + b->read_calls !=
            0 ||
        !(count_faults(b) >= 1) || !cause_are_alike(count_faults(a), count_faults(b), 5))
        return 0;
    fprintf(out,
            "all is in the page cache, so that there is nothing to read ahead, and both sides "
            "map it with %s faults",
            text_format_count(count_faults(b), faults));
    return 1;
}

/* " (4 GiB in 4 reads, 1,048,600 faults)" */
static void print_calls(const struct cause_side *s, FILE *out)
{
    char calls[TEXT_MAX], bytes[TEXT_MAX], faults[TEXT_MAX];
    const struct sample *m = &s->median;
    fputs(" (", out);
    if (m->read_calls >= 1 && m->read_call_bytes > 0)
        fprintf(out, "%s in ", text_format_bytes(m->read_call_bytes, bytes));
    if (m->read_calls >= 1)
        fprintf(out, "%s read%s, ", text_format_count(m->read_calls, calls),
                m->read_calls < 1.5 ? "" : "s");
    fprintf(out, "%s fault%s)", text_format_count(count_faults(m), faults),
            count_faults(m) == 1 ? "" : "s");
}

static double count_calls(const struct cause_side *s)
{
    return s->median.read_calls + count_faults(&s->median);
}

/* Twice as many reads or faults: the counters tell what the slower side's kernel does. */
static bool calls_more(const struct cause_side *s, const struct cause_side *o)
{
    return count_calls(s) >= 1 && count_calls(s) >= 2 * count_calls(o);
}

/* Whether they can take so long. */
static bool calls_take(const struct cause_side *s, const struct cause_side *o, double ns)
{
    double calls = count_calls(s) - count_calls(o);
    double bytes = s->median.read_call_bytes - o->median.read_call_bytes;
    return calls * CALL_MOST_NS + fmax(bytes, 0) * BYTE_MOST_NS >= ns;
}

/* Most of the difference is time of the kernel, who does more there. */
int cause_kernel(const struct cause_facts *f, FILE *out)
{
    char longer[TEXT_MAX], shorter[TEXT_MAX];
    const struct cause_side *s = f->slower, *o = f->faster;
    double apart = s->median.wall_ns - o->median.wall_ns;
    if (!cause_is_of_time(f) || claim_side(f->q->finding->better) == 0 || !calls_more(s, o) ||
        !is_accounted(s) || !(o->processor_share <= 1.05) ||
        !(cause_kernel_ns(s) - cause_kernel_ns(o) >= MOST * apart))
        return 0;
    bool none = cause_kernel_ns(o) < TIME_LEAST_NS;
    fprintf(out, "the kernel takes about %s of %s's time",
            text_format_ns(cause_kernel_ns(s), longer), s->method);
    print_calls(s, out);
    fprintf(out, " and %s%s of %s's", none ? "next to none" : "about ",
            none ? "" : text_format_ns(cause_kernel_ns(o), shorter), o->method);
    print_calls(o, out);
    return 1;
}

/* ---- where the time goes ---- */

struct phase {
    const char *name;
    size_t offset;
    bool works; /* this is where the bytes are reached, so it takes counters to tell why */
};

static const struct phase phases[] = {
    { "opening", offsetof(struct sample, open_ns), false },
    { "the access", offsetof(struct sample, access_ns), true },
    { "closing", offsetof(struct sample, close_ns), false },
};

static double time_of(const struct cause_side *s, const struct phase *p)
{
    return *(const double *)((const char *)&s->median + p->offset);
}

/* Most of the difference, and the rounds show that the phase differs. */
static int is_where(const struct cause_facts *f, const struct phase *p)
{
    struct stats_comparison c;
    const struct cause_side *s = f->slower, *o = f->faster;
    double whole = s->median.wall_ns - o->median.wall_ns;
    double part = time_of(s, p) - time_of(o, p);
    if (!(part >= MOST * whole) || (p->works && !(calls_more(s, o) && calls_take(s, o, part))))
        return 0;
    int r = judge_compare_figure(&c, o->measured, s->measured, p->offset);
    return r < 0 ? r : claim_side(c.ratio) > 0;
}

int cause_phase(const struct cause_facts *f, FILE *out)
{
    char longer[TEXT_MAX], shorter[TEXT_MAX];
    if (!cause_is_of_time(f) || !(f->slower->median.wall_ns > f->faster->median.wall_ns))
        return 0;
    for (size_t i = 0; i < sizeof phases / sizeof phases[0]; i++) {
        const struct phase *p = &phases[i];
        int r = is_where(f, p);
        if (r < 0)
            return r;
        if (r == 0)
            continue;
        fprintf(out, "most of the difference is in %s: %s for %s", p->name,
                text_format_ns(time_of(f->slower, p), longer), f->slower->method);
        if (p->works)
            print_calls(f->slower, out);
        fprintf(out, ", %s for %s", text_format_ns(time_of(f->faster, p), shorter),
                f->faster->method);
        if (p->works)
            print_calls(f->faster, out);
        return 1;
    }
    return 0;
}
