# SPDX-License-Identifier: MIT
"""Answers in the words of the workloads in C (src/workload/), and the blocks to draw.

All of it runs outside the clock.
"""
import sys
from array import array

from skipped import Skipped

NEEDLE = " the "
WORDS5 = r"\b[a-zA-Z]{5}\b"
SEEK_OFFSET = 10000
NUMBERED_BYTES = 4096  # a data set of blocks has a number at the begin of each
WORD_MASK = (1 << 64) - 1

# Where the workloads of fixed places work, and with what: data-gen/extents.h.
SLICE_BYTES = 10
PATCH_OFFSET, PATCH = 10, b"python"
WALK_FORWARD, WALK_BACK, WALK_LIMIT = 64, 32, 10000000
ROW_VALUES, ROW_BYTES, BATCH_FIRST, BATCH_ROWS = 128, 512, 5000, 100
LOG_HEADER_BYTES, LOG_RECORD_BYTES, LOG_FILL = 16, 256, b"."
LOG_RECORDS, LOG_LAPS, LOG_GROUP = 1000000, 4, 10000
ALLOCATION_BYTES, ALLOCATION_BLOCKS = 16 << 20, 256


def replacement(pattern):
    """Of the same length: reversed, or with another last byte (data-gen/reference.h)."""
    if pattern != pattern[::-1]:
        return pattern[::-1]
    *head, last = pattern.encode()
    return bytes([*head, last ^ 1]).decode()


def batch(file_bytes):
    """The first of the rows that are divided, and how many they are."""
    rows = file_bytes // ROW_BYTES
    first = min(BATCH_FIRST, max(0, rows - BATCH_ROWS))
    return first, min(BATCH_ROWS, rows - first)


def log_slots(file_bytes):
    return max(0, file_bytes - LOG_HEADER_BYTES) // LOG_RECORD_BYTES


def log_records(file_bytes):
    return min(LOG_RECORDS, log_slots(file_bytes) * LOG_LAPS)


def allocation_blocks(file_bytes):
    return max(1, min(ALLOCATION_BLOCKS, ALLOCATION_BYTES // file_bytes)) if file_bytes else 0


def words(data):
    """The little-endian 64-bit words, the last padded with zeros."""
    result = array("Q")
    whole = len(data) - len(data) % 8
    result.frombytes(data[:whole])
    if whole < len(data):
        result.frombytes(data[whole:].ljust(8, b"\0"))
    if sys.byteorder == "big":
        result.byteswap()
    return result


def bytes_and_sum(size, total):
    return "bytes=%d sum=%016x" % (size, total & WORD_MASK)


def length_and_sum(data):
    return length_and_sum_of((data,))


def length_and_sum_of(pieces):
    """Of what the pieces make together, wherever it was cut."""
    size = total = 0
    rest = b""
    for piece in pieces:
        size += len(piece)
        piece = rest + piece
        whole = len(piece) - len(piece) % 8
        total += word_sum(cut(piece[:whole]))
        rest = piece[whole:]
    return bytes_and_sum(size, total + word_sum((rest,)))


def lines(them):
    count = size = longest = edges = 0
    for line in them:
        count += 1
        size += len(line)
        longest = max(longest, len(line))
        edges += 256 * line[0] + line[-1]
    return "lines=%d bytes=%d longest=%d edges=%x" % (count, size, longest, edges)


def count(found):
    return "count=%d" % found


def count_of_words(text, found):
    """Of WORDS5 without re.ASCII, which takes letters of any language for a part of a word."""
    if not text.isascii():
        raise Skipped("a word of Unicode is not one of ASCII, and the text is not all ASCII")
    return count(len(found))


def offset(found):
    return "offset=none" if found < 0 else "offset=%d" % found


def count_and_checksum(count, path):
    """FNV-1a over the words of what lies in the file, then over its length."""
    with open(path, "rb") as file:
        data = file.read()
    checksum = 0xcbf29ce484222325
    for word in words(data):
        checksum = (checksum ^ word) * 0x100000001b3 & WORD_MASK
    checksum = (checksum ^ len(data)) * 0x100000001b3 & WORD_MASK
    return "count=%d checksum=%016x" % (count, checksum)


LANES_BYTES = 16 * 1024  # the most that is added at once
EVEN_WORDS = int.from_bytes((b"\xff" * 8 + bytes(8)) * (LANES_BYTES // 16), "little")


def fold(lanes):
    """The sum of a number's lanes of 128 bits."""
    bits = 8 * LANES_BYTES // 2
    while bits >= 128:
        lanes = (lanes >> bits) + (lanes & (1 << bits) - 1)
        bits //= 2
    return lanes


def word_sum(pieces):
    """The sum of the 64-bit words of pieces that each begin with a word. All words of a piece
    are added at once, as lanes of one large number: word by word takes four times as long."""
    lanes = 0
    for piece in pieces:
        whole = int.from_bytes(piece, "little")
        lanes += (whole & EVEN_WORDS) + (whole >> 64 & EVEN_WORDS)
    return fold(lanes)


def cut(data):
    """Into pieces for word_sum."""
    with memoryview(data) as whole:
        for begin in range(0, len(whole), LANES_BYTES):
            yield whole[begin:begin + LANES_BYTES]


def block_sum(blocks):
    """`blocks` are pairs of a block and its number, or None where it carries none."""

    def checked():
        for block, number in blocks:
            if number is not None and int.from_bytes(block[:8], "little") != number:
                raise ValueError("block %d carries another number" % number)
            yield from cut(block)

    return "sum=%016x" % (word_sum(checked()) & WORD_MASK)


def splitmix64(state):
    """The numbers of data-gen/gen.h."""
    while True:
        state = state + 0x9e3779b97f4a7c15 & WORD_MASK
        z = (state ^ state >> 30) * 0xbf58476d1ce4e5b9 & WORD_MASK
        z = (z ^ z >> 27) * 0x94d049bb133111eb & WORD_MASK
        yield z ^ z >> 31


def draw_blocks(seed, blocks, draws):
    numbers = splitmix64(seed)
    return [next(numbers) * blocks >> 64 for _ in range(draws)] if blocks else []
