/* SPDX-License-Identifier: MIT */
/* Real run files, made-up ones, and thousands of broken ones, read quickly and plainly. */
#include <dirent.h>

#include "tests/fixture_run.h"
#include "tests/unit/samples_fixture.h"

static void real_files_are_read_quickly(void **state)
{
    (void)state;
    static const char *const files[] = {
        "results/example/disk/run.json",      "tests/unit/data/ok_every_status.json",
        "tests/unit/data/ok_earlier.json",    "tests/unit/data/ok_noise.json",
        "tests/unit/data/ok_incomplete.json",
    };
    for (size_t i = 0; i < COUNT(files); i++) {
        char *path = test_source(files[i]);
        if (read_file(path) != QUICK)
            fail_msg("%s is not read quickly", path);
        free(path);
    }
}

static void made_up_files_are_read_quickly(void **state)
{
    (void)state;
    struct run r = fixture_run(
        &(struct fixture_options){ .obstacles = true, .noisy = true, .unknown = true });
    assert_int_equal(run_write(&r, samples_path()), 0);
    run_free(&r);
    assert_int_equal(read_file(samples_path()), QUICK);
}

static void all_files_of_the_tests_are_read_alike(void **state)
{
    (void)state;
    char *path = test_source("tests/unit/data");
    DIR *data = opendir(path);
    size_t refused = 0;
    assert_non_null(data);
    for (struct dirent *e = readdir(data); e; e = readdir(data)) {
        char *name = text_printf("%s/%s", path, e->d_name);
        if (strncmp(e->d_name, "fail_", 5) == 0)
            refused += read_file(name) == REFUSED;
        else if (strncmp(e->d_name, "ok_", 3) == 0)
            assert_int_not_equal(read_file(name), REFUSED);
        free(name);
    }
    closedir(data);
    free(path);
    assert_true(refused > 40);
}

/* ---- broken files ---- */

static void every_beginning_is_refused(void **state)
{
    (void)state;
    char *text = good_text();
    size_t whole = strlen(text) - 1; /* without the line end */
    for (size_t len = 0; len < whole; len++)
        assert_int_equal(read_text(text, len), REFUSED);
    assert_int_equal(read_text(text, whole), QUICK);
    free(text);
}

/* Like the good one, but for something at a place that was drawn. Returns the new length. */
static size_t damage(char *text, size_t len, uint64_t *state)
{
    static const char bytes[] = "\"\"\\{}[]::,,0123456789.eE+-nul u \n\t\x80/";
    size_t at = draw(state) % len, span = 1 + draw(state) % 40;
    size_t from = draw(state) % len;
    char byte = bytes[draw(state) % sizeof bytes]; /* '\0' as well */
    span = span < len - at ? span : len - at;
    span = span < len - from ? span : len - from;
    switch (draw(state) % 6) {
    case 0: /* another byte */
        text[at] = byte;
        return len;
    case 1: /* one more */
        memmove(text + at + 1, text + at, len - at);
        text[at] = byte;
        return len + 1;
    case 2: /* one less */
        memmove(text + at, text + at + 1, len - at - 1);
        return len - 1;
    case 3: /* some of it again */
        memmove(text + at + span, text + at, len - at);
        return len + span;
    case 4: /* some from elsewhere */
        memmove(text + at, text + from, span);
        return len;
    default: /* a flipped bit */
        text[at] ^= (char)(1 << draw(state) % 8);
        return len;
    }
}

static void damaged_files_are_read_alike(void **state)
{
    (void)state;
    enum { FILES = 12000 };
    char *text = good_text(), *damaged = malloc(2 * strlen(text));
    size_t ways[QUICK + 1] = { 0 };
    uint64_t drawn = 1;
    assert_non_null(damaged);
    for (size_t i = 0; i < FILES; i++) {
        size_t len = strlen(text);
        memcpy(damaged, text, len);
        for (size_t hits = 1 + i % 3; hits > 0; hits--)
            len = damage(damaged, len, &drawn);
        ways[read_text(damaged, len)]++;
    }
    print_message("of %d damaged files %zu are refused, %zu read plainly, %zu quickly\n", FILES,
                  ways[REFUSED], ways[PLAIN], ways[QUICK]);
    assert_true(ways[REFUSED] > 1000 && ways[PLAIN] > 100 && ways[QUICK] > 300);
    free(damaged);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_files_are_read_quickly),
        cmocka_unit_test(made_up_files_are_read_quickly),
        cmocka_unit_test(all_files_of_the_tests_are_read_alike),
        cmocka_unit_test(every_beginning_is_refused),
        cmocka_unit_test(damaged_files_are_read_alike),
    };
    return cmocka_run_group_tests(tests, samples_begin, samples_end);
}
