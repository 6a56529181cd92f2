/* SPDX-License-Identifier: MIT */
#include "tests/fixture_run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workload/resolve.h"

#define MIB 1048576.0

/* What a byte costs, in ns, and how the method behaves. */
struct model_method {
    const char *name;
    double warm, cold;
    double setup_ns;
    bool whole;  /* loads everything, whatever the workload needs */
    bool mapped; /* its memory is file pages */
    bool front_to_back;
};

static const struct model_method model_methods[] = {
    { .name = "read", .warm = 0.300, .cold = 1.10, .setup_ns = 9000, .whole = true },
    { .name = "chunk", .warm = 0.112, .cold = 1.00, .setup_ns = 8000, .front_to_back = true },
    { .name = "chunk-sequential",
      .warm = 0.111,
      .cold = 0.96,
      .setup_ns = 9000,
      .front_to_back = true },
    { .name = "chunk-willneed",
      .warm = 0.114,
      .cold = 0.82,
      .setup_ns = 30000,
      .front_to_back = true },
    { .name = "seek", .warm = 0.118, .cold = 1.05, .setup_ns = 8000 },
    { .name = "pread", .warm = 0.113, .cold = 1.02, .setup_ns = 8000 },
    { .name = "pread-random", .warm = 0.113, .cold = 3.90, .setup_ns = 9000 },
    { .name = "stdio", .warm = 0.121, .cold = 1.04, .setup_ns = 12000 },
    { .name = "mmap", .warm = 0.044, .cold = 1.60, .setup_ns = 14000, .mapped = true },
    { .name = "mmap-sequential",
      .warm = 0.042,
      .cold = 1.50,
      .setup_ns = 15000,
      .mapped = true },
    { .name = "mmap-random", .warm = 0.190, .cold = 14.0, .setup_ns = 15000, .mapped = true },
    { .name = "mmap-willneed", .warm = 0.046, .cold = 0.90, .setup_ns = 40000, .mapped = true },
    { .name = "mmap-populate",
      .warm = 0.036,
      .cold = 1.05,
      .setup_ns = 60000,
      .mapped = true,
      .whole = true },
    { .name = "mmap-hugepage", .warm = 0.045, .cold = 1.61, .setup_ns = 15000, .mapped = true },
    { .name = "uring-v9", .warm = 0.050, .cold = 0.70, .setup_ns = 70000 },
};

/* What the work on a byte costs, in ns, and which share of the file it looks at. */
struct model_workload {
    const char *name;
    double work, touched;
    bool blocks, writes, durable;
};

static const struct model_workload model_workloads[] = {
    { .name = "full-read", .work = 0.004, .touched = 1 },
    { .name = "find", .work = 0.02, .touched = 0.002 },
    { .name = "count", .work = 0.03, .touched = 1 },
    { .name = "regex", .work = 0.33, .touched = 1 },
    { .name = "seek-find", .work = 0.02, .touched = 0.002 },
    { .name = "replace", .work = 0.20, .touched = 1, .writes = true },
    { .name = "replace-durable", .work = 0.20, .touched = 1, .writes = true, .durable = true },
    { .name = "random", .work = 0.01, .touched = 0.25, .blocks = true },
    { .name = "sort", .work = 0.90, .touched = 1 },
};

struct model_group {
    const char *dataset, *state, *fill;
    double bytes;
    bool blocks, cold;
};

static const struct model_group model_groups[] = {
    { .dataset = "text-64MiB", .state = "warm", .fill = "read-128KiB", .bytes = 64 * MIB },
    { .dataset = "text-16MiB", .state = "cold", .bytes = 16 * MIB, .cold = true },
    { .dataset = "blocks-64MiB",
      .state = "warm",
      .fill = "read-128KiB",
      .bytes = 64 * MIB,
      .blocks = true },
    { .dataset = "blocks-16MiB",
      .state = "cold",
      .bytes = 16 * MIB,
      .blocks = true,
      .cold = true },
};

enum { GROUPS = sizeof model_groups / sizeof model_groups[0] };

/* One pair of every kind, and where it stands. */
struct place {
    const struct model_group *group;
    const struct model_workload *workload;
    const struct model_method *method;
};

/* Between 0 and 1; Knuth's multiplier. */
static double draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

/* Mostly close to 1, now and then a straggler: the shape of real timings. */
static double noise(uint64_t *state)
{
    double spread = 0.98 + 0.02 * (draw(state) + draw(state));
    return draw(state) < 0.08 ? spread * (1.05 + 0.3 * draw(state)) : spread;
}

static double touched_bytes(const struct place *p)
{
    double share = p->method->whole ? 1 : p->workload->touched;
    return p->group->bytes * share;
}

