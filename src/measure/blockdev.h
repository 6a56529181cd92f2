/* SPDX-License-Identifier: MIT */
/*
 * What /sys says about the device under a file system.
 *
 * The trap: a partition has no queue of its own, its disk has; and a file system
 * over several devices (btrfs) has a read-ahead of its own.
 */
#ifndef MAPREAD_MEASURE_BLOCKDEV_H
#define MAPREAD_MEASURE_BLOCKDEV_H

#include "measure/facts.h"
#include "measure/machine.h"

/* Sets read_ahead_bytes, scheduler and rotational, to NAN or "" where `sys` ("/sys",
   or a test's directory) tells nothing. `mounted` is the file system's number and
   `block` that of its device: the same, or its major is 0 when there is none. */
void blockdev_read(struct storage *ret, const char *sys, struct facts_device mounted,
                   struct facts_device block);

#endif
