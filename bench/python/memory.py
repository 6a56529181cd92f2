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


def heap_trimmer():
    """Freed memory goes back before each pass, as in C (src/measure/usage.c): a pass begins
    with fresh pages. None where the C library cannot be told to."""
    try:
        import ctypes
        return ctypes.CDLL(None).malloc_trim
    except (ImportError, OSError, AttributeError):
        return None


class Memory(Method):
    def __init__(self, options):
        super().__init__(options)
        self.size = os.path.getsize(self.path)
        self.begins = [8 * number for number in range(answers.allocation_blocks(self.size))]
        # The words 0, 1, 2 and so on: those of block i begin with word i.
        words = array("Q", range((self.size + 7) // 8 + len(self.begins)))
        if sys.byteorder == "big":
            words.byteswap()
        self.pattern = words.tobytes()
        self.trim = heap_trimmer()

    def prepare(self, rehearsal):
        if self.trim:
            self.trim(0)
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
        total = sum(answers.word_sum(answers.cut(self.view[begin:begin + self.size]))
                    for begin in self.begins)
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
