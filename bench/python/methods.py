# SPDX-License-Identifier: MIT
"""What the tutorials do with a file, one class for each method of src/method/python.c.

open(), the workload's function and close() run inside the clock and hold what a reader of
the tutorial would have typed; look() and answer() run outside. What was read is freed in
close(), as it is when a tutorial's function returns.
"""
import mmap
import os

import answers
from answers import SEEK_OFFSET
from method import Method
from pieces import Chunk, Pieces, count_hits
from places import InFile, InMapping, Lines
from skipped import Skipped


class Bytes(Lines, Method):
    """Everything is read, then searched or indexed."""

    words5 = answers.WORDS5.encode()
    words_are_ascii = True
    start = 0  # of data in the file

    def __init__(self, request):
        """What takes its time to import is there before the clock starts, and only then."""
        super().__init__(request)
        self.needle, self.replacement = map(self.as_read, (self.pattern, self.becomes))
        if request["workload"] == "regex":
            import re
            self.words5 = re.compile(self.words5, re.ASCII if self.words_are_ascii else 0)
        if request["workload"].startswith("replace"):
            from shutil import copyfile
            self.copyfile = copyfile

    def load(self):
        return self.file.read()

    def as_read(self, text):
        return text.encode()

    def raw(self, data):
        return data

    def seek(self):
        self.file.seek(SEEK_OFFSET)
        self.start = SEEK_OFFSET

    def full_read(self):
        self.data = self.load()

    def look_at_full_read(self):
        return answers.length_and_sum(self.raw(self.data))

    def find(self):
        self.data = self.load()
        self.found = self.data.find(self.needle)

    def look_at_find(self):
        if self.found < 0:
            return answers.offset(-1)
        return answers.offset(self.start + len(self.raw(self.data[:self.found])))

    def seek_find(self):
        self.seek()
        self.find()

    look_at_seek_find = look_at_find

    def count(self):
        self.data = self.load()
        self.found = self.data.count(self.needle)

    def look_at_count(self):
        return answers.count(self.found)

    def rfind(self):
        self.data = self.load()
        self.found = self.data.rfind(self.needle)

    look_at_rfind = look_at_find

    def slice(self):
        middle = self.file_bytes // 2
        self.data = self.load()
        self.found = self.data[middle:middle + answers.SLICE_BYTES]

    def regex(self):
        self.data = self.load()
        self.found = self.words5.findall(self.data)

    def look_at_regex(self):
        return answers.count(len(self.found))

    def replace(self):
        """By way of a second file that is copied back."""
        with open(self.path + ".new", self.mode.replace("r", "w"),
                  encoding=self.encoding) as new:
            self.data = self.load()
            new.write(self.data.replace(self.needle, self.replacement))
        self.file.close()
        self.copyfile(self.path + ".new", self.path)
        os.remove(self.path + ".new")

    def replace_durable(self):
        self.replace()
        with open(self.path, "rb+") as changed:
            os.fsync(changed.fileno())

    def look_at_replace(self):
        self.replaced = self.data.count(self.needle)

    look_at_replace_durable = look_at_replace

    def random(self):
        data = self.data = self.load()
        got = 0
        for offset in self.offsets:
            got += len(data[offset:offset + self.block_bytes])
        self.got = got

    def block(self, offset):
        return self.data[offset:offset + self.block_bytes]


class Text(Bytes):
    """What the tutorials call regular file I/O. re.ASCII: a word is what it is in bytes, so
    that all methods are asked the same question."""

    mode, encoding = "r", "utf8"
    words5 = answers.WORDS5

    def as_read(self, text):
        return text

    def raw(self, data):
        return data.encode()


class TextUnicode(Text):
    """Python's own notion of a word, as in the tutorial: a dearer question."""

    words_are_ascii = False

    def look_at_regex(self):
        return answers.count_of_words(self.data, self.found)


