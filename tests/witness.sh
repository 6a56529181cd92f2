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
rounds 4
text-64MiB warm full-read read,chunk,mmap
text-64MiB warm find read,chunk/buffer:4K,mmap
END
# The file is filled as ours is: by read() in 128 KiB, which decides the page cache's folios.
fill() {
    sync
    dd if="$work/text" iflag=nocache count=0 2>/dev/null
    dd if="$work/text" of=/dev/null bs=128K 2>/dev/null
}
"$build/mapread" gen text --size 64M --bytes-only -o "$work/text" 2>/dev/null
# They take turns: the machine changes meanwhile.
for turn in 1 2 3 4 5 6; do
    fill
    "$work/witness" "$work/text" >>"$work/witness.tsv"
    rm -rf "$work/run"
    "$build/mapread" run --suite "$work/witness.suite" --dir "$work/data" -o "$work/run" \
        >/dev/null 2>&1
    "$build/mapread" export --format csv "$work/run" | awk -F, '
        FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        { name = $at["workload"] "/" $at["method"]
          if (name == "find/chunk") name = name "/buffer:4KiB"
          print name, $at["wall_ns"] }' >>"$work/mapread.tsv"
done
sort -k1,1 -k2,2n "$work/witness.tsv" >"$work/witness.sorted"
sort -k1,1 -k2,2n "$work/mapread.tsv" >"$work/mapread.sorted"
awk '
    function median(of, c) {
        return (ns[of, c, int((n[of, c] + 1) / 2)] + ns[of, c, int(n[of, c] / 2) + 1]) / 2
    }
    { of = FILENAME ~ /witness.sorted$/; ns[of, $1, ++n[of, $1]] = $2; if (of) names[$1] }
    END {
        for (c in names) {
            witness = median(1, c); ours = median(0, c)
            limit = c ~ /^find/ ? 0.2 : 0.1
            bad = ours / witness > 1 + limit || ours / witness < 1 / (1 + limit)
            failed += bad
            printf "%-24s witness %10.1f us  mapread %10.1f us  %.2fx%s\n", c, witness / 1e3,
                ours / 1e3, ours / witness, bad ? "  BEYOND" : ""
        }
        exit failed > 0
    }' "$work/witness.sorted" "$work/mapread.sorted"
