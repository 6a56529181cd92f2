#!/bin/sh
# SPDX-License-Identifier: MIT
#
# ./bootstrap in made-up worlds: PATH holds a few real tools, made-up package managers
# that write down how they were called, and the programs that the project needs, or
# not. Nothing is installed here. TAP; stops at the first failure.
#
#     tests/cli/test_bootstrap.sh [path/to/bootstrap]    TEST_SHELL=dash to choose
set -u

bootstrap=${1:-$(dirname "$0")/../../bootstrap}
world=$(mktemp -d) || exit 99
trap 'rm -rf "$world"' EXIT
number=0
. "$(dirname "$0")/bootstrap_world.sh"

# ---- tests ----

everything='C compiler, C++ compiler, meson >= 1.0, ninja, pkg-config, jansson,'
everything="$everything Vectorscan or Hyperscan, Google Benchmark >= 1.7.1, nettle,"
everything="$everything gnuplot with PNG and SVG, hyperfine"
more="cmocka, clang, clang's sanitizers, git"

words() {
    echo "$*"
}

# manager TOOL REFRESH INSTALL PACKAGES PACKAGES_WITH_TESTS, in a world without anything
manager() {
    log="${2:+$2
}$3"
    id=0
    [ "$1" != brew ] || id=501

    a_world $id "$1" && offer_all && run
    ends "$1 installs" 0
    is "$1 installs" log "$log $4${frontend}"
    is "$1 installs" out "bootstrap: installing $4
bootstrap: done"
    run
    ends "$1 has nothing to do" 0
    is "$1 has nothing to do" out "bootstrap: nothing to do"
    is "$1 has nothing to do" log "$log $4${frontend}"
    pass "$1 installs what building needs, once"

    a_world $id "$1" && offer_all && run --test
    ends "$1 --test" 0
    is "$1 --test" log "$log $5${frontend}"
    pass "$1 installs what testing needs"
    asks "$@"
    [ "$1" = brew ] || sudoes "$@"
}

asks() {
    who=' as root' id=1000
    [ "$1" != brew ] || { who=' as a user that is not root' && id=0; }
    a_world $id "$1" && offer_all && run
    ends "$1 asks" 1
    is "$1 asks" out ''
    is "$1 asks" err "bootstrap: missing: $everything
bootstrap: run this$who, then try again:
    ${2:+$2 && }${env}$3 $4"
    is "$1 asks" log ''
    pass "$1 is not called by who may not, and the command is shown"
}

sudoes() {
    a_world 1000 "$1" && offer_all
    make_up bin/sudo 'exit 1'
    run
    ends "$1 with a sudo that asks" 1
    is "$1 with a sudo that asks" err "bootstrap: missing: $everything
bootstrap: run this, then try again:
    ${2:+sudo $2 && }sudo ${env}$3 $4"
    is "$1 with a sudo that asks" log ''

    a_world 1000 "$1" && offer_all
    # shellcheck disable=SC2016 # the made-up one's
    make_up bin/sudo '[ "$1" = -n ] || exit 1' shift '[ "$1" != true ] || exit 0' \
        "printf 'sudo ' >>'$world/log'" 'exec "$@"'
    run
    ends "$1 with sudo" 0
    is "$1 with sudo" log "${2:+sudo $2
}sudo $3 $4${frontend}"
    pass "$1 is called through sudo where that asks for no password"
}

# Every package there is can be had; apt-get has a command of its own to ask for that.
offer_all() {
    [ ! -e "$world/bin/apt-get" ] || make_up bin/apt-cache "[ ! -e '$world'/lacks-\$2 ]"
    for tool in dnf pacman zypper; do
        quiet_queries $tool
    done
}

# Questions are not installing: they stay out of the log.
quiet_queries() {
    [ -e "$world/bin/$1" ] || return 0
    mv "$world/bin/$1" "$world/bin/real-$1"
    make_up "bin/$1" 'for last; do :; done' \
        "case \" \$* \" in *' list '* | *' -Si '* | *' search '*)" \
        "[ ! -e '$world'/lacks-\$last ]; exit ;; esac" \
        "exec $world/bin/real-$1 \"\$@\""
}

