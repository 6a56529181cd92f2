/* SPDX-License-Identifier: MIT */
#include "cli/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "workload/resolve.h"
#include "workload/scan.h"

enum option_kind {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_COUNT,
    OPTION_FROM_ONE,
    OPTION_SIZE,
    OPTION_BLOCK,
    OPTION_SECONDS,
    OPTION_PERCENT,
    OPTION_FAIL_ON,
    OPTION_SIZES,
    OPTION_SIZE_RANGE,
    OPTION_THREADS,
    OPTION_WORKLOADS,
    OPTION_METHODS,
    OPTION_STATES,
    OPTION_NEEDLE,
    OPTION_FORMAT,
    OPTION_PATTERN,
    OPTION_REGEX,
    OPTION_CPU_CACHE,
};

struct option_spec {
    char letter;
    const char *name;
    const char *argument; /* NULL: none */
    enum option_kind kind;
    size_t offset; /* in struct options */
    unsigned commands;
    const char *help;
};

#define AT(member) offsetof(struct options, member)

enum {
    RUN = COMMAND_RUN | COMMAND_AA,
    TUTORIAL = COMMAND_TUTORIAL,
    CASE = COMMAND_CASE,
    BENCH = COMMAND_BENCH,
    COMPARE = COMMAND_COMPARE,
    GEN = COMMAND_GEN,
    EVERY = ~0u,
};

