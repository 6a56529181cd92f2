# SPDX-License-Identifier: MIT
"""What all of them have, whatever reads the file: see methods.py."""
import os
import sys

import answers
from skipped import Skipped

IN_PLACE = ("patch", "rows", "log")  # and their durable variants


class Method:
    mode, encoding, buffering = "rb", None, -1
    work = look_at = None
    begin = end = None  # outside the clock, after open and close: see sharing.py, threads.py

    def __init__(self, request):
        if request.get("regex"):
            raise Skipped("Python's re reports other matches than Vectorscan")
        self.path = request["path"]
        self.buffer_bytes = request["buffer_bytes"]
        # once per process, every page of it touched before a clock starts
        self.pattern = request["pattern"] or answers.NEEDLE
        self.becomes = answers.replacement(self.pattern)
        self.reused = bytearray(b"\1") * (len(self.pattern.encode()) - 1 + self.buffer_bytes)
        self.numbered = request["numbered"]
        self.seed, self.draws = request["seed"], request["blocks"]
        self.block_bytes = request["block_bytes"]
        self.draws_blocks = request["workload"] == "random"
        self.drawn = None  # the seed of self.blocks
        self.in_place = request["workload"].startswith(IN_PLACE)
        if self.in_place and sys.byteorder != "little":
            raise Skipped("the file's numbers are little-endian, this machine's are not")
        name = request["workload"].replace("-", "_")
        self.work = getattr(self, name)
        if not self.in_place:  # what is stored then is looked at by mapread
            self.look_at = getattr(self, "look_at_" + name)
        self.replaced = None  # how many, where the file was written

    def prepare(self, rehearsal):
        """Before the clock starts: the private copy is there now. A rehearsal draws other
        blocks, as in C (src/sample/session.c)."""
        self.file_bytes = os.path.getsize(self.path)
        seed = self.seed + 1 if rehearsal else self.seed
        if self.draws_blocks and seed != self.drawn:
            self.blocks = answers.draw_blocks(seed, self.file_bytes // self.block_bytes,
                                              self.draws)
            self.offsets = [number * self.block_bytes for number in self.blocks]
            self.drawn = seed

    def open(self):
        self.file = open(self.path, self.mode, self.buffering, encoding=self.encoding)

    def close(self):
        self.file.close()
        self.data = self.found = None

    def take_own(self):
        """What threads that read the same open file cannot share: see threads.py."""

    def stream(self):
        return self.file

    def lines(self):
        return self.file

    def look_at_slice(self):
        return "bytes=" + self.found.hex()

    def look(self):
        self.seen = self.look_at() if self.look_at else None

    def answer(self):
        """What was written is read back once it is closed."""
        if self.replaced is None:
            return self.seen
        return answers.count_and_checksum(self.replaced, self.path)

    def look_at_random(self):
        """The same blocks once more, in the same way: the clocked pass drops them."""
        if self.got != len(self.offsets) * self.block_bytes:
            raise EOFError("the file is shorter than it was")
        apart, rest = divmod(self.block_bytes, answers.NUMBERED_BYTES)
        numbered = self.numbered and not rest
        numbers = [apart * number if numbered else None for number in self.blocks]
        return answers.block_sum(zip(map(self.block, self.offsets), numbers))
