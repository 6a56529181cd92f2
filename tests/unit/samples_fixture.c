/* SPDX-License-Identifier: MIT */
/* One run file, read quickly and plainly. */
#include "tests/unit/samples_fixture.h"

#include "result/read.h"

static char *folder, *file;

int samples_begin(void **state)
{
    (void)state;
    folder = test_folder();
    file = text_printf("%s/run.json", folder);
    return file ? 0 : -1;
}

int samples_end(void **state)
{
    (void)state;
    unlink(file);
    int r = rmdir(folder);
    free(file);
    free(folder);
    return r;
}

const char *samples_path(void)
{
    return file;
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Bit for bit: memcmp tells -0 from 0, and one NAN from another. */
static bool same_case(const struct run_case *a, const struct run_case *b)
{
    return same_text(a->workload, b->workload) && same_text(a->method, b->method) &&
           same_text(a->state, b->state) && same_text(a->fill, b->fill) &&
           same_text(a->dataset, b->dataset) && same_text(a->reason, b->reason) &&
           same_text(a->check, b->check) && a->threads == b->threads &&
           a->status == b->status && a->sample_count == b->sample_count &&
           (a->sample_count == 0 ||
            memcmp(a->samples, b->samples, a->sample_count * sizeof *a->samples) == 0);
}

static bool same_finding(const struct run_finding *a, const struct run_finding *b)
{
    return same_text(a->check, b->check) && same_text(a->verdict, b->verdict) &&
           same_text(a->found, b->found) && same_text(a->fix, b->fix);
}

static bool same_dataset(const struct run_dataset *a, const struct run_dataset *b)
{
    return same_text(a->name, b->name) && same_text(a->kind, b->kind) && a->bytes == b->bytes &&
           a->seed == b->seed && strcmp(a->sha256, b->sha256) == 0;
}

static bool same_head(const struct run *a, const struct run *b)
{
    return same_text(a->mapread_version, b->mapread_version) &&
           same_text(a->revision, b->revision) && same_text(a->started_at, b->started_at) &&
           same_text(a->suite, b->suite) && a->complete == b->complete && a->seed == b->seed &&
           a->rounds == b->rounds && memcmp(&a->planted, &b->planted, sizeof a->planted) == 0 &&
           memcmp(&a->machine, &b->machine, sizeof a->machine) == 0 &&
           memcmp(&a->storage, &b->storage, sizeof a->storage) == 0 &&
           memcmp(&a->toolchain, &b->toolchain, sizeof a->toolchain) == 0 &&
           a->watched == b->watched &&
           memcmp(&a->interference, &b->interference, sizeof a->interference) == 0 &&
           a->finding_count == b->finding_count && a->dataset_count == b->dataset_count &&
           a->case_count == b->case_count;
}

static bool same_run(const struct run *a, const struct run *b)
{
    bool same = same_head(a, b);
    for (size_t i = 0; same && i < a->finding_count; i++)
        same = same_finding(&a->findings[i], &b->findings[i]);
    for (size_t i = 0; same && i < a->dataset_count; i++)
        same = same_dataset(&a->datasets[i], &b->datasets[i]);
    for (size_t i = 0; same && i < a->case_count; i++)
        same = same_case(&a->cases[i], &b->cases[i]);
    return same;
}

enum way read_file(const char *path)
{
    struct run plain = { 0 }, quick = { 0 }, found = { 0 };
    struct run_error why = { "" }, error = { "" };
    int by_json = run_read_plainly(&plain, path, &why),
        by_text = run_read_quickly(&quick, path), result = run_read(&found, path, &error);
    if (by_text == 0 && by_json < 0)
        fail_msg("%s: taken, though: %s", path, why.message);
    if (by_text == 0 && !same_run(&quick, &plain))
        fail_msg("%s: other figures by the quick way", path);
    assert_int_equal(result, by_json);
    assert_string_equal(error.message, why.message);
    if (result == 0 && !same_run(&found, &plain))
        fail_msg("%s: other figures", path);
    run_free(&plain);
    run_free(&quick);
    run_free(&found);
    return by_text == 0 ? QUICK : by_json == 0 ? PLAIN : REFUSED;
}

enum way read_text(const char *text, size_t len)
{
    test_write(file, text, len);
    return read_file(file);
}

char *replaced(const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);
    if (!at)
        fail_msg("no %s in the text", old);
    char *result = text_printf("%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
    assert_non_null(result);
    return result;
}

void check_replaced(const char *text, const char *old, const char *new, enum way expected)
{
    char *changed = replaced(text, old, new);
    enum way way = read_text(changed, strlen(changed));
    if (way != expected)
        fail_msg("%s instead of %s: %d instead of %d", new, old, (int)way, (int)expected);
    free(changed);
}

void check_changes(const struct change *changes, size_t count)
{
    char *text = good_text();
    for (size_t i = 0; i < count; i++)
        check_replaced(text, changes[i].old, changes[i].new, changes[i].way);
    free(text);
}

char *good_text(void)
{
    size_t len;
    char *path = test_source("tests/unit/data/ok_every_status.json");
    char *text = (char *)test_read(path, &len);
    text[len] = '\0';
    free(path);
    return text;
}

/* Knuth's multiplier. */
uint64_t draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 1;
}
