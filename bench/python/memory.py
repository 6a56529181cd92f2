# SPDX-License-Identifier: MIT
"""Memory without a file: bytearray(n), and mmap.mmap(-1, n), which is shared memory unless
MAP_PRIVATE is asked for. The tutorials do not ask for it.

Both sides do the same with what they get: every byte is written, by one copy from a pattern,
and then read, by one comparison with it. A memoryview writes, because an assignment to the
bytearray itself would make a second bytearray of the pattern; bytes.startswith() reads,
because it compares with any memory in place, at the speed of memcmp().

The file lends its size alone: data-gen/extents.h says it exactly.
"""
import mmap
import os
import sys
from array import array

import answers
from method import Method


PART_WORDS = 1 << 16


def counting(count):
    """The words 0, 1, 2 and so on, little-endian. A part follows from the one before as one
    large number, with PART_WORDS added to each word: an array of a range takes four times as
    long, and there may be eight million of them."""
    first = array("Q", range(PART_WORDS))
    steps = array("Q", [PART_WORDS]) * PART_WORDS
    if sys.byteorder == "big":
        first.byteswap()
        steps.byteswap()
    size = 8 * PART_WORDS
    first, step = (int.from_bytes(words.tobytes(), "little") for words in (first, steps))
    parts = (first + i * step for i in range((count + PART_WORDS - 1) // PART_WORDS))
    return b"".join(part.to_bytes(size, "little") for part in parts)[:8 * count]


class Memory(Method):
    def __init__(self, request):
        super().__init__(request)
        self.size = os.path.getsize(self.path)
        self.begins = [8 * number for number in range(answers.allocation_blocks(self.size))]
        # The words of block i begin with word i.
        self.pattern = counting((self.size + 7) // 8 + len(self.begins))

    def prepare(self, rehearsal):
        self.view = memoryview(self.pattern)
        self.right = 0

    def open(self):
        pass

    def close(self):
        pass

    def use(self, block, begin):
        """The block's memory is used like this on both sides."""
        with memoryview(block) as memory:
            memory[:] = self.view[begin:begin + self.size]
        self.right += self.pattern.startswith(block, begin)

    def look_at_allocate(self):
        """What all blocks held is what the pattern holds, unless one has differed."""
        if self.right != len(self.begins):
            raise ValueError("memory held something else than was written to it")
        words, rest = divmod(self.size, 8)
        first = answers.word_sum(answers.cut(self.view[:8 * words]))
        total = 0
        for number, begin in enumerate(self.begins):  # each word is one more than before
            end = begin + self.size
            total += first + number * words + int.from_bytes(self.view[end - rest:end], "little")
        return answers.bytes_and_sum(self.size * len(self.begins), total)


class ByteArray(Memory):
    def allocate(self):
        for begin in self.begins:
            block = bytearray(self.size)
            self.use(block, begin)
            del block  # before the next one is there


class Anonymous(Memory):
    def allocate(self):
        for begin in self.begins:
            block = mmap.mmap(-1, self.size)
            self.use(block, begin)
            block.close()


METHODS = {"python-bytearray": ByteArray, "python-mmap-anonymous": Anonymous}
