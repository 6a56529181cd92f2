# SPDX-License-Identifier: MIT
"""The file's bytes as messages to another process: round-trip and transfer, as they are in
src/workload/share.c, over transports that are like those of pipe.c and mmap-share.c.

The other process is a fork of this one. It looks at every byte, but with zlib's CRC where C
sums words: a sum in Python would take far longer than any transport. It answers with the
bytes it got since the first message and their CRC; this process compares that with what it
must be, outside the clock, and only then says the sum of words that C says.

Something of fork() is inside the clock, for all transports alike: Python counts references
in the objects themselves, so both processes soon copy the pages of what was there before.
"""
import mmap
import os
import signal
import socket
from struct import Struct
from zlib import crc32

import answers
from ring import COUNTERS, Ring, leave_processor, processor_now

SHARE_BYTES, MOST = 64 << 20, {"round-trip": 4096, "transfer": 16384}  # data-gen/extents.h
PEER_LIMIT_S = 300  # src/workload/peer.h
PARENT, CHILD = range(2)
ANSWER = Struct("=QQ")


def share_messages(size, most):
    return min(most, max(1, SHARE_BYTES // size)) if size else 0


class Sharing:
    """Transports have open(), take(side), send(data), receive(most) and close().

    receive() waits for bytes and lends from 1 to `most` of them, until it is called again.
    ConnectionError and EOFError: the other process has ended."""

    pid = 0

    def __init__(self, request):
        self.buffer_bytes = request["buffer_bytes"]
        self.place = request["channel"]  # where a file may be made
        with open(request["path"], "rb") as file:
            self.message = file.read()
        size = len(self.message)
        self.messages = share_messages(size, MOST[request["workload"]])
        self.answers_each = request["workload"] == "round-trip"
        self.expected = list(self.foretell())
        self.in_words = answers.bytes_and_sum(
            self.messages * size, self.messages * answers.word_sum(answers.cut(self.message)))

    def is_answered(self, number):
        return self.answers_each or number + 1 == self.messages

    def foretell(self):
        """The answers that must come."""
        check = 0
        for number in range(self.messages):
            check = crc32(self.message, check)
            if self.is_answered(number):
                yield ANSWER.pack((number + 1) * len(self.message), check)

    # ---- the other process ----

    def live(self):
        """In the child; never returns, and says nothing to mapread. It never outlives its
        parent: it sees the end of the channel. One that waits for a byte that was lost ends
        itself."""
        status = 1
        try:
            signal.alarm(PEER_LIMIT_S)
            os.close(0)
            os.close(1)
            self.take(CHILD)
            self.serve()
            status = 0
        finally:
            os._exit(status)

    def serve(self):
        """The first answer, to nothing, says that it is there."""
        size, check = 0, 0
        self.send(ANSWER.pack(size, check))
        for number in range(self.messages):
            check = self.take_message(check)
            size += len(self.message)
            if self.is_answered(number):
                self.send(ANSWER.pack(size, check))

    def take_message(self, check):
        left = len(self.message)
        while left:
            piece = self.receive(left)
            check = crc32(piece, check)
            left -= len(piece)
        return check

    # ---- this process ----

    def begin(self):
        """Outside the clock, after open()."""
        self.parent = os.getpid()
        self.got = []
        self.pid = os.fork()
        if self.pid == 0:
            self.live()
        self.take(PARENT)
        self.heed(self.take_answer)

    def end(self, at_once=False):
        """Outside the clock, after close()."""
        if self.pid and at_once:
            os.kill(self.pid, signal.SIGKILL)
        if self.pid:
            os.waitpid(self.pid, 0)
        self.pid = 0

    def heed(self, talk):
        """Whatever it fails at, the other process is not left behind."""
        try:
            talk()
        except BaseException as e:
            self.end(at_once=True)
            if isinstance(e, (ConnectionError, EOFError)):
                raise BrokenPipeError("the other process ended before it was done")
            raise

    def work(self):
        self.heed(self.talk)

    def talk(self):
        for number in range(self.messages):
            self.send_message()
            if self.is_answered(number):
                self.got.append(self.take_answer())

    def send_message(self):
        self.send(self.message)

    def take_answer(self):
        answer = bytes(self.receive(ANSWER.size))
        while len(answer) < ANSWER.size:
            answer += self.receive(ANSWER.size - len(answer))
        return answer

    def prepare(self, rehearsal):
        pass

    def look(self):
        pass

    def answer(self):
        if self.got != self.expected:
            raise ValueError("the other process got other bytes than were sent")
        return self.in_words


# ---- the kernel copies in and out ----

class Pipes(Sharing):
    """One there and one back."""

    def open(self):
        self.buffer = memoryview(bytearray(self.buffer_bytes))
        there, back = os.pipe(), os.pipe()
        self.sides = (back[0], there[1]), (there[0], back[1])

    def take(self, side):
        """The other's are closed, or nobody would see that it has ended."""
        for descriptor in self.sides[1 - side]:
            os.close(descriptor)
        self.source, self.target = self.sides[side]

    def send(self, data):
        done = os.write(self.target, data)
        while done < len(data):
            done += os.write(self.target, memoryview(data)[done:])

    def receive(self, most):
        size = os.readv(self.source, [self.buffer[:most]])
        if size == 0:
            raise EOFError
        return self.buffer[:size]

    def close(self):
        os.close(self.source)
        os.close(self.target)
        self.buffer = None


class Sockets(Sharing):
    def open(self):
        self.buffer = memoryview(bytearray(self.buffer_bytes))
        self.sides = socket.socketpair()

    def take(self, side):
        self.sides[1 - side].close()
        self.socket = self.sides[side]

    def send(self, data):
        self.socket.sendall(data)

    def receive(self, most):
        size = self.socket.recv_into(self.buffer[:most])
        if size == 0:
            raise EOFError
        return self.buffer[:size]

    def close(self):
        self.socket.close()
        self.buffer = None


class Connections(Sharing):
    """What most programs use. Every message is new memory, however long."""

    def __init__(self, request):
        super().__init__(request)
        from multiprocessing.connection import Pipe  # only now: it takes its time
        self.make_pair = Pipe

    def open(self):
        self.sides = self.make_pair()

    def take(self, side):
        self.sides[1 - side].close()
        self.connection = self.sides[side]

    def send(self, data):
        self.connection.send_bytes(data)

    def receive(self, most):
        return self.connection.recv_bytes(most)

    def close(self):
        self.connection.close()


# ---- memory that both have mapped ----

HEAD_BYTES, BACK_BYTES = 2 * COUNTERS * 8, 4096  # in front of the ring of messages


class MappedFork(Sharing):
    """An anonymous mapping."""

    def make_map(self, size):
        return mmap.mmap(-1, size)

    def open(self):
        self.map = self.make_map(HEAD_BYTES + BACK_BYTES + self.buffer_bytes)
        view = memoryview(self.map)
        counters = view[:HEAD_BYTES].cast("Q")
        back = HEAD_BYTES + BACK_BYTES
        self.rings = (Ring(counters[:COUNTERS], view[HEAD_BYTES:back], self.has_ended),
                      Ring(counters[COUNTERS:], view[back:], self.has_ended))

    def begin(self):
        self.processor = processor_now()
        super().begin()

    def take(self, side):
        self.side = side
        self.source, self.target = self.rings[side], self.rings[1 - side]
        if side == CHILD:
            leave_processor(self.processor)

    def has_ended(self):
        if self.side == CHILD:
            return os.getppid() != self.parent
        if self.pid and os.waitpid(self.pid, os.WNOHANG)[0]:
            self.pid = 0  # it was waited for
        return self.pid == 0

    def send(self, data):
        self.target.send(data)

    def receive(self, most):
        return self.source.receive(most)

    def close(self):
        self.rings = self.source = self.target = None  # or their views would hold the mapping
        self.map.close()


class MappedFile(MappedFork):
    """A new file, without a name as soon as it is open, whose blocks are had now: a store to a
    page that finds no room would end the process."""

    def make_map(self, size):
        descriptor = os.open(self.place, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.unlink(self.place)
            allocate = getattr(os, "posix_fallocate", None)
            allocate(descriptor, 0, size) if allocate else os.ftruncate(descriptor, size)
            return mmap.mmap(descriptor, size)
        finally:
            os.close(descriptor)


class MappedFileFlush(MappedFile):
    """Answers are not flushed, as in C."""

    def send_message(self):
        super().send_message()
        self.map.flush()


METHODS = {
    "python-pipe": Pipes,
    "python-socket": Sockets,
    "python-connection": Connections,
    "python-mmap-fork": MappedFork,
    "python-mmap-file": MappedFile,
    "python-mmap-file-flush": MappedFileFlush,
}
