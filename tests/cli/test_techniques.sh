#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The pages of docs/techniques: every technique that `mapread list` names has one, every
# mapread command in a page runs (on a small file), and every test that a page names exists.
#
#     tests/cli/test_techniques.sh FOLDER-OF-THE-PROGRAMS
set -u
source=${MAPREAD_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
. "$(dirname "$0")/lib.sh"
pages=$source/docs/techniques
ln -s "$programs" build

# ---- the list and the pages are the same ----
"$mapread" list techniques | sed -n 's/^  \([a-z-]*\) .*: \(docs\/.*\)$/\1 \2/p' >listed
check_that 'there are techniques' [ "$(wc -l <listed)" -ge 16 ]
while read -r technique page; do
    check_that "$technique has a page" [ -s "$source/$page" ]
    check_that "$page is short" [ "$(wc -l <"$source/$page")" -le 45 ]
    check_that "$page is in the index" grep -q "^| \[$technique\]($technique.md) |" "$pages/README.md"
done <listed
(cd "$pages" && echo ./*.md) | tr ' ' '\n' | grep -vxF ./README.md | sort >there
check_that 'every page is listed' [ "$(cat there)" = "$(sed 's,.*/,./,' listed | sort)" ]

# ---- what the pages say is there ----
sed -n 's/^    meson test -C build //p' "$pages"/*.md | tr ' ' '\n' | sort -u >tests
check_that 'pages name tests' [ "$(wc -l <tests)" -ge 6 ]
while read -r test; do
    check_that "there is a test $test" grep -q "'$test'" "$source/tests/meson.build"
done <tests
for page in "$pages"/*.md; do
    sed -n 's/.*](\([a-z-]*\.md\)).*/\1/p' "$page" | while read -r link; do
        [ -s "$pages/$link" ] || echo "$page: $link"
    done
done >broken
check_that "no link is broken: $(cat broken)" [ ! -s broken ]

# ---- the commands ----

# The command of a page as it is run here: one round, small files, another /tmp.
mkdir tmp
adapt() { # COMMAND
    echo "$1" | sed "s,/tmp/,$PWD/tmp/,g; s/--size [^ ]*/--size 64K/
        s,mapread run .*,& --rounds 1 --size 64K --dir $PWD/data,"
}

# Why this version cannot run it, or nothing.
lacks() { # COMMAND
    suite=$(echo "$1" | sed -n 's/.*--suite \([a-z]*\).*/\1/p')
    state=$(echo "$1" | sed -n 's/.*--state \([a-z]*\).*/\1/p')
    if [ -n "$suite" ] && ! "$mapread" list suites | grep -q "^  $suite "; then
        echo "no suite $suite in this version"
    elif [ -n "$state" ] && ! "$mapread" list states | grep -q "^  $state "; then
        echo "no state $state in this version"
    fi
}

run_command() { # COMMAND
    why=$(lacks "$1")
    if [ -n "$why" ]; then
        skip "$1" "$why"
    else
        check "$1" 0 '' -- sh -c "$(adapt "$1")"
    fi
}

count=0
for page in "$pages"/*.md; do
    lacked=
    sed -n -e 's/^    \(build\/mapread .*\)/\1/p' -e 's/^    \(: >.*\)/\1/p' "$page" >commands
    while read -r command; do
        count=$((count + 1))
        # What shows a run that could not be made cannot be shown either.
        case $command in
        *' show '*) [ -z "$lacked" ] || { skip "$command" "$lacked"; continue; } ;;
        *' run '*) lacked=$(lacks "$command") ;;
        esac
        run_command "$command"
    done <commands
done
check_that 'the pages have commands' [ "$count" -ge 40 ]
check_that 'there are runs' [ "$(cat tmp/*/run.json | grep -c '"suite"')" -ge 12 ]
check_that 'no page asks a method for what it cannot do' \
    sh -c '! grep -E "\"cause\": \"($0)\"" tmp/*/run.json' \
    'front-to-back|not-in-place|only-changes|(gives|reaches)-.*|method-of-one-thread'

# ---- what they should show ----
value() { sed -n "s/.*\"$1\": \([0-9]*\).*/\1/p" "$world/out"; }
"$mapread" gen text --size 1MiB -o text >/dev/null 2>&1
"$mapread" gen records --size 64K -o records >/dev/null 2>&1
run "$mapread" case walk pread text
reads=$(value read_calls)
run "$mapread" case walk mmap text
if [ -n "$reads" ]; then
    check_that 'a walk in a mapping needs no calls' \
        [ "$reads" -gt $((100 * ($(value read_calls) + 1))) ]
else
    skip 'a walk in a mapping needs no calls' 'this system does not count calls'
fi
run "$mapread" case allocate mmap-anonymous records
fresh=$(value minor_faults)
run "$mapread" case allocate malloc records
if getconf GNU_LIBC_VERSION >/dev/null 2>&1; then
    check_that 'a small block of malloc is used again' [ "$fresh" -gt $((10 * $(value minor_faults))) ]
    run "$mapread" case allocate mmap-anonymous text
    fresh=$(value minor_faults)
    run "$mapread" case allocate malloc text
    check_that 'malloc learns to keep blocks of 1 MiB' \
        [ "$fresh" -gt $((3 * $(value minor_faults))) ]
else
    skip 'a small block of malloc is used again' 'the C library is not glibc'
    skip 'malloc learns to keep blocks of 1 MiB' 'the C library is not glibc'
fi

finish
