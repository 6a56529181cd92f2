#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Files and folders that are not what they should be: one line that names them, status
# 1, and nothing half-written.
#
#     tests/cli/test_files.sh FOLDER-OF-THE-PROGRAMS
set -u
. "$(dirname "$0")/lib.sh"

"$mapread" gen text --size 64K -o data 2>/dev/null
"$mapread" run -w find -m read -s warm --size 4K --rounds 1 --dir data.d -o finished >/dev/null 2>&1
mkfifo fifo
mkdir folder
echo text >plain
ln -s /no/such/file broken

wrong() { # NAME PATTERN COMMAND...
    name=$1 pattern=$2
    shift 2
    check_error "$name" 1 "$pattern" -- "$@"
    rm -rf out
}

# A run that is short; no function, because timeout wants a program.
cat >"$world/quick-run" <<END
#!/bin/sh
exec "$mapread" run -w find -m read -s warm --size \${SIZE:-4K} --rounds 1 "\$@"
END
chmod +x "$world/quick-run"
quick_run=$world/quick-run

# ---- FILE ----
for file in missing data/inside folder fifo broken ''; do
    wrong "case on '$file'" "mapread case: $file: " "$mapread" case find read "$file"
    wrong "state on '$file'" "mapread state: $file: " "$mapread" state warm "$file"
    wrong "cold state on '$file'" "mapread state: $file: " "$mapread" state cold "$file"
    wrong "run on '$file'" "mapread run: $file: " "$quick_run" --file "$file" -o out
    wrong "bench on '$file'" "mapread-bench: $file: " "$bench" --file "$file"
done
for run in missing data/inside folder plain data broken; do
    wrong "show $run" "mapread show: $run" "$mapread" show "$run"
done
wrong 'report on no folder' 'mapread report: missing: ' "$mapread" report missing
wrong 'report on a folder without a run' 'mapread report: folder' "$mapread" report folder
wrong 'report to no folder' 'mapread report: missing/there: ' "$mapread" report finished -o missing/there
for suite in ./missing ./folder ./plain; do
    wrong "suite $suite" "$suite" "$quick_run" --suite "$suite" -o out
done
printf 'text-1K warm find read\ntext-1K warm find raed\n' >bad.suite
wrong 'an error in a suite' "bad.suite, line 2: unknown method 'raed'" \
    "$quick_run" --suite ./bad.suite -o out

# ---- results ----
mkdir results.d
wrong 'a result folder that is there' 'results.d: exists already' "$quick_run" --dir data.d -o results.d
wrong 'a result folder that is a file' 'plain: exists already' "$quick_run" --dir data.d -o plain
wrong 'a finished run' 'finished: exists already' "$quick_run" --dir data.d -o finished
wrong 'a result folder below a file' 'plain/out: ' "$quick_run" --dir data.d -o plain/out
wrong 'a result folder in /proc' '/proc/x/out: ' "$quick_run" --dir data.d -o /proc/x/out

# ---- data ----
wrong 'a data folder that is a file' 'plain: .*--dir' "$quick_run" --dir plain -o out
wrong 'a data folder below a file' 'plain/x: .*--dir' "$quick_run" --dir plain/x -o out
wrong 'a data folder in /proc' '/proc/x: .*--dir' "$quick_run" --dir /proc/x -o out

# ---- gen ----
wrong 'gen into a folder that is missing' 'gen: missing/x: ' "$mapread" gen text --size 4K -o missing/x
wrong 'gen below a file' 'gen: plain/x: ' "$mapread" gen text --size 4K -o plain/x
wrong 'gen onto a folder' 'gen: folder: ' "$mapread" gen text --size 4K -o folder
wrong 'gen onto a fifo' 'gen: fifo: ' "$mapread" gen text --size 4K -o fifo
check_that 'the fifo is still one' [ -p fifo ]
[ -p fifo ] || { rm -f fifo* && mkfifo fifo; }
wrong 'gen of more than there is' 'too little space' "$mapread" gen text --size 1000T -o huge
wrong 'gen of more than there is, onto a file with its answers' 'too little space' \
    "$mapread" gen text --size 1000T -o data
