#!/bin/sh
# SPDX-License-Identifier: MIT
#
# An empty file is a file: every workload by every method, warm and cold, gives the
# answer that the reference gives.
#
#     tests/cli/test_empty.sh FOLDER-OF-THE-PROGRAMS
set -u
. "$(dirname "$0")/lib.sh"

names() { "$mapread" list "$1" | sed 1d | awk '{ print $1 }'; }

# What the reference found: the answers lie beside the file.
"$mapread" gen text --size 0 -o empty 2>/dev/null
check_that 'the file is empty' [ -f empty ]
check_that 'it has no bytes' [ ! -s empty ]
answer_of() { sed -n "s/^ *\"$1\": \"\(.*\)\",*\$/\1/p" empty.expect.json; }

check_that 'full-read finds nothing' \
    [ "$(answer_of full-read)" = 'bytes=0 sum=0000000000000000' ]
check_that 'find finds nothing' [ "$(answer_of find)" = 'offset=none' ]
check_that 'seek-find finds nothing' [ "$(answer_of seek-find)" = 'offset=none' ]
check_that 'count finds nothing' [ "$(answer_of count)" = 'count=0' ]
check_that 'regex finds nothing' [ "$(answer_of regex)" = 'count=0' ]
check_that 'random finds nothing' [ "$(answer_of random)" = 'sum=0000000000000000' ]

# Samples that are neither the reference's answer nor skipped for a cause.
cat >"$world/strange.awk" <<'END'
function value(name) {
    if (!match($0, "\"" name "\": \"[^\"]*\"")) return ""
    return substr($0, RSTART + length(name) + 5, RLENGTH - length(name) - 6)
}
NR == FNR { if (split($0, part, "\"") == 5) answers[part[2]] = part[4]; next }
{
    workload = value("workload"); status = value("status"); cause = value("cause")
    if (status == "ok") right = value("answer") != "" && value("answer") == answers[workload]
    else right = status == "skipped" && cause != "" && cause != "none"
    if (!right) print workload " by " value("method") ": " status ", " value("answer") ", " cause
}
END

# All cases of a state in one process.
every_case() { # STATE FILTER COUNT
    run "$bench" --file empty --state "$1" --passes 1 --sample-fd 3 --benchmark_filter="$2" 3>samples
    why=$(complaint 0 '' "$world/err")
    [ -n "$why" ] || why=$(awk -f "$world/strange.awk" empty.expect.json samples 2>&1)
    [ -n "$why" ] || [ "$(wc -l <samples)" -eq "$3" ] || why="$(wc -l <samples) samples, not $3"
    passed "every case, $1" "$why"
}

cp empty.expect.json "$world/before"
workloads=$(names workloads | wc -l)
methods=$(names methods | wc -l)
for state in $(names states); do
    case $state in
    # Who filled the page cache with nothing does not matter: once is enough.
    filled-*) every_case "$state" '^full-read/' "$methods" ;;
    *) every_case "$state" . $((workloads * methods)) ;;
    esac
    case $state in
    warm) check_that 'somebody answers for every workload' [ "$(grep '"status": "ok"' samples |
        sed 's/.*"workload": "\([^"]*\)".*/\1/' | sort -u | wc -l)" -eq "$workloads" ] ;;
    esac
    check "by hand, $state" 0 '"answer": "bytes=0 sum=0{16}"|"skipped".*"cause": "[^n]' -- \
        "$mapread" case full-read mmap empty --state "$state"
done
rm samples
check_that 'the file is still empty' [ ! -s empty ]
check_that 'the answers are as they were' cmp -s empty.expect.json "$world/before"
check_that 'nothing else is left' [ "$(listing | sed -n '/^\./p' | wc -l)" -eq 3 ]

# The user's own file, without answers beside it.
: >mine
check 'an empty file of the user' 0 '"answer": "count=0"' -- "$mapread" case count mmap mine
check 'none of it need be read' 0 '"workload": "null".*"answer": "nothing"' -- \
    "$mapread" case count pread mine --null
check 'not that by a script' 0 '"cause": "no-script"' -- "$mapread" case count python-mmap mine --null
check 'a run on an empty file' 0 out -- "$mapread" run --file mine --rounds 2 --dir data \
    -w full-read -w replace -w random -m read -m pread -m mmap -o out
check_that 'all of it is good' sh -c "! grep -E '\"status\": \"(failed|over-limit)\"' out/run.json"
check 'the run is shown' 0 mine -- "$mapread" show out
finish
