# SPDX-License-Identifier: MIT
"""What is done at places that are known: lines, a walk, a slice, a patch, rows, a log.

A file object and a mapping both seek and read, so that a walk and the lines are the same
code for both. Where the tutorials differ there is one class for each side. Those that
change the file give no answer: mapread reads back what lies in it (src/workload/).
"""
import math
import os
from array import array
from struct import Struct

import answers
from answers import (LOG_GROUP, LOG_HEADER_BYTES, LOG_RECORD_BYTES, PATCH,
                     PATCH_OFFSET, ROW_BYTES, ROW_VALUES, SLICE_BYTES, WALK_BACK, WALK_FORWARD,
                     WALK_LIMIT)

LANES = 8
NUMBER, HEADER = Struct("<Q"), Struct("<QQ")
LOG_REST = answers.LOG_FILL * (LOG_RECORD_BYTES - NUMBER.size)
FORWARD_WORDS, BACK_WORDS = Struct("<8Q").unpack, Struct("<4Q").unpack


def divide(values):
    """Each row by its norm. The same bits as in C, which src/workload/rows.c tells how to
    get: sum() would not do, because it compensates from Python 3.12 on."""
    for first in range(0, len(values), ROW_VALUES):
        row = values[first:first + ROW_VALUES].tolist()
        total = 0.0
        for lane in range(LANES):
            squares = 0.0
            for value in row[lane::LANES]:
                squares += value * value
            total += squares
        norm = math.sqrt(total)
        if 0 < norm < math.inf:
            values[first:first + ROW_VALUES] = array("f", [value / norm for value in row])


class Lines:
    """Line by line; whoever mixes it in has lines()."""

    def readline(self):
        count = 0
        for _ in self.lines():
            count += 1
        self.found = count

    def look_at_readline(self):
        """Once more from the front: the clocked pass drops the lines."""
        self.stream().seek(0)
        found = answers.lines(map(self.raw, self.lines()))
        if not found.startswith("lines=%d " % self.found):
            raise EOFError("the file has other lines than it had")
        return found


class Places:
    """What is the same on both sides; they differ in stream(), put() and flush()."""

    def walk(self):
        stream = self.stream()
        size = total = 0
        try:
            while size <= WALK_LIMIT:
                stream.seek(WALK_FORWARD, os.SEEK_CUR)
                piece = stream.read(WALK_FORWARD)
                size += len(piece)
                if len(piece) < WALK_FORWARD:
                    total += sum(answers.words(piece))
                    break
                total += sum(FORWARD_WORDS(piece))
                stream.seek(-WALK_BACK, os.SEEK_CUR)
                piece = stream.read(WALK_BACK)
                size += len(piece)
                total += sum(BACK_WORDS(piece))
        except ValueError:
            pass  # a mapping has no place behind its end, a file has nothing there
        self.walked = size, total

    def look_at_walk(self):
        return answers.bytes_and_sum(*self.walked)

    def patch(self):
        self.put(PATCH_OFFSET, PATCH[:max(0, self.file_bytes - PATCH_OFFSET)])

    def log(self, group=None):
        """A record, and then the header, which always tells where to go on."""
        put = self.put
        slots, slot = answers.log_slots(self.file_bytes), 0
        for number in range(answers.log_records(self.file_bytes)):
            put(LOG_HEADER_BYTES + slot * LOG_RECORD_BYTES, NUMBER.pack(number) + LOG_REST)
            slot = slot + 1 if slot + 1 < slots else 0
            put(0, HEADER.pack(slot, number + 1))
            if group and (number + 1) % group == 0:
                self.flush()

    def patch_durable(self):
        self.patch()
        self.flush()

    def rows_durable(self):
        self.rows()
        self.flush()

    def log_durable(self):
        self.log(LOG_GROUP)
        self.flush()


class InFile(Places):
    """seek(), read() and write() of a file object."""

    def slice(self):
        self.file.seek(self.file_bytes // 2)
        self.found = self.file.read(SLICE_BYTES)

    def put(self, offset, data):
        self.file.seek(offset)
        self.file.write(data)

    def flush(self):
        self.file.flush()
        os.fsync(self.file.fileno())

    def rows(self):
        first, count = answers.batch(self.file_bytes)
        values = array("f")
        self.file.seek(first * ROW_BYTES)
        values.frombytes(self.file.read(count * ROW_BYTES))
        divide(values)
        self.put(first * ROW_BYTES, values)


class InMapping(Places):
    """Slices of a mapping."""

    def stream(self):
        return self.map

    def slice(self):
        middle = self.file_bytes // 2
        self.found = self.map[middle:middle + SLICE_BYTES]

    def put(self, offset, data):
        self.map[offset:offset + len(data)] = data

    def flush(self):
        self.map.flush()

    def rows(self):
        first, count = answers.batch(self.file_bytes)
        begin = first * ROW_BYTES
        with memoryview(self.map) as whole, whole[begin:begin + count * ROW_BYTES] as part, \
                part.cast("f") as values:
            divide(values)
