/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tutorial/finding.h"
#include "tutorial/parts.h"
#include "tutorial/words.h"

/* "decoding UTF-8 3.1x [3.0, 3.2] (python-text to python-bytes)", or "" for a step that
   has no figures. The caller frees. */
static char *describe_step(const struct published_step *step, struct stats_estimate e)
{
    char ratio[TEXT_MAX], interval[WORDS_MAX];
    if (e.n == 0)
        return strdup("");
    return text_printf("%s %s%s (%s to %s)", step->what, text_format_ratio(e.value, ratio),
                       words_of_interval(e.low, e.high, interval), step->from, step->to);
}

struct ladder {
    char *text;         /* the steps that have figures */
    int side;           /* of the published ratio: 1 above 1, -1 below */
    const char *widest; /* the step that goes farthest to that side; NULL: none does */
    double most;        /* how far, as a ratio above 1 */
    bool python;        /* a step in Python has figures */
};

/* The sources speak of Python: where there are steps in Python, which come first, one of
   them made the difference. */
static bool may_be_widest(struct ladder *l, const struct published_step *step)
{
    bool python = strncmp(step->from, "python-", strlen("python-")) == 0;
    l->python |= python;
    return python || !l->python;
}

static int climb(struct ladder *l, const struct page *p, const struct published_table *t,
                 const struct published_step *step)
{
    struct stats_estimate e;
    int r = finding_of_step(&e, p->run, &t->rows[0], step);
    char *part = r == 0 ? describe_step(step, e) : NULL;
    char *whole =
        part ? text_printf("%s%s%s", l->text, l->text[0] && part[0] ? "; " : "", part) : NULL;
    free(part);
    if (!whole)
        return -ENOMEM;
    free(l->text);
    l->text = whole;
    double far = l->side < 0 ? 1 / e.value : e.value;
    if (e.n > 0 && may_be_widest(l, step) && claim_side(e) == l->side && far > l->most) {
        l->most = far;
        l->widest = step->what;
    }
    return 0;
}

static int print_steps(const struct page *p, const struct published_row *row,
                       const struct ladder *l)
{
    char claim[WORDS_MAX];
    fputc('\n', p->out);
    if (!finding_has_claim(row))
        return page_printf(p->out, p->style, "Step by step, times faster: %s.", l->text);
    return page_printf(p->out, p->style,
                       "What made the difference (published: %s): %s%s. Step by step, times "
                       "faster: %s.",
                       words_of_claim(row, claim), l->widest ? "here most of all " : "",
                       l->widest ? l->widest : "no step here goes that way", l->text);
}

int ladder_print(const struct page *p, const struct published_table *t)
{
    struct ladder l = { .text = strdup(""), .side = t->rows[0].low < 1 ? -1 : 1, .most = 1 };
    int r = l.text ? 0 : -ENOMEM;
    for (size_t i = 0; i < t->step_count && r == 0; i++)
        r = climb(&l, p, t, &t->steps[i]);
    if (r == 0 && l.text[0])
        r = print_steps(p, &t->rows[0], &l);
    free(l.text);
    return r;
}
