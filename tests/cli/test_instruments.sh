#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Agreement of instruments: what mapread says that a pass cost is what perf, strace
# and the block layer count for the same pass.
#
# The trap: they count the whole process, a sample only its passes. So the state is
# prepared by someone else (read calls), or the same program makes N and N + K passes
# and the differences are compared (faults, storage bytes).
#
#     tests/cli/test_instruments.sh FOLDER-OF-THE-PROGRAMS
set -u
. "$(dirname "$0")/lib.sh"
export LC_ALL=C

few=10 more=40 # passes: N and K

# What a process costs before and after its passes is not the same twice, because loader,
# heap and report lie elsewhere in their pages each time: some 240 faults, give or take 4.
# Twice that, with room to spare, is no difference; one fault too many in every pass is
# `more` of them.
start_up=12

"$mapread" gen text --size 4M -o data 2>/dev/null

# Of the last sample, summed over its passes; nothing where the build does not know.
figure() { # FIELD
    tail -n 1 sample |
        sed -n "s/.*\"passes\": \([0-9.]*\),.*\"$1\": \([0-9.e+-]*\)[,}].*/\1 \2/p" |
        awk '{ printf "%.0f", $1 * $2 }'
}

# A state that others disturbed is made again, as the runner does: an idle page of the file may be
# taken back at any moment. Sets $why: nothing when there is a sample. False, and skipped, where there can be none.
sampled() { # FIELD COMMAND...
    field=$1
    shift
    for _ in 1 2 3 4 5; do
        run "$@" 3>sample
        grep -Eq '"cause": "(not-prepared|not-verified|not-kept)"' sample || break
        cat data >/dev/null
    done
    why=$(complaint 0 '' "$world/err")
    if grep -q '"status": "skipped"' sample; then
        skip "$name" "$(sed -n 's/.*"cause": "\([^"]*\)".*/\1/p' sample)"
    elif [ -z "$why" ] && [ -z "$(figure "$field")" ]; then
        skip "$name" "this build does not count $field"
    else
        return 0
    fi
    return 1
}

complain() { why=${why:-$1}; }

possible() { # REASON-WHY-NOT
    [ -z "$1" ] && return
    skip "$name" "$1"
    return 1
}

# ---- faults: perf ----

perf_count() { sed -n "s/^\([0-9]*\),,$1-faults,.*/\1/p" counts; }

perf_refuses() {
    command -v perf >/dev/null || { echo 'there is no perf' && return; }
    perf stat -x, -o counts -e minor-faults,major-faults true >/dev/null 2>&1 ||
        { echo 'perf may not count here' && return; }
    [ -n "$(perf_count minor)" ] || echo 'perf may not count in the kernel (perf_event_paranoid)'
}

# The flush before each pass of warm maps the file: those faults are of the process alone.
no_flush() { # CASE
    case $1 in */warm) cat data >/dev/null && echo --prepared ;; esac
}

# Sets `ours`, minor and major in all passes, and `theirs`, in the whole process.
by_perf() { # CASE PASSES
    sampled minor_faults perf stat -x, -o counts -e minor-faults,major-faults "$bench" \
        --file data --sample-fd 3 --passes "$2" --state "${1##*/}" $(no_flush "$1") \
        --benchmark_filter="^$1$" || return
    ours="$(figure minor_faults) $(figure major_faults)"
    theirs="$(perf_count minor) $(perf_count major)"
}

# The same by the kernel's own account of a child that has ended.
by_parent() { # CASE PASSES
    sampled minor_faults sh ../parent "$bench" --file data --sample-fd 3 --passes "$2" \
        --state "${1##*/}" $(no_flush "$1") --benchmark_filter="^$1$" || return
    ours="$(figure minor_faults) $(figure major_faults)" theirs=$(cat counts)
}

# In `more` passes, minor and major: sets `ours` and `theirs`.
count_difference() { # INSTRUMENT CASE
    "$1" "$2" "$few" || return
    few_why=$why few_counts="$ours $theirs"
    "$1" "$2" $((few + more)) || return
    complain "$few_why"
    [ -z "$why" ] || return 0
    # shellcheck disable=SC2086 # four numbers each
    set -- $ours $theirs $few_counts
    ours="$(($1 - $5)) $(($2 - $6))" theirs="$(($3 - $7)) $(($4 - $8))"
}

near() { # MINOR MAJOR MINOR MAJOR
    [ $(($1 - $3)) -le $start_up ] && [ $(($3 - $1)) -le $start_up ] &&
        [ $(($2 - $4)) -le $start_up ] && [ $(($4 - $2)) -le $start_up ]
}

# shellcheck disable=SC2086 # two numbers each
as_many() { near $ours $theirs; }
# shellcheck disable=SC2086
none_at_all() { near 0 0 $theirs; }

# Counts anew until the counts match, 3 times at most: where the loader finds its pages
# differs now and then from one start to the next, by dozens of faults; what a pass adds
# does not.
settle() { # MATCH INSTRUMENT CASE
    for _ in 1 2 3; do
        count_difference "$2" "$3" || return
        if [ -n "$why" ] || "$1"; then break; fi
    done
}

# A pass has one fault of the KIND at least, or nothing would be compared.
has_faults() { # minor|major MINOR MAJOR
    [ "$1" = major ] || set -- "$1" "$3" "$2"
    [ "$3" -ge $more ]
}

compare() { # KIND INSTRUMENT
    # shellcheck disable=SC2086 # two numbers each
    if [ -z "$why" ]; then
        has_faults "$1" $ours || complain "only $ours in $more passes"
        near $ours $theirs || complain "in $more passes minor and major $ours, $2 $theirs"
    fi
    passed "$name" "$why"
}

faults_agree() { # CASE KIND
    name="$2 faults of $1: perf counts as many"
    possible "$no_perf" && settle as_many by_perf "$1" && compare "$2" perf
}

# The kernel maps these pages within mmap(), by way of its fault handler: they count as
# faults of the process, but there is no exception, and exceptions are what perf counts.
populate_agrees() { # CASE
    name="minor faults of $1: perf sees none of them"
    if possible "$no_perf" && settle none_at_all by_perf "$1"; then
        [ -n "$why" ] || none_at_all || complain "in $more passes perf counts $theirs"
        passed "$name" "$why"
    fi
    name="minor faults of $1: its parent is told as many"
    possible "$no_parent" && settle as_many by_parent "$1" && compare minor 'its parent'
}

# Fields 11 and 13 of proc(5): minor and major faults of children that were waited for.
cat >../parent <<'END'
"$@"
status=$?
read -r about </proc/$$/stat
echo "$about" | cut -d' ' -f11,13 >counts
exit $status
END
no_perf=$(perf_refuses)
no_parent=$([ -r /proc/self/stat ] || echo 'there is no /proc/self/stat')
faults_agree full-read/read/warm minor
faults_agree full-read/mmap/warm minor
faults_agree regex/mmap/warm minor
faults_agree random/mmap/warm minor
faults_agree full-read/read/cold minor
faults_agree full-read/mmap/cold major
faults_agree full-read/mmap-random/cold major
populate_agrees full-read/mmap-populate/cold

# ---- read calls: strace ----

strace_refuses() {
    command -v strace >/dev/null || { echo 'there is no strace' && return; }
    strace -f -y -o trace -e trace=read true >/dev/null 2>&1 || echo 'strace may not trace here'
}

# The file is warm already, so that the passes are all that reads it.
calls_agree() { # WORKLOAD METHOD LEAST
    name="read calls of $1 by $2: strace counts as many"
    possible "$no_strace" && sampled read_calls sh -c 'cat data >/dev/null; exec "$@"' sh \
        strace -f -y -o trace -e trace=read,pread64,readv,preadv,preadv2 "$bench" \
        --file data --prepared --sample-fd 3 --passes 3 --benchmark_filter="^$1/$2/warm(/buffer:4KiB)?$" ||
        return
    ours=$(figure read_calls) theirs=$(grep -cF "<$(pwd -P)/data>," trace)
    [ "${ours:-0}" -ge $((3 * $3)) ] || complain "only $ours calls in 3 passes"
    [ "${ours:-0}" -eq "$theirs" ] || complain "mapread $ours, strace $theirs"
    passed "$name" "$why"
}

no_strace=$(strace_refuses)
# 4 MiB in pieces of 64 KiB, or of a stream's 4 KiB, and the call that finds the end.
calls_agree full-read chunk 65
calls_agree full-read seek 65
calls_agree full-read pread 65
calls_agree full-read stdio 1025
calls_agree readline getline 1025
calls_agree full-read direct 64
calls_agree regex chunk 65
calls_agree full-read read 1
calls_agree random seek 4096
calls_agree random pread 4096
calls_agree random stdio 4096
calls_agree random direct 4096
calls_agree full-read mmap 0
calls_agree full-read mmap-populate 0
calls_agree random mmap 0

# ---- storage bytes: the block layer ----

# A disk of our own: nobody else reads from it.
disk=$world/disk
mounts=$disk
disk_refuses() {
    [ "$(id -u)" -eq 0 ] || { echo 'only root can mount a disk' && return; }
    mkdir "$disk" && truncate -s 64M "$world/image" &&
        mkfs.ext4 -q -F -E lazy_itable_init=0,lazy_journal_init=0 "$world/image" &&
        mount -o loop,noatime "$world/image" "$disk" && cp data "$disk/data" && sync ||
        echo 'a disk image cannot be mounted here'
} 2>/dev/null

# What the device has delivered before and after a command.
cat >around <<'END'
delivered() { awk '{ printf "%.0f\n", $3 * 512 }' "/sys/dev/block/$device/stat"; }
device=$1 before=$(delivered)
shift
"$@"
status=$?
echo "$before $(delivered)" >delivered
exit $status
END

# Directory and inode were read when the file was written, and stay.
bytes_agree() { # METHOD
    name="storage bytes of a cold full-read by $1: the device delivered as many"
    possible "$no_disk" && sampled storage_read_bytes sh around "$(mountpoint -d "$disk")" \
        "$bench" --file "$disk/data" --sample-fd 3 --passes 3 --state cold \
        --benchmark_filter="^full-read/$1/cold$" || return
    ours=$(figure storage_read_bytes) theirs=$(awk '{ printf "%.0f\n", $2 - $1 }' delivered)
    [ "${ours:-0}" -ge $((3 * 4 << 20)) ] || complain "only $ours bytes in 3 passes of 4 MiB"
    [ "${ours:-0}" -eq "$theirs" ] || complain "mapread $ours, the device $theirs"
    passed "$name" "$why"
}

no_disk=$(disk_refuses)
bytes_agree read
bytes_agree chunk
bytes_agree pread-random
bytes_agree direct
bytes_agree mmap
bytes_agree mmap-random
bytes_agree mmap-populate
finish
