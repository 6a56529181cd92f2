#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What is wrong with a kernel, a guest or this machine is told in one line, and nothing is left:
# no guest, no file. Boots the kernels of DIR/kernels, which make test-kernels brought there.
#
#     tests/kernels-refused.sh FOLDER-OF-THE-PROGRAMS DIR
set -u
source=$(cd "$(dirname "$0")/.." && pwd) kernels=$(cd "${2:?the folder with kernels}" && pwd)
. "$source/tests/cli/lib.sh"
mkdir data
ln -s "$kernels/kernels" data/kernels
export DIR="$PWD/data" BUILD="$programs" BUILDS="$programs" ACCEL=tcg OUT="$PWD/out"
image=$kernels/kernels/6.12/vmlinuz

nothing_is_left() {
    [ ! -e "$OUT" ] && [ "$(ls -A data)" = kernels ] &&
        ! echo "$DIR/.mapread" | grep -qsF -f - /proc/[0-9]*/cmdline
}

refused() { # NAME STATUS PATTERN SCRIPT VARIABLE=VALUE...
    what=$1 wanted=$2 pattern=$3 script=$4
    shift 4
    limited env "$@" sh "$source/$script" >out.txt 2>err.txt </dev/null
    ended=$?
    if [ "$ended" -ne "$wanted" ] || [ "$(wc -l <err.txt)" -ne 1 ] ||
        ! grep -q "$pattern" err.txt; then
        result "$what" 1 "status $ended; $(cat err.txt)"
    else
        result "$what" 0
    fi
    check_that "$what: nothing is left" nothing_is_left
}

for script in tests/kernels.sh bench/kernels.sh; do
    refused "$script: a series that there is not" 1 '9.99: Debian has no kernel of this series' \
        "$script" KERNELS=9.99
    refused "$script: a file that there is not" 1 'bzImage: no such kernel; name a bzImage' \
        "$script" KERNELS="$PWD/bzImage"
    refused "$script: a name that is none" 2 "'six' is no kernel: name a series" \
        "$script" KERNELS=six
    refused "$script: too little memory" 1 'MiB of memory, and [0-9]* are free' \
        "$script" GUEST_MIB=9999999
    refused "$script: another accelerator" 2 'ACCEL=xen: tcg or kvm' \
        "$script" ACCEL=xen KERNELS=6.12
done
refused 'the second that there is not' 1 '9.99: Debian has no kernel' bench/kernels.sh \
    KERNELS='6.12 9.99'
refused 'no build' 1 'no tests are built there: make test' tests/kernels.sh BUILDS="$PWD"
refused 'a suite that there is not' 2 'no such suite' bench/kernels.sh SUITE=none
refused 'a file system that guests have not' 2 'these are: ext4 xfs btrfs' bench/kernels.sh FS=zfs
refused 'a kernel without virtio' 1 'vmlinuz: the guest sees no virtio disk: the kernel needs' \
    tests/kernels.sh KERNELS="$image"
echo 'no kernel' >bzImage
refused 'a file that is no kernel' 1 'bzImage: the guest ended too early; its last line: qemu' \
    tests/kernels.sh KERNELS="$PWD/bzImage"
rm bzImage
refused 'a guest that panics' 1 '6.12: the guest panicked: Kernel panic' \
    tests/kernels.sh KERNELS=6.12 APPEND=rdinit=/none
refused 'a guest that hangs' 1 '6.12: the guest did not come up within 1 s; its last line' \
    tests/kernels.sh KERNELS=6.12 UP_SECONDS=1

env --default-signal=INT sh "$source/tests/kernels.sh" >out.txt 2>err.txt </dev/null &
boots=$!
is_up() { grep -q 'ok contract-direct' err.txt; }
check_that 'a guest is at work' wait_until is_up
kill -INT "$boots"
wait "$boots"
check_that 'it can be interrupted' [ $? -eq 130 ]
check_that 'and says so' grep -qx 'test-kernels: interrupted' err.txt
check_that 'and nothing is left' nothing_is_left
sh "$source/tests/kernels.sh" >out.txt 2>err.txt </dev/null &
boots=$!
check_that 'another is at work' wait_until is_up
kill -KILL "$boots"
wait "$boots" 2>/dev/null
gone() { ! echo "$DIR/.mapread" | grep -qsF -f - /proc/[0-9]*/cmdline; }
check_that 'of one that is killed the guests end' wait_until gone
refused 'and what it left is removed by the next' 1 'no such kernel' tests/kernels.sh \
    KERNELS="$PWD/bzImage"
finish