test_managers() {
    frontend=' (noninteractive)' env='env DEBIAN_FRONTEND=noninteractive '
    manager apt-get 'apt-get update' 'apt-get install -y --no-install-recommends' \
        "$(words g++ gcc gnuplot-nox hyperfine libbenchmark-dev libc6-dev \
            libjansson-dev libvectorscan-dev meson nettle-dev ninja-build pkg-config)" \
        "$(words clang g++ gcc git gnuplot-nox hyperfine libbenchmark-dev libc6-dev \
            libclang-rt-dev libcmocka-dev libjansson-dev libvectorscan-dev meson \
            nettle-dev ninja-build pkg-config)"
    frontend='' env=''
    manager dnf '' 'dnf install -y' \
        "$(words gcc gcc-c++ gnuplot google-benchmark-devel hyperfine jansson-devel \
            meson nettle-devel ninja-build pkgconf-pkg-config vectorscan-devel)" \
        "$(words clang compiler-rt gcc gcc-c++ git gnuplot google-benchmark-devel \
            hyperfine jansson-devel libcmocka-devel meson nettle-devel ninja-build \
            pkgconf-pkg-config vectorscan-devel)"
    manager pacman 'pacman -Sy' 'pacman -S --needed --noconfirm' \
        "$(words benchmark gcc gnuplot hyperfine jansson meson nettle ninja pkgconf \
            vectorscan)" \
        "$(words benchmark clang cmocka compiler-rt gcc git gnuplot hyperfine jansson \
            meson nettle ninja pkgconf vectorscan)"
    manager apk 'apk update' 'apk add' \
        "$(words benchmark-dev font-dejavu g++ gcc gnuplot hyperfine jansson-dev meson \
            musl-dev nettle-dev pkgconf samurai vectorscan-dev)" \
        "$(words benchmark-dev clang cmocka-dev compiler-rt font-dejavu g++ gcc git gnuplot \
            hyperfine jansson-dev meson musl-dev nettle-dev pkgconf samurai \
            vectorscan-dev)"
    manager zypper '' 'zypper --non-interactive install --no-recommends' \
        "$(words benchmark-devel gcc gcc-c++ gnuplot hyperfine libjansson-devel \
            libnettle-devel meson ninja pkgconf-pkg-config vectorscan-devel)" \
        "$(words benchmark-devel clang gcc gcc-c++ git gnuplot hyperfine \
            libcmocka-devel libjansson-devel libnettle-devel meson ninja \
            pkgconf-pkg-config vectorscan-devel)"
    manager brew '' 'brew install' \
        "$(words gnuplot google-benchmark hyperfine jansson meson nettle ninja pkgconf \
            vectorscan)" \
        "$(words cmocka git gnuplot google-benchmark hyperfine jansson llvm meson \
            nettle ninja pkgconf vectorscan)"
    manager pkg '' 'pkg install -y' \
        "$(words benchmark gnuplot hyperfine jansson meson nettle ninja pkgconf \
            vectorscan)" \
        "$(words benchmark cmocka git gnuplot hyperfine jansson llvm meson nettle ninja \
            pkgconf vectorscan)"
}

test_nothing_missing() {
    for id in 0 1000; do
        a_world $id apt-get dnf pacman apk zypper brew pkg && but && run --test
        ends "nothing missing, uid $id" 0
        is "nothing missing, uid $id" out 'bootstrap: nothing to do'
        is "nothing missing, uid $id" err ''
        is "nothing missing, uid $id" log ''
        run --check --every-test
        ends "nothing missing, --check, uid $id" 0
        is "nothing missing, --check, uid $id" out ''
        is "nothing missing, --check, uid $id" err ''
    done
    pass 'with nothing missing nothing is called'
}

# only WHAT PACKAGES FILE...: with only this missing, only these are installed; a file
# without-NAME: that program is missing.
only() {
    what=$1 packages=$2
    shift 2
    a_world 0 apt-get && but "$@" && offer_all
    for file; do
        case $file in without-*) rm "$world/bin/${file#without-}" ;; esac
    done
    run --every-test
    ends "$what" 0
    is "$what" log "apt-get update
apt-get install -y --no-install-recommends $packages (noninteractive)"
    pass "$what"
}