static double model_wall_ns(const struct place *p)
{
    const struct model_method *m = p->method;
    double touched = touched_bytes(p);
    double ns = m->setup_ns + touched * (p->group->cold ? m->cold : m->warm);
    ns += p->group->bytes * p->workload->touched * p->workload->work;
    if (p->workload->writes)
        ns += p->group->bytes * (m->mapped ? 0.25 : 0.5);
    if (p->workload->durable)
        ns += p->group->bytes * 2.2 + 4e6;
    if (p->workload->blocks && p->group->cold)
        ns *= 4;
    return ns;
}

static struct sample model_sample(const struct place *p, unsigned round, uint64_t *state)
{
    struct sample s = sample_unknown();
    double touched = touched_bytes(p), buffer = p->method->whole ? touched : 0.25 * MIB;
    s.round = round;
    s.order = 0;
    s.passes = p->group->cold ? 1 : 4;
    s.wall_ns = model_wall_ns(p) * noise(state);
    s.baseline_rss_bytes = 5.2 * MIB;
    s.rss_anon_bytes = 1.1 * MIB + (p->method->mapped ? 0 : buffer);
    s.rss_file_bytes = 4.2 * MIB + (p->method->mapped ? touched : 0);
    s.peak_rss_bytes = s.rss_anon_bytes + s.rss_file_bytes + 0.1 * MIB;
    return s;
}

static void add_sample(struct run_case *c, const struct sample *s)
{
    if (case_add_sample(c, s) < 0)
        abort();
}

void fixture_copy(char *to, size_t size, const char *text)
{
    snprintf(to, size, "%s", text);
}

struct reason fixture_words(const char *words)
{
    struct reason r = { .cause = CAUSE_NOT_OFFERED };
    fixture_text(r.words, words);
    return r;
}

struct case_key fixture_key(const char *workload, const char *method, const char *state,
                            const char *dataset)
{
    struct case_key k = case_key_standard();
    const struct workload *w = workload_find_by_name(workload);
    static const struct method unknown = { .name = "" };
    const struct method *m = method_find(method);
    fixture_text(k.workload, workload);
    fixture_text(k.method, method);
    fixture_text(k.state, state);
    fixture_text(k.dataset, dataset);
    k.buffer_bytes = k.blocks = k.block_bytes = 0;
    if (w)
        k = workload_resolve(k, w, m ? m : &unknown);
    fixture_text(k.method, method);
    return k;
}

static struct run_case *add_case(struct run *r, struct case_key key)
{
    struct run_case *c = run_add_case(r);
    if (!c)
        abort();
    c->key = key;
    return c;
}

static void end_badly(struct run_case *c, enum case_status status, struct reason reason)
{
    c->status = status;
    c->reason = reason;
    c->sample_count = 0;
}

static bool is_case(const struct place *p, const char *workload, const char *method)
{
    return strcmp(p->workload->name, workload) == 0 && strcmp(p->method->name, method) == 0;
}

static void add_obstacles(struct run_case *c, const struct place *p)
{
    if (is_case(p, "regex", "stdio") && !p->group->cold)
        end_badly(c, CASE_FAILED,
                  (struct reason){ .cause = CAUSE_WRONG_ANSWER,
                                   .words = "count=1199012 instead of count=1199013" });
    if (is_case(p, "replace-durable", "mmap-random") && p->group->cold)
        end_badly(c, CASE_OVER_LIMIT,
                  (struct reason){ .cause = CAUSE_OVER_TIME, .numbers = { 20 } });
    if (is_case(p, "count", "mmap-populate") && p->group->cold)
        c->sample_count = 0;
}

static void add_model_case(struct run *r, const struct place *p,
                           const struct fixture_options *o)
{
    uint64_t state = r->case_count + 1;
    struct run_case *c = add_case(
        r, fixture_key(p->workload->name, p->method->name, p->group->state, p->group->dataset));
    fixture_text(c->fill, p->group->fill ? p->group->fill : "");
    if (p->workload->blocks && p->method->front_to_back) {
        end_badly(c, CASE_SKIPPED, (struct reason){ .cause = CAUSE_FRONT_TO_BACK });
        return;
    }
    if (p->workload->writes && strcmp(p->method->name, "stdio") == 0) {
        end_badly(c, CASE_SKIPPED, (struct reason){ .cause = CAUSE_NOT_IN_PLACE });
        return;
    }
    for (unsigned round = 0; round < (o->rounds ? o->rounds : 20); round++) {
        struct sample s = model_sample(p, round, &state);
        add_sample(c, &s);
    }
    if (o->obstacles)
        add_obstacles(c, p);
}

