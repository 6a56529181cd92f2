/* SPDX-License-Identifier: MIT */
/* What the tests of src/measure share. Include it after cmocka.h. */
#ifndef MAPREAD_TEST_MEASURE_CHECK_H
#define MAPREAD_TEST_MEASURE_CHECK_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* NAN is the same as NAN. */
static inline void same_number(double is, double wanted)
{
    if (isnan(wanted) ? !isnan(is) : is != wanted)
        fail_msg("%g instead of %g", is, wanted);
}

/* The first line that a command prints, until the next call. */
static inline const char *shell(const char *command)
{
    static char line[1024];
    line[0] = '\0';
    FILE *out = popen(command, "r");
    assert_non_null(out);
    if (fgets(line, sizeof line, out))
        line[strcspn(line, "\n")] = '\0';
    pclose(out);
    return line;
}

#endif
