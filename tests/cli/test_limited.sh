#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Files larger than the memory they may have: by hand, as a benchmark and as a run; and
# whatever ends the process, no cgroup is left.
#
#     tests/cli/test_limited.sh FOLDER-OF-THE-PROGRAMS
# shellcheck disable=SC2317 # functions are called by name
set -u
. "$(dirname "$0")/lib.sh"

"$mapread" gen text --size 64M -o mine 2>/dev/null
"$mapread" gen text --size 1M -o small 2>/dev/null
child=

# Groups of others are none of ours: of those that measure meanwhile, and what a process killed
# in another session left below that session's own group, where no sweep of ours comes.
groups() { find /sys/fs/cgroup -type d -name 'mapread-*' 2>/dev/null | grep -vxF "$strangers"; }
strangers=none
strangers=$(groups)

# ---- what needs no cgroup ----
check_error 'it is no state of a file alone' 2 'mapread case WORKLOAD METHOD FILE --state limited' -- \
    "$mapread" state limited mine
check 'it is listed' 0 '^  limited ' -- "$mapread" list states
check 'and its suite' 0 '^  limited ' -- "$mapread" list suites
check 'a benchmark has its names' 0 '^full-read/mmap/limited$' -- \
    "$bench" --file mine --state limited --benchmark_list_tests

check_case() { # NAME PATTERN WORKLOAD METHOD FILE
    check "$1" 0 "$2" -- "$mapread" case "$3" "$4" "$5" --state limited
}
check_case 'one case' '"status": "(ok|skipped)"' full-read chunk mine
if grep -q '"status": "skipped"' "$world/out"; then
    skip 'memory is limited' "$(sed 's/.*"cause": "\([^"]*\)".*/\1/' "$world/out")"
    finish
fi

# ---- by hand ----
check_case 'the limit is told' '"limit_bytes": 33554432, "limit_hits": [1-9]' count mmap mine
check_case 'a small file is not limited' '"skipped".*"cause": "file-too-small"' find mmap small
check_case 'who wants more is killed, and that is a result' \
    '"over-limit".*"cause_numbers": \[33554432], "cause": "over-memory"' full-read read mine
check_case 'a copy as well' '"status": "over-limit"' replace-new read mine
check_that 'and leaves none' [ -z "$(find . -name '.mapread*')" ]
check 'one that is killed does not end the others, nor fails' 0 '^full-read/mmap/limited .*bytes=67108864' -- \
    "$bench" --file mine --state limited --benchmark_filter='^full-read/(read|mmap)/limited$'

cat mine >/dev/null
check 'a state that the caller should have prepared is only proved' 1 \
    'the state could not be verified: a share of 1 ' -- \
    "$mapread" case full-read chunk mine --state limited --prepared

# ---- a run ----
cat >short.suite <<'END'
rounds 2
text-64MiB limited full-read read,chunk,mmap
END
check 'a run goes through' 0 '^out$' -- "$mapread" run --suite ./short.suite --dir data -o out
check_that 'with the killed case' grep -q '"cause": "over-memory"' out/run.json
check_that 'and the limit of the others' grep -q '"limit_bytes":33554432' out/run.json
check 'the table tells the limit' 0 'limited \(to 32 MiB of memory\), 2 rounds' -- "$mapread" show out
check 'the words tell who was killed' 0 'killed for' -- "$mapread" show --format markdown out

# ---- nothing is left ----
is_dead() { ! kill -0 "${1##*-}" 2>/dev/null; }
none_left() {
    for group in $(groups); do
        if is_dead "$group" && [ -d "$group" ]; then return 1; fi
    done
}
group_of_child() { groups | grep "/mapread-$child\$"; }
has_group() { group_of_child >/dev/null; }
is_inside() { grep -q . "$(group_of_child)/cgroup.procs" 2>/dev/null; }
has_no_group() { ! has_group; }

check_that 'after all that no group is left' wait_until none_left

# A pass that takes long: it waits for every page by itself.
"$mapread" gen text --size 64M --bytes-only -o large 2>/dev/null
begin_case() {
    "$mapread" case full-read mmap-random large --state limited >"$world/out" 2>"$world/err" &
    child=$!
}

begin_case
check_that 'a pass is made in a group' wait_until is_inside
kill -INT "$child"
wait "$child"
check_that 'stopped, it has failed' [ $? -eq 1 ]
check_that 'says so' grep -q interrupted "$world/err"
check_that 'and leaves no group' has_no_group

begin_case
wait_until is_inside
kill -9 "$child"
wait "$child" 2>/dev/null
left=$(group_of_child)
if [ -n "$left" ]; then
    result 'killed, it leaves its group' 0
else # another mapread has swept it up already
    skip 'killed, it leaves its group' 'it was faster'
fi
is_empty() { ! is_inside; }
wait_until is_empty # without Linux's own calls the pass goes on to its end
check_case 'the next one works' '"status": "ok"' full-read chunk mine
check_that 'and removes it' has_no_group

begin_run() { # OUTPUT
    "$mapread" run --suite ./short.suite --rounds 1000000 --budget 1000000 --dir data -o "$1" \
        >"$world/out" 2>"$world/err" &
    child=$!
}

begin_run stopped
check_that 'a run has samples' wait_until has_samples stopped
kill -INT "$child"
wait "$child"
check_that 'a run that is stopped leaves no group' wait_until none_left

begin_run killed
wait_until has_samples killed
kill -9 "$child"
wait "$child" 2>/dev/null
check_that 'the sample of a run that is killed ends by itself' wait_until none_left
if [ -n "$left" ]; then mkdir "$left"; fi
check 'any run begins with a sweep' 0 '^swept$' -- "$mapread" run --suite quick --file small -w count \
    -m chunk -s warm --rounds 1 --dir data -o swept
check_that 'and the group of the dead is gone' [ ! -e "$left" ]
finish
