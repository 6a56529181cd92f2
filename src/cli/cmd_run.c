/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "analysis/need.h"
#include "base/cpu_cache.h"
#include "base/install_paths.h"
#include "base/io.h"
#include "base/revision.h"
#include "base/scratch.h"
#include "base/stop.h"
#include "base/text.h"
#include "cli/checkup.h"
#include "cli/command.h"
#include "cli/suite.h"
#include "config.h"
#include "cost/cost.h"
#include "report/report.h"
#include "report/screen.h"
#include "sample/interpreter.h"
#include "schedule/runner.h"
#include "schedule/turn.h"

struct context {
    const struct command *self;
    const struct options *options;
    const struct measuring *how;
    struct plan plan;
    struct run run;
    struct progress progress;
    char *bench;    /* the path of mapread-bench */
    char *programs; /* the folder of the scripts in Python */
    char *folder;   /* of the results */
    const char *data;
    struct stat file;          /* the user's, before it is read */
    struct cost_series *costs; /* NULL: they are not measured, or cannot be */
    int turn; /* at the file or the folder of the data; negative: none is to be had */
};

static int make_folders(const char *path)
{
    char partial[PATH_MAX];
    int r = 0;
    if (snprintf(partial, sizeof partial, "%s/", path) >= (int)sizeof partial)
        return -ENAMETOOLONG;
    for (char *slash = strchr(partial + 1, '/'); slash && r == 0;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        r = io_make_directory(partial);
        *slash = '/';
    }
    return r;
}

static int check_data_folder(struct context *c)
{
    const char *folder = c->options->directory ? c->options->directory : "data";
    int r = make_folders(folder);
    if (r < 0)
        return command_fail(c->self, "%s: %s; name a folder for the data with --dir", folder,
                            strerror(-r));
    /* Where the file system is read-only the data may lie there already. */
    if (access(folder, W_OK | X_OK) != 0 && errno != EROFS)
        return command_fail(c->self, "%s: cannot be written: %s; name another with --dir",
                            folder, strerror(errno));
    c->data = folder;
    return 0;
}

static void tell_who_has_it(void *context, pid_t holder)
{
    struct context *c = context;
    const char *file = c->options->file;
    char line[PATH_MAX + 256], who[TEXT_MAX] = "";
    if (holder)
        snprintf(who, sizeof who, " (process %ld)", (long)holder);
    snprintf(line, sizeof line,
             "mapread %s: waiting: another mapread%s measures %s; stop this one with Ctrl-C%s",
             c->self->name, who, file ? file : c->data,
             file ? "" : ", or name another folder with --dir");
    progress_line(&c->progress, line);
}

/* Where nothing can be locked, others are found when pages cannot be evicted. */
static int take_turn(struct context *c)
{
    c->turn = turn_take(c->options->file ? c->options->file : c->data, tell_who_has_it, c);
    return c->turn == -EINTR ? command_fail(c->self, "interrupted") : 0;
}

/* A suite given by its path names its results by the file's name. */
static char *default_folder(const struct context *c, const char *suite)
{
    char stamp[32];
    const char *slash = strrchr(suite, '/');
    const char *base = slash ? slash + 1 : suite;
    time_t now = time(NULL);
    strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", localtime(&now));
    const char *host = c->run.machine.host;
    return text_printf("results/%s/%s-%s%.*s", host[0] ? host : "unknown", stamp, c->how->label,
                       (int)strcspn(base, "."), base);
}

static int choose_folder(struct context *c)
{
    const char *given = c->options->output;
    c->folder = given ? strdup(given) : default_folder(c, c->plan.suite);
    if (!c->folder)
        return command_fail(c->self, "out of memory");
    if (access(c->folder, F_OK) == 0)
        return command_fail(c->self,
                            "%s: exists already; a run never overwrites another: name "
                            "another folder with -o",
                            c->folder);
    return 0;
}

static bool wants_python(const struct plan *p)
{
    for (size_t i = 0; i < p->group_count; i++)
        for (size_t k = 0; k < p->groups[i].method_count; k++)
            if (p->groups[i].methods[k]->program)
                return true;
    return false;
}

static int describe(struct context *c)
{
    char stamp[32];
    time_t now = time(NULL);
    struct run *run = &c->run;
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
    snprintf(run->mapread_version, RUN_WORD_MAX, "%s", MAPREAD_VERSION);
    snprintf(run->revision, RUN_WORD_MAX, "%s", revision);
    snprintf(run->started_at, RUN_WORD_MAX, "%s", stamp);
    snprintf(run->suite, sizeof run->suite, "%s%s", c->how->label, c->plan.suite);
    snprintf(run->cpu_cache, RUN_WORD_MAX, "%s", cpu_cache_names[c->options->cpu_cache]);
    run->planted = c->plan.plant;
    run->seed = c->plan.seed;
    machine_read(&run->machine);
    run->emulated = machine_emulated(&run->machine);
    toolchain_read(&run->toolchain);
    if (c->programs && wants_python(&c->plan))
        interpreter_settle(&run->toolchain, c->programs);
    return 0;
}

