/* SPDX-License-Identifier: MIT */
/* What the watch sees on a machine laid out in a folder, and when it calls it noise. */
#include <ftw.h>
#include <limits.h>
#include <math.h>

#include "config.h"
#include "doctor/watch.h"
#include "tests/test.h"
#include "tests/unit/measure_check.h"

#define CPU "/sys/devices/system/cpu/cpu"

static char *folder;

static int make_folder(void **state)
{
    (void)state;
    folder = test_folder();
    return 0;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static int remove_folder(void **state)
{
    (void)state;
    int r = nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    free(folder);
    return r;
}

/* Writes a file and the folders above it. */
static void put(const char *name, const char *text)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s%s", folder, name);
    for (char *slash = path + strlen(folder) + 1; (slash = strchr(slash, '/'));
         *slash++ = '/') {
        *slash = '\0';
        mkdir(path, 0755);
    }
    test_write(path, text, strlen(text));
}

static double page_bytes(void)
{
    return (double)sysconf(_SC_PAGESIZE);
}

static void stolen_time_is_a_share_of_the_wanted(void **state)
{
    (void)state;
    struct watch w;
    struct noise n;
    put("/proc/stat", "cpu  100 200 300 4000 500 60 70 80 0 0\n");
    watch_begin_below(&w, folder);
    put("/proc/stat", "cpu  150 225 320 9999 999 63 71 81 99 0\n"); /* 100 wanted */
    watch_end(&w, &n);
    same_number(n.steal_share, NAN); /* one tick more or less were a percent */
    put("/proc/stat", "cpu  200 250 340 9999 999 66 74 80 99 0\n"); /* 200 */
    watch_end(&w, &n);
    same_number(n.steal_share, 0);
    put("/proc/stat", "cpu  200 250 340 9999 999 66 72 82 99 0\n");
    watch_end(&w, &n);
    same_number(n.steal_share, 0.01);
    put("/proc/stat", "cpu  900 250 340 9999 999 66 72 79 99 0\n"); /* moved to another host */
    watch_end(&w, &n);
    same_number(n.steal_share, NAN);
    put("/proc/stat", "intr 1\n");
    watch_end(&w, &n);
    same_number(n.steal_share, NAN);
}

static void the_load_is_a_mean_of_what_was_seen(void **state)
{
    (void)state;
    struct watch w;
    struct noise n;
    put("/proc/loadavg", "99.0 0 0 1/1 1\n"); /* of before */
    watch_begin_below(&w, folder);
    put("/proc/loadavg", "1.0 0 0 1/1 1\n");
    watch_sample(&w);
    put("/proc/loadavg", "1.5 0 0 1/1 1\n");
    watch_sample(&w);
    put("/proc/loadavg", "3.5 0 0 1/1 1\n");
    watch_end(&w, &n);
    same_number(n.load_average, 2);
    put("/proc/loadavg", "none\n");
    watch_end(&w, &n);
    same_number(n.load_average, 2);
}

static void swapped_pages_become_bytes(void **state)
{
    (void)state;
    struct watch w;
    struct noise n;
    put("/proc/vmstat", "nr_free 1\nxpswpin 77\npswpinx 66\npswpin 5\npswpout 7\npswpoutx 1\n");
    watch_begin_below(&w, folder);
    put("/proc/vmstat", "nr_free 9\nxpswpin 99\npswpinx 88\npswpin 8\npswpout 7\npswpoutx 9\n");
    watch_end(&w, &n);
    same_number(n.swap_in_bytes, 3 * page_bytes());
    same_number(n.swap_out_bytes, 0);
    put("/proc/vmstat", "pswpin 4\n");
    watch_end(&w, &n);
    same_number(n.swap_in_bytes, NAN);
    same_number(n.swap_out_bytes, NAN);
}

static void the_clock_is_that_of_the_fastest_processor(void **state)
{
    (void)state;
    struct watch w;
    struct noise n;
    watch_begin_below(&w, folder);
    put("/proc/cpuinfo", "cpu MHz\t\t: 9999.5\n");
    put(CPU "0/cpufreq/scaling_cur_freq", "3000000\n");
    put(CPU "1/cpufreq/scaling_cur_freq", "800000\n"); /* idle */
    watch_sample(&w);
    put(CPU "0/cpufreq/scaling_cur_freq", "800000\n");
    put(CPU "1/cpufreq/scaling_cur_freq", "2500000\n");
    watch_end(&w, &n);
    same_number(n.frequency_lowest_hz, 2.5e9);
    same_number(n.frequency_highest_hz, 3e9);
}

