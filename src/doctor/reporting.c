/* SPDX-License-Identifier: MIT */
/*
 * Probe: does this machine hand freed memory back to its host?
 *
 * A virtio balloon that offers free page reporting does so all by itself. `device` is the
 * balloon's number 5, and in `features` bit 5 stands for VIRTIO_BALLOON_F_REPORTING, the
 * first character being bit 0 (virtio 1.2, 5.5.3).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/procfs.h"
#include "doctor/table.h"

enum { DEVICES_MAX = 64, BALLOON = 5, REPORTING = 5 };

static bool reports(const struct subject *s, int device)
{
    char path[64], text[256];
    snprintf(path, sizeof path, "/sys/bus/virtio/devices/virtio%d/device", device);
    if (procfs_read(s->root, path, text, sizeof text) < 0 || strtol(text, NULL, 16) != BALLOON)
        return false;
    snprintf(path, sizeof path, "/sys/bus/virtio/devices/virtio%d/features", device);
    return procfs_read(s->root, path, text, sizeof text) >= 0 && strlen(text) > REPORTING &&
           text[REPORTING] == '1';
}

static void examine(struct doctor_finding *ret, const struct subject *s)
{
    for (int i = 0; i < DEVICES_MAX; i++)
        if (reports(s, i)) {
            doctor_set(ret, VERDICT_WARNING,
                       "the balloon virtio%d hands freed memory to the host", i);
            return;
        }
    doctor_set(ret, VERDICT_GOOD, "none seen");
}

const struct doctor_probe probe_page_reporting = {
    .name = "page-reporting",
    .why =
        "Fresh memory then costs faults of the host as well, the more the larger it is and "
        "the longer the pause, so that read's buffer and malloc look slow; only the host can "
        "end it.",
    .run = examine,
};
