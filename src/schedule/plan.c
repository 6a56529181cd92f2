/* SPDX-License-Identifier: MIT */
#include "schedule/plan.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "data-gen/gen.h"
#include "method/method.h"
#include "workload/resolve.h"

enum { LINE_MAX_BYTES = 1024 };

struct parser {
    struct plan *plan;
    const struct plan_request *request;
    struct plan_error *error;
    unsigned line;
};

static int complain(struct parser *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static int complain(struct parser *p, const char *format, ...)
{
    char what[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    snprintf(p->error->message, sizeof p->error->message, "%s, line %u: %s",
             p->request->suite_path, p->line, what);
    return -EBADMSG;
}

typedef bool is_known(const char *name);

static bool is_workload(const char *name)
{
    return workload_find_by_name(name);
}

static bool is_method(const char *name)
{
    return method_find(name);
}

static bool is_state(const char *name)
{
    return state_find(name);
}

/* "chunk/buffer:4K" of a comma-separated list. */
struct item {
    const char *name;                           /* "*": all */
    uint64_t buffer_bytes, blocks, block_bytes; /* 0: nothing is said */
};

struct items {
    struct item items[PLAN_METHODS_MAX];
    size_t count;
};

static int read_item(struct parser *p, char *word, const char *what, is_known *known,
                     struct item *ret)
{
    char text[LINE_MAX_BYTES], *slash = strchr(word, '/');
    struct case_key key;
    if (slash)
        *slash = '\0';
    *ret = (struct item){ .name = word };
    if (strcmp(word, "*") != 0 && !known(word))
        return complain(p, "unknown %s '%s'", what, word);
    if (!slash)
        return 0;
    snprintf(text, sizeof text, "x/x/x/%s", slash + 1);
    if (case_key_parse(&key, text) < 0)
        return complain(p, "'%s' are no parameters, as in chunk/buffer:4K", slash + 1);
    ret->buffer_bytes = key.buffer_bytes;
    ret->blocks = key.blocks;
    ret->block_bytes = key.block_bytes;
    return 0;
}

static int read_items(struct parser *p, char *list, const char *what, is_known *known,
                      struct items *ret)
{
    int r = 0;
    ret->count = 0;
    for (char *word; r == 0 && (word = strsep(&list, ","));) {
        if (ret->count == PLAN_METHODS_MAX)
            return complain(p, "more than %d names in a list", PLAN_METHODS_MAX);
        r = read_item(p, word, what, known, &ret->items[ret->count++]);
    }
    return r;
}

static bool is_named(const struct item *item, const char *name)
{
    return strcmp(item->name, "*") == 0 || strcmp(item->name, name) == 0;
}

static bool is_listed(const struct items *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (is_named(&list->items[i], name))
            return true;
    return false;
}

/* An empty choice is every choice. */
static bool is_wanted(const void *const *choice, const void *entry)
{
    if (!choice || !choice[0])
        return true;
    for (; *choice; choice++)
        if (*choice == entry)
            return true;
    return false;
}

size_t plan_add_dataset(struct plan *plan, const struct dataset *d)
{
    for (size_t i = 0; i < plan->dataset_count; i++)
        if (strcmp(plan->datasets[i].name, d->name) == 0)
            return i;
    struct dataset *grown =
        realloc(plan->datasets, (plan->dataset_count + 1) * sizeof *plan->datasets);
    if (!grown)
        return SIZE_MAX;
    plan->datasets = grown;
    plan->datasets[plan->dataset_count] = *d;
    return plan->dataset_count++;
}

void plan_set_key(const struct plan *p, struct plan_group *g, const struct case_key *asked)
{
    static const struct method any = { .name = "" };
    g->key = workload_resolve(*asked, g->workload, &any);
    snprintf(g->key.state, sizeof g->key.state, "%s", g->state->name);
    snprintf(g->key.dataset, sizeof g->key.dataset, "%s", p->datasets[g->dataset].name);
}

struct plan_group *plan_get_group(struct plan *plan, const struct plan_group *same)
{
    for (size_t i = 0; i < plan->group_count; i++)
        if (case_key_same_row(&plan->groups[i].key, &same->key))
            return &plan->groups[i];
    struct plan_group *grown =
        realloc(plan->groups, (plan->group_count + 1) * sizeof *plan->groups);
    if (!grown)
        return NULL;
    plan->groups = grown;
    plan->groups[plan->group_count] = *same;
    return &plan->groups[plan->group_count++];
}

struct group_line {
    struct items states, workloads, methods;
    uint64_t threads[PLAN_THREADS_MAX];
    size_t thread_count;
};

static bool has_method(const struct plan_group *g, const struct method *m, uint64_t bytes)
{
    for (size_t i = 0; i < g->method_count; i++)
        if (g->methods[i] == m && g->buffers[i] == bytes)
            return true;
    return false;
}

/* Whether a line is meant to measure the method: '*' draws in no program, allocator or
   transport that was not asked for by its name. */
static bool is_drawn(const struct parser *p, const struct item *item, const struct method *m)
{
    bool named = p->request->methods && p->request->methods[0];
    if (named && p->request->defines)
        return is_wanted((const void *const *)p->request->methods, m);
    if (!m->next && !named && strcmp(item->name, "*") == 0)
        return false;
    return is_named(item, m->name) && is_wanted((const void *const *)p->request->methods, m);
}

static bool comes_before(const struct method *m, uint64_t bytes, const struct method *other,
                         uint64_t other_bytes)
{
    size_t i = 0;
    while (methods[i] != m && methods[i] != other)
        i++;
    return m == other ? bytes < other_bytes : methods[i] == m;
}

void plan_add_method(struct plan_group *g, const struct method *m, uint64_t buffer_bytes)
{
    size_t at = g->method_count;
    if (at == PLAN_METHODS_MAX || has_method(g, m, buffer_bytes))
        return;
    for (; at > 0 && comes_before(m, buffer_bytes, g->methods[at - 1], g->buffers[at - 1]);
         at--) {
        g->methods[at] = g->methods[at - 1];
        g->buffers[at] = g->buffers[at - 1];
    }
    g->methods[at] = m;
    g->buffers[at] = buffer_bytes;
    g->method_count++;
}

/* Adds the line's methods to the group's. A buffer that was asked for takes the place of all.
 */
static void choose_methods(const struct parser *p, const struct group_line *line,
                           struct plan_group *g)
{
    for (size_t k = 0; k < line->methods.count; k++) {
        const struct item *item = &line->methods.items[k];
        uint64_t bytes = p->request->asked.buffer_bytes ? 0 : item->buffer_bytes;
        for (size_t i = 0; methods[i]; i++)
            if (is_drawn(p, item, methods[i]))
                plan_add_method(g, methods[i], bytes);
    }
}

static bool has_methods(const struct parser *p, const struct group_line *line)
{
    struct plan_group g = { 0 };
    choose_methods(p, line, &g);
    return g.method_count > 0;
}

static bool is_group(const struct parser *p, const struct group_line *line,
                     const struct plan_group *g, uint64_t threads)
{
    bool named = p->request->states && p->request->states[0];
    return ((named && p->request->defines) || is_listed(&line->states, g->state->name)) &&
           is_wanted((const void *const *)p->request->states, g->state) &&
           is_wanted((const void *const *)p->request->workloads, g->workload) &&
           (threads == 1 || g->workload->flags & WORKLOAD_THREADS);
}

/* What the user asked for stands, and then what the line says. */
static struct case_key key_of(const struct parser *p, const struct item *workload,
                              uint64_t threads)
{
    struct case_key k = p->plan->asked;
    k.threads = threads;
    k.blocks = k.blocks ? k.blocks : workload->blocks;
    k.block_bytes = k.block_bytes ? k.block_bytes : workload->block_bytes;
    return k;
}

/* The data set joins the plan with its first group. */
static int add_group(struct parser *p, const struct group_line *line, const struct dataset *d,
                     struct plan_group g, const struct case_key *asked)
{
    if (!is_group(p, line, &g, asked->threads))
        return 0;
    g.dataset = plan_add_dataset(p->plan, d);
    if (g.dataset == SIZE_MAX)
        return -ENOMEM;
    plan_set_key(p->plan, &g, asked);
    struct plan_group *group = plan_get_group(p->plan, &g);
    if (!group)
        return -ENOMEM;
    choose_methods(p, line, group);
    return 0;
}

static int add_workload(struct parser *p, const struct group_line *line,
                        const struct dataset *d, const struct plan_group *g)
{
    const struct plan_request *q = p->request;
    const uint64_t *threads = q->thread_count ? q->threads : line->threads;
    size_t thread_count = q->thread_count ? q->thread_count : line->thread_count;
    int r = 0;
    for (size_t i = 0; i < line->workloads.count; i++)
        for (size_t t = 0; t < thread_count && r == 0; t++) {
            const struct item *item = &line->workloads.items[i];
            struct case_key asked = key_of(p, item, threads[t]);
            if (is_named(item, g->workload->name))
                r = add_group(p, line, d, *g, &asked);
        }
    return r;
}

static int add_groups(struct parser *p, const struct group_line *line, const struct dataset *d)
{
    int r = 0;
    if (!has_methods(p, line))
        return 0;
    for (size_t s = 0; states[s]; s++)
        for (size_t w = 0; workloads[w] && r == 0; w++)
            r = add_workload(
                p, line, d,
                &(struct plan_group){ .workload = workloads[w], .state = states[s] });
    return r;
}

static int add_for_file(struct parser *p, const struct group_line *line)
{
    struct dataset d;
    size_t before = p->plan->dataset_count;
    int r = dataset_of_file(&d, p->request->file);
    if (r < 0)
        return r;
    d.spec.seed = p->request->seed;
    r = add_groups(p, line, &d);
    if (p->plan->dataset_count == before)
        dataset_free(&d);
    return r;
}

static int add_for_sizes(struct parser *p, const struct group_line *line, struct dataset d,
                         const uint64_t *sizes, size_t count)
{
    int r = 0;
    for (size_t i = 0; i < count && r == 0; i++) {
        dataset_set_size(&d, sizes[i]);
        r = add_groups(p, line, &d);
    }
    return r;
}

/* "text-64MiB" and "text-4KiB..1GiB": the sizes of the line, and the first data set. */
static int read_dataset(struct parser *p, const char *name, struct dataset *ret,
                        uint64_t sizes[PLAN_METHODS_MAX])
{
    const char *dash = strrchr(name, '-'), *dots = dash ? strstr(dash, "..") : NULL;
    char first[LINE_MAX_BYTES];
    int count = dots ? text_parse_sizes(dash + 1, sizes, PLAN_METHODS_MAX) : 1;
    snprintf(first, sizeof first, "%.*s", dots ? (int)(dots - name) : (int)strlen(name), name);
    if (count < 0 || dataset_parse(ret, first, p->request->seed) < 0)
        return complain(p,
                        "'%s' is no data set: KIND[-NEEDLE]-SIZE, as in text-64MiB or "
                        "text-4KiB..1GiB",
                        name);
    if (!dots)
        sizes[0] = ret->spec.bytes;
    return count;
}

/* The line's data sets, the sizes asked for instead, or the user's file instead. */
static int add_for_datasets(struct parser *p, const struct group_line *line, char *names)
{
    const struct plan_request *request = p->request;
    int r = 0;
    for (char *name; r == 0 && (name = strsep(&names, ","));) {
        struct dataset d;
        uint64_t sizes[PLAN_METHODS_MAX];
        int count = read_dataset(p, name, &d, sizes);
        if (count < 0)
            return count;
        if (request->file)
            r = add_for_file(p, line);
        else if (request->size_count)
            r = add_for_sizes(p, line, d, request->sizes, request->size_count);
        else
            r = add_for_sizes(p, line, d, sizes, (size_t)count);
    }
    return r;
}

void plan_drop_dataset(struct plan *p, size_t dataset)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->group_count; i++)
        if (p->groups[i].dataset != dataset)
            p->groups[kept++] = p->groups[i];
    p->group_count = kept;
}

