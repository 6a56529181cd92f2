#!/bin/sh
# SPDX-License-Identifier: MIT
# Is a difference between methods drowned in our own slowness? Each answer is a ratio from
# interleaved runs. For developers; needs fio and ripgrep, and 2 GiB where the data lies. Builds
# what it needs:
#   bench/speed.sh BUILD DATA-FOLDER
set -eu
build=$1 data=$2
pairs=7
mkdir -p "$data/speed"
trap 'rm -rf "$data/speed"' EXIT
work=$data/speed

# The median of the numbers on standard input.
median() {
    sort -g | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

field() { # NAME FILE: a number out of one line of JSON
    sed -n "s/.*\"$1\" *: *\\([0-9.e+]*\\).*/\\1/p" "$2" | head -n 1
}

seconds() { # COMMAND...: its wall time
    begun=$(date +%s%N)
    "$@" >/dev/null 2>&1
    echo "$begun $(date +%s%N)" | awk '{ print ($2 - $1) / 1e9 }'
}

# pair TEXT A B: the ratio A / B of what the functions A and B print, in mirrored order.
pair() {
    : >"$work/ratios"
    i=0
    while [ $i -lt $pairs ]; do
        if [ $((i % 2)) = 0 ]; then a=$($2) b=$($3); else b=$($3) a=$($2); fi
        echo "$a $b" | awk '{ print $1 / $2 }' >>"$work/ratios"
        i=$((i + 1))
    done
    printf '%-66s %s\n' "$1" "$(median <"$work/ratios")"
}

dd_seconds() {
    rm -f "$work/dd"
    seconds dd if=/dev/zero of="$work/dd" bs=1M count=1024 status=none
    rm -f "$work/dd"
}

gen_seconds() {
    rm -f "$work/gen"
    seconds "$build/mapread" gen "$kind" --size 1GiB --bytes-only -o "$work/gen"
    rm -f "$work/gen"
}

ours_random() {
    "$build/mapread" case random "$method" "$work/blocks" --blocks 1000000 --prepared >"$work/json"
    awk -v ns="$(field wall_ns "$work/json")" 'BEGIN { print ns / 1000000 }'
}

fio_random() {
    fio --name=r --filename="$work/blocks" --ioengine="$engine" --rw=randread --bs=4k \
        --size=256m --io_size=3906m --norandommap --invalidate=0 --output-format=json \
        --gtod_reduce=1 --thread >"$work/fio"
    awk -v iops="$(field iops "$work/fio")" 'BEGIN { print 1e9 / iops }'
}

ours_scan() {
    seconds "$build/mapread" case "$workload" "$method" "$work/text" --prepared
}

rg_scan() {
    seconds rg --count-matches "$flags" "$pattern" "$work/text"
}

ours_empty() {
    seconds "$build/mapread-bench" --file "$work/page" --prepared --passes 1 \
        '--benchmark_filter=^full-read/read/warm'
}

ours_nothing() {
    seconds true
}

meson compile -C "$build" mapread-speed >&2
for kind in blocks text; do
    pair "gen $kind, speed against dd if=/dev/zero bs=1M, 1 GiB" dd_seconds gen_seconds
done
"$build/mapread" gen blocks --size 256MiB -o "$work/blocks" 2>/dev/null
"$build/mapread" state warm "$work/blocks" >/dev/null
method=pread engine=psync
pair 'random 4 KiB, warm 256 MiB: time of pread / fio psync' ours_random fio_random
method=mmap engine=mmap
pair 'random 4 KiB, warm 256 MiB: time of mmap / fio mmap' ours_random fio_random
rm "$work/blocks"
"$build/mapread" gen text --size 1GiB -o "$work/text" 2>/dev/null
"$build/mapread" state warm "$work/text" >/dev/null
method=mmap
workload=count flags=-F pattern=' the '
pair 'count, 1 GiB warm, whole process: time of mmap / ripgrep' ours_scan rg_scan
workload=regex flags=--no-unicode pattern='\b[a-zA-Z]{5}\b'
pair 'regex, 1 GiB warm, whole process: time of mmap / ripgrep' ours_scan rg_scan
echo 'full-read by mmap against hot memory, 1 GiB:'
"$build/mapread-speed" "$work/text" 20
"$build/mapread" gen text --size 4K -o "$work/page" 2>/dev/null
"$build/mapread" state warm "$work/page" >/dev/null
pair "mapread-bench with one pass of 4 KiB / the program 'true'" ours_empty ours_nothing
