"""Calculate every release date of an estate, and say how long a booking of each kind takes.

Bookings are made by chance from a seed, in one of two mixes: that of the kinds that the published cases have (so many with several
sentences, chains, recalls), or that of an estate, which is guessed. They are made in the processes that calculate them; making them is
measured apart. A calculation is the walk, the dates and the ten checks after it, without explanations.
"""

import argparse
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from benchmarks import _estate
from benchmarks._estate import MIXES

CHUNK: Final = 500

Line = dict[str, str | float]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bookings", type=int, default=85_000, help="how many (%(default)s)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (%(default)s)")
    parser.add_argument("--seed", type=int, default=2003, help="of chance (%(default)s)")
    parser.add_argument("--mix", choices=sorted(MIXES), default="estate", help="(%(default)s)")


def run(options: argparse.Namespace) -> Iterator[Line]:
    chunks = [
        (options.seed + number, min(CHUNK, options.bookings - number * CHUNK), options.mix)
        for number in range(-(-options.bookings // CHUNK))
    ]
    began = time.perf_counter()
    with ProcessPoolExecutor(options.jobs) as pool:
        found = list(pool.map(_estate.measured, chunks))
    wall = time.perf_counter() - began
    making = sum(each.making for each in found)
    calculating = sum(seconds for each in found for _, seconds in each.by_kind.values())
    yield {
        "work": f"{options.bookings:,} bookings, {options.mix} mix, {options.jobs} processes",
        "seconds": round(wall, 1),
        "seconds of the processor": round(calculating, 1),
        "and to make the bookings": round(making, 1),
        "load average": round(os.getloadavg()[0], 1),
    }
    for kind in MIXES[options.mix]:
        several = [each.by_kind[kind] for each in found if kind in each.by_kind]
        count, seconds = sum(n for n, _ in several), sum(s for _, s in several)
        yield {
            "kind": kind,
            "bookings": count,
            "milliseconds each": round(seconds / max(count, 1) * 1000, 3),
        }
    yield {"bookings with a message instead of dates": sum(each.told for each in found)}
