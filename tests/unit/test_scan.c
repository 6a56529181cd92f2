/* SPDX-License-Identifier: MIT */
#include "tests/test.h"

#include <errno.h>

#include "workload/scan.h"

static void what_the_engine_refuses_is_refused_in_its_words(void **state)
{
    (void)state;
    static const struct {
        struct scan_pattern pattern;
        const char *why; /* NULL: it is taken */
    } cases[] = {
        { { "\\b[a-zA-Z]{5}\\b", 1 }, NULL }, { { "(", 0 }, NULL },
        { { "(", 1 }, "parenthesis" },        { { "(?=a)b", 1 }, "not supported" },
        { { "(a)\\1", 1 }, "unsupported" },   { { "x*", 1 }, "empty" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char why[SCAN_WHY_MAX];
        int wanted = cases[i].why ? -EINVAL : 0;
        assert_int_equal(scan_check(&cases[i].pattern, why), wanted);
        if (cases[i].why && !strstr(why, cases[i].why))
            fail_msg("%s: %s", cases[i].pattern.text, why);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_engine_refuses_is_refused_in_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
