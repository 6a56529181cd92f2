/* SPDX-License-Identifier: MIT */
/* Why a claim does not hold: what the sides wait for, and what the program and the kernel do.
 */
#include "tests/unit/cause_scene.h"

/* ---- storage ---- */

/* Of 100 ms, 20 are not waited. */
static void read_storage(struct sample *s, double bytes, double waits)
{
    s->user_ns = 0;
    s->system_ns = 20 * MS;
    s->resident_before = 0;
    s->storage_read_bytes = bytes;
    s->voluntary_switches = waits;
}

static void who_reads_more_waits_longer(void **state)
{
    (void)state;
    struct scene s = scene_of(40, 200, 2);
    struct sample *regular = &s.sides[0].sample, *mmap = &s.sides[1].sample;
    read_storage(regular, 1 * MIB, 16);
    read_storage(mmap, 128 * MIB, 16);
    scene_says(&s, "mmap waits for 128 MiB from the storage, read for 1 MiB");
    mmap->major_faults = 16;
    scene_says(&s, "mmap waits for 128 MiB from the storage, read for 1 MiB: 8 MiB at each of "
                   "the 16 faults that wait, where the disk reads 8 MiB ahead");
    s.read_ahead_bytes = 128 * KIB; /* that is not what made it */
    scene_says(&s, "mmap waits for 128 MiB from the storage, read for 1 MiB: 8 MiB at each of "
                   "the 16 faults that wait");
    mmap->user_ns = 140 * MS; /* it works all that time */
    scene_says_nothing(&s);
    mmap->user_ns = 0;
    mmap->storage_read_bytes = 1.9 * MIB;
    scene_says_nothing(&s);
    mmap->storage_read_bytes = NAN;
    scene_says_nothing(&s);
    regular->storage_read_bytes = 128 * MIB; /* the faster side */
    mmap->storage_read_bytes = 1 * MIB;
    scene_says_nothing(&s);
}

static void both_wait_for_the_same(void **state)
{
    (void)state;
    struct scene s = scene_of(100, 101, 2);
    struct sample *regular = &s.sides[0].sample, *mmap = &s.sides[1].sample;
    read_storage(regular, 64 * MIB, 8);
    read_storage(mmap, 62 * MIB, 8);
    scene_says(&s,
               "both wait for the same 64 MiB from the storage, read ahead 8 MiB at a time: "
               "80 % of read's time and 80 % of mmap's");
    regular->voluntary_switches = mmap->voluntary_switches = 16384;
    scene_says(&s, "both wait for the same 64 MiB from the storage, 4 KiB at a time: 80 % of "
                   "read's time and 80 % of mmap's");
    mmap->voluntary_switches = 8000;
    scene_says_nothing(&s);
    mmap->voluntary_switches = 16384;
    mmap->storage_read_bytes = 60 * MIB;
    scene_says_nothing(&s);
    mmap->storage_read_bytes = 64 * MIB;
    mmap->system_ns = 60 * MS; /* it works for most of it */
    scene_says_nothing(&s);
    mmap->system_ns = 20 * MS;
    regular->storage_read_bytes = mmap->storage_read_bytes = 4096;
    scene_says_nothing(&s);
    regular->storage_read_bytes = mmap->storage_read_bytes = 64 * MIB;
    regular->voluntary_switches = mmap->voluntary_switches = 0;
    scene_says_nothing(&s);
}

/* ---- work ---- */

/* The regular side has so much of the kernel's time, the other none. */
static struct scene working(double regular_ms, double kernel_ms, double mmap_ms, double claimed)
{
    struct scene s = scene_of(regular_ms, mmap_ms, claimed);
    s.sides[0].sample = scene_sample(regular_ms * MS, kernel_ms * MS);
    s.sides[0].sample.read_calls = 1; /* the sides do not do the same */
    return s;
}

