#!/bin/sh
# SPDX-License-Identifier: MIT
#
# make bench-fs: the same suite on several file systems, compared: who wins on each of
# them, tables, and one page of them all. From the environment:
# BUILD, SUITE (quick), OUT (where the results go), and
#
#     FS     of ext4 xfs btrfs tmpfs overlay squashfs erofs fuse; "all": whichever can be
#            had here. Not set: whichever of the first four can.
#     DIR    where there is room for their images (data)
#     DIRS   folders that exist, to compare instead; needs no root
#
# What a kill at any moment must not leave behind dies with its owner: the mounts with
# their name space, a loop device with its last mount (mount -o loop asks for that), an
# image, whose only name is a mount in there, with its last user. The processes are in a
# name space as well: they die with its first one, and that one with this script.
# shellcheck disable=SC2317 # functions are called by name
set -eu
: "${BUILD:=build}" "${SUITE:=quick}" "${DIR:=data}" "${FS:=}" "${DIRS:=}"
: "${OUT:=results/$(uname -n)/$(date +%Y%m%d-%H%M%S)-file-systems}"
BUILD=$(cd "$BUILD" && pwd)
mapread=$BUILD/mapread place=$BUILD/file-systems
failed=0 names='' busy=false data=''

# table EACH: calls EACH NAME LAYERS TOOL PACKAGE ARGUMENT... for every file system. LAYERS
# says how it is made; TOOL is a program that this takes, PACKAGE has it on Debian. Squashfs keeps
# the fragments of files that it has unpacked, and a cold file would be read from them.
table() {
    $1 ext4 image mkfs.ext4 e2fsprogs -q -F -E lazy_itable_init=0,lazy_journal_init=0
    $1 xfs image mkfs.xfs xfsprogs -q -f
    $1 btrfs image mkfs.btrfs btrfs-progs -q -f
    $1 tmpfs memory mount mount
    $1 overlay overlay mkfs.ext4 e2fsprogs
    $1 squashfs packed mksquashfs squashfs-tools "$place/below/files" "$place/packed" \
        -noappend -no-fragments
    $1 erofs packed mkfs.erofs erofs-utils "$place/packed" "$place/below/files"
    $1 fuse fuse bindfs bindfs -o kernel_cache
}
usual='ext4 xfs btrfs tmpfs'

tell() {
    echo "bench-fs: $*" >&2
}

# In a layer: told, and kept beside the results of that file system.
note() { # TEXT
    tell "$wanted: $*" >&3
    echo "$wanted: $*" >>"$place/notes"
}

die() { # STATUS TEXT
    status=$1
    shift
    tell "$@"
    exit "$status"
}

# ---- what the suite needs ----

