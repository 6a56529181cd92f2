/* SPDX-License-Identifier: MIT */
/* What a sample process is told: a line, and back. */
#include "case/request.h"

#include <errno.h>

#include "tests/test.h"

/* No two members are alike, and none is what it would be without being told. */
static struct request make_request(void)
{
    return (struct request){
        .key = { .workload = "count",
                 .method = "mmap",
                 .state = "warm",
                 .dataset = "text \"1\"",
                 .pattern = "a\n'\xc3\xa4",
                 .threads = 4,
                 .buffer_bytes = 4096,
                 .block_bytes = 512,
                 .blocks = 3 },
        .path = "/d/a\nb \"\xe4\" 100%",
        .scratch = "/s\xc3\xa4",
        .programs = "/p",
        .channel = "/c",
        .expected = "count=5",
        .seed = 9007199254740993, /* no double holds it */
        .passes = 4,
        .limit_s = 0.5,
        .plant = 0.125,
        .numbered = true,
        .takes_turns = true,
        .prepared = true,
        .cpu_cache = CPU_CACHE_STREAM,
        .strict = true,
        .overwrite = true,
        .unchecked = true,
        .fresh_pages = true,
    };
}

static void check_request(const struct request *found, const struct request *expected)
{
    assert_true(case_key_equal(&found->key, &expected->key));
    assert_string_equal(found->path, expected->path);
    assert_string_equal(found->scratch, expected->scratch);
    assert_string_equal(found->programs, expected->programs);
    assert_string_equal(found->channel, expected->channel);
    assert_string_equal(found->expected, expected->expected);
    assert_int_equal(found->seed, expected->seed);
    assert_int_equal(found->passes, expected->passes);
    assert_true(found->limit_s == expected->limit_s);
    assert_true(found->plant == expected->plant);
    assert_int_equal(found->numbered, expected->numbered);
    assert_int_equal(found->takes_turns, expected->takes_turns);
    assert_int_equal(found->prepared, expected->prepared);
    assert_int_equal(found->cpu_cache, expected->cpu_cache);
    assert_int_equal(found->strict, expected->strict);
    assert_int_equal(found->overwrite, expected->overwrite);
    assert_int_equal(found->unchecked, expected->unchecked);
    assert_int_equal(found->fresh_pages, expected->fresh_pages);
}

static void check_comes_back(const struct request *r)
{
    char error[256];
    struct request found;
    char *line = request_line(r);
    assert_non_null(line);
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1); /* one line */
    assert_in_range(strlen(line), 1, REQUEST_LINE_MAX - 1);
    if (request_read(&found, line, error, sizeof error) != 0)
        fail_msg("%s", error);
    check_request(&found, r);
    free(line);
}

static void requests_come_back_as_they_were(void **state)
{
    (void)state;
    struct request r = make_request(),
                   least = { .key = { .workload = "a", .method = "b", .state = "c" } };
    check_comes_back(&r);
    check_comes_back(&least);
    memset(r.path, '\xff', PATH_MAX - 1); /* as long as a line can be */
    memset(r.scratch, '\n', PATH_MAX - 1);
    memset(r.programs, '%', PATH_MAX - 1);
    memset(r.channel, '"', PATH_MAX - 1);
    memset(r.key.dataset, '"', CASE_DATASET_MAX - 1);
    check_comes_back(&r);
}

static void a_path_that_is_too_long_is_none(void **state)
{
    (void)state;
    char path[PATH_MAX], long_one[PATH_MAX + 8];
    request_set_path(path, NULL);
    assert_string_equal(path, "");
    memset(long_one, 'x', sizeof long_one - 1);
    long_one[sizeof long_one - 1] = '\0';
    request_set_path(path, long_one);
    assert_string_equal(path, "");
    long_one[PATH_MAX - 1] = '\0';
    request_set_path(path, long_one);
    assert_string_equal(path, long_one);
}

/* Changes what stands at `name` of a good request; `value` "": takes it away. */
static void check_refused(json_t *object, const json_t *request, const char *name,
                          const char *value)
{
    char error[256] = "";
    struct request untouched = make_request(), r = untouched;
    json_t *good = json_deep_copy(json_object_get(object, name));
    assert_non_null(good);
    if (value[0])
        json_object_set_new(object, name, json_loads(value, JSON_DECODE_ANY, NULL));
    else
        json_object_del(object, name);
    char *line = json_dumps(request, 0);
    int result = request_read(&r, line, error, sizeof error);
    json_object_set_new(object, name, good);
    free(line);
    if (result != -EBADMSG || strncmp(error, "the request: ", 13) != 0 || !strstr(error, name))
        fail_msg("%s: %s: %d, '%s'", name, value, result, error);
    assert_memory_equal(&r, &untouched, sizeof r);
}

/* A member is missing, or of another type: the message names it. */
static void every_member_is_asked_for(void **state)
{
    (void)state;
    static const char *const members[] = {
        "key",      "path",      "scratch", "programs",  "channel",   "expected",
        "seed",     "passes",    "limit_s", "plant",     "numbered",  "takes_turns",
        "prepared", "cpu_cache", "strict",  "overwrite", "unchecked", "fresh_pages",
    };
    struct request good = make_request();
    char *line = request_line(&good);
    json_t *json = json_loads(line, 0, NULL), *key = json_object_get(json, "key");
    assert_int_equal(json_object_size(json), sizeof members / sizeof members[0]);
    for (size_t i = 1; i < sizeof members / sizeof members[0]; i++) {
        check_refused(json, json, members[i], "");
        check_refused(json, json, members[i], "{}");
    }
    check_refused(key, json, "state", "");
    check_refused(key, json, "threads", "\"4\"");
    check_refused(json, json, "seed", "-1");
    check_refused(json, json, "limit_s", "\"20\"");
    check_refused(json, json, "strict", "1");
    json_decref(json);
    free(line);
}

static void what_is_no_request_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *line, *what;
    } bad[] = {
        { "", "the request: is not JSON" },
        { "find/mmap/warm\n", "the request: is not JSON" },
        { "{\"path\": \"/d\"", "the request: is not JSON" },
        { "[]", "the request: is missing or not an object" },
    };
    struct request untouched = make_request(), r = untouched;
    char error[256];
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(request_read(&r, bad[i].line, error, sizeof error), -EBADMSG);
        assert_string_equal(error, bad[i].what);
    }
    assert_memory_equal(&r, &untouched, sizeof r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_come_back_as_they_were),
        cmocka_unit_test(a_path_that_is_too_long_is_none),
        cmocka_unit_test(every_member_is_asked_for),
        cmocka_unit_test(what_is_no_request_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
