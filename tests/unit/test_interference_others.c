/* SPDX-License-Identifier: MIT */
/* What the monitor sees of others: other machines on the host, other programs on this one. */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "config.h"
#include "measure/interference.h"
#include "tests/unit/interference_folder.h"

static void stolen_time_is_a_share_of_the_wanted(void **state)
{
    (void)state;
    struct monitor w;
    struct interference n;
    put(folder, "/proc/stat", "cpu  100 200 300 4000 500 60 70 80 0 0\n");
    monitor_begin_below(&w, folder);
    put(folder, "/proc/stat", "cpu  150 225 320 9999 999 63 71 81 99 0\n"); /* 100 wanted */
    monitor_end(&w, &n);
    same_number(n.steal_share, NAN); /* one tick more or less were a percent */
    put(folder, "/proc/stat", "cpu  200 250 340 9999 999 66 74 80 99 0\n"); /* 200 */
    monitor_end(&w, &n);
    same_number(n.steal_share, 0);
    put(folder, "/proc/stat", "cpu  200 250 340 9999 999 66 72 82 99 0\n");
    monitor_end(&w, &n);
    same_number(n.steal_share, 0.01);
    put(folder, "/proc/stat",
        "cpu  900 250 340 9999 999 66 72 79 99 0\n"); /* moved to another host */
    monitor_end(&w, &n);
    same_number(n.steal_share, NAN);
    put(folder, "/proc/stat", "intr 1\n");
    monitor_end(&w, &n);
    same_number(n.steal_share, NAN);
}

/* As if it had begun so many seconds earlier. */
static void begin_before(struct monitor *w, double seconds)
{
    w->begun_ns -= (uint64_t)(seconds * 1e9);
}

static double tick_s(void)
{
    return 1 / (double)sysconf(_SC_CLK_TCK);
}

/* user, nice, system, irq and softirq; not idle, iowait, steal and guest. */
static void what_others_used_is_a_share_of_a_processor(void **state)
{
    (void)state;
    struct monitor w;
    struct interference n;
    double ticks = 1000 / tick_s();
    char text[256];
    put(folder, "/proc/stat", "cpu  100 200 300 4000 500 60 70 80 0 0\n");
    monitor_begin_below(&w, folder);
    begin_before(&w, 1000);
    monitor_end(&w, &n);
    near_number(n.others_share, 0);
    snprintf(text, sizeof text, "cpu  %f %f %f 9999 9999 %f %f 99999 99999 99999\n",
             100 + 0.5 * ticks, 200 + 0.25 * ticks, 300 + 0.5 * ticks, 60 + 0.125 * ticks,
             70 + 0.125 * ticks);
    put(folder, "/proc/stat", text);
    monitor_end(&w, &n);
    near_number(n.others_share, 1.5);
    w.family.user_ns -= 1000e9; /* what we and our children used is no other's */
    monitor_end(&w, &n);
    near_number(n.others_share, 0.5);
    w.family.system_ns -= 250e9;
    monitor_end(&w, &n);
    near_number(n.others_share, 0.25);
}

static void counts_that_miss_what_we_used_say_nothing_of_others(void **state)
{
    (void)state;
    struct monitor w;
    struct interference n;
    put(folder, "/proc/stat", "cpu  100 200 300 4000 500 60 70 80 0 0\n");
    monitor_begin_below(&w, folder);
    begin_before(&w, 1000);
    w.family.user_ns -= 450e9; /* as far as ticks may be off */
    monitor_end(&w, &n);
    same_number(n.others_share, 0);
    w.family.user_ns -= 100e9;
    monitor_end(&w, &n);
    same_number(n.others_share, NAN);
    put(folder, "/proc/stat", "intr 1\n");
    monitor_begin_below(&w, folder);
    begin_before(&w, 1000);
    monitor_end(&w, &n);
    same_number(n.others_share, NAN);
}

static void a_moment_is_too_short_to_see_others(void **state)
{
    (void)state;
    struct monitor w;
    struct interference n;
    put(folder, "/proc/stat", "cpu  100 200 300 4000 500 60 70 80 0 0\n");
    monitor_begin_below(&w, folder);
    put(folder, "/proc/stat", "cpu  99100 200 300 4000 500 60 70 80 0 0\n");
    monitor_end(&w, &n);
    if (n.watched_ns < 250e6)
        same_number(n.others_share, NAN);
    begin_before(&w, 0.25);
    monitor_end(&w, &n);
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

static double others_s(const struct interference *n)
{
    return n->others_share * n->watched_ns / 1e9;
}

/* A child that has not ended is another program, and one that has is ours. Ticks are
   samples: half of what was spun is left to chance, and what the rest of the machine can
   do between the two looks is not counted against us. */
static void a_child_is_another_program_until_it_ends(void **state)
{
    (void)state;
    struct monitor w;
    struct interference running, ended;
    char told, text[1024];
    int ends[2];
    procfs_read(HAVE_LINUX_EXTRAS ? "" : NULL, "/proc/stat", text, sizeof text);
    if (!(cpu_ticks(text).wanted > 0))
        test_skip("this system does not tell how much its processors worked");
    assert_int_equal(pipe(ends), 0);
    monitor_begin(&w);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        spin_and_stay(ends[1]);
    close(ends[1]);
    ssize_t heard = read(ends[0], &told, 1);
    monitor_end(&w, &running);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    monitor_end(&w, &ended);
    close(ends[0]);
    assert_int_equal(heard, 1);
    double spun = SPUN_MS / 1e3, processors = (double)sysconf(_SC_NPROCESSORS_ONLN);
    double between = (ended.watched_ns - running.watched_ns) / 1e9 + 2 * tick_s();
    assert_true(others_s(&running) >= spun / 2);
    assert_true(isnan(ended.others_share) ||
                others_s(&ended) <= others_s(&running) - spun / 2 + processors * between);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INTERFERENCE_TEST(stolen_time_is_a_share_of_the_wanted),
        INTERFERENCE_TEST(what_others_used_is_a_share_of_a_processor),
        INTERFERENCE_TEST(counts_that_miss_what_we_used_say_nothing_of_others),
        INTERFERENCE_TEST(a_moment_is_too_short_to_see_others),
        cmocka_unit_test(a_child_is_another_program_until_it_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