wrong 'a run of more than there is' 'too little space.*--dir' \
    env SIZE=1000T "$quick_run" --dir data.d -o out

# What was true of the old file is not told of the new one.
"$mapread" gen text --size 64K -o twice 2>/dev/null
"$mapread" gen blocks --size 64K --bytes-only -o twice 2>/dev/null
check 'new bytes do not keep the old answers' 0 '"status": "ok"' -- "$mapread" case count read twice

# ---- the programs ----
mkdir -p alone/bench
cp "$mapread" alone/
cp -R "$programs/bench/suites" alone/bench/
wrong 'mapread without mapread-bench' 'mapread-bench: No such file' \
    alone/mapread run -w find -m read -s warm --size 4K --rounds 1 --dir data.d -o out
rm -r alone/bench
check 'a list without its suites' 1 'mapread list: the suites' -- alone/mapread list suites

# ---- file systems, when we may mount ----
# mount_here POINT OPTIONS: a tmpfs that is gone with the test.
mount_here() {
    mkdir "$1" && mount -t tmpfs -o "$2" none "$1" 2>/dev/null && mounts="$mounts $world/home/$1"
}

if [ "$(id -u)" -eq 0 ] && mount_here small size=256k; then
    echo precious >small/mine
    wrong 'gen where space is short' 'small/x: too little space' "$mapread" gen text --size 1M -o small/x
    wrong 'a run where space is short' 'in small: too little space.*--dir' \
        env SIZE=1M "$quick_run" --dir small -o out
    "$mapread" gen text --size 1M -o large 2>/dev/null
    check 'a copy where space is short' 1 '"cause": "no-copy", "cause_words": "[^"]*No space left' -- \
        "$mapread" case replace pread large --dir small
    check_that 'nothing is left of it' [ "$(ls -A small)" = mine ]
    mount -o remount,ro small
    wrong 'a data folder that is read-only' 'small: .*Read-only.*--dir' "$quick_run" --dir small -o out
    wrong 'a result folder that is read-only' 'small/out: Read-only' "$quick_run" --dir data.d -o small/out
    wrong 'gen where nothing can be written' 'small/x: Read-only' "$mapread" gen text --size 4K -o small/x
    check 'a copy where nothing can be written' 1 'private copy.*Read-only.*--dir' -- \
        "$mapread" case replace pread small/mine
    check 'a copy in a folder that was named, and is read-only' 0 \
        '"skipped".*"cause": "read-only", "cause_words": "small"' -- "$mapread" case replace pread data --dir small
    mount -o remount,rw small
    "$mapread" gen text --size 64K -o small/text-64KiB 2>/dev/null
    mount -o remount,ro small
    check 'a run where the data lie already' 0 '^read-only$' -- \
        "$mapread" run --suite quick -w find -w replace -m pread -s warm --size 64K --rounds 1 \
        --dir small -o read-only
    check_that 'reads them' grep -q '"wall_ns"' read-only/run.json
    check_that 'and skips what writes' grep -q '"cause": "read-only", "cause_words": "small"' \
        read-only/run.json
    rm -r read-only
    check 'looking needs no writing' 0 '"status": "ok"' -- "$mapread" case count read small/mine
    umount small
else
    skip 'file systems that are small or read-only' 'only root may mount one'
fi

# Root may read all files, and becomes somebody else.
as=
[ "$(id -u)" -ne 0 ] || as='setpriv --reuid 65534 --regid 65534 --clear-groups'
cp data unreadable && chmod 000 unreadable && chmod 755 "$world" && chmod 777 .
# shellcheck disable=SC2086 # a command and its options
if $as test -x "$mapread" -a -r data; then
    wrong 'case on a file that is not ours' 'unreadable: .*Permission' \
        $as "$mapread" case find read unreadable
    wrong 'run on a file that is not ours' 'unreadable: .*Permission' \
        $as "$quick_run" --file unreadable -o out
    wrong 'bench on a file that is not ours' 'unreadable: .*Permission' \
        $as "$bench" --file unreadable
else
    skip 'files that may not be read' 'nobody else may read these folders'
fi
finish
