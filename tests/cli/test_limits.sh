#!/bin/sh
# SPDX-License-Identifier: MIT
#
# mapread-limits measures, prints, writes and leaves nothing behind. It takes minutes and GiB,
# and other people's tools: so files are small here, fio, rg and dd are made up, and PATH has
# what is named here alone.
#
#     tests/cli/test_limits.sh FOLDER-OF-THE-PROGRAMS
set -u
. "$(dirname "$0")/lib.sh"

make_up() { # PATH LINE...
    file=$1
    shift
    printf '%s\n' '#!/bin/sh' "PATH=$PATH" "$@" >"$file" && chmod +x "$file"
}

# shellcheck disable=SC2016 # the made-up ones'
{
    mkdir tools programs
    for name in cp rm grep sed; do ln -s "$(command -v $name)" tools/$name; done
    make_up tools/dd 'for last; do :; done' 'case $1 in --version) echo dd ;; esac' \
        'sleep "${SLOW:-0}"'
    make_up tools/rg 'case $1 in --version) echo rg 1; exit ;; esac' \
        'for file; do :; done' 'case $2 in -F) work=count ;; *) work=regex ;; esac' \
        "$mapread case \$work read \$file | sed 's/.*count=\\([0-9]*\\).*/\\1/'"
    make_up tools/fio 'case $1 in --version) echo fio-0; exit ;; esac' \
        'echo fio: a warning; echo "{\"jobs\": [{\"read\": {\"bw_bytes\": 4096000000}}]}"'
    make_up programs/mapread '[ "$1" = gen ] || exec '"$mapread"' "$@"' \
        'for file; do :; done' "exec $mapread gen \$2 --size 64KiB -o \"\$file\""
    cp "$programs/mapread-limits" programs
}
printf '%s\n' '#!/bin/sh' 'PATH=$PWD/tools exec programs/mapread-limits "$@"' >limits
chmod +x limits

mkdir out
check 'every row is measured' 0 'goals are reached' -- ./limits --pairs 6 -o out
check_that 'there are eleven' [ "$(grep -c '"work"' out/limits.json)" -eq 11 ]
check_that 'with pairs' [ "$(grep -c '"problem": null' out/limits.json)" -eq 11 ]
check_that 'and what the peers are' grep -q '"peer_version": "fio-0"' out/limits.json
# shellcheck disable=SC2016 # Python's
check_that 'the figures are those of fio' "${PYTHON:-python3}" -c '
import json
row = [r for r in json.load(open("out/limits.json"))["limits"] if r["peer"] == "fio psync"][0]
assert row["peer_ns"] == [500000000] * 6, row'
check_that 'nothing is left' [ -z "$(ls -A data)" ]
cp out/limits.json kept.json

check 'a row by its name' 0 '^full-read, pass 8 ' -- ./limits --pairs 1 flush
check_that 'is not written where no folder is named' [ ! -e results ]
check 'as Markdown' 0 '^\| gen text, 1 GiB ' -- ./limits --pairs 1 --format markdown text
check 'what is not installed is told' 0 'fio is not installed:' -- \
    sh -c 'mv tools/fio . && ./limits --pairs 1 mmap; mv fio tools'
check 'what fails is told' 0 'rg failed: no such luck' -- sh -c '
    mv tools/rg . && printf "%s\n" "#!/bin/sh" "[ \"\$1\" = --version ] && exit" \
        "echo no such luck" "exit 2" >tools/rg && chmod +x tools/rg
    ./limits --pairs 1 count; mv rg tools'
check 'two answers are told' 0 'mapread and ripgrep count' -- sh -c '
    mv tools/rg . && printf "%s\n" "#!/bin/sh" "echo 7" >tools/rg && chmod +x tools/rg
    ./limits --pairs 1 count; mv rg tools'
check_that 'nothing is left of these' [ -z "$(ls -A data)" ]

SLOW=100 ./limits -o out text >/dev/null 2>"$world/err" &
child=$!
check_that 'one that takes long' wait_until grep -q against "$world/err"
kill -INT $child
wait $child
check_that 'an interrupted one fails' [ $? -eq 1 ]
check_that 'and says so' grep -q 'interrupted; nothing was written' "$world/err"
check_that 'and leaves nothing' [ -z "$(ls -A data)" ]
check_that 'and what was there' cmp -s out/limits.json kept.json

check_error 'an unknown row' 2 "no row 'sort': there are blocks, text" -- ./limits sort
check_error 'no pairs' 2 "--pairs '0': name a number from 1 to 100" -- ./limits --pairs 0
check_error 'too many pairs' 2 "--pairs '101': name a number" -- ./limits --pairs 101
check_error 'an unknown format' 2 "--format 'html': there are terminal and markdown" -- \
    ./limits --format html
check_error 'an unknown option' 2 'usage: mapread-limits' -- ./limits --fast
check_error 'no such folder' 1 '/nonexistent/data: No such file.*; name a folder with --dir' -- \
    ./limits --dir /nonexistent/data
check 'help' 0 '^usage: mapread-limits' -- ./limits --help
if [ "$(id -u)" -ne 0 ]; then
    skip 'too little space' 'only root may mount'
elif mkdir small && mount -t tmpfs -o size=1m none small 2>/dev/null; then
    mounts=$PWD/small
    check_error 'too little space' 1 'small: .* free, 2 GiB needed; name another folder' -- \
        ./limits --dir small
else
    skip 'too little space' 'this root may not mount'
fi
finish