static void the_programs_own_work_limits_the_gain(void **state)
{
    (void)state;
    static const char words[] =
        "about 80 % of read's time and 100 % of mmap's is the program's "
        "own work: without the kernel's part read would be 1.25x faster "
        "at most";
    struct scene s = working(50, 10, 50, 1.3);
    scene_says(&s, words);
    s = working(50, 10, 40, 3); /* 1.25x: of that side, but not so large */
    scene_says(&s, words);
    s = working(50, 10, 50, 1.2); /* the kernel's part would do */
    scene_says_nothing(&s);
    s = working(50, 10, 50, NAN);
    scene_says_nothing(&s);
    s = working(50, 4, 50, NAN); /* 1.09x */
    scene_says(&s, "about 92 % of read's time and 100 % of mmap's is the program's own work: "
                   "without the kernel's part read would be 1.09x faster at most");
    s = working(50, 10, 56, 2); /* mmap's own work is 56 to 40 */
    scene_says_nothing(&s);
    s = working(50, 0.1, 60, 1.005); /* no gain is claimed */
    scene_says_nothing(&s);
    s = working(10, 2, 10, 1.3); /* 80 ms in all rounds: too few ticks */
    scene_says_nothing(&s);
    s = working(50, 10, 50, 1.3); /* it waits as well */
    s.sides[0].sample.user_ns = 35 * MS;
    s.sides[0].sample.system_ns = 5 * MS;
    s.sides[1].sample.user_ns = 40 * MS;
    scene_says_nothing(&s);
    s = working(50, 10, 50, 1.3); /* two processes */
    s.sides[0].sample.user_ns = s.sides[1].sample.user_ns = 70 * MS;
    scene_says_nothing(&s);
}

static void a_piece_of_pythons_work_has_a_price(void **state)
{
    (void)state;
    struct scene s = working(50, 2, 50, 10);
    s.language = PUBLISHED_PYTHON;
    s.c = (struct published_methods){ "seek", "mmap-random" };
    s.sides[2] = (struct scene_side){ "seek", scene_sample(30 * MS, 0), 0 };
    s.sides[3] = (struct scene_side){ "mmap-random", scene_sample(1 * MS, 0), 0 };
    s.sides[2].sample.read_calls = 100000;
    scene_says(&s, "about 96 % of read's time and 100 % of mmap's is the program's own work, "
                   "480 ns for each of the 100,000 pieces that C's seek reads (C's mmap-random "
                   "takes 10.0 ns): without the kernel's part read would be 1.04x faster at "
                   "most");
    static const char without[] = "about 96 % of read's time and 100 % of mmap's is the "
                                  "program's own work: without the kernel's part read would be "
                                  "1.04x faster at most";
    s.sides[2].sample.read_calls = 999;
    scene_says(&s, without);
    s.sides[2].sample.read_calls = 100000;
    s.sides[3].method = NULL;
    scene_says(&s, without);
}

/* Two mappings of a cached file. */
static struct scene mapped_twice(void)
{
    struct scene s = scene_of(10, 10, 2);
    s.sides[0].method = "mmap-random";
    s.sides[0].sample.minor_faults = s.sides[1].sample.minor_faults = 585;
    return s;
}

static void the_same_work_is_done(void **state)
{
    (void)state;
    struct scene s = mapped_twice();
    scene_says(&s, "all is in the page cache, so that there is nothing to read ahead, and both "
                   "sides map it with 585 faults");
    s.sides[0].sample.minor_faults = 650;
    scene_says_nothing(&s);
    s = mapped_twice();
    s.sides[0].sample.storage_read_bytes = 4096;
    scene_says_nothing(&s);
    s = mapped_twice();
    s.sides[1].sample.major_faults = 1;
    scene_says_nothing(&s);
    s = mapped_twice();
    s.sides[0].sample.read_calls = 1;
    scene_says_nothing(&s);
    s = mapped_twice();
    s.sides[1].sample.resident_before = 0.5;
    scene_says_nothing(&s);
    s = mapped_twice();
    s.sides[0].sample.minor_faults = s.sides[1].sample.minor_faults = 0;
    scene_says_nothing(&s);
    s = mapped_twice();
    s.sides[1].sample.wall_ns *= 2; /* a difference is shown: this does not make it */
    scene_says_nothing(&s);
}

/* ---- the kernel ---- */

/* 16 faults here, 100 there. */
static struct scene in_the_kernel(double regular_ms, double kernel_ms, double mmap_ms)
{
    struct scene s = working(regular_ms, kernel_ms, mmap_ms, 2);
    s.sides[0].sample.read_call_bytes = 64 * MIB;
    s.sides[0].sample.minor_faults = 100;
    s.sides[1].sample.minor_faults = 16;
    s.sides[0].sample.access_ns = s.sides[1].sample.access_ns = NAN;
    return s;
}

