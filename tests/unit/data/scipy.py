#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Writes the scipy_*.txt beside it, which test_rank.c and test_ranksum.c read; the tests do not run it.

Made once with SciPy 1.10.1 and NumPy 1.24.2:  python3 tests/unit/data/scipy.py
Lines of numbers; '#' begins a comment; nan is a value that is not known. SciPy has
the exact signed-rank distribution without ties and zeros only: with them the
same definition is counted here in whole numbers, on SciPy's ranks. SciPy 1.10
has no adjustment of many p: it is counted by its definition.
"""
import math
import os
import random
import sys
from fractions import Fraction

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path = [p for p in sys.path if os.path.abspath(p) != FOLDER]  # this file's name

import numpy
import scipy
from scipy import stats

rng = random.Random(1945)


def write(name, what, rows):
    with open(os.path.join(FOLDER, name), "w", encoding="ascii") as f:
        f.write(f"# {what}\n# scipy.py, SciPy {scipy.__version__}, NumPy {numpy.__version__}\n")
        for row in rows:
            f.write(" ".join(repr(float(x)).removesuffix(".0") for x in row) + "\n")


def wilcoxon_rows():
    for n in [*range(1, 41), 45, 50, 60, 80, 100, 150, 200]:
        for shift in (0, 0.3, 1) if n <= 40 else (0, 0.2):
            d = [round(rng.gauss(shift, 1), 5) for _ in range(n)]
            assert len({abs(x) for x in d} | {0}) == n + 1
            p = stats.wilcoxon(d, method="exact").pvalue
            w = stats.wilcoxon(d, method="exact", alternative="greater").statistic
            yield [p, w, *d]


def exact_p(d):
    """Pratt: the zeros are ranked, then left out. Returns p and W+."""
    ranks = [int(2 * r) for r in stats.rankdata([abs(x) for x in d])]
    counted = [(r, x) for r, x in zip(ranks, d) if x != 0]
    w = sum(r for r, x in counted if x > 0)
    ways = {0: 1}
    for r, _ in counted:
        more = dict(ways)
        for s, count in ways.items():
            more[s + r] = more.get(s + r, 0) + count
        ways = more
    low = sum(c for s, c in ways.items() if s <= w)
    high = sum(c for s, c in ways.items() if s >= w)
    p = min(Fraction(1), Fraction(2 * min(low, high), 2 ** len(counted)))
    return float(p), w / 2


def ties_rows():
    for n in [*range(1, 31), 40, 50, 60, 80, 100, 150, 200]:
        for coarse in (1, 2, 6) if n <= 30 else (2, 6):
            d = [round(rng.gauss(0.4, 1) * coarse) / 8 for _ in range(n)]
            yield [*exact_p(d), *d]


def benjamini_hochberg(p):
    """By the definition, not by steps: q of p[i] is the least share m t / #{p <= t} over the
    thresholds t among the p that are not below p[i]; p.adjust(p, "BH") of R."""
    exact = [Fraction(x) for x in p]
    share = {t: len(p) * t / sum(x <= t for x in exact) for t in exact}
    return [float(min(1, *(share[t] for t in exact if t >= x), 1)) for x in exact]


def adjusted_rows():
    for m in [*range(1, 31), 50, 100]:
        for power in (1, 3) if m <= 30 else (3,):
            p = [round(rng.random() ** power, 6) for _ in range(m)]
            if m > 3:
                p[m // 2] = p[0]
            yield [*p, *benjamini_hochberg(p)]


def spearman_rows():
    for n in [*range(3, 31), 50, 100, 200]:
        for coarse in (False, True) if n <= 30 else (True,):
            x = [round(rng.gauss(0, 1), 6) for _ in range(n)]
            y = [round(a * rng.choice((-1, 0, 1)) + rng.gauss(0, 1), 6) for a in x]
            if coarse:
                x, y = [round(2 * a) for a in x], [round(2 * a) for a in y]
            constant = len(set(x)) == 1 or len(set(y)) == 1
            yield [math.nan if constant else stats.spearmanr(x, y).correlation, *x, *y]


def gmean_rows():
    for n in range(1, 31):
        values = [round(rng.lognormvariate(0, 1), 6) for _ in range(n)]
        yield [stats.gmean(values), *values]
        values = [float(f"{10 ** rng.uniform(-300, 300):.6g}") for _ in range(n)]
        yield [stats.gmean(values), *values]


def rank_sum_counts(m, n):
    """How many of the C(m + n, m) orders have each U, in whole numbers."""
    ways = {(0, 0): 1}
    for value in range(1, m + n + 1):  # of x or of y; an x lies above the y's before it
        more = dict(ways)
        for (taken, u), count in ways.items():
            key = (taken + 1, u + value - 1 - taken)
            more[key] = more.get(key, 0) + count
        ways = {k: c for k, c in more.items() if k[0] <= m}
    return [ways.get((m, u), 0) for u in range(m * n + 1)]


def exact_rank_sum(x, y):
    """p (of the worst way to break the ties), shift, interval."""
    m, n = len(x), len(y)
    counts = rank_sum_counts(m, n)
    total = sum(counts)
    d = sorted(b - a for a in x for b in y)
    above, below = sum(v > 0 for v in d), sum(v < 0 for v in d)
    p = max(min(1, 2 * Fraction(min(sum(counts[: u + 1]), sum(counts[u:])), total))
            for u in range(above, m * n - below + 1))
    rank, lower = 0, Fraction(counts[0], total)
    while lower <= Fraction(1, 40):
        rank += 1
        lower += Fraction(counts[rank], total)
    ends = [d[rank - 1], d[-rank]] if rank else [math.nan, math.nan]
    return [float(p), float(numpy.median(d)), *ends]


def rank_sum_rows():
    for m, n in [*((m, n) for m in range(1, 11) for n in range(1, 11)), (12, 20), (20, 20),
                 (30, 10), (40, 40)]:
        for coarse in (False, True):
            x = [round(rng.gauss(0, 1), 5) for _ in range(m)]
            y = [round(rng.gauss(0.8, 1), 5) for _ in range(n)]
            if coarse:
                x, y = [round(2 * a) for a in x], [round(2 * a) for a in y]
            row = exact_rank_sum(x, y)
            if not coarse:
                assert len({*x, *y}) == m + n
                p = stats.mannwhitneyu(x, y, method="exact").pvalue
                assert abs(row[0] - p) <= 1e-12 * p
                row[0] = p
            yield [m, *row, *x, *y]


write("scipy_wilcoxon.txt", "p W+ d...: no ties, no zeros", wilcoxon_rows())
write("scipy_wilcoxon_ties.txt", "p W+ d...: ties and zeros (Pratt)", ties_rows())
write("scipy_adjusted.txt", "p... adjusted...: Benjamini and Hochberg", adjusted_rows())
write("scipy_spearman.txt", "rho x... y...", spearman_rows())
write("scipy_gmean.txt", "mean values...", gmean_rows())
write("scipy_ranksum.txt", "m p shift low high x... y...: without, with ties", rank_sum_rows())
