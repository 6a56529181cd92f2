#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A run: what it prints, what it makes, and what it leaves alone.
#
#     tests/cli/test_run.sh FOLDER-OF-THE-PROGRAMS
# shellcheck disable=SC2317 # functions are called by name
set -u
. "$(dirname "$0")/lib.sh"

size=64K

# check_run NAME STATUS PATTERN -- OPTION...: a short run; the pattern is of run.json.
check_run() {
    name=$1 wanted_status=$2 wanted_pattern=$3
    shift 4
    run "$mapread" run --suite quick --size "$size" --rounds 2 --dir data "$@"
    why=$(complaint "$wanted_status" '' "$world/err")
    folder=$(cat "$world/out")
    [ -n "$why" ] || [ -f "$folder/run.json" ] || why="no run.json in '$folder'"
    [ -n "$why" ] || grep -Eq -e "$wanted_pattern" "$folder/run.json" ||
        why="no line like '$wanted_pattern' in run.json"
    passed "$name" "$why"
}

none_left() { [ "$(find . -name '.mapread*' -o -name '*.tmp' -o -name '*.new' | wc -l)" -eq 0 ]; }

# ---- what a run makes ----
check_run 'a run of everything' 0 '"complete": true' -- -o all
check_that 'prints its folder and nothing else' [ "$(cat "$world/out")" = all ]
check_that 'tells of each group' [ "$(grep -c '^mapread: [0-9]*/[0-9]* cases: ' "$world/err")" -ge 8 ]
check_that 'no control characters where there is no terminal' \
    sh -c "! grep -q '[[:cntrl:]]' '$world/err'"
check_that 'all cases are good or skipped' sh -c "! grep -E '\"status\": \"(failed|over)' all/run.json"
check_that 'every sample has a time' \
    sh -c "! grep '\"ok\"' all/run.json | grep -Eq '\"wall_ns\":(null|[^]]*null)'"
check_that 'no NaN' sh -c "! grep -qi 'nan[,}]' all/run.json"
check_that 'nothing is left beside' none_left
check 'it can be shown' 0 'full-read' -- "$mapread" show all
"$mapread" export --format json all >exported.json 2>"$world/err"
"$mapread" show --format json all >shown.json 2>"$world/err"
check_that 'as JSON, as exported' cmp -s exported.json shown.json
check 'as Markdown' 0 '^\|' -- "$mapread" show --format markdown all
check 'by its file' 0 'full-read' -- "$mapread" show all/run.json
check_run 'a second run reuses the data' 0 '"complete": true' -- -w find -m read -s warm -o second
check_that 'seed and rounds are recorded' grep -q '"rounds": 2' second/run.json
check_run 'without -o the folder has host, time and suite' 0 '"suite": "quick"' -- -w find -m read -s warm
check_that 'below results' grep -q '^results/[^/]*/[0-9]*-[0-9]*-quick$' "$world/out"
check_run 'a new folder below new folders' 0 '"complete": true' -- -w find -m read -s warm -o a/b/c

# ---- without a suite ----
# named OPTION...: the cases of a run of what these name.
named() {
    rm -rf named
    run "$mapread" run "$@" --rounds 1 --dir data -o named
    sed -n 's/.*"workload": "\([^"]*\)", "method": "\([^"]*\)", "state": "\([^"]*\)".*/\1 \2 \3,/p' \
        named/run.json | tr -d '\n'
}
check_that 'what is named are the cases' [ "$(named -w random -m pread -m mmap -s limited --size 64K)" = \
    'random pread limited,random mmap limited,' ]
check_that 'they are usual methods and states where none are named' \
    [ "$(named -w replace --size 4K)" = \
    'replace pread warm,replace mmap warm,replace pread cold,replace mmap cold,' ]
check_that 'and what the method is for' [ "$(named -m malloc --size 4K)" = 'allocate malloc warm,' ]
check_that 'several workloads where it is for several' \
    [ "$(named -m seek -s warm --size 4K | tr , '\n' | wc -l)" -gt 4 ]