static int on_dataset(void *context, const char *what, uint64_t done, uint64_t total)
{
    progress_share(context, total ? (double)done / (double)total : 1, what);
    return stop_requested();
}

static int add_dataset(struct run *run, const struct dataset *d)
{
    struct run_dataset *entry = run_add_dataset(run);
    if (!entry)
        return -ENOMEM;
    snprintf(entry->name, sizeof entry->name, "%s", d->name);
    snprintf(entry->kind, sizeof entry->kind, "%s", d->expected.kind);
    entry->bytes = d->expected.bytes;
    entry->seed = d->expected.seed;
    snprintf(entry->sha256, sizeof entry->sha256, "%s", d->expected.sha256);
    return 0;
}

/* Of the group before that asks the same in another state; itself where there is none. */
static const struct plan_group *who_asks_first(const struct plan *p, const struct plan_group *g)
{
    const struct plan_group *first = p->groups;
    while (first < g && !case_key_same_but(&first->key, &g->key, CASE_METHOD | CASE_STATE))
        first++;
    return first;
}

/* The answers that do not lie beside the data set. */
static int expect_cases(struct plan *p)
{
    int r = 0;
    for (size_t i = 0; i < p->group_count && r == 0; i++) {
        struct plan_group *g = &p->groups[i];
        const struct plan_group *first = who_asks_first(p, g);
        if (first < g)
            g->expected = first->expected;
        else if (!dataset_has_answer(&g->key))
            r = dataset_expect_case(&p->datasets[g->dataset], g->workload, &g->key, p->seed,
                                    &g->expected);
    }
    return r;
}

static const char *explain_no_data(int error)
{
    if (error == -ENOSPC)
        return "too little space; name another folder with --dir";
    if (error == -EROFS)
        return "is not there, and cannot be made: Read-only file system; name another folder "
               "with --dir";
    if (error == -ESTALE)
        return "holds more or fewer bytes than its size says: it is being changed, or is one "
               "of /proc; measure a copy";
    return strerror(-error);
}

/* Whether none of its cases has the answer that lies beside it. */
static bool is_only_cases(const struct plan *p, size_t dataset)
{
    for (size_t i = 0; i < p->group_count; i++)
        if (p->groups[i].dataset == dataset && dataset_has_answer(&p->groups[i].key))
            return false;
    return true;
}

/* Whether the others are worth a run without it. */
static bool leave_out(struct context *c, size_t dataset)
{
    struct plan *p = &c->plan;
    size_t others = 0;
    for (size_t i = 0; i < p->group_count; i++)
        others += p->groups[i].dataset != dataset;
    if (others == 0 || c->how->make_plan) /* a tutorial's claims want all of theirs */
        return false;
    plan_drop_dataset(p, dataset);
    fprintf(stderr, "mapread %s: %s in %s is left out: %s\n", c->self->name,
            p->datasets[dataset].name, c->data, explain_no_data(-ENOSPC));
    return true;
}

static int provide_datasets(struct context *c)
{
    const char *smaller = c->how->smaller ? c->how->smaller : "";
    for (size_t i = 0; i < c->plan.dataset_count; i++) {
        struct dataset *d = &c->plan.datasets[i];
        progress_expect(&c->progress, 0, 1);
        d->only_cases = is_only_cases(&c->plan, i);
        int r = dataset_provide(d, c->data, on_dataset, &c->progress);
        if (r == 0)
            r = add_dataset(&c->run, d);
        progress_end(&c->progress);
        if (r == -ENOSPC && leave_out(c, i))
            continue;
        if (r < 0 && c->options->file)
            return command_fail(c->self, "%s: %s", c->options->file, explain_no_data(r));
        if (r < 0)
            return command_fail(c->self, "%s in %s: %s%s", d->name, c->data, explain_no_data(r),
                                r == -ENOSPC ? smaller : "");
    }
    int r = expect_cases(&c->plan);
    if (r < 0)
        return command_fail(c->self, "%s: %s", c->data, strerror(-r));
    storage_read(&c->run.storage, c->options->file ? c->options->file : c->data);
    return 0;
}