void plan_fix_rounds(struct plan *p, size_t rounds)
{
    p->looks = (struct stats_looks){ .rounds = { rounds }, .count = 1 };
}

static int parse_costs(struct parser *p, const char *word)
{
    static const char *const words[] = { [PLAN_COSTS_SHORT] = "short",
                                         [PLAN_COSTS_FULL] = "full" };
    for (unsigned i = PLAN_COSTS_SHORT; i <= PLAN_COSTS_FULL; i++)
        if (strcmp(word, words[i]) == 0) {
            p->plan->costs = i;
            return 0;
        }
    return complain(p, "costs are short or full, not '%s'", word);
}

static int parse_setting(struct parser *p, const char *word, const char *rest)
{
    uint64_t number;
    if (strcmp(word, "summary") == 0) {
        free(p->plan->summary);
        p->plan->summary = strdup(rest);
        return p->plan->summary ? 0 : -ENOMEM;
    }
    if (strcmp(word, "costs") == 0)
        return parse_costs(p, rest);
    if (text_parse_count(rest, &number) < 0 || number == 0 || number > 1000000)
        return complain(p, "%s wants a whole number from 1, not '%s'", word, rest);
    if (strcmp(word, "rounds") == 0)
        plan_fix_rounds(p->plan, number);
    else if (strcmp(word, "budget") == 0)
        p->plan->budget_s = (double)number;
    else
        p->plan->sample_s = (double)number / 1000;
    return 0;
}

