/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/install_paths.h"
#include "base/procfs.h"
#include "base/scratch.h"
#include "base/text.h"
#include "cli/checkup.h"
#include "cli/command.h"
#include "tutorial/finding.h"
#include "tutorial/plan.h"
#include "tutorial/trial-results.h"
#include "tutorial/tutorial.h"

/* Exit status 2. */
static int refuse_source(const struct published *p, const char *name)
{
    char names[512] = "";
    for (size_t i = 0, len = 0; i < p->source_count && len < sizeof names; i++)
        len += (size_t)snprintf(names + len, sizeof names - len, "%s%s", i ? ", " : "",
                                p->sources[i].name);
    return options_usage_error("mapread tutorial", "no source '%s': there are %s", name, names);
}

/* Of one source alone, or with NULL of all. */
static int read_published(const struct command *self, const char *source, struct published *ret)
{
    struct published_error error = { "out of memory" };
    char *folder = install_path_data(command_argv0(), "results/published");
    int r = folder ? published_read(ret, folder, &error) : -ENOMEM;
    free(folder);
    if (r < 0)
        return command_fail(self, "%s", error.message);
    if (!source || published_keep(ret, source))
        return 0;
    int status = refuse_source(ret, source);
    published_free(ret);
    return status;
}

static const char *data_folder(const struct options *o)
{
    return o->directory ? o->directory : "data";
}

/* ---- what is said without figures ---- */

/* What has a trial, tried out once each. 0; -EINTR: the rest is not done. */
static int do_trials(const struct published *p, const char *scratch, struct trial_results *ret)
{
    int r = 0;
    for (size_t i = 0; i < p->source_count; i++)
        for (size_t k = 0; k < p->sources[i].sentence_count && r == 0; k++) {
            size_t place;
            const char *name = p->sources[i].sentences[k].trial;
            if (name && trial_find(name, &place) && !ret->of[place].done)
                r = trial_do(trials[place], scratch, TRIAL_LIMIT_S, &ret->of[place]);
        }
    return r;
}

/* Returns the exit status. */
static int try_out(const struct command *self, const struct published *p, const char *data,
                   const char *folder, struct trial_results *ret)
{
    char *scratch = NULL;
    *ret = (struct trial_results){ 0 };
    int r = scratch_make(&scratch, data);
    if (r < 0)
        return command_fail(self, "%s: %s", data, strerror(-r));
    r = do_trials(p, scratch, ret);
    scratch_remove(scratch);
    free(scratch);
    return r < 0 ? command_fail(self, "interrupted; what was measured is in %s", folder) : 0;
}

static int save_trials(const struct command *self, const struct trial_results *results,
                       const char *folder)
{
    int r = trial_results_save(results, folder);
    return r < 0 ? command_fail(self, "%s/tutorial.json: %s", folder, strerror(-r)) : 0;
}

/* Those that lie beside the run; none where there is no such file. */
static int read_trials(const struct command *self, const char *run_path,
                       struct trial_results *ret)
{
    const char *bad = "";
    char *folder = run_folder(run_path);
    *ret = (struct trial_results){ 0 };
    int r = !folder ? -ENOMEM : trial_results_read(ret, folder, &bad);
    int status = 0;
    if (r == -EBADMSG)
        status = command_fail(self, "%s/tutorial.json: %s%s is no result of a trial", folder,
                              bad, bad[0] ? "" : "it");
    else if (r < 0 && r != -ENOENT)
        status = command_fail(self, "%s: %s", run_path, strerror(-r));
    free(folder);
    return status;
}

/* ---- the page ---- */

static int print(const struct command *self, const struct tutorial *t)
{
    struct document d = { 0 };
    tutorial_add(&d, t);
    int r = document_print(stdout, &d, DOCUMENT_TERMINAL, isatty(STDOUT_FILENO));
    document_free(&d);
    return r < 0 ? command_fail(self, "%s", strerror(-r)) : 0;
}

