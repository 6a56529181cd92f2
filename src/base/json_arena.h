/* SPDX-License-Identifier: MIT */
/*
 * A large document that is read and dropped: what jansson takes in this thread between begin
 * and end lies together and goes at once, so that a number costs no malloc and no free (half
 * of the time of reading many runs). Values made in between are not released, and not used
 * behind the end.
 */
#ifndef MAPREAD_BASE_JSON_ARENA_H
#define MAPREAD_BASE_JSON_ARENA_H

void json_arena_begin(void);
void json_arena_end(void);

#endif
