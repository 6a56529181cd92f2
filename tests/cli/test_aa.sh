#!/bin/sh
# SPDX-License-Identifier: MIT
#
# mapread aa: copies of a method side by side, and a delay that is planted.
#
#     tests/cli/test_aa.sh FOLDER-OF-THE-PROGRAMS
# shellcheck disable=SC2317 # functions are called by name
set -u
. "$(dirname "$0")/lib.sh"

cat >short.suite <<'END'
text-64K   warm  find,regex  read,mmap
blocks-64K warm  random      seek,mmap
END
short='--suite ./short.suite --dir data'

# ---- what it makes ----
# shellcheck disable=SC2086
check 'aa measures and concludes' 0 'comparisons of a method with itself' -- \
    "$mapread" aa $short -w find -w random --copies 4 --rounds 6 -o aa
check_that 'its folder comes first' [ "$(head -n 1 "$world/out")" = aa ]
count() { grep -c "\"method\": \"$1\"" aa/run.json; }
for method in read read-2 read-3 read-4 mmap-4; do
    check_that "there is $method" [ "$(count "$method")" -ge 1 ]
done
check_that 'the baseline of random is seek' [ "$(count seek-4)" -eq 1 ]
check_that 'and nothing else' [ "$(grep -c '"method": ' aa/run.json)" -eq 16 ]
check_that 'the suite tells what it is' grep -q '"suite": "aa-./short.suite"' aa/run.json
check_that 'pairs are all that there are' grep -Eq '^all +8 ' "$world/out"
cp "$world/out" first
check 'an earlier one is concluded again' 0 'comparisons of a method with itself' -- "$mapread" aa aa
check_that 'with the same words' sh -c "sed 1,2d first | cmp -s - '$world/out'"

check 'and as Markdown' 0 '^\| all +\|' -- "$mapread" aa --format markdown aa

# ---- a delay of three times the pass cannot be overlooked ----
is_found() { grep -Eq '^all +3  100.0 ' "$world/out"; }
# Unless others use the machine: then more rounds show it.
for rounds in 8 16 32; do
    rm -rf planted
    # shellcheck disable=SC2086
    run "$mapread" aa $short -w regex -m read --copies 6 --rounds $rounds --plant 300% -o planted
    ! is_found || break
done
why=$(complaint 0 'A slow-down of 300.0 % that was planted' "$world/out")
passed 'a planted delay' "$why"
check_that 'is found' is_found
check_that 'and stands in the run file' grep -q '"planted": 3' planted/run.json

# ---- as margins ----
"$mapread" run --suite quick -s warm --size 64K --dir data -w regex -m read -m mmap --rounds 6 \
    -o run >/dev/null 2>&1
check 'margins from planted delays are wide' 0 'margin [0-9][0-9.]* %' -- \
    "$mapread" show run --aa planted
check_that 'so nothing is shown' sh -c "! grep -Eq ' (faster|slower): ' '$world/out'"

# ---- bad input ----
check_error 'aa of a run without copies' 1 'nothing to compare' -- "$mapread" aa run
check_error 'margins from it' 1 'no copies to compare; make one by mapread aa' -- \
    "$mapread" show run --aa run
check_error 'margins from nowhere' 1 'mapread show: nowhere' -- "$mapread" show run --aa nowhere
check_error 'a single copy' 2 '--copies 1: at least 2' -- "$mapread" aa --copies 1
check_error 'too many copies' 2 '--copies 99: too many' -- "$mapread" aa --copies 99
for wrong in 0 -5 5%% x; do
    check_error "a planted delay of $wrong" 2 'not a percentage above 0' -- "$mapread" aa --plant "$wrong"
done
check_error 'an unknown suite' 2 "mapread aa: no suite 'quik'; did you mean 'quick'" -- \
    "$mapread" aa --suite quik
finish
