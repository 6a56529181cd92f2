# SPDX-License-Identifier: MIT
"""Passes of one workload by one method in Python, one whenever mapread asks for it.

mapread starts this script (src/run/program.c), prepares the file's state, and asks for a
pass with one byte on standard input: "\n", or "r" for a rehearsal, whose answer nobody asks
for. What is said is an outcome (src/result/outcome.h): one line of JSON on standard output.
The first line, unasked, says that all is ready.

The clock covers what it covers for methods in C: open to close, the freeing of what was
read included. It stands still between the work and the close, while memory is looked at
and the answer is worked out. As timeit does, the garbage collector is off meanwhile.

Standard library only, but for with_numpy.py. This file keeps to what an older Python
understands, so that it can say what is needed.
"""
import gc
import os
import resource
import signal
import sys
import time

NEEDED = (3, 8)  # mmap.madvise

FIELDS = """round order iterations wall_ns user_ns system_ns open_ns access_ns close_ns
    minor_faults major_faults voluntary_switches involuntary_switches storage_read_bytes
    read_calls read_call_bytes peak_rss_bytes rss_anon_bytes rss_file_bytes
    baseline_rss_bytes resident_before resident_after""".split()


def text(value):
    """One line, and what JSON can hold. The module takes longer to import than all others
    together, so that only texts with something to escape are given to it."""
    value = " ".join(value.split())[:200]
    if all(" " <= c <= "~" and c not in '"\\' for c in value):
        return '"%s"' % value
    import json
    return json.dumps(value.encode("utf-8", "replace").decode("utf-8"))


def as_json(outcome):
    members = []
    for name, value in outcome.items():
        value = "null" if value is None else text(value) if isinstance(value, str) else value
        members.append('"%s": %s' % (name, value))
    return "{%s}" % ", ".join(members)


def reply(status, reason=None, check=None, sample={}):
    outcome = dict.fromkeys(FIELDS)
    outcome.update(sample)
    outcome.update(status=status, reason=reason, check=check)
    os.write(1, (as_json(outcome) + "\n").encode("ascii"))


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
    sample = {"iterations": 1, "wall_ns": wall + planted, "open_ns": open_ns,
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
        if trim:
            trim(0)
        job.prepare(rehearsal)
        sample = clocked_pass(job, rehearsal, seconds, plant)
        reply("ok", check=None if rehearsal else job.answer(), sample=sample)
    except Skipped as e:
        reply("skipped", str(e))
    except Exception as e:  # whatever it is, mapread wants one line
        reply("failed", "%s: %s" % (type(e).__name__, e))
    finally:
        limit(0)


def main(arguments):
    if sys.version_info[:2] < NEEDED:
        reply("skipped", "Python %d.%d or later is needed, this is %d.%d"
              % (NEEDED + tuple(sys.version_info[:2])))
        return
    import methods
    from skipped import Skipped
    options = dict(zip(arguments[::2], arguments[1::2]))
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        job = methods.make(options)
    except Skipped as e:
        reply("skipped", str(e))
        return
    seconds, plant = float(options["--limit"]), float(options["--plant"])
    gc.collect()
    gc.disable()
    trim = heap_trimmer()
    reply("ok")
    for asked in iter(lambda: os.read(0, 1), b""):
        make_pass(job, trim, asked == b"r", seconds, plant)


main(sys.argv[1:])
