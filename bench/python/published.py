# SPDX-License-Identifier: MIT
"""The programs of "Python mmap: Improved File I/O With Memory Mapping" (Real Python, 2020),
call by call, timed as timeit does it: one interpreter runs a function again and again.

They are other programs than those of methods.py. Text is decoded, a word is what Unicode calls
one, the regular expression is compiled in the clock, and nothing is put in order between the
passes: freed memory stays in the heap, and the file's bytes where the last pass left them in the
processor's cache. What the functions print or drop is returned instead, so that the answer can
be checked; it is freed inside the clock all the same, in close(). The needle is an argument, and
so is the place to seek to in a mapping, which has none behind its end.
"""
import mmap
import os
import re
import shutil

import answers
from answers import SEEK_OFFSET, WORDS5
from method import Method
from skipped import Skipped


# ---- regular file I/O ----

def regular_io(filename):
    with open(filename, mode="r", encoding="utf8") as file_obj:
        text = file_obj.read()
        return text


def regular_io_find(filename, needle):
    with open(filename, mode="r", encoding="utf-8") as file_obj:
        text = file_obj.read()
        return text, text.find(needle)


def regular_io_re(filename):
    five_letter_word = re.compile(WORDS5)
    with open(filename, mode="r", encoding="utf-8") as file_obj:
        text = file_obj.read()
        return text, five_letter_word.findall(text)


def regular_io_find_and_seek(filename, needle):
    with open(filename, mode="r", encoding="utf-8") as file_obj:
        file_obj.seek(SEEK_OFFSET)
        text = file_obj.read()
        return text, text.find(needle)


def regular_io_find_and_replace(filename, needle, replacement):
    with open(filename, "r", encoding="utf-8") as orig_file_obj:
        with open(filename + ".new", "w", encoding="utf-8") as new_file_obj:
            orig_text = orig_file_obj.read()
            new_text = orig_text.replace(needle, replacement)
            new_file_obj.write(new_text)
    shutil.copyfile(filename + ".new", filename)
    os.remove(filename + ".new")
    return orig_text


# ---- mmap ----

def mmap_io(filename):
    with open(filename, mode="r", encoding="utf8") as file_obj:
        with mmap.mmap(file_obj.fileno(), length=0, access=mmap.ACCESS_READ) as mmap_obj:
            text = mmap_obj.read()
            return text


def mmap_io_find(filename, needle):
    with open(filename, mode="r", encoding="utf-8") as file_obj:
        with mmap.mmap(file_obj.fileno(), length=0, access=mmap.ACCESS_READ) as mmap_obj:
            return mmap_obj.find(needle)


def mmap_io_re(filename):
    five_letter_word = re.compile(WORDS5.encode())
    with open(filename, mode="r", encoding="utf-8") as file_obj:
        with mmap.mmap(file_obj.fileno(), length=0, access=mmap.ACCESS_READ) as mmap_obj:
            return five_letter_word.findall(mmap_obj)


def mmap_io_find_and_seek(filename, needle, offset):
    with open(filename, mode="r", encoding="utf-8") as file_obj:
        with mmap.mmap(file_obj.fileno(), length=0, access=mmap.ACCESS_READ) as mmap_obj:
            mmap_obj.seek(offset)
            return mmap_obj.find(needle)


def mmap_io_find_and_replace(filename, needle, replacement):
    with open(filename, mode="r+", encoding="utf-8") as file_obj:
        with mmap.mmap(file_obj.fileno(), length=0, access=mmap.ACCESS_WRITE) as mmap_obj:
            orig_text = mmap_obj.read()
            new_text = orig_text.replace(needle, replacement)
            mmap_obj[:] = new_text
            mmap_obj.flush()
            return orig_text


# ---- what mapread asks ----

class Published(Method):
    """A function opens and closes the file itself: all of it is the workload."""

    keeps_heap = True  # what is free in it before a pass: see sample.py

    def prepare(self, rehearsal):
        super().prepare(rehearsal)
        self.needle = self.pattern

    def open(self):
        pass

    def close(self):
        self.found = None

    def look_at_full_read(self):
        return answers.length_and_sum(self.found)

    def look_at_find(self):
        return answers.offset(self.found)

    look_at_seek_find = look_at_find

    def look_at_regex(self):
        return answers.count(len(self.found))

    def look_at_replace(self):
        self.replaced = self.found.count(self.needle)


class Regular(Published):
    def full_read(self):
        self.found = regular_io(self.path)

    def look_at_full_read(self):
        return answers.length_and_sum(self.found.encode())

    def find(self):
        self.start, self.found = 0, regular_io_find(self.path, self.needle)

    def seek_find(self):
        self.start, self.found = SEEK_OFFSET, regular_io_find_and_seek(self.path, self.needle)

    def look_at_find(self):
        """An offset is one of bytes."""
        text, found = self.found
        return answers.offset(found if found < 0 else self.start + len(text[:found].encode()))

    look_at_seek_find = look_at_find

    def regex(self):
        self.found = regular_io_re(self.path)

    def look_at_regex(self):
        text, found = self.found
        return answers.count_of_words(text, found)

    def replace(self):
        self.found = regular_io_find_and_replace(self.path, self.needle, self.becomes)


class Mapped(Published):
    def prepare(self, rehearsal):
        super().prepare(rehearsal)
        self.needle = self.pattern.encode()
        self.offset = min(SEEK_OFFSET, self.file_bytes)
        if self.file_bytes == 0:
            raise Skipped("Python cannot mmap an empty file")

    def full_read(self):
        self.found = mmap_io(self.path)

    def find(self):
        self.found = mmap_io_find(self.path, self.needle)

    def seek_find(self):
        self.found = mmap_io_find_and_seek(self.path, self.needle, self.offset)

    def regex(self):
        self.found = mmap_io_re(self.path)

    def replace(self):
        self.found = mmap_io_find_and_replace(self.path, self.needle,
                                              self.becomes.encode())


METHODS = {"python-published-read": Regular, "python-published-mmap": Mapped}
