# SPDX-License-Identifier: MIT
"""A ring through memory that two processes have mapped, and where its two ends run."""
import os
import time

LOOKS = 200  # before others are let run: some microseconds
YIELDS = 50
NAP_S = 50e-6
PIECES = 4  # of the capacity: while one is read the next can be written
SENT, TAKEN = 0, 8  # counters of 8 bytes, on lines of the processor's cache of their own
COUNTERS = 16  # of a ring, with what fills its lines
let_others_run = getattr(os, "sched_yield", lambda: time.sleep(0))


class Ring:
    """The ring of src/method/ring.h, without its bell: who waits polls, and then naps.

    A counter is an element of memoryview.cast("Q"): one store of 8 bytes. struct.pack_into
    with "<" would store byte by byte, and the other could see half of it. Python has no memory
    barrier: that the bytes are seen before the counter is so where stores are seen in order,
    as on x86, and elsewhere by chance. Wrong bytes fail the case, whatever the reason."""

    def __init__(self, counters, data, has_ended):
        self.counters, self.data, self.has_ended = counters, data, has_ended
        self.capacity = len(data)
        self.piece = -(-self.capacity // PIECES)
        self.sent = self.taken = self.lent = 0

    def wait_for(self, counter, seen):
        """Until it is no longer `seen`."""
        counters = self.counters
        for look in range(LOOKS + YIELDS):
            if counters[counter] != seen:
                return
            if look >= LOOKS:
                let_others_run()
        ended = False
        while counters[counter] == seen:
            if ended:
                raise EOFError
            time.sleep(NAP_S)
            ended = self.has_ended()

    def send(self, data):
        data = memoryview(data)
        done, size = 0, len(data)
        while done < size:
            there = self.sent - self.counters[TAKEN]
            if there == self.capacity:
                self.wait_for(TAKEN, self.sent - there)
                continue
            place = self.sent % self.capacity
            n = min(size - done, self.piece, self.capacity - there, self.capacity - place)
            self.data[place:place + n] = data[done:done + n]
            self.sent += n
            self.counters[SENT] = self.sent
            done += n

    def receive(self, most):
        if self.lent:
            self.taken += self.lent
            self.lent = 0
            self.counters[TAKEN] = self.taken
        if self.counters[SENT] == self.taken:
            self.wait_for(SENT, self.taken)
        place = self.taken % self.capacity
        there = self.counters[SENT] - self.taken
        self.lent = min(most, self.piece, there, self.capacity - place)
        return self.data[place:place + self.lent]


def processor_now():
    """proc(5): the 39th field of stat. None: not told."""
    try:
        with open("/proc/self/stat", "rb") as stat:
            return int(stat.read().rpartition(b")")[2].split()[36])
    except (OSError, IndexError, ValueError):
        return None


def leave_processor(processor):
    """mmap-share.c tells why. From then on the scheduler is free."""
    if not hasattr(os, "sched_setaffinity"):
        return
    allowed = os.sched_getaffinity(0)
    others = allowed - {processor}
    try:
        if others:
            os.sched_setaffinity(0, others)
            os.sched_setaffinity(0, allowed)
    except OSError:
        pass  # it may not, and stays