static const struct option_spec specs[] = {
    { 0, "suite", "NAME", OPTION_TEXT, AT(suite), RUN,
      "see mapread list suites, or a file; without it -w, -m, -s are the cases" },
    { 'w', "workload", "NAME", OPTION_WORKLOADS, AT(workloads), RUN | BENCH | COMPARE,
      "this workload (again for more)" },
    { 'm', "method", "NAME", OPTION_METHODS, AT(methods), RUN | BENCH | COMPARE,
      "this method (again for more)" },
    { 's', "state", "NAME", OPTION_STATES, AT(states),
      RUN | CASE | BENCH | COMPARE | COMMAND_ADVISE,
      "warm, cold, hot or limited" },
    { 0, "cpu-cache", "WAY", OPTION_CPU_CACHE, AT(cpu_cache),
      RUN | CASE | BENCH | COMMAND_STATE,
      "before a warm pass: flush the file, stream other bytes, or as-found" },
    { 0, "size", "SIZE", OPTION_SIZES, AT(sizes),
      RUN | GEN | COMPARE | COMMAND_DOCTOR | COMMAND_ADVISE,
      "of the data: 4K, 2.4MB, 1GiB" },
    { 0, "sizes", "A..B", OPTION_SIZE_RANGE, AT(sizes), RUN,
      "of the data, each four times the one before: 4K..1GiB" },
    { 0, "file", "FILE", OPTION_TEXT, AT(file), RUN | BENCH,
      "measure this file; it is never changed" },
    { 0, "dir", "DIR", OPTION_TEXT, AT(directory),
      RUN | TUTORIAL | CASE | COMMAND_DOCTOR | COMMAND_COSTS,
      "where data and private copies lie" },
    { 0, "touch", "PERCENT", OPTION_PERCENT, AT(touch), COMMAND_ADVISE,
      "of the file, in pieces at random places (all of it, front to back)" },
    { 0, "short", NULL, OPTION_FLAG, AT(brief), COMMAND_COSTS,
      "those of the page cache alone, in 4 s instead of 10" },
    { 0, "small", NULL, OPTION_FLAG, AT(small), TUTORIAL, "on smaller files, in less time" },
    { 0, "source", "NAME", OPTION_TEXT, AT(source), TUTORIAL,
      "only what this source published: real-python" },
    { 0, "rounds", "N", OPTION_FROM_ONE, AT(rounds), RUN | TUTORIAL, "instead of the suite's" },
    { 0, "budget", "SECONDS", OPTION_SECONDS, AT(budget_s), RUN,
      "shorter samples, no third look, or fewer rounds (at least 6) than would take longer" },
    { 0, "unpinned", NULL, OPTION_FLAG, AT(unpinned), RUN | TUTORIAL,
      "do not pin samples to a CPU" },
    { 0, "limit", "SECONDS", OPTION_SECONDS, AT(limit_s), RUN | TUTORIAL | BENCH,
      "one pass may take this long; more is a result (20)" },
    { 0, "needle", "DEPTH", OPTION_NEEDLE, AT(needle), GEN,
      "of text: early, middle, last, absent, not before an offset (1M), or every-512 bytes" },
    { 0, "bytes-only", NULL, OPTION_FLAG, AT(bytes_only), GEN,
      "leave the answers to whoever needs them" },
    { 0, "seed", "N", OPTION_COUNT, AT(seed), RUN | TUTORIAL | CASE | BENCH | GEN,
      "of data and order (1)" },
    { 0, "pattern", "TEXT", OPTION_PATTERN, AT(asked.pattern), RUN | CASE | BENCH,
      "that find, seek-find, count, rfind and replace look for (\" the \")" },
    { 0, "regex", "RE", OPTION_REGEX, AT(asked.regex), RUN | CASE | BENCH,
      "that regex looks for, in Vectorscan's syntax (\\b[a-zA-Z]{5}\\b)" },
    { 0, "blocks", "N", OPTION_FROM_ONE, AT(asked.blocks), RUN | CASE | BENCH,
      "blocks that `random` draws per pass (4096)" },
    { 0, "block", "SIZE", OPTION_BLOCK, AT(asked.block_bytes),
      RUN | CASE | BENCH | COMMAND_ADVISE,
      "of each of them (4K)" },
    { 0, "threads", "N", OPTION_THREADS, AT(threads), RUN | CASE | BENCH,
      "threads sharing a pass of `random` or `full-read` (run: again for more)" },
    { 0, "buffer", "SIZE", OPTION_SIZE, AT(asked.buffer_bytes), RUN | CASE | BENCH,
      "size of the buffer (64K), window or step (1M)" },
    { 0, "overwrite", NULL, OPTION_FLAG, AT(overwrite), CASE,
      "a workload that writes changes FILE itself" },
    { 0, "unchecked", NULL, OPTION_FLAG, AT(unchecked), CASE,
      "leave the answer alone: what was written is not read back" },
    { 0, "prepared", NULL, OPTION_FLAG, AT(prepared), CASE | BENCH,
      "the state is there already: only prove it" },
    { 0, "null", NULL, OPTION_FLAG, AT(null), CASE,
      "open and close FILE, and read nothing: what WORKLOAD costs beside its pass" },
    { 0, "passes", "N", OPTION_FROM_ONE, AT(passes), BENCH,
      "per case (warm 10, cold and writing 1)" },
    { 0, "scratch", "DIR", OPTION_TEXT, AT(scratch), BENCH, "where private copies lie" },
    { 0, "expected", "TEXT", OPTION_TEXT, AT(expected), BENCH, "the right answer" },
    { 0, "request", NULL, OPTION_FLAG, AT(request), BENCH,
      "one case, as a line of JSON on standard input tells it; answer on descriptor 3" },
    { 0, "sample-fd", "FD", OPTION_COUNT, AT(sample_fd), BENCH,
      "write the sample as JSON to this descriptor" },
    { 0, "copies", "N", OPTION_COUNT, AT(copies), COMMAND_AA,
      "of each method in a round, compared two by two (14)" },
    { 0, "plant", "PERCENT", OPTION_PERCENT, AT(plant), COMMAND_AA | BENCH,
      "make passes longer (aa: of every second copy)" },
    { 0, "only-different", NULL, OPTION_FLAG, AT(only_different), COMPARE,
      "leave out cases of which no difference is shown" },
    { 0, "all-counts", NULL, OPTION_FLAG, AT(all_counts), COMPARE,
      "list counts that do not differ as well" },
    { 0, "threshold", "PERCENT", OPTION_PERCENT, AT(threshold), COMPARE,
      "a difference is shown where its interval lies beyond this (1)" },
    { 0, "fail-on", "slower:PERCENT", OPTION_FAIL_ON, AT(fail_on), COMPARE,
      "exit with 3 where a run is shown to be slower than the first by that much" },
    { 'o', "output", "PATH", OPTION_TEXT, AT(output),
      RUN | TUTORIAL | GEN | COMMAND_REPORT | COMMAND_EXPORT, "where the result goes" },
    { 0, "format", "NAME", OPTION_FORMAT, AT(format),
      COMMAND_SHOW | COMPARE | COMMAND_AA | COMMAND_DOCTOR | COMMAND_LIST | COMMAND_EXPORT |
          COMMAND_COSTS | COMMAND_ADVISE,
      "one of those below" },
    { 0, "answer", NULL, OPTION_FLAG, AT(answer), COMMAND_SHOW | COMPARE,
      "only who wins, on one screen" },
    { 0, "aa", "RUN", OPTION_TEXT, AT(aa), COMMAND_SHOW | COMMAND_REPORT,
      "of mapread aa: its widths are the verdicts' margins" },
    { 'h', "help", NULL, OPTION_FLAG, AT(help), EVERY, "this text" },
};

