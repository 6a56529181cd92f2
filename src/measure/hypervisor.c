/* SPDX-License-Identifier: MIT */
#include "measure/hypervisor.h"

#include <stddef.h>
#include <string.h>

#if defined __x86_64__ || defined __i386__
#include <cpuid.h>
#endif

const char *hypervisor_word(const char signature[HYPERVISOR_SIGNATURE])
{
    static const struct {
        const char *signature, *word;
    } known[] = {
        { "TCGTCGTCGTCG", HYPERVISOR_EMULATOR },
        { "KVMKVMKVM", "kvm" },
        { "Linux KVM Hv", "kvm" },
        { "Microsoft Hv", "microsoft" },
        { "VMwareVMware", "vmware" },
        { "XenVMMXenVMM", "xen" },
        { "bhyve bhyve ", "bhyve" },
        { "QNXQVMBSQG", "qnx" },
        { "ACRNACRNACRN", "acrn" },
        { "SRESRESRESRE", "sre" },
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].signature, signature) == 0)
            return known[i].word;
    return "";
}

#if defined __x86_64__ || defined __i386__
const char *hypervisor_here(void)
{
    enum { HYPERVISOR_BIT = 1u << 31, HYPERVISOR_LEAF = 0x40000000 };
    unsigned a, b, c, d;
    char signature[HYPERVISOR_SIGNATURE] = "";
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & HYPERVISOR_BIT))
        return "";
    __cpuid(HYPERVISOR_LEAF, a, b, c, d);
    memcpy(signature, &b, sizeof b);
    memcpy(signature + 4, &c, sizeof c);
    memcpy(signature + 8, &d, sizeof d);
    return hypervisor_word(signature);
}
#else
const char *hypervisor_here(void)
{
    return "";
}
#endif
