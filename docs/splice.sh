#!/bin/sh
# SPDX-License-Identifier: MIT
# Prints a document with the output of its commands in place: what stands between a line
# "<!-- $ COMMAND -->" and "<!-- end -->" is what COMMAND prints, from the folder of the sources.
#   docs/splice.sh FILE BUILD
set -eu
file=$1 build=$2
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
    '<!-- $ '*' -->')
        printf '%s\n' "$line"
        command=${line#'<!-- $ '}
        sh -c "$(printf '%s' "${command%' -->'}" | sed "s,build/mapread,$build/mapread,g")" </dev/null
        while IFS= read -r line && [ "$line" != '<!-- end -->' ]; do :; done
        [ "$line" = '<!-- end -->' ] || {
            echo "$file: no '<!-- end -->' behind: $command" >&2
            exit 1
        }
        ;;
    esac
    printf '%s\n' "$line"
done <"$file"