enum { SPEC_COUNT = sizeof specs / sizeof specs[0] };

int options_usage_error(const char *program, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s: ", program);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return EXIT_USAGE;
}

static void print_unknown(const char *program, const char *what, const char *name,
                          const char *nearest)
{
    if (nearest)
        options_usage_error(program, "no %s '%s'; did you mean '%s'?", what, name, nearest);
    else
        options_usage_error(program, "no %s '%s'; 'mapread list' tells which there are", what,
                            name);
}

/* Every table is an array of pointers to structures that begin with their name. */
static const char *entry_name(const void *table, size_t i)
{
    const char *const *const *entries = table;
    return *entries[i];
}

const void *options_entry(const char *program, const char *what, const char *name,
                          const void *table)
{
    const void *const *entries = table;
    size_t count = 0;
    for (; entries[count]; count++)
        if (strcmp(entry_name(table, count), name) == 0)
            return entries[count];
    print_unknown(program, what, name, text_nearest(name, count, entry_name, table));
    return NULL;
}

const struct workload *options_workload(const char *program, const char *name)
{
    return options_entry(program, "workload", name, workloads);
}

const struct method *options_method(const char *program, const char *name)
{
    return options_entry(program, "method", name, methods);
}

const struct state *options_state(const char *program, const char *name)
{
    return options_entry(program, "state", name, states);
}

const struct gen_kind *options_kind(const char *program, const char *name)
{
    return options_entry(program, "kind of data", name, gen_kinds);
}

static int add_pointer(const char *program, const void **list, const void *entry)
{
    size_t n = 0;
    if (!entry)
        return -1;
    while (list[n])
        n++;
    if (n == OPTIONS_LIST_MAX) {
        options_usage_error(program, "more than %d names", OPTIONS_LIST_MAX);
        return -1;
    }
    list[n] = entry;
    return 0;
}

static int refuse(const char *program, const struct option_spec *spec, const char *text,
                  const char *why)
{
    options_usage_error(program, "--%s %s: %s", spec->name, text, why);
    return -1;
}

static int take_needle(const char *program, const struct option_spec *spec, const char *text,
                       uint64_t *ret)
{
    return gen_needle_parse(text, ret) == 0
               ? 0
               : refuse(program, spec, text,
                        "early, middle, last, absent, every-512 or an offset, 1M");
}

static int take_cpu_cache(const char *program, const struct option_spec *spec, const char *text,
                          enum cpu_cache *ret)
{
    enum cpu_cache way = CPU_CACHE_FLUSH;
    while (cpu_cache_names[way] && strcmp(cpu_cache_names[way], text) != 0)
        way++;
    if (!cpu_cache_names[way])
        return refuse(program, spec, text, "flush, stream or as-found");
    if (way == CPU_CACHE_FLUSH && cpu_cache_usual() != CPU_CACHE_FLUSH)
        return refuse(program, spec, text, "this processor has no instruction for it: stream");
    *ret = way;
    return 0;
}

