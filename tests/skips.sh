#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What was skipped, and why, of meson's log of the tests. 0 when every reason is one of
# tests/skips.txt, 1 when another is there or a test gives none.
#
#     tests/skips.sh TESTLOG [KIND-OF-REASON]...
#
# "machine" holds always; name "portable" for a build without what only Linux has.
set -u
log=${1:?the log of meson test, meson-logs/testlog.txt}
shift
awk -v kinds=" machine $* " '
    FNR == NR {
        if (/^[a-z]/ && index(kinds, " " $1 " "))
            known[++count] = substr($0, length($1) + 2)
        next
    }
    function tell(what, why, i) {
        for (i = 1; i <= count && why !~ known[i]; i++);
        print (i <= count ? "skipped: " : "NOT TO BE SKIPPED: ") what ": " why
        bad += i > count
    }
    /^test: / { name = $NF; case_name = ""; tests++ }
    /^\[ RUN / { case_name = $NF; reason = "" }
    /^skipped: / { reason = substr($0, 10); tell(name ": " case_name, reason) }
    /^\[  SKIPPED \]/ && $NF == case_name && reason == "" { tell(name ": " case_name, "no reason") }
    /^\[ *(OK|SKIPPED|FAILED) *\]/ { case_name = "" } # what follows is a summary
    /^ok .* # SKIP/ {
        sub(/^ok [0-9]* - /, "")
        split($0, part, / # SKIP */)
        tell(name ": " part[1], part[2] == "" ? "no reason" : part[2])
    }
    END {
        if (!tests) print "NOT TO BE SKIPPED: everything: there is no test in this log"
        exit bad > 0 || !tests
    }
' "$(dirname "$0")/skips.txt" "$log"
