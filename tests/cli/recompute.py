#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# Recomputes every comparison of a run from its samples, by the definitions in METHODOLOGY.md
# and the headers of src/stats and src/report, and compares it with what `mapread show
# --format markdown` printed: every line, to the last digit that is printed.
#
#     recompute.py RUN.JSON SHOWN.MD           0: all agree; their number is printed
#     recompute.py --spoil RUN.JSON SHOWN.MD   0: no case can be changed unnoticed
#
# Whole numbers and fractions where the definition is exact, so that nothing here can be
# rounded in the same wrong way.
import copy
import json
import math
import re
import sys
from fractions import Fraction
from itertools import accumulate

MARGIN, ALPHA = 0.01, Fraction(1, 20)
LEAST_LINES = 3
OWN_BUFFERS = {'mmap-window': 1 << 20, 'mmap-dontneed': 1 << 20}


# ---- statistics ----

def median(values):
    v, n = sorted(values), len(values)
    return v[n // 2] if n % 2 else v[n // 2 - 1] + 0.5 * (v[n // 2] - v[n // 2 - 1])


def interval(values):
    """From the k-th smallest to the k-th largest: the largest k that a coin thrown n times
    stays below with 2.5 % at most."""
    n = len(values)
    below = accumulate(Fraction(math.comb(n, i), 2**n) for i in range(n + 1))
    k = sum(1 for p in below if p <= Fraction(1, 40))
    return None if k == 0 else (sorted(values)[k - 1], sorted(values)[n - k])


def twice_ranks(values):
    """Twice the rank of each; equal ones share the mean of theirs."""
    return [2 * sum(w < v for w in values) + sum(w == v for w in values) + 1 for v in values]


def signed_rank(d):
    """Two-sided p, exact; zeros are ranked and then left out (Pratt)."""
    ranks = twice_ranks([abs(x) for x in d])
    kept = [r for r, x in zip(ranks, d) if x != 0]
    ways = {0: 1}  # how many choices of signs have that sum
    for rank in kept:
        more = dict(ways)
        for total, count in ways.items():
            more[total + rank] = more.get(total + rank, 0) + count
        ways = more
    w = sum(r for r, x in zip(ranks, d) if x > 0)
    low = sum(c for s, c in ways.items() if s <= w)
    high = sum(c for s, c in ways.items() if s >= w)
    return min(Fraction(1), Fraction(2 * min(low, high), 2**len(kept)))


def spearman(d):
    """Of the values and their order; None: all are alike, or too few."""
    x, y = list(range(len(d))), twice_ranks(d)
    if len(d) < 3 or len(set(y)) == 1:
        return None
    mean_x, mean_y = Fraction(sum(x), len(x)), Fraction(sum(y), len(y))
    product = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y))
    square = sum((a - mean_x)**2 for a in x) * sum((b - mean_y)**2 for b in y)
    return float(product) / math.sqrt(square)


def holm(comparisons):
    order = sorted((c for c in comparisons if c.d), key=lambda c: c.p)
    least = Fraction(0)
    for k, c in enumerate(order):
        least = max(least, (len(order) - k) * c.p)
        c.adjusted = min(Fraction(1), least)


# ---- comparisons ----

class Comparison:
    """Of two lists of (round, time)."""

    def __init__(self, baseline, subject):
        ours = dict(subject)
        self.d = [math.log(ours[r] / t) for r, t in baseline if r in ours]
        self.p = signed_rank(self.d)

    def verdict(self):
        n, within = len(self.d), interval(self.d)
        if not within:
            return 'too few rounds'
        trend, one_side = spearman(self.d), is_beyond(min(self.d), max(self.d))
        if trend is not None and abs(trend) > max(0.5, 1.96 / math.sqrt(n - 1)) and not one_side:
            return 'drifting'
        if not is_beyond(*within):
            return 'no difference shown'
        if self.adjusted <= ALPHA:
            return 'faster' if median(self.d) < 0 else 'slower'
        return 'too few rounds' if self.p == Fraction(2, 2**n) else 'no difference shown'

    def figures(self):
        known = (median(self.d), *(interval(self.d) or ())) if self.d else ()
        return [math.exp(x) for x in known]


def is_beyond(low, high):
    return math.exp(low) > 1 + MARGIN or math.exp(high) < 1 / (1 + MARGIN)


