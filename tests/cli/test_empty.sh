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

# Where the pair makes no sense, or the file system is memory, the case is skipped.
one_case() { # WORKLOAD METHOD STATE
    run "$mapread" case "$1" "$2" empty --state "$3"
    why=$(complaint 0 '"status": "(ok|skipped)"' "$world/out")
    if [ -z "$why" ] && grep -q '"status": "ok"' "$world/out"; then
        grep -qF "\"answer\": \"$(answer_of "$1")\"" "$world/out" || why=$(cat "$world/out")
    elif [ -z "$why" ]; then
        ! grep -q '"cause": "none"' "$world/out" || why='skipped without a cause'
    fi
    passed "$1 by $2, $3" "$why"
}

cp empty.expect.json "$world/before"
others=$(names states | grep -vx warm)
for workload in $(names workloads); do
    for method in $(names methods); do
        one_case "$workload" "$method" warm
        # A pair that makes no sense makes none in any state.
        ! grep -q '"status": "skipped"' "$world/out" || continue
        for state in $others; do
            # Who filled the page cache with nothing does not matter: once is enough.
            case $state/$workload in
            filled-*/full-read) ;;
            filled-*) continue ;;
            esac
            one_case "$workload" "$method" "$state"
        done
    done
done
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