class Mapped(InMapping, Bytes):
    """The mapping itself is searched and cut; only its read() copies."""

    mode, encoding = "r", "utf8"  # as the tutorial opens it; nothing is decoded
    access = mmap.ACCESS_READ

    def __init__(self, request):
        super().__init__(request)
        if self.in_place or request["workload"].startswith("replace"):
            self.mode, self.access = "r+", mmap.ACCESS_WRITE

    def open(self):
        super().open()
        try:
            self.map = mmap.mmap(self.file.fileno(), 0, access=self.access)
        except ValueError as e:
            raise Skipped("Python %s" % e)  # an empty file cannot be mapped

    def close(self):
        self.map.close()
        super().close()

    def load(self):
        return self.map

    def lines(self):
        return iter(self.map.readline, b"")

    def seek(self):
        self.map.seek(min(SEEK_OFFSET, len(self.map)))

    def full_read(self):
        self.data = self.map.read()

    def count(self):
        self.found, _ = count_hits(self.map, self.needle, 0, len(self.map))

    def block(self, offset):
        return self.map[offset:offset + self.block_bytes]

    def look_at_find(self):
        return answers.offset(self.found)  # from the mapping's begin, not from where it was

    look_at_seek_find = look_at_rfind = look_at_find

    def replace(self):
        """In place. flush() is msync(): this side is always durable."""
        self.data = self.map.read()
        self.map[:] = self.data.replace(self.needle, self.replacement)
        self.map.flush()

    replace_durable = replace


class MappedBytes(Mapped):
    """A copy of the mapping is searched."""

    def load(self):
        self.start = self.map.tell()
        return self.map.read()

    look_at_find = look_at_seek_find = look_at_rfind = Bytes.look_at_find


class MappedAdvised(Mapped):
    advice = None  # a name of module mmap

    def __init__(self, request):
        super().__init__(request)
        if not hasattr(mmap, self.advice):
            raise Skipped("this system's Python has no %s" % self.advice)

    def open(self):
        super().open()
        self.map.madvise(getattr(mmap, self.advice))


class MappedChunk(Pieces, Mapped):
    """The counterpart of Chunk's readinto(): one copy into one buffer. map.read(n) would make a
    new object for every piece, and what this costs (fresh pages, where malloc maps what is
    as large) would be taken for the price of the mapping."""

    def pieces(self):
        size, step = len(self.map), self.buffer_bytes
        with memoryview(self.map) as whole, memoryview(self.buffer) as buffer:
            for begin in range(0, size, step):
                got = min(step, size - begin)
                buffer[:got] = whole[begin:begin + got]
                yield got


class MappedSequential(MappedAdvised, MappedChunk):
    """From front to back, as the hint says. map.read() of all would be no such scan: glibc
    copies from the end where it finds both places alike within their pages, and as bytes
    objects begin just behind a page's begin they are. A cold file then comes page by page."""

    advice = "MADV_SEQUENTIAL"


class MappedRandom(MappedAdvised, MappedChunk):
    """From front to back in pieces as well, so that the two hints can be compared."""

    advice = "MADV_RANDOM"


class Seek(InFile, Method):
    def __init__(self, request):
        super().__init__(request)
        if self.in_place:
            self.mode = "rb+"

    def random(self):
        file = self.file
        got = 0
        for offset in self.offsets:
            file.seek(offset)
            got += len(file.read(self.block_bytes))
        self.got = got

    def block(self, offset):
        self.file.seek(offset)
        return self.file.read(self.block_bytes)


METHODS = {
    "python-text": Text,
    "python-text-unicode": TextUnicode,
    "python-bytes": Bytes,
    "python-chunk": Chunk,
    "python-seek": Seek,
    "python-mmap": Mapped,
    "python-mmap-bytes": MappedBytes,
    "python-mmap-chunk": MappedChunk,
    "python-mmap-sequential": MappedSequential,
    "python-mmap-random": MappedRandom,
}

# Those in a module of their own, which is imported for them alone: it takes its time.
MODULES = {
    "python-pread": "pread",
    "python-published-read": "published",
    "python-published-mmap": "published",
    "python-direct": "direct",
    "python-bytearray": "memory",
    "python-mmap-anonymous": "memory",
    "python-numpy": "with_numpy",
    "python-numpy-mmap": "with_numpy",
}


def make(request):
    name = request["method"]
    module = MODULES.get(name, "sharing")
    methods = METHODS if name in METHODS else __import__(module).METHODS
    job = methods[name](request)
    count = request["threads"]
    if count > 1:
        import threads
        threads.share(job, count)
    return job