find_suite() {
    case $SUITE in
    */*) suite=$SUITE ;;
    *) suite=$BUILD/bench/suites/$SUITE.suite ;;
    esac
    [ -r "$suite" ] || die 2 "$SUITE: no such suite; see $mapread list suites"
}

data_sets() {
    awk 'NF == 4 && $1 ~ /^[a-z]+-/ && !seen[$1]++ { print $1 }' "$suite"
}

# The data, as much again for copies, and what file systems want for themselves.
needed_mib() {
    data_sets | awk -F- '
        { unit = $NF ~ /G/ ? 1024 : $NF ~ /K/ ? 1 / 1024 : 1; sum += $NF * unit }
        END { print int(2 * sum) + 512 }'
}

# ---- in the name spaces ----

# An empty file whose only name is the point that it is mounted at. The other one names its
# process, so that it can be removed by whoever finds it.
new_image() { # POINT
    (set -C && : >"$image")
    : >"$1"
    mount --bind "$image" "$1"
    rm "$image"
    truncate -s "${mib}M" "$1"
}

# Read-ahead as that of the disk below. Without direct I/O the image itself is in the page
# cache, and a cold file half warm; nor need what made the image stay there.
mount_image() { # TYPE IMAGE POINT OPTIONS
    dd of="$2" oflag=nocache conv=notrunc,fdatasync count=0 2>/dev/null
    mount -t "$1" -o "$4" "$2" "$3"
    device=$(findmnt -n -o SOURCE "$3")
    # in sectors of 512 bytes; a disk may be there to be mounted and not to be opened
    below=$(cat "/sys/class/bdi/$(findmnt -n -r -o MAJ:MIN -T "$DIR")/read_ahead_kb") || below=128
    blockdev --setra $((2 * below)) "$device"
    losetup --direct-io=on "$device" ||
        note 'no direct I/O to its image: what is cold here may be cached there'
}

layer_image() {
    new_image "$place/image"
    "$tool" "$@" "$place/image"
    mount_image "$wanted" "$place/image" "$place/top" loop
}

layer_memory() {
    awk -v need="$mib" '/^MemAvailable/ && $2 / 1024 < need { exit 1 }' /proc/meminfo || {
        echo "needs $mib MiB of memory" >&2
        return 1
    }
    mount -t tmpfs -o "size=${mib}M" none "$place/top"
}

# The data on an ext4 of their own.
layer_below() {
    new_image "$place/image"
    mkfs.ext4 -q -F -E lazy_itable_init=0,lazy_journal_init=0 "$place/image"
    mount_image ext4 "$place/image" "$place/below" loop
    mkdir -p "$place/below/files/data"
    for set in $(data_sets); do
        needle=$(expr "$set" : '[a-z]*-\([a-z]*\)-') || needle=early
        "$mapread" gen "${set%%-*}" --needle "$needle" --size "${set##*-}" \
            -o "$place/below/files/data/$set"
    done
}

# As in a container: the data in the layer below, what is written in the one above.
layer_overlay() {
    layer_below
    cd "$place/below"
    mkdir upper work
    mount -t overlay -o lowerdir=files,upperdir=upper,workdir=work none "$place/top"
}

layer_fuse() {
    layer_below
    "$tool" "$@" "$place/below/files" "$place/top"
    note 'what is cold here may be cached in the ext4 below'
}

layer_packed() {
    layer_below
    new_image "$place/packed"
    "$tool" "$@"
    umount "$place/below"
    mount_image "$wanted" "$place/packed" "$place/top" loop,ro
}

drop_layers() {
    for point in top below packed image; do
        ! mountpoint -q "$place/$point" || umount "$place/$point"
    done
}

measure_row() { # NAME LAYERS TOOL PACKAGE ARGUMENT...
    [ "$1" = "$wanted" ] || return 0
    layers=$2 tool=$3
    shift 4
    tell "$wanted: being made"
    set +e # after || the shell would pass over what fails in there
    (set -e && "layer_$layers" "$@") 3>&2 >"$place/log" 2>&1
    status=$?
    set -e
    if [ "$status" -eq 0 ]; then
        "$mapread" run --suite "$SUITE" --dir "$place/top/data" -o "$OUT/$wanted" >/dev/null ||
            failed=1
        [ ! -s "$place/notes" ] || [ ! -d "$OUT/$wanted" ] ||
            mv "$place/notes" "$OUT/$wanted/notes.txt"
    else
        not_to_be_had "$wanted" "$(grep -v 'dmesg(1)' "$place/log" | tail -n 1)"
    fi
    rm -f "$place/notes"
    drop_layers
}

# What was asked for by name is missed.
not_to_be_had() { # NAME REASON
    if $by_name; then
        tell "$1: $2"
        failed=1
    else
        tell "$1: skipped: $2"
    fi
}

inside() {
    mount -t tmpfs none "$place"
    mkdir "$place/top" "$place/below"
    for wanted in $FS; do
        table measure_row
    done
    exit "$failed"
}

# ---- outside ----

# In the background, so that a signal finds the shell awake; a program and no function, so
# that it is the program that the signal ends.
attend() { # SIGNAL-THAT-ENDS-IT PROGRAM ARGUMENT...
    ender=$1
    shift
    busy=true
    "$@" &
    wait $! || failed=1
    busy=false
}

# Of this process as well: it is called when nobody works for it.
remove_stale_images() {
    for file in "$DIR"/.mapread-image-*; do
        owner=${file##*-}
        [ -e "$file" ] || continue
        if [ "$owner" = $$ ] || ! kill -0 "$owner" 2>/dev/null; then rm -f "$file"; fi
    done
}

is_gone() {
    ! grep -qsF " $place" /proc/[0-9]*/mountinfo
}

