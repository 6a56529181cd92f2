/* SPDX-License-Identifier: MIT */
/* What the rounds and the steps between the two sides tell. */
#include <math.h>

#include "base/text.h"
#include "report/summary.h"
#include "stats/comparison.h"
#include "tutorial/cause-rules.h"
#include "tutorial/words.h"

/* Who would run more? Then the difference is too small to speak of, unless the interval is
   that wide. */
enum { ROUNDS_MOST = 1000 };
#define WIDE 1.2

/* ---- too few rounds ---- */

/* What is published lies inside, or a part of it. */
static bool has_claim_inside(struct stats_estimate measured, const struct published_row *row)
{
    if (isnan(row->low))
        return measured.high > 1 + stats_margin;
    return measured.low <= row->high && measured.high >= row->low;
}

/* How many rounds would take 1 out of the interval, if its width goes with the square root
   of their number and the median stays; NAN: the median itself is too close to 1. */
static double rounds_to_tell(struct stats_estimate measured)
{
    double ratio = measured.value > 1 ? measured.value : 1 / measured.value;
    double end = measured.value > 1 ? measured.low : 1 / measured.high;
    double distance = log(ratio / (1 + stats_margin));
    double share = log(ratio / end) / distance;
    return distance > 0 ? ceil((double)measured.n * share * share) : NAN;
}

int cause_noise(const struct cause_facts *f, FILE *out)
{
    char rounds[TEXT_MAX], enough[TEXT_MAX];
    const struct finding *found = f->q->finding;
    const struct stats_estimate measured = found->better;
    double wanted = rounds_to_tell(measured);
    bool can_tell = wanted <= ROUNDS_MOST;
    if (found->verdict != CLAIM_FAILS || claim_side(measured) != 0 ||
        !has_claim_inside(measured, f->q->row) ||
        !(can_tell || measured.high >= WIDE * measured.low))
        return 0;
    fprintf(out,
            "what is published lies inside the interval that %s rounds leave, and %s %s would "
            "tell",
            text_format_count((double)measured.n, rounds), can_tell ? "about" : "no less than",
            text_format_count(can_tell ? wanted : ROUNDS_MOST, enough));
    return 1;
}

/* Whether the claim would hold with that ratio, were it certain. */
static bool is_as_claimed(double ratio, const struct published_row *row)
{
    struct stats_estimate certain = { ratio, ratio, ratio, STATS_INTERVAL_MIN };
    return claim_judge(certain, row->low, row->high) == CLAIM_HOLDS;
}

int cause_few_rounds(const struct cause_facts *f, FILE *out)
{
    char rounds[TEXT_MAX], enough[TEXT_MAX];
    const struct finding *found = f->q->finding;
    double wanted = rounds_to_tell(found->better);
    if (found->verdict != CLAIM_FAILS || !is_as_claimed(found->better.value, f->q->row) ||
        !(wanted <= ROUNDS_MOST))
        return 0;
    fprintf(out, "it takes about %s rounds, not %s, to tell this from no difference",
            text_format_count(wanted, enough),
            text_format_count((double)found->better.n, rounds));
    return 1;
}

/* ---- steps ---- */

static void print_opposite(const struct path_step *against, const struct path_step *along,
                           FILE *out)
{
    char times[WORDS_MAX];
    words_of_times(against->times, times);
    if (!along->step)
        fprintf(out, "most of all %s, %s", against->step->what, times);
    else {
        fprintf(out, "%s goes the other way, %s", against->step->what, times);
        fprintf(out, ", while %s, goes as published, %s", along->step->what,
                words_of_times(along->times, times));
    }
}

/* A step on the path between the sides goes against the claim here: it takes the whole along,
   or makes up for the one that goes as published. */
int cause_opposite_step(const struct cause_facts *f, FILE *out)
{
    struct path_step against, along;
    const struct cause_question *q = f->q;
    if (!cause_is_of_time(f) || q->finding->verdict != CLAIM_FAILS || f->claimed == 0 ||
        f->path.count < 2)
        return 0;
    int r = step_path_widest(&against, &f->path, q->run, q->row, -f->claimed);
    if (r == 0)
        r = step_path_widest(&along, &f->path, q->run, q->row, f->claimed);
    bool is_shown = claim_side(q->finding->better) != 0;
    if (r < 0 || !against.step || !(along.step || is_shown))
        return r;
    print_opposite(&against, &along, out);
    return 1;
}

/* Whether the bytes come by read() and the like there. */
static int uses_read(const struct cause_facts *f, const char *method)
{
    struct stats_estimate calls;
    const struct run_case *c = finding_case(f->q->run, f->q->row, method);
    int r = summary_estimate(&calls, c, offsetof(struct sample, read_calls));
    return r < 0 ? r : calls.value >= 1;
}

int cause_widest_step(const struct cause_facts *f, FILE *out)
{
    char times[WORDS_MAX];
    struct path_step widest;
    if (!cause_is_of_time(f) || f->q->finding->verdict != CLAIM_PARTLY || f->path.count < 2)
        return 0;
    int r = step_path_widest(&widest, &f->path, f->q->run, f->q->row, f->claimed);
    if (r < 0 || !widest.step)
        return r;
    r = uses_read(f, widest.step->to);
    if (r < 0)
        return r;
    fprintf(out, "most of all %s, %s%s", widest.step->what, words_of_times(widest.times, times),
            r ? ", gained without a mapping" : "");
    return 1;
}
