/* SPDX-License-Identifier: MIT */
/* What the trials found: kept and read back. */
#include <errno.h>

#include "tests/unit/own_folder.h"
#include "tests/unit/report_place.h"
#include "tests/unit/trial_place.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void results_are_kept(void **state)
{
    (void)state;
    struct trial_results kept = { 0 }, read;
    const char *bad;
    size_t flock = trial_place("flock"), slice = trial_place("slice");
    kept.of[flock] = (struct trial_result){ .done = true, .numbers = { 1, 0.5 } };
    kept.of[slice] = (struct trial_result){ .done = true, .note = "no disk" };
    assert_int_equal(trial_results_read(&read, folder, &bad), -ENOENT);
    assert_int_equal(trial_results_save(&kept, folder), 0);
    assert_int_equal(trial_results_read(&read, folder, &bad), 0);
    for (size_t i = 0; trials[i]; i++)
        assert_true(read.of[i].done == (i == flock || i == slice));
    assert_string_equal(read.of[slice].note, "no disk");
    assert_true(read.of[flock].numbers[0] == 1 && read.of[flock].numbers[1] == 0.5);
    empty_folder(folder);
}

struct damage {
    const char *text, *bad;
};

static void damaged_results_are_refused(void **state)
{
    (void)state;
    static const struct damage table[] = {
        { "{", "" },
        { "{}", "" },
        { "{\"trials\": [3]}", "" },
        { "{\"trials\": [{\"trial\": \"empty\"}]}", "empty" },
        { "{\"trials\": [{\"trial\": \"empty\", \"note\": \"\"}]}", "empty" },
        { "{\"trials\": [{\"trial\": \"flock\", \"note\": null, \"numbers\": "
          "{\"asker_waits\": 1}}]}",
          "flock" },
    };
    char *path = path_in(folder, "tutorial.json");
    for (size_t i = 0; i < COUNT(table); i++) {
        struct trial_results read;
        const char *bad = NULL;
        test_write(path, table[i].text, strlen(table[i].text));
        if (trial_results_read(&read, folder, &bad) != -EBADMSG || strcmp(bad, table[i].bad))
            fail_msg("%s: %s", table[i].text, bad);
    }
    static const char later[] = "{\"trials\": [{\"trial\": \"telepathy\", \"numbers\": 3}]}";
    struct trial_results read;
    const char *bad;
    test_write(path, later, strlen(later));
    assert_int_equal(trial_results_read(&read, folder, &bad), 0); /* of a later version */
    free(path);
    empty_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST(results_are_kept),
        FOLDER_TEST(damaged_results_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
