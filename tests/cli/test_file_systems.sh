#!/bin/sh
# SPDX-License-Identifier: MIT
#
# make bench-fs: several file systems in one command, and nothing left of them, whatever
# ended it and when.
#
#     tests/cli/test_file_systems.sh FOLDER-OF-THE-PROGRAMS
# shellcheck disable=SC2317 # functions are called by name
set -u
. "$(dirname "$0")/lib.sh"
script=$MAPREAD_SOURCE/bench/file-systems.sh

cat >tiny.suite <<'END'
summary  as little as has every kind of case
rounds   2
sample   1
text-64KiB        warm,cold  full-read  read,mmap
text-last-64KiB   warm       find       read,mmap
text-64KiB        warm       replace    pread,mmap
blocks-64KiB      warm       random     pread,mmap
END
sed 's/^rounds.*/rounds 1000000/' tiny.suite >endless.suite
export SUITE=./tiny.suite DIR=images OUT=out BUILD="$programs" FS='' DIRS=''

has_command() { "$mapread" "$1" --help >/dev/null 2>&1; }
has_no_failure() { ! grep -Eq '"status": "(failed|over-limit)"' "$1/run.json"; }
names_file_system() { grep -q "\"filesystem\": \"$2" "$1/run.json"; }
# What is cold comes from the device, and from no cache below; where that is counted.
cold_is_fetched() { # FOLDER
    ! grep '"state": "cold"' "$1/run.json" | grep -Eq '"storage_read_bytes":(0,|\[(0|[^]]*,0)[],])'
}
# As much as from the disk below, where that can be asked.
reads_ahead_as_below() { # FOLDER
    below=$(cat "/sys/class/bdi/$(findmnt -n -r -o MAJ:MIN -T .)/read_ahead_kb") || below=128
    grep -q "\"read_ahead_bytes\": $((1024 * below))," "$1/run.json"
} 2>/dev/null
skipped() { grep -q "\"cause\": \"$2\"" "$1/run.json"; }

have_runs() { # NAME...
    for there; do [ -s "out/$there/run.json" ] || return 1; done
}

can_be_shown() { "$mapread" show "$1" >/dev/null; }

check 'what they need is installed' 0 'bootstrap --file-systems="ext4 xfs"' -- \
    make -n -C "$MAPREAD_SOURCE" bench-fs BUILD="$programs" FS='ext4 xfs'

# ---- without root ----
check_error 'an unknown suite' 2 'nonsense: no such suite' -- env SUITE=nonsense sh "$script"
mkdir there
check_error 'results that exist' 1 'there: exists already.*OUT=' -- env OUT=there sh "$script"
check_error 'a folder that is missing' 1 'missing: no such folder' -- \
    env DIRS='there missing' sh "$script"
mkdir a b
check 'folders that exist are compared' 0 '^results: out$' -- env DIRS='a ./b/' sh "$script"
check_that 'one run each' have_runs a .-b-
check_that 'nothing is left in them' [ -z "$(find a b -mindepth 1)" ]
# Without Linux's own calls a run cannot say where it is, nor that a file system is memory.
knows_file_systems=true
! grep -q '"filesystem": null' out/a/run.json || knows_file_systems=false
if has_command compare; then
    check_that 'the comparison is printed' grep -q '^What differs' "$world/out"
    check_that 'and who wins on each' grep -q '^Should you mmap?' "$world/out"
    check_that 'and kept' [ -s out/compare.md ]
    check_that 'on a page as well' grep -q 'mmap or read, side by side' out/report.html
else
    skip 'the comparison is printed' 'this mapread cannot compare'
fi
rm -rf out

env --default-signal=INT,TERM SUITE=./endless.suite DIRS=a sh "$script" >"$world/out" 2>"$world/err" &
child=$!
tries=0
until grep -q '"round"' out/a/run.json 2>/dev/null || [ $tries -gt 600 ]; do
    tries=$((tries + 1))
    sleep 0.1
done
kill -s TERM $child
wait $child
check_that 'folders: TERM ends it' [ $? -eq 130 ]
check_that 'folders: so does what measures' grep -q '^mapread run: interrupted; ' "$world/err"
check_that 'folders: what was measured is kept' grep -q '"round"' out/a/run.json
check_that 'folders: the data are gone' [ -z "$(ls -A a)" ]
rm -rf out

