#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A file of another user, whose pages the kernel tells to its owner alone: every case is
# measured, right, and said to be unproved from the sample to the page.
#
#     tests/cli/test_unproved.sh FOLDER-OF-THE-PROGRAMS
set -u
. "$(dirname "$0")/lib.sh"

name='a file of somebody else'
if [ "$(id -u)" -ne 0 ]; then
    skip "$name" 'only root may become somebody else'
    finish
elif ! command -v setpriv >/dev/null; then
    skip "$name" 'there is no setpriv'
    finish
fi
chmod 755 "$world" "$world/home"
mkdir -m 777 theirs
"$mapread" gen text --size 1MiB -o text 2>/dev/null
chmod 644 text text.*
cat >nobody <<'END'
#!/bin/sh
exec setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent "$@"
END
chmod 755 nobody
if ! ./nobody "$mapread" --version >/dev/null 2>&1 || ! ./nobody test -r text; then
    skip "$name" 'nobody else may come to the folder of the tests'
    finish
fi
if "$mapread" case find mmap text --state cold | grep -q '"cause": "file-system-is-memory"'; then
    skip "$name" 'the file system is memory'
    finish
fi

# ---- one case ----

for state in warm cold hot; do
    check "$state: a case of a stranger" 0 \
        '"status": "ok".*"unproved": "withheld".*"resident_before": null' \
        -- ./nobody "$mapread" case find mmap text --state $state
done
check 'of the owner' 0 '"unproved": "no".*"resident_before": 0,' \
    -- "$mapread" case find mmap text --state cold
check 'a private copy is their own' 0 '"status": "ok".*"unproved": "no"' \
    -- ./nobody "$mapread" case replace pread text --dir theirs
check 'what cold does is done' 0 'is cold .unproved: the kernel tells' \
    -- ./nobody "$mapread" state cold text
check 'as its owner sees' 0 '"status": "ok"' \
    -- "$mapread" case find mmap text --state cold --prepared
check 'the program for Google Benchmark says so' 0 'unproved=withheld' \
    -- ./nobody "$bench" --file text --benchmark_filter='^find/mmap/warm'

# ---- a run, and whatever shows it ----

says() { # NAME PATTERN FILE
    check_that "$1 says so" grep -Eq -e "$2" "$3"
}
check 'a run of a stranger' 0 '^theirs/run$' \
    -- ./nobody "$mapread" run --file text -w full-read -w replace -m chunk -m pread -m mmap \
    -s warm -s cold --rounds 2 --dir theirs/data -o theirs/run
check 'and one of the owner' 0 '^own$' -- "$mapread" run --file text -w full-read -w replace \
    -m chunk -m pread -m mmap -s warm -s cold --rounds 2 --dir data -o own
check 'whose last screen' 0 '^ +full-read' -- "$mapread" show --answer own
check_that 'has no such word' sh -c '! grep -q unproved "$1"' - "$world/out"
check 'the last screen says why' 0 '^CAUTION +unproved: warm, cold: prepared' \
    -- "$mapread" show --answer theirs/run
check 'and of what' 0 'full-read, 1 MiB .*.unproved.' -- "$mapread" show --answer theirs/run
./nobody "$mapread" report theirs/run >"$world/out" 2>&1
says 'table.md' '^### text, 1 MiB, cold \(partly unproved\)' theirs/run/table.md
says 'the answer in it' 'from storage \(cold, partly unproved\)' theirs/run/table.md
says 'the page' 'full-read, 1&#160;MiB, cold \(unproved\)' theirs/run/report.html
says 'what the page cache saves' 'GB/s \(unproved\)' theirs/run/report.html
says 'the picture of times' 'in the page cache \(partly unproved\)' theirs/run/plots/time.dat
check 'show says so' 0 '^text, 1 MiB, warm .filled by read-128KiB, partly unproved.' \
    -- "$mapread" show theirs/run
check 'compare says of whom' 0 '^text, cold .unproved in run.' -- "$mapread" compare own theirs/run
check 'and why' 0 '^CAUTION +run: unproved: warm, cold: prepared' \
    -- "$mapread" compare own theirs/run
for format in csv json benchfmt google-benchmark; do
    check "export as $format says so" 0 'withheld' -- "$mapread" export --format $format theirs/run
done
check_that 'run.json has it' grep -q '"unproved": "withheld"' theirs/run/run.json
finish
