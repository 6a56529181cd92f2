#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What is asked for goes to standard output, with status 0.
#
#     tests/cli/test_help.sh FOLDER-OF-THE-PROGRAMS
set -u
. "$(dirname "$0")/lib.sh"

# check_text NAME PATTERN -- COMMAND...: status 0, nothing on stderr.
check_text() {
    name=$1 pattern=$2
    shift 3
    run "$@"
    why=$(complaint 0 "$pattern" "$world/out")
    [ -n "$why" ] || [ ! -s "$world/err" ] || why="stderr says: $(cat "$world/err")"
    passed "$name" "$why"
}

check_text 'mapread --help' '^Usage: mapread COMMAND' -- "$mapread" --help
check_text 'mapread -h' '^Usage: mapread COMMAND' -- "$mapread" -h
check_text 'mapread --version' '^mapread [0-9]+\.[0-9]+' -- "$mapread" --version
check_text 'mapread -V' '^mapread [0-9]+\.[0-9]+' -- "$mapread" -V
check_text 'mapread help' '^Usage: mapread COMMAND' -- "$mapread" help
check_text 'mapread help show' '^Usage: mapread show' -- "$mapread" help show
commands=$("$mapread" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p')
check_that 'there are commands' [ "$(echo "$commands" | wc -l)" -ge 7 ]
for command in $commands; do
    check_text "mapread $command --help" "^Usage: mapread $command" -- "$mapread" "$command" --help
    check_that "mapread $command --help tells of --help" grep -q -e '-h, --help' "$world/out"
    check_text "mapread $command -h" "^Usage: mapread $command" -- "$mapread" "$command" -h
    check_text "mapread $command --help beats what is wrong" '^Usage' -- \
        "$mapread" "$command" --help one two three four
done
for command in $commands; do "$mapread" "$command" --help; done >"$world/told"
for format in $("$mapread" list formats | sed '1d; s/^  \([a-z0-9-]*\) .*/\1/'); do
    check_that "a command's --help tells of $format" grep -q "^  $format  *[^ ]" "$world/told"
done
check_text 'mapread-bench --help' '^Usage: mapread-bench --file' -- "$bench" --help
check_that 'it tells of --benchmark_filter' grep -q -e '--benchmark_filter' "$world/out"

topics='\(methods\|workloads\|states\|kinds\|suites\|techniques\|formats\)'
for topic in methods workloads states kinds suites techniques formats; do
    check_text "mapread list $topic" "^  $topic +mapread" -- "$mapread" list "$topic"
    check_that "list $topic alone" [ "$(grep -c "^  $topics  *mapread" "$world/out")" -eq 1 ]
    "$mapread" list "$topic" | sed 1d >"$world/part"
    check_that "$topic have a name and a summary" \
        [ "$(grep -cv '^  [a-z][a-z0-9-]*  *[^ ]' "$world/part")" -eq 0 ]
    check_that "there are $topic" [ -s "$world/part" ]
done
check_text 'mapread list' '^  suites +mapread run --suite NAME$' -- "$mapread" list
check_that 'both kinds of replace say what a crash leaves' \
    [ "$("$mapread" list workloads | grep -c '^  replace.*; a.* crash')" -eq 4 ]
check_that 'list lists all' [ "$(grep -c "^  $topics  *mapread" "$world/out")" -eq 7 ]
check_that 'list is no wider than 100 columns' [ "$(awk 'length > 100' "$world/out" | wc -l)" -eq 0 ]

check_text 'mapread list as Markdown' '^\| warm +\| the whole file' -- "$mapread" list --format markdown
check_text 'mapread list as JSON' '"name": "warm",$' -- "$mapread" list --format json states
check_that 'of one topic' [ "$(grep -c '\[$' "$world/out")" -eq 1 ]
check_text 'mapread doctor as Markdown' '^\| (good|warning|bad|unknown) +\| load' -- \
    "$mapread" doctor --format markdown

if [ -c /dev/full ]; then
    # What does not arrive is an error, for help as for data.
    for arguments in list --help --version 'list --help'; do
        # shellcheck disable=SC2086
        "$mapread" $arguments >/dev/full 2>"$world/err"
        status=$?
        check_that "mapread $arguments to a full device fails" [ "$status" -eq 1 ]
        check_that "mapread $arguments tells so in one line" \
            [ "$(wc -l <"$world/err")" -eq 1 ]
    done
    "$bench" --help >/dev/full 2>"$world/err"
    status=$?
    check_that 'mapread-bench --help to a full device fails' [ "$status" -eq 1 ]
else
    skip 'a full device' 'there is no /dev/full'
fi

check_that 'nothing was made' [ -z "$(ls -A)" ]

# ---- the manual page and the completions hold every command and option ----
for form in man bash zsh fish; do
    "$mapread" help --as $form >"manual.$form" 2>/dev/null
    check_that "the $form form is there" [ -s "manual.$form" ]
    missing=
    for command in $commands; do
        grep -q "$command" "manual.$form" || missing="$missing $command"
        for option in $("$mapread" "$command" --help | sed -n 's/^ .*--\([a-z-]*\) .*/\1/p'); do
            case $form in
            man) wanted="\\\\-\\\\-$(echo "$option" | sed 's/-/\\\\-/g')" ;;
            fish) wanted="__fish_seen_subcommand_from $command' -l $option" ;;
            *) wanted="--$option" ;;
            esac
            grep -q -e "$wanted" "manual.$form" || missing="$missing $command:$option"
        done
    done
    check_that "nothing is missing in the $form form:$missing" [ -z "$missing" ]
done
check_that 'bash takes it' bash -n manual.bash
check_that 'and completes' [ "$(bash -c '. ./manual.bash; COMP_WORDS=(mapread compare --fa) COMP_CWORD=2
    _mapread; echo "${COMPREPLY[@]}"')" = --fail-on ]
check_that 'and commands' [ "$(bash -c '. ./manual.bash; COMP_WORDS=(mapread doc) COMP_CWORD=1
    _mapread; echo "${COMPREPLY[@]}"')" = doctor ]
check_error 'another form' 2 'man, bash, zsh or fish' -- "$mapread" help --as ksh
finish
