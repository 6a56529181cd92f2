# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# Boots kernels under qemu; make test-kernels and make bench-kernels source it. From the
# environment:
#
#     KERNELS   "6.1 6.12": of each series the newest cloud kernel that Debian has here or in its
#               backports; or the path of a bzImage of your own
#     MODULES   for a bzImage: what make modules_install INSTALL_MOD_PATH=FOLDER filled; not
#               needed where virtio-pci, virtio-blk and the file systems are built in
#     ACCEL     tcg or kvm; not set: kvm where a guest comes up with it
#     APPEND    more for the kernel's command line
#     GUEST_MIB, UP_SECONDS   the memory of a guest (1536), and how long it may take to come up (60)
#     DIR       where there is room (data); DIR/kernels keeps what was downloaded
#
# The caller sets `program`. Everything lies in $work, which is named by its process: what a killed
# one left there is removed by the next, and its guests end with it.
: "${DIR:=data}" "${KERNELS:=6.1 6.12}" "${MODULES:=}" "${ACCEL:=}" "${APPEND:=}"
guest_mib=${GUEST_MIB:-1536} up_seconds=${UP_SECONDS:-60}
PATH=$PATH:/usr/sbin:/sbin

tell() {
    echo "$program: $*" >&2
}

die() { # STATUS TEXT
    status=$1
    shift
    tell "$@"
    exit "$status"
}

# Sees that there is room, makes $work and finds out what runs guests here.
begin() { # GUESTS-AT-ONCE MIB-OF-DISK
    [ "$(uname -m)" = x86_64 ] || die 1 "the guests are x86-64, and this machine is not"
    case $ACCEL in
    '' | tcg | kvm) ;;
    *) die 2 "ACCEL=$ACCEL: tcg or kvm" ;;
    esac
    for tool in qemu-system-x86_64 busybox cpio depmod mke2fs mkfs.xfs mkfs.btrfs; do
        command -v "$tool" >/dev/null ||
            die 1 "there is no $tool: ./bootstrap --kernels installs what is missing"
    done
    memory=$(awk '/^MemAvailable/ { print int($2 / 1024) }' /proc/meminfo)
    [ "$memory" -ge $(($1 * guest_mib + 512)) ] ||
        die 1 "$1 guests take $(($1 * guest_mib + 512)) MiB of memory, and $memory are free"
    mkdir -p "$DIR" || exit
    room=$(df -Pm "$DIR" | awk 'NR == 2 { print $4 }')
    [ "$room" -ge "$2" ] ||
        die 1 "$DIR: disks of guests take up to $2 MiB, and $room are free;" \
            "name a folder with more room with DIR="
    for stale in "$DIR"/.mapread-kernels-*; do
        kill -0 "${stale##*-}" 2>/dev/null || rm -rf "$stale"
    done
    work=$(cd "$DIR" && pwd)/.mapread-kernels-$$
    mkdir "$work" || exit
    trap leave EXIT
    trap 'tell interrupted; exit 130' INT TERM HUP
}

# Whoever works for this one ends, and nothing is left of it.
children=
leave() {
    trap '' INT TERM HUP
    [ -z "${mounted:-}" ] || umount "$mounted" || :
    # shellcheck disable=SC2086 # numbers
    [ -z "$children" ] || kill $children 2>/dev/null || :
    while echo "$work/" | grep -qsF -f - /proc/[0-9]*/cmdline; do
        sleep 0.1
    done
    rm -rf "$work"
}

# ---- kernels ----

# The newest package of a series; nothing where there is none.
newest() { # SERIES
    series=$(echo "$1" | sed 's/[.]/[.]/g')
    apt-cache search --names-only "^linux-image-$series[.].*-cloud-amd64\$" |
        awk '{ print $1 }' | sort -V | tail -n 1
}

# From here on apt looks into this system's backports alone, at the mirror that it uses.
look_into_backports() {
    release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' \
        "Codename: $release" | head -n 1)
    keys=/usr/share/keyrings/debian-archive-keyring.gpg
    mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial"
    echo "deb [signed-by=$keys] $mirror $release-backports main" >"$work/apt/list"
    cat >"$work/apt/conf" <<END
Dir::Etc::SourceList "$work/apt/list";
Dir::Etc::SourceParts "-";
Dir::State::Lists "$work/apt/lists";
Dir::Cache "$work/apt/cache";
END
    export APT_CONFIG="$work/apt/conf"
    [ -n "$mirror" ] && apt-get -q update >"$work/apt/log" 2>&1
}

unpack() { # PACKAGE FOLDER
    (cd "$work" && apt-get -q -o APT::Sandbox::User=root download "$1") >"$work/log" 2>&1 &&
        dpkg-deb -x "$work/$1"_*.deb "$2" || die 1 "$1: $(tail -n 1 "$work/log")"
    rm "$work/$1"_*.deb
}