/* "1,4"; NULL: one alone. */
static int read_threads(struct parser *p, struct group_line *line, char *list)
{
    char one[] = "1", *save;
    for (char *word = strtok_r(list ? list : one, ",", &save); word;
         word = strtok_r(NULL, ",", &save)) {
        uint64_t *number = &line->threads[line->thread_count];
        if (line->thread_count == PLAN_THREADS_MAX)
            return complain(p, "more than %d numbers of threads", PLAN_THREADS_MAX);
        if (text_parse_count(word, number) < 0 || *number < 1 || *number > WORKLOAD_THREADS_MAX)
            return complain(p, "threads are whole numbers from 1 to %d, not '%s'",
                            WORKLOAD_THREADS_MAX, word);
        line->thread_count++;
    }
    return 0;
}

static bool is_setting(const char *word)
{
    static const char *const settings[] = { "summary", "rounds", "sample", "budget",
                                            "costs" };
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
        if (strcmp(word, settings[i]) == 0)
            return true;
    return false;
}

static int parse_line(struct parser *p, char *text)
{
    char *save;
    struct group_line line = { .thread_count = 0 };
    size_t len = strcspn(text, "#\r\n");
    while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t'))
        len--;
    text[len] = '\0';
    char *word = strtok_r(text, " \t", &save);
    if (!word)
        return 0;
    if (is_setting(word))
        return parse_setting(p, word, save + strspn(save, " \t"));
    char *in = strtok_r(NULL, " \t", &save), *what = strtok_r(NULL, " \t", &save),
         *by = strtok_r(NULL, " \t", &save), *threads = strtok_r(NULL, " \t", &save);
    if (!by || strtok_r(NULL, " \t", &save))
        return complain(p, "a group is: data set, states, workloads, methods[, threads]");
    int r = read_threads(p, &line, threads);
    if (r == 0)
        r = read_items(p, in, "state", is_state, &line.states);
    if (r == 0)
        r = read_items(p, what, "workload", is_workload, &line.workloads);
    if (r == 0)
        r = read_items(p, by, "method", is_method, &line.methods);
    return r < 0 ? r : add_for_datasets(p, &line, word);
}

