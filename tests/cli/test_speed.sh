#!/bin/sh
# SPDX-License-Identifier: MIT
#
# bench/speed.sh builds what it needs and gets to its end. It takes minutes and GiB, and other
# people's tools: so all that it calls is made up here, and only the building is real.
#
#     tests/cli/test_speed.sh FOLDER-OF-THE-PROGRAMS
set -u
. "$(dirname "$0")/lib.sh"

make_up() { # PATH LINE...
    file=$1
    shift
    printf '%s\n' '#!/bin/sh' "$@" >"$file" && chmod +x "$file"
}
mkdir tools build
for name in rg dd; do make_up tools/$name; done
make_up tools/fio "echo '\"iops\" : 1000000.0'"
make_up build/mapread 'for last; do :; done' \
    "case \$1 in gen) : >\"\$last\" ;; case) echo '\"wall_ns\": 2e9' ;; esac"
make_up build/mapread-bench
# shellcheck disable=SC2016 # the made-up one's
make_up tools/meson '[ "$*" = "compile -C build mapread-speed" ] || exit' \
    'echo echo hot memory >build/mapread-speed' 'chmod +x build/mapread-speed'

check 'it gets to its end' 0 "^mapread-bench with one pass .*'true' +[0-9.]+$" -- \
    env PATH="$PWD/tools:$PATH" sh "$MAPREAD_SOURCE/bench/speed.sh" build data
check_that 'seven ratios' [ "$(grep -Ec '^.{66} +[0-9.]+$' "$world/out")" -eq 7 ]
check_that 'of the right figures' grep -Eq 'pread / fio psync +2$' "$world/out"
check_that 'full-read against hot memory' grep -q '^hot memory$' "$world/out"
check_that 'nothing is left' [ -z "$(ls -A data)" ]

rm -f "$programs/mapread-speed"
check 'the target is one of the build' 0 '' -- meson compile -C "$programs" mapread-speed
check_that 'and has that name' [ -x "$programs/mapread-speed" ]
finish