# Of a series: into DIR/kernels, for good. In a shell of its own, for what apt is told.
get_package() (
    package=$(newest "$1")
    [ -n "$package" ] || { look_into_backports && package=$(newest "$1"); } || :
    [ -n "$package" ] ||
        die 1 "$1: Debian has no kernel of this series here or in its backports;" \
            "see apt-cache search linux-image, or name a bzImage"
    tell "$1: $package"
    unpack "$package" "$work/unpacked-$1"
    mv "$work/unpacked-$1/boot"/vmlinuz-* "$work/unpacked-$1/vmlinuz"
    mkdir -p "$DIR/kernels"
    mv -T "$work/unpacked-$1" "$DIR/kernels/$1"
)

# The modules that a guest needs, and those that they need, in the order of their loading.
modules_of() { # FOLDER
    release=$(ls "$1/lib/modules") && depmod -b "$1" "$release" || return
    for module in virtio_pci virtio_blk xfs btrfs zram; do
        modprobe -d "$1" -S "$release" --show-depends "$module" 2>"$work/log" || :
    done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }'
}

# The first root of a guest: a shell, modules, init.
make_initramfs() { # FOLDER-OF-MODULES FILE
    first=$(mktemp -d "$work/first-XXXXXX")
    mkdir -p "$first/bin" "$first/lib"
    cp "$(command -v busybox)" "$first/bin/busybox"
    cp bench/kernels/init "$first/init"
    : >"$first/modules"
    [ -z "$1" ] || for module in $(modules_of "$(cd "$1" && pwd)"); do
        cp "$module" "$first/lib"
        file=$(basename "$module")
        case $file in *.xz) xz -d "$first/lib/$file" ;; esac
        echo "${file%.xz}" >>"$first/modules"
    done
    (cd "$first" && find . | cpio -o -H newc --quiet) | gzip -1 >"$2"
    rm -r "$first"
}

