# SPDX-License-Identifier: MIT
"""Reads exports back with other people's readers, or by the letter of a format's
description, and compares them with the run file that they were made from.

    read_export.py check FORMAT EXPORT RUN.json      status 0, or 1 and what is wrong
    read_export.py change KIND RUN.json NEW.json     the run with another content:
        slower      every time is twice as long
        untimed     cases that were skipped, failed or not begun, few samples, unknown figures
        odd         the same, and names that mean something to some format
"""
import csv
import io
import json
import re
import statistics
import sys
import urllib.parse

FEW = 6  # below this many samples there is no interval
PLACE = ("round", "order", "look", "cpu", "blocks_seed")


def timed(case):
    return case["status"] == "ok" and bool(case["samples"]["round"])


def escape(name):
    """As the run file writes names of data sets: they may hold any byte."""
    return re.sub("[\0-\x1f\x7f%]", lambda m: "%%%02X" % ord(m[0]), name)


TEXTS = "pattern", "regex"
PARAMETERS = (("blocks", "blocks", 4096), ("block", "block_bytes", 4096),
              ("buffer", "buffer_bytes", 65536), ("threads", "threads", 1))


def size(value):
    unit = 0
    while value and value % 1024 == 0 and unit < 4:
        value, unit = value // 1024, unit + 1
    return "%d%s" % (value, ("", "KiB", "MiB", "GiB", "TiB")[unit])


def name_of(case):
    """The text of its key: what is standard or does not apply is left out."""
    key = case["key"]
    parts = [key[k] for k in ("workload", "method", "state")]
    for name in TEXTS:
        if key.get(name):
            parts.append(name + ":" + escape(key[name]).replace("/", "%2F"))
    for word, name, standard in PARAMETERS:
        if key[name] not in (0, standard):
            parts.append("%s:%s" % (word, size(key[name]) if "bytes" in name else key[name]))
    return "/".join(parts + ["data:" + key["dataset"].replace("/", "%2F")])


def samples_of(case):
    """Its columns as one dictionary for each sample."""
    return [{k: column and column[i] for k, column in case["samples"].items()}
            for i in range(len(case["samples"]["round"] or []))]


def same(what, is_, should):
    if is_ != should:
        raise AssertionError("%s: is %r, should be %r" % (what, is_, should))


def close(what, is_, should):
    if abs(is_ - should) > 1e-9 * abs(should):
        raise AssertionError("%s: is %r, should be %r" % (what, is_, should))


def values(case, key):
    return [figure for figure in case["samples"][key] or [] if figure is not None]


# ---- csv: Python's own reader, strict ----

def check_csv(text, run):
    # The reader would take other line ends as well.
    bare = re.sub('"(?:[^"]|"")*"', "", text).replace("\r\n", "")
    same("line ends that are not CR LF", re.findall("[\r\n]", bare), [])
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    wanted = [(c, s) for c in run["cases"] for s in samples_of(c) or [{}]]
    same("rows", len(rows), len(wanted))
    sizes = {d["name"]: d["bytes"] for d in run["datasets"]}
    for row, (case, sample) in zip(rows, wanted):
        if None in row or None in row.values():
            raise AssertionError("fields: %r" % row)
        for key in ("workload", "method", "state"):
            same(key, row[key], case["key"][key])
        same("dataset", escape(row["dataset"]), case["key"]["dataset"])
        for key in ("fill", "status", "cause", "answer"):
            same(key, row[key], case[key] or "")
        same("unproved", row["unproved"], case.get("unproved", "no"))
        same("reason", row["reason"], case["cause_words"] or "")
        for key in TEXTS:
            same(key, row[key], case["key"].get(key) or "")
        for _, key, _ in PARAMETERS:
            same(key, row[key], str(case["key"][key]))
        same("size", row["dataset_bytes"], str(sizes.get(case["key"]["dataset"], "")))
        same("host", row["host"], run["machine"]["host"] or "")
        for key in run["fields"]:
            figure = sample.get(key)
            same(key, float(row[key]) if row[key] else None,
                 None if figure is None else float(figure))


# ---- benchfmt: the design document, line by line ----

