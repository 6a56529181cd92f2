#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Two runs on the same data take turns: the second waits, says so in one line, and can be
# stopped. Who maps a file without being a run is told of as well.
#
#     tests/cli/test_turns.sh FOLDER-OF-THE-PROGRAMS
# shellcheck disable=SC2317 # functions are called by name
set -u
. "$(dirname "$0")/lib.sh"

measure() { # OUTPUT ROUNDS [OPTION]...
    output=$1 rounds=$2
    shift 2
    "$mapread" run --suite quick -w full-read -m mmap -s warm --rounds "$rounds" \
        --budget 1000000 -o "$output" "$@" >"$output.out" 2>"$output.err" &
}
waits() { grep -q 'waiting: another mapread' "$1.err" 2>/dev/null; }
lines() { [ "$(grep -c "$2" "$1.err")" -eq "$3" ]; }

"$mapread" gen text --size 1M -o mine 2>/dev/null
was=$(cksum mine)

# ---- a folder ----
measure first 1000000 --size 1M --dir data
first=$!
check_that 'the first run measures' wait_until has_samples first
measure second 2 --size 1M --dir data
second=$!
measure stopped 2 --size 1M --dir data
stopped=$!
check_that 'the second waits' wait_until waits second
if [ -r /proc/locks ]; then
    check_that 'and knows for whom' grep -q "(process $first) measures data; .*--dir" second.err
else
    skip 'and knows for whom' 'this system has no /proc/locks'
fi
wait_until waits stopped
kill -INT "$stopped"
wait "$stopped"
check_that 'waiting can be stopped' [ $? -eq 1 ]
check_that 'and that is said' lines stopped interrupted 1
check_that 'and leaves nothing' [ ! -e stopped ]
measure elsewhere 2 --size 1M --dir other
wait $!
check_that 'in another folder nobody waits' [ $? -eq 0 ]
check_that 'nor says so' lines elsewhere waiting 0
check_that 'the second is still waiting' [ ! -e second ]
kill -INT "$first"
wait "$first"
wait "$second"
check_that 'and has its turn' [ $? -eq 0 ]
check_that 'with one line about it' lines second waiting 1

# ---- a file ----
chmod a-w mine
measure of-file 1000000 --file mine --dir data
first=$!
wait_until has_samples of-file
measure later 2 --file mine --dir other
second=$!
check_that 'a file is waited for wherever the folder is' wait_until waits later
kill -9 "$first"
wait "$first" 2>/dev/null
wait "$second"
check_that 'whoever is killed has no turn any more' [ $? -eq 0 ]
check_that 'the file is as it was' [ "$was" = "$(cksum mine)" ]

# ---- others ----
refusal=$("$mapread" state cold mine 2>&1) # nobody maps it yet
cat >map.py <<'END'
import mmap, sys
with open("mine", "rb") as f, mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ) as m:
    sum(m[::4096])
    print("mapped", flush=True)
    sys.stdin.read()
END
mkfifo hold
"${PYTHON:-python3}" map.py <hold >mapped 2>/dev/null &
exec 3>hold
is_mapped() { grep -q mapped mapped; }
maps='who maps a file is told how to be found'
case $refusal in
*'is memory'*) skip "$maps" 'the file system is memory' ;;
*'not supported'*) skip "$maps" 'this system does not tell what is resident' ;;
*)
    check_that 'somebody maps a file' wait_until is_mapped
    check "$maps" 1 'another process maps .*fuser -v FILE' -- \
        "$mapread" case full-read read mine --state cold
    check 'by the state alone as well' 1 'another process maps .*fuser -v FILE' -- \
        "$mapread" state cold mine
    ;;
esac
exec 3>&-
finish
