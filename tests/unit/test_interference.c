/* SPDX-License-Identifier: MIT */
/* What the monitor sees on a machine laid out in a folder, and when it calls it noise. */
#include "config.h"
#include "measure/interference.h"
#include "tests/unit/interference_folder.h"

#define CAUSES                                                                                 \
    "(neighbours on the host, heat or a power limit: measure again at another time or on "     \
    "bare metal)"
#define CPU "/sys/devices/system/cpu/cpu"

static double page_bytes(void)
{
    return (double)sysconf(_SC_PAGESIZE);
}

static void the_speed_is_a_share_of_the_best(void **state)
{
    (void)state;
    static const double ns[] = { 1.25e6, 2e6, 1e6, 1.25e6, 1.6e6, 2.5e6, 1.25e6 };
    struct cpu_speed p = { 0 };
    for (size_t i = 0; i < COUNT(ns); i++) {
        if (i < CPU_SPEED_ENOUGH)
            same_number(cpu_speed_share(&p, 0.5), NAN);
        cpu_speed_add(&p, ns[i]);
    }
    same_number(cpu_speed_share(&p, 0.5), 0.8);
    same_number(cpu_speed_share(&p, 0), 0.4);
    same_number(cpu_speed_share(&p, 1), 1);
}

/* What is kept is spread over all looks, and the best of all counts. */
static void any_number_of_looks_has_room(void **state)
{
    (void)state;
    struct cpu_speed p = { 0 };
    for (size_t i = 0; i <= 10 * CPU_SPEED_KEPT_MAX; i++)
        cpu_speed_add(&p, 1e6 + (double)i); /* slower and slower */
    assert_true(p.count <= CPU_SPEED_KEPT_MAX && p.count >= CPU_SPEED_KEPT_MAX / 2);
    for (size_t i = 0; i < p.count; i++)
        assert_true(p.ns[i] == 1e6 + 16.0 * (double)i);
    cpu_speed_add(&p, 0.5e6); /* one that is not kept */
    near_number(cpu_speed_share(&p, 0.5), 0.5e6 / (1e6 + 5 * CPU_SPEED_KEPT_MAX));
}

static void a_look_takes_time(void **state)
{
    (void)state;
    struct monitor w;
    struct interference n;
    assert_true(cpu_speed_calibrate_ns() > 1e3);
    monitor_begin_below(&w, NULL);
    for (size_t i = 1; i < CPU_SPEED_ENOUGH; i++) {
        monitor_end(&w, &n);
        same_number(n.speed_share, NAN);
    }
    monitor_end(&w, &n);
    assert_true(n.speed_share > 0 && n.speed_share <= 1);
}

static void the_load_is_a_mean_of_what_was_seen(void **state)
{
    (void)state;
    struct monitor w;
    struct interference n;
    put(folder, "/proc/loadavg", "99.0 0 0 1/1 1\n"); /* of before */
    monitor_begin_below(&w, folder);
    put(folder, "/proc/loadavg", "1.0 0 0 1/1 1\n");
    monitor_sample(&w);
    put(folder, "/proc/loadavg", "1.5 0 0 1/1 1\n");
    monitor_sample(&w);
    put(folder, "/proc/loadavg", "3.5 0 0 1/1 1\n");
    monitor_end(&w, &n);
    same_number(n.load_average, 2);
    put(folder, "/proc/loadavg", "none\n");
    monitor_end(&w, &n);
    same_number(n.load_average, 2);
}

static void swapped_pages_become_bytes(void **state)
{
    (void)state;
    struct monitor w;
    struct interference n;
    put(folder, "/proc/vmstat",
        "nr_free 1\nxpswpin 77\npswpinx 66\npswpin 5\npswpout 7\npswpoutx 1\n");
    monitor_begin_below(&w, folder);
    put(folder, "/proc/vmstat",
        "nr_free 9\nxpswpin 99\npswpinx 88\npswpin 8\npswpout 7\npswpoutx 9\n");
    monitor_end(&w, &n);
    same_number(n.swap_in_bytes, 3 * page_bytes());
    same_number(n.swap_out_bytes, 0);
    put(folder, "/proc/vmstat", "pswpin 4\n");
    monitor_end(&w, &n);
    same_number(n.swap_in_bytes, NAN);
    same_number(n.swap_out_bytes, NAN);
}

static void the_clock_is_that_of_the_fastest_processor(void **state)
{
    (void)state;
    struct monitor w;
    struct interference n;
    monitor_begin_below(&w, folder);
    put(folder, "/proc/cpuinfo", "cpu MHz\t\t: 9999.5\n");
    put(folder, CPU "0/cpufreq/scaling_cur_freq", "3000000\n");
    put(folder, CPU "1/cpufreq/scaling_cur_freq", "800000\n"); /* idle */
    monitor_sample(&w);
    put(folder, CPU "0/cpufreq/scaling_cur_freq", "800000\n");
    put(folder, CPU "1/cpufreq/scaling_cur_freq", "2500000\n");
    monitor_end(&w, &n);
    same_number(n.frequency_lowest_hz, 2.5e9);
    same_number(n.frequency_highest_hz, 3e9);
}

static void cpuinfo_tells_the_clock_where_nothing_else_does(void **state)
{
    (void)state;
    struct monitor w;
    struct interference n;
    monitor_begin_below(&w, folder);
    put(folder, "/proc/cpuinfo", "cpu MHz\t\t: 2000.5\nflags: x\n\ncpu MHz\t\t: 1000\n");
    monitor_end(&w, &n);
    same_number(n.frequency_lowest_hz, 2000.5e6);
    same_number(n.frequency_highest_hz, 2000.5e6);
}

