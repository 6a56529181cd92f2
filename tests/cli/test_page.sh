#!/bin/sh
# SPDX-License-Identifier: MIT
#
# report.html of real runs: read as XML, and opened in Chromium.
#
#     tests/cli/test_page.sh FOLDER-OF-THE-PROGRAMS
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 99
. "$here/lib.sh"
source=${MAPREAD_SOURCE:-$here/../..}
python=${PYTHON:-python3}

page_is_whole() { # NAME FOLDER [TEXT]
    name=$1 page=$2/report.html
    shift 2
    why=$("$python" "$here/read_page.py" "$page" "$@" 2>&1) || why=${why:-it cannot be read}
    passed "$name" "$why"
}

# ---- a run of this version, one of an earlier, one that lies ----
sed 's/^sample .*/sample 1/; s/^costs .*/costs short/' "$programs/bench/suites/default.suite" >short.suite
"$mapread" run --suite ./short.suite -w find -w regex -w random -w replace -m read -m seek -m pread -m mmap -m mmap-random \
    -s warm --size 64K --rounds 7 --dir data -o new >/dev/null 2>"$world/err"
check 'a new run names its page' 0 '^page     new/report.html$' -- "$mapread" report new
page_is_whole 'the page of a new run' new 'Do the hints help?'

mkdir old
check 'a run of an earlier version' 0 '' -- "$mapread" report "$source/results/example/disk" -o old
page_is_whole 'the page of an earlier version' old 'Should you mmap?' 'not known'

# Every text of the run file is markup; the names differ, so that no two cases are one.
cat >"$world/lie.py" <<'END'
import json, sys
word = "<b>\"' {/:B x} `id` &amp; " # where no more than a word has room
words = "workload", "method", "state", "fill", "kind", "probe", "started_at", "cpu_cache"
hostile = "<script>alert(1)</script>\"' onload=alert(1) ]]> `id` $(id) \\ {/:Bold x} @1 &amp; "
def lie(value, key=""):
    if isinstance(value, dict):
        return {k: lie(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [lie(v, key) for v in value]
    keep = key in ("status", "sha256", "answer", "cause", "unproved", "verdict", "revision",
                   "mapread_version")
    before = word if key in words else hostile
    return value if keep or not isinstance(value, str) else before + value
json.dump(lie(json.load(open(sys.argv[1]))), open(sys.argv[2], "w"))
END
mkdir lies
"$python" "$world/lie.py" new/run.json lies/run.json
check 'a run whose every name is markup' 0 '' -- "$mapread" report lies
page_is_whole 'it is shown and not executed' lies "<script>alert(1)</script>\"' onload=alert(1) ]]> \`id\` \$(id)"
check_that 'nor by gnuplot' "$python" -c '
import sys, xml.etree.ElementTree as ElementTree
for name in "time", "rss":
    picture = ElementTree.parse("lies/plots/" + name + ".svg")
    for element in picture.iter():
        if "script" in element.tag or any("onload" in key for key in element.keys()):
            sys.exit(name + ".svg: an element that was a name")'

# ---- without gnuplot there is no picture, but the page ----
mkdir bare
check 'without gnuplot' 1 'gnuplot is not installed' -- env PATH=/nonexistent "$mapread" report new -o bare
page_is_whole 'the page needs no gnuplot' bare

# ---- several runs on one page ----
"$mapread" run --suite ./short.suite -w find -w regex -w random -w replace -m read -m seek -m pread -m mmap -m mmap-random \
    -s warm --size 64K --rounds 7 --dir data -o again >/dev/null 2>"$world/err"
mkdir several many "<b>'\"" pages foreign
check 'several runs' 0 'several/report.html$' -- "$mapread" report new again/run.json new -o several
page_is_whole 'their page' several 'Is another run faster?' 'again' 'Should you mmap?'
check_that 'it is the only file' [ "$(ls several)" = report.html ]
check 'twelve runs' 0 '' -- "$mapread" report new again new again new again new again new again \
    new again -o many
page_is_whole 'their page' many 'Warnings of'
cp lies/run.json "<b>'\""
check 'runs whose every name is markup' 0 '' -- "$mapread" report lies "<b>'\"" -o pages
page_is_whole 'they are shown and not executed' pages "<script>alert(1)</script>\"' onload=alert(1) ]]>" "<b>'\""

check_error 'several runs and no place' 2 'report: several runs have no folder in common.*-o' -- \
    "$mapread" report new again
check_error 'several runs and the widths of one machine' 2 'report: --aa is of one machine' -- \
    "$mapread" report new again -o bare --aa new
sed 's/"sha256": "..../"sha256": "beef/' new/run.json >foreign/run.json
mkdir refused
check_error 'a run that may not be compared' 1 'foreign: nothing to compare with new: another data' -- \
    "$mapread" report new foreign -o refused
check_error 'a run that is missing' 1 'report: missing: No such file' -- \
    "$mapread" report new missing -o refused
head -n 40 new/run.json >damaged.json
check_error 'a run that is cut off' 1 'report: damaged.json: line ' -- \
    "$mapread" report new damaged.json -o refused
check_error 'a folder in one that is missing' 1 'report: no/where: No such file.*-o' -- \
    "$mapread" report new again -o no/where
check_error 'a file for a folder' 1 'report: damaged.json: Not a directory' -- \
    "$mapread" report new again -o damaged.json
check_error 'a bad run and a new folder' 1 'report: missing: No such file' -- \
    "$mapread" report new missing -o fresh
check_that 'nothing is left of that' [ ! -e fresh ]
check 'a new folder' 0 '' -- "$mapread" report new again -o fresh
check_that 'is made' [ -s fresh/report.html ]
check 'one of three may not be compared' 0 '' -- "$mapread" report new foreign again -o refused
page_is_whole 'and the page says why' refused 'another data set of the same name'

# ---- hyperfine's table ----
mkdir timed
cp new/run.json timed
cat >timed/whole-process.json <<'END'
{ "results": [ { "command": "find/startup/warm", "times": [0.001, 0.001, 0.001, 0.001] },
               { "command": "find/read/warm", "times": [0.9, 0.9, 0.9, 0.9] },
               { "command": "find/mmap/warm/data:<i>", "times": [0.002, 0.002] } ] }
END
"$mapread" report timed >/dev/null 2>&1
page_is_whole 'whole processes stand on the page' timed 'find/read/warm disagrees' 'find, warm, <i>'

# What whole-process.sh names is found again: with a hyperfine that runs each command once.
mkdir fake
cat >fake/hyperfine <<'END'
#!/bin/sh
comma=
while [ $# -gt 0 ]; do
    case $1 in
    --export-json) exec 4>"$2" && echo '{ "results": [' >&4 && shift ;;
    --command-name) name=$2 && shift ;;
    --prepare) eval "$2" && shift || exit ;;
    --runs) shift ;;
    --*) ;;
    *)
        eval "$1" | grep '"status": "ok"' || exit
        echo "$comma { \"command\": \"$name\", \"times\": [1, 1, 1, 1] }" >&4
        comma=,
        ;;
    esac
    shift