static bool listed(const char *const *names, const char *name)
{
    for (size_t i = 0; names && names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool wants_method(const struct fixture_options *o, const char *name)
{
    bool known = method_find(name) != NULL;
    return o->methods ? listed(o->methods, name) : known || o->unknown;
}

static bool wants_workload(const struct fixture_options *o, const char *name)
{
    bool known = workload_find_by_name(name) != NULL;
    return o->workloads ? listed(o->workloads, name) : known || o->unknown;
}

/* Methods are added from the last to the first: the order is the report's business. */
static void add_cases(struct run *r, const struct model_group *g,
                      const struct fixture_options *o)
{
    size_t count = sizeof model_methods / sizeof model_methods[0];
    for (size_t i = 0; i < sizeof model_workloads / sizeof model_workloads[0]; i++) {
        const struct model_workload *w = &model_workloads[i];
        if (w->blocks != g->blocks || !wants_workload(o, w->name))
            continue;
        for (size_t j = count; j-- > 0;)
            if (wants_method(o, model_methods[j].name))
                add_model_case(
                    r,
                    &(struct place){ .group = g, .workload = w, .method = &model_methods[j] },
                    o);
    }
}

static void describe(struct run *r, const struct fixture_options *o)
{
    fixture_text(r->mapread_version, "1.0.0");
    fixture_text(r->revision, "0123abc");
    fixture_text(r->started_at, "2026-01-31T12:00:00Z");
    fixture_text(r->suite, "default");
    fixture_text(r->cpu_cache, "flush");
    r->complete = !o->obstacles;
    r->seed = 1;
    r->rounds = o->rounds ? o->rounds : 20;
    fixture_text(r->machine.host, o->host ? o->host : "testbox");
    fixture_text(r->machine.os, "Debian GNU/Linux 12 (bookworm)");
    fixture_text(r->machine.kernel, "Linux 6.1.0-18-amd64");
    fixture_text(r->machine.cpu, "Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz");
    r->machine.cores = 2;
    r->machine.memory_bytes = 8 * 1024 * MIB;
    fixture_text(r->storage.filesystem, "ext4");
    fixture_text(r->storage.device, "/dev/vda1");
}

static void add_finding(struct run *r, const char *probe, const char *verdict)
{
    struct run_finding *f = run_add_finding(r);
    if (!f)
        abort();
    fixture_text(f->probe, probe);
    fixture_text(f->verdict, verdict);
    fixture_text(f->found, "what was found");
}

/* Of a machine that is fit, or of one that is not. */
static void watch(struct run *r, bool noisy)
{
    r->watched = true;
    r->interference = (struct interference){
        .watched_ns = 120e9,
        .steal_share = noisy ? 0.031 : 0.001,
        .load_average = noisy ? 3.25 : 1.1,
        .swap_in_bytes = noisy ? 40 * MIB : 0,
        .frequency_lowest_hz = noisy ? 1.9e9 : 2.8e9,
        .frequency_highest_hz = 2.8e9,
        .involuntary_switches = 17,
        .speed_share = noisy ? 0.62 : 0.99,
        .others_share = noisy ? 1.8 : 0.02,
    };
    add_finding(r, "governor", noisy ? "bad" : "good");
    add_finding(r, "turbo", "unknown");
    add_finding(r, "load", noisy ? "warning" : "good");
    add_finding(r, "swap", noisy ? "warning" : "good");
}

void fixture_add_dataset(struct run *r, const char *name, uint64_t bytes)
{
    struct run_dataset *d = run_add_dataset(r);
    if (!d)
        abort();
    fixture_text(d->name, name);
    fixture_text(d->kind, "text");
    d->bytes = bytes;
    d->seed = 1;
}

struct run fixture_run(const struct fixture_options *o)
{
    struct run r = { 0 };
    describe(&r, o);
    watch(&r, o->noisy);
    for (size_t i = 0; i < GROUPS; i++) {
        const struct model_group *g = &model_groups[i];
        if (o->warm_only && g->cold)
            continue;
        fixture_add_dataset(&r, g->dataset, (uint64_t)g->bytes);
        add_cases(&r, g, o);
    }
    return r;
}

void fixture_add_case(struct run *r, const struct fixture_case *f)
{
    struct run_case *c = add_case(r, fixture_key(f->workload, f->method, f->state, f->dataset));
    c->status = f->status;
    c->reason = f->reason;
    for (size_t i = 0; i < f->count; i++) {
        struct sample s = sample_unknown();
        s.round = (double)i;
        s.wall_ns = f->wall_ns[i];
        s.rss_anon_bytes = 4 * MIB + f->own_bytes;
        s.rss_file_bytes = f->file_bytes;
        s.peak_rss_bytes = s.rss_anon_bytes + s.rss_file_bytes;
        s.baseline_rss_bytes = 4 * MIB;
        add_sample(c, &s);
    }
}
