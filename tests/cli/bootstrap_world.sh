# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# What the test of ./bootstrap begins with: made-up worlds in the folder $world, one run in
# them, and what must have come of it.

make_up() {
    name=$1
    shift
    { echo '#!/bin/sh' && printf '%s\n' "$@"; } >"$world/$name" && chmod +x "$world/$name"
}

# What the project needs, in $world/all: pkg-config knows every library without a file
# no-NAME, in every version without a file old-NAME.
make_up_needs() {
    for name in cc c++ ninja hyperfine git; do
        make_up "all/$name" 'exit 0'
    done
    make_up all/gnuplot "[ ! -e '$world/no-pngcairo' ]"
    make_up all/clang "[ ! -e '$world/no-rt' ]"
    printf '%s\n' "#!$world/all/python3" \
        "if [ -e '$world/old-meson' ]; then echo 0.61.2; else echo 1.0.1; fi" >"$world/all/meson"
    chmod +x "$world/all/meson"
    # Runs the meson above, and knows every module without a file no-NAME.
    make_up all/python3 '[ "$1" = -c ] || exec sh "$@"' "case \$2 in" \
        "*jsonschema*) [ ! -e '$world/no-jsonschema' ] ;;" \
        "*scipy*) [ ! -e '$world/no-scipy' ] ;;" 'esac'
    for name in chromium perf strace mkfs.ext4 mkfs.xfs mkfs.btrfs mksquashfs mkfs.erofs \
        bindfs gcovr fio rg qemu-system-x86_64 busybox cpio depmod xz; do
        make_up "all/$name" 'exit 0'
    done
    make_up all/pkg-config \
        "[ ! -e '$world'/no-\$2 ] || exit 1" \
        "[ ! -e '$world'/old-\$2 ] || [ \$1 != --atleast-version=1.7.1 ]"
}

# make_up_manager TOOL: writes its calls to $world/log; "install" or "add" or -S brings what
# was missing, unless there is a file lies-TOOL; fails if there is fails-TOOL-VERB.
make_up_manager() {
    make_up "bin/$1" \
        "echo \"$1 \$*\${DEBIAN_FRONTEND:+ (\$DEBIAN_FRONTEND)}\" >>'$world/log'" \
        "for verb; do [ ! -e '$world/fails-$1'-\$verb ] || exit 100; done" \
        'case " $* " in *" install "* | *" add "* | *" -S "*) ;; *) exit 0 ;; esac' \
        "[ -e '$world/lies-$1' ] || { rm -f '$world'/no-* '$world'/old-*" \
        "cp '$world'/all/* '$world/bin'; }"
}

# a_world UID [TOOL...]: nothing that is needed, and these package managers.
a_world() {
    rm -rf "${world:?}"/*
    mkdir "$world/bin" "$world/all"
    : >"$world/log"
    for tool in sh env mktemp rm cp sort tr sed; do
        ln -s "$(command -v $tool)" "$world/bin/$tool"
    done
    make_up bin/id "echo $1"
    make_up_needs
    shift
    for tool; do
        make_up_manager "$tool"
    done
}

# Everything is there but what the files named say.
but() {
    cp "$world"/all/* "$world/bin"
    for file; do
        : >"$world/$file"
    done
}

run() {
    status=0
    (unset CC CXX PKG_CONFIG DEBIAN_FRONTEND
    PATH=$world/bin exec "$(command -v "${TEST_SHELL:-sh}")" "$bootstrap" "$@") \
        >"$world/out" 2>"$world/err" || status=$?
}

# ---- checks ----

pass() {
    number=$((number + 1))
    echo "ok $number - $1"
}

fail() {
    echo "not ok $((number + 1)) - $1"
    for file in out err log; do
        sed "s/^/# $file: /" "$world/$file"
    done
    exit 1
}

# is WHAT FILE TEXT: the file holds exactly this text.
is() {
    [ "$(cat "$world/$2")" = "$3" ] || {
        printf '%s\n' "$3" | sed "s/^/# wanted in $2: /"
        fail "$1"
    }
}

ends() {
    [ "$status" -eq "$2" ] || fail "$1: status $status, not $2"
}
