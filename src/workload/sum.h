/* SPDX-License-Identifier: MIT */
/*
 * The work that full-read and random do with every byte: the sum mod 2^64 of
 * the file's little-endian 64-bit words, the last padded with zeros.
 */
#ifndef MAPREAD_WORKLOAD_SUM_H
#define MAPREAD_WORKLOAD_SUM_H

#include <stddef.h>
#include <stdint.h>

/* The words of len bytes that begin at a word's first byte. */
uint64_t sum_words(const unsigned char *data, size_t len);

/* The share of bytes that begin anywhere: `offset` is data[0]'s place in the file. */
uint64_t sum_bytes_at(uint64_t offset, const unsigned char *data, size_t len);

#endif
