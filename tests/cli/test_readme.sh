#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The figures of README.md are those of the runs in the repository.
#
#     tests/cli/test_readme.sh FOLDER-OF-THE-PROGRAMS
set -u
. "$(dirname "$0")/lib.sh"
here=$(cd "$(dirname "$0")" && pwd) || exit 99
source=${MAPREAD_SOURCE:-$here/../..}
build=$(dirname "$mapread")

splice() { (cd "$source" && sh docs/splice.sh "$1" "$build") >spliced; }
for file in README.md docs/file-systems.md docs/costs.md docs/kernels.md; do
    check_that "$file has figures to splice in" \
        [ "$(grep -c '^<!-- \$ build/mapread' "$source/$file")" -ge 1 ]
    check_that 'they can be made' splice $file
    check_that 'and are what stands there (else: make readme)' cmp -s spliced "$source/$file"
done

printf 'a\n<!-- $ echo new -->\nold\n<!-- end -->\nb\n' >"$PWD/document"
check_that 'what is spliced in is new' splice "$PWD/document"
check_that 'and takes the place of the old' \
    [ "$(cat spliced)" = "$(printf 'a\n<!-- $ echo new -->\nnew\n<!-- end -->\nb')" ]
printf '<!-- $ echo new -->\nold\n' >"$PWD/document"
check_that 'a part without an end is refused' sh -c "! sh '$source/docs/splice.sh' document '$build' >/dev/null 2>&1"
finish
