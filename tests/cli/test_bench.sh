#!/bin/sh
# SPDX-License-Identifier: MIT
#
# mapread-bench is an ordinary Google Benchmark program.
#
#     tests/cli/test_bench.sh FOLDER-OF-THE-PROGRAMS
set -u
. "$(dirname "$0")/lib.sh"

"$mapread" gen text --size 256K -o data 2>/dev/null
names() { "$mapread" list "$1" | sed 1d | awk '{ print $1 }'; }
count() { names "$1" | wc -l; }

# ---- what there is ----
all=$(($(count workloads) * $(count methods) * $(count states)))
check 'a list needs no file' 0 '^find/mmap/warm' -- "$bench" --benchmark_list_tests
check_that 'every case is listed once' \
    [ "$(cut -d/ -f1-3 "$world/out" | sort -u | wc -l)" -eq "$all" ]
check_that 'nothing else is' [ "$(wc -l <"$world/out")" -eq "$all" ]
check 'a state narrows it' 0 '^find/mmap/cold' -- "$bench" --state cold --benchmark_list_tests=true
check_that 'to that state' [ "$(grep -vc '^[a-z-]*/[a-z-]*/cold' "$world/out")" -eq 0 ]
check 'names narrow it' 0 '^count/mmap/warm$' -- \
    "$bench" -w find -w count -m mmap -m read -s warm --benchmark_list_tests
check_that 'to their product' [ "$(wc -l <"$world/out")" -eq 4 ]
check 'a filter narrows it' 0 '^find/mmap/warm' -- \
    "$bench" --benchmark_filter='^find/(mmap|read)/warm' --benchmark_list_tests
check_that 'to what it says' [ "$(wc -l <"$world/out")" -eq 2 ]

# ---- running ----
check 'one case' 0 '^find/read/warm.* ms ' -- \
    "$bench" --file data --benchmark_filter='^find/read/warm'
check_that 'with its answer' grep -Eq 'offset=[0-9]+' "$world/out"
check 'passes are iterations' 0 '"iterations": 7,' -- "$bench" --file data --passes 7 \
    --benchmark_filter='^count/mmap/warm' --benchmark_format=json
check 'JSON' 0 '"name": "count/mmap/warm' -- \
    "$bench" --file data --benchmark_filter='^count/mmap/warm' --benchmark_format=json
for field in wall_ns minor_faults peak_rss_bytes resident_before; do
    check_that "a figure of it: $field" grep -q "\"$field\": " "$world/out"
done
if command -v python3 >/dev/null; then
    check_that 'it is JSON' python3 -c 'import json, sys; json.load(open(sys.argv[1]))' "$world/out"
else
    skip 'it is JSON' 'there is no python3'
fi
check 'JSON in a file' 0 '' -- "$bench" --file data --benchmark_filter='^count/mmap/warm' \
    --benchmark_out=report.json
check_that 'is there' grep -q '"name": "count/mmap/warm' report.json
check 'CSV' 0 '^"count/mmap/warm' -- \
    "$bench" --file data --benchmark_filter='^count/mmap/warm' --benchmark_format=csv
check 'a workload that writes' 0 '^replace-new/read/warm' -- \
    "$bench" --file data --benchmark_filter='^replace-new/read/warm'
mkdir scratch
check 'its copy elsewhere' 0 '^replace-new/read/warm' -- \
    "$bench" --file data --scratch scratch --benchmark_filter='^replace-new/read/warm'
check_that 'which is gone' [ -z "$(ls -A scratch)" ]
check_that 'and the data are as they were' [ "$(find . -name '.mapread*' | wc -l)" -eq 0 ]

# ---- cases that do not work ----
check 'a wrong answer' 1 'wrong answer: .* instead of nonsense' -- \
    "$bench" --file data --expected nonsense --benchmark_filter='^find/read/warm'
check 'a pair that makes no sense is skipped' 0 'skipped: .*front to back' -- \
    "$bench" --file data --benchmark_filter='^random/chunk/warm'
printf x >>data
check 'a file that is not the one of the answers' 1 'wrong answer' -- \
    "$bench" --file data --benchmark_filter='^full-read/read/warm'
check_error 'a filter that matches nothing' 1 'matches no case' -- \
    "$bench" --file data --benchmark_filter='^no-such-case'
check_error 'no file' 2 'name the file.*--file' -- "$bench"
check_error 'a missing file' 1 'missing: No such file' -- "$bench" --file missing
check_error 'an unknown flag' 2 'no option --nonsense' -- "$bench" --file data --nonsense
check_error 'a flag nearly right' 2 'did you mean --scratch' -- "$bench" --file data --scrach x
check_error "an unknown flag of Google Benchmark's" 2 'benchmark_nonsense' -- \
    "$bench" --file data --benchmark_nonsense=1
check_error 'a value it would misread' 2 'benchmark_format=xml' -- \
    "$bench" --file data --benchmark_format=xml
check_error 'a state that is none' 2 "did you mean 'warm'" -- "$bench" --file data --state wram
check_error 'an argument' 2 "'stray'" -- "$bench" --file data stray

# ---- for the runner ----
check_error 'no request' 2 'no request on standard input' -- "$bench" --request
echo '{"path": "data"}' >request
check_error 'a request that is none' 2 'the request: scratch is missing' -- \
    sh -c "'$bench' --request <request"

# ---- the sample ----
"$bench" --file data --expected nonsense --sample-fd 3 --benchmark_filter='^find/mmap/warm' \
    >/dev/null 2>&1 3>sample
check_that 'a sample of a failed case says why' grep -q '"status": "failed".*"cause": "wrong-answer"' sample
rm data.expect.json
"$bench" --file data --sample-fd 3 --passes 3 --benchmark_filter='^find/mmap/warm' \
    >/dev/null 2>&1 3>sample
check_that 'a sample is one line' [ "$(wc -l <sample)" -eq 1 ]
check_that 'and good' grep -q '"status": "ok".*"passes": 3,' sample
"$bench" --file data --sample-fd 3 --benchmark_filter='^random/chunk/warm' >/dev/null 2>&1 3>sample
check_that 'a skipped case is told as skipped' grep -q '"status": "skipped".*"cause": "front-to-back"' sample
"$bench" --file data --limit 0.000001 --benchmark_filter='^count/read/warm' >/dev/null 2>&1
check_that 'a pass over the limit ends by SIGALRM' [ $? -gt 128 ]
"$bench" --file data --benchmark_filter='^find/mmap/warm' >/dev/full 2>"$world/err"
check_that 'a report that does not arrive is an error' [ $? -eq 1 ]
finish
