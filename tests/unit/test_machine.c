/* SPDX-License-Identifier: MIT */
/* What is said about this machine, against other sources and never fixed values. */
#include <math.h>
#include <sys/utsname.h>

#include "config.h"
#include "measure/hypervisor.h"
#include "measure/machine.h"
#include "tests/test.h"
#include "tests/unit/measure_check.h"
#if HAVE_LINUX_EXTRAS
#include <sched.h>
#include <sys/sysinfo.h>
#endif

static void every_system_tells_the_basics(void **state)
{
    (void)state;
    struct machine m;
    struct utsname name;
    machine_read(&m);
    assert_true(uname(&name) >= 0);
    assert_string_equal(m.host, name.nodename);
    assert_memory_equal(m.kernel, name.sysname, strlen(name.sysname));
    assert_string_equal(m.kernel + strlen(name.sysname) + 1, name.release);
    same_number(m.page_bytes, (double)sysconf(_SC_PAGESIZE));
    assert_true(m.cores >= 1);
    assert_true(strlen(m.os) > 0 && strlen(m.cpu) > 0);
}

static void the_compiler_is_named(void **state)
{
    (void)state;
    struct toolchain t;
    char wanted[64];
#ifdef __clang__
    snprintf(wanted, sizeof wanted, "clang %d.%d.%d", __clang_major__, __clang_minor__,
             __clang_patchlevel__);
#else
    snprintf(wanted, sizeof wanted, "gcc %d.%d.%d", __GNUC__, __GNUC_MINOR__,
             __GNUC_PATCHLEVEL__);
#endif
    memset(&t, 'x', sizeof t);
    toolchain_read(&t);
    assert_memory_equal(t.compiler, wanted, strlen(wanted));
#ifdef MAPREAD_BUILD_FLAGS
    assert_memory_equal(t.flags, MAPREAD_BUILD_FLAGS, strlen(t.flags));
    assert_int_equal(strlen(t.flags) > 0, strlen(MAPREAD_BUILD_FLAGS) > 0);
#else
    assert_string_equal(t.flags, "");
#endif
#ifdef MAPREAD_BENCHMARK_LIBRARY
    assert_string_equal(t.benchmark_library, MAPREAD_BENCHMARK_LIBRARY);
#else
    assert_string_equal(t.benchmark_library, "");
#endif
}

static void tables_cover_their_structures(void **state)
{
    (void)state;
    static const struct {
        const struct field *field;
        size_t count, bytes;
    } table[] = { { machine_fields, MACHINE_FIELDS, sizeof(struct machine) },
                  { storage_fields, STORAGE_FIELDS, sizeof(struct storage) },
                  { toolchain_fields, TOOLCHAIN_FIELDS, sizeof(struct toolchain) } };
    for (size_t t = 0; t < COUNT(table); t++) {
        size_t end = 0;
        for (size_t i = 0; i < table[t].count; i++) {
            const struct field *f = &table[t].field[i];
            assert_int_equal(f->offset, end);
            end += f->kind == FIELD_TEXT ? FIELD_TEXT_MAX : sizeof(double);
        }
        assert_int_equal(end, table[t].bytes);
    }
}

static void a_hypervisor_is_known_by_its_signature(void **state)
{
    (void)state;
    assert_string_equal(hypervisor_word("TCGTCGTCGTCG"), "qemu");
    assert_string_equal(hypervisor_word("KVMKVMKVM"), "kvm");
    assert_string_equal(hypervisor_word("Microsoft Hv"), "microsoft");
    assert_string_equal(hypervisor_word(""), "");
    assert_string_equal(hypervisor_word("KVMKVMKVMKVM"), "");
}

static void only_a_processor_of_software_is_emulated(void **state)
{
    (void)state;
    static const char *const others[] = { "", "none", "kvm", "vm", "docker", "vmware" };
    struct machine m = { .virtualization = "qemu" };
    assert_true(machine_emulated(&m));
    for (size_t i = 0; i < COUNT(others); i++) {
        strcpy(m.virtualization, others[i]);
        assert_false(machine_emulated(&m));
    }
}

#if HAVE_LINUX_EXTRAS
static void linux_agrees_with_other_sources(void **state)
{
    (void)state;
    struct machine m;
    double before = atof(shell("cat /proc/loadavg"));
    machine_read(&m);
    double after = atof(shell("cat /proc/loadavg"));
    assert_true(m.load_average >= fmin(before, after) - 0.01);
    assert_true(m.load_average <= fmax(before, after) + 0.01);
    if (access("/etc/os-release", R_OK) == 0)
        assert_string_equal(m.os, shell(". /etc/os-release; echo \"$PRETTY_NAME\""));
    assert_string_equal(m.governor, shell("cat /sys/devices/system/cpu/cpu0/cpufreq/"
                                          "scaling_governor 2>/dev/null"));
    assert_string_equal(m.transparent_hugepage,
                        shell("sed 's/.*\\[//;s/\\].*//' "
                              "/sys/kernel/mm/transparent_hugepage/enabled 2>/dev/null"));
    const char *model = shell("sed -n 's/^model name[^:]*: *//;T;s/ *$//p' /proc/cpuinfo");
    if (model[0] != '\0')
        assert_string_equal(m.cpu, model);
}

