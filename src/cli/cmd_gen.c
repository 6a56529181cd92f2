/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/stop.h"
#include "base/text.h"
#include "cli/command.h"
#include "base/clock.h"
#include "dataset/dataset.h"

/* The last word before the new bytes take the place of the old ones. */
static int on_generated(void *context, uint64_t done)
{
    const struct dataset *d = context;
    if (stop_requested())
        return 1;
    if (done == d->spec.bytes)
        expectation_remove(d->path);
    return 0;
}

static int on_answers(void *context, const char *what, uint64_t done, uint64_t total)
{
    (void)context, (void)what, (void)done, (void)total;
    return stop_requested();
}

static const char *explain(int error)
{
    if (error == -ENOSPC)
        return "too little space there: free some or name another place with -o";
    return strerror(-error);
}

static void print_speed(const char *what, uint64_t bytes, uint64_t ns)
{
    char size[TEXT_MAX], time[TEXT_MAX], rate[TEXT_MAX];
    fprintf(stderr, "mapread gen: %s: %s in %s, %s/s\n", what,
            text_format_bytes((double)bytes, size), text_format_ns((double)ns, time),
            text_format_bytes((double)bytes / ((double)ns / 1e9), rate));
}

static int generate(const struct command *self, const struct options *o, struct dataset *d)
{
    struct stat st;
    if (stat(d->path, &st) == 0 && !S_ISREG(st.st_mode))
        return command_fail(self, "%s: not a regular file; name another with -o", d->path);
    uint64_t begun = clock_now_ns();
    int r = gen_file(&(struct gen_request){ .path = d->path,
                                            .kind = d->kind,
                                            .spec = d->spec,
                                            .writeback = !o->bytes_only,
                                            .progress = on_generated,
                                            .context = d });
    if (r < 0)
        return command_fail(self, "%s: %s", d->path, explain(r));
    print_speed(d->path, d->spec.bytes, clock_now_ns() - begun);
    if (o->bytes_only)
        return 0;
    begun = clock_now_ns();
    r = dataset_expect(d, on_answers, NULL);
    if (r == 0)
        r = expectation_write(&d->expected, d->path);
    if (r < 0) {
        unlink(d->path);
        return command_fail(self, "%s: the answers: %s", d->path, explain(r));
    }
    print_speed("answers", d->spec.bytes, clock_now_ns() - begun);
    return 0;
}

static int run(const struct command *self, const struct options *o)
{
    struct dataset d = { .kind = options_kind("mapread gen", o->arguments[0]),
                         .spec = { .seed = o->seed, .needle = o->needle } };
    if (!d.kind)
        return EXIT_USAGE;
    if (o->size_count != 1)
        return options_usage_error("mapread gen", "name one size: --size 64MiB");
    if (!o->output)
        return options_usage_error("mapread gen", "name the file to write: -o FILE");
    d.spec.bytes = o->sizes[0];
    d.path = strdup(o->output);
    stop_install();
    int status = d.path ? generate(self, o, &d) : command_fail(self, "out of memory");
    dataset_free(&d);
    return status;
}

const struct command command_gen = {
    .name = "gen",
    .bit = COMMAND_GEN,
    .arguments = "KIND --size SIZE [--seed N] [--needle DEPTH] -o FILE",
    .summary = "make a data file and its right answers (FILE.expect.json)",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run,
};
