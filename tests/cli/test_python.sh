#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The methods in Python, through a whole run: measured beside those in C, and skipped
# where there is no Python.
#
#     tests/cli/test_python.sh FOLDER-OF-THE-PROGRAMS
# shellcheck disable=SC2317 # functions are called by name
set -u
. "$(dirname "$0")/lib.sh"

size=64K
if [ -z "${PYTHON:-}" ] && ! command -v python3 >/dev/null; then
    skip 'everything' 'there is no python3'
    finish
fi

# check_run NAME STATUS PATTERN -- OPTION...: a short run; the pattern is of run.json.
check_run() {
    name=$1 wanted_status=$2 wanted_pattern=$3
    shift 4
    run "$mapread" run --size "$size" --rounds 1 --dir data "$@"
    why=$(complaint "$wanted_status" '' "$world/err")
    folder=$(cat "$world/out")
    [ -n "$why" ] || grep -Eq -e "$wanted_pattern" "$folder/run.json" ||
        why="no line like '$wanted_pattern' in run.json"
    passed "$name" "$why"
}
# all_are STATUS METHOD FOLDER: every case of that method, and there are some.
all_are() {
    grep "\"method\": \"$2\"" "$3/run.json" >"$world/part"
    [ -s "$world/part" ] && ! grep -v "\"status\": \"$1\"" "$world/part"
}
measures() { grep -q "\"method\": \"$1" "$2/run.json"; }
none_left() { [ "$(find . -name '.mapread*' -o -name '*.tmp' -o -name '*.new' | wc -l)" -eq 0 ]; }

scripts=$("$mapread" list methods | sed -n 's/^  \(python-[a-z-]*\) .*/\1/p')
check_that 'there are methods in Python' [ "$(echo "$scripts" | wc -l)" -ge 4 ]

# ---- the suite of its own: every answer is checked by the session ----
# Of short samples: a pass in Python takes its time outside the clock.
sed 's/^sample .*/sample 1/' "$programs/bench/suites/python.suite" >whole.suite
grep -vE 'round-trip|transfer' whole.suite >short.suite
grep -E '^summary|round-trip|transfer' whole.suite >shared.suite
check_run 'the suite python' 0 '"complete": true' -- --suite ./short.suite -s warm -o all
check_run 'its messages' 0 '"complete": true' -- --suite ./shared.suite -o shared
check_that 'no case has failed' \
    sh -c "! grep -E '\"status\": \"(failed|over)' all/run.json shared/run.json"
lacking=ok # what becomes of cases with NumPy
if grep -q '"cause_words": "NumPy is not installed' all/run.json; then
    lacking=skipped
    skip 'rows with NumPy' 'it is not installed'
fi
direct=ok
if grep -Eq '"cause": "no-direct"|"cause_words": "[^"]*past the page cache' all/run.json; then
    direct=skipped
    skip 'O_DIRECT' 'the file cannot be read past the page cache'
fi
for method in $scripts read mmap; do
    case $method in *numpy*) status=$lacking ;; *direct) status=$direct ;; *) status=ok ;; esac
    if measures "$method\"" shared; then folder=shared; else folder=all; fi
    check_that "$method was measured" all_are $status "$method" $folder
done
check_that 'and gave answers' [ "$(grep -c '"answer": null' all/run.json)" -eq "$(grep -c '"skipped"' all/run.json)" ]
check_that 'every sample has a time' \
    sh -c "! grep -h '\"ok\"' all/run.json shared/run.json | grep -Eq '\"wall_ns\":(null|[^]]*null)'"
check_that 'nothing is left beside' none_left
check 'it can be shown' 0 'python' -- "$mapread" show all

check_run 'cold' 0 '"state": "cold"' -- --suite ./short.suite -s cold -w find -w random -o cold
check_that 'no cold case has failed' sh -c "! grep -E '\"status\": \"(failed|over)' cold/run.json"

# ---- in other suites ----
check_run "a '*' draws none in" 0 '"complete": true' -- --suite full -w find -s warm -o plain
check_that 'as said' sh -c "! grep -q '\"method\": \"python' plain/run.json"
check_run 'but what is named' 0 '"method": "python-text"' -- \
    --suite full -w find -s warm -m python-text -m read -o named
check_that 'alone' sh -c "! grep -q '\"method\": \"python-mmap' named/run.json"
check_that 'beside what else is named' measures read named
printf 'text-64K warm count,find python-text,read\n' >pairs.suite
check_run 'what the script does not do is skipped, with the reason' 0 \
    '"cause": "no-script"' -- --suite ./pairs.suite -o pairs
check_run 'passes are repeated' 0 '"passes":\[?[0-9]{2}' -- \
    --suite python -w find -m python-mmap -s warm -o passes

# ---- the user's file ----
printf 'M\344rchen of the North\n' >latin
check_run 'text that is no UTF-8 fails' 1 '"cause": "python-failed", "cause_words": "UnicodeDecodeError: ' -- \
    --suite ./short.suite --file latin -w find -m python-text -m python-bytes -s warm -o latin-run
check_that 'in one line' [ "$(grep -c 'find/python-text/warm/data:latin failed: Unicode' "$world/err")" -eq 1 ]
check_that 'without a traceback' sh -c "! grep -q Traceback '$world/err'"
check_that 'and bytes do not' all_are ok python-bytes latin-run
odd=$(printf 'm\344rchen "1"')
"$mapread" gen text --size 64K -o "$odd" 2>/dev/null
check 'a name that is no UTF-8' 0 '"status": "ok"' -- "$mapread" case find python-mmap "$odd"
was=$(cksum <"$odd")
check 'by hand' 0 '"answer": "count=' -- "$mapread" case replace python-text "$odd"
check_that 'leaves the file alone' [ "$(cksum <"$odd")" = "$was" ]
sed 's/"find": "offset=[0-9]*"/"find": "offset=4711"/' "$odd.expect.json" >changed
mv changed "$odd.expect.json"
check 'a wrong answer' 1 'wrong answer: offset=[0-9]* instead of offset=4711$' -- \
    "$mapread" case find python-bytes "$odd"

# ---- limits ----
size=4M
check_run 'a limit holds for Python too' 0 '"status": "over-limit"' -- \
    --suite ./short.suite -w full-read -m python-text -s warm --limit 0.0001 -o limit
check_that 'and says so' grep -q '"cause_numbers": \[0.0001], "cause": "over-time"' limit/run.json
check_run 'also where it writes' 0 '"status": "over-limit"' -- \
    --suite ./short.suite -w replace -m python-text -s warm --limit 0.0001 -o limit-writes
check_that 'no copy is left' none_left
size=64K

# ---- without Python ----
MAPREAD_PYTHON=/nowhere/python3
export MAPREAD_PYTHON
check_run 'without Python' 0 '"cause": "no-python", "cause_words": "/nowhere/python3"' -- \
    --suite ./whole.suite -s warm -o without
for method in $scripts; do
    check_that "$method is skipped" all_are skipped "$method" without
done
check_that 'and C is measured' all_are ok read without
check 'which can be shown' 0 'skipped: /nowhere/python3 cannot be run' -- "$mapread" show without
finish
