/* SPDX-License-Identifier: MIT */
#include "measure/machine.h"

#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/procfs.h"
#include "config.h"
#include "measure/facts.h"
#include "measure/hypervisor.h"

#define NUMBER(member) FIELD_NUMBER_OF(struct machine, member)
#define TEXT(member) FIELD_TEXT_OF(struct machine, member)

const struct field machine_fields[MACHINE_FIELDS] = {
    TEXT(host),         TEXT(os),
    TEXT(kernel),       TEXT(cpu),
    NUMBER(cores),      NUMBER(memory_bytes),
    NUMBER(page_bytes), TEXT(virtualization),
    TEXT(governor),     TEXT(transparent_hugepage),
    NUMBER(swap_bytes), NUMBER(load_average),
};

_Static_assert(sizeof(struct machine) == 7 * FIELD_TEXT_MAX + 5 * sizeof(double),
               "every member of struct machine is in the table");

static double system_number(int name)
{
    long number = sysconf(name);
    return number > 0 ? (double)number : NAN;
}

static void read_names(struct machine *ret)
{
    struct utsname name;
    char text[2 * sizeof name.sysname + 2], host[1024];
    if (gethostname(host, sizeof host - 1) == 0) {
        host[sizeof host - 1] = '\0';
        facts_text(ret->host, host);
    }
    if (uname(&name) < 0)
        return;
    snprintf(text, sizeof text, "%s %s", name.sysname, name.release);
    facts_text(ret->kernel, text);
    facts_text(ret->os, name.sysname);
    facts_text(ret->cpu, name.machine);
}

static void read_sizes(struct machine *ret)
{
    ret->page_bytes = system_number(_SC_PAGESIZE);
#ifdef _SC_NPROCESSORS_ONLN
    ret->cores = system_number(_SC_NPROCESSORS_ONLN);
#endif
#ifdef _SC_PHYS_PAGES
    ret->memory_bytes = system_number(_SC_PHYS_PAGES) * ret->page_bytes;
#endif
}

#if HAVE_LINUX_EXTRAS
enum { CPUINFO_MAX = 16384 };

/* Keeps what is there when the file tells nothing. */
static void read_with(char ret[FIELD_TEXT_MAX], const char *path,
                      void (*parse)(char ret[FIELD_TEXT_MAX], const char *text))
{
    char text[CPUINFO_MAX], found[FIELD_TEXT_MAX] = "";
    if (procfs_read("", path, text, sizeof text) >= 0)
        parse(found, text);
    if (found[0] != '\0')
        facts_text(ret, found);
}

static void read_cores(struct machine *ret)
{
    cpu_set_t set;
    /* Fails where the kernel knows more processors than the set has room for. */
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        ret->cores = CPU_COUNT(&set);
}

/* The word that systemd-detect-virt(1) says; "" where there is no such program. */
static void ask_systemd(char ret[FIELD_TEXT_MAX], const char *command)
{
    char line[FIELD_TEXT_MAX] = "";
    FILE *answer = popen(command, "re");
    if (answer && !fgets(line, sizeof line, answer))
        line[0] = '\0';
    if (answer)
        pclose(answer);
    facts_line(ret, line);
}

/* Only x86 has the line "flags", and there it settles whether there is a hypervisor. */
static const char *guess_virtualization(void)
{
    char cpuinfo[CPUINFO_MAX];
    const char *word = hypervisor_here();
    if (word[0] != '\0')
        return word;
    procfs_read("", "/proc/cpuinfo", cpuinfo, sizeof cpuinfo);
    if (strstr(cpuinfo, " hypervisor "))
        return "vm";
    if (access("/.dockerenv", F_OK) == 0)
        return "docker";
    return strstr(cpuinfo, "\nflags") ? "none" : "";
}

/* The machine goes before the container: it is the one that disturbs a measurement. An emulator
   goes before all: whatever else there is, the times say nothing. */
static void read_virtualization(struct machine *ret)
{
    if (strcmp(hypervisor_here(), HYPERVISOR_EMULATOR) == 0) {
        facts_text(ret->virtualization, HYPERVISOR_EMULATOR);
        return;
    }
    ask_systemd(ret->virtualization, "systemd-detect-virt --vm 2>/dev/null");
    if (strcmp(ret->virtualization, "none") == 0)
        ask_systemd(ret->virtualization, "systemd-detect-virt --container 2>/dev/null");
    if (ret->virtualization[0] == '\0')
        facts_text(ret->virtualization, guess_virtualization());
}

static void read_extras(struct machine *ret)
{
    read_with(ret->os, "/usr/lib/os-release", facts_os_release);
    read_with(ret->os, "/etc/os-release", facts_os_release);
    read_with(ret->cpu, "/proc/cpuinfo", facts_cpu);
    read_with(ret->governor, "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor",
              facts_line);
    read_with(ret->transparent_hugepage, "/sys/kernel/mm/transparent_hugepage/enabled",
              facts_chosen);
    read_cores(ret);
    ret->swap_bytes = procfs_memory_bytes("", "SwapTotal");
    read_virtualization(ret);
    if (getloadavg(&ret->load_average, 1) != 1)
        ret->load_average = NAN;
}
#else
static void read_extras(struct machine *ret)
{
    (void)ret;
}
#endif

bool machine_emulated(const struct machine *m)
{
    return strcmp(m->virtualization, HYPERVISOR_EMULATOR) == 0;
}

void machine_read(struct machine *ret)
{
    *ret = (struct machine){
        .cores = NAN,
        .memory_bytes = NAN,
        .page_bytes = NAN,
        .swap_bytes = NAN,
        .load_average = NAN,
    };
    read_names(ret);
    read_sizes(ret);
    read_extras(ret);
}
