#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Ctrl-C and worse: what was measured is kept, what was begun is removed, and the data
# are untouched.
#
#     tests/cli/test_interrupt.sh FOLDER-OF-THE-PROGRAMS
# shellcheck disable=SC2317 # functions are called by name
set -u
. "$(dirname "$0")/lib.sh"

"$mapread" gen text --size 1M -o mine 2>/dev/null
rm mine.expect.json
was=$(cksum mine)
child=

has_scratch() { [ -n "$(ls -A scratch)" ]; }
none_left() { [ -z "$(find . -name '.mapread*' -o -name '*.tmp' -o -name '*.new')" ]; }

# A run that would take very long, in the background.
begin() { # OUTPUT
    "$mapread" run --suite quick --file mine -w replace -w count -m read -m pread -m mmap \
        --rounds 1000000 --budget 1000000 --dir data -o "$1" >"$world/out" 2>"$world/err" &
    child=$!
}

for signal in INT TERM HUP; do
    begin "out-$signal"
    check_that "$signal: there are samples" wait_until has_samples "out-$signal"
    kill -s "$signal" "$child"
    wait "$child"
    status=$?
    check_that "$signal: the status is not 0" [ "$status" -ne 0 ]
    check_that "$signal: one line says so" [ "$(grep -c interrupted "$world/err")" -eq 1 ]
    check_that "$signal: the run is not complete" grep -q '"complete": false' "out-$signal/run.json"
    check_that "$signal: its samples are kept" has_samples "out-$signal"
    check_that "$signal: and what the machine did meanwhile" \
        grep -q '"watched_ns": [1-9]' "out-$signal/run.json"
    check "$signal: it can be shown" 0 'mine' -- "$mapread" show "out-$signal"
    check_that "$signal: nothing is left" none_left
    check_that "$signal: the file is as it was" [ "$was" = "$(cksum mine)" ]
done

# ---- before the first sample ----
"$mapread" run --suite quick -w find -m read -s warm --size 512M --dir big -o early \
    >"$world/out" 2>"$world/err" &
child=$!
sees_data() { [ -n "$(find big -type f 2>/dev/null)" ]; }
check_that 'data are being made' wait_until sees_data
kill -INT "$child"
wait "$child"
check_that 'stopped early, the status is not 0' [ $? -ne 0 ]
check_that 'no half of the data is left' [ -z "$(find big -name '*.tmp' -o -name '.text*')" ]
rm -rf big early

# So much that it cannot be faster than the signal.
"$mapread" gen text --size 3G -o generated >"$world/out" 2>"$world/err" &
child=$!
sees_temporary() { [ -n "$(find . -name '.generated*')" ]; }
if wait_until sees_temporary; then
    kill -INT "$child"
    wait "$child"
    check_that 'gen, stopped, has failed' [ $? -eq 1 ]
    check_that 'gen, stopped, says so in one line' [ "$(wc -l <"$world/err")" -eq 1 ]
    check_that 'gen, stopped, leaves nothing' [ -z "$(find . -name '*generated*')" ]
else
    wait "$child"
    skip 'gen is stopped' 'it was faster'
fi
rm -f generated*

# ---- while sentences are tried out ----
mkdir -p "$world/bin/results/published" "$world/bin/plots"
cp "$mapread" "$bench" "$world/bin"
sentences=
for trial in shootdowns slice random willneed dontneed rows bounded; do
    sentences="$sentences{\"said\": \"so\", \"trial\": \"$trial\", \"missing\": null}, "
done
cat >"$world/bin/results/published/one.json" <<EOF
{"title": "A talk", "site": "Somewhere", "author": null, "url": null, "date": "unknown",
 "language": "Python", "conditions": "none",
 "sentences": [${sentences%, }], "tables": [{"title": "Finding", "what": "a word",
  "rows": [{"label": "mmap", "said": "fast", "unit": "seconds", "regular": null, "mmap": null,
    "claimed": null, "missing": null, "workload": "find", "dataset": "text-64K", "state": "warm",
    "draws": 0, "small": {"dataset": "text-64K", "draws": 0},
    "c": {"regular": "read", "mmap": "mmap"}, "python": {"regular": "snake", "mmap": "mmap"}}],
  "ablation": []}]}
