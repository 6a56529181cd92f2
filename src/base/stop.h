/* SPDX-License-Identifier: MIT */
/* The one signal flag: SIGINT, SIGTERM and SIGHUP ask the program to stop, tidily. */
#ifndef MAPREAD_BASE_STOP_H
#define MAPREAD_BASE_STOP_H

#include <stdbool.h>

void stop_install(void);
bool stop_requested(void);

#endif
