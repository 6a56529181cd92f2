#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# Recomputes every comparison of a run from its samples, by the definitions in METHODOLOGY.md
# and the headers of src/stats and src/report, and compares it with what `mapread show
# --format markdown` printed: every line, to the last digit that is printed.
#
#     recompute.py RUN.JSON SHOWN.MD           0: all agree; their number is printed
#     recompute.py --spoil RUN.JSON SHOWN.MD   0: no case and no digit can be changed unnoticed
#
# Whole numbers and fractions where the definition is exact, so that nothing here can be
# rounded in the same wrong way.
import copy
import json
import math
import re
import sys
from fractions import Fraction
from functools import lru_cache
from itertools import combinations_with_replacement

MARGIN, SAME, ALPHA = 0.01, 0.03, Fraction(1, 20)
PRICE_MOST, TWO_MODES, LASTING = 400, 8, 1.75
CLAIMS = 'same', 'faster', 'slower'  # who of several is shown gives the verdict: the first
NAMES = {'same': 'the same within 3 %', 'faster': 'faster', 'slower': 'slower'}
LEAST_LINES = 3
OWN_BUFFERS = {'mmap-window': 1 << 20, 'mmap-dontneed': 1 << 20}


# ---- statistics ----

def median(values):
    v, n = sorted(values), len(values)
    return v[n // 2] if n % 2 else v[n // 2 - 1] + 0.5 * (v[n // 2] - v[n // 2 - 1])


@lru_cache(None)
def counts_of_sums(ranks):
    """How many of the 2^n sets of the ranks have the sum 0, 1, 2 ..."""
    ways = [1]
    for rank in ranks:
        ways = [a + b for a, b in zip(ways + [0] * rank, [0] * rank + ways)]
    return ways


@lru_cache(None)
def hodges_lehmann(values, alpha):
    """The median of the Walsh averages, and the k-th of them from below and from above, the
    largest k that W stays below with alpha / 2 at most: none where there is no such k."""
    n = len(values)
    averages = sorted((a + b) / 2 for a, b in combinations_with_replacement(values, 2))
    k, below = 0, Fraction(0)
    for ways in counts_of_sums(tuple(range(1, n + 1))):
        below += Fraction(ways, 2**n)
        if below > alpha / 2:
            break
        k += 1
    return [median(averages)] + ([averages[k - 1], averages[-k]] if k else [])


def twice_ranks(values):
    """Twice the rank of each; equal ones share the mean of theirs."""
    return [2 * sum(w < v for w in values) + sum(w == v for w in values) + 1 for v in values]


@lru_cache(None)
def signed_rank(d):
    """P(W <= w) and P(W >= w), exact; zeros are ranked and then left out (Pratt)."""
    kept = [(r, x) for r, x in zip(twice_ranks([abs(x) for x in d]), d) if x != 0]
    ways = counts_of_sums(tuple(sorted(r for r, _ in kept)))
    w = sum(r for r, x in kept if x > 0)
    return Fraction(sum(ways[:w + 1]), 2**len(kept)), Fraction(sum(ways[w:]), 2**len(kept))


def squares(values):
    mean = math.fsum(values) / len(values)
    return math.fsum((v - mean)**2 for v in values)


@lru_cache(None)
def has_two_modes(values):
    """Cut in two where that leaves the least squares, Ashman's D is above TWO_MODES."""
    v, least = sorted(values), max(3, len(values) // 5)
    halves = [(v[:cut], v[cut:]) for cut in range(least, len(v) - least + 1)]
    if not halves:
        return False
    low, high = min(halves, key=lambda h: squares(h[0]) + squares(h[1]))
    apart = math.fsum(high) / len(high) - math.fsum(low) / len(low)
    variances = sum(squares(h) / (len(h) - 1) for h in (low, high))
    return math.sqrt(2) * apart > TWO_MODES * math.sqrt(variances)


@lru_cache(None)
def spearman(d):
    """Of the values and their order; None: all are alike, or too few."""
    x, y = list(range(len(d))), twice_ranks(d)
    if len(d) < 3 or len(set(y)) == 1:
        return None
    mean_x, mean_y = Fraction(sum(x), len(x)), Fraction(sum(y), len(y))
    product = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y))
    square = sum((a - mean_x)**2 for a in x) * sum((b - mean_y)**2 for b in y)
    return float(product) / math.sqrt(square)


