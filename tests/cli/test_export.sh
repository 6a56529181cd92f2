#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A run in the formats of other tools: what cannot be meant, files that are whole or not
# there, and the tools themselves where they are installed (compare.py, benchstat).
#
#     tests/cli/test_export.sh FOLDER-OF-THE-PROGRAMS
set -u
source=${MAPREAD_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
. "$(dirname "$0")/lib.sh"
python=${PYTHON:-python3}
reader=$source/tests/cli/read_export.py

cp "$source/results/example/disk/run.json" run.json
mkdir folder
mkfifo fifo
cp run.json folder/run.json
formats=$("$mapread" export --help | sed -n '/^Formats:/,$s/^  \([a-z-]*\) .*/\1/p')
check_that 'there are formats' [ "$(echo "$formats" | wc -l)" -ge 4 ]
are_listed() {
    for name in $formats; do "$mapread" list formats | grep -q "^  $name " || return; done
}
check_that 'all are listed' are_listed

usage() { # NAME PATTERN COMMAND...
    name=$1 pattern=$2
    shift 2
    check_error "$name" 2 "$pattern" -- "$@"
}

wrong() { # NAME PATTERN COMMAND...
    name=$1 pattern=$2
    shift 2
    check_error "$name" 1 "$pattern" -- "$@"
}

# ---- what cannot be meant ----
usage 'no format' 'name a format: --format .*csv, .*benchfmt' "$mapread" export run.json
usage 'an unknown format' "no format 'benchfmd'; did you mean 'benchfmt'" \
    "$mapread" export --format benchfmd run.json
usage 'a format far from all' "no format 'xyzzyxyzzy'; 'mapread list'" \
    "$mapread" export --format xyzzyxyzzy run.json
usage 'an empty format' "no format ''" "$mapread" export --format '' run.json
usage 'a format that is missing' 'format wants a value' "$mapread" export run.json --format
for format in benchfmt google-benchmark; do
    usage "two runs in $format" "$format holds one run: export each" \
        "$mapread" export --format $format run.json folder
done
usage "another command's format" "no format 'markdown'" "$mapread" export --format markdown run.json
for run in missing fifo/x ''; do
    wrong "the run '$run'" 'mapread export: ' "$mapread" export --format csv "$run" -o out
done
head -c 5000 run.json >torn.json
wrong 'a torn run' 'torn.json: line' "$mapread" export --format csv torn.json -o out
wrong 'a torn run behind a good one' 'torn.json: line' \
    "$mapread" export --format csv run.json torn.json

# ---- where it goes ----
wrong 'to a folder' 'folder: not a regular file' "$mapread" export --format csv run.json -o folder
wrong 'to a fifo' 'fifo: not a regular file' "$mapread" export --format csv run.json -o fifo
wrong 'into a folder that is missing' 'missing/x: No such file' \
    "$mapread" export --format csv run.json -o missing/x
wrong 'below a file' 'run.json/x: Not a directory' \
    "$mapread" export --format csv run.json -o run.json/x
wrong 'to no name' 'mapread export: : ' "$mapread" export --format csv run.json -o ''
wrong 'over the run' 'is the run itself' "$mapread" export --format json run.json -o ./run.json
wrong 'over one of the runs' 'is the run itself' \
    "$mapread" export --format csv folder run.json -o run.json
wrong 'over the run in a folder' 'is the run itself' \
    "$mapread" export --format json folder -o folder/run.json

for format in $formats; do
    check "$format to standard output" 0 '' -- "$mapread" export --format "$format" folder
    check_that "$format is not empty" [ -s "$world/out" ]
    check_that "$format says nothing else" [ ! -s "$world/err" ]
    cp "$world/out" wanted
    echo old >out
    check "$format to a file" 0 '' -- "$mapread" export --format "$format" folder -o out
    check_that "$format: the file has the same" cmp out wanted
    check_that "$format: nothing on standard output" [ ! -s "$world/out" ]
    if [ -c /dev/full ]; then
        "$mapread" export --format "$format" run.json >/dev/full 2>"$world/err"
        status=$?
        check_that "$format to a full device fails" [ "$status" -eq 1 ]
        check_that "$format tells so in one line" [ "$(wc -l <"$world/err")" -eq 1 ]
    else
        skip "$format to a full device" 'there is no /dev/full'
    fi
done
rm -f out wanted
check 'several runs as CSV' 0 '^folder,' -- "$mapread" export --format csv run.json folder
check_that 'with the first' grep -q '^run.json,' "$world/out"
check 'several runs as JSON' 0 '"run": "folder"' -- "$mapread" export --format json run.json folder
check_that 'no temporary file is left' [ -z "$(find . -name '*.tmp')" ]

# A file is whole or not there, when we may mount a small file system.
mkdir small
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=16k none small 2>/dev/null; then
    mounts="$mounts $world/home/small"
    echo old >small/out
    wrong 'where space is short' 'small/out: ' "$mapread" export --format csv run.json -o small/out
else
    skip 'where space is short' 'only root may mount a small file system'
fi

# ---- read back ----
read_back() { # NAME FORMAT RUN
    "$mapread" export --format "$2" "$3" -o read.out 2>"$world/err"
    check_that "$1: $2 is read back" "$python" "$reader" check "$2" read.out "$3"
}

if "$python" -c 'import csv, json' 2>/dev/null; then
    "$python" "$reader" change odd run.json odd.json
    "$python" "$reader" change slower run.json slower.json
    for format in csv benchfmt google-benchmark json; do
        read_back 'a run' $format run.json
        read_back 'odd names' $format odd.json
        check_that "$format: another run is noticed" \
            sh -c '! "$@" 2>/dev/null' sh "$python" "$reader" check $format read.out slower.json
    done
else
    skip 'reading back' "$python does not run"
fi

# ---- Google Benchmark's compare.py ----
export_both() { # FORMAT FIRST SECOND
    "$mapread" export --format "$1" "$2" -o first.out && "$mapread" export --format "$1" "$3" -o second.out
}

compare=
for file in /usr/share/benchmark/compare.py /usr/share/googlebenchmark/tools/compare.py \
    /usr/local/share/googlebenchmark/tools/compare.py; do
    [ ! -f "$file" ] || compare=$file
done
if [ -z "$compare" ]; then
    skip 'compare.py' 'it is not installed (Debian: libbenchmark-tools)'
elif ! "$python" -c 'import numpy, scipy.stats' 2>/dev/null; then
    skip 'compare.py' "$python has no numpy and scipy"
else
    export_both google-benchmark run.json slower.json
    check 'compare.py reads both' 0 '^count/mmap/warm/data:text-16MiB +\+1\.0000 +\+1\.0000 ' -- \
        "$python" "$compare" --no-color benchmarks first.out second.out
    check_that 'compare.py pairs all samples' grep -Eq \
        '^count/mmap/warm/data:text-16MiB_pvalue .* ([0-9]+) vs \1$|^count/mmap/warm/data:text-16MiB_pvalue .* ([0-9]+) vs \2( |$)' "$world/out"
    check_that 'compare.py sees nothing faster' \
        [ "$(grep -c ' -[0-9][0-9.]* ' "$world/out")" -eq 0 ]
    "$python" "$reader" change untimed run.json untimed.json
    export_both google-benchmark run.json untimed.json
    check 'compare.py reads cases without a time' 0 '^count/mmap/' -- \
        "$python" "$compare" --no-color benchmarks first.out second.out
    check_that 'none of them is 100 % faster' sh -c '! grep -q " -1\.0000 " "$1"' sh "$world/out"
fi

# ---- benchstat ----
if command -v benchstat >/dev/null; then
    export_both benchfmt run.json slower.json
    check 'benchstat reads both' 0 '^Count/method=mmap/.*\+100\.0' -- \
        benchstat -filter .unit:ns/op first.out second.out
    check_that 'benchstat has nothing to say against them' [ ! -s "$world/err" ]
    check 'benchstat takes methods apart' 0 ' read .* mmap ' -- \
        benchstat -col /method -filter .unit:ns/op first.out
    check 'benchstat knows bytes' 0 'peak-RSS-bytes' -- benchstat first.out second.out
    export_both benchfmt odd.json odd.json
    check 'benchstat reads odd names' 0 '^FullRead/method=.*dataset=my%2C%20%22data%22%0Aset' -- \
        benchstat -filter .unit:ns/op first.out second.out
    check_that 'benchstat has nothing to say against odd names' [ ! -s "$world/err" ]
else
    skip 'benchstat' 'it is not installed (golang.org/x/perf/cmd/benchstat)'
fi
finish