# Sets $name, $image and $initramfs of one of KERNELS.
prepare_kernel() { # KERNEL
    name=$(basename "$1") initramfs=$work/initramfs-$(basename "$1")
    case $1 in
    */*)
        [ -r "$1" ] || die 1 "$1: no such kernel; name a bzImage, or a series of Debian's like 6.1"
        image=$1 modules=$MODULES
        ;;
    *[!0-9.]* | '')
        die 2 "'$1' is no kernel: name a series of Debian's like 6.1, or a bzImage's path"
        ;;
    *)
        [ -e "$DIR/kernels/$1/vmlinuz" ] || get_package "$1" || exit
        image=$DIR/kernels/$1/vmlinuz modules=$DIR/kernels/$1
        ;;
    esac
    [ -e "$initramfs" ] || make_initramfs "$modules" "$initramfs"
}

# ---- disks ----

# The root that all guests share: a shell, and programs with their libraries, each at its place.
make_root() { # FILE MIB PROGRAM...
    root=$work/root image_file=$1 mib=$2
    shift 2
    mkdir -p "$root/bin" "$root/proc" "$root/sys" "$root/dev" "$root/tmp" "$root/etc"
    cp "$(command -v busybox)" "$root/bin/busybox"
    cp bench/kernels/init "$root/init"
    echo 'root:x:0:0:root:/:/bin/sh' >"$root/etc/passwd"
    echo 'root:x:0:' >"$root/etc/group"
    for file in "$@" $(ldd "$@" 2>/dev/null | grep -o '/[^ :]*[^ :)]' | sort -u); do
        [ -e "$root$file" ] || { mkdir -p "$root$(dirname "$file")" && cp -L "$file" "$root$file"; }
    done
    find "$root" -type f -exec strip --strip-debug {} + 2>/dev/null || :
    mke2fs -q -t ext4 -d "$root" -E root_owner=0:0 "$image_file" "${mib}M" >"$work/log" 2>&1 ||
        die 1 "the guests' root: $(tail -n 1 "$work/log")"
    rm -r "$root"
}

make_disk() { # TYPE FILE MIB
    case $1 in
    ext4) set -- "$@" mke2fs -q -t ext4 -F ;;
    xfs) set -- "$@" mkfs.xfs -q -f ;;
    btrfs) set -- "$@" mkfs.btrfs -q -f ;;
    *) die 2 "$1: no file system that guests have; these are: ext4 xfs btrfs" ;;
    esac
    truncate -s "${3}M" "$2"
    type=$1 file=$2
    shift 3
    "$@" "$file" >"$work/log" 2>&1 || die 1 "a disk of $type: $(tail -n 1 "$work/log")"
}

# ---- guests ----

# Linux 6.12 uses cmpxchg16b where it is offered, and panics: qemu 7.2 emulates it with wrong flags.
# Where erms says that copying strings byte by byte is fast, it is done, and in emulation it is slow.
# Two processors in one thread are faster than in two, for whoever waits for the other.
qemu_options() { # ACCELERATOR
    case $1 in
    kvm) echo -accel kvm -cpu host ;;
    tcg) echo -accel tcg,thread=single -cpu max,la57=off,cx16=off,erms=off,fsrm=off ;;
    esac
}

# Where ACCEL is not set: that there is /dev/kvm does not say that a guest comes up with it.
choose_accelerator() {
    [ -z "$ACCEL" ] || return 0
    ACCEL=tcg
    [ -r /dev/kvm ] && [ -w /dev/kvm ] || return 0
    echo 'exit 0' >"$work/job"
    ACCEL=kvm
    (up_seconds=20 && boot "$work/job" "$work/out" 30) 2>"$work/log" || {
        tell "no guest comes up with KVM; the processor is emulated: $(tail -n 1 "$work/log")"
        ACCEL=tcg
    }
}

last_line() { # CONSOLE
    grep -v 'terminating on signal' "$1" | tr -cd '[:print:]\n' | grep . | tail -n 1
}

# What went wrong, from what a guest printed.
complaint() { # CONSOLE STATUS-OF-QEMU SECONDS
    if line=$(grep -m 1 -E 'Kernel panic|Out of memory and no killable' "$1"); then
        echo "the guest panicked: ${line#*] }"
    elif grep -q 'mapread-guest: no virtio disk' "$1"; then
        echo 'the guest sees no virtio disk: the kernel needs CONFIG_VIRTIO_PCI and' \
            'CONFIG_VIRTIO_BLK, built in or in MODULES'
    elif line=$(grep -m 1 '^mapread-guest: no ' "$1"); then
        echo "the kernel has ${line#mapread-guest: }"
    elif [ -e "$guest/hangs" ]; then
        echo "the guest did not come up within $up_seconds s; its last line: $(last_line "$1")"
    elif [ "$2" -ge 124 ]; then
        echo "the guest was not done within $3 s; its last line: $(last_line "$1")"
    else
        echo "the guest ended too early; its last line: $(last_line "$1")"
    fi
}

# Boots $image, runs the job and fills the folder OUT with what it left in /out. A guest is
# ended after so many seconds, and after $up_seconds if it is not up. A disk is named as its file
# system, and lies in $work; what is written to it is gone afterwards, but with `keep`. The status
# of the job; 99 and a complaint: there is none.
boot() { # JOB OUT SECONDS DISK...
    guest=$(mktemp -d "$work/guest-XXXXXX") out=$2 seconds=$3 snapshot=on
    [ -z "${keep:-}" ] || snapshot=off
    cp "$1" "$guest/job"
    tar -cf "$guest/job.tar" -C "$guest" job
    truncate -s 256M "$guest/out.tar"
    shift 3
    disks="-drive file=$work/root.ext4,format=raw,if=virtio,cache=unsafe,snapshot=on"
    for disk in "$guest/job.tar" "$guest/out.tar"; do
        disks="$disks -drive file=$disk,format=raw,if=virtio,cache=unsafe"
    done
    for type; do
        disks="$disks -drive file=$work/$type,format=raw,if=virtio,cache=unsafe,snapshot=$snapshot"
    done
    # shellcheck disable=SC2046,SC2086 # options
    setpriv --pdeathsig TERM timeout -k 5 "$seconds" qemu-system-x86_64 $(qemu_options "$ACCEL") \
        -machine q35 -smp 2 -m "$guest_mib" -nodefaults -no-user-config -display none \
        -serial stdio -no-reboot -kernel "$image" -initrd "$initramfs" \
        -append "console=ttyS0 panic=-1 quiet mapread_disks=$(echo "$*" | tr ' ' ,) $APPEND" \
        $disks >"$guest/console" 2>&1 </dev/null &
    qemu=$!
    watch_guest "$guest/console" &
    watcher=$!
    ended=0
    wait "$qemu" || ended=$?
    wait "$watcher" || :
    kill -0 "$$" 2>/dev/null || exit
    answer=$(tr -d '\r' <"$guest/console" | sed -n 's/^mapread-guest: status //p')
    mkdir -p "$out"
    cp "$guest/console" "$out/console.log"
    if [ -n "$answer" ]; then
        tar -xf "$guest/out.tar" -C "$out" 2>"$work/log" || :
    else
        tr -d '\r' <"$guest/console" >"$guest/text"
        tell "$name: $(complaint "$guest/text" "$ended" "$seconds")"
        answer=99
    fi
    rm -r "$guest"
    return "$answer"
}

# Tells what the guest says until it ends, and ends it if it does not come up.
watch_guest() { # CONSOLE
    told=0 tenths=0
    while kill -0 "$qemu" 2>/dev/null; do
        sleep 0.1
        tenths=$((tenths + 1))
        tell_lines "$1"
        kill -0 "$$" 2>/dev/null || kill "$qemu" 2>/dev/null || : # nobody waits any more
        [ "$told" -gt 0 ] || [ "$tenths" -lt $((10 * up_seconds)) ] || {
            : >"$guest/hangs"
            kill "$qemu" 2>/dev/null || :
        }
    done
    tell_lines "$1"
}

tell_lines() { # CONSOLE: what was not yet told of it
    lines=$(tr -d '\r' 2>/dev/null <"$1" | sed -n 's/^mapread-guest: //p' |
        tail -n "+$((told + 1))")
    [ -n "$lines" ] || return 0
    told=$((told + $(echo "$lines" | wc -l)))
    echo "$lines" | grep -v -e '^status' -e '^up$' -e '^no ' | sed "s|^|$name: |" >&2 || :
}