@lru_cache(None)
def serial(d):
    """Of neighbours' ranks, as a multiple of its standard deviation; None: all are alike."""
    n, ranks = len(d), twice_ranks(d)
    if n < 3 or len(set(ranks)) == 1:
        return None
    mean = Fraction(sum(ranks), n)
    ratio = sum((a - b)**2 for a, b in zip(ranks, ranks[1:])) / sum((r - mean)**2 for r in ranks)
    variance = Fraction((n - 2) * (5 * n * n - 2 * n - 9), 5 * n * (n + 1) * (n - 1)**2)
    return float(1 - ratio / 2) / math.sqrt(variance)


def benjamini_hochberg(p):
    """claim -> p, adjusted: the least of m q / #{p <= q} over the q from its p on."""
    shares = {q: len(p) * q / sum(x <= q for x in p.values()) for q in set(p.values())}
    return {claim: min(1, *(share for q, share in shares.items() if q >= x), 1)
            for claim, x in p.items()}


# ---- comparisons ----

class Comparison:
    """Of (round, baseline's time, subject's time)s."""

    def __init__(self, pairs):
        self.pairs = sorted(pairs)
        self.d, self.looks, self.label = (), 1, None
        self.p = dict.fromkeys(CLAIMS, Fraction(1))

    def look(self, end, looks):
        """Whether it sees more than before."""
        d = tuple(math.log(b / a) for r, a, b in self.pairs if r < end)
        if self.label or len(d) <= len(self.d):
            return False
        self.d, self.looks = d, looks
        below, above = zip(*(signed_rank(tuple(x - border for x in d))
                             for border in (math.log1p(x) * sign
                                            for x in (MARGIN, SAME) for sign in (1, -1))))
        found = {'same': max(below[2], above[3]), 'faster': below[1], 'slower': above[0]}
        self.p = {c: min(self.p[c], looks * found[c]) for c in CLAIMS}
        return True

    def logs(self):
        return hodges_lehmann(self.d, ALPHA / self.looks) if self.d else []

    def figures(self):
        return [math.exp(x) for x in self.logs()]

    def price(self):
        """After how many rounds an interval as sure as Benjamini and Hochberg ask of the next
        claim decides, narrowed as the root of their number."""
        strict = hodges_lehmann(self.d, self.strict) if self.d else []
        if len(strict) < 3:
            return ''
        n, (value, low, high) = len(self.d), strict
        for more in range(n + 1, PRICE_MOST + 1):
            ends = [value + (end - value) * math.sqrt(n / more) for end in (low, high)]
            if is_beyond(*ends) or max(map(abs, ends)) < math.log1p(SAME):
                return f', about {more} rounds would settle it'
        return ''

    def flags(self):
        n, trend = len(self.d), spearman(self.d)
        steep = trend is not None and abs(trend) > max(0.5, 1.96 / math.sqrt(n - 1))
        clear = is_beyond(min(self.d), max(self.d))
        lasts = serial(self.d) is not None and serial(self.d) > LASTING and not clear
        return (', drifting' * (steep and not clear) + ', two modes' * has_two_modes(self.d) +
                ', rounds are not independent' * (lasts and not steep))

    def verdict(self):
        """As it is printed."""
        if not self.d:
            return 'not known'
        return (NAMES[self.label] if self.label else 'undecided' + self.price()) + self.flags()