done
echo ']}' >&4
END
chmod +x fake/hyperfine
cat >whole.suite <<'END'
text-64KiB    warm    find,regex            read,chunk/buffer:4K,mmap
text-64KiB    warm    replace               pread,mmap
text-64KiB    warm    find                  mmap-random,chunk
blocks-64KiB  warm    random                seek,pread-random,mmap
text-64KiB    warm    random/blocks:64      pread
END
check 'whole processes are timed' 0 '' -- env PATH="$PWD/fake:$PATH" \
    sh "$source/bench/whole-process.sh" "$mapread" whole.suite data new
check 'each has its start-up' 0 'agrees in 0 of 0 within 20 %; 8 cannot be told; 2 not compared' -- \
    "$mapread" show new
check_that 'two for each workload' [ "$(grep -c '/startup/' new/whole-process.json)" -eq 8 ]

PATTERN="it's" REGEX='a|e+'
"$mapread" run --suite ./whole.suite --pattern "$PATTERN" --regex "$REGEX" --rounds 1 --dir data \
    -o looked >/dev/null 2>&1
check 'with what they look for' 0 '' -- env PATH="$PWD/fake:$PATH" PATTERN="$PATTERN" REGEX="$REGEX" \
    sh "$source/bench/whole-process.sh" "$mapread" whole.suite data looked
check 'and are found again' 0 'agrees in 0 of 0 within 20 %; 10 cannot be told$' -- \
    "$mapread" show looked

# ---- the commands that it names for what was not measured ----
"$mapread" run -w count -m read -s warm --size 4K --rounds 1 --dir data -o little >/dev/null 2>&1
"$mapread" report little >/dev/null 2>&1
"$python" - little/report.html >"$world/commands" <<'END'
import re, sys, xml.etree.ElementTree as ElementTree
for code in ElementTree.parse(sys.argv[1]).getroot().iter("code"):
    found = re.search("mapread (run [^;]*)", code.text)
    if found:
        print(re.sub(" --size [^ ]*", "", found[1]).replace("$buffer", "4K"))
END
check_that 'questions name a command' [ "$(wc -l <"$world/commands")" -eq 5 ]
number=0
while read -r command; do
    number=$((number + 1))
    # shellcheck disable=SC2086
    check "mapread $command" 0 "named.$number" -- \
        "$mapread" $command --size 64K --rounds 1 --dir data -o "named.$number"
done <"$world/commands"

# ---- as people see it ----
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
if [ -z "$chromium" ]; then
    skip 'the pages in a browser' 'there is no chromium (Debian: chromium)'
else
    mkdir "$world/profile"
    why=$(HOME=$world timeout -k 5 400 "$python" "$here/browse_page.py" "$chromium" "$world/profile" \
        new/report.html old/report.html lies/report.html several/report.html many/report.html \
        pages/report.html refused/report.html timed/report.html 2>&1) || why=${why:-it did not run}
    passed 'the pages in a browser, 400 and 1280 wide, light, dark and on paper' "$why"
fi
finish