cannot() { # REASON
    skip 'file systems on images' "$1"
    finish
}

if [ "$(id -u)" -eq 0 ]; then
    if setpriv --reuid 65534 --regid 65534 --clear-groups test -r "$script" -a -x "$mapread"; then
        check_error 'without root one line says what it needs' 1 'only root .*sudo.*DIRS=' -- \
            setpriv --reuid 65534 --regid 65534 --clear-groups sh "$script"
    else
        skip 'without root one line says what it needs' 'nobody else may read these folders'
    fi
else
    check_error 'without root one line says what it needs' 1 'only root .*sudo.*DIRS=' -- sh "$script"
    cannot 'only root may make them'
fi
unshare --mount --pid --fork --mount-proc mount -t tmpfs none "$world/home/there" 2>/dev/null ||
    cannot 'this root may not mount'
losetup --find >/dev/null 2>&1 || cannot 'there are no loop devices'
$knows_file_systems || cannot 'this build does not tell file systems apart'
[ "$(stat -f -c %T .)" != tmpfs ] || cannot 'TMPDIR is memory'

# ---- what is asked for ----
check_error 'an unknown file system' 2 'ext5: .*ext4 xfs' -- env FS='ext4 ext5' sh "$script"
mkdir sbin
ln -s /usr/sbin/* /sbin/* sbin 2>/dev/null
rm -f sbin/mkfs.xfs sbin/mkfs.btrfs
bare=$world/home/sbin:/usr/bin:/bin
if PATH=$bare command -v mkfs.xfs >/dev/null; then
    skip 'a tool that is missing' 'mkfs.xfs lies among the commands for everybody'
else
    check_error 'a tool that is missing, by name' 1 'xfs: .*mkfs\.xfs.*xfsprogs' -- \
        env PATH="$bare" FS='ext4 xfs' sh "$script"
    check 'a tool that is missing, by default' 0 '^results: out$' -- env PATH="$bare" sh "$script"
    check_that 'is told' grep -q '^bench-fs: xfs: skipped: .*mkfs\.xfs.*xfsprogs' "$world/err"
    check_that 'the others are measured' have_runs ext4 tmpfs
    check_that 'and that one is not' [ ! -e out/xfs ]
    rm -rf out
fi

# ---- what is measured ----
# measured NAME TOOL: a run there in which nothing fails.
measured() {
    if ! command -v "$2" >/dev/null; then
        skip "$1" "there is no $2"
        return
    elif [ "$1" != fuse ] && [ "$1" != tmpfs ] && ! grep -qw "$1" /proc/filesystems &&
        ! modprobe -n -q "$1" 2>/dev/null; then
        skip "$1" 'the kernel does not have it'
        return
    fi
    check "$1" 0 '^results: out$' -- env FS="$1" sh "$script"
    check_that "$1: every case is good or skipped" has_no_failure "out/$1"
    check_that "$1: it is measured there" names_file_system "out/$1" "$1"
    [ "$1" = fuse ] || check_that "$1: what is cold is fetched" cold_is_fetched "out/$1"
    case $1 in
    ext4 | xfs) check_that "$1: reads ahead as the disk below" reads_ahead_as_below "out/$1" ;;
    esac
    case $1 in
    tmpfs) check_that 'tmpfs: nothing is cold' skipped out/tmpfs file-system-is-memory ;;
    fuse) check_that 'fuse: what the figures do not tell is kept' \
        grep -q '^fuse: what is cold here may be cached' out/fuse/notes.txt ;;
    squashfs | erofs) check_that "$1: nothing is written" skipped "out/$1" read-only ;;
    *) check_that "$1: nothing is skipped" [ "$(grep -c '"cause": "[^n]' "out/$1/run.json")" -eq 0 ] ;;
    esac
    rm -rf out
}
measured ext4 mkfs.ext4
measured xfs mkfs.xfs
measured btrfs mkfs.btrfs
measured tmpfs mount
measured overlay mkfs.ext4
measured squashfs mksquashfs
measured erofs mkfs.erofs
measured fuse bindfs

# ---- killed at every stage ----
# Each of these pauses before or after the program of its name, once, at the stage of that
# name; mapread before a command.
mkdir pausing build
cat >pausing/pause <<'END'
#!/bin/sh
pause() {
    [ "$STAGE" = "$1" ] && [ ! -e "$WORLD/paused" ] || return 0
    : >"$WORLD/paused"
    while [ -e "$WORLD/paused" ] && [ ! -e "$WORLD/go" ]; do sleep 0.1; done
}
name=${0##*/}
pause "before $name"
if [ "$name" = mapread ]; then
    pause "mapread $1"
    exec "$MAPREAD" "$@"
