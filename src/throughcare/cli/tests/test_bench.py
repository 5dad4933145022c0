"""Tables made from what benchmarks printed; no database is asked."""

import json
from argparse import Namespace
from pathlib import Path

import pytest

from throughcare.cli import bench


def printed(path, *, cases: int, home: float, search: float):
    lines = [
        {"nation": "this", "open cases": cases},
        {"query": "diary", "times": 1.1 if cases < 9_000 else 1.2},
        {"page": "home", "requests": 100, "95th, ms": home},
        {"page": "search", "requests": 50, "95th, ms": search},
        {"page": "all of them", "failed": 0, "first": "-"},
    ]
    path.write_text("\n".join(map(json.dumps, lines)))
    return path


def grown(*files: Path) -> list[dict[str, float]]:
    benchmark = bench._load("page_growth")
    options = Namespace(files=list(files), of="95th, ms")
    return list(benchmark.run(options))


def test_growth_of_pages_is_told_from_the_smaller_to_the_larger_nation(tmp_path):
    large = printed(tmp_path / "national.json", cases=480_000, home=40, search=1_000)
    small = printed(tmp_path / "small.json", cases=4_800, home=40, search=10)

    assert grown(large, small) == [
        {"page": "home", "4,800 cases": 40, "480,000 cases": 40, "times": 1, "exponent": 0},
        {"page": "search", "4,800 cases": 10, "480,000 cases": 1000, "times": 100, "exponent": 1},
        {
            "query": "diary",
            "4,800 cases": 1.1,
            "480,000 cases": 1.2,
            "times": 1.09,
            "exponent": 0.02,
        },
    ]


def test_one_size_shows_no_growth_and_another_file_is_refused(tmp_path):
    small = printed(tmp_path / "small.json", cases=4_800, home=40, search=10)
    other = tmp_path / "other.json"
    other.write_text('{"work": "stage", "seconds": 3}')

    with pytest.raises(SystemExit, match="two sizes"):
        grown(small)
    with pytest.raises(SystemExit, match="no output"):
        grown(small, other)
