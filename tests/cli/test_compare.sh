#!/bin/sh
# SPDX-License-Identifier: MIT
#
# mapread compare: the forms of its answer, and what it refuses.
#
#     tests/cli/test_compare.sh FOLDER-OF-THE-PROGRAMS
set -u
. "$(dirname "$0")/lib.sh"

make_run() { # FOLDER SIZE
    printf 'text-%s warm find,count read,chunk,mmap\n' "$2" >own.suite
    "$mapread" run --suite ./own.suite --rounds 6 --dir data.d -o "$1" >/dev/null 2>&1
}
make_run one 64K
make_run other 8K
check_that 'there are runs' [ -s one/run.json ]
mkdir changed
# Another host, and every whole time of a pass a hundred times as long.
sed -e 's/"host": .*/"host": "elsewhere",/' -e 's/"wall_ns":\[/&#/' -e :next \
    -e 's/#\([0-9]\{1,\}\)\([^],]*\)\(,\)\{0,1\}/\100\2\3#/' -e t\ next -e 's/#]/]/' \
    one/run.json >changed/run.json
# The same data set by name alone.
mkdir foreign
sed 's/"sha256": "..../"sha256": "beef/' one/run.json >foreign/run.json

# ---- answers ----
check 'a run with itself' 0 '^  mmap  .* ~ ' -- "$mapread" compare one one
check_that 'nothing is faster or slower' [ "$(grep -c '^\(faster\|slower\) .* 0$' "$world/out")" -eq 2 ]
check_that 'nothing differs' grep -q '^Nothing that the files tell' "$world/out"
check 'a run.json or its folder' 0 'elsewhere' -- "$mapread" compare one/run.json changed
check_that 'what differs comes first' grep -q '^What differs' "$world/out"
check_that 'slower is shown' grep -q '^slower .* 6$' "$world/out"
check_that 'by its factor' grep -Eq '(99|1[0-9][0-9])(\.[0-9])?x +\[' "$world/out"
check_that 'the ratio to read is not another' \
    [ "$(sed -n '/^All ratios/,$p' "$world/out" | grep -c '^no difference shown (~) .* 4$')" -eq 1 ]
check 'three runs' 0 'Wins and losses' -- "$mapread" compare one changed one
check 'many runs' 0 'Wins and losses' -- "$mapread" compare one one one one one one one one one
check_that 'a page is 100 columns wide' [ -z "$(sed -n '/^.\{101\}/p' "$world/out")" ]
check 'Markdown' 0 '^\| ----' -- "$mapread" compare --format markdown one changed
for form in terminal markdown; do
    run "$mapread" compare --format $form one changed foreign
    passed "no nan, $form" "$(grep -ciw -e nan -e inf "$world/out" | grep -v '^0$')"
    check_that "nothing on stderr, $form" [ ! -s "$world/err" ]
done
check 'some data is another' 0 'another data set of the same name' -- \
    "$mapread" compare one changed foreign

check 'who wins alone' 0 'What differs' -- "$mapread" compare --answer one changed
check_that 'and no times' sh -c "! grep -q '^Is one faster' '$world/out'"

# ---- counts, and a letter ----
check 'counts of a run and itself' 0 '^Counts differ in 0 of 6 cases' -- "$mapread" compare one one
check 'all of them' 0 '^  minor faults ' -- "$mapread" compare --all-counts one one
check 'for a letter' 0 '^  time .* % \[' -- "$mapread" compare --format text72 one changed
check_that 'of 72 columns' sh -c "! grep -q '.\{73\}' '$world/out'"
sed 's/"emulated": false/"emulated": true/' one/run.json >emulated.json
check 'an emulated run' 0 'the times say nothing; the counts do' -- "$mapread" compare one emulated.json
check_that 'has no times' sh -c "! grep -Eq '[0-9] (ns|us|ms|s)( |$)|[0-9]x' '$world/out'"
check 'the answer of one' 0 '^Counts differ' -- "$mapread" compare --answer one emulated.json
check_error 'a gate of times' 1 'a run was emulated' -- \
    "$mapread" compare --fail-on slower:5% one emulated.json
check 'shown by itself' 0 '^CAUTION +emulated: the times say nothing' -- "$mapread" show emulated.json

# ---- some of it ----
check 'only what differs' 0 'left out: 0 of 6 are listed' -- "$mapread" compare --only-different one one
check_that 'and no line of a case' sh -c "! grep -Eq '^  (read|chunk|mmap) ' '$world/out'"
check 'only what differs, of all' 0 'left out: 6 of 6 are listed' -- \
    "$mapread" compare --only-different one changed