static int parse_suite(struct parser *p, FILE *suite)
{
    char text[LINE_MAX_BYTES];
    int r = 0;
    while (r == 0 && fgets(text, sizeof text, suite)) {
        p->line++;
        r = parse_line(p, text);
    }
    if (r == 0 && ferror(suite)) {
        r = -errno;
        snprintf(p->error->message, sizeof p->error->message, "%s: %s", p->request->suite_path,
                 strerror(-r));
    }
    return r;
}

int plan_make(struct plan *ret, const struct plan_request *request, struct plan_error *error)
{
    struct plan plan = { .looks = stats_looks_usual,
                         .sample_s = 0.03,
                         .seed = request->seed,
                         .asked = request->asked };
    struct parser p = { .plan = &plan, .request = request, .error = error };
    FILE *suite = fopen(request->suite_path, "re");
    int r = suite ? 0 : -errno;
    if (r < 0)
        snprintf(error->message, sizeof error->message, "%s: %s", request->suite_path,
                 strerror(-r));
    plan.suite = strdup(request->suite_name);
    if (r == 0)
        r = parse_suite(&p, suite);
    if (suite)
        fclose(suite);
    if (r == 0 && plan.group_count == 0) {
        snprintf(error->message, sizeof error->message,
                 "suite %s has no case with these workloads, methods, states and threads",
                 request->suite_name);
        r = -ENODATA;
    }
    if (request->rounds)
        plan_fix_rounds(&plan, request->rounds);
    if (r < 0)
        plan_free(&plan);
    else
        *ret = plan;
    return r;
}

