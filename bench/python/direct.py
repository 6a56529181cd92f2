# SPDX-License-Identifier: MIT
"""O_DIRECT: from the storage into a buffer of the program's own, past the page cache.

Memory, offset and length must be multiples of a block. The buffer is an anonymous mapping,
because that is memory which begins at a page; a bytearray begins anywhere. One buffer is
filled again and again: no bytes object is made of what is read.
"""
import mmap
import os

import answers
from method import Method


class Direct(Method):
    buffer = None

    def prepare(self, rehearsal):
        """The buffer is there before the clock starts, every page of it."""
        super().prepare(rehearsal)
        if self.buffer is None:
            self.buffer = mmap.mmap(-1, self.piece_bytes())
            self.buffer.write(b"\1" * len(self.buffer))

    def open(self):
        self.fd = os.open(self.path, os.O_RDONLY | os.O_DIRECT)
        self.buffers = [self.buffer]

    def close(self):
        self.buffers = None
        os.close(self.fd)

    def take_own(self):
        self.buffers = [mmap.mmap(-1, self.block_bytes)]

    def piece_bytes(self):
        """Blocks of random are read one by one."""
        if hasattr(self, "offsets"):
            return self.block_bytes
        return -(-self.buffer_bytes // mmap.PAGESIZE) * mmap.PAGESIZE

    def pieces(self):
        """How much of the buffer is filled, each time: the last one ends within a block."""
        preadv, fd, buffers = os.preadv, self.fd, self.buffers
        offset, end = 0, self.file_bytes
        while offset < end:
            got = preadv(fd, buffers, offset)
            if not got:
                break
            yield got
            offset += got

    def full_read(self):
        self.size = sum(self.pieces())

    def look_at_full_read(self):
        """Once more, in the same way: the clocked pass drops the pieces."""
        total = sum(sum(answers.words(self.buffer[:got])) for got in self.pieces())
        return answers.bytes_and_sum(self.size, total)

    def random(self):
        preadv, fd, buffers = os.preadv, self.fd, self.buffers
        got = 0
        for offset in self.offsets:
            got += preadv(fd, buffers, offset)
        self.got = got

    def block(self, offset):
        os.preadv(self.fd, self.buffers, offset)
        return self.buffer[:]


METHODS = {"python-direct": Direct}
