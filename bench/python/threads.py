# SPDX-License-Identifier: MIT
"""A pass of random that several threads share: each reads its part of the blocks from the
same open file. It is a module of its own because threading takes its time to import.

The thread that makes the pass reads the first part. The others are begun outside the clock,
after open(), and wait to be told; the work is done when all of them are.

What this shows of CPython is its lock, the GIL. os.pread() and os.preadv() let go of it for
the system call. A slice of a mapping is one copy under the lock: a page that must come from
the storage is waited for with it, and all others wait too. Who keeps it is asked for it after
5 ms; sys.setswitchinterval() is left as CPython has it, because programs leave it so. Parts
that take less time than that run one after the other where they are slices.
"""
from copy import copy
from threading import Lock, Thread


def parts(offsets, count):
    """As equal as can be, and none of them twice."""
    whole = len(offsets)
    return [offsets[i * whole // count:(i + 1) * whole // count] for i in range(count)]


def view(job, offsets):
    """The same open file for one thread, which reads this part of the blocks by random()."""
    one = copy(job)
    one.offsets = offsets
    return one


class Helper(Thread):
    """Daemons: the process ends without waiting for them, whatever it ends by."""

    def __init__(self, job, offsets):
        super().__init__(daemon=True)
        self.view = view(job, offsets)
        self.view.take_own()
        self.error = None
        self.told, self.heard = Lock(), Lock()
        self.told.acquire()
        self.heard.acquire()

    def run(self):
        self.heard.release()  # it is there
        self.told.acquire()
        try:
            self.view.random()
        except BaseException as e:  # or nobody would hear of it
            self.error = e
        self.heard.release()  # it is done

    def wait(self):
        self.heard.acquire()


class Team:
    def __init__(self, job, count):
        self.job, self.count = job, count

    def begin(self):
        """Outside the clock, after open()."""
        own, *others = parts(self.job.offsets, self.count)
        self.own = view(self.job, own)
        self.helpers = []
        try:
            for offsets in others:
                self.add(Helper(self.job, offsets))
        except BaseException:  # those who are there read for nothing
            self.tell()
            self.end()
            raise

    def add(self, helper):
        helper.start()
        self.helpers.append(helper)
        helper.wait()

    def tell(self):
        for helper in self.helpers:
            helper.told.release()

    def work(self):
        """Whatever one of them fails at, the others have ended then."""
        try:
            self.tell()
            self.own.random()
            self.gather()
        except BaseException:
            self.end()
            raise

    def gather(self):
        got = self.own.got
        for helper in self.helpers:
            helper.wait()
            if helper.error:
                raise helper.error
            got += helper.view.got
        self.job.got = got

    def end(self):
        """Outside the clock, after close(). What they had of their own goes with them."""
        for helper in self.helpers:
            helper.join()
        self.own = self.helpers = None


def share(job, count):
    """Passes of this job are made by so many threads from now on."""
    team = Team(job, count)
    job.begin, job.work, job.end = team.begin, team.work, team.end
