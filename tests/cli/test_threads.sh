#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Passes that several threads share, from the command line to every form of a result.
#
#     tests/cli/test_threads.sh FOLDER-OF-THE-PROGRAMS
# shellcheck disable=SC2317 # functions are called by name
set -u
. "$(dirname "$0")/lib.sh"

"$mapread" gen blocks --size 1M -o blocks 2>/dev/null

# ---- one case ----
check 'one case' 0 '"status": "ok"' -- "$mapread" case random mmap blocks
alone=$(grep -o '"answer": "[^"]*"' "$world/out")
for method in pread mmap; do
    check "$method: by five threads" 0 '"status": "ok"' -- \
        "$mapread" case random "$method" blocks --threads 5
    check_that "$method: the answer is that of one" grep -qF "$alone" "$world/out"
done
check 'who seeks has one position' 0 '"cause": "method-of-one-thread"' -- \
    "$mapread" case random seek blocks --threads 2
check 'one thread finds' 0 '"cause": "work-of-one-thread"' -- \
    "$mapread" case find mmap blocks --threads 2
check 'as a Google Benchmark' 0 'random/mmap/warm/threads:3.*sum=' -- \
    "$bench" --file blocks --threads 3 --benchmark_filter=random/mmap/warm

# ---- a run ----
measure() { # OUTPUT
    run "$mapread" run --suite quick -w random -m seek -m pread -m mmap -s warm --size 1M \
        --blocks 4096 --threads 1 --threads 3 --rounds 6 --dir data -o "$1"
    [ "$status" -eq 0 ]
}
check_that 'a run by one and by three' measure one
check_that 'again' measure two
check 'it is shown' 0 '^blocks-1MiB, warm.*, 3 threads, 6 rounds$' -- "$mapread" show one
check_that 'and of one thread' grep -q '^blocks-1MiB, warm.*), 6 rounds$' "$world/out"
check_that 'mmap is compared with pread then' \
    grep -q '^random, 1 MiB, warm, 3 threads: .*pread' "$world/out"
check_that 'and with seek else' grep -q '^ratio to seek' "$world/out"
check_that 'why seek has no figure' grep -q 'skipped: the method serves one thread at a time' \
    "$world/out"
check 'the cases of two runs meet' 0 '^random, [0-9]* % of 1 MiB, 3 threads ' -- "$mapread" compare one two
check 'and have their names elsewhere' 0 'random/mmap/warm/threads:3/data:blocks-1MiB' -- \
    "$mapread" export --format google-benchmark one
check 'nothing else is asked about' 2 'no case with these' -- \
    "$mapread" run --suite quick -w find --threads 2

# ---- a suite ----
printf 'blocks-1M warm random seek,pread\nblocks-1M warm random pread,mmap 2,4\n' >own.suite
check 'a suite of its own' 0 '^own$' -- "$mapread" run --suite ./own.suite --rounds 1 --dir data -o own
check 'has its threads' 0 'warm.*, 4 threads' -- "$mapread" show own
check 'the suite of that name' 0 '  threads  ' -- "$mapread" list suites
finish
