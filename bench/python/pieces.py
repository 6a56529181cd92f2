# SPDX-License-Identifier: MIT
"""A file in pieces: one buffer that is filled again and again.

Chunk is what C's method chunk is: the buffer is all the memory that is taken, however large
the file. Pieces is for a mapping as well, see MappedChunk in methods.py.
"""
import answers
from answers import SEEK_OFFSET
from method import Method


def count_hits(data, needle, begin, end):
    """Hits that do not overlap, and where the next one may begin. Whoever has no count(), as
    a mapping, takes find() again and again; a buffer does the same here, so that both do
    the same work for each hit and a hit's end is known where the next piece begins."""
    hits = 0
    at = data.find(needle, begin, end)
    while at >= 0:
        hits += 1
        begin = at + len(needle)
        at = data.find(needle, begin, end)
    return hits, begin


class Pieces:
    """All of it, piece by piece; whoever mixes it in has pieces(), which fills self.buffer and
    tells how much is in it."""

    def full_read(self):
        self.buffer = memoryview(self.reused)[:self.buffer_bytes]
        self.size = sum(self.pieces())

    def look_at_full_read(self):
        """Once more, in the same way: the clocked pass drops the pieces."""
        self.stream().seek(0)
        found = answers.length_and_sum_of(self.buffer[:got] for got in self.pieces())
        if not found.startswith("bytes=%d " % self.size):
            raise EOFError("the file has another length than it had")
        return found


class Chunk(Pieces, Method):
    """Pieces are read into one buffer, when a needle is looked for until it is there. What may
    be its begin is kept in front of the next piece."""

    buffering = 0

    def pieces(self):
        readinto, buffer = self.file.readinto, self.buffer
        got = readinto(buffer)
        while got:
            yield got
            got = readinto(buffer)

    def find(self, start=0):
        needle = self.pattern.encode()
        keep = len(needle) - 1
        buffer = self.reused
        view = memoryview(buffer)
        held, self.found = 0, -1
        while self.found < 0:
            got = self.file.readinto(view[held:held + self.buffer_bytes])
            if not got:
                break
            end = held + got
            at = buffer.find(needle, 0, end)
            if at >= 0:
                self.found = start + at
            held = min(keep, end)
            start += end - held
            buffer[:held] = buffer[end - held:end]

    def seek_find(self):
        self.file.seek(SEEK_OFFSET)
        self.find(SEEK_OFFSET)

    def look_at_find(self):
        return answers.offset(self.found)

    look_at_seek_find = look_at_find

    def count(self):
        needle = self.pattern.encode()
        keep = len(needle) - 1
        buffer = self.reused
        view = memoryview(buffer)
        held = self.found = 0
        while True:
            got = self.file.readinto(view[held:held + self.buffer_bytes])
            if not got:
                break
            end = held + got
            hits, begin = count_hits(buffer, needle, 0, end)
            self.found += hits
            held = min(keep, end - begin)
            buffer[:held] = buffer[end - held:end]

    def look_at_count(self):
        return answers.count(self.found)