test_only_missing() {
    only 'one library' libjansson-dev no-jansson
    only 'two of three' 'libcmocka-dev nettle-dev' no-nettle no-cmocka
    only 'an old Google Benchmark' libbenchmark-dev old-benchmark
    only 'an old meson' meson old-meson
    only 'gnuplot without PNG' gnuplot-nox no-pngcairo
    only 'clang without sanitizers' libclang-rt-dev no-rt
    only 'no jsonschema' python3-jsonschema no-jsonschema
    only 'no compare.py' 'libbenchmark-tools python3-numpy python3-scipy' no-scipy
    only 'no bindfs' 'bindfs fuse3' without-bindfs
    only 'no browser, no perf' 'chromium linux-perf' without-chromium without-perf
}

# What is missing when all is there but what some tests are skipped without.
test_every_test() {
    browser='Chromium, perf, strace'
    disks='mkfs.ext4, mkfs.xfs, mkfs.btrfs, mksquashfs, mkfs.erofs, bindfs'
    python='jsonschema >= 4 for Python'
    compare="Google Benchmark's compare.py"
    for case in "0 apt-get $browser, $disks, $python, $compare" \
        "1000 apt-get $browser, $python, $compare" "0 pacman $browser, $disks, $python" \
        "501 brew "; do
        id=${case%% *} wanted=${case#* }
        tool=${wanted%% *} wanted=${wanted#* }
        a_world "$id" "$tool" && but no-jsonschema no-scipy
        for name in chromium perf strace mkfs.ext4 mkfs.xfs mkfs.btrfs mksquashfs mkfs.erofs \
            bindfs; do
            rm "$world/bin/$name"
        done
        run --test --check
        ends "$tool, $id: tests run without" 0
        run --every-test --check
        ends "$tool, $id: some are skipped" "$([ -z "$wanted" ] && echo 0 || echo 1)"
        is "$tool, $id: some are skipped" err "${wanted:+bootstrap: missing: $wanted}"
    done
    pass 'what some tests are skipped without is for who asks, may use it and can have it'
}

# Every file system that make bench-fs knows, and what is installed for it alone.
test_file_systems() {
    for case in 'ext4 e2fsprogs' 'xfs xfsprogs' 'btrfs btrfs-progs' 'tmpfs' 'overlay e2fsprogs' \
        'squashfs e2fsprogs squashfs-tools' 'erofs e2fsprogs erofs-utils' \
        'fuse bindfs e2fsprogs fuse3'; do
        fs=${case%% *} packages=${case#"$fs"}
        a_world 0 apt-get && but no-cmocka && offer_all
        for program in perf mkfs.ext4 mkfs.xfs mkfs.btrfs mksquashfs mkfs.erofs bindfs; do
            rm "$world/bin/$program"
        done
        run --file-systems="$fs"
        ends "$fs" 0
        is "$fs" out "bootstrap: ${packages:+installing}${packages:-nothing to do}${packages:+
bootstrap: done}"
        run --file-systems="$fs"
        is "$fs, again" out 'bootstrap: nothing to do'
    done
    a_world 0 apt-get && but && offer_all && rm "$world/bin/mkfs.xfs" "$world/bin/mkfs.btrfs"
    run --file-systems='xfs tmpfs btrfs' --check
    ends 'several' 1
    is 'several' err 'bootstrap: missing: mkfs.xfs, mkfs.btrfs'
    pass 'what named file systems need is installed'
}

test_coverage() {
    a_world 0 apt-get && but no-cmocka && offer_all && rm "$world/bin/gcovr" && run --coverage
    ends '--coverage' 0
    is '--coverage' out 'bootstrap: installing gcovr libcmocka-dev
bootstrap: done'
    rm "$world/bin/gcovr" && run --every-test
    is 'nobody else asks for it' out 'bootstrap: nothing to do'
    pass 'what make coverage needs is for who asks'
}

test_limits() {
    a_world 0 apt-get && but && offer_all && rm "$world/bin/fio" "$world/bin/rg" && run --limits
    ends '--limits' 0
    is '--limits' out 'bootstrap: installing fio ripgrep
bootstrap: done'
    rm "$world/bin/fio" "$world/bin/rg" && run --every-test
    is 'nobody else asks for it' out 'bootstrap: nothing to do'
    pass 'what make limits needs is for who asks'
}

test_kernels() {
    a_world 0 apt-get && but && offer_all
    rm "$world/bin/qemu-system-x86_64" "$world/bin/mkfs.xfs"
    make_up bin/ldd 'exit 0' # busybox is there, and not static
    make_up all/ldd 'exit 1'
    run --kernels
    ends '--kernels' 0
    is '--kernels' out 'bootstrap: installing busybox-static qemu-system-x86 xfsprogs
bootstrap: done'
    rm "$world/bin/qemu-system-x86_64" && run --every-test
    is 'nobody else asks for it' out 'bootstrap: nothing to do'
    pass 'what guests need is for who asks'
}

test_check() {
    a_world 0 apt-get && run --check
    ends '--check' 1
    is '--check' out ''
    is '--check' err "bootstrap: missing: $everything"
    is '--check' log ''
    run --test --check
    ends '--check --test' 1
    is '--check --test' err "bootstrap: missing: $everything, $more"
    a_world 1000 && but no-nettle && run --check
    ends '--check without a manager' 1
    is '--check without a manager' err 'bootstrap: missing: nettle'
    a_world 0 && but no-cmocka && run --check
    ends '--check, cmocka is for tests' 0
    pass '--check names what is missing and installs nothing'
}

test_alternatives() {
    a_world 0 apt-get && but no-libhs no-rt lacks-libvectorscan-dev lacks-libclang-rt-dev
    offer_all && run --test
    ends 'apt-get, the second' 0
    is 'apt-get, the second' out 'bootstrap: installing libclang-rt-14-dev libhyperscan-dev
bootstrap: done'
    a_world 0 apt-get && but no-libhs lacks-libvectorscan-dev lacks-libhyperscan-dev
    offer_all && run
    is 'apt-get, no choice' out 'bootstrap: installing libvectorscan-dev
bootstrap: done'
    for pair in pacman:vectorscan:hyperscan dnf:vectorscan-devel:hyperscan-devel \
        zypper:vectorscan-devel:hyperscan-devel; do
        tool=${pair%%:*} names=${pair#*:}
        a_world 0 "$tool" && but no-libhs "lacks-${names%:*}" && offer_all && run
        ends "$pair" 0
        is "$pair" out "bootstrap: installing ${names#*:}
bootstrap: done"
    done
    pass 'of two names, the one that is offered is installed'
}

usage='usage: ./bootstrap [--test | --every-test] [--file-systems=NAMES] [--coverage] [--limits] [--kernels] [--check]'
test_errors() {
    a_world 0 && run
    ends 'no manager' 1
    is 'no manager' err "bootstrap: no known package manager; install by hand: $everything"
    a_world 501 brew && but && rm "$world/bin/cc" && run
    ends 'no package' 1
    is 'no package' err 'bootstrap: no brew package is known for: C compiler'
    a_world 0 apt-get && but no-jansson lies-apt-get && offer_all && run
    ends 'still missing' 1
    is 'still missing' err 'bootstrap: still missing: jansson'
    a_world 0 apt-get && but no-jansson fails-apt-get-install && offer_all && run
    ends 'cannot install' 1
    is 'cannot install' err 'bootstrap: apt could not install that'
    pass 'one clear line for each error'

    a_world 0 apt-get && but no-jansson fails-apt-get-update && offer_all && run
    ends 'a failing update' 0
    is 'a failing update' err 'bootstrap: apt-get update failed; going on'
    pass 'a failing update is no reason to stop'

    a_world 0 apt-get && run --help
    ends '--help' 0
    is '--help' out "$usage"
    for option in --tests '' x; do
        a_world 0 apt-get && run "$option"
        ends "option '$option'" 2
        is "option '$option'" err "$usage"
        is "option '$option'" log ''
    done
    pass 'an unknown option is refused'
}

# The shims of pyenv come first in PATH and answer nothing.
test_pyenv() {
    a_world 0 apt-get && but && make_up bin/python3 'exit 127' && make_up bin/python 'exit 127' && run
    ends 'a broken python3' 0
    is 'a broken python3' out 'bootstrap: nothing to do'
    pass 'a python3 of its own in PATH does no harm'
}

test_leaves_nothing() {
    a_world 0 apt-get && mkdir "$world/tmp" && offer_all
    TMPDIR=$world/tmp run --test
    ends 'temporary files' 0
    rmdir "$world/tmp" || fail 'temporary files are left'
    pass 'no temporary files are left'
}

test_managers
test_nothing_missing
test_only_missing
test_every_test
test_file_systems
test_coverage
test_limits
test_kernels
test_check
test_alternatives
test_errors
test_pyenv
test_leaves_nothing
echo "1..$number"