static int write_files(const struct command *self, const struct tutorial *t, const char *folder)
{
    struct run_error error = { "out of memory" };
    char *scripts = install_path_data(command_argv0(), "plots");
    int r = scripts ? tutorial_write(t, folder, scripts, &error) : -ENOMEM;
    free(scripts);
    return r < 0 ? command_fail(self, "%s", error.message) : 0;
}

static int print_tutorial(const struct command *self, const struct tutorial *t,
                          const char *folder)
{
    int written = folder ? write_files(self, t, folder) : 0;
    int status = print(self, t);
    return status != 0 ? status : written;
}

static int finish(const struct command *self, const struct options *o, const struct run *run,
                  const char *folder)
{
    struct published p;
    struct trial_results results;
    int status = read_published(self, o->source, &p);
    if (status != 0)
        return status;
    status = try_out(self, &p, data_folder(o), folder, &results);
    int saved = save_trials(self, &results, folder);
    if (status == 0) {
        printf("%s\n\n", folder);
        status = print_tutorial(
            self, &(struct tutorial){ .published = &p, .run = run, .trials = &results },
            folder);
    }
    published_free(&p);
    return status != 0 ? status : saved;
}

static int print_run(const struct command *self, const struct options *o, const struct run *run)
{
    struct published p;
    struct trial_results results;
    if (!finding_is_tutorial(run))
        return command_fail(self, "%s: not a run of mapread tutorial, but of the suite %s",
                            o->arguments[0], run->suite[0] ? run->suite : "(unknown)");
    int status = read_trials(self, o->arguments[0], &results);
    if (status == 0)
        status = read_published(self, finding_source(run), &p);
    if (status != 0)
        return status;
    status = print_tutorial(
        self, &(struct tutorial){ .published = &p, .run = run, .trials = &results }, o->output);
    published_free(&p);
    return status;
}

static int print_earlier(const struct command *self, const struct options *o)
{
    struct run run, aa;
    struct stat st;
    if (o->small || o->rounds || o->directory || o->source)
        return options_usage_error("mapread tutorial",
                                   "%s is printed, not measured: without --small, --rounds, "
                                   "--dir and --source",
                                   o->arguments[0]);
    if (o->output && (stat(o->output, &st) != 0 || !S_ISDIR(st.st_mode)))
        return command_fail(self, "%s: not a folder", o->output);
    int status = command_read_runs(self, o, o->arguments[0], &run, &aa);
    if (status != 0)
        return status;
    status = print_run(self, o, &run);
    run_free(&run);
    return status;
}

/* ---- the plan ---- */

/* Of the data sets, what lies there already needs no space. */
static double bytes_there(const struct plan *p, const char *folder)
{
    double bytes = 0;
    for (size_t i = 0; i < p->dataset_count; i++) {
        struct stat st;
        char *path = text_printf("%s/%s", folder, p->datasets[i].name);
        if (path && stat(path, &st) == 0 && (uint64_t)st.st_size == p->datasets[i].spec.bytes)
            bytes += (double)st.st_size;
        free(path);
    }
    return bytes;
}

/* Why a plan cannot be carried out here, and how to fix it. */
struct shortage {
    char why[160];
    const char *remedy;
};

/* What the system does not tell is no reason to refuse. */
static bool fits_disk(const struct options *o, const struct plan *p, struct shortage *s)
{
    char wanted[TEXT_MAX], there[TEXT_MAX];
    struct statvfs fs;
    const char *folder = data_folder(o);
    double needed = tutorial_needs(p).disk_bytes - bytes_there(p, folder);
    if (statvfs(folder, &fs) != 0 && statvfs(".", &fs) != 0)
        return true;
    double free_bytes = (double)fs.f_bavail * (double)fs.f_frsize;
    snprintf(s->why, sizeof s->why, "the data sets need %s more in %.64s, and %s are free",
             text_format_bytes(needed, wanted), folder, text_format_bytes(free_bytes, there));
    s->remedy = "name another folder with --dir";
    return needed <= free_bytes;
}

