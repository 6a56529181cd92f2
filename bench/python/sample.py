# SPDX-License-Identifier: MIT
"""Passes of one workload by one method in Python, one whenever mapread asks for it.

mapread starts this script (src/sample/program.c) and tells in one line of JSON on standard
input what to do (src/case/request.h). It prepares the file's state, and asks for a pass with
one byte: "\n", or "r" for a rehearsal, whose answer nobody asks for. What is said is an
outcome (src/case/outcome.h): one line of JSON on standard output. The first one, unasked, says
that all is ready.

The clock covers what it covers for methods in C: open to close, the freeing of what was
read included. It stands still between the work and the close, while memory is looked at
and the answer is worked out. As timeit does, the garbage collector is off meanwhile.

Standard library only, but for with_numpy.py. This file keeps to what an older Python
understands, so that it can say what is needed.
"""
import gc
import json
import os
import resource
import signal
import sys
import time

NEEDED = (3, 8)  # mmap.madvise

def reply(status, cause="none", words=None, answer=None, sample={}):
    outcome = dict(sample, status=status, cause=cause, answer=answer)
    if words:
        outcome["cause_words"] = " ".join(words.split())[:200].encode("utf-8", "replace").decode()
    os.write(1, (json.dumps(outcome) + "\n").encode("ascii"))


class Request(dict):
    """What mapread asks for (src/case/request.h): the members of the key beside the others, and
    paths as the file system has them, whose bytes may be anything."""

    def __init__(self, line):
        members = json.loads(line)
        super().__init__(members.pop("key"), **members)
        for name in "path", "channel":
            self[name] = self.path(self[name])

    @staticmethod
    def path(text):
        if text is None:
            return None
        first, *parts = text.encode().split(b"%")
        whole = first + b"".join(bytes([int(p[:2], 16)]) + p[2:] for p in parts)
        return os.fsdecode(whole)


def read_line():
    """Byte by byte: what stands behind the line asks for passes. Nobody may be left to end it."""
    return b"".join(iter(lambda: os.read(0, 1) or b"\n", b"\n"))


# ---- what the system tells ----

class Proc:
    """Files of /proc/self, and how much this script itself read of them: the kernel counts
    that like any reading."""

    calls = size = 0

    @classmethod
    def numbers(cls, name):
        try:
            fd = os.open("/proc/self/" + name, os.O_RDONLY)
        except OSError:
            return {}
        text = os.read(fd, 8192)
        os.close(fd)
        cls.calls += 1
        cls.size += len(text)
        pairs = (line.split() for line in text.decode("ascii", "replace").splitlines())
        return {p[0].rstrip(":"): int(p[1]) for p in pairs if len(p) > 1 and p[1].isdigit()}


def used(who=resource.RUSAGE_SELF):
    r = resource.getrusage(who)
    return {"user_ns": r.ru_utime * 1e9, "system_ns": r.ru_stime * 1e9,
            "minor_faults": r.ru_minflt, "major_faults": r.ru_majflt,
            "voluntary_switches": r.ru_nvcsw, "involuntary_switches": r.ru_nivcsw}


def transferred():
    calls, size = Proc.calls, Proc.size  # a reading does not count itself
    io = Proc.numbers("io")
    if not io:
        return {}
    return {"storage_read_bytes": io["read_bytes"], "read_calls": io["syscr"] - calls,
            "read_call_bytes": io["rchar"] - size}