# ---- the machine ----
# values NAME FILE: the texts that stand under that name, one in a line each.
values() { sed -n "s/^ *\"$1\": \"\(.*\)\",\{0,1\}\$/\1/p" "$2"; }
"$mapread" doctor --dir data --format json >doctor.json
values name doctor.json >wanted
sed -n '/"doctor"/,/^ ]/p' all/run.json >part.json
values probe part.json >found
check_that 'every finding of the doctor is kept' cmp wanted found
check_that 'it finds something' [ -s wanted ]
check_that 'the run was watched' grep -Eq '"watched_ns": [1-9]' all/run.json
# tells_of PATTERN FOLDER LINE: as many such lines on stderr as the pattern finds in run.json.
tells_of() { [ "$(grep -c "$1" "$2/run.json")" -eq "$(grep -c "$3" "$world/err")" ]; }
check_run 'a run tells of the machine' 0 '"doctor"' -- -w find -m read -s warm -o machine
check_that 'each bad finding once' tells_of '"verdict": "bad"' machine '^mapread run: warning: '
check_that 'and noise once' tells_of '"verdict": "noisy: ' machine '^mapread run: noisy: '
if [ "$(id -u)" -eq 0 ] && mkdir small && mount -t tmpfs -o size=900k none small 2>/dev/null; then
    mounts="$mounts $world/home/small"
    check_run 'a machine that is not fit' 0 '"verdict": "bad"' -- \
        --dir small -w find -m read -s warm -o unfit
    check_that 'is warned of in one line' [ "$(grep -Ec \
        '^mapread run: warning: evict: no file .*; mapread doctor tells how to fix it$' \
        "$world/err")" -eq 1 ]
    run "$mapread" show unfit # a line is broken where others are bad, too
    check_that 'and shown' sh -c "tr '\n' ' ' <'$world/out' | grep -q 'doctor: .*bad: [^.]*evict'"
    umount small
else
    skip 'a machine that is not fit' 'only root may mount a small file system'
fi

# ---- the data ----
sums() { find data -type f -name 'blocks*' -exec cksum {} + | LC_ALL=C sort; }
rm -rf data
check_run 'data sets that no case needs are not made' 0 '"complete": true' -- \
    -w random -m pread -s warm -o only-random
check_that 'only blocks are' [ -z "$(find data -name 'text*')" ]
before=$(sums)
check_run 'workloads that write' 0 '"complete": true' -- -w random -w replace -m pread -s warm -o writes
check_that 'leave the data as they were' [ "$before" = "$(sums)" ]
printf 'X' | dd of=data/blocks-64KiB bs=1 seek=5000 conv=notrunc 2>/dev/null
check_run 'a spoilt data set is made anew' 0 '"complete": true' -- -w random -m pread -s warm -o mended
check_that 'as it was' [ "$before" = "$(sums)" ]

# ---- the user's file ----
"$mapread" gen text --size 64K -o mine 2>/dev/null
rm mine.expect.json
chmod 444 mine
was=$(ls -l --full-time mine 2>/dev/null || ls -l mine)
check_run "the user's own file" 0 '"kind": "file"' -- --file mine -w full-read -w replace -o file
run "$mapread" run --file mine --size 1M --rounds 1 --dir data -o own
check_that 'without a suite has its own' grep -q '"suite": "own"' own/run.json
check_that 'its name is in the run' grep -q '"dataset": "mine"' file/run.json
check_that 'it is as it was' [ "$was" = "$(ls -l --full-time mine 2>/dev/null || ls -l mine)" ]
check_that 'nothing lies beside it' [ ! -e mine.expect.json ]
odd=$(printf 'm\344rchen "1"')
cp mine "$odd" 2>/dev/null
if [ -f "$odd" ]; then
    check_run 'a name that is not UTF-8' 0 '"status": "ok"' -- --file "$odd" -w find -m read -s warm -o odd
    check 'can be shown' 0 'find' -- "$mapread" show odd
    check 'and measured by hand' 0 '"status": "ok"' -- "$mapread" case find read "$odd"
else
    skip 'a name that is not UTF-8' 'the file system refuses it'
fi

