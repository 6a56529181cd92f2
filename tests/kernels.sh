#!/bin/sh
# SPDX-License-Identifier: MIT
#
# make test-kernels: the tests of what a kernel decides, in guests of other kernels. From the
# environment: BUILDS (build; folders with tests in them), and what bench/kernels/lib.sh takes.
# Ends with "N passed, N failed"; 0 when nothing failed and nothing was skipped without need.
set -eu
program=test-kernels
cd "$(dirname "$0")/.."
: "${BUILDS:=build}"
. bench/kernels/lib.sh

# What goes into the root: of each build the programs, the suites, the figures, and the tests of the
# methods and of injected faults. Those of Python stay, for there is none in a guest.
add_builds() {
    programs=''
    for folder in $BUILDS; do
        [ -x "$folder/mapread" ] && ls "$folder"/tests/contract-methods >/dev/null 2>&1 ||
            die 1 "$folder: no tests are built there: make test builds them"
        folder=$(cd "$folder" && pwd)
        builds="$builds $folder"
        programs="$programs $folder/mapread $folder/mapread-bench $(
            find "$folder/tests" -maxdepth 1 -type f -perm /1 \
                \( -name 'contract-*' -o -name 'fault-*' \) ! -name '*python*')
            $(find "$folder/bench/suites" -type f)"
    done
}

# What was skipped of the tests of each build; 1 when something must not be.
skips() { # OUT
    bad=0
    for build in $builds; do
        kinds=guest
        grep -q 'HAVE_LINUX_EXTRAS 1' "$build/config.h" || kinds='guest portable'
        # shellcheck disable=SC2086 # words
        tests/skips.sh "$1/log-$(basename "$build")" $kinds || bad=1
    done
    return "$bad"
}

test_kernel() { # KERNEL
    prepare_kernel "$1"
    out=$work/out-$name status=0
    echo 'not ok the guest' >"$work/results-$name" # unless it tells more
    {
        echo "BUILDS='${builds# }'"
        cat tests/kernels-job.sh
    } >"$work/job-$name"
    boot "$work/job-$name" "$out" 900 ext4 xfs btrfs || status=$?
    [ "$status" -ne 99 ] || return 0
    skips "$out" >"$out/skips" ||
        echo 'not ok skipped without need' >>"$out/results"
    sed "s|^|$name: |" "$out/skips"
    [ "$status" -eq 0 ] || cat "$out"/log-* | grep -v '^\[ *\(RUN\|OK\) ' | tail -n 100
    mv "$out/results" "$work/results-$name"
}

begin "$(echo "$KERNELS" | wc -w)" 3000
builds=''
add_builds
# shellcheck disable=SC2086 # paths without blanks
make_root "$work/root.ext4" 512 $programs
for type in ext4 xfs btrfs; do
    make_disk "$type" "$work/$type" 512
done
for kernel in $KERNELS; do
    prepare_kernel "$kernel"
done
choose_accelerator
for kernel in $KERNELS; do
    test_kernel "$kernel" &
    children="$children $!"
done
wait
children=
cat "$work"/results-* | awk '{ if (/^ok/) passed++; else failed++ }
    END { print passed + 0 " passed, " failed + 0 " failed"; exit failed > 0 || !passed }'