struct case_key plan_case_key(const struct plan *p, const struct plan_group *g, size_t i)
{
    struct case_key asked = g->key;
    asked.buffer_bytes = g->buffers[i] ? g->buffers[i] : p->asked.buffer_bytes;
    struct case_key k = workload_resolve(asked, g->workload, g->methods[i]);
    size_t copy = plan_copy(g, i), len = strlen(k.method);
    if (copy > 0)
        snprintf(k.method + len, sizeof k.method - len, "-%zu", copy + 1);
    return k;
}

size_t plan_copy(const struct plan_group *g, size_t i)
{
    size_t before = 0;
    for (size_t k = 0; k < i; k++)
        before += g->methods[k] == g->methods[i] && g->buffers[k] == g->buffers[i];
    return before;
}

static bool is_repeated(const struct plan_group *g, const struct method *m,
                        const struct method *const *chosen)
{
    if (chosen[0])
        return is_wanted((const void *const *)chosen, m);
    const char *challenger = g->workload->challenger ? g->workload->challenger : "mmap";
    return strcmp(m->name, g->workload->baseline) == 0 || strcmp(m->name, challenger) == 0;
}

static int repeat(struct plan_group *g, const struct method *const *chosen, size_t copies)
{
    struct plan_group repeated = *g;
    repeated.method_count = 0;
    for (size_t i = 0; i < g->method_count; i++) {
        bool is_last_chance = i + 1 == g->method_count && repeated.method_count == 0;
        if (!is_repeated(g, g->methods[i], chosen) && !is_last_chance)
            continue;
        if (repeated.method_count + copies > PLAN_METHODS_MAX)
            return -E2BIG;
        for (size_t k = 0; k < copies; k++) {
            repeated.buffers[repeated.method_count] = g->buffers[i];
            repeated.methods[repeated.method_count++] = g->methods[i];
        }
    }
    *g = repeated;
    return 0;
}

int plan_repeat(struct plan *p, const struct method *const *chosen, size_t copies)
{
    int r = 0;
    for (size_t i = 0; i < p->group_count && r == 0; i++)
        r = repeat(&p->groups[i], chosen, copies);
    return r;
}

void plan_free(struct plan *p)
{
    for (size_t i = 0; i < p->dataset_count; i++)
        dataset_free(&p->datasets[i]);
    free(p->datasets);
    free(p->groups);
    free(p->suite);
    free(p->summary);
    *p = (struct plan){ 0 };
}

void plan_order(uint64_t seed, unsigned round, size_t count, size_t *order)
{
    uint64_t state = seed ^ ((uint64_t)(round / 2 + 1) << 32);
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    /* Fisher and Yates's shuffle. */
    for (size_t i = count; i > 1; i--) {
        size_t j = (size_t)(gen_splitmix64(&state) % i), kept = order[i - 1];
        order[i - 1] = order[j];
        order[j] = kept;
    }
    for (size_t i = 0; round % 2 && i < count / 2; i++) {
        size_t kept = order[i];
        order[i] = order[count - 1 - i];
        order[count - 1 - i] = kept;
    }
}
