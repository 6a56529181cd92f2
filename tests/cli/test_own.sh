#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The user's own file and pattern, whatever they are: each has an outcome that can be told, and
# the file is left as it was.
#
#     tests/cli/test_own.sh FOLDER-OF-THE-PROGRAMS
set -u
. "$(dirname "$0")/lib.sh"

i=0
while [ $i -lt 300 ]; do # 300 lines of 20 bytes, two of them of another kind
    case $i in
    7) printf '\344 ERROR\0x no. %05d\n' $i ;;
    200) printf 'a ERROR b no.  %05d\n' $i ;;
    *) printf 'an usual line %05d\n' $i ;;
    esac
    i=$((i + 1))
done >big.log
state_of() { cksum <"$1" && { stat -c '%s %Y %Z' "$1" 2>/dev/null || stat -f '%z %m %c' "$1"; }; }
was=$(state_of big.log)
unchanged() { [ "$was" = "$(state_of big.log)" ]; }

# own NAME ANSWER OPTION...: every case of a short run gives that answer; the file is as it was.
own() {
    name=$1 answer=$2
    shift 2
    rm -rf out
    run "$mapread" run --file big.log -m read -m chunk -m mmap -s warm --rounds 1 --dir data -o out "$@"
    why=$(complaint 0 '' "$world/err")
    [ -n "$why" ] || unchanged || why='the file was changed'
    [ -n "$why" ] || [ "$(grep -c "\"answer\": \"$answer\"" out/run.json)" -eq 3 ] ||
        why="not $answer: $(grep -o '"answer": [^,]*' out/run.json | head -n 3)"
    passed "$name" "$why"
}

usage() { # NAME PATTERN OPTION...
    name=$1 pattern=$2
    shift 2
    check_error "$name" 2 "$pattern" -- "$mapread" run --file big.log "$@"
}

wrong() { # NAME PATTERN FILE
    check_error "$1" 1 "$2" -- "$mapread" run --file "$3" --dir data -o out
}

# ---- patterns ----
line_end='
'
own 'a pattern that does not occur' offset=none -w find --pattern 'no such text'
own 'nor is it counted' count=0 -w count --pattern 'no such text'
own 'one in every line' count=300 -w count --pattern "$line_end"
own 'one of one byte' "count=$(tr -cd 0 <big.log | wc -c | tr -d ' ')" -w count --pattern 0
own 'one over the end of a line' count=298 -w count --pattern "${line_end}a"
own 'one of two bytes that are one letter' count=0 -w count --pattern 'é'
own 'one of 63 bytes' count=0 -w count --pattern "$(printf '%063d' 0)"
own 'find and regex look for their own' offset=142 -w find --pattern ERROR --regex an
usage 'a pattern of 4 KiB' '--pattern: 4096 bytes; write 1 to 63' --pattern "$(printf '%04096d' 0)"
usage 'an empty one' '--pattern: 0 bytes; write 1 to 63' --pattern ''
usage 'one that is no text' 'not UTF-8; write a byte as .xE4 in a --regex' --pattern "$(printf '\344')"

# ---- expressions ----
own 'an expression' count=2 -w regex --regex '(ERR|WARN)OR'
own 'one that matches nothing' count=0 -w regex --regex '(?m)^ERROR$'
own 'one of a NUL' count=1 -w regex --regex '\x00'
own 'one of a byte that is no text' count=1 -w regex --regex '\xe4'
own 'ends that differ count each' count=8 -w regex --regex 'ER+O?R?'
usage 'one that is none' '--regex \*: ' --regex '*'
usage 'one that the engine does not have' 'not supported' --regex '(?<=a)b'
usage 'one that matches no bytes, too' 'empty' --regex '(ERROR)?'
usage 'one that is no text' 'not UTF-8' --regex "$(printf '\344')"
usage 'one of 4 KiB' '--regex: 4096 bytes; write 1 to 127' --regex "$(printf '%04096d' 0)"

# ---- replacing: in copies ----
rm -rf out
check 'every workload that replaces' 0 out -- "$mapread" run --file big.log -w replace -w replace-durable \
    -w replace-new -w replace-new-durable --pattern ERROR -s warm --rounds 1 --dir data -o out
