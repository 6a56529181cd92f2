/* SPDX-License-Identifier: MIT */
/* A run, and its text in a format. */
#include "tests/unit/export_text.h"

const struct writer writers[] = {
    { "benchfmt", export_benchfmt },
    { "google-benchmark", export_google },
    { "csv", export_csv },
    { "json", export_json },
    { 0 },
};

int write_as(FILE *out, const struct run *r, const char *format)
{
    const struct export_run entry = { .run = *r, .path = "results/a" };
    const struct writer *w = writers;
    while (strcmp(w->name, format) != 0)
        w++;
    return w->write(out, &entry, 1);
}

char *export(const struct run *r, const char *format)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_int_equal(write_as(out, r, format), 0);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(strlen(text), size);
    return text;
}

json_t *export_as_json(const struct run *r, const char *format)
{
    char *text = export(r, format);
    json_error_t at;
    json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &at);
    if (!json)
        fail_msg("%s, line %d: %s", format, at.line, at.text);
    free(text);
    return json;
}

size_t find_entries(const json_t *json, const char *run_name, const json_t **ret_first)
{
    size_t i, count = 0;
    const json_t *entry;
    json_array_foreach(json_object_get(json, "benchmarks"), i, entry)
    {
        const char *name = json_string_value(json_object_get(entry, "run_name"));
        if (strcmp(name, run_name) == 0 && count++ == 0)
            *ret_first = entry;
    }
    return count;
}

struct run untimed_run(void)
{
    struct run r = fixture_run(&(struct fixture_options){
        .methods = (const char *const[]){ "read", "chunk", "pread", "mmap", NULL },
        .workloads = (const char *const[]){ "count", NULL },
        .rounds = 6,
        .warm_only = true });
    assert_int_equal(r.case_count, 4);
    r.cases[1].status = CASE_FAILED;
    r.cases[2].status = CASE_OVER_LIMIT;
    r.cases[2].reason = (struct reason){ .cause = CAUSE_OVER_TIME, .numbers = { 20 } };
    r.cases[2].sample_count = 0;
    r.cases[3].sample_count = 0;
    return r;
}

size_t count_lines(const char *text, const char *start)
{
    size_t count = 0;
    for (const char *at = text; *at; at += strcspn(at, "\n"), at += *at == '\n')
        count += strncmp(at, start, strlen(start)) == 0;
    return count;
}

struct run odd_run(void)
{
    static const double times[] = { 1e15 + 2, 0.1, 3, 4, 5, 1.0 / 3 };
    struct run r = { 0 };
    fixture_add_dataset(&r, ODD_NAME, 123456789012345);
    fixture_add_case(&r, &(struct fixture_case){ .workload = "9-odd-one",
                                                 .method = "m m",
                                                 .state = "warm",
                                                 .dataset = ODD_NAME,
                                                 .wall_ns = times,
                                                 .count = COUNT(times) });
    r.cases[0].key.threads = 4;
    return r;
}
