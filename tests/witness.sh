#!/bin/sh
# SPDX-License-Identifier: MIT
# Does `mapread run` agree with tests/witness.c, which shares no code with it? By hand, on a quiet
# machine of x86: speed is not tested. A case fails beyond 10 % (full-read) or 20 % (find).
#   tests/witness.sh BUILD
set -eu
build=$1
here=$(dirname "$0")
work=$(mktemp -d "$build/witness-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cc -O3 -D_GNU_SOURCE -o "$work/witness" "$here/witness.c"
cat >"$work/witness.suite" <<END
rounds 20
text-64MiB warm full-read read,chunk,mmap
text-64MiB warm find read,chunk/buffer:4K,mmap
END
# The file is filled as ours is: by read() in 128 KiB, which decides the page cache's folios.
fill() {
    sync
    dd if="$work/text" iflag=nocache count=0 2>/dev/null
    dd if="$work/text" of=/dev/null bs=128K 2>/dev/null
}
# The witness before and after: the machine may change meanwhile.
"$build/mapread" gen text --size 64M --bytes-only -o "$work/text" 2>/dev/null
fill
"$work/witness" "$work/text" >"$work/before"
"$build/mapread" run --suite "$work/witness.suite" --dir "$work/data" -o "$work/run" >/dev/null 2>&1
fill
"$work/witness" "$work/text" >"$work/after"
"$build/mapread" export --format csv "$work/run" | awk -F, -v OFS='\t' '
    FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    { name = $at["workload"] "/" $at["method"]
      if ($at["workload"] == "find" && $at["method"] == "chunk") name = name "/buffer:4KiB"
      print name, $at["first_ns"] }' | sort -k1,1 -k2,2n >"$work/ours"
awk '
    FILENAME ~ /before$/ { before[$1] = $2; order[++count] = $1; next }
    FILENAME ~ /after$/ { after[$1] = $2; next }
    { ns[$1, ++n[$1]] = $2 }
    END {
        for (i = 1; i <= count; i++) {
            c = order[i]
            ours = (ns[c, int((n[c] + 1) / 2)] + ns[c, int(n[c] / 2) + 1]) / 2
            theirs = (before[c] + after[c]) / 2
            limit = c ~ /^find/ ? 0.2 : 0.1
            bad = ours / theirs > 1 + limit || ours / theirs < 1 / (1 + limit)
            failed += bad
            printf "%-24s witness %10.1f us (%.1f, %.1f)  mapread %10.1f us  %.2fx%s\n", c,
                theirs / 1e3, before[c] / 1e3, after[c] / 1e3, ours / 1e3, ours / theirs,
                bad ? "  BEYOND" : ""
        }
        exit failed > 0
    }' "$work/before" "$work/after" "$work/ours"