check_that 'does it' [ "$(grep -c '"answer": "count=2 ' out/run.json)" -eq 10 ]
check_that 'to one and the same file' \
    [ "$(grep -o 'count=2 checksum=[0-9a-f]*' out/run.json | sort -u | wc -l)" -eq 1 ]
check_that 'and leaves the file' unchanged

# ---- the suite ----
rm -rf out
check 'all of the suite' 0 out -- "$mapread" run --file big.log --pattern ERROR \
    --regex 'ERR.R' --rounds 1 --dir data -o out
check_that 'is 24 cases' [ "$(grep -c '"workload": ' out/run.json)" -eq 24 ]
check_that 'none of which fails' sh -c "! grep -Eq '\"status\": \"(failed|over-limit)\"' out/run.json"
check_that 'and the file is as it was' unchanged
: >empty
rm -rf out
check 'all of it on an empty file' 0 out -- "$mapread" run --file empty --rounds 1 --dir data -o out
check_that 'fails nowhere' sh -c "! grep -Eq '\"status\": \"(failed|over-limit)\"' out/run.json"
check_that 'it is still empty' [ ! -s empty ]
rm -rf out

# ---- files that are none ----
mkdir folder
mkfifo fifo
wrong 'a folder' '^mapread run: folder: not a regular file' folder
wrong 'a pipe' '^mapread run: fifo: not a regular file' fifo
wrong 'none at all' '^mapread run: missing: No such file' missing
cp big.log secret
chmod 0 secret
if [ "$(id -u)" -ne 0 ]; then
    wrong 'one that may not be read' '^mapread run: secret: cannot be read: Permission denied' secret
elif command -v setpriv >/dev/null; then
    chmod 755 "$world" "$world/home"
    check_error 'one that may not be read' 1 'secret: (cannot be read: )?Permission denied' -- \
        setpriv --reuid=65534 --clear-groups "$mapread" run --file secret --dir data -o out
else
    skip 'one that may not be read' 'only root may become nobody'
fi
mkdir data 2>/dev/null
if [ -r /proc/cpuinfo ]; then
    wrong 'one that the kernel makes up' \
        '^mapread run: /proc/cpuinfo: holds more or fewer bytes .*; measure a copy' /proc/cpuinfo
else
    skip 'one that the kernel makes up' 'this system has no /proc/cpuinfo'
fi

# ---- a file that others change meanwhile ----
# changed NAME COMMAND...: the command changes `busy` while it is measured. Rounds take longer than
# it takes to see the first, and are over at once when all cases have failed.
changed() {
    name=$1
    shift
    rm -rf out
    cp big.log busy
    limited "$mapread" run --file busy -w count -m read -m chunk -m mmap -s warm --pattern line \
        --rounds 400 --dir data -o out >"$world/out" 2>"$world/err" </dev/null &
    runner=$!
    wait_until has_samples out
    "$@"
    after=$(cksum <busy)
    wait $runner
    status=$?
    why=$(complaint 1 'run: warning: busy was changed while it was measured' "$world/err")
    [ -n "$why" ] || [ "$(grep -c '"cause": "file-changed"' out/run.json)" -eq 3 ] ||
        why="other causes: $(grep -o '"cause": "[^"]*"' out/run.json | tr '\n' ' ')"
    [ -n "$why" ] || [ "$after" = "$(cksum <busy)" ] || why='the run changed it as well'
    passed "$name" "$why"
}
grow() { printf 'a line more\n' >>busy; }
shrink() { : >busy; }
changed 'a file that grows' grow
check 'is shown with the cause' 0 'changed' -- "$mapread" show out
changed 'a file that shrinks' shrink

# ---- a large one: offsets of more than 32 bits ----
if truncate -s 5G sparse 2>/dev/null; then
    check 'blocks of 5 GiB' 0 large -- "$mapread" run --file sparse -w random --blocks 64 \
        -m pread -m mmap -s cold --rounds 1 --dir data -o large
    check_that 'are right' [ "$(grep -c '"status": "\(ok\|skipped\)"' large/run.json)" -eq 2 ]
    rm sparse
else
    skip 'blocks of 5 GiB' 'the file system refuses it'
fi
check_that 'after all that the file is as it was' unchanged
check_that 'and nothing lies beside it' [ "$(find . -name '*.expect.json' -o -name '.mapread*' | wc -l)" -eq 0 ]
finish
