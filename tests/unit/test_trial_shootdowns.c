/* SPDX-License-Identifier: MIT */
/* Shootdowns, tried out here. */
#include <errno.h>
#include <math.h>

#include "measure/machine.h"
#include "measure/processor.h"
#include "tests/unit/trial_place.h"

enum { PAGES, ALONE, ACCOMPANIED, ACCOMPANIED_NS };

static struct trial_result try_out(void)
{
    struct trial_result r;
    char *folder = test_folder();
    assert_int_equal(trial_do(trials[trial_place("shootdowns")], folder, TRIAL_LIMIT_S, &r), 0);
    assert_int_equal(rmdir(folder), 0); /* nothing is left in it */
    free(folder);
    assert_true(r.done);
    return r;
}

/* Since the machine booted there was one. Where hosts or processors need no interrupt to make
   another processor forget (AMD's INVLPGB, for one), the line is there and stays at 0. */
static bool are_counted(void)
{
    char *line = NULL;
    size_t size = 0;
    bool found = false;
    FILE *interrupts = fopen("/proc/interrupts", "re");
    while (interrupts && !found && getline(&line, &size, interrupts) > 0)
        found = strstr(line, "TLB shootdowns") && strpbrk(strchr(line, ':'), "123456789");
    free(line);
    if (interrupts)
        fclose(interrupts);
    return found;
}

/* Those hypervisors forget for another processor without an interrupt of the guest's. */
static bool is_told_silently(void)
{
    struct machine m;
    machine_read(&m);
    return strcmp(m.virtualization, "microsoft") == 0 || strcmp(m.virtualization, "xen") == 0;
}

static const char *why_not_here(const struct processors *p)
{
    if (p->count == 0)
        return "this system does not tell its processors";
    if (p->count == 1)
        return "there is one processor";
    if (!are_counted())
        return "this system counts no TLB shootdowns";
    return is_told_silently() ? "the hypervisor needs no interrupt" : NULL;
}

static void a_page_that_goes_interrupts_the_other_processor(void **state)
{
    (void)state;
    struct processors before, after;
    processors_find_any(&before);
    const char *why = why_not_here(&before);
    if (why)
        test_skip(why);
    struct trial_result r = try_out();
    char words[TRIAL_WORDS_MAX];
    assert_string_equal(r.note, "");
    enum trial_verdict v = trials[trial_place("shootdowns")]->judge(r.numbers, words);
    print_message("%s\n", words);
    assert_int_equal(r.numbers[PAGES], (16 << 20) / sysconf(_SC_PAGESIZE));
    assert_int_equal(v, TRIAL_PARTLY);
    assert_true(r.numbers[ACCOMPANIED] >= 0.9 * r.numbers[PAGES]);
    assert_true(r.numbers[ACCOMPANIED_NS] > 0 && isfinite(r.numbers[ACCOMPANIED_NS]));
    processors_find_any(&after); /* may be used again, all of them */
    assert_memory_equal(&after, &before, sizeof after);
}

static void on_one_processor_there_is_no_other(void **state)
{
    (void)state;
    struct processors p;
    processors_find_any(&p);
    processors_pin(&p, 0, 1);
    struct trial_result r = try_out();
    processors_release(&p);
    assert_string_equal(r.note, "this system does not offer it here");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_that_goes_interrupts_the_other_processor),
        cmocka_unit_test(on_one_processor_there_is_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
