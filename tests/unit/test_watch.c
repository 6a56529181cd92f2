/* SPDX-License-Identifier: MIT */
/* What the watch sees on a machine laid out in a folder, and when it calls it noise. */
#include <ftw.h>
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "config.h"
#include "doctor/watch.h"
#include "tests/test.h"
#include "tests/unit/measure_check.h"

#define CAUSES                                                                                 \
    "(neighbours on the host, heat or a power limit: measure again at another time or on "     \
    "bare metal)"
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

/* As if it had begun so many seconds earlier. */
static void begin_before(struct watch *w, double seconds)
{
    w->begun_ns -= (uint64_t)(seconds * 1e9);
}

static double tick_s(void)
{
    return 1 / (double)sysconf(_SC_CLK_TCK);
}

/* In a thousand seconds what this test itself uses is nothing. */
static void near_number(double is, double wanted)
{
    if (!(fabs(is - wanted) < 0.01))
        fail_msg("%g instead of %g", is, wanted);
}

/* user, nice, system, irq and softirq; not idle, iowait, steal and guest. */
static void what_others_used_is_a_share_of_a_processor(void **state)
{
    (void)state;
    struct watch w;
    struct noise n;
    double ticks = 1000 / tick_s();
    char text[256];
    put("/proc/stat", "cpu  100 200 300 4000 500 60 70 80 0 0\n");
    watch_begin_below(&w, folder);
    begin_before(&w, 1000);
    watch_end(&w, &n);
    near_number(n.others_share, 0);
    snprintf(text, sizeof text, "cpu  %f %f %f 9999 9999 %f %f 99999 99999 99999\n",
             100 + 0.5 * ticks, 200 + 0.25 * ticks, 300 + 0.5 * ticks, 60 + 0.125 * ticks,
             70 + 0.125 * ticks);
    put("/proc/stat", text);
    watch_end(&w, &n);
    near_number(n.others_share, 1.5);
    w.family.user_ns -= 1000e9; /* what we and our children used is no other's */
    watch_end(&w, &n);
    near_number(n.others_share, 0.5);
    w.family.system_ns -= 250e9;
    watch_end(&w, &n);
    near_number(n.others_share, 0.25);
}

static void counts_that_miss_what_we_used_say_nothing_of_others(void **state)
{
    (void)state;
    struct watch w;
    struct noise n;
    put("/proc/stat", "cpu  100 200 300 4000 500 60 70 80 0 0\n");
    watch_begin_below(&w, folder);
    begin_before(&w, 1000);
    w.family.user_ns -= 450e9; /* as far as ticks may be off */
    watch_end(&w, &n);
    same_number(n.others_share, 0);
    w.family.user_ns -= 100e9;
    watch_end(&w, &n);
    same_number(n.others_share, NAN);
    put("/proc/stat", "intr 1\n");
    watch_begin_below(&w, folder);
    begin_before(&w, 1000);
    watch_end(&w, &n);
    same_number(n.others_share, NAN);
}

static void a_moment_is_too_short_to_see_others(void **state)
{
    (void)state;
    struct watch w;
    struct noise n;
    put("/proc/stat", "cpu  100 200 300 4000 500 60 70 80 0 0\n");
    watch_begin_below(&w, folder);
    put("/proc/stat", "cpu  99100 200 300 4000 500 60 70 80 0 0\n");
    watch_end(&w, &n);
    if (n.watched_ns < 250e6)
        same_number(n.others_share, NAN);
    begin_before(&w, 0.25);
    watch_end(&w, &n);
    assert_false(isnan(n.others_share));
}

static double processor_s(void)
{
    struct timespec t;
    assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t), 0);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

enum { SPUN_MS = 400 };

/* Works for SPUN_MS of processor time, tells so, and stays. */
static void spin_and_stay(int tell)
{
    double begun = processor_s();
    alarm(60); /* nobody is left behind */
    while (processor_s() - begun < SPUN_MS / 1e3)
        ;
    if (write(tell, "x", 1) == 1)
        pause();
    _exit(0);
}

