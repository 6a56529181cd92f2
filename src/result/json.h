/* SPDX-License-Identifier: MIT */
/*
 * Structures with a table of fields as JSON, both ways. Only src/result knows the
 * JSON of a run file; the caller owns what json_of_fields returns.
 */
#ifndef MAPREAD_RESULT_JSON_H
#define MAPREAD_RESULT_JSON_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/field.h"

/* A new object: NAN and "" become null, whole numbers integers. NULL: no memory. */
json_t *json_of_fields(const void *object, const struct field *fields, size_t count);

/* null: NAN or "". 0, or -EBADMSG with *ret_bad the name of the field that is
   missing or of the wrong type. */
int json_to_fields(const json_t *json, void *object, const struct field *fields, size_t count,
                   const char **ret_bad);

/* A new text, or null for NULL. What is not UTF-8 becomes '?': a file may have any name. */
json_t *json_text(const char *text);

/* A new array of what item(entries, i) makes, i from 0. NULL as soon as an item is NULL. */
json_t *json_list(json_t *(*item)(const void *entries, size_t i), const void *entries,
                  size_t count);

/* A new number; whole ones become integers, what is not finite null. */
json_t *json_number(double value);

/* Prints it and a line end. 0 or -errno; -ENOMEM also for NULL. */
int json_print(FILE *out, const json_t *json, size_t flags);

/* The text of a regular file and a '\0' behind its *ret_len bytes; the caller frees. 0 or
   -errno; -EINVAL for anything else, which is not opened. */
int json_read_text(char **ret, size_t *ret_len, const char *path);

/* Reads a whole file: 0; -EBADMSG with *at saying where it is no JSON; or -errno. Faster
   than json_load_file, which takes it byte by byte; a pipe is left to that. */
int json_read(json_t **ret, const char *path, size_t flags, json_error_t *at);

/* Writes the object to a temporary file beside path, flushes, renames. 0 or -errno. */
int json_save(const json_t *json, const char *path, size_t flags);

#endif