static int take_size(const char *program, const struct option_spec *spec, const char *text,
                     uint64_t *ret)
{
    int r = text_parse_size(text, ret);
    if (r == 0)
        return 0;
    return refuse(program, spec, text,
                  r == -ERANGE ? "too large" : "not a size; write 4096, 64K, 2.4MB or 1GiB");
}

/* A block is summed in words. */
static int take_block(const char *program, const struct option_spec *spec, const char *text,
                      uint64_t *ret)
{
    enum { MOST = 1 << 30 };
    int r = take_size(program, spec, text, ret);
    if (r == 0 && (*ret == 0 || *ret % 8 != 0 || *ret > MOST))
        r = refuse(program, spec, text, "a block is a multiple of 8 bytes, at most 1 GiB");
    return r;
}

static int take_sizes(const char *program, const struct option_spec *spec, const char *text,
                      struct options *o)
{
    if (o->size_count == OPTIONS_LIST_MAX) {
        options_usage_error(program, "more than %d sizes", OPTIONS_LIST_MAX);
        return -1;
    }
    return take_size(program, spec, text, &o->sizes[o->size_count]) == 0 ? (o->size_count++, 0)
                                                                         : -1;
}

static int take_size_range(const char *program, const struct option_spec *spec,
                           const char *text, struct options *o)
{
    int count =
        text_parse_sizes(text, &o->sizes[o->size_count], OPTIONS_LIST_MAX - o->size_count);
    if (count < 0)
        return refuse(program, spec, text,
                      count == -ERANGE ? "too large, or too many sizes"
                                       : "write the smallest and the largest: 4K..1GiB");
    o->size_count += (size_t)count;
    return 0;
}

static int take_threads(const char *program, const struct option_spec *spec, const char *text,
                        struct options *o)
{
    uint64_t *target = &o->threads[o->thread_count];
    if (o->thread_count == OPTIONS_LIST_MAX) {
        options_usage_error(program, "more than %d numbers of threads", OPTIONS_LIST_MAX);
        return -1;
    }
    if (text_parse_count(text, target) < 0 || *target < 1 || *target > WORKLOAD_THREADS_MAX)
        return refuse(program, spec, text, "not a whole number from 1 to 1024");
    o->thread_count++;
    return 0;
}

static int take_utf8(const char *program, const struct option_spec *spec, const char *text,
                     char *ret, size_t size)
{
    uint32_t point;
    size_t len = strlen(text);
    for (const char *c = text; *c; c += text_decode_utf8(c, &point))
        if (text_decode_utf8(c, &point) == 0)
            return refuse(program, spec, text, "not UTF-8; write a byte as \\xE4 in a --regex");
    if (len == 0 || len >= size) {
        options_usage_error(program, "--%s: %zu bytes; write 1 to %zu", spec->name, len,
                            size - 1);
        return -1;
    }
    snprintf(ret, size, "%s", text);
    return 0;
}

/* What the engine refuses is refused before anything is measured. */
static int take_regex(const char *program, const struct option_spec *spec, const char *text,
                      char ret[CASE_REGEX_MAX])
{
    char why[SCAN_WHY_MAX];
    if (take_utf8(program, spec, text, ret, CASE_REGEX_MAX) < 0)
        return -1;
    return scan_check(&(struct scan_pattern){ .text = text, .is_regex = 1 }, why) == 0
               ? 0
               : refuse(program, spec, text, why);
}

static const char *name_in(const void *names, size_t i)
{
    return ((const char *const *)names)[i];
}

static int take_format(const char *program, const char *text, unsigned command,
                       const struct format **ret)
{
    const char *names[FORMATS];
    size_t count = 0;
    for (const struct format *f = formats; f->name; f++) {
        if (!(f->commands & command))
            continue;
        if (strcmp(f->name, text) == 0) {
            *ret = f;
            return 0;
        }
        names[count++] = f->name;
    }
    print_unknown(program, "format", text, text_nearest(text, count, name_in, names));
    return -1;
}

