/* SPDX-License-Identifier: MIT */
#include "workload/sum.h"

#include <string.h>

#include "base/endian.h"

enum { LANES = 8, LANE_BYTES = LANES * 8 };

/* Byte by byte: a byte weighs 2^(8 * its place in its word). */
static uint64_t sum_edge(uint64_t offset, const unsigned char *data, size_t len)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < len; i++)
        sum += (uint64_t)data[i] << (8 * ((offset + i) % 8));
    return sum;
}

/* Eight sums side by side, so that the loads overlap and the compiler can use vectors. */
uint64_t sum_words(const unsigned char *data, size_t len)
{
    uint64_t lane[LANES] = { 0 }, sum = 0;
    size_t i = 0;
    for (; len - i >= LANE_BYTES; i += LANE_BYTES)
        for (size_t j = 0; j < LANES; j++)
            lane[j] += load_le64(data + i + 8 * j);
    for (; len - i >= 8; i += 8)
        sum += load_le64(data + i);
    for (size_t j = 0; j < LANES; j++)
        sum += lane[j];
    return sum + sum_edge(0, data + i, len - i);
}

uint64_t sum_bytes_at(uint64_t offset, const unsigned char *data, size_t len)
{
    size_t edge = (size_t)(-offset % 8);
    if (edge > len)
        edge = len;
    if (edge == 0)
        return len ? sum_words(data, len) : 0;
    return sum_edge(offset, data, edge) + (len > edge ? sum_words(data + edge, len - edge) : 0);
}
