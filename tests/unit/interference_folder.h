/* SPDX-License-Identifier: MIT */
/* A machine laid out in a folder, to be watched. */
#ifndef MAPREAD_TESTS_UNIT_INTERFERENCE_FOLDER_H
#define MAPREAD_TESTS_UNIT_INTERFERENCE_FOLDER_H

#include <math.h>

#include "tests/unit/laid_out.h"
#include "tests/unit/measure_check.h"

static char *folder;

static inline int make_folder(void **state)
{
    (void)state;
    folder = test_folder();
    return 0;
}

static inline int drop_folder(void **state)
{
    (void)state;
    remove_folder(folder);
    return 0;
}

/* In a thousand seconds what this test itself uses is nothing. */
static inline void near_number(double is, double wanted)
{
    if (!(fabs(is - wanted) < 0.01))
        fail_msg("%g instead of %g", is, wanted);
}

#define INTERFERENCE_TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, drop_folder)

#endif
