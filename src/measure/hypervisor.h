/* SPDX-License-Identifier: MIT */
/*
 * What the processor itself says of the machine below it. It needs no /proc, no DMI and no
 * other program, so it is known in the smallest guest as well.
 *
 * Source: CPUID leaf 0x40000000 (QEMU: target/i386/cpu.c; Linux:
 * arch/x86/kernel/cpu/hypervisor.c).
 */
#ifndef MAPREAD_MEASURE_HYPERVISOR_H
#define MAPREAD_MEASURE_HYPERVISOR_H

/* systemd-detect-virt(1)'s word for a processor that is software, as qemu without KVM has it.
 */
#define HYPERVISOR_EMULATOR "qemu"

enum { HYPERVISOR_SIGNATURE = 13 }; /* 12 characters and '\0' */

/* systemd-detect-virt(1)'s word for the signature of a hypervisor; "" for one that is not known
   here. */
const char *hypervisor_word(const char signature[HYPERVISOR_SIGNATURE]);

/* The word for this one; "": there is none, it does not say, or this is no x86. */
const char *hypervisor_here(void);

#endif