static int find_bench(struct context *c)
{
    c->bench = install_path_program(command_argv0(), "mapread-bench");
    if (!c->bench)
        return command_fail(c->self, "out of memory");
    if (access(c->bench, X_OK) != 0)
        return command_fail(c->self, "%s: %s; mapread is not installed whole", c->bench,
                            strerror(errno));
    return 0;
}

static int make_results_folder(struct context *c)
{
    int r = make_folders(c->folder);
    if (r == 0 && access(c->folder, W_OK | X_OK) != 0)
        r = -errno;
    if (r < 0)
        return command_fail(c->self, "%s: %s; name another folder with -o", c->folder,
                            strerror(-r));
    return 0;
}

/* What samples leave behind that are killed. */
static void remove_stale(const struct context *c)
{
    scratch_remove_stale(c->data);
    memcg_remove_stale("");
}

static bool is_file_changed(const struct context *c)
{
    struct stat now;
    return c->options->file &&
           (stat(c->options->file, &now) != 0 || now.st_size != c->file.st_size ||
            now.st_mtime != c->file.st_mtime);
}

/* Of a file that was changed meanwhile that is the cause, and not what came of it. */
static int blame_change(struct context *c, const char *save_path)
{
    char sentence[CAUSE_SENTENCE_MAX];
    if (!is_file_changed(c))
        return 0;
    fprintf(stderr,
            "mapread %s: warning: %s was changed while it was measured; measure a copy\n",
            c->self->name, c->options->file);
    for (size_t i = 0; i < c->run.case_count; i++) {
        struct run_case *k = &c->run.cases[i];
        if (k->status != CASE_FAILED)
            continue;
        reason_sentence(&k->reason, sentence);
        k->reason = outcome_of_words(CASE_FAILED, CAUSE_FILE_CHANGED, "%s", sentence).reason;
    }
    return run_write(&c->run, save_path);
}

/* ---- the machine's constants ---- */

/* Where new files cannot be made the run does without. */
static int leave_costs_out(struct context *c, int error)
{
    cost_series_end(c->costs);
    c->costs = NULL;
    if (error < 0 && error != -EINTR)
        command_fail(c->self, "warning: the machine's constants are left out: %s: %s", c->data,
                     strerror(-error));
    return error == -EINTR ? -EINTR : 0;
}

/* A run of so few rounds that it has no intervals is for a look, and not made longer. */
static void begin_costs(struct context *c)
{
    const struct stats_looks *l = &c->plan.looks;
    if (c->how->label[0] || c->plan.costs == PLAN_COSTS_NONE ||
        l->rounds[l->count - 1] < STATS_INTERVAL_MIN)
        return;
    int r = cost_series_begin(
        &c->costs, &(struct cost_request){ .folder = c->data,
                                           .full = c->plan.costs == PLAN_COSTS_FULL,
                                           .file_bytes = checkup_largest_bytes(&c->run) });
    if (r < 0)
        leave_costs_out(c, r);
}

/* In turns with the cases, for machines change: all rounds in the first look, half as many in
   each that follows. */
static int measure_costs(void *context, double looks)
{
    struct context *c = context;
    const double rounds = cost_usual_rounds(c->plan.costs == PLAN_COSTS_FULL);
    const double due = rounds * (looks < 1 ? looks : (1 + looks) / 2);
    int r = 0;
    while (c->costs && r == 0 && (double)costs_rounds(&c->run.costs) + 0.5 < due)
        r = cost_series_round(c->costs, &c->run.costs);
    return r < 0 ? leave_costs_out(c, r) : 0;
}

static int measure(struct context *c)
{
    const struct options *o = c->options;
    char *save_path = run_file(c->folder);
    struct runner_request request = {
        .plan = &c->plan,
        .bench = c->bench,
        .scratch = c->data,
        .programs = c->programs,
        .save_path = save_path,
        .limit_s = o->limit_s,
        .budget_s = o->budget_s > 0 ? o->budget_s : c->plan.budget_s,
        .unpinned = o->unpinned,
        .cpu_cache = c->options->cpu_cache,
        .progress = &c->progress,
        .hooks = &runner_real_hooks,
        .need = c->how->need,
        .between = measure_costs,
        .context = c,
    };
    remove_stale(c);
    begin_costs(c);
    int r = save_path ? runner_run(&request, &c->run) : -ENOMEM;
    leave_costs_out(c, 0);
    remove_stale(c);
    progress_end(&c->progress);
    int blamed = r < 0 ? 0 : blame_change(c, save_path);
    r = blamed < 0 ? blamed : r;
    free(save_path);
    if (r == -EINTR)
        command_fail(c->self, "interrupted; what was measured is in %s", c->folder);
    else if (r < 0)
        command_fail(c->self, "%s: %s", c->folder, strerror(-r));
    return r;
}

