/* SPDX-License-Identifier: MIT */
/* Of the sources that this program was built of, as git describes them; "unknown": no git. */
#ifndef MAPREAD_REVISION_H
#define MAPREAD_REVISION_H

extern const char revision[];

#endif