def best_before(family, pair):
    """The lowest mean ln time over the rounds before the pair; the first of equals."""
    known = {m: [math.log(t) for r, t in times if r // 2 < pair] for m, times in family.items()}
    means = {m: math.fsum(logs) / len(logs) for m, logs in known.items() if logs}
    return min(means, key=means.get, default=None) if len(family) > 1 else next(iter(family))


def decision(cells):
    """cells: method -> its times, in the order of the table. None: a family has none. Each
    mirrored pair of rounds is compared by those that were best before it."""
    families = [{m: t for m, t in cells.items() if m.startswith('mmap') == is_mmap}
                for is_mmap in (True, False)]
    if not all(families):
        return None
    pairs = sorted({r // 2 for times in cells.values() for r, _ in times})
    learns = 2 if max(map(len, families)) > 1 else 0
    compared, used = [], []
    for pair in pairs[learns:]:
        names = [best_before(f, pair) for f in families]
        mmap, read = (dict(f.get(m, [])) for f, m in zip(families, names))
        for r in sorted(r for r in mmap if r // 2 == pair and r in read):
            compared.append((r, read[r], mmap[r]))
            used.append(names)
    c = Comparison([(r, t) for r, t, _ in compared], [(r, t) for r, _, t in compared])
    c.names = tuple(used[-1] if used else (best_before(f, math.inf) for f in families))
    c.others = {m: n for m in cells
                if (n := sum(m in names for names in used)) and m not in c.names}
    return c


# ---- what is printed ----

NUMBER = r'\d+(?:\.\d+)?'
RATIO = rf'({NUMBER})x(?: \[({NUMBER}), ({NUMBER})\])?'
LINE = re.compile(rf'\| (\S+) \| (1|{RATIO}) \| (\d*) \| ([^|]*) \| ([^|]*) \|')
DECISION = re.compile(rf'best of each family: (\S+) / (\S+) (-|{RATIO}), (\d+) pairs'
                      rf'(?:, of them (.*?))?: ([a-z ]+)')


def read_shown(path):
    """(workload, data set, state) -> its lines and its decision, as matches."""
    rows, at = {}, None
    text = open(path, encoding='utf-8').read().split('## Comparisons\n', 1)[1]
    for block in re.split(r'^### ', re.split(r'^## ', text, flags=re.M)[0], flags=re.M)[1:]:
        title, body = block.split('\n', 1)
        at = tuple(re.sub(r' \(filled by .*| \([\d.<]+ % of the file\)', '', title).split(', '))
        tail = re.search(r'^best of each family: .*?(?=\n\n)', body, re.M | re.S)
        lines = [LINE.fullmatch(line) for line in body.splitlines()
                 if line.startswith('| ') and not line.startswith('| method ')]
        if None in lines or len(at) != 3 or at in rows:
            sys.exit(f'{path}: this is not understood: {title}')
        rows[at] = lines, DECISION.fullmatch(' '.join(tail[0].split())) if tail else None
        if tail and not rows[at][1]:
            sys.exit(f'{path}: this is not understood: {tail[0]}')
    return rows


def size(n):
    return f'{n >> 20}MiB' if n % (1 << 20) == 0 else f'{n >> 10}KiB'


def name_of(key):
    """The method, as a column is headed."""
    buffer, own = key['buffer_bytes'], OWN_BUFFERS.get(key['method'], 64 << 10)
    return key['method'] + (f'/buffer:{size(buffer)}' if buffer not in (0, own) else '')


def row_of(key):
    """The workload, with what the row is headed by beside it."""
    blocks, block = key['blocks'], key['block_bytes']
    return (key['workload'] + (f'/blocks:{blocks}' if blocks not in (0, 4096) else '') +
            (f'/block:{size(block)}' if block not in (0, 4096) else ''))


def read_times(run):
    """(workload, data set, state) -> method -> (round, time)s."""
    times = {}
    for c in run['cases']:
        key, columns = c['key'], c['samples']
        at = row_of(key), key['dataset'], key['state']
        times.setdefault(at, {})
        if c['status'] == 'ok' and columns['round']:
            rounds, ns = columns['round'], columns['wall_ns']
            times[at][name_of(key)] = list(zip(rounds, ns if isinstance(ns, list) else [ns] * len(rounds)))
    return times


def tell_figures(name, c, shown, pairs, verdict):
    """shown: the texts of ratio, low and high."""
    shown = [text for text in shown if text]
    figures = c.figures()
    wanted = [f'{x:.{len(t.partition(".")[2])}f}' for x, t in zip(figures, shown)]
    if wanted != shown or len(figures) != len(shown):
        yield f'{name}: {shown} is shown, {figures} computed'
    if int(pairs) != len(c.d):
        yield f'{name}: {pairs} pairs are shown, {len(c.d)} counted'
    if verdict != c.verdict():
        yield f'{name}: "{verdict}" is shown, "{c.verdict()}" computed'


def baseline_of(at, names):
    """The method, else the same with a buffer that is not its own."""
    whole = 'chunk' if 'limited' in at else 'read'
    own = {'random': 'seek', 'replace': 'pread', 'replace-durable': 'pread', 'readline': 'getline'}
    baseline = own.get(at[0].split('/')[0], whole)
    return next((n for n in sorted(names) if n.split('/')[0] == baseline), baseline)


def tell_row(at, lines, comparisons, times):
    baseline = baseline_of(at, times)
    if [m[1] for m in lines if m[1] in times] != [m[1] for m in lines] or len(lines) != len(times):
        yield f'{at}: not the methods that have times'
    for m in lines:
        c = comparisons.get((at, m[1]))
        if m[1] == baseline:
            if (m[2], m[6], m[7]) != ('1', '', 'baseline'):
                yield f'{at} {m[1]}: not told to be the baseline'
        elif c:
            yield from tell_figures(f'{at} {m[1]}', c, m.group(3, 4, 5), m[6], m[7])


def tell_decision(at, m, c):
    if (m is None) != (c is None):
        yield f'{at}: a decision is {"not " if m is None else ""}shown'
    elif m and m.group(1, 2) != c.names:
        yield f'{at}: the decision is {m.group(1, 2)}, and should be {c.names}'
    elif m:
        others = ', '.join(f'{n} with {name}' for name, n in c.others.items())
        if (m[8] or '') != others:
            yield f'{at}: of them {m[8]} is shown, {others} counted'
        yield from tell_figures(f'{at} decision', c, m.group(4, 5, 6), m[7], m[9])


def check(run, shown):
    """How many comparisons there are, and what is wrong with them."""
    times, comparisons, decisions, wrong = read_times(run), {}, {}, []
    for at, (lines, _) in shown.items():
        cells = {m[1]: times.get(at, {}).get(m[1], []) for m in lines}
        baseline = baseline_of(at, cells)
        decisions[at] = decision({m: t for m, t in cells.items() if t})
        for method, samples in cells.items():
            if method != baseline and baseline in cells and samples:
                comparisons[at, method] = Comparison(cells[baseline], samples)
    for group in {at[1:] for at in shown}:  # a table each, and one for its decisions
        holm([c for (at, _), c in comparisons.items() if at[1:] == group])
        holm([c for at, c in decisions.items() if c and at[1:] == group])
    for at, (lines, best) in shown.items():
        wrong += tell_row(at, lines, comparisons, times.get(at, {}))
        wrong += tell_decision(at, best, decisions[at])
    wrong += [f'{at} is not shown' for at in times if at not in shown]
    return len(comparisons) + sum(c is not None for c in decisions.values()), wrong


# ---- the test of the test ----

def spoil_time(ns):
    """Another first digit: at least an eighth more, or much less."""
    digits = repr(ns)
    return float(str(int(digits[0]) % 9 + 1) + digits[1:])


def spoil(run, shown):
    """The first digit of each time of a case is changed, one case after the other. The cases
    in which that goes unnoticed."""
    unnoticed = []
    for i in range(len(run['cases'])):
        other = copy.deepcopy(run)
        columns = other['cases'][i]['samples']
        columns['wall_ns'] = [spoil_time(ns) for ns in columns['wall_ns'] or []]
        if columns['wall_ns'] and not check(other, shown)[1]:
            unnoticed.append(f'cases[{i}]: other times are not noticed')
    return unnoticed


def main(arguments):
    run = json.load(open(arguments[-2], encoding='utf-8'))
    shown = read_shown(arguments[-1])
    count, wrong = check(run, shown)
    if not wrong and arguments[1] == '--spoil':
        wrong = spoil(run, shown)
    if count < LEAST_LINES:
        wrong.append(f'only {count} comparisons')
    print('\n'.join(wrong) if wrong else f'{count} comparisons agree')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv))
