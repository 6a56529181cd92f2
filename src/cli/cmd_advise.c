/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "report/advice.h"

static const uint64_t usual_block = 4096;

/* 0, or the exit status. */
static int read_question(const struct options *o, struct advise_question *ret)
{
    const char *state = o->states[0] ? o->states[0]->name : "warm";
    *ret = (struct advise_question){
        .file_bytes = o->size_count ? (double)o->sizes[0] : 0,
        .touched = o->touch > 0 ? o->touch / 100 : 1,
        .block_bytes = (double)(o->asked.block_bytes ? o->asked.block_bytes : usual_block),
        .state = state,
    };
    const char *wrong = o->size_count != 1    ? "name the file's size: --size 200MB"
                        : ret->file_bytes < 1 ? "--size: a file of 0 bytes is no question"
                        : ret->touched > 1    ? "--touch: at most 100 %"
                        : strcmp(state, "warm") != 0 && strcmp(state, "cold") != 0
                            ? "--state: warm or cold"
                        : ret->touched < 1 && ret->block_bytes > ret->file_bytes
                            ? "--block: larger than the file"
                            : NULL;
    return wrong ? options_usage_error("mapread advise", "%s", wrong) : 0;
}

static int print(const struct command *self, const struct options *o, const struct run *r,
                 const struct summary *s, const struct advise_question *q)
{
    struct advise a;
    struct document d = { 0 };
    const char *path = o->arguments[0];
    if (r->costs.count == 0)
        return command_fail(self,
                            "%s: this run did not measure the machine's constants; mapread "
                            "run --suite quick does",
                            path);
    if (advise_make(&a, r, s, q) < 0)
        return command_fail(self,
                            "%s: this run did not measure the constants of a %s pass; "
                            "mapread run --suite default does",
                            path, q->state);
    advice_build(&d, &a, q, r, path);
    int result = document_print(stdout, &d, o->format->page, isatty(STDOUT_FILENO));
    document_free(&d);
    return result < 0 ? command_fail(self, "%s", strerror(-result)) : 0;
}

static int run(const struct command *self, const struct options *o)
{
    struct run run, aa;
    struct summary s;
    struct advise_question q;
    int status = read_question(o, &q);
    if (status == 0)
        status = command_read_runs(self, o, o->arguments[0], &run, &aa);
    if (status != 0)
        return status;
    status = command_summarize(self, &run, NULL, &s);
    if (status == 0) {
        status = print(self, o, &run, &s, &q);
        summary_free(&s);
    }
    run_free(&run);
    return status;
}

const struct command command_advise = {
    .name = "advise",
    .bit = COMMAND_ADVISE,
    .arguments = "--size SIZE [--touch PERCENT] [--block SIZE] [-s STATE] [RUN]",
    .summary = "which method is likely fastest for such a file, by a run's constants",
    .arguments_max = 1,
    .takes_runs = true,
    .takes_latest = true,
    .run = run,
};
