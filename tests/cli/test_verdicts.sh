#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Every comparison that is printed, recomputed from the samples by other code: of a run with looks,
# of made up times with every verdict, and of the example, which looked once.
#
#     tests/cli/test_verdicts.sh FOLDER-OF-THE-PROGRAMS
# shellcheck disable=SC2317 # functions are called by name
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$(dirname "$0")/lib.sh"

# agree RUN.JSON [--spoil]
agree() {
    "$mapread" show --format markdown "$1" >shown.md || return
    limited python3 "$here/recompute.py" ${2:+"$2"} "$1" shown.md >agreed && return
    sed 's/^/# /; 5q' agreed
    return 1
}

cat >short.suite <<'END'
text-4K  warm  full-read,find  read,chunk/buffer:4K,chunk,pread,mmap
text-1M  warm  full-read,find  read,chunk/buffer:4K,chunk,pread,mmap
END
run "$mapread" run --suite ./short.suite --dir data -o small
why=$(complaint 0 '' "$world/err")
passed 'a small run' "$why"

if command -v python3 >/dev/null; then
    check_that 'its comparisons' agree small/run.json
    check_that 'are all there' grep -qx '20 comparisons agree' agreed
    check_that 'nothing of it can be changed unnoticed' agree small/run.json --spoil
    python3 "$here/make_up_times.py" small/run.json >made-up.json
    check_that 'of times that are made up' agree made-up.json
    for verdict in faster slower 'the same within 3 %' undecided 'would settle it' drifting \
        'two modes' 'rounds are not independent' 'of them'; do
        check_that "\"$verdict\" occurs" grep -qE "^(\||best).*$verdict" shown.md
    done
    check_that 'nothing of it can be changed unnoticed' agree made-up.json --spoil
    example=$here/../../results/example/disk/run.json
    check_that "the example's comparisons" agree "$example"
    check_that 'nothing of it can be changed unnoticed' agree "$example" --spoil
else
    skip 'its comparisons' 'there is no python3'
fi
finish