def judge(family, looks):
    """Claims of comparisons without pairs count as well."""
    for end in looks or [math.inf]:
        seen = [c.look(end, len(looks or [0])) for c in family]
        adjusted = benjamini_hochberg({(c, claim): c.p[claim] for c in family for claim in CLAIMS})
        for c in family if any(seen) else []:
            shown = [claim for claim in CLAIMS if adjusted[c, claim] <= ALPHA]
            c.label = c.label or (shown[0] if shown else None)
    labels = sum(c.label is not None for c in family)
    for c in family:
        c.strict = 2 * ALPHA * (labels + 1) / (len(CLAIMS) * len(family) * len(looks or [0]))


def is_beyond(low, high):
    return math.exp(low) > 1 + MARGIN or math.exp(high) < 1 / (1 + MARGIN)


class Decision(Comparison):
    """Whose pairs have names: of the mmap family, of the read family."""

    def __init__(self, methods, compared, next_names):
        super().__init__([c[:3] for c in compared])
        self.methods = list(methods)  # in the order of the table
        self.names_of = [names for *_, names in sorted(compared)]
        self.next_names = next_names

    def names(self):
        """Those of the last pair that had a say in the verdict."""
        return self.names_of[len(self.d) - 1] if self.d else self.next_names

    def others(self):
        used = [m for names in self.names_of[:len(self.d)] for m in names]
        return {m: used.count(m) for m in self.methods if m in used and m not in self.names()}

    def verdict(self):
        return super().verdict() if self.d else 'undecided'