static bool fits_memory(const struct plan *p, struct shortage *s)
{
    char wanted[TEXT_MAX], there[TEXT_MAX];
    double available = procfs_memory_bytes("", "MemAvailable");
    double needed = tutorial_needs(p).memory_bytes;
    snprintf(
        s->why, sizeof s->why,
        "the largest file and the copy that read makes of it need %s of memory, and %s are "
        "available",
        text_format_bytes(needed, wanted), text_format_bytes(available, there));
    s->remedy = "stop other programs";
    return !(needed > available);
}

/* Pages that are taken back while a large file is warmed make a sample that is thrown away,
   and the next attempt takes as long. */
static bool stays_warm(const struct plan *p, struct shortage *s)
{
    enum { SAFE_BYTES = 1 << 30 };
    char who[96], largest[TEXT_MAX];
    double bytes = tutorial_needs(p).warm_bytes;
    if (bytes <= SAFE_BYTES || !checkup_reclaims(who, sizeof who))
        return true;
    snprintf(s->why, sizeof s->why, "%s, so that %s do not stay warm", who,
             text_format_bytes(bytes, largest));
    s->remedy = "mapread doctor tells how to turn it off";
    return false;
}

static bool fits(const struct options *o, const struct plan *p, struct shortage *s)
{
    return fits_memory(p, s) && fits_disk(o, p, s) && stays_warm(p, s);
}

static int plan_of(const struct command *self, const struct options *o, bool small,
                   const struct published *p, struct plan *ret)
{
    struct plan_error error;
    const struct tutorial_request request = {
        .small = small, .rounds = (unsigned)o->rounds, .seed = o->seed, .source = o->source
    };
    int r = tutorial_plan(ret, p, &request, &error);
    return r < 0 ? command_fail(self, "%s", error.message) : 0;
}

/* The usual sizes where they can be had, else those of --small. */
static int fit_plan(const struct command *self, const struct options *o,
                    const struct published *p, struct plan *ret)
{
    struct shortage s, small_s;
    int status = plan_of(self, o, o->small, p, ret);
    if (status != 0 || fits(o, ret, &s))
        return status;
    plan_free(ret);
    if (o->small)
        return command_fail(self, "%s; %s", s.why, s.remedy);
    status = plan_of(self, o, true, p, ret);
    if (status != 0)
        return status;
    if (fits(o, ret, &small_s)) {
        fprintf(stderr, "mapread tutorial: %s: the sizes of --small are measured instead\n",
                s.why);
        return 0;
    }
    plan_free(ret);
    return command_fail(self, "even with --small %s; %s", small_s.why, small_s.remedy);
}

static int make_plan(const struct command *self, const struct options *o, struct plan *ret)
{
    struct published p;
    int status = read_published(self, o->source, &p);
    if (status != 0)
        return status;
    status = fit_plan(self, o, &p, ret);
    published_free(&p);
    return status;
}

static int run(const struct command *self, const struct options *o)
{
    struct measuring how = { .label = "", .make_plan = make_plan, .finish = finish };
    how.smaller = o->small ? NULL : ", or use --small";
    if (o->argument_count > 0)
        return print_earlier(self, o);
    return command_measure(self, o, &how);
}

static void explain(void)
{
    puts(
        "\nMeasures what results/published/*.json name, and prints for each table: published,\n"
        "the published program here, in C here, in Python here, and whether the claim holds\n"
        "here; what is said without figures is tried out. --source NAME measures one source\n"
        "alone; a name that is none lists them. Where memory or disk is short, or the kernel "
        "pages out what is\n"
        "not used for a while, the sizes are those of --small.\n"
        "Keeps run.json, tutorial.json, tutorial.md and plots/tutorial.svg. With RUN: prints\n"
        "an earlier one; with -o, writes its page and picture into that folder, too.");
}

const struct command command_tutorial = {
    .name = "tutorial",
    .bit = COMMAND_TUTORIAL,
    .arguments = "[RUN] [--source NAME] [--small] [--dir DIR] [--rounds N] [-o DIR]",
    .summary = "the published tables, reproduced on this machine",
    .arguments_max = 1,
    .takes_runs = true,
    .run = run,
    .explain = explain,
};
