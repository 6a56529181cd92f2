#!/bin/sh
# SPDX-License-Identifier: MIT
# The second instrument: hyperfine times whole processes of `mapread case`.
#   whole-process.sh MAPREAD SUITE-FILE DATA-FOLDER RESULTS [FILE]
# PATTERN and REGEX from the environment are what is looked for, as in bench.sh.
# One invocation, one file: RESULTS/whole-process.json. Each command is named
# WORKLOAD/METHOD/STATE/data:NAME, with "startup" for the method where the same program is set
# up the same, on the same file in the same state, and reads nothing; it is timed before and
# after the others, for the machine changes meanwhile.
set -eu
mapread=$1 suite=$2 data=$3 results=$4 file=${5-}
runs=8

scratch=$data/.mapread-scratch-$$
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM HUP
mkdir "$scratch"

# The first data set that the suite measures with this workload in this state.
dataset_of() {
    awk -v workload="$1" -v state="$2" 'NF == 4 && $1 !~ /^#/ &&
        index("," $2 ",", "," state ",") && index("," $3 ",", "," workload ",") {
            print $1; exit }' "$suite"
}

# Of the methods below those that the suite measures there.
methods_of() {
    awk -v workload="$1" -v state="$2" -v data="$3" 'NF == 4 && $1 == data &&
        index("," $2 ",", "," state ",") && index("," $3 ",", "," workload ",") {
            listed = listed "," $4 }
        END { count = split("read chunk seek pread mmap mmap-random mmap-populate " \
                "mmap-populate-write", wanted)
            for (i = 1; i <= count; i++)
                if (index(listed ",", ",*,") || index(listed ",", "," wanted[i] ","))
                    print wanted[i] }' "$suite"
}

# A word for hyperfine, which splits commands as a shell does but starts none.
quote() {
    quoted=$(printf %s "$1" | sed "s/'/'\\\\''/g" && echo x) # the x keeps a line end before it
    printf "'%s'" "${quoted%x}"
}

# What is no plain text as %XX.
escape() {
    case $1 in
    *[!A-Za-z0-9_\ -]*) printf %s "$1" | od -An -v -tx1 | tr -d '\n' | sed 's/ /%/g' ;;
    *) printf %s "$1" ;;
    esac
}

program=$(quote "$mapread")
copy=$(quote "$scratch/copy")
# A run whose state others disturbed fails, and its time is left out.
set -- --ignore-failure --shell=none --style=basic --runs "$runs" \
    --export-json "$results/whole-process.json"

for workload in full-read find regex seek-find replace random; do
    word=pattern value=${PATTERN-}
    case $workload in
    full-read | random) value= ;;
    regex) word=regex value=${REGEX-} ;;
    esac
    part=${value:+/$word:$(escape "$value")} option=${value:+ --$word $(quote "$value")}
    for state in warm cold; do
        name=$(dataset_of $workload $state)
        [ -n "$name" ] || continue
        methods=$(methods_of $workload $state "$name")
        path=$data/$name
        [ -z "$file" ] || path=$file name=$(printf %s "${file##*/}" | sed 's/%/%25/g')
        source=$(quote "$path")
        # A file system that is memory has no cold state.
        "$mapread" state $state "$path" >/dev/null 2>&1 || continue
        case $workload in
        replace)
            prepare="cp $source $copy && $program state $state $copy"
            options="$copy --overwrite --unchecked"
            ;;
        *)
            prepare="$program state $state $source"
            options=$source
            ;;
        esac
        for method in startup $methods startup; do
            does="$method $options"
            [ $method != startup ] || does="pread $options --null" # the cheapest to open
            set -- "$@" --command-name "$workload/$method/$state$part/data:$name" \
                --prepare "sh -c $(quote "$prepare")" \
                "$program case $workload $does$option --state $state --prepared"
        done
    done
done

echo "mapread: hyperfine times whole processes" >&2
hyperfine "$@" >"$scratch/log" 2>&1 || {
    cat "$scratch/log" >&2
    exit 1
}
