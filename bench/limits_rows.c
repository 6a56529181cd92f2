/* SPDX-License-Identifier: MIT */
/* What is compared with what. Peers get their fastest ordinary form. */
#include "bench/limits.h"

#define MIB 1048576.0
#define DRAWS "500000"
#define DRAWS_BYTES (5e5 * 4096)

#define FIO(name, rw, bs, ...)                                                                 \
    "fio", "--name=limits", "--filename=@" name, "--rw=" rw, "--bs=" bs,                       \
        "--output-format=json", "--gtod_reduce=1", "--thread", __VA_ARGS__
/* As many blocks as ours, drawn with replacement as ours. */
#define FIO_RANDOM(engine)                                                                     \
    {                                                                                          \
        FIO("blocks", "randread", "4k", "--ioengine=" engine, "--norandommap",                 \
            "--invalidate=0", "--size=256m", "--io_size=1953m")                                \
    }
#define FIO_SCAN                                                                               \
    {                                                                                          \
        FIO("text", "read", "1m", "--ioengine=libaio", "--iodepth=8", "--direct=1")            \
    }

#define BLOCKS                                                                                 \
    {                                                                                          \
        "mapread", "gen", "blocks", "--size", "256MiB", "-o", "@blocks"                        \
    }
/* Its answers would take as long as all else; ripgrep's must be the same. */
#define TEXT(name, size)                                                                       \
    {                                                                                          \
        "mapread", "gen", "text", "--size", size, "--bytes-only", "-o", "@" name               \
    }
#define GEN(kind)                                                                              \
    {                                                                                          \
        "mapread", "gen", kind, "--size", "1GiB", "--bytes-only", "-o", "@out"                 \
    }
#define DD                                                                                     \
    {                                                                                          \
        "dd", "if=/dev/zero", "bs=1M", "count=1024", "status=none", "of=@out"                  \
    }
#define STATE(name, state)                                                                     \
    {                                                                                          \
        "mapread", "state", state, "@" name                                                    \
    }
#define REMOVE                                                                                 \
    {                                                                                          \
        "rm", "-f", "@out"                                                                     \
    }
#define PASS(workload, method, name, ...)                                                      \
    {                                                                                          \
        "mapread", "case", workload, method, "@" name, "--prepared", __VA_ARGS__               \
    }

/* clang-format off */
const struct row limits_rows[] = {
    { "blocks", "gen blocks, 1 GiB", "dd of zeros", .goal = 0.7,
      .before = REMOVE, .after = REMOVE, .more = 3,
      .ours = { GEN("blocks"), TIMING_PROCESS },
      .peer = { DD, TIMING_PROCESS } },
    { "text", "gen text, 1 GiB", "dd of zeros", .goal = 0.5,
      .before = REMOVE, .after = REMOVE, .more = 3,
      .ours = { GEN("text"), TIMING_PROCESS },
      .peer = { DD, TIMING_PROCESS } },
    { "pread", "random 4 KiB, pread", "fio psync", .goal = 1 / 0.75,
      .make = BLOCKS, .settle = STATE("blocks", "warm"), .bytes = DRAWS_BYTES,
      .ours = { PASS("random", "pread", "blocks", "--blocks", DRAWS), TIMING_PASS },
      .peer = { FIO_RANDOM("psync"), TIMING_FIO } },
    { "mmap", "random 4 KiB, mmap", "fio mmap", .goal = 1 / 0.6,
      .make = BLOCKS, .settle = STATE("blocks", "warm"), .bytes = DRAWS_BYTES,
      .ours = { PASS("random", "mmap", "blocks", "--blocks", DRAWS), TIMING_PASS },
      .peer = { FIO_RANDOM("mmap"), TIMING_FIO } },
    { "count", "count, 512 MiB", "ripgrep", .goal = 3,
      .make = TEXT("text", "512MiB"), .settle = STATE("text", "warm"), .same_answer = true,
      .ours = { PASS("count", "mmap", "text", NULL), TIMING_PROCESS },
      .peer = { { "rg", "--count-matches", "-F", " the ", "@text" }, TIMING_PROCESS } },
    { "grep", "count, 512 MiB", "GNU grep -c", .goal = 3,
      .make = TEXT("text", "512MiB"), .settle = STATE("text", "warm"),
      .ours = { PASS("count", "mmap", "text", NULL), TIMING_PROCESS },
      .peer = { { "grep", "-c", "-F", " the ", "@text" }, TIMING_PROCESS } },
    { "regex", "regex, 512 MiB", "ripgrep", .goal = 2.5,
      .make = TEXT("text", "512MiB"), .settle = STATE("text", "warm"), .same_answer = true,
      .ours = { PASS("regex", "mmap", "text", NULL), TIMING_PROCESS },
      .peer = { { "rg", "--count-matches", "--no-unicode", "\\b[a-zA-Z]{5}\\b", "@text" }, TIMING_PROCESS } },
    { "replace", "replace-new, 64 MiB", "GNU sed -i", .goal = 5,
      .make = TEXT("small", "64MiB"), .before = { "cp", "@small", "@copy" },
      .ours = { PASS("replace-new", "mmap", "copy", "--overwrite", "--unchecked"), TIMING_PROCESS },
      .peer = { { "sed", "-i", "s/ the / eht /g", "@copy" }, TIMING_PROCESS } },
    { "scan", "full-read, 1 GiB", "resident memory", .goal = 0.97, .more = 3,
      .make = TEXT("large", "1GiB"), /* far larger than any CPU cache */
      .measure = limits_measure_bus },
    { "cold", "full-read, cold", "fio direct, depth 8", .goal = 0.95, .more = 2,
      .make = TEXT("text", "512MiB"), .before = STATE("text", "cold"), .bytes = 512 * MIB,
      .ours = { PASS("full-read", "chunk", "text", "--state", "cold"), TIMING_PASS },
      .peer = { FIO_SCAN, TIMING_FIO } },
    { "flush", "full-read, pass 8", "pass 1", .within = 0.05, .more = 3,
      .make = TEXT("small", "64MiB"), .measure = limits_measure_flush },
};
/* clang-format on */
const size_t limits_row_count = sizeof limits_rows / sizeof limits_rows[0];
