#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# Gives the cases of a run other times and rounds, the same whenever it is called: near and far
# from the baseline, noisy, drifting, in two modes, with noise that lasts, and of methods that
# leave at a look.
#
#     make_up_times.py RUN.JSON >OTHER.JSON
import json
import random
import sys

LOOKS = [10, 16, 24, 40]
LEVELS = [1.002, 1.3, 1.012, 0.97, 1, 0.6]
SPREADS = [0.004, 0.02, 0.05]
drawn = random.Random(6)


def times(i, rounds, is_baseline):
    """Of the i-th case."""
    level, spread = (1, 0.004) if is_baseline else (LEVELS[i % 6], SPREADS[i % 7 % 3])
    drift, modes, lasting = 0.3 * (i % 4 == 3), 0.5 * (i % 9 == 7), 0.1 * (i % 5 == 4)
    return [1e6 * level * drawn.gauss(1, spread) *
            (1 if is_baseline else 1 + drift * (r / rounds - 0.5) + modes * (r // 2 % 2) + lasting * (r // 3 % 2))
            for r in range(rounds)]


def give_times(i, case):
    rounds = LOOKS[-1] if case['key']['method'] in ('read', 'mmap') else LOOKS[i % len(LOOKS)]
    one = {name: c[0] if isinstance(c, list) else c for name, c in case['samples'].items()}
    case['samples'] = one | {'round': list(range(rounds)), 'wall_ns': times(i, rounds, case['key']['method'] == 'read')}


run = json.load(open(sys.argv[1], encoding='utf-8'))
run['looks'], run['rounds'] = LOOKS, LOOKS[-1]
for number, ok in enumerate(c for c in run['cases'] if c['status'] == 'ok'):
    give_times(number, ok)
json.dump(run, sys.stdout)
