#!/bin/sh
# SPDX-License-Identifier: MIT
#
# mapread tutorial: what cannot be meant, and a whole run of a small table of the test's
# own, which the programs find beside themselves.
#
#     tests/cli/test_tutorial.sh FOLDER-OF-THE-PROGRAMS
set -u
source=${MAPREAD_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
. "$(dirname "$0")/lib.sh"

mkdir -p "$world/bin/results/published" "$world/bin/plots"
cp "$mapread" "$bench" "$world/bin"
cp "$source"/plots/*.gp "$world/bin/plots"
tutorial=$world/bin/mapread
published=$world/bin/results/published/one.json

publish() { # DATASET SMALL [STATE]
    cat >"$published" <<EOF
{"title": "A talk", "site": "Somewhere", "author": null, "url": null, "date": "unknown",
 "language": "Python", "conditions": "none", "sentences": [
  {"said": "nothing has no map", "trial": "empty", "missing": null}], "tables": [{"title": "Random blocks", "what": "some of them",
  "rows": [{"label": "mmap", "said": "fast", "unit": "seconds", "regular": null, "mmap": null,
    "claimed": null, "missing": null, "workload": "random", "dataset": "$1",
    "state": "${3:-warm}", "draws": 100, "small": {"dataset": "$2", "draws": 77},
    "c": {"regular": "seek", "mmap": "mmap"},
    "python": {"regular": "snake", "mmap": "mmap"}}],
  "ablation": [{"what": "lseek", "from": "seek", "to": "pread"}]}]}
EOF
}
publish blocks-64K blocks-32K

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
cp "$source/results/example/disk/run.json" other.json
head -c 5000 other.json >torn.json
usage 'an option that is near' 'no option --samll; did you mean --small' "$tutorial" tutorial --samll
usage 'two runs' 'usage: mapread tutorial' "$tutorial" tutorial other.json other.json
usage 'rounds that are no number' '--rounds x: not a whole number' "$tutorial" tutorial --rounds x
usage 'a run, and --small' 'is printed, not measured' "$tutorial" tutorial other.json --small
usage 'a run, and --rounds' 'is printed, not measured' "$tutorial" tutorial other.json --rounds 6
usage 'a run, and --source' 'is printed, not measured' "$tutorial" tutorial other.json --source one
usage 'a source that is none' "no source 'two': there are one\$" "$tutorial" tutorial --source two
usage 'a run, and --dir' 'is printed, not measured' "$tutorial" tutorial other.json --dir .
wrong 'a run of another suite' 'other.json: not a run of mapread tutorial, but of the suite' \
    "$tutorial" tutorial other.json
sed 's/"suite": "[a-z]*"/"suite": null/' other.json >nameless.json
wrong 'a run of no suite' 'nameless.json: not a run of mapread tutorial, but of the suite .unknown' \
    "$tutorial" tutorial nameless.json
wrong 'a torn run' 'torn.json: line' "$tutorial" tutorial torn.json
wrong 'a run that is missing' 'missing' "$tutorial" tutorial missing
wrong 'results into what is no folder' 'other.json: not a folder' \
    "$tutorial" tutorial other.json -o other.json
wrong 'results where there are some' 'exists already' "$tutorial" tutorial -o .
publish blocks-900T blocks-900T cold
wrong 'more data than space' \
    'even with --small the data sets need 900 TiB more in data, .* are free; name another folder' \
    "$tutorial" tutorial
wrong 'a small one that the disk has no room for' \
    'tutorial: the data sets need 900 TiB more in data, .* are free; name another folder' \
    "$tutorial" tutorial --small
publish blocks-32K blocks-900T
wrong 'a small one that memory has no room for' \
    ': the largest file and the copy that read makes of it need 900 TiB of memory, .* stop other' \
    "$tutorial" tutorial --small
publish blocks-900T blocks-900T
wrong 'nor for a smaller one' ': even with --small the largest file .* need 900 TiB of memory' \
    "$tutorial" tutorial
publish blocks-64K text
wrong 'a data set that is none' "one.json: tables\[0\].rows\[0\].small.dataset: 'text' is no" \
    "$tutorial" tutorial
echo '{' >"$published"
wrong 'published figures that are torn' 'one.json: line' "$tutorial" tutorial
rm "$published"
wrong 'no published figures' 'there are no published figures' "$tutorial" tutorial

# ---- a whole run ----
publish blocks-64K blocks-32K
check 'a run' 0 '^Random blocks$' -- "$tutorial" tutorial --rounds 6 -o out
check_that 'it begins with its folder' [ "$(head -n 1 "$world/out")" = out ]
check_that 'C has a ratio' grep -Eq '^mmap +- +[0-9.]+x (faster|slower) \[' "$world/out"
tr -s '\n ' ' ' <"$world/out" >flat
check_that 'the claim is judged' \
    grep -Eq 'C \(seek, mmap\): (holds|opposite|not decided) \(' flat
check_that 'the summary has it' \
    grep -Eq '^  Random blocks +faster +- .* (holds|opposite|not decided)$' "$world/out"
check_that 'what is not in this version says so' \
    grep -q "'snake' is not in this" "$world/out"
check_that 'the ablation is told' grep -q '^lseek (seek to pread): [0-9.]*x' "$world/out"
check_that 'the run says what it is' grep -q '"suite": "tutorial"' out/run.json
check_that '100 blocks are drawn' grep -q '"blocks": 100,' out/run.json
check_that 'nothing failed' sh -c '! grep -q failed out/run.json'
check_that 'what is said without figures is tried out' \
    grep -q '^"nothing has no map": holds here: mmap() of its 0 bytes is refused' "$world/out"
check_that 'and kept' grep -q '"trial": "empty"' out/tutorial.json
check_that 'nothing is left of it' [ -z "$(find data -name '.mapread*')" ]
check_that 'the page is there' grep -q '^# mapread tutorial' out/tutorial.md
if command -v gnuplot >/dev/null; then
    check_that 'the picture is there' test -s out/plots/tutorial.svg
else
    skip 'the picture is there' 'there is no gnuplot'
fi
sed '1,2d' "$world/out" >first
check 'the run again' 0 '^Random blocks$' -- "$tutorial" tutorial out
check_that 'it is the same' cmp "$world/out" first
sed 's/"refused": 1/"refused": 0/' out/tutorial.json >changed
cp changed out/tutorial.json
check 'it is judged anew' 0 '"nothing has no map": does not hold here' -- "$tutorial" tutorial out/run.json
(cd out && limited "$tutorial" tutorial run.json) >"$world/out" 2>"$world/err"
check_that 'also from inside' grep -q '"nothing has no map": does not hold here' "$world/out"
sed 's/"refused"/"refuse"/' changed >out/tutorial.json
wrong 'results that are none' 'out/tutorial.json: empty is no result of a trial' "$tutorial" tutorial out
rm out/tutorial.json
check 'a run without them' 0 '"nothing has no map": not tried out in this run' -- "$tutorial" tutorial out
sed 's/"A talk"/"Another talk"/' "$published" >"$world/bin/results/published/d12-two-3.json"
check 'one source alone' 0 '^Another talk$' -- "$tutorial" tutorial --source two-3 --rounds 1 -o alone
check_that 'the other one is not there' sh -c '! grep -q "^A talk" "$1"' - "$world/out"
check_that 'the run says of which it is' grep -q '"suite": "tutorial-two-3"' alone/run.json
check 'it is printed alone' 0 '^Another talk$' -- "$tutorial" tutorial alone
check_that 'again without the other' sh -c '! grep -q "^A talk" "$1"' - "$world/out"
rm "$world/bin/results/published/d12-two-3.json"
usage 'a run of a source that is gone' "no source 'two-3'" "$tutorial" tutorial alone
publish blocks-900T blocks-32K
check 'where memory is short' 0 '^Random blocks$' -- "$tutorial" tutorial --rounds 1 -o short
check_that 'it says so' grep -q 'are available: the sizes of --small are measured instead$' "$world/err"
check_that 'and measures the smaller data set' grep -q 'random on blocks-32KiB' "$world/out"
check_that 'as that' grep -q '"suite": "tutorial-small"' short/run.json
"$tutorial" doctor --dir . >doctor 2>/dev/null # without Linux's own calls it does not look
if grep -q '^ *warning .*kdamond' doctor; then
    publish blocks-2G blocks-32K
    check 'where pages are taken back' 0 '^Random blocks$' -- "$tutorial" tutorial --rounds 1 -o back
    check_that 'it says so as well' grep -q \
        'kdamond.* pages out .*, so that 2 GiB do not stay warm: the sizes of --small' "$world/err"
else
    skip 'where pages are taken back' 'nothing does so here'
fi
publish blocks-900T blocks-32K cold
check 'where the disk is short' 0 '^Random blocks$' -- "$tutorial" tutorial --rounds 1 -o tight
check_that 'it says so, too' grep -q 'are free: the sizes of --small are measured instead$' \
    "$world/err"
publish blocks-64K blocks-32K
check 'the small one' 0 '^Random blocks$' -- "$tutorial" tutorial --small --rounds 1 -o small
check_that 'it has the smaller data set' grep -q 'random on blocks-32KiB' "$world/out"
check_that 'and its number of blocks' grep -q '"blocks": 77,' small/run.json
check_that 'one round is not judged' grep -q 'not decided (fewer than 6 rounds)' "$world/out"

finish
