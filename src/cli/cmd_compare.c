/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "analysis/compare-counts.h"
#include "report/compare-document.h"
#include "report/compare-letter.h"
#include "report/compare-words.h"
#include "report/ratio.h"

int command_compare_runs(struct compare *c, const struct options *o, struct run_error *error)
{
    int r = compare_read(c, o->arguments, (size_t)o->argument_count, error);
    if (r == 0)
        r = compare_finish(c);
    if (r == -ENODATA)
        compare_explain(c, error);
    return r;
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

static int print(const struct compare *c, const struct options *o, struct run_error *error)
{
    struct document d = { 0 };
    if (o->format->page == DOCUMENT_TEXT72)
        compare_letter(&d, c);
    else
        compare_document(&d, c, o->answer);
    int r = document_print(stdout, &d, o->format->page, isatty(STDOUT_FILENO));
    document_free(&d);
    if (r < 0)
        snprintf(error->message, sizeof error->message, "cannot print: %s", strerror(-r));
    return r;
}

static int run(const struct command *self, const struct options *o)
{
    struct compare c = { .only_different = o->only_different,
                         .all_counts = o->all_counts,
                         .margin = o->threshold / 100,
                         .chosen = { .workloads = o->workloads,
                                     .methods = o->methods,
                                     .states = o->states,
                                     .sizes = o->sizes,
                                     .size_count = o->size_count } };
    struct run_error error = { "out of memory" };
    if (o->argument_count < 2)
        return options_usage_error("mapread compare",
                                   "compare needs two runs; for one: mapread show %s",
                                   o->arguments[0]);
    int r = command_compare_runs(&c, o, &error);
    if (r == 0 && o->fail_on > 0 && compare_emulated(&c)) {
        snprintf(error.message, sizeof error.message,
                 "--fail-on compares times, and a run was emulated: leave it out, or compare "
                 "runs of real processors");
        r = -EINVAL;
    }
    if (r == 0)
        r = print(&c, o, &error);
    bool slower = r == 0 && o->fail_on > 0 && find_slower(&c, o->fail_on);
    compare_free(&c);
    return r < 0 ? command_fail(self, "%s", error.message) : slower ? EXIT_SLOWER : 0;
}

const struct command command_compare = {
    .name = "compare",
    .bit = COMMAND_COMPARE,
    .arguments = "[OPTION]... RUN RUN...",
    .summary = "the same cases across machines, file systems or time",
    .arguments_min = 1,
    .arguments_max = INT_MAX,
    .takes_runs = true,
    .run = run,
};
