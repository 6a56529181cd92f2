#!/bin/sh
# SPDX-License-Identifier: MIT
# Which lines do the tests run? Builds for that in FOLDER, runs all tests, and prints the
# share of the lines of each room, and of all; fails when a test does:
#   tests/coverage.sh FOLDER
set -eu
[ -f "$1/build.ninja" ] ||
    meson setup "$1" -Db_coverage=true -Dbuildtype=debug -Dtests=enabled
meson compile -C "$1"
find "$1" -name '*.gcda' -delete
status=0
meson test -C "$1" --print-errorlogs || status=$?
gcovr --csv --filter src/ --filter data-gen/ --filter bench/ "$1" | awk -F , '
    NR == 1 { next }
    {
        split($1, part, "/")
        room = part[1] == "src" ? part[1] "/" part[2] : part[1]
        of[room] += $2; of["total"] += $2
        run[room] += $3; run["total"] += $3
    }
    END {
        for (room in of)
            printf "%-14s %6d of %6d lines %6.1f %%\n", room, run[room], of[room],
                100 * run[room] / of[room] | "sort"
    }'
exit $status
