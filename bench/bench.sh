#!/bin/sh
# SPDX-License-Identifier: MIT
# make bench: measure, time whole processes, draw, show. From the environment: BUILD, SUITE,
# DIR (where the data lies), FILE (measure this one), PATTERN and REGEX (what is looked for),
# OUT (where the results go), AA (a run of mapread aa, whose widths become the margins of the
# verdicts).
set -eu
mapread=$BUILD/mapread
: "${SUITE:=${FILE:+own}}" "${SUITE:=default}" "${DIR:=data}"

case $SUITE in
*/*) suite=$SUITE ;;
*) suite=$BUILD/bench/suites/$SUITE.suite ;;
esac

status=0
results=$("$mapread" run --suite "$SUITE" --dir "$DIR" ${FILE:+--file "$FILE"} \
    ${PATTERN:+--pattern "$PATTERN"} ${REGEX:+--regex "$REGEX"} ${OUT:+-o "$OUT"}) || status=$?
[ -n "$results" ] || exit "$status"

sh bench/whole-process.sh "$mapread" "$suite" "$DIR" "$results" ${FILE:+"$FILE"} || status=$?
"$mapread" report "$results" -o "$results" ${AA:+--aa "$AA"} >/dev/null || status=$?
"$mapread" show --answer "$results" ${AA:+--aa "$AA"} || status=$?
exit "$status"
