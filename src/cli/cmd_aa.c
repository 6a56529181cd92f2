/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "analysis/aa.h"
#include "analysis/need.h"
#include "cli/command.h"
#include "report/aa-table.h"

enum { DEFAULT_COPIES = 14 };

static int print(const struct command *self, const struct options *o, const struct run *run)
{
    struct summary s;
    struct aa_result a;
    struct document d = { 0 };
    int status = command_summarize(self, run, NULL, &s);
    if (status != 0)
        return status;
    int r = aa_collect(&a, &s, run);
    if (r == 0) {
        aa_add(&d, &a, &s);
        aa_free(&a);
        r = document_print(stdout, &d, o->format->page, isatty(STDOUT_FILENO));
        document_free(&d);
    }
    summary_free(&s);
    if (r == -ENODATA)
        return command_fail(self, "nothing to compare: no case has a copy with samples");
    return r < 0 ? command_fail(self, "%s", strerror(-r)) : 0;
}

static int print_earlier(const struct command *self, const struct options *o)
{
    struct run run, aa;
    int status = command_read_runs(self, o, o->arguments[0], &run, &aa);
    if (status != 0)
        return status;
    status = print(self, o, &run);
    run_free(&run);
    return status;
}

static size_t count_cases(const struct plan *p)
{
    size_t count = 0;
    for (size_t i = 0; i < p->group_count; i++)
        count += p->groups[i].method_count;
    return count;
}

/* The budget grows with the cases: each has as much time as in a run of the suite. */
static int repeat(const struct command *self, const struct options *o, struct plan *p)
{
    size_t copies = o->copies ? o->copies : DEFAULT_COPIES;
    p->plant = o->plant / 100;
    const size_t cases = count_cases(p);
    if (copies < 2)
        return options_usage_error("mapread aa", "--copies %zu: at least 2", copies);
    if (plan_repeat(p, o->methods, copies) < 0)
        return options_usage_error("mapread aa",
                                   "--copies %zu: too many, a round has at most %d", copies,
                                   PLAN_METHODS_MAX);
    p->budget_s *= (double)count_cases(p) / (double)cases;
    (void)self;
    return 0;
}

static int finish(const struct command *self, const struct options *o, const struct run *run,
                  const char *folder)
{
    printf("%s\n\n", folder);
    return print(self, o, run);
}

static int run(const struct command *self, const struct options *o)
{
    static const struct measuring how = {
        .label = "aa-", .adjust = repeat, .need = need_copies, .finish = finish
    };
    if (o->argument_count > 0)
        return print_earlier(self, o);
    return command_measure(self, o, &how);
}

const struct command command_aa = {
    .name = "aa",
    .bit = COMMAND_AA,
    .arguments =
        "[RUN] [--format NAME] [--suite NAME] [-w W]... [-m M]... [-s STATE]... [-o DIR]",
    .summary = "measure this machine's false-alarm rate (A/A)",
    .arguments_max = 1,
    .takes_runs = true,
    .run = run,
};
