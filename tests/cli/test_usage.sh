#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What cannot be meant: one line on standard error with the nearest name, status 2, and
# nothing done.
#
#     tests/cli/test_usage.sh FOLDER-OF-THE-PROGRAMS
set -u
. "$(dirname "$0")/lib.sh"

"$mapread" gen text --size 64K -o data 2>/dev/null

usage() { # NAME PATTERN COMMAND...
    name=$1 pattern=$2
    shift 2
    check_error "$name" 2 "$pattern" -- "$@"
}

# ---- commands ----
run "$mapread"
passed 'no command is told how to use it' "$(complaint 2 '^Usage: mapread COMMAND' "$world/err")"
check_that 'and nobody takes it for data' [ ! -s "$world/out" ]
usage 'a command too short to guess' "no command 'xy'; see mapread --help" "$mapread" xy
usage 'an unknown command' "no command 'lsit'; did you mean 'list'" "$mapread" lsit
usage 'a command far from all' "no command 'xyzzyxyzzy'; see" "$mapread" xyzzyxyzzy
usage 'an option for a command' "no command '--verison'" "$mapread" --verison
usage 'an empty command' 'no command' "$mapread" ''

# ---- options ----
usage 'an unknown option' 'run: no option --roundz; did you mean --rounds' "$mapread" run --roundz 3
usage 'an unknown option with its value' 'gen: no option --sise.*did you mean --size' \
    "$mapread" gen text --sise=64MiB -o x
usage 'an unknown letter' 'run: no option -x' "$mapread" run -x
usage 'unknown letters' 'run: no option -x' "$mapread" run -xy
usage "another command's option" 'list: no option --suite' "$mapread" list --suite quick
usage 'a value that is missing' 'suite wants a value' "$mapread" run --suite
usage 'a letter whose value is missing' 'o wants a value' "$mapread" run -o
usage 'a flag with a value' '--prepared takes no value' "$mapread" case find read data --prepared=yes

# ---- names ----
usage 'a workload (case)' "no workload 'fnd'; did you mean 'find'" "$mapread" case fnd read data
usage 'a workload (run)' "no workload 'conut'; did you mean 'count'" "$mapread" run -w conut
usage 'a method before its workload' 'mmap is a method; the order is WORKLOAD METHOD FILE' \
    "$mapread" case mmap find data
usage 'a workload of other suites' 'suite quick has no case .*; slice is in: .*techniques' \
    "$mapread" run --suite quick -w slice
run "$mapread" run --suite quick -w find -m pipe
check_that 'which is not said of one that the suite has' sh -c "! grep -q 'is in' '$world/err'"
usage 'a method (case)' "no method 'raed'; did you mean 'read'" "$mapread" case find raed data
usage 'a method (run)' "no method 'mmap-populat'; did you mean 'mmap-populate'" \
    "$mapread" run -m mmap-populat
usage 'a state (case)' "no state 'wram'; did you mean 'warm'" \
    "$mapread" case find read data --state wram
usage 'a state (run)' "no state 'clod'; did you mean 'cold'" "$mapread" run -s clod
usage 'a state (state)' "no state 'colt'; did you mean 'cold'" "$mapread" state colt data
usage 'a state (bench)' "no state 'wram'; did you mean 'warm'" "$bench" --file data --state wram
usage 'a suite' "no suite 'quik'; did you mean 'quick'" "$mapread" run --suite quik
usage 'a suite far from all' "no suite 'xyzzyxyzzy'" "$mapread" run --suite xyzzyxyzzy
usage 'a kind of data' "no kind of data 'txet'; did you mean 'text'" "$mapread" gen txet --size 1K -o x
usage 'a topic' "'metods'; did you mean methods" "$mapread" list metods
usage 'a needle' 'early, middle, last, absent, every-512 or an offset' "$mapread" gen text --size 1K --needle deep -o x
usage 'names of the wrong case' "no method 'MMAP'" "$mapread" case find MMAP data

# ---- sizes and numbers ----
for size in 12X '' -1 K 1.2.3 '1 K' 0x10 1e3 99999999999T; do
    usage "--size '$size'" '--size' "$mapread" gen text --size "$size" -o x