# ---- random draws other blocks in every round ----
run "$mapread" run -w random -m pread -m mmap -s warm -s cold --blocks 9 --size 256K --rounds 3 \
    --seed 7 --dir drawn -o drawn-run
check_that 'by the seed and the round, all methods the same' \
    [ "$(tr -d ' ' <drawn-run/run.json | grep -c '"blocks_seed":\[7,8,9\]')" = 4 ]
drawn_by() {
    "$mapread" case random mmap drawn/blocks-256KiB --blocks 9 --seed "$1" | grep -o 'sum=[0-9a-f]*'
}
check_that 'which are others' [ "$(drawn_by 7)" != "$(drawn_by 8)" ]
check_that 'the run tells the answer of the first' \
    [ "$(tr -d ' ' <drawn-run/run.json | grep -c "\"answer\":\"$(drawn_by 7)\"")" = 4 ]

# ---- a case that fails can be made by hand ----
set -- -w random -m pread -s warm --blocks 4096 --threads 2 --buffer 4K --seed 7 --dir wrong
check_run 'a case of two threads and a small buffer' 0 '"status": "ok"' -- "$@" -o right
sed 's/"random": "sum=./&f/' wrong/blocks-64KiB.expect.json >changed.json
mv changed.json wrong/blocks-64KiB.expect.json
check_run 'its wrong answer' 1 '"cause": "wrong-answer"' -- "$@" -o failed
name=random/pread/warm/buffer:4KiB/threads:2/data:blocks-64KiB
failure=$(sed -n "s,^mapread run: $name failed: ,,p" "$world/err")
by_hand=$(sed -n 's/^mapread run: by hand: mapread //p' "$world/err")
check_that 'is told with all of its name' [ "${failure%%=*}" = 'wrong answer: sum' ]
check_that 'and how to make it by hand' [ "$by_hand" = \
    'case random pread wrong/blocks-64KiB --state warm --buffer 4KiB --threads 2 --seed 7' ]
# shellcheck disable=SC2086
run "$mapread" ${by_hand:-no command}
check_that 'which fails in the same way' [ "$status $(cat "$world/err")" = "1 mapread case: $failure" ]

# ---- a pattern of one's own ----
printf '%s' 'a b a c' >own.txt
check_run 'a pattern' 0 '"answer": "count=2",' -- --file own.txt -w count -m read -s warm \
    --pattern 'a ' -o pattern
check 'stands in the table' 0 '^count/pattern:a ' -- "$mapread" show pattern
check_run 'one that is the usual' 0 '"pattern": null' -- --file own.txt -w count -m mmap -s warm \
    --pattern ' the ' -o usual
check_run 'an expression' 0 '"answer": "count=4",' -- --file own.txt -w regex -m read -s warm \
    --regex 'a b? ?' -o regex
check 'stands in the table, too' 0 '^regex/regex:a b\? \?' -- "$mapread" show regex
check_run 'find does not look for it' 0 '"regex": null' -- --file own.txt -w find -m read -s warm \
    --regex 'a b? ?' -o no-regex

# ---- cases that go wrong ----
long=$(printf '%0.sä' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30)
for letter in x xx; do # the reason is cut, and not inside a character
    check "a reason that is cut ($letter)" 1 '"cause": "no-copy", "cause_words": ".*ää' -- \
        "$mapread" case replace-new read mine --dir "/nowhere/$letter$long$long$long$long$long"
done
size=4M
check_run 'a limit that no pass keeps is a result' 0 '"status": "over-limit"' -- \
    -w full-read -m read -s warm --limit 0.00001 -o limit
check 'it is shown' 0 'full-read' -- "$mapread" show limit
check_run 'the shortest limit' 0 '"status": "over-limit"' -- \
    -w full-read -m read -s warm --limit 0.000000001 -o shortest
size=64K
printf 'text-64K warm random,find chunk,read\n' >skips.suite
check_run 'a pair that makes no sense is skipped, with its cause' 0 '"cause": "front-to-back"' -- \
    --suite ./skips.suite -o skips
check_that 'nothing is left at the end' none_left
finish
