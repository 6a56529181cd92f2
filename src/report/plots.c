/* SPDX-License-Identifier: MIT */
#include "report/plots.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/text.h"

static const char *const terminals[] = { "svg", "png" };

/* The paths of one picture. */
struct drawing {
    const char *terminal;
    char *script, *data, *output, *temporary;
};

static void drawing_free(struct drawing *d)
{
    free(d->script);
    free(d->data);
    free(d->output);
    free(d->temporary);
}

static int drawing_new(struct drawing *ret, const char *script, const char *name,
                       const char *folder, const char *terminal)
{
    struct drawing d = {
        .terminal = terminal,
        .script = strdup(script),
        .data = text_printf("%s/plots/%s.dat", folder, name),
        .output = text_printf("%s/plots/%s.%s", folder, name, terminal),
        .temporary = text_printf("%s/plots/%s.%s.tmp", folder, name, terminal),
    };
    if (d.script && d.data && d.output && d.temporary) {
        *ret = d;
        return 0;
    }
    drawing_free(&d);
    return -ENOMEM;
}

/* The last line that says anything: gnuplot puts the reason at the end. */
static void keep_reason(struct run_error *error, const char *script, char *complaints)
{
    char *line = NULL, *state = NULL;
    for (char *at = strtok_r(complaints, "\n", &state); at; at = strtok_r(NULL, "\n", &state))
        if (at[strspn(at, " \t^")] != '\0')
            line = at;
    snprintf(error->message, sizeof error->message, "gnuplot failed on %s: %s", script,
             line ? line : "it did not say why");
}

static int run_gnuplot(const struct drawing *d, struct run_error *error)
{
    const char *arguments[] = { "gnuplot", "-d",         "-c",        d->script,
                                d->data,   d->temporary, d->terminal, NULL };
    const struct child_spec gnuplot = { .arguments = arguments,
                                        .fds = { CHILD_NULL, CHILD_CHANNEL, CHILD_CHANNEL } };
    char complaints[CHILD_TEXT_MAX];
    int status;
    int r = child_run(&gnuplot, CHILD_NO_LIMIT_S, complaints, sizeof complaints, &status);
    if (r < 0 || status == 0)
        return r;
    keep_reason(error, d->script, complaints);
    return -EIO;
}

static int draw(const struct drawing *d, struct run_error *error)
{
    int r = run_gnuplot(d, error);
    if (r == 0 && rename(d->temporary, d->output) != 0) {
        r = -EIO;
        snprintf(error->message, sizeof error->message, "cannot write %s: %s", d->output,
                 strerror(errno));
    }
    if (r != 0)
        unlink(d->temporary);
    return r;
}

static void explain(struct run_error *error, int r)
{
    if (r == -ENOENT)
        snprintf(error->message, sizeof error->message,
                 "gnuplot is not installed, so there are no pictures: install it (Debian: "
                 "gnuplot-nox) and make the report again");
    else
        snprintf(error->message, sizeof error->message, "cannot draw the pictures: %s",
                 strerror(-r));
}

int plots_draw_one(const char *folder, const char *script, const char *name,
                   struct run_error *error)
{
    int r = 0;
    error->message[0] = '\0';
    for (size_t i = 0; i < sizeof terminals / sizeof terminals[0] && r == 0; i++) {
        struct drawing d;
        r = drawing_new(&d, script, name, folder, terminals[i]);
        if (r < 0)
            break;
        r = draw(&d, error);
        drawing_free(&d);
    }
    if (r < 0 && error->message[0] == '\0')
        explain(error, r);
    return r;
}

int plots_draw(const char *folder, const char *scripts, struct run_error *error)
{
    char *script = text_printf("%s/panels.gp", scripts);
    int r = script ? plots_draw_one(folder, script, "time", error) : -ENOMEM;
    if (r == 0)
        r = plots_draw_one(folder, script, "rss", error);
    free(script);
    return r;
}

int plots_draw_flips(const char *folder, const char *scripts, struct run_error *error)
{
    char *script = text_printf("%s/panels.gp", scripts);
    int r = script ? plots_draw_one(folder, script, "flips", error) : -ENOMEM;
    free(script);
    return r;
}
