# SPDX-License-Identifier: MIT
"""Rows of a table as np.memmap gives them, and read, divided and written by np.fromfile.

NumPy lies among the packages that mapread's Python is started without (-S), so they are
looked for here. Where it is missing the case is skipped.
"""
import os
import site
import sys

import answers
from answers import ROW_BYTES, ROW_VALUES
from method import Method
from skipped import Skipped

LANES = 8
site.main()
try:
    import numpy as np
except Exception as e:  # a broken one is none
    np = None
    why = "NumPy is not installed for this Python (%d.%d)" % sys.version_info[:2]
    if not isinstance(e, ModuleNotFoundError):
        why = "NumPy cannot be imported: %s" % e


def divide(rows):
    """Each row by its norm, in place. np.linalg.norm() would add in float32 and in an order
    of its own: the lanes are those of src/workload/rows.c, so that the bits are the same."""
    values = rows.astype(np.float64)
    squares = (values * values).reshape(len(rows), ROW_VALUES // LANES, LANES)
    lanes, total = np.zeros((len(rows), LANES)), np.zeros(len(rows))
    for i in range(squares.shape[1]):
        lanes += squares[:, i]
    for lane in range(LANES):
        total += lanes[:, lane]
    norms = np.sqrt(total)
    good = (norms > 0) & np.isfinite(norms)
    rows[good] = values[good] / norms[good, np.newaxis]


class Rows(Method):
    mode = "rb+"

    def __init__(self, request):
        if np is None:
            raise Skipped(why)
        super().__init__(request)

    def rows_durable(self):
        self.rows()
        self.flush()


class FromFile(Rows):
    """Read, divided, written back."""

    def rows(self):
        first, count = answers.batch(self.file_bytes)
        rows = np.fromfile(self.path, "<f4", count * ROW_VALUES, offset=first * ROW_BYTES)
        rows = rows.reshape(count, ROW_VALUES)
        divide(rows)
        self.file.seek(first * ROW_BYTES)
        rows.tofile(self.file)

    def flush(self):
        self.file.flush()
        os.fsync(self.file.fileno())


class Memmap(Rows):
    """Divided where they lie."""

    def open(self):
        if not self.file_bytes:
            raise Skipped("Python cannot mmap an empty file")
        rows = self.file_bytes // ROW_BYTES
        self.table = np.memmap(self.path, "<f4", "r+", shape=(rows, ROW_VALUES)) if rows else None

    def close(self):
        self.table = None

    def rows(self):
        first, count = answers.batch(self.file_bytes)
        if count:
            divide(self.table[first:first + count])

    def flush(self):
        if self.table is not None:
            self.table.flush()


METHODS = {"python-numpy": FromFile, "python-numpy-mmap": Memmap}