static const char *path_of(const struct context *c, const struct run_case *k)
{
    for (size_t i = 0; i < c->plan.dataset_count; i++)
        if (strcmp(c->plan.datasets[i].name, k->key.dataset) == 0 && c->plan.datasets[i].path)
            return c->plan.datasets[i].path;
    return k->key.dataset;
}

/* Each with the command that makes it by hand. */
static void print_failures(const struct context *c)
{
    char name[CASE_TEXT_MAX], options[CASE_TEXT_MAX], reason[CAUSE_SENTENCE_MAX];
    char path[4 * PATH_MAX + 3];
    for (size_t i = 0; i < c->run.case_count; i++) {
        const struct run_case *k = &c->run.cases[i];
        if (k->status != CASE_FAILED)
            continue;
        command_fail(c->self, "%s failed: %s", case_key_text(&k->key, name),
                     run_case_reason(k, reason));
        fprintf(stderr, "mapread %s: by hand: mapread case %s %s %s --state %s%s --seed %ju\n",
                c->self->name, k->key.workload, k->key.method,
                text_quote(path_of(c, k), path, sizeof path), k->key.state,
                case_key_options(&k->key, options), (uintmax_t)k->seed);
    }
}

static int make_plan(struct context *c)
{
    int status = c->how->make_plan ? c->how->make_plan(c->self, c->options, &c->plan)
                                   : suite_plan(c->self, c->options, &c->plan);
    if (status == 0 && c->how->adjust)
        status = c->how->adjust(c->self, c->options, &c->plan);
    return status;
}

static int check_file(struct context *c)
{
    const char *path = c->options->file;
    int status = path ? command_check_file(c->self, path) : 0;
    return path && status == 0 && stat(path, &c->file) != 0
               ? command_fail(c->self, "%s: %s", path, strerror(errno))
               : status;
}

static int check_machine(struct context *c)
{
    return checkup_before(c->self, &c->run, c->data, &c->progress);
}

/* What can be refused at once comes before what takes long, and the results' folder is made
   when there is something to put into it. Each returns the exit status. */
static int (*const preparations[])(struct context *c) = {
    make_plan,         check_file, describe,         choose_folder,       find_bench,
    check_data_folder, take_turn,  provide_datasets, make_results_folder, check_machine,
};

static int run_in(struct context *c)
{
    for (size_t i = 0; i < sizeof preparations / sizeof preparations[0]; i++) {
        int status = preparations[i](c);
        if (status != 0)
            return status;
    }
    int r = measure(c);
    print_failures(c);
    checkup_after(c->self, &c->run, &c->progress);
    int status = r >= 0 ? c->how->finish(c->self, c->options, &c->run, c->folder) : 0;
    return r != 0 ? 1 : status;
}

int command_measure(const struct command *self, const struct options *o,
                    const struct measuring *how)
{
    struct context c = { .self = self,
                         .options = o,
                         .how = how,
                         .programs = install_path_data(command_argv0(), "bench/python"),
                         .turn = -1 };
    stop_install();
    progress_begin(&c.progress, stderr);
    int status = run_in(&c);
    plan_free(&c.plan);
    run_free(&c.run);
    if (c.turn >= 0)
        close(c.turn);
    free(c.bench);
    free(c.programs);
    free(c.folder);
    return status;
}

/* Whoever pipes it wants to go on with the folder. */
static int tell_answer(const struct command *self, const struct options *o,
                       const struct run *run, const char *folder)
{
    struct run_error error;
    struct summary s;
    struct document d = { 0 };
    (void)o;
    if (!isatty(STDOUT_FILENO)) {
        puts(folder);
        return 0;
    }
    int status = command_summarize(self, run, NULL, &s);
    if (status != 0)
        return status;
    screen_build(&d, &(struct report_source){ run, &s, folder });
    int r = document_print(stdout, &d, DOCUMENT_TERMINAL, true);
    document_free(&d);
    summary_free(&s);
    if (r < 0)
        report_explain(&error, r);
    return r < 0 ? command_fail(self, "%s", error.message) : 0;
}

static int run(const struct command *self, const struct options *o)
{
    static const struct measuring how = { .label = "",
                                          .need = need_cases,
                                          .finish = tell_answer };
    return command_measure(self, o, &how);
}

const struct command command_run = {
    .name = "run",
    .bit = COMMAND_RUN,
    .arguments = "[--suite NAME] [-w W]... [-m M]... [-s STATE]... [-o DIR]",
    .summary = "measure; prints who wins, and where it is piped the folder of the results",
    .run = run,
};
