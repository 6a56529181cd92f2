# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What the tests of the command line begin with: sourced by a script whose first
# argument is the folder of the programs. Makes a folder of its own and goes there.
# TAP on standard output.
#
#     check NAME STATUS PATTERN -- COMMAND...    status, and a line of its output
#     check_error NAME STATUS PATTERN -- ...     one line on stderr alone, and no
#                                                file made, changed or removed
#     check_that NAME COMMAND...                 a command that must succeed
#     wait_until COMMAND...                      it succeeds within a minute
#     has_samples FOLDER                         a run that is being made there has some
#     skip NAME REASON
#     finish                                     the last line of a test

programs=$(cd "${1:?the folder of the programs}" && pwd) || exit 99
mapread=$programs/mapread
bench=$programs/mapread-bench
if [ ! -x "$mapread" ] || [ ! -x "$bench" ]; then
    echo "$programs: no mapread there" >&2
    exit 99
fi

# Of several the one that the project is built with.
[ -z "${PYTHON:-}" ] || export MAPREAD_PYTHON="$PYTHON"

world=$(mktemp -d) || exit 99
mkdir "$world/home" && cd "$world/home" || exit 99
tap_number=0
tap_failures=0

mounts=
clean() {
    for mount in $mounts; do umount -l "$mount" 2>/dev/null; done
    cd / && rm -rf "$world"
}
trap clean EXIT
trap 'exit 130' INT TERM

# Nobody waits for ever.
if command -v timeout >/dev/null; then
    limited() { timeout -k 5 180 "$@"; }
else
    limited() { "$@"; }
fi

result() { # NAME PASSED(0|1) [COMPLAINT]
    tap_number=$((tap_number + 1))
    if [ "$2" -eq 0 ]; then
        echo "ok $tap_number - $1"
    else
        tap_failures=$((tap_failures + 1))
        echo "not ok $tap_number - $1${3:+: $3}"
    fi
}

# Passed, unless there is a complaint.
passed() { # NAME COMPLAINT
    if [ -z "$2" ]; then result "$1" 0; else result "$1" 1 "$2"; fi
}

skip() { # NAME REASON
    tap_number=$((tap_number + 1))
    echo "ok $tap_number - $1 # SKIP $2"
}

# Names and contents of what lies here.
listing() {
    find . | LC_ALL=C sort
    find . -type f -exec cksum {} + 2>/dev/null | LC_ALL=C sort
}

# Runs it; sets $status, $world/out and $world/err.
run() {
    limited "$@" >"$world/out" 2>"$world/err" </dev/null
    status=$?
}

# Why the last run is not what was wanted; nothing when it is.
complaint() { # STATUS PATTERN FILE...
    wanted=$1 pattern=$2
    shift 2
    if [ "$status" -ne "$wanted" ]; then
        echo "status $status instead of $wanted; $(head -n 2 "$world/err")"
    elif [ -n "$pattern" ] && ! cat "$@" | grep -Eq -e "$pattern"; then
        echo "no line like '$pattern' in: $(cat "$@" | head -n 5)"
    fi
}

check() { # NAME STATUS PATTERN -- COMMAND...
    name=$1 wanted_status=$2 wanted_pattern=$3
    shift 4
    run "$@"
    why=$(complaint "$wanted_status" "$wanted_pattern" "$world/out" "$world/err")
    passed "$name" "$why"
}

check_error() { # NAME STATUS PATTERN -- COMMAND...
    name=$1 wanted_status=$2 wanted_pattern=$3
    shift 4
    before=$(listing)
    run "$@"
    why=$(complaint "$wanted_status" "$wanted_pattern" "$world/err")
    lines=$(wc -l <"$world/err")
    if [ -z "$why" ] && [ "$lines" -ne 1 ]; then
        why="$((lines)) lines on stderr"
    elif [ -z "$why" ] && [ -s "$world/out" ]; then
        why="stdout says: $(head -n 1 "$world/out")"
    elif [ -z "$why" ] && [ "$before" != "$(listing)" ]; then
        why="files were made, changed or removed"
    fi
    passed "$name" "$why"
}

check_that() { # NAME COMMAND...
    name=$1
    shift
    if "$@"; then result "$name" 0; else result "$name" 1 "$*"; fi
}

finish() {
    echo "1..$tap_number"
    [ "$tap_failures" -eq 0 ] || echo "# $tap_failures of $tap_number failed" >&2
    [ "$tap_failures" -eq 0 ]
    exit
}

wait_until() {
    tries=0
    until "$@"; do
        [ $tries -lt 600 ] || return 1
        tries=$((tries + 1))
        sleep 0.1
    done
}

has_samples() { grep -q '"round":\[' "$1/run.json" 2>/dev/null; }
