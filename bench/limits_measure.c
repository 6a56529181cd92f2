/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/clock.h"
#include "base/text.h"
#include "bench/limits.h"
#include "case/outcome.h"

enum { OUTPUT_MAX = 1 << 16, COMMAND_LIMIT_S = 60 };

static void complain(struct limit *l, const char *format, const char *what, const char *why)
{
    snprintf(l->problem, sizeof l->problem, format, what, why);
}

/* ---- commands ---- */

/* One argument with its file's path; the caller frees. */
static char *expand(const struct place *p, const char *argument, bool first)
{
    const char *at = strchr(argument, '@');
    if (at)
        return text_printf("%.*s%s/%s", (int)(at - argument), argument, p->scratch, at + 1);
    return strdup(first && strcmp(argument, "mapread") == 0 ? p->mapread : argument);
}

/* The first line, for whoever reads one. */
static const char *cut_line(char *text)
{
    text[strcspn(text, "\n")] = '\0';
    return text;
}

/* Runs it, and keeps what it prints, *ret_ns what it took. 0; -EINTR; another -errno, and the
   row's problem says why. */
static int run(const struct place *p, const char *const *arguments, char output[OUTPUT_MAX],
               double *ret_ns, struct limit *l)
{
    char *expanded[sizeof(command) / sizeof(char *)] = { NULL };
    int status = 0, r = 0;
    for (size_t i = 0; arguments[i] && r == 0; i++)
        r = (expanded[i] = expand(p, arguments[i], i == 0)) ? 0 : -ENOMEM;
    uint64_t begun = clock_now_ns();
    if (r == 0)
        r = child_run(
            &(struct child_spec){ .arguments = (const char *const *)expanded,
                                  .environment = "LC_ALL=C",
                                  .fds = { CHILD_NULL, CHILD_CHANNEL, CHILD_CHANNEL } },
            COMMAND_LIMIT_S, output, OUTPUT_MAX, &status);
    *ret_ns = (double)(clock_now_ns() - begun);
    for (size_t i = 0; expanded[i]; i++)
        free(expanded[i]);
    if (r == -ENOENT)
        complain(l, "%s is not installed%s", arguments[0],
                 ": ./bootstrap --limits installs it");
    else if (r < 0 && r != -EINTR)
        complain(l, "%s: %s", arguments[0], strerror(-r));
    else if (r == 0 && status != 0) {
        complain(l, "%s failed: %.150s", arguments[0], cut_line(output));
        r = -EIO;
    }
    return r;
}

/* A step that is not timed; an empty one is none. */
static int step(const struct place *p, const char *const *arguments, struct limit *l)
{
    static char output[OUTPUT_MAX];
    double ns;
    return arguments[0] ? run(p, arguments, output, &ns, l) : 0;
}

/* ---- what a command says ---- */

/* fio may warn before its JSON. NAN: it has none. */
static double fio_bytes_per_s(const char *output)
{
    const char *start = strchr(output, '{');
    json_t *json = start ? json_loads(start, JSON_DISABLE_EOF_CHECK, NULL) : NULL;
    json_t *job = json_array_get(json_object_get(json, "jobs"), 0);
    json_t *rate = json_object_get(json_object_get(job, "read"), "bw_bytes");
    double result = json_is_number(rate) ? json_number_value(rate) : NAN;
    json_decref(json);
    return result;
}

/* NAN: there is none. */
static double time_of(const struct row *row, const struct side *s, const char *output,
                      double ns)
{
    struct outcome o;
    if (s->timing == TIMING_FIO)
        return row->bytes / fio_bytes_per_s(output) * 1e9;
    if (s->timing == TIMING_PASS)
        return outcome_read(&o, output) == 0 && o.status == CASE_OK ? o.sample.wall_ns : NAN;
    return ns;
}

/* "count=12" of a case, "12\n" of others. */
static double count_of(const char *output)
{
    struct outcome o;
    const char *text = output;
    if (outcome_read(&o, output) == 0)
        text = strncmp(o.answer.text, "count=", 6) == 0 ? o.answer.text + 6 : "";
    char *end;
    double count = strtod(text, &end);
    return end == text ? NAN : count;
}

/* ---- pairs ---- */

