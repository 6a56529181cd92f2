#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Cases of two processes: what they answer, what they refuse, and that nothing is left.
#
#     tests/cli/test_sharing.sh FOLDER-OF-THE-PROGRAMS
set -u
. "$(dirname "$0")/lib.sh"

none_left() { [ "$(find . -name '.mapread*' -o -name private | wc -l)" -eq 0 ]; }
value() { sed -n "s/.*\"$1\": \([0-9]*\).*/\1/p" "$world/out"; }

"$mapread" gen text --size 16 -o small 2>/dev/null
"$mapread" gen text --size 1MiB -o large 2>/dev/null
transports=$("$mapread" list methods | sed -n 's/^  \([a-z-]*\) .*to another process.*/\1/p')

# ---- by hand ----
check_that 'there are transports' [ "$(echo "$transports" | wc -l)" -eq 4 ]
for method in $transports; do
    for workload in round-trip transfer; do
        check "$workload by $method" 0 '"status": "ok".*"answer": "bytes=67108864 sum=' -- \
            "$mapread" case "$workload" "$method" large
    done
    check "4,096 round trips of 16 bytes by $method" 0 '"status": "ok".*"answer": "bytes=65536 sum=' \
        -- "$mapread" case round-trip "$method" small
done
check 'flushed' 0 '"status": "ok".*"answer": "bytes=67108864 sum=' -- \
    "$mapread" case transfer mmap-file-flush large
check_that 'nothing is left' none_left
for field in open_ns access_ns close_ns; do
    check_that "a phase: $field" [ "$(value $field)" -gt 0 ]
done
mkdir elsewhere
check 'its file elsewhere' 0 '"status": "ok"' -- \
    "$mapread" case round-trip mmap-file small --dir elsewhere
check_that 'which is gone' [ -z "$(ls -A elsewhere)" ]
check 'no place for the file' 1 'cannot make a private file in nowhere: .*--dir' -- \
    "$mapread" case round-trip mmap-file small --dir nowhere
check 'which an anonymous mapping does not need' 0 '"status": "ok"' -- \
    "$mapread" case round-trip mmap-fork small --dir nowhere

# ---- in Python ----
if [ -n "${PYTHON:-}" ] || command -v python3 >/dev/null; then
    for method in $transports python-connection; do
        method=python-${method#python-}
        check "round trips by $method" 0 '"status": "ok".*"answer": "bytes=65536 sum=' -- \
            "$mapread" case round-trip "$method" small
    done
    check 'its file elsewhere, in Python' 0 '"status": "ok"' -- \
        "$mapread" case round-trip python-mmap-file small --dir elsewhere
    check_that 'which is gone, too' [ -z "$(ls -A elsewhere)" ]
    check 'no place for the file of Python' 1 'cannot make a private file in nowhere: .*--dir' -- \
        "$mapread" case round-trip python-mmap-file small --dir nowhere
    check 'a method of files in Python' 0 '"skipped".*"cause": "no-script"' \
        -- "$mapread" case transfer python-bytes small
    check 'a limit' 0 '' -- "$mapread" run --suite python -w round-trip -m python-pipe \
        --size 1M --rounds 1 --dir data --limit 0.001 -o limited
    check_that 'holds for messages' grep -q '"cause_numbers": \[0.001], "cause": "over-time"' \
        limited/run.json
    check_that 'nothing is left in Python' none_left
else
    skip 'messages in Python' 'there is no python3'
fi

# ---- a wrong answer ----
check 'a wrong answer' 1 'wrong answer: bytes=65536 sum=.* instead of nonsense' -- \
    "$bench" --file small --expected nonsense --benchmark_filter='^round-trip/pipe/warm'
cp small other
sed 's/"transfer": "bytes=[0-9]* sum=./&f/' small.expect.json >other.expect.json
check 'a torn byte' 1 'wrong answer: bytes=' -- "$mapread" case transfer socket other

# ---- what makes no sense ----
check 'a method of files' 0 '"skipped".*"cause": "reaches-no-process"' \
    -- "$mapread" case transfer read small
check 'a workload of files' 0 '"skipped".*"cause": "reaches-process"' \
    -- "$mapread" case full-read pipe small
check 'a cold message' 0 '"skipped".*"cause": "work-in-memory"' -- \
    "$mapread" case transfer pipe small --state cold

# ---- a run ----
check 'the suite' 0 '' -- \
    "$mapread" run --suite sharing --size 256K --rounds 2 --dir data -o out
check_that 'all cases are good' [ "$(grep -c '"status": "ok"' out/run.json)" -eq 10 ]
check_that 'and no other' [ "$(grep -c '"status": ' out/run.json)" -eq 10 ]
check_that 'nothing is left of it' none_left
check 'it can be shown' 0 '^round-trip +\*?[0-9.]+ [mu]s' -- "$mapread" show out
check 'in other suites there is no transport' 0 '' -- \
    "$mapread" run --suite techniques --size 64K --rounds 1 -w slice --dir data -o slice
check_that 'which * would have drawn in' sh -c '! grep -q "\"pipe\"" slice/run.json'

finish