EOF
"$world/bin/mapread" tutorial --rounds 1 --dir tried -o told >"$world/out" 2>"$world/err" &
child=$!
tries_out() { ls tried/.mapread-scratch-*/trial >/dev/null 2>&1; }
check_that 'tutorial: a trial is begun' wait_until tries_out
kill -INT "$child"
asked=$(date +%s)
wait "$child"
check_that 'tutorial, stopped, has failed' [ $? -eq 1 ]
check_that 'tutorial, stopped, ends soon' [ $(($(date +%s) - asked)) -le 2 ]
check_that 'tutorial, stopped, says so in one line' [ "$(grep -c interrupted "$world/err")" -eq 1 ]
check_that 'tutorial, stopped, keeps its run' grep -q '"complete": true' told/run.json
check_that 'tutorial, stopped, keeps what was tried out' grep -q '"trials"' told/tutorial.json
check_that 'tutorial, stopped, leaves nothing' none_left
check 'tutorial, stopped, can be shown' 0 'not tried out in this run' -- \
    "$world/bin/mapread" tutorial told

# ---- kill -9 ----
begin killed
wait_until has_samples killed

# Stopped, its process would stay for ever. Those of a warm round live side by side: one of them.
stops_sample() {
    sample=$(cat /proc/[0-9]*/stat 2>/dev/null |
        sed -n "s/^\([0-9]*\) (mapread-bench) . $child .*/\1/p" | head -n 1)
    kill -s STOP "$sample" 2>/dev/null &&
        grep -q "(mapread-bench) T $child " "/proc/$sample/stat"
}
is_gone() { ! grep -qs '(mapread-bench) [^ZX]' "/proc/$1/stat"; }
is_gone_soon() {
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        is_gone "$1" && return
        sleep 0.3
    done
    return 1
}
if grep -q 'HAVE_LINUX_EXTRAS 1' "$programs/config.h"; then
    check_that 'a sample is stopped' wait_until stops_sample
    check_that 'it is told everything on standard input' \
        [ "$(tr '\0' ' ' <"/proc/$sample/cmdline")" = "$bench --request " ]
    kill -9 "$child"
    check_that 'it is killed with the run' is_gone_soon "$sample"
    is_gone "$sample" || kill -9 "$sample"
else
    kill -9 "$child"
    skip 'the sample is killed with the run' 'this build does not ask for it'
fi
wait "$child" 2>/dev/null
check 'the run file of a killed run is whole' 0 'mine' -- "$mapread" show killed
check_that 'and not complete' grep -q '"complete": false' killed/run.json

# The process that works is named by its folder: it is killed in the middle of a copy.
"$mapread" gen text --size 128M --bytes-only -o large 2>/dev/null
mkdir scratch
"$mapread" case replace-durable pread large --dir scratch >/dev/null 2>&1 &
child=$!
wait_until has_scratch
kill -9 "$child"
wait "$child" 2>/dev/null
if has_scratch; then
    check 'what was killed leaves its folder; the next one works' 0 '"status": "ok"' -- \
        "$mapread" case replace pread mine --dir scratch
    check_that 'and cleans up' eval '! has_scratch'
else
    skip 'what was killed leaves its folder' 'it was faster'
fi

# A folder of a process that is gone, and one of a process that lives.
sh -c 'exit 0' &
gone=$!
wait "$gone"
mkdir "scratch/.mapread-scratch-$gone" "scratch/.mapread-scratch-$$"
: >"scratch/.mapread-scratch-$gone/copy"
check 'a run cleans up after others' 0 out-clean -- "$mapread" run --suite quick --file mine -w count \
    -m read -s warm --rounds 1 --dir scratch -o out-clean
check_that 'the folder of the dead is gone' [ ! -e "scratch/.mapread-scratch-$gone" ]
check_that 'the folder of the living stays' [ -d "scratch/.mapread-scratch-$$" ]
check_that 'after all that the file is as it was' [ "$was" = "$(cksum mine)" ]
finish
