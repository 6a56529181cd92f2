#!/bin/sh
# SPDX-License-Identifier: MIT
#
# make bench-kernels: the same suite on the same disk image under several kernels, each booted
# twice, forwards and backwards, and compared. From the environment: BUILD, SUITE (kernels),
# ROUNDS (3 where processors are emulated, for counts do not spread; else as many as the verdicts
# want), FS (ext4; several of ext4 xfs btrfs), OUT (where the results go), and what
# bench/kernels/lib.sh takes. In KERNELS stands "host" for this machine itself, which mounts the
# image: as root.
set -eu
program=bench-kernels
cd "$(dirname "$0")/.."
: "${BUILD:=build}" "${SUITE:=kernels}" "${ROUNDS:=}" "${FS:=ext4}"
: "${OUT:=results/$(uname -n)/$(date +%Y%m%d-%H%M%S)-kernels}"
. bench/kernels/lib.sh

# "2-6.12", with the file system where there are several.
label() { # COUNT-KERNEL TYPE
    case $FS in
    *' '*) echo "$1-$2" ;;
    *) echo "$1" ;;
    esac
}

# What the job of a boot begins with.
settings() { # ARGUMENT-OF-RUN...
    echo "mapread='$mapread' types='$FS' arguments='--suite $SUITE $*'"
}

measure_guest() { # KERNEL LABEL
    prepare_kernel "$1"
    # shellcheck disable=SC2086 # options
    { settings $rounds && cat bench/kernels/job; } >"$work/job"
    # shellcheck disable=SC2086 # types
    boot "$work/job" "$work/out" 1800 $FS || return
    for type in $FS; do
        mv "$work/out/$type" "$OUT/$(label "$2" "$type")"
    done
}

# The same images, mounted here and read ahead as in the guests; what is written there stays, and
# so it is the last.
measure_host() { # LABEL
    for type in $FS; do
        mkdir -p "$work/mnt"
        mount -o loop "$work/$type" "$work/mnt" || return
        mounted=$work/mnt
        blockdev --setra 256 "$(findmnt -n -o SOURCE "$work/mnt")"
        # shellcheck disable=SC2086 # options
        "$mapread" run --suite "$SUITE" $rounds --dir "$work/mnt/data" \
            -o "$OUT/$(label "$1" "$type")" >/dev/null
        umount "$work/mnt"
        mounted=
    done
}

case " $KERNELS " in
*' host '*)
    [ "$(id -u)" -eq 0 ] ||
        die 1 'host: only root may mount the image: sudo make bench-kernels'
    ;;
esac
[ ! -e "$OUT" ] || die 1 "$OUT: exists already; name another folder with OUT="
case $SUITE in
*/*) die 2 "SUITE=$SUITE: name one of mapread list suites" ;;
esac
[ -r "$BUILD/bench/suites/$SUITE.suite" ] ||
    die 2 "$SUITE: no such suite; see $BUILD/mapread list suites"
BUILD=$(cd "$BUILD" && pwd) mapread=$BUILD/mapread suite=$BUILD/bench/suites/$SUITE.suite
begin 1 6000
make_root "$work/root.ext4" 512 "$mapread" "$BUILD/mapread-bench" "$suite"
for type in $FS; do
    make_disk "$type" "$work/$type" 1024
done
guests=$(echo " $KERNELS " | sed 's/ host / /')
# shellcheck disable=SC2086 # names
set -- $guests
[ $# -gt 0 ] || die 2 'KERNELS names no kernel that can be booted'
for kernel; do
    prepare_kernel "$kernel"
done
choose_accelerator
rounds=${ROUNDS:+--rounds $ROUNDS}
[ -n "$rounds" ] || [ "$ACCEL" = kvm ] || rounds='--rounds 3'
tell "$SUITE on $FS by $ACCEL: the data"
{ settings --rounds 1 && cat bench/kernels/job; } >"$work/job"
# shellcheck disable=SC2086 # types
keep=yes boot "$work/job" "$work/out" 1800 $FS || exit 1
backwards=''
for kernel in $guests; do
    backwards="$kernel $backwards"
done
mkdir -p "$OUT"
count=0
for kernel in $guests $backwards; do
    count=$((count + 1))
    measure_guest "$kernel" "$count-$(basename "$kernel")" || exit 1
done
case " $KERNELS " in *' host '*) measure_host "$((count + 1))-$(uname -r | cut -d. -f 1,2)" ;; esac
"$mapread" compare --answer "$OUT"/*/
"$mapread" compare --format markdown "$OUT"/*/ >"$OUT/compare.md"
"$mapread" report "$OUT"/*/ -o "$OUT"
echo "details  $OUT/compare.md"
echo "results: $OUT"