interrupted() {
    trap '' INT TERM HUP
    ! $busy || kill -s "$ender" $! 2>/dev/null || :
    wait
    tries=0
    until is_gone || [ "$tries" -gt 100 ]; do
        tries=$((tries + 1))
        sleep 0.1
    done
    remove_stale_images
    rm -f "$OUT"/*/run.json.tmp
    die 130 "interrupted; what was measured is in $OUT"
}

name_row() {
    every="$every $1"
}

check_row() { # NAME LAYERS TOOL PACKAGE
    case " $FS " in *" $1 "*) ;; *) return 0 ;; esac
    if command -v "$3" >/dev/null; then
        names="$names $1"
    elif $by_name; then
        die 1 "$1: there is no $3: install Debian's package $4, or your system's like it"
    else
        not_to_be_had "$1" "there is no $3 (Debian's package $4)"
    fi
}

choose() {
    by_name=false every=''
    table name_row
    case $FS in
    '') FS=$usual ;;
    all) FS=$every ;;
    *) by_name=true ;;
    esac
    for wanted in $FS; do
        case "$every " in
        *" $wanted "*) ;;
        *) die 2 "$wanted: no file system that is known here; these are:$every" ;;
        esac
    done
    table check_row
}

check_room() {
    mkdir -p "$DIR" "$place"
    remove_stale_images
    [ "$(stat -f -c %T "$DIR")" != tmpfs ] ||
        die 1 "$DIR is memory: name a folder on a disk for the images with DIR="
    [ "$(df -Pm "$DIR" | awk 'NR == 2 { print $4 }')" -ge $((2 * mib)) ] ||
        die 1 "$DIR: images take up to $((2 * mib)) MiB; name a folder with more room with DIR="
}

measure_file_systems() {
    [ "$(id -u)" -eq 0 ] ||
        die 1 "only root may make loop devices and mounts: sudo make bench-fs;" \
            "folders that exist are compared without: make bench-fs DIRS=\"/a /b\""
    choose
    mib=$(needed_mib)
    check_room
    FS=$names image=$DIR/.mapread-image-$$
    export BUILD SUITE DIR OUT FS by_name mib image
    attend KILL setpriv --pdeathsig KILL unshare --mount --propagation private --pid --fork \
        --kill-child --mount-proc sh "$0" --inside
}

remove_data() {
    [ -z "$data" ] || rm -rf "$data"
}

# The data lie in a folder of their own; on a read-only file system they must be there.
measure_folder() { # FOLDER
    name=$(echo "${1#/}" | tr -s / -)
    names="$names $name"
    if mkdir -p "$1/.mapread-data" 2>/dev/null; then
        data=$1/.mapread-data
    fi
    attend TERM "$mapread" run --suite "$SUITE" --dir "${data:-$1}" -o "$OUT/$name" >/dev/null
    remove_data
    data=''
}

measure_folders() {
    for folder in $DIRS; do
        [ -d "$folder" ] || die 1 "$folder: no such folder; DIRS names folders that exist"
    done
    trap remove_data EXIT
    for folder in $DIRS; do
        measure_folder "$folder"
    done
}

# Of the folders: what their figures do not tell.
notes() { # FOLDER...
    for folder; do
        [ ! -f "$folder/notes.txt" ] || cat "$folder/notes.txt"
    done
}

compare() {
    set --
    for name in $names; do
        [ ! -f "$OUT/$name/run.json" ] || set -- "$@" "$OUT/$name"
    done
    [ $# -gt 0 ] || die 1 'nothing was measured'
    if [ $# -eq 1 ]; then
        "$mapread" show --answer "$1"
        notes "$1"
    else
        "$mapread" compare --answer "$@"
        notes "$@"
        {
            "$mapread" compare --format markdown "$@"
            notes "$@" | sed 's/^/\n/'
        } >"$OUT/compare.md"
        "$mapread" report "$@" -o "$OUT"
        echo "details  $OUT/compare.md"
    fi
}

find_suite
[ "${1-}" != --inside ] || inside
[ ! -e "$OUT" ] || die 1 "$OUT: exists already; name another folder with OUT="
trap interrupted INT TERM HUP
if [ -n "$DIRS" ]; then measure_folders; else measure_file_systems; fi
compare
echo "results: $OUT"
exit "$failed"