done
for sizes in 4K 4K.. ..4K 1M..4K 0..4K 4K..x 4K..99999999999T 1..9223372036854775807,4K ''; do
    usage "--sizes '$sizes'" '--sizes' "$mapread" run --sizes "$sizes"
done
usage 'what sizes are' '--sizes 4K: write the smallest and the largest: 4K..1GiB' \
    "$mapread" run --sizes 4K
usage 'a buffer that is none' '--buffer big' "$mapread" case find read data --buffer big
for number in x -1 1.5 '' 99999999999 99999999999999999999; do
    usage "--rounds '$number'" '--rounds' "$mapread" run --rounds "$number"
    usage "--seed '$number'" '--seed' "$mapread" gen text --size 1K --seed "$number" -o x
done
for number in x 0 -1; do
    usage "a tutorial of --rounds '$number'" '--rounds' "$mapread" tutorial --rounds "$number"
    usage "--passes '$number'" '--passes' "$bench" --file data --passes "$number"
    usage "--blocks '$number'" '--blocks' "$mapread" case random read data --blocks "$number"
done
usage 'no pattern' '--pattern: 0 bytes; write 1 to 63' "$mapread" run --pattern ''
usage 'a pattern that is too long' '--pattern: 64 bytes; write 1 to 63' \
    "$mapread" run --pattern "$(printf '%064d' 0)"
usage 'a pattern that is no text' 'not UTF-8' "$mapread" run --pattern "$(printf '\344')"
usage 'an expression that is none' '--regex a\(: Missing close parenthesis' "$mapread" run --regex 'a('
usage 'one that the engine has not' '--regex \(\?=a\): .*not supported' \
    "$mapread" case regex read data --regex '(?=a)'
usage 'one that nothing matches too' '--regex x\*: .*empty' "$mapread" run --regex 'x*'
usage 'an expression that is too long' '--regex: 128 bytes; write 1 to 127' "$mapread" run --regex "$(printf '%0128d' 0)"
usage 'no rounds' '--rounds 0: not a whole number from 1' "$mapread" run --rounds 0
for number in 0 -1 x '' 1.5 1025; do
    usage "--threads '$number'" '--threads.*whole number from 1 to 1024' \
        "$mapread" case random mmap data --threads "$number"
done
usage 'threads for what one thread does' 'no case with these' \
    "$mapread" run --suite quick -w find --threads 2
usage 'threads for what one thread does, without a suite' 'no case with these' \
    "$mapread" run -w find --threads 2
for seconds in x -1 0 '' nan inf 1s 0x10; do
    usage "--budget '$seconds'" '--budget' "$mapread" run --budget "$seconds"
done

# ---- arguments ----
usage 'case without a file' 'usage: mapread case' "$mapread" case find read
usage 'case with too much' 'usage: mapread case' "$mapread" case find read data data
usage 'run with an argument' 'usage: mapread run' "$mapread" run data
usage 'list with too much' 'usage: mapread list' "$mapread" list methods states
usage 'gen without a kind' 'usage: mapread gen' "$mapread" gen --size 1K -o x
usage 'gen without a size' '--size' "$mapread" gen text -o x
usage 'gen with two sizes' '--size' "$mapread" gen text --size 1K --size 2K -o x
usage 'gen without a file' '-o FILE' "$mapread" gen text --size 1K
usage 'state without a file' 'usage: mapread state' "$mapread" state warm
usage 'help of no command' "no command 'sho'; did you mean 'show'?" "$mapread" help sho
usage 'nothing left to measure' 'no case with these' "$mapread" run --suite quick -w random -m read

# ---- where no run is named it is the last one ----
for command in show report 'export --format csv'; do
    # shellcheck disable=SC2086
    check_error "$command where there is no run" 1 'no run below results/' -- "$mapread" $command
done
mkdir -p results/b/20260102-000000-quick results/a/20260101-000000-quick results/a/notes \
    results/kernels/5-6.18
for folder in results/*/*; do
    cp "$(dirname "$0")/../../results/example/disk/run.json" "$folder"
done
check 'show takes the last run' 0 'Should you mmap?' -- "$mapread" show --answer
check_that 'and says which' grep -q '^mapread show: results/b/20260102-000000-quick$' "$world/err"
check 'so does export' 0 'workload' -- "$mapread" export --format csv
check_that 'and says which' grep -q 'results/b/20260102-000000-quick$' "$world/err"
finish