struct case_key options_asked(const struct options *o)
{
    struct case_key k = o->asked;
    k.threads = o->thread_count ? o->threads[o->thread_count - 1] : 0;
    return k;
}

struct request options_request(const struct options *o, const struct workload *w,
                               const struct method *m, const struct state *s)
{
    struct request q = {
        .seed = o->seed,
        .passes = 1,
        .limit_s = o->limit_s,
        .plant = o->plant / 100,
        .prepared = o->prepared,
        .cpu_cache = o->prepared ? CPU_CACHE_AS_FOUND : o->cpu_cache,
        .strict = o->prepared, /* whoever prepares it is who prepares it again */
        .overwrite = o->overwrite,
        .unchecked = o->unchecked,
    };
    q.key = options_asked(o);
    snprintf(q.key.state, sizeof q.key.state, "%s", s->name);
    q.key = workload_resolve(q.key, w, m);
    request_set_path(q.scratch, o->scratch ? o->scratch : o->directory);
    return q;
}

static int take(struct options *o, const char *program, unsigned command,
                const struct option_spec *spec, const char *text)
{
    void *target = (char *)o + spec->offset;
    switch (spec->kind) {
    case OPTION_FLAG:
        *(bool *)target = true;
        return 0;
    case OPTION_TEXT:
        *(const char **)target = text;
        return 0;
    case OPTION_COUNT:
        return text_parse_count(text, target) == 0 && *(uint64_t *)target <= INT32_MAX
                   ? 0
                   : refuse(program, spec, text, "not a whole number up to 2147483647");
    case OPTION_FROM_ONE:
        return text_parse_count(text, target) == 0 && *(uint64_t *)target >= 1 &&
                       *(uint64_t *)target <= INT32_MAX
                   ? 0
                   : refuse(program, spec, text, "not a whole number from 1 to 2147483647");
    case OPTION_SECONDS:
        return text_parse_seconds(text, target) == 0
                   ? 0
                   : refuse(program, spec, text, "not a number of seconds above 0");
    case OPTION_FAIL_ON:
        return strncmp(text, "slower:", strlen("slower:")) == 0 &&
                       text_parse_percent(text + strlen("slower:"), target) == 0
                   ? 0
                   : refuse(program, spec, text, "write slower:5%");
    case OPTION_PERCENT:
        return text_parse_percent(text, target) == 0
                   ? 0
                   : refuse(program, spec, text, "not a percentage above 0; write 5 or 5%");
    case OPTION_SIZE:
        return take_size(program, spec, text, target);
    case OPTION_BLOCK:
        return take_block(program, spec, text, target);
    case OPTION_SIZES:
        return take_sizes(program, spec, text, o);
    case OPTION_SIZE_RANGE:
        return take_size_range(program, spec, text, o);
    case OPTION_THREADS:
        return take_threads(program, spec, text, o);
    case OPTION_CPU_CACHE:
        return take_cpu_cache(program, spec, text, target);
    case OPTION_PATTERN:
        return take_utf8(program, spec, text, target, CASE_PATTERN_MAX);
    case OPTION_REGEX:
        return take_regex(program, spec, text, target);
    case OPTION_NEEDLE:
        return take_needle(program, spec, text, target);
    case OPTION_FORMAT:
        return take_format(program, text, command, target);
    case OPTION_WORKLOADS:
        return add_pointer(program, target, options_workload(program, text));
    case OPTION_METHODS:
        return add_pointer(program, target, options_method(program, text));
    case OPTION_STATES:
        return add_pointer(program, target, options_state(program, text));
    }
    return -1;
}

/* getopt_long's tables, made of ours. */
struct getopt_tables {
    struct option longs[SPEC_COUNT + 1];
    char shorts[2 + 2 * SPEC_COUNT + 1];
    const char *names[SPEC_COUNT];
    size_t count;
};