def resident():
    status = Proc.numbers("status")
    if "VmHWM" not in status:
        unit = 1 if sys.platform == "darwin" else 1024
        return {"peak_rss_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit}
    names = {"peak_rss_bytes": ("VmHWM",), "rss_anon_bytes": ("RssAnon",),
             "rss_file_bytes": ("RssFile", "RssShmem"), "rss_bytes": ("VmRSS",)}
    return {name: sum(1024 * status[part] for part in parts)
            for name, parts in names.items() if all(part in status for part in parts)}


def begin_peak_anew():
    """proc(5): 5 resets the peak resident set size to the current one."""
    try:
        fd = os.open("/proc/self/clear_refs", os.O_WRONLY)
    except OSError:
        return
    os.write(fd, b"5")
    os.close(fd)


class Meter:
    """What the clocked stretches of a pass used, and all that its children did."""

    def __init__(self):
        self.total = {}
        self.children = used(resource.RUSAGE_CHILDREN)

    def start(self):
        self.io = transferred()
        self.usage = used()

    def stop(self):
        self.add(self.usage, used())
        self.add(self.io, transferred())

    def add(self, before, now):
        for name in now:
            self.total[name] = self.total.get(name, 0) + now[name] - before[name]

    def begin(self, job):
        """What it does stands between two stretches."""
        self.stop()
        job.begin()
        self.start()

    def end(self, job):
        """What a child used is known once it was waited for."""
        self.start()
        job.end()
        self.stop()
        self.add(self.children, used(resource.RUSAGE_CHILDREN))


# ---- a pass ----

def limit(seconds):
    """SIGALRM ends this process then; 0: it does not. What was left before."""
    return signal.setitimer(signal.ITIMER_REAL, seconds)[0]


def delay(seconds):
    begun = now = time.perf_counter_ns()
    while now - begun < seconds * 1e9:
        now = time.perf_counter_ns()
    return now - begun


def clocked_pass(job, rehearsal, seconds, plant):
    now = time.perf_counter_ns
    meter = Meter()
    begin_peak_anew()
    baseline = resident().get("rss_bytes")
    meter.start()
    limit(seconds)
    t0 = now()
    job.open()
    t1 = t2 = now()
    if job.begin:
        meter.begin(job)
        t2 = now()
    job.work()
    t3 = now()
    left = limit(0)
    meter.stop()
    memory = resident()
    memory.pop("rss_bytes", None)
    if not rehearsal:
        job.look()
    meter.start()
    limit(left)
    t4 = now()
    job.close()
    t5 = now()
    meter.stop()
    if job.end:
        meter.end(job)
    limit(0)
    open_ns, access_ns, close_ns = t1 - t0, t3 - t2, t5 - t4
    wall = open_ns + access_ns + close_ns
    planted = delay(plant * wall / 1e9)
    sample = {"passes": 1, "wall_ns": wall + planted, "open_ns": open_ns,
              "access_ns": access_ns + planted, "close_ns": close_ns,
              "baseline_rss_bytes": baseline}
    sample.update(meter.total)
    sample.update(memory)
    return sample


def heap_trimmer():
    """Freed memory goes back before each pass, as in C (src/measure/usage.c), or what was
    free in the heap of this script would decide who gets fresh pages. None where the C
    library cannot be told to."""
    try:
        import ctypes
        return ctypes.CDLL(None).malloc_trim
    except (ImportError, OSError, AttributeError):
        return None


def make_pass(job, trim, rehearsal, seconds, plant):
    from skipped import Skipped
    try:
        if trim and not getattr(job, "keeps_heap", False):
            trim(0)
        job.prepare(rehearsal)
        sample = clocked_pass(job, rehearsal, seconds, plant)
        reply("ok", answer=None if rehearsal else job.answer(), sample=sample)
    except Skipped as e:
        reply("skipped", "python-skips", str(e))
    except Exception as e:  # whatever it is, mapread wants one line
        reply("failed", "python-failed", "%s: %s" % (type(e).__name__, e))
    finally:
        limit(0)


def main():
    if sys.version_info[:2] < NEEDED:
        reply("skipped", "python-skips", "Python %d.%d or later is needed, this is %d.%d"
              % (NEEDED + tuple(sys.version_info[:2])))
        return
    import methods
    from skipped import Skipped
    request = Request(read_line())
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        job = methods.make(request)
    except Skipped as e:
        reply("skipped", "python-skips", str(e))
        return
    gc.collect()
    gc.disable()
    trim = heap_trimmer()
    reply("ok")
    for asked in iter(lambda: os.read(0, 1), b""):
        make_pass(job, trim, asked == b"r", request["limit_s"], request["plant"])


main()
