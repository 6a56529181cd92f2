/* SPDX-License-Identifier: MIT */
#include "report/plots.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "base/text.h"

extern char **environ;

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

static int drawing_new(struct drawing *ret, const char *name, const char *terminal,
                       const char *folder, const char *scripts)
{
    struct drawing d = {
        .terminal = terminal,
        .script = text_printf("%s/%s.gp", scripts, name),
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

/* -errno, as posix_spawnp gives it. Standard input is empty, standard output goes where
   the complaints go. */
static int start(pid_t *ret, char *const arguments[], int complaints)
{
    posix_spawn_file_actions_t actions;
    int r = posix_spawn_file_actions_init(&actions);
    if (r != 0)
        return -r;
    r = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (r == 0)
        r = posix_spawn_file_actions_adddup2(&actions, complaints, STDOUT_FILENO);
    if (r == 0)
        r = posix_spawn_file_actions_adddup2(&actions, complaints, STDERR_FILENO);
    if (r == 0)
        r = posix_spawnp(ret, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    return -r;
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

/* The whole of what a program says; what does not fit is read and dropped. */
static void read_complaints(int fd, char *buffer, size_t size)
{
    char rest[512];
    ssize_t len = io_read(fd, buffer, size - 1);
    buffer[len > 0 ? len : 0] = '\0';
    while (io_read(fd, rest, sizeof rest) > 0)
        ;
}

static int wait_for(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return -errno;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -EIO;
}

static int run_gnuplot(const struct drawing *d, struct run_error *error)
{
    char *arguments[] = { (char *)"gnuplot", (char *)"-d", (char *)"-c",        d->script,
                          d->data,           d->temporary, (char *)d->terminal, NULL };
    char complaints[4096];
    int ends[2];
    pid_t pid;
    if (pipe(ends) < 0)
        return -errno;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    int r = start(&pid, arguments, ends[1]);
    close(ends[1]);
    if (r == 0) {
        read_complaints(ends[0], complaints, sizeof complaints);
        r = wait_for(pid);
        if (r == -EIO)
            keep_reason(error, d->script, complaints);
    }
    close(ends[0]);
    return r;
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

int plots_draw_one(const char *folder, const char *scripts, const char *name,
                   struct run_error *error)
{
    int r = 0;
    error->message[0] = '\0';
    for (size_t i = 0; i < sizeof terminals / sizeof terminals[0] && r == 0; i++) {
        struct drawing d;
        r = drawing_new(&d, name, terminals[i], folder, scripts);
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
    int r = plots_draw_one(folder, scripts, "time", error);
    return r == 0 ? plots_draw_one(folder, scripts, "rss", error) : r;
}