static double others_s(const struct noise *n)
{
    return n->others_share * n->watched_ns / 1e9;
}

/* A child that has not ended is another program, and one that has is ours. Ticks are
   samples: half of what was spun is left to chance, and what the rest of the machine can
   do between the two looks is not counted against us. */
static void a_child_is_another_program_until_it_ends(void **state)
{
    (void)state;
    struct watch w;
    struct noise running, ended;
    char told, text[1024];
    int ends[2];
    probe_read(HAVE_LINUX_EXTRAS ? "" : NULL, "/proc/stat", text, sizeof text);
    if (!(probe_ticks(text).wanted > 0))
        test_skip("this system does not tell how much its processors worked");
    assert_int_equal(pipe(ends), 0);
    watch_begin(&w);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        spin_and_stay(ends[1]);
    close(ends[1]);
    ssize_t heard = read(ends[0], &told, 1);
    watch_end(&w, &running);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    watch_end(&w, &ended);
    close(ends[0]);
    assert_int_equal(heard, 1);
    double spun = SPUN_MS / 1e3, processors = (double)sysconf(_SC_NPROCESSORS_ONLN);
    double between = (ended.watched_ns - running.watched_ns) / 1e9 + 2 * tick_s();
    assert_true(others_s(&running) >= spun / 2);
    assert_true(isnan(ended.others_share) ||
                others_s(&ended) <= others_s(&running) - spun / 2 + processors * between);
}

/* ---- the speed ---- */

static void the_speed_is_a_share_of_the_best(void **state)
{
    (void)state;
    static const double ns[] = { 1.25e6, 2e6, 1e6, 1.25e6, 1.6e6, 2.5e6, 1.25e6 };
    struct pace p = { 0 };
    for (size_t i = 0; i < COUNT(ns); i++) {
        if (i < PACE_ENOUGH)
            same_number(pace_share(&p, 0.5), NAN);
        pace_add(&p, ns[i]);
    }
    same_number(pace_share(&p, 0.5), 0.8);
    same_number(pace_share(&p, 0), 0.4);
    same_number(pace_share(&p, 1), 1);
}

/* What is kept is spread over all looks, and the best of all counts. */
static void any_number_of_looks_has_room(void **state)
{
    (void)state;
    struct pace p = { 0 };
    for (size_t i = 0; i <= 10 * PACE_KEPT_MAX; i++)
        pace_add(&p, 1e6 + (double)i); /* slower and slower */
    assert_true(p.count <= PACE_KEPT_MAX && p.count >= PACE_KEPT_MAX / 2);
    for (size_t i = 0; i < p.count; i++)
        assert_true(p.ns[i] == 1e6 + 16.0 * (double)i);
    pace_add(&p, 0.5e6); /* one that is not kept */
    near_number(pace_share(&p, 0.5), 0.5e6 / (1e6 + 5 * PACE_KEPT_MAX));
}

static void a_look_takes_time(void **state)
{
    (void)state;
    struct watch w;
    struct noise n;
    assert_true(pace_look_ns() > 1e3);
    watch_begin_below(&w, NULL);
    for (size_t i = 1; i < PACE_ENOUGH; i++) {
        watch_end(&w, &n);
        same_number(n.speed_share, NAN);
    }
    watch_end(&w, &n);
    assert_true(n.speed_share > 0 && n.speed_share <= 1);
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
        same_number(n.others_share, NAN);
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

/* On every threshold, quiet and noisy. A speed of 1 is the best. */
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
        WATCH_TEST(what_others_used_is_a_share_of_a_processor),
        WATCH_TEST(counts_that_miss_what_we_used_say_nothing_of_others),
        WATCH_TEST(a_moment_is_too_short_to_see_others),
        cmocka_unit_test(a_child_is_another_program_until_it_ends),
        cmocka_unit_test(the_speed_is_a_share_of_the_best),
        cmocka_unit_test(any_number_of_looks_has_room),
        cmocka_unit_test(a_look_takes_time),
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
