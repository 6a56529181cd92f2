/* SPDX-License-Identifier: MIT */
/* Whether a file can be read past the page cache, in whichever language. */
#ifndef MAPREAD_METHOD_DIRECT_H
#define MAPREAD_METHOD_DIRECT_H

/* Why not, or NULL when it can: the shape of struct method's refuses. */
enum cause direct_refuses(const char *path);

#endif
