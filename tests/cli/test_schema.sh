#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Run files are what results/schema.json says: the one in the repository, those of the tests,
# and what this build writes.
#
#     tests/cli/test_schema.sh FOLDER-OF-THE-PROGRAMS
set -u
. "$(dirname "$0")/lib.sh"
python=${PYTHON:-python3}
schema=$MAPREAD_SOURCE/results/schema.json

if ! "$python" -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null; then
    skip 'run files and their schema' "$python has no jsonschema that knows draft 2020-12"
    finish
fi
hold() { # ARGUMENT...
    "$python" "$MAPREAD_SOURCE/tests/cli/read_schema.py" "$schema" "$@"
}
holds() { hold "$@" >"$world/out" 2>&1 || { head -n 3 "$world/out" >&2 && false; }; }
fails() { ! hold "$@" >"$world/out" 2>&1; }

find "$MAPREAD_SOURCE/results" -name run.json >real
check_that 'there is a run in the repository' [ -s real ]
while read -r file; do
    check_that "${file#"$MAPREAD_SOURCE"/} is valid" holds valid "$file"
done <real
# Those that the repository keeps; beside them a user may have his own.
names_folder() { (cd "$MAPREAD_SOURCE/results" &&
    grep -rl '"directory": *"' --include=run.json example flips kernels nested tutorial); }
check_that 'none names a folder of the machine that made it' [ -z "$(names_folder)" ]
check_that 'what the reader takes and refuses, so does the schema' \
    holds verdicts "$MAPREAD_SOURCE/tests/unit/data"

# A fresh one, with cases that are skipped, and one that is not complete.
check 'a run' 0 '^fresh$' -- "$mapread" run --suite quick --size 64K -w full-read -w replace \
    -w random --rounds 2 --dir data -o fresh
check_that 'is valid' holds valid fresh/run.json
sed 's/"complete": true/"complete": "yes"/' fresh/run.json >changed.json
check_that 'and not with a text for a truth' fails valid changed.json
sed 's/"minor_faults"/"minor_fault"/' fresh/run.json >changed.json
check_that 'nor with a member of another name' fails valid changed.json
sed 's/"wall_ns":\[[0-9.]*/"wall_ns":[null/' fresh/run.json >changed.json
check_that 'nor without times' fails valid changed.json
finish