/* What machine_read says of a PATH with this systemd-detect-virt alone, or none. An emulator
   says it itself. */
static void check_virtualization(const char *script, const char *wanted)
{
    struct machine m;
    char *folder = test_folder(), *path = strdup(getenv("PATH")), *program;
    assert_true(asprintf(&program, "%s/systemd-detect-virt", folder) > 0);
    if (script) {
        test_write(program, script, strlen(script));
        assert_int_equal(chmod(program, 0755), 0);
    }
    setenv("PATH", folder, 1);
    machine_read(&m);
    setenv("PATH", path, 1);
    bool emulated = strcmp(hypervisor_here(), HYPERVISOR_EMULATOR) == 0;
    assert_string_equal(m.virtualization, emulated ? HYPERVISOR_EMULATOR : wanted);
    unlink(program);
    rmdir(folder);
    free(program);
    free(folder);
    free(path);
}

static void virtualization_is_what_systemd_says(void **state)
{
    (void)state;
    const char *guest = shell("grep -m1 -o '^flags.* hypervisor ' /proc/cpuinfo");
    check_virtualization("#!/bin/sh\necho kvm\n", "kvm");
    check_virtualization("#!/bin/sh\n[ $1 = --vm ] && echo none && exit 1\necho lxc\n", "lxc");
    check_virtualization("#!/bin/sh\necho none\nexit 1\n", "none");
    const char *own = hypervisor_here();
    if (guest[0] != '\0') {
        check_virtualization(NULL, own[0] ? own : "vm");
        check_virtualization("#!/bin/sh\nexit 1\n", own[0] ? own : "vm");
    }
}

static void memory_is_counted_alike(void **state)
{
    (void)state;
    struct machine m;
    struct sysinfo info;
    /* This one shows a container's share in /proc, and sysinfo(2) the whole. */
    if (strlen(shell("grep lxcfs /proc/self/mounts")) > 0)
        test_skip("lxcfs answers for /proc");
    machine_read(&m);
    assert_int_equal(sysinfo(&info), 0);
    same_number(m.memory_bytes,
                atof(shell("awk '/^MemTotal/ {print $2}' /proc/meminfo")) * 1024);
    same_number(m.swap_bytes, (double)info.totalswap * info.mem_unit);
}

static void cores_are_those_it_may_use(void **state)
{
    (void)state;
    struct machine m;
    cpu_set_t all, one;
    if (sched_getaffinity(0, sizeof all, &all) != 0)
        test_skip("this system has more processors than a cpu_set_t");
    CPU_ZERO(&one);
    for (int i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; i++)
        if (CPU_ISSET(i, &all))
            CPU_SET(i, &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    machine_read(&m);
    assert_int_equal(sched_setaffinity(0, sizeof all, &all), 0);
    same_number(m.cores, 1);
    machine_read(&m);
    same_number(m.cores, atof(shell("env -u OMP_NUM_THREADS -u OMP_THREAD_LIMIT nproc")));
}

#else
static void elsewhere_the_rest_is_unknown(void **state)
{
    (void)state;
    struct machine m;
    struct utsname name;
    machine_read(&m);
    uname(&name);
    assert_string_equal(m.os, name.sysname);
    assert_string_equal(m.cpu, name.machine);
    assert_string_equal(m.virtualization, "");
    assert_string_equal(m.governor, "");
    assert_string_equal(m.transparent_hugepage, "");
    same_number(m.swap_bytes, NAN);
    same_number(m.load_average, NAN);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_system_tells_the_basics),
        cmocka_unit_test(the_compiler_is_named),
        cmocka_unit_test(tables_cover_their_structures),
        cmocka_unit_test(a_hypervisor_is_known_by_its_signature),
        cmocka_unit_test(only_a_processor_of_software_is_emulated),
#if HAVE_LINUX_EXTRAS
        cmocka_unit_test(linux_agrees_with_other_sources),
        cmocka_unit_test(virtualization_is_what_systemd_says),
        cmocka_unit_test(memory_is_counted_alike),
        cmocka_unit_test(cores_are_those_it_may_use),
#else
        cmocka_unit_test(elsewhere_the_rest_is_unknown),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
