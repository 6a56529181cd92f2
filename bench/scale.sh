#!/bin/sh
# SPDX-License-Identifier: MIT
# How long are many large runs compared, and in how much memory? Makes runs of 500 cases and
# 20 samples that nobody measured (1.5 MB each) below the folder, compares them three times and
# in every form, and removes them. `make scale` builds what it needs:
#   bench/scale.sh BUILD FOLDER [RUNS]
set -eu
build=$1 runs=${3:-200}
needed_kib=$((runs * 2 * 1024))

if ! /usr/bin/time -f %e true 2>/dev/null; then
    echo "$0: no /usr/bin/time that knows -f: install the package 'time'" >&2
    exit 1
fi
mkdir -p "$2"
data=$(mktemp -d "$2/scale-XXXXXX")
trap 'rm -rf "$data"' EXIT
trap 'exit 130' INT TERM
free_kib=$(df -Pk "$data" | awk 'NR == 2 { print $4 }')
if [ "$free_kib" -lt "$needed_kib" ]; then
    echo "$0: $2: $((free_kib / 1024)) MiB free, $((needed_kib / 1024)) needed" >&2
    exit 1
fi

timed() { # TEXT COMMAND...
    text=$1
    shift
    /usr/bin/time -o "$data/time" -f '%e s, %U s user, %S s system, %M KiB at most' "$@" >/dev/null
    printf '%-44s %s\n' "$text" "$(cat "$data/time")"
}

"$build/mapread-scale" "$data" "$runs" 500 20
set -- "$data"/*.json
echo "$# runs of 500 cases and 20 samples, $(cat "$@" | wc -c) bytes"
for format in terminal terminal terminal markdown; do
    timed "compare, $format" "$build/mapread" compare --format "$format" "$@"
done
timed 'show one' "$build/mapread" show "$1"
timed 'export one as CSV' "$build/mapread" export --format csv "$1"
