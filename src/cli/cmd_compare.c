/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "report/compare-print.h"
#include "report/ratio.h"

int command_compare_runs(struct compare *c, const struct options *o, struct run_error *error)
{
    int r = compare_read(c, o->arguments, (size_t)o->argument_count, error);
    return r == 0 ? compare_finish(c, error) : r;
}

/* Of the case in a run but the first: it is shown to be slower, by so many per cent. */
static bool is_slower(const struct compare_cell *cell, double percent)
{
    const struct compare_answer *a = cell ? &cell->answers[COMPARE_TIME] : NULL;
    return a && a->finding == COMPARE_HIGHER && a->ratio.value > 1 + percent / 100;
}

/* Says which; whether there is one. */
static bool find_slower(const struct compare *c, double percent)
{
    char name[CASE_TEXT_MAX], factor[RATIO_TEXT_MAX], interval[RATIO_TEXT_MAX];
    bool found = false;
    for (size_t i = 0; i < c->all.case_count; i++)
        for (size_t run = 1; run < c->run_count; run++) {
            const struct compare_cell *cell = compare_cell_of(c, i, run);
            if (!is_slower(cell, percent))
                continue;
            const struct stats_estimate *e = &cell->answers[COMPARE_TIME].ratio;
            fprintf(stderr, "mapread compare: %s: slower than in %s, %s %s\n",
                    case_key_text(&c->all.cases[i].key, name), c->runs[0].label,
                    ratio_factor(*e, factor), ratio_interval(*e, interval));
            found = true;
        }
    return found;
}

static int run(const struct command *self, const struct options *o)
{
    struct compare c = { 0 };
    struct run_error error = { "out of memory" };
    struct report_style style = { .format = o->format->page, .bold = isatty(STDOUT_FILENO) };
    int r = command_compare_runs(&c, o, &error);
    int (*print)(FILE * out, const struct compare *c, const struct report_style *style) =
        o->answer ? compare_print_answer : compare_print;
    if (r == 0 && (r = print(stdout, &c, &style)) < 0)
        snprintf(error.message, sizeof error.message, "cannot print: %s", strerror(-r));
    bool slower = r == 0 && o->fail_on > 0 && find_slower(&c, o->fail_on);
    compare_free(&c);
    return r < 0 ? command_fail(self, "%s", error.message) : slower ? EXIT_SLOWER : 0;
}

const struct command command_compare = {
    .name = "compare",
    .bit = COMMAND_COMPARE,
    .arguments = "[--answer] [--format NAME] [--fail-on slower:PERCENT] RUN RUN...",
    .summary = "the same cases across machines, file systems or time",
    .arguments_min = 2,
    .arguments_max = INT_MAX,
    .run = run,
};
