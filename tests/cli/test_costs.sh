#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The machine's constants: by themselves, in a run, and what follows from them.
#
#     tests/cli/test_costs.sh FOLDER-OF-THE-PROGRAMS
# shellcheck disable=SC2317 # functions are called by name
set -u
. "$(dirname "$0")/lib.sh"

mkdir site
check 'a short measurement' 0 '^read-call  *[0-9.]* [nu]s ' -- "$mapread" costs --short --dir site
check_that 'says from where mmap pays' grep -q '^costs here, on a file of' "$world/out"
check_that 'and leaves nothing' [ -z "$(ls -A site)" ]
check 'all of them, as JSON' 0 '"name": "storage-block"' -- \
    "$mapread" costs --dir site --format json
check 'what each is' 0 '^  fresh-page  *each new page' -- "$mapread" list costs

check_error 'no such folder' 1 'no/such: No such file' -- "$mapread" costs --dir no/such
check_error 'a format that it has not' 2 "no format 'csv'" -- "$mapread" costs --format csv
check_error 'no such run' 1 'no/run' -- "$mapread" costs no/run

"$mapread" costs --dir site >stopped.out 2>stopped.err &
stopped=$!
has_scratch() { [ -n "$(ls -A site)" ]; }
check_that 'one is measured' wait_until has_scratch
kill -INT "$stopped"
wait "$stopped"
check_that 'it can be stopped' [ $? -eq 1 ]
check_that 'says so' grep -q '^mapread costs: interrupted$' stopped.err
check_that 'prints nothing' [ ! -s stopped.out ]
check_that 'and leaves nothing behind' [ -z "$(ls -A site)" ]

# ---- in a run ----
check 'a run measures them' 0 '^run$' -- "$mapread" run -w full-read -w random -m chunk -m pread \
    -m mmap -s warm --size 1M --rounds 6 --dir data -o run
check_that 'and keeps them' grep -q '"name": "map-page"' run/run.json
check 'a run prints its own' 0 '^map-page ' -- "$mapread" costs run
check 'in Markdown' 0 '^\| fault ' -- "$mapread" costs --format markdown run
if grep -q '"read_calls":[0-9]' run/run.json; then # one case, random by chunk, is not offered
    check 'cases are their parts' 0 '^full-read chunk ' -- "$mapread" show run
else
    skip 'cases are their parts' 'this system does not count reads'
fi
check 'the tables say how well' 0 'Within 15 %: [0-9]* of [0-9]* cases in memory' -- \
    "$mapread" show run
check 'so does the page' 0 report.html -- "$mapread" report run
check_that 'in its details' grep -q 'Where the time goes' run/report.html
check 'runs are compared in them' 0 'What costs differ' -- "$mapread" compare run run
check 'a run of a round or two is for a look' 0 '^look$' -- "$mapread" run -w full-read -m mmap \
    -s warm --size 1M --rounds 2 --dir data -o look
check_that 'and does not measure them' grep -q '"costs": null' look/run.json
check_error 'nor has them' 1 'look: this run did not measure them' -- "$mapread" costs look

if mkdir ro 2>/dev/null && mount -t tmpfs none ro 2>/dev/null; then
    mounts="$mounts $PWD/ro"
    "$mapread" gen text --size 1M -o ro/mine 2>/dev/null
    mount -o remount,ro ro
    check 'where no file can be made a run does without' 0 'constants are left out: ro' -- sh -c \
        "'$mapread' run --file ro/mine -w full-read -m mmap -s warm --rounds 6 --dir ro -o dark 2>&1"
    check_that 'and is complete' grep -q '"complete": true' dark/run.json
else
    skip 'where no file can be made' 'only root can mount'
fi

# ---- advice ----
check 'advice on a whole file' 0 'By the costs ' -- "$mapread" advise --size 10MB run
check 'on a part of it' 0 '^1 % of a file of 9.5 MiB in pieces of 16 KiB' -- \
    "$mapread" advise --size 10MB --touch 1% --block 16K run
check 'says how far it was measured' 0 'Nearest measured: random' -- \
    "$mapread" advise --size 1M --touch 50 run
check 'and how to measure it' 0 'mapread run -w full-read .*-m mmap .*-s warm --size 10MiB' -- \
    "$mapread" advise --size 10M run
check_error 'no size' 2 'name the file.s size' -- "$mapread" advise run
check_error 'a file of nothing' 2 '0 bytes' -- "$mapread" advise --size 0 run
check_error 'more than all' 2 'at most 100' -- "$mapread" advise --size 1M --touch 101 run
check_error 'a block larger than the file' 2 'larger than the file' -- \
    "$mapread" advise --size 4K --touch 10 --block 1M run
check_error 'another state' 2 'warm or cold' -- "$mapread" advise --size 4K -s hot run
check_error 'a run without constants' 1 'did not measure the machine' -- \
    "$mapread" advise --size 4K look
check_error 'storage that was not measured' 1 'constants of a cold pass' -- \
    "$mapread" advise --size 4K -s cold run
finish