static int measure_side(const struct place *p, const struct row *row, const struct side *s,
                        double *ret_ns, double *ret_count, struct limit *l)
{
    static char output[OUTPUT_MAX];
    double ns;
    int r = step(p, row->before, l);
    if (r == 0)
        r = run(p, s->arguments, output, &ns, l);
    if (r < 0)
        return r;
    *ret_ns = time_of(row, s, output, ns);
    *ret_count = row->same_answer ? count_of(output) : 0;
    if (isnan(*ret_ns)) {
        complain(l, "%s says no time: %.150s", s->arguments[0], cut_line(output));
        return -EIO;
    }
    return 0;
}

static int measure_pair(const struct place *p, const struct row *row, bool peer_first,
                        struct limit *l)
{
    struct limit_pair *pair = &l->pairs[l->pair_count];
    double counts[2] = { 0, 0 };
    int r = 0;
    for (int turn = 0; turn < 2 && r == 0; turn++)
        if ((turn == 0) == peer_first)
            r = measure_side(p, row, &row->peer, &pair->peer_ns, &counts[0], l);
        else
            r = measure_side(p, row, &row->ours, &pair->ours_ns, &counts[1], l);
    if (r == 0 && counts[0] != counts[1]) {
        complain(l, "%s and %s count differently", "mapread", row->peer_name);
        r = -EIO;
    }
    return r;
}

/* The kernel may take pages of a warm file, and then our command refuses: both are measured
   again. */
static int measure_settled_pair(const struct place *p, const struct row *row, struct limit *l)
{
    enum { TRIES = 4 };
    int r = measure_pair(p, row, l->pair_count % 2, l);
    for (int i = 1; i < TRIES && r == -EIO && row->settle[0]; i++) {
        r = step(p, row->settle, l);
        if (r == 0)
            r = measure_pair(p, row, l->pair_count % 2, l);
    }
    return r;
}

size_t limits_pairs(const struct place *p, const struct row *row)
{
    size_t pairs = p->pairs * (row->more ? row->more : 1);
    return pairs < LIMIT_PAIRS_MAX ? pairs : LIMIT_PAIRS_MAX;
}

static int measure_pairs(const struct place *p, const struct row *row, struct limit *l)
{
    int r = 0;
    const size_t pairs = limits_pairs(p, row);
    for (l->pair_count = 0; l->pair_count < pairs && r == 0; l->pair_count += r == 0)
        r = measure_settled_pair(p, row, l);
    return r;
}

/* The first line of what it says to --version. */
static int ask_version(const struct place *p, const struct row *row, struct limit *l)
{
    char output[OUTPUT_MAX];
    double ns;
    command version = { row->peer.arguments[0], "--version" };
    int r = version[0] ? run(p, version, output, &ns, l) : 0;
    if (r == 0 && version[0])
        snprintf(l->peer_version, sizeof l->peer_version, "%.250s", cut_line(output));
    return r;
}

/* The file is made where it is not there yet: rows share files. */
static int make_file(const struct place *p, const struct row *row, struct limit *l)
{
    size_t last = 0;
    while (row->make[0] && row->make[last + 1])
        last++;
    char *path = row->make[0] ? expand(p, row->make[last], false) : NULL;
    int r = path && access(path, F_OK) == 0 ? 0 : step(p, row->make, l);
    free(path);
    return r == 0 ? step(p, row->settle, l) : r;
}

int limits_measure(const struct place *p, const struct row *row, struct limit *l)
{
    *l = (struct limit){ .goal = row->goal > 0 ? row->goal : NAN,
                         .within = row->within > 0 ? row->within : NAN };
    snprintf(l->work, sizeof l->work, "%s", row->work);
    snprintf(l->peer, sizeof l->peer, "%s", row->peer_name);
    int r = ask_version(p, row, l);
    if (r == 0)
        r = make_file(p, row, l);
    if (r == 0)
        r = (row->measure ? row->measure : measure_pairs)(p, row, l);
    if (r == 0)
        r = step(p, row->after, l);
    if (r < 0 && r != -EINTR && !l->problem[0])
        complain(l, "%s: %s", row->work, strerror(-r));
    if (r < 0)
        l->pair_count = 0;
    else
        l->problem[0] = '\0'; /* of a try that was not the last */
    return r == -EINTR ? r : 0;
}
