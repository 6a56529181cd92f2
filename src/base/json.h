/* SPDX-License-Identifier: MIT */
/*
 * Structures with a table of fields as JSON, both ways, by jansson. The caller owns what a
 * function returns; NULL: memory was short.
 */
#ifndef MAPREAD_BASE_JSON_H
#define MAPREAD_BASE_JSON_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/field.h"

/* Digits of a number in everything that is written. */
#define JSON_DIGITS JSON_REAL_PRECISION(12)

/* A new value: NAN and "" become null, whole numbers integers. Of a path the bytes that are not
   UTF-8 are written as "%XX". */
json_t *json_of_field(const void *object, const struct field *f);
/* A new object. */
json_t *json_of_fields(const void *object, const struct field *fields, size_t count);

/* What is wrong, and with which member ("": the object itself); both are constants. */
struct json_complaint {
    const char *name, *what;
};

/* The member of that name; null: NAN or "". NULL, or what is wrong with it ("is missing"). */
const char *json_to_field(const json_t *json, void *object, const struct field *f);
/* 0, or -EBADMSG with *ret filled. */
int json_to_fields(const json_t *json, void *object, const struct field *fields, size_t count,
                   struct json_complaint *ret);

/* One number of each of `count` structures of row_bytes each, as an array, or null when none of
   them is known; and back. Where one may stand for all, two or more that are the same are
   that one number. Numbers below 0 are refused. NULL, or what is wrong. */
json_t *json_of_column(const void *rows, size_t row_bytes, size_t count, const struct field *f,
                       bool one_for_all);
const char *json_to_column(const json_t *column, void *rows, size_t row_bytes, size_t count,
                           const struct field *f, bool one_for_all);

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
