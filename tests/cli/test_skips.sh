#!/bin/sh
# SPDX-License-Identifier: MIT
#
# tests/skips.sh: which tests may be skipped where everything is installed.
#
#     tests/cli/test_skips.sh FOLDER-OF-THE-PROGRAMS
set -u
. "$(dirname "$0")/lib.sh"
script=$MAPREAD_SOURCE/tests/skips.sh

# The log of one test; its output is standard input.
log() {
    echo 'test:         mapread:unit / some'
    cat
}

# judged NAME STATUS PATTERN [KIND]: of the log in `log`
judged() {
    check "$1" "$2" "$3" -- sh "$script" log ${4:+"$4"}
}

log >log <<'END1'
[ RUN      ] a_skipped_case_is_not_launched_again
[       OK ] a_skipped_case_is_not_launched_again
ok 1 - skips nothing
END1
judged 'nothing is skipped' 0 ''
check_that 'and nothing is said' [ ! -s "$world/out" ]

log >log <<'END1'
[ RUN      ] cold
skipped: this kernel has no cachestat
[  SKIPPED ] cold
[==========] 1 test(s) run.
[  PASSED  ] 0 test(s).
[  SKIPPED ] 1 test(s), listed below:
[  SKIPPED ] cold
ok 12 - a full disk # SKIP only root may mount
END1
judged 'by the machine' 0 '^skipped: some: cold: this kernel has no cachestat$'
check_that 'each once' [ "$(wc -l <"$world/out")" -eq 2 ]
check_that 'a script as well' grep -qx 'skipped: some: a full disk: only root may mount' "$world/out"

log >log <<'END1'
ok 12 - the pages in a browser # SKIP there is no chromium (Debian: chromium)
END1
judged 'for want of a package' 1 '^NOT TO BE SKIPPED: some: the pages in a browser: there is no'

log >log <<'END1'
[ RUN      ] drawn
skipped: gnuplot is not installed
[  SKIPPED ] drawn
END1
judged 'for want of a package, in C' 1 '^NOT TO BE SKIPPED: some: drawn: gnuplot is not'

log >log <<'END1'
[ RUN      ] first
skipped: this kernel has no cachestat
[  SKIPPED ] first
[ RUN      ] second
[  SKIPPED ] second
END1
judged 'without a reason' 1 '^NOT TO BE SKIPPED: some: second: no reason$'
echo 'ok 3 - quietly # SKIP' | log >log
judged 'without a reason, in a script' 1 '^NOT TO BE SKIPPED: some: quietly: no reason$'

log >log <<'END1'
[ RUN      ] dirty
skipped: this system does not tell what is dirty
[  SKIPPED ] dirty
END1
judged 'what only Linux has' 1 '^NOT TO BE SKIPPED: some: dirty: '
judged 'in a build without it' 0 '^skipped: some: dirty: ' portable

: >log
judged 'an empty log' 1 '^NOT TO BE SKIPPED: everything: '
check 'a log that is not there' '2' '' -- sh "$script" missing
finish