static void what_is_not_told_is_unknown(void **state)
{
    (void)state;
    const char *const roots[] = { folder, NULL };
    for (size_t i = 0; i < COUNT(roots); i++) {
        char text[INTERFERENCE_TEXT_MAX] = "old";
        struct monitor w;
        struct interference n;
        monitor_begin_below(&w, roots[i]);
        monitor_sample(&w);
        monitor_end(&w, &n);
        same_number(n.steal_share, NAN);
        same_number(n.load_average, NAN);
        same_number(n.swap_in_bytes, NAN);
        same_number(n.swap_out_bytes, NAN);
        same_number(n.frequency_lowest_hz, NAN);
        same_number(n.frequency_highest_hz, NAN);
        same_number(n.others_share, NAN);
        assert_true(n.watched_ns > 0);
        assert_true(n.involuntary_switches >= 0);
        assert_null(interference_verdict(&n, text, sizeof text));
        assert_string_equal(text, "");
    }
}

static void this_machine_can_be_watched(void **state)
{
    (void)state;
    struct monitor w;
    struct interference n;
    monitor_begin(&w);
    monitor_sample(&w);
    monitor_end(&w, &n);
    if (HAVE_LINUX_EXTRAS && access("/proc/loadavg", R_OK) == 0)
        assert_true(n.load_average >= 0);
    if (!HAVE_LINUX_EXTRAS)
        same_number(n.load_average, NAN);
}

/* On every threshold, quiet and noisy. A speed of 1 is the best. */
static void noise_has_thresholds(void **state)
{
    (void)state;
    static const struct {
        struct interference interference;
        const char *verdict;
    } table[] = {
        { { .steal_share = 0.0099,
            .load_average = 1.5,
            .swap_in_bytes = 0x1p19,
            .swap_out_bytes = 0x1p19,
            .frequency_lowest_hz = 2.7e9,
            .frequency_highest_hz = 3e9,
            .speed_share = 0.95,
            .others_share = NAN },
          NULL },
        { { .others_share = 0.5, .speed_share = NAN }, NULL },
        { { .steal_share = 0.031, .speed_share = 1 },
          "noisy: 3.1 % of the processor time was stolen" },
        { { .steal_share = 0.01, .speed_share = 1 },
          "noisy: 1.0 % of the processor time was stolen" },
        { { .load_average = 1.51, .speed_share = 1, .others_share = NAN },
          "noisy: the load was 1.5, of which the run is 1" },
        /* Where it is known what others used, the load says nothing. */
        { { .load_average = 99, .speed_share = 1, .others_share = 0.1 }, NULL },
        { { .load_average = 99, .speed_share = 1, .others_share = 0.8 },
          "noisy: other programs used 80 % of a processor" },
        { { .others_share = 0.51, .speed_share = 1 },
          "noisy: other programs used 51 % of a processor" },
        { { .swap_in_bytes = 0x1p20, .swap_out_bytes = 4096, .speed_share = 1 },
          "noisy: 1.0 MiB were swapped" },
        { { .swap_in_bytes = NAN, .swap_out_bytes = 0x1p21, .speed_share = 1 },
          "noisy: 2 MiB were swapped" },
        { { .frequency_lowest_hz = 2.69e9, .frequency_highest_hz = 3e9, .speed_share = 1 },
          "noisy: the clock moved between 2.69 and 3.00 GHz" },
        { { .speed_share = 0.94 },
          "noisy: the processor ran at 94 % of its best speed " CAUSES },
        { { .steal_share = 0.5,
            .load_average = 8,
            .swap_out_bytes = 0x1p30,
            .frequency_lowest_hz = 1e9,
            .frequency_highest_hz = 3e9,
            .speed_share = 0.62,
            .others_share = 2.5 },
          "noisy: 50.0 % of the processor time was stolen; other programs used 250 % of a "
          "processor; 1 GiB were swapped; the clock moved between 1.00 and 3.00 GHz; the "
          "processor ran at 62 % of its best speed " CAUSES },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        char text[INTERFERENCE_TEXT_MAX] = "old";
        const char *verdict = interference_verdict(&table[i].interference, text, sizeof text);
        assert_int_equal(verdict == NULL, table[i].verdict == NULL);
        assert_string_equal(text, table[i].verdict ? table[i].verdict : "");
        assert_true(!verdict || verdict == text);
    }
}

static void a_small_buffer_cuts(void **state)
{
    (void)state;
    static const struct interference n = { .steal_share = 0.5, .load_average = 8 };
    char text[17];
    memset(text, 'x', sizeof text);
    assert_ptr_equal(interference_verdict(&n, text, 16), text);
    assert_string_equal(text, "noisy: 50.0 % o");
    assert_true(text[16] == 'x');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_speed_is_a_share_of_the_best),
        cmocka_unit_test(any_number_of_looks_has_room),
        cmocka_unit_test(a_look_takes_time),
        INTERFERENCE_TEST(the_load_is_a_mean_of_what_was_seen),
        INTERFERENCE_TEST(swapped_pages_become_bytes),
        INTERFERENCE_TEST(the_clock_is_that_of_the_fastest_processor),
        INTERFERENCE_TEST(cpuinfo_tells_the_clock_where_nothing_else_does),
        INTERFERENCE_TEST(what_is_not_told_is_unknown),
        INTERFERENCE_TEST(this_machine_can_be_watched),
        cmocka_unit_test(noise_has_thresholds),
        cmocka_unit_test(a_small_buffer_cuts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
