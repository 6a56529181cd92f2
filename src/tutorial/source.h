/* SPDX-License-Identifier: MIT */
/* One file of published figures, for published.c alone. */
#ifndef MAPREAD_TUTORIAL_SOURCE_H
#define MAPREAD_TUTORIAL_SOURCE_H

#include "tutorial/published.h"

/* Into a zeroed *s, which is to be freed with source_free whatever comes of it. 0,
   -EBADMSG with *error filled, or -ENOMEM. */
int source_read(struct published_source *s, const char *path, struct published_error *error);
void source_free(struct published_source *s);

#endif
