/* SPDX-License-Identifier: MIT */
/* The folios of a file, of which the test made the page cache. */
#include <math.h>

#include "measure/folios.h"
#include "tests/unit/session_fixture.h"

static size_t page_bytes(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

static void needs_folios(const struct fixture *x)
{
    needs_states(x);
    if (isnan(folios_mean_bytes(x->path)))
        test_skip("only root may see the kernel's pages (Linux 5.14)");
}

static double resident(const struct fixture *x)
{
    double share;
    assert_int_equal(state_residency(x->path, &share), 0);
    return share;
}

/* Two pages apart from each other, without what the kernel reads ahead. */
static void cache_two_pages(const struct fixture *x)
{
    char byte;
    double share;
    assert_int_equal(state_establish(state_find("cold"), x->path, &share), 0);
    int fd = open(x->path, O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(posix_fadvise(fd, 0, 0, POSIX_FADV_RANDOM), 0);
    assert_int_equal(pread(fd, &byte, 1, (off_t)(100 * page_bytes())), 1);
    assert_int_equal(pread(fd, &byte, 1, BYTES - 1), 1);
    close(fd);
}

static void pages_by_themselves_are_folios_of_a_page(void **state)
{
    const struct fixture *x = *state;
    needs_folios(x);
    cache_two_pages(x);
    double before = resident(x);
    if (before != 2.0 * (double)page_bytes() / BYTES)
        test_skip("this file system does not count what it fetches");
    assert_true(folios_mean_bytes(x->path) == (double)page_bytes());
}

static void looking_reads_nothing_from_storage(void **state)
{
    const struct fixture *x = *state;
    needs_folios(x);
    cache_two_pages(x);
    double before = resident(x);
    folios_mean_bytes(x->path);
    assert_true(resident(x) == before);
}

static void of_a_cold_file_nothing_is_known(void **state)
{
    const struct fixture *x = *state;
    double share;
    needs_folios(x);
    assert_int_equal(state_establish(state_find("cold"), x->path, &share), 0);
    assert_true(isnan(folios_mean_bytes(x->path)));
    assert_true(resident(x) == 0);
}

/* Whatever the file system makes of it, a folio is at least a page and at most the file. */
static void of_a_cached_file_it_is_the_mean(void **state)
{
    const struct fixture *x = *state;
    double share;
    needs_folios(x);
    assert_int_equal(state_establish(state_find("warm"), x->path, &share), 0);
    double mean = folios_mean_bytes(x->path);
    assert_true(mean >= (double)page_bytes() && mean <= BYTES);
}

/* As `run` has warm cases made: the state is there before the process begins. */
static void a_prepared_warm_sample_tells(void **state)
{
    const struct fixture *x = *state;
    double share;
    needs_folios(x);
    assert_int_equal(state_establish(state_find("warm"), x->path, &share), 0);
    struct session_spec spec = spec_of(x, "full-read", "chunk", "warm");
    spec.request.prepared = true;
    struct outcome o = run_session(&spec);
    assert_int_equal(o.status, CASE_OK);
    assert_true(o.sample.folio_bytes >= (double)page_bytes());
}

static void what_is_no_file_has_none(void **state)
{
    const struct fixture *x = *state;
    char *none = text_printf("%s/none", x->folder), *empty = text_printf("%s/empty", x->folder);
    test_write(empty, "", 0);
    assert_true(isnan(folios_mean_bytes(none)));
    assert_true(isnan(folios_mean_bytes(empty)));
    assert_true(isnan(folios_mean_bytes(x->folder)));
    unlink(empty);
    free(empty);
    free(none);
}

#define FOLIOS_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLIOS_TEST(pages_by_themselves_are_folios_of_a_page),
        FOLIOS_TEST(looking_reads_nothing_from_storage),
        FOLIOS_TEST(of_a_cold_file_nothing_is_known),
        FOLIOS_TEST(of_a_cached_file_it_is_the_mean),
        FOLIOS_TEST(a_prepared_warm_sample_tells),
        FOLIOS_TEST(what_is_no_file_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