def best_before(family, pair):
    """The lowest mean ln time over the rounds before the pair, of those that have a time in it;
    the first of equals."""
    if len(family) == 1:
        return next(iter(family))
    there = [m for m, times in family.items()
             if pair == math.inf or any(r // 2 == pair for r, _ in times)]
    known = {m: [math.log(t) for r, t in family[m] if r // 2 < pair] for m in there}
    means = {m: math.fsum(logs) / len(logs) for m, logs in known.items() if logs}
    return min(means, key=means.get, default=None)


def decision(cells):
    """cells: method -> its times, in the order of the table. None: a family has none. Each
    mirrored pair of rounds is compared by those that were best before it."""
    families = [{m: t for m, t in cells.items() if m.startswith('mmap') == is_mmap}
                for is_mmap in (True, False)]
    if not all(families):
        return None
    pairs = sorted({r // 2 for times in cells.values() for r, _ in times})
    learns = 2 if max(map(len, families)) > 1 else 0
    compared = []
    for pair in pairs[learns:]:
        names = tuple(best_before(f, pair) for f in families)
        mmap, read = (dict(f.get(m, [])) for f, m in zip(families, names))
        compared += [(r, read[r], mmap[r], names)
                     for r in mmap if r // 2 == pair and r in read]
    return Decision(cells, compared, tuple(best_before(f, math.inf) for f in families))


# ---- what is printed ----

NUMBER = r'\d+(?:\.\d+)?'
RATIO = rf'({NUMBER})x(?: \[({NUMBER}), ({NUMBER})\])?'
LINE = re.compile(rf'\| (\S+) +\| (1|{RATIO}) +\| +(\d*) \| ([^|:]*)(?:: [^|]*)? \|')
DECISION = re.compile(rf'best of each family: (\S+) / (\S+) (-|{RATIO}), (\d+) pairs'
                      rf'(?:, of them (.*?))?: ([^:]+)')


class NotUnderstood(Exception):
    pass


def read_comparisons(path):
    text = open(path, encoding='utf-8').read().split('## Comparisons\n', 1)[1]
    return re.split(r'^## ', text, flags=re.M)[0]


def parse(text):
    """(workload, data set, state) -> its lines and its decision, as matches."""
    rows = {}
    for block in re.split(r'^### ', text, flags=re.M)[1:]:
        title, body = block.split('\n', 1)
        at = tuple(re.sub(r' \(filled by .*| \([\d.<]+ % of the file\)', '', title).split(', '))
        tail = re.search(r'^best of each family: .*?(?=\n\n)', body, re.M | re.S)
        lines = [LINE.fullmatch(line) for line in body.splitlines()
                 if line.startswith('| ') and not line.startswith(('| method ', '| ---'))]
        if None in lines or len(at) != 3 or at in rows:
            raise NotUnderstood(title)
        rows[at] = lines, DECISION.fullmatch(' '.join(tail[0].split())) if tail else None
        if tail and not rows[at][1]:
            raise NotUnderstood(tail[0])
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
    elif m and m.group(1, 2) != c.names():
        yield f'{at}: the decision is {m.group(1, 2)}, and should be {c.names()}'
    elif m:
        others = ', '.join(f'{n} with {name}' for name, n in c.others().items())
        if (m[8] or '') != others:
            yield f'{at}: of them {m[8]} is shown, {others} counted'
        yield from tell_figures(f'{at} decision', c, m.group(4, 5, 6), m[7], m[9])


class Recomputed:
    def __init__(self, run, shown):
        """shown: which methods stand where, and in which order."""
        self.times, self.comparisons, self.decisions = read_times(run), {}, {}
        for at, (lines, _) in shown.items():
            cells = {m[1]: self.times.get(at, {}).get(m[1], []) for m in lines}
            baseline = baseline_of(at, cells)
            self.decisions[at] = decision({m: t for m, t in cells.items() if t})
            for method, samples in cells.items():
                if method != baseline and baseline in cells and samples:
                    subject = dict(samples)
                    self.comparisons[at, method] = Comparison(
                        (r, t, subject[r]) for r, t in cells[baseline] if r in subject)
        decided = [c for c in self.decisions.values() if c]
        judge(list(self.comparisons.values()), run.get('looks'))
        judge(decided, run.get('looks'))
        self.count = len(self.comparisons) + len(decided)

    def wrong(self, shown):
        for at, (lines, best) in shown.items():
            yield from tell_row(at, lines, self.comparisons, self.times.get(at, {}))
            yield from tell_decision(at, best, self.decisions.get(at))
        yield from (f'{at} is not shown' for at in self.times if at not in shown)


# ---- the test of the test ----

def spoil_time(ns):
    """Another first digit: at least an eighth more, or much less."""
    digits = repr(ns)
    return float(str(int(digits[0]) % 9 + 1) + digits[1:])


def spoil(run, shown):
    """The first digit of each time of a case is changed, one case after the other. The cases
    in which that goes unnoticed."""
    for i in range(len(run['cases'])):
        other = copy.deepcopy(run)
        columns = other['cases'][i]['samples']
        columns['wall_ns'] = [spoil_time(ns) for ns in columns['wall_ns'] or []]
        if columns['wall_ns'] and not any(Recomputed(other, shown).wrong(shown)):
            yield f'cases[{i}]: other times are not noticed'


def is_noticed(recomputed, text):
    try:
        return any(recomputed.wrong(parse(text)))
    except NotUnderstood:
        return True


def spoil_shown(recomputed, text):
    """Each digit of a line up to its verdict, and of a decision, one after the other."""
    said = re.finditer(r'^(?:\| (?!method ).*\| [^|:\n]*|best of each family: (?:.|\n(?!\n))*)',
                       text, re.M)
    for i in (i for m in said for i in range(*m.span()) if text[i].isdigit()):
        line = text[text.rindex('\n', 0, i) + 1:i]
        other = text[:i] + str((int(text[i]) + 1) % 10) + text[i + 1:]
        if not is_noticed(recomputed, other):
            yield f'another digit is not noticed: {line}[{text[i]}]'


def main(arguments):
    run = json.load(open(arguments[-2], encoding='utf-8'))
    text = read_comparisons(arguments[-1])
    shown = parse(text)
    recomputed = Recomputed(run, shown)
    wrong = list(recomputed.wrong(shown))
    if not wrong and arguments[1] == '--spoil':
        wrong = [*spoil(run, shown), *spoil_shown(recomputed, text)]
    if recomputed.count < LEAST_LINES:
        wrong.append(f'only {recomputed.count} comparisons')
    print('\n'.join(wrong) if wrong else f'{recomputed.count} comparisons agree')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv))