static void cpuinfo_tells_the_clock_where_nothing_else_does(void **state)
{
    (void)state;
    struct watch w;
    struct noise n;
    watch_begin_below(&w, folder);
    put("/proc/cpuinfo", "cpu MHz\t\t: 2000.5\nflags: x\n\ncpu MHz\t\t: 1000\n");
    watch_end(&w, &n);
    same_number(n.frequency_lowest_hz, 2000.5e6);
    same_number(n.frequency_highest_hz, 2000.5e6);
}

static void what_is_not_told_is_unknown(void **state)
{
    (void)state;
    const char *const roots[] = { folder, NULL };
    for (size_t i = 0; i < COUNT(roots); i++) {
        char text[NOISE_TEXT_MAX] = "old";
        struct watch w;
        struct noise n;
        watch_begin_below(&w, roots[i]);
        watch_sample(&w);
        watch_end(&w, &n);
        same_number(n.steal_share, NAN);
        same_number(n.load_average, NAN);
        same_number(n.swap_in_bytes, NAN);
        same_number(n.swap_out_bytes, NAN);
        same_number(n.frequency_lowest_hz, NAN);
        same_number(n.frequency_highest_hz, NAN);
        assert_true(n.watched_ns > 0);
        assert_true(n.involuntary_switches >= 0);
        assert_null(noise_verdict(&n, text, sizeof text));
        assert_string_equal(text, "");
    }
}

static void this_machine_can_be_watched(void **state)
{
    (void)state;
    struct watch w;
    struct noise n;
    watch_begin(&w);
    watch_sample(&w);
    watch_end(&w, &n);
    if (HAVE_LINUX_EXTRAS && access("/proc/loadavg", R_OK) == 0)
        assert_true(n.load_average >= 0);
    if (!HAVE_LINUX_EXTRAS)
        same_number(n.load_average, NAN);
}

/* On every threshold, quiet and noisy. */
static void noise_has_thresholds(void **state)
{
    (void)state;
    static const struct {
        struct noise noise;
        const char *verdict;
    } table[] = {
        { { .steal_share = 0.0099,
            .load_average = 1.5,
            .swap_in_bytes = 0x1p19,
            .swap_out_bytes = 0x1p19,
            .frequency_lowest_hz = 2.7e9,
            .frequency_highest_hz = 3e9 },
          NULL },
        { { .steal_share = 0.031 }, "noisy: 3.1 % of the processor time was stolen" },
        { { .steal_share = 0.01 }, "noisy: 1.0 % of the processor time was stolen" },
        { { .load_average = 1.51 }, "noisy: the load was 1.5, of which the run is 1" },
        { { .swap_in_bytes = 0x1p20, .swap_out_bytes = 4096 }, "noisy: 1.0 MiB were swapped" },
        { { .swap_in_bytes = NAN, .swap_out_bytes = 0x1p21 }, "noisy: 2 MiB were swapped" },
        { { .frequency_lowest_hz = 2.69e9, .frequency_highest_hz = 3e9 },
          "noisy: the clock moved between 2.69 and 3.00 GHz" },
        { { .steal_share = 0.5,
            .load_average = 8,
            .swap_out_bytes = 0x1p30,
            .frequency_lowest_hz = 1e9,
            .frequency_highest_hz = 3e9 },
          "noisy: 50.0 % of the processor time was stolen; the load was 8.0, of which the run "
          "is 1; 1 GiB were swapped; the clock moved between 1.00 and 3.00 GHz" },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        char text[NOISE_TEXT_MAX] = "old";
        const char *verdict = noise_verdict(&table[i].noise, text, sizeof text);
        assert_int_equal(verdict == NULL, table[i].verdict == NULL);
        assert_string_equal(text, table[i].verdict ? table[i].verdict : "");
        assert_true(!verdict || verdict == text);
    }
}

static void a_small_buffer_cuts(void **state)
{
    (void)state;
    static const struct noise n = { .steal_share = 0.5, .load_average = 8 };
    char text[17];
    memset(text, 'x', sizeof text);
    assert_ptr_equal(noise_verdict(&n, text, 16), text);
    assert_string_equal(text, "noisy: 50.0 % o");
    assert_true(text[16] == 'x');
}

#define WATCH_TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WATCH_TEST(stolen_time_is_a_share_of_the_wanted),
        WATCH_TEST(the_load_is_a_mean_of_what_was_seen),
        WATCH_TEST(swapped_pages_become_bytes),
        WATCH_TEST(the_clock_is_that_of_the_fastest_processor),
        WATCH_TEST(cpuinfo_tells_the_clock_where_nothing_else_does),
        WATCH_TEST(what_is_not_told_is_unknown),
        WATCH_TEST(this_machine_can_be_watched),
        cmocka_unit_test(noise_has_thresholds),
        cmocka_unit_test(a_small_buffer_cuts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