CONFIGURATION = re.compile(r"([^\s:A-Z][^\s:A-Z]*):(?:[ \t]+(\S.*))?")
BENCHMARK = re.compile(r"Benchmark[A-Z0-9%]\S*")
NUMBER = re.compile(r"\d+(\.\d+)?(e[+-]\d+)?")
UNITS = {"ns/op": "wall_ns", "user-ns/op": "user_ns", "sys-ns/op": "system_ns",
         "open-ns/op": "open_ns", "access-ns/op": "access_ns", "close-ns/op": "close_ns",
         "minor-faults/op": "minor_faults", "major-faults/op": "major_faults",
         "voluntary-switches/op": "voluntary_switches",
         "involuntary-switches/op": "involuntary_switches",
         "storage-B/op": "storage_read_bytes", "read-calls/op": "read_calls",
         "peak-RSS-bytes": "peak_rss_bytes", "anon-RSS-bytes": "rss_anon_bytes",
         "file-RSS-bytes": "rss_file_bytes", "baseline-RSS-bytes": "baseline_rss_bytes"}


def read_benchmark(line):
    fields = line.split()  # all that Unicode calls a space, as strings.Fields
    if len(fields) < 4 or len(fields) % 2 != 0 or not BENCHMARK.fullmatch(fields[0]):
        raise AssertionError("no benchmark line: %r" % line)
    same("iterations of %r" % line, bool(re.fullmatch("[1-9][0-9]*", fields[1])), True)
    same("GOMAXPROCS in the name", re.search("-[0-9]+$", fields[0]), None)
    parts = [p.partition("=") for p in fields[0].split("/")[1:]]
    figures = dict(zip(fields[3::2], fields[2::2]))
    same("units twice in %r" % line, len(figures), len(fields) // 2 - 1)
    for figure in figures.values():
        same("%r is a number" % figure, bool(NUMBER.fullmatch(figure)), True)
    return ({k: urllib.parse.unquote(v, errors="strict") for k, _, v in parts},
            {unit: float(figure) for unit, figure in figures.items()})


def check_benchfmt(text, run):
    same("the last line ends", text.endswith("\n"), True)
    configuration, units, lines, comments = {}, set(), [], []
    for line in text.split("\n"):
        if line.startswith("Benchmark"):
            lines.append(read_benchmark(line))
        elif line.startswith("Unit "):
            units.add(re.fullmatch(r"Unit (\S+) better=(?:lower|higher)", line).group(1))
        elif line.startswith("#"):
            comments.append(line)
        elif line:
            key, value = CONFIGURATION.fullmatch(line).groups()
            same("%s stands once" % key, key in configuration, False)
            configuration[key] = value
    same("kernel", configuration.get("kernel"), run["machine"]["kernel"])
    same("filesystem", configuration.get("filesystem"), run["storage"]["filesystem"])
    same("compiler", configuration.get("compiler"), run["toolchain"]["compiler"])
    wanted = [(c, s) for c in run["cases"] if timed(c) for s in samples_of(c)]
    same("benchmark lines", len(lines), len(wanted))
    same("comments", len(comments), 1 + sum(not timed(c) for c in run["cases"]))
    for (parts, figures), (case, sample) in zip(lines, wanted):
        for key in ("method", "state", "workload"):
            same(key, parts.get(key), case["key"][key])
        same("dataset", escape(parts["dataset"]), case["key"]["dataset"])
        same("fill", parts.get("fill"), case["fill"])
        same("unproved", parts.get("unproved", "no"), case.get("unproved", "no"))
        for name in TEXTS:
            same(name, parts.get(name), case["key"].get(name))
        for word, key, standard in PARAMETERS:
            same(word, int(parts.get(word, standard)), case["key"][key] or standard)
        same("units", set(figures) <= units, True)
        for unit, field in UNITS.items():
            same(unit, figures.get(unit), None if sample[field] is None else float(sample[field]))


# ---- JSON ----

def read_json(text):
    def once(pairs):
        same("keys twice", len(dict(pairs)), len(pairs))
        return dict(pairs)
    return json.loads(text, object_pairs_hook=once)


def check_google(text, run):
    export = read_json(text)
    same("host", export["context"]["host_name"], run["machine"]["host"])
    entries = iter(export["benchmarks"])
    for family, case in enumerate(run["cases"]):
        samples = samples_of(case) if timed(case) else [None]
        for repetition, sample in enumerate(samples):
            entry = next(entries)
            same("run_name", entry["run_name"], name_of(case))
            same("family", entry["family_index"], family)
            same("repetition", entry["repetition_index"], repetition)
            same("repetitions", entry["repetitions"], len(samples))
            same("run_type", entry["run_type"], "iteration")
            same("time_unit", entry["time_unit"], "ns")
            same("error", entry.get("error_occurred", False), sample is None)
            same("name", entry["name"] == entry["run_name"], sample is not None)
            if sample is None:
                continue
            same("real_time", entry["real_time"], sample["wall_ns"])
            close("cpu_time", entry["cpu_time"], sample["user_ns"] + sample["system_ns"])
            same("iterations", entry["iterations"], sample["passes"])
            for key in set(run["fields"]) - {"wall_ns", "passes"}:
                same(key, entry.get(key), sample[key])
    same("entries", next(entries, None), None)


def check_estimate(what, estimate, numbers):
    if not numbers:
        return same(what, estimate, None)
    low, middle, high = (estimate[name] for name in ("low", "median", "high"))
    close(what, middle, statistics.median(numbers))
    few = len(numbers) < FEW
    same("%s without bounds" % what, (low is None, high is None), (few, few))
    if not few:
        same("%s: order" % what, min(numbers) <= low <= middle <= high <= max(numbers), True)


def check_json(text, run):
    (export,) = read_json(text)["runs"]
    for key in ("started_at", "machine", "storage", "toolchain", "datasets", "rounds"):
        same(key, export[key], run[key])
    cases = {name_of(c): c for c in run["cases"]}
    same("names", sorted(name_of(c) for c in export["cases"]), sorted(cases))
    for entry in export["cases"]:
        case = cases[name_of(entry)]
        same("status", entry["status"], case["status"])
        for field in set(run["fields"]) - set(PLACE):
            check_estimate(field, entry[field], values(case, field) if timed(case) else [])
        if entry["key"]["method"] == entry["baseline"] and timed(case):
            same("verdict of the baseline", entry["verdict"], "not known")


CHECKS = {"csv": check_csv, "benchfmt": check_benchfmt, "google-benchmark": check_google,
          "json": check_json}


# ---- other contents ----

def slower(run):
    for case in run["cases"]:
        for key in ("wall_ns", "user_ns", "system_ns"):
            case["samples"][key] = [2 * figure for figure in case["samples"][key]]


def odd(run):
    odd_name = escape("my, \"data\"\nset/x=1 100% \u00a0\u2028\u6f22-16")
    old = run["datasets"][0]["name"]
    run["datasets"][0]["name"] = odd_name
    run["machine"]["host"] = "=1+1"
    run["cases"][1]["key"]["pattern"] = "it's, \"an\"\n/x=1"
    for case in run["cases"]:
        if case["key"]["dataset"] == old:
            case["key"]["dataset"] = odd_name
    untimed(run)


def untimed(run):
    few, unknown, skipped, failed, ended = run["cases"][:5]
    few["samples"] = {k: column and column[:FEW - 1] for k, column in few["samples"].items()}
    unknown["samples"]["minor_faults"] = None
    none = dict.fromkeys(few["samples"])
    skipped.update(status="skipped", cause="not-offered",
                   cause_words="it makes no sense,\nsays \"it\"", samples=none)
    failed.update(status="failed", cause="system-error", cause_words="no such thing")
    ended.update(samples=none)
    ended["key"]["threads"] = 4


def widen(run):
    """A number stands for all samples of its column."""
    for case in run["cases"]:
        count = len(case["samples"]["round"] or [])
        for name, column in case["samples"].items():
            if isinstance(column, (int, float)):
                case["samples"][name] = [column] * count


def main(command, kind, source, target):
    with open(target if command == "check" else source, encoding="utf-8") as file:
        run = json.load(file)
    widen(run)
    if command == "change":
        {"slower": slower, "untimed": untimed, "odd": odd}[kind](run)
        with open(target, "w", encoding="utf-8") as file:
            json.dump(run, file)
        return
    run["fields"] = list(run["cases"][0]["samples"])
    with open(source, encoding="utf-8", newline="") as file:
        CHECKS[kind](file.read(), run)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (AssertionError, ValueError, KeyError, AttributeError, StopIteration, csv.Error) as e:
        sys.exit("%s: %r" % (" ".join(sys.argv[1:]), e))
