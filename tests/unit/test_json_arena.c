/* SPDX-License-Identifier: MIT */
/* Documents that lie in an arena while they are read, and values that do not. */
#include <pthread.h>
#include <string.h>

#include "base/json.h"
#include "base/json_arena.h"
#include "tests/test.h"

enum { LONG = 3 << 20 }; /* bytes: more than a chunk of the arena */

static char *document(size_t numbers, size_t text_bytes)
{
    char *text = malloc(16 * numbers + text_bytes + 64), *at = text;
    assert_non_null(text);
    at += sprintf(at, "{\"numbers\": [");
    for (size_t i = 0; i < numbers; i++)
        at += sprintf(at, "%s%zu.5", i ? ", " : "", i);
    at += sprintf(at, "], \"text\": \"");
    memset(at, 'x', text_bytes);
    strcpy(at + text_bytes, "\"}");
    return text;
}

static void check(size_t numbers, size_t text_bytes)
{
    char *text = document(numbers, text_bytes);
    json_error_t at;
    json_arena_begin();
    json_t *json = json_loads(text, 0, &at), *list = json_object_get(json, "numbers");
    assert_non_null(json);
    assert_int_equal(json_array_size(list), numbers);
    for (size_t i = 0; i < numbers; i++)
        assert_true(json_real_value(json_array_get(list, i)) == (double)i + 0.5);
    assert_int_equal(json_string_length(json_object_get(json, "text")), text_bytes);
    json_arena_end();
    free(text);
}

static void one_after_the_other_is_read(void **state)
{
    (void)state;
    check(3, 5);
    check(200000, 10); /* many chunks, which the next ones find */
    check(10, LONG);
    check(100000, LONG);
    check(0, 0);
}

static void *in_a_thread(void *unused)
{
    one_after_the_other_is_read(NULL);
    return unused;
}

/* Each has an arena of its own; memory checkers see that nothing of it is left. */
static void threads_do_not_meet(void **state)
{
    (void)state;
    enum { THREADS = 3 };
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, in_a_thread, NULL), 0);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
}

static void values_of_outside_stay(void **state)
{
    (void)state;
    json_t *kept = json_pack("{s:s, s:[i,i]}", "a", "word", "b", 1, 2);
    check(1000, 100);
    assert_string_equal(json_string_value(json_object_get(kept, "a")), "word");
    assert_int_equal(json_object_set_new(kept, "c", json_integer(3)), 0);
    json_decref(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_after_the_other_is_read),
        cmocka_unit_test(threads_do_not_meet),
        cmocka_unit_test(values_of_outside_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