static void the_kernels_part_makes_it(void **state)
{
    (void)state;
    struct scene s = in_the_kernel(100, 80, 20);
    scene_says(&s,
               "the kernel takes about 80.0 ms of read's time (64 MiB in 1 read, 100 faults) "
               "and next to none of mmap's (16 faults)");
    s.sides[0].sample.read_calls = 513;
    s.sides[1].sample.minor_faults = 1;
    scene_says(&s, "the kernel takes about 80.0 ms of read's time (64 MiB in 513 reads, 100 "
                   "faults) and next to none of mmap's (1 fault)");
    s.sides[0].sample.read_call_bytes = NAN; /* runs of earlier versions do not tell */
    scene_says(&s, "the kernel takes about 80.0 ms of read's time (513 reads, 100 faults) and "
                   "next to none of mmap's (1 fault)");
    s = in_the_kernel(100, 39, 20); /* 39 of 80 ms */
    scene_says_nothing(&s);
    s = in_the_kernel(10, 8, 2); /* too few ticks */
    scene_says_nothing(&s);
    s = in_the_kernel(100, 80, 20);
    s.sides[1].sample.minor_faults = 60; /* less than twice as many calls */
    scene_says_nothing(&s);
    s = in_the_kernel(100, 80, 20);
    s.sides[1].sample.user_ns = 40 * MS; /* two processes */
    scene_says_nothing(&s);
    s = in_the_kernel(100, 80, 20); /* what it did there was not counted */
    s.sides[0].sample.read_calls = s.sides[0].sample.minor_faults = 0;
    s.sides[1].sample.minor_faults = 0;
    scene_says_nothing(&s);
}

/* ---- phases ---- */

static struct scene closing_late(double regular_ms, double mmap_ms, double claimed)
{
    struct scene s = scene_of(regular_ms, mmap_ms, claimed);
    s.sides[0].sample.access_ns = s.sides[1].sample.access_ns = 1 * MS;
    s.sides[0].sample.close_ns = (regular_ms - 1) * MS;
    s.sides[1].sample.close_ns = (mmap_ms - 1) * MS;
    return s;
}

static void a_phase_has_most_of_the_difference(void **state)
{
    (void)state;
    struct scene s = closing_late(5, 2, 0.5);
    scene_says(&s, "most of the difference is in closing: 4.00 ms for read, 1.00 ms for mmap");
    s.sides[1].last = 3; /* no difference of the whole is shown, but one of closing is */
    scene_says(&s, "most of the difference is in closing: 4.00 ms for read, 1.00 ms for mmap");
    s.low = s.high = 0.1;
    s.sides[1].last = 5; /* 4 against 5 ms */
    scene_says_nothing(&s);
    s = closing_late(5, 2, 0.5);
    s.sides[0].sample.close_ns = 2.4 * MS; /* 1.4 of 3 ms */
    scene_says_nothing(&s);
    s = closing_late(5, 2, 0.5);
    s.sides[0].sample.open_ns = 4 * MS;
    s.sides[0].sample.close_ns = s.sides[1].sample.open_ns = 1 * MS;
    scene_says(&s, "most of the difference is in opening: 4.00 ms for read, 1.00 ms for mmap");
}

static void the_access_needs_counters(void **state)
{
    (void)state;
    static const char words[] = "most of the difference is in the access: 50.0 us for read "
                                "(16 KiB in 3 reads, 5 faults), 20.0 us for mmap (1 fault)";
    struct scene s = scene_of(0.05, 0.02, 0.5);
    scene_says_nothing(&s); /* with no call on either side */
    s.sides[0].sample.read_calls = 3;
    s.sides[0].sample.read_call_bytes = 16 * KIB;
    s.sides[0].sample.minor_faults = 5;
    s.sides[1].sample.minor_faults = 1;
    scene_says(&s, words);
    s.sides[1].sample.minor_faults = 5; /* 8 calls against 5 */
    scene_says_nothing(&s);
    s.sides[1].sample.minor_faults = 1;
    s.sides[0].sample.wall_ns = s.sides[0].sample.access_ns = 5 * MS; /* not by 7 calls */
    scene_says_nothing(&s);
    s.sides[0].sample.read_call_bytes = 5e6; /* but by a copy */
    scene_says(&s, "most of the difference is in the access: 5.00 ms for read (4.8 MiB in 3 "
                   "reads, 5 faults), 20.0 us for mmap (1 fault)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_reads_more_waits_longer),
        cmocka_unit_test(both_wait_for_the_same),
        cmocka_unit_test(the_programs_own_work_limits_the_gain),
        cmocka_unit_test(a_piece_of_pythons_work_has_a_price),
        cmocka_unit_test(the_same_work_is_done),
        cmocka_unit_test(the_kernels_part_makes_it),
        cmocka_unit_test(a_phase_has_most_of_the_difference),
        cmocka_unit_test(the_access_needs_counters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
