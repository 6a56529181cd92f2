/* SPDX-License-Identifier: MIT */
/* Cases of gbench_fixture that fail, each at another moment. */
#ifndef MAPREAD_TESTS_UNIT_GBENCH_FAILING_H
#define MAPREAD_TESTS_UNIT_GBENCH_FAILING_H

#include <stdbool.h>

/* Registers fail_at_once, fail_inside, ... */
void failing_register(void);

/* How often all of them were called. */
int failing_calls(void);

/* Ends the program with 99 unless the promise was kept. */
void check(bool kept, const char *promise);

#endif