fi
PATH=${PATH#*:}
"$name" "$@"
status=$?
pause "after $name"
exit $status
END
chmod +x pausing/pause
for name in mount rm truncate mkfs.ext4 losetup umount; do ln -s pause "pausing/$name"; done
ln -s ../pausing/pause build/mapread
export WORLD="$world" MAPREAD="$mapread" BUILD=build

no_mount() { ! grep -qsF "$world" /proc/[0-9]*/mountinfo; }
# A device whose name space is gone tells no more of its image than that; not those of others.
loops() { grep -lsF -e "$world" -e '/ (deleted)' /sys/block/loop*/loop/backing_file; }
strange=$(loops)
no_loop() {
    for loop in $(loops); do
        case $strange in *"$loop"*) ;; *) return 1 ;; esac
    done
}
no_image() { [ -z "$(find . -name '.mapread*')" ]; }
no_process() { ! grep -qsaF "$world" /proc/[0-9]*/cmdline; }
# Soon: a mount that nobody uses is taken down a moment later.
soon() {
    tries=0
    until "$@"; do
        [ $tries -lt 200 ] || return 1
        tries=$((tries + 1))
        sleep 0.1
    done
}

is_paused() { [ -e "$world/paused" ]; }
has_samples() { grep -qs '"round":\[' out/*/run.json; }

# killed SIGNAL STAGE READY [SETTING...]: begun, ready, killed; what is left?
killed() {
    signal=$1 stage=$2 ready=$3
    shift 3
    rm -f "$world/paused" "$world/go"
    env --default-signal=INT,TERM PATH="$world/home/pausing:$PATH" STAGE="$stage" FS=ext4 "$@" \
        sh "$script" >"$world/out" 2>"$world/err" &
    child=$!
    check_that "$stage, $signal: it comes so far" soon "$ready"
    kill -s "$signal" $child
    # What shows a comparison holds nothing: it may end by itself.
    [ "$stage" != 'mapread compare' ] || : >"$world/go"
    wait $child 2>/dev/null
    status=$?
    if [ "$signal" != KILL ]; then
        check_that "$stage, $signal: the status tells" [ $status -eq 130 ]
        check_that "$stage, $signal: one line says so" \
            [ "$(grep -c '^bench-fs: interrupted; ' "$world/err")" -eq 1 ]
    fi
    check_that "$stage, $signal: no process is left" soon no_process
    check_that "$stage, $signal: no mount is left" soon no_mount
    check_that "$stage, $signal: no loop device is left" soon no_loop
}

for signal in INT TERM KILL; do
    for stage in 'after mount' 'before truncate' 'before mkfs.ext4' 'after mkfs.ext4' \
        'before losetup' 'mapread run' 'before umount' 'after umount'; do
        killed "$signal" "$stage" is_paused
        check_that "$stage, $signal: no image is left" no_image
        rm -rf out
    done
    for stage in 'mapread gen' 'mapread compare'; do
        killed "$signal" "$stage" is_paused FS='overlay tmpfs'
        check_that "$stage, $signal: no image is left" no_image
        rm -rf out
    done
    killed "$signal" 'in the rounds' has_samples SUITE=./endless.suite
    check_that "in the rounds, $signal: no image is left" no_image
    check_that "in the rounds, $signal: what was measured is kept" has_samples
    check_that "in the rounds, $signal: the run can be shown" can_be_shown out/ext4
    rm -rf out
    # An image has a name for a moment; it is empty, and the next one removes it.
    killed "$signal" 'before rm' is_paused
    if [ "$signal" = KILL ]; then
        check_that 'before rm, KILL: one empty file is left' \
            [ "$(find images -empty -type f | wc -l)" -eq 1 ]
        check 'before rm, KILL: and the next one' 0 '^results: out$' -- \
            env FS=ext4 BUILD="$programs" sh "$script"
        rm -rf out
    fi
    check_that "before rm, $signal: removes it" no_image
done

finish