enum { FIRST_LONG = 256 };

static void make_tables(struct getopt_tables *t, unsigned command)
{
    char *letter = t->shorts;
    *letter++ = ':';
    t->count = 0;
    for (int i = 0; i < SPEC_COUNT; i++) {
        const struct option_spec *s = &specs[i];
        if (!(s->commands & command))
            continue;
        t->names[t->count] = s->name;
        t->longs[t->count++] = (struct option){
            .name = s->name,
            .has_arg = s->argument ? required_argument : no_argument,
            .val = FIRST_LONG + i,
        };
        if (s->letter) {
            *letter++ = s->letter;
            if (s->argument)
                *letter++ = ':';
        }
    }
    t->longs[t->count] = (struct option){ 0 };
    *letter = '\0';
}

static const struct option_spec *spec_of(int value)
{
    for (int i = 0; i < SPEC_COUNT; i++)
        if (value == FIRST_LONG + i || (specs[i].letter && value == specs[i].letter))
            return &specs[i];
    return NULL;
}

static void print_bad_option(const char *program, const struct getopt_tables *t, char **argv,
                             int value)
{
    const char *word = argv[optind - 1];
    char name[64], letter[3] = { '-', (char)optopt, '\0' };
    if (value == '?' && optopt > 0 && optopt < FIRST_LONG)
        word = letter; /* one of several behind a '-' */
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    if (value == '?' && optopt >= FIRST_LONG) {
        options_usage_error(program, "%s takes no value", name);
        return;
    }
    if (value == ':') {
        options_usage_error(program, "%s wants a value; see --help", word);
        return;
    }
    const char *nearest = strncmp(name, "--", 2) == 0
                              ? text_nearest(name + 2, t->count, name_in, t->names)
                              : NULL;
    if (nearest)
        options_usage_error(program, "no option %s; did you mean --%s?", name, nearest);
    else
        options_usage_error(program, "no option %s; see --help", name);
}

int options_parse(struct options *ret, unsigned command, const char *program, int argc,
                  char **argv)
{
    struct getopt_tables t = { 0 };
    struct options o = { .seed = 1,
                         .cpu_cache = cpu_cache_usual(),
                         .format = command & formats->commands ? formats : NULL,
                         .limit_s = command & (RUN | TUTORIAL) ? 20 : 0 };
    int value;
    make_tables(&t, command);
    opterr = 0;
    optind = 1;
    while ((value = getopt_long(argc, argv, t.shorts, t.longs, NULL)) != -1) {
        const struct option_spec *spec = spec_of(value);
        if (!spec) {
            print_bad_option(program, &t, argv, value);
            return -1;
        }
        if (take(&o, program, command, spec, optarg) < 0)
            return -1;
    }
    o.arguments = argv + optind;
    o.argument_count = argc - optind;
    *ret = o;
    return 0;
}

void options_walk(unsigned command, void (*visit)(void *context, const struct option_text *o),
                  void *context)
{
    for (int i = 0; i < SPEC_COUNT; i++)
        if (specs[i].commands & command)
            visit(context, &(struct option_text){ specs[i].letter, specs[i].name,
                                                  specs[i].argument, specs[i].help });
}

void options_print(unsigned command)
{
    bool has_formats = false;
    puts("\nOptions:");
    for (int i = 0; i < SPEC_COUNT; i++) {
        const struct option_spec *s = &specs[i];
        char left[64];
        if (!(s->commands & command))
            continue;
        snprintf(left, sizeof left, "%c%c%s--%s %s", s->letter ? '-' : ' ',
                 s->letter ? s->letter : ' ', s->letter ? ", " : "  ", s->name,
                 s->argument ? s->argument : "");
        printf("  %-24s %s\n", left, s->help);
        has_formats = has_formats || s->kind == OPTION_FORMAT;
    }
    if (has_formats) {
        puts("\nFormats:");
        formats_print(command);
    }
}
