# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What a guest of make test-kernels does. Before it stands BUILDS, the folders of the builds. Into
# /out: of each build log-NAME, in which every test has a head as in that of meson; results, a line
# for each. With arguments it does these.
data=/mnt/ext4 failed=0
PATH=$PATH:${BUILDS%% *}
export TMPDIR=/mnt/ext4 MAPREAD_TEST_SPARSE=1

report() { # STATUS NAME SECONDS
    word=ok
    [ "$1" -eq 0 ] || { word='not ok' failed=1; }
    echo "$word $2" >>/out/results
    echo "mapread-guest: $word $2 ($3 s)"
}

# part NAME COMMAND...: at most three minutes
part() {
    name=$1 begun=$(cut -d. -f1 /proc/uptime)
    shift
    echo "test: $name" >>"$log"
    timeout 180 sh /job "$@" >>"$log" 2>&1
    report $? "$name" $(($(cut -d. -f1 /proc/uptime) - begun))
}

has_no_failure() { # RUN
    grep -q '"complete": true' "$1/run.json" && ! grep '"status": "failed"' "$1/run.json"
}

# Cases of a run, none of which may fail.
run() { # NAME ARGUMENT...
    out=/tmp/run-$1
    shift
    mapread run --rounds 1 --seed 1 -o "$out" "$@" && has_no_failure "$out"
}

# By every method, in a state: none fails, and 20 need no more than the kernel has.
every_method() { # STATE FILTER SIZE
    file=$data/blocks-$3
    [ -e "$file" ] || mapread gen blocks --size "$3" -o "$file" || return
    mapread-bench --file "$file" --state "$1" --passes 1 --sample-fd 3 \
        --benchmark_filter="$2" 3>/tmp/samples &&
        ! grep '"status": "failed"' /tmp/samples &&
        [ "$(grep -c '"status": "ok"' /tmp/samples)" -ge 20 ]
}

# By read() a file needs twice the memory that there is; by chunk and by mmap it does not.
limits() {
    mapread gen blocks --size 32MiB -o $data/limited &&
        for method in chunk mmap pread-random; do
            mapread case full-read $method $data/limited --state limited |
                grep '"status": "ok"' || return
        done
    mapread case full-read read $data/limited --state limited | grep -v '"status": "ok"'
}

says_emulated() {
    mapread doctor | tee -a /dev/fd/2 | grep -q 'emulated'
}

if [ $# -gt 0 ]; then
    "$@"
    exit
fi

for build in $BUILDS; do
    label=
    [ "$BUILDS" = "$build" ] || label=$(basename "$build")/
    log=/out/log-$(basename "$build")
    cd "$build" || exit
    for test in tests/contract-* tests/fault-*; do
        set -- "./$test"
        [ "$test" != tests/contract-request ] || set -- "./$test" ./mapread-bench
        part "$label${test#tests/}" "$@"
    done
done

# What is left is of the first build alone. No time is asked for: a sample is one pass, and there
# are no costs.
log=/out/log-$(basename "${BUILDS%% *}")
sed -e 's/^sample .*/sample 1/' -e '/^costs /d' "${BUILDS%% *}/bench/suites/quick.suite" \
    >/tmp/quick.suite
part 'every method, cold' every_method cold '^(full-read|random)/' 1MiB
for state in hot filled-small filled-random filled-mapped; do
    part "every method, $state" every_method $state '^full-read/' 1MiB
done
part 'every method, limited' every_method limited '^full-read/' 16MiB
part 'quick suite on ext4' run ext4 --suite /tmp/quick.suite --size 1MiB --dir $data/quick
for type in xfs btrfs; do
    part "kernels suite on $type" run "$type" --suite kernels -s warm -s cold --size 2MiB \
        --dir /mnt/$type/data
done
part 'limited, without swap' limits
echo 256M >/sys/block/zram0/disksize && mkswap /dev/zram0 && swapon /dev/zram0
part 'limited, with swap' limits
part 'the doctor' says_emulated
exit $failed
