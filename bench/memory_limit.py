"""How fast this machine reads memory at all: integers summed by numpy on two threads."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from bench.costs import say
from bench.opened import THREADS

BYTES_A_ROW = 12  # person, period, indicator and value, decoded
_LEAST, _MOST, _REPEATS = 2**28, 2**30, 3  # the least is more than any cache holds


def bandwidth(size: int) -> float:
    """Bytes a second, read only; the best of some passes over an array of that size."""
    numbers = np.ones(size // 8, dtype=np.int64)
    halves = np.array_split(numbers, THREADS)
    best = 0.0
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(_REPEATS):
            began = time.perf_counter()
            assert sum(pool.map(np.sum, halves)) == len(numbers)  # noqa: S101  it was read
            best = max(best, numbers.nbytes / (time.perf_counter() - began))
    return best


if __name__ == "__main__":
    rows = int(sys.argv[1])
    speed = bandwidth(min(max(rows * BYTES_A_ROW, _LEAST), _MOST))
    say(bytes_a_second=speed, seconds=rows * BYTES_A_ROW / speed)
