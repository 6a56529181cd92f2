/* SPDX-License-Identifier: MIT */
/*
 * Text for people: sizes, times and ratios are parsed and printed here and
 * nowhere else.
 *
 * The text_format functions write into the caller's buffer of TEXT_MAX bytes
 * and return it, so that they can stand in an argument list. NAN prints "-".
 */
#ifndef MAPREAD_BASE_TEXT_H
#define MAPREAD_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TEXT_MAX = 32 };

/* "4096", "4K", "64KiB", "2.4MB", "1GiB" -> bytes. K, M, G, T and KiB... are powers
   of 1024, KB, MB, GB, TB powers of 1000, as in dd(1). 0 or -EINVAL, -ERANGE. */
int text_parse_size(const char *text, uint64_t *ret_bytes);
/* "4K..1GiB" -> 4K, 16K, ... 1GiB: by factors of 4, and the last in any case. Returns how many
   of at most `room`, or -EINVAL (no such text, or the first is 0 or above the last), -ERANGE.
 */
int text_parse_sizes(const char *text, uint64_t *ret, size_t room);
/* A whole number without sign. 0 or -EINVAL, -ERANGE. */
int text_parse_count(const char *text, uint64_t *ret_count);
/* A positive percentage: "5", "2.5%". 0 or -EINVAL. */
int text_parse_percent(const char *text, double *ret_percent);
/* A positive number of seconds: "20", "0.5". 0 or -EINVAL. */
int text_parse_seconds(const char *text, double *ret_seconds);

const char *text_format_bytes(double bytes, char buffer[TEXT_MAX]); /* "64 MiB", "2.4 MiB" */
const char *text_format_ns(double ns, char buffer[TEXT_MAX]);       /* "2.95 ms" */
const char *text_format_ratio(double ratio, char buffer[TEXT_MAX]); /* "3.90x", "0.0016x" */
/* Three significant digits below 1, two decimals and fewer above. */
int text_ratio_decimals(double ratio);
const char *text_format_seconds(double s, char buffer[TEXT_MAX]);   /* "1:23", "12 s" */
const char *text_format_count(double count, char buffer[TEXT_MAX]); /* "1,048,576" */
/* What stands behind a case that several share: ", 4 threads"; "" of one. */
const char *text_format_threads(uint64_t threads, char buffer[TEXT_MAX]);

/* An exact size as it stands in a data set's name: "64MiB", "2400000". */
const char *text_exact_size(uint64_t bytes, char buffer[TEXT_MAX]);

/* The nearest of `count` names to `wanted` by edit distance, or NULL when none is
   near, as to less than three letters. name_at(names, i) gives the i-th name, which must
   outlive the result. */
const char *text_nearest(const char *wanted, size_t count,
                         const char *(*name_at)(const void *names, size_t i),
                         const void *names);

/* The number of bytes of the UTF-8 character at `bytes`; 0 when it is none. */
size_t text_decode_utf8(const char *bytes, uint32_t *ret_point);

/* Writes "%XX" for each byte that is '%', a control character, not UTF-8, or in `also`; and
   back. False where that does not fit, or is no such text; `to` is then cut. */
bool text_escape(const char *from, const char *also, char *to, size_t size);
bool text_unescape(const char *from, char *to, size_t size);

/* As one word of a shell command, in single quotes where it needs them; "" when it does not
   fit. Returns `ret`. */
const char *text_quote(const char *text, char *ret, size_t size);

/* Allocated text; NULL when memory is short. The caller frees it. */
char *text_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