check 'a threshold' 0 '(within |^)5 % of' -- "$mapread" compare --threshold 5% one changed
check_that 'slower by more' grep -q '^slower .* 6$' "$world/out"
check 'a threshold above all' 0 '^slower .* 0$' -- "$mapread" compare --threshold 99999% one changed
check 'one workload, method and state' 0 'compared in all runs \(1 of 1\)' -- \
    "$mapread" compare -w find -m mmap -s warm --size 64K one changed
check 'which the gate obeys' 3 '/warm/data:text-64KiB: slower' -- \
    "$mapread" compare -w find -m mmap --fail-on slower:5% one changed
check_that 'alone' [ "$(wc -l <"$world/err")" -eq 1 ]
for other in '-s cold' '-w random' '-m pread' '--size 1M'; do
    # shellcheck disable=SC2086 # an option and its value
    check_error "what no run has: $other" 1 'nothing to compare with one: no run has such cases' -- \
        "$mapread" compare $other one changed
done
check_error 'no such workload' 2 "no workload 'fin'; did you mean 'find'" -- \
    "$mapread" compare -w fin one changed
check_error 'no threshold' 2 'threshold 0: not a percentage' -- "$mapread" compare --threshold 0 one one

# ---- as a gate ----
check 'nothing is slower than itself' 0 'All times|All ratios|Wins and losses' -- \
    "$mapread" compare --fail-on slower:5% one one
check 'a slower run' 3 'Wins and losses' -- "$mapread" compare --fail-on slower:5% one changed
check_that 'is named case by case' \
    [ "$(grep -c '^mapread compare: .*/warm/data:text-64KiB: slower than in .*, [0-9]*x \[' "$world/err")" -eq 6 ]
check 'and is slower by less than that' 0 'Wins and losses' -- \
    "$mapread" compare --fail-on slower:20000% one changed
check 'a faster run' 0 'Wins and losses' -- "$mapread" compare --fail-on slower:5% changed one
for wrong in 5% slower slower: slower:0 slower:x faster:5%; do
    check_error "a gate of $wrong" 2 'write slower:5%' -- \
        "$mapread" compare --fail-on $wrong one changed
done

# ---- what is refused ----
check_error 'no run' 2 'usage: mapread compare .*RUN RUN' -- "$mapread" compare
check_error 'one run alone' 2 'compare needs two runs; for one: mapread show one$' -- "$mapread" compare one
mkdir -p runs/host && cp -r one runs/host/one && cp -r one 'runs/[1]'
for command in show compare export\ --format\ csv report; do
    # shellcheck disable=SC2086 # an option and its value
    check "a folder of runs, $command" 1 'runs is a folder of runs; name one of them:$' -- \
        "$mapread" $command runs
    check_that 'lists them' [ "$(sed -n 's/^  runs//p' "$world/err")" = "/[1]
/host/one" ]
done
check 'a name that is a pattern' 0 'Wins and losses' -- "$mapread" compare 'runs/[1]' one
check_error 'the format of another command' 2 "no format 'csv'; 'mapread list'" -- \
    "$mapread" compare --format csv one changed
check_error 'no format at all' 2 "no format 'markdwn'; did you mean 'markdown'" -- \
    "$mapread" compare --format markdwn one changed
check_error 'an option of others' 2 'compare: no option --rounds' -- \
    "$mapread" compare --rounds 3 one one
check_error 'a run that is missing' 1 'compare: missing: No such file' -- "$mapread" compare one missing
check_error 'of several that are bad the first' 1 'compare: missing: No such file' -- \
    "$mapread" compare one one missing one absent data.d
check_error 'a folder without a run' 1 'compare: data.d/run.json: ' -- "$mapread" compare data.d one
head -n 40 one/run.json >damaged.json
check_error 'a run that is cut off' 1 'compare: damaged.json: line ' -- "$mapread" compare one damaged.json
sed 's/"wall_ns":\[[0-9.]*/"wall_ns":[null/' one/run.json >timeless.json
check_error 'a run without times' 1 'compare: timeless.json: cases\[0\].samples.wall_ns' -- \
    "$mapread" compare one timeless.json
check_error 'other data alone' 1 'foreign: nothing to compare with one: another data set' -- \
    "$mapread" compare one foreign
check_error 'other cases alone' 1 'other: nothing to compare with one: no case' -- \
    "$mapread" compare one other
if [ -c /dev/full ]; then
    for form in terminal markdown; do
        "$mapread" compare --format $form one changed >/dev/full 2>"$world/err"
        status=$?
        check_that "a full device fails, $form" [ "$status" -eq 1 ]
        check_that "and in one line, $form" [ "$(wc -l <"$world/err")" -eq 1 ]
    done
else
    skip 'a full device' 'there is no /dev/full'
fi
finish
