# SPDX-License-Identifier: MIT
"""os.pread(): the system call alone. There is no file object, no position and no buffer."""
import os

import answers
from answers import SLICE_BYTES, WALK_BACK, WALK_FORWARD, WALK_LIMIT
from method import Method
from places import BACK_WORDS, FORWARD_WORDS


class Pread(Method):
    def open(self):
        self.fd = os.open(self.path, os.O_RDONLY)

    def close(self):
        os.close(self.fd)
        self.found = None

    def random(self):
        pread, fd = os.pread, self.fd
        got = 0
        for offset in self.offsets:
            got += len(pread(fd, self.block_bytes, offset))
        self.got = got

    def block(self, offset):
        return os.pread(self.fd, self.block_bytes, offset)

    def slice(self):
        self.found = os.pread(self.fd, SLICE_BYTES, self.file_bytes // 2)

    def walk(self):
        pread, fd = os.pread, self.fd
        position = size = total = 0
        while size <= WALK_LIMIT:
            position += WALK_FORWARD
            piece = pread(fd, WALK_FORWARD, position)
            position += WALK_FORWARD
            size += len(piece)
            if len(piece) < WALK_FORWARD:
                total += sum(answers.words(piece))
                break
            total += sum(FORWARD_WORDS(piece))
            piece = pread(fd, WALK_BACK, position - WALK_BACK)
            size += len(piece)
            total += sum(BACK_WORDS(piece))
        self.walked = size, total

    def look_at_walk(self):
        return answers.bytes_and_sum(*self.walked)


METHODS = {"python-pread": Pread}
