"""The report of a dry run as a terminal shows it."""

from throughcare.cli import dry_run

FOUND = {
    "shares": [
        {"kind": "case", "to": "crc", "found": "68.9", "percent": "80", "gap": "-11.1"}
        | {"is_met": False, "rules": [["nps-or-crc/otherwise", 165346]]},
        {"kind": "account", "to": "crc", "found": "55.0", "percent": "55", "gap": "0.0"}
        | {"is_met": True, "rules": [["within-posts/CRC", 9000]]},
    ],
    "posts": [
        {"unit": "ASP", "outcome": "NPS", "to": "N05", "posts": 258, "people": 259},
        {"unit": "ASP", "outcome": "CRC", "to": "C15", "posts": 315, "people": 315},
    ],
    "hands": [
        {"code": "N05", "does": "answer copies asked for", "items": 6, "people": 0, "needed": 2},
        {"code": "C15", "does": "answer copies asked for", "items": 1, "people": 1, "needed": 2},
    ],
    "loads": [
        {"per": "team", "count": 1816, "over": 1, "most": [["N05ASPT01", "N05", 180, 1210, 200]]}
    ],
    "constraints": [
        {"name": "apart", "broken": 2, "stops": True, "named": [["A0001", "2 items in N05"]]},
        {"name": "load", "broken": 0, "stops": False, "named": []},
    ],
    "contradictions": [
        {
            "kind": "team",
            "rule": "leader",
            "other": "members",
            "count": 1410,
            "named": ["ASPT01", "ASPT07"],
        }
    ],
}


def test_gaps_overfull_posts_and_loads_are_named_with_what_makes_them():
    assert list(dry_run.lines(FOUND)) == [
        "shares:",
        "  case to crc: 68.9 percent, expected 80: GAP of -11.1 points",
        "    by the rule nps-or-crc/otherwise: 165,346",
        "  account to crc: 55.0 percent, expected 55: as expected",
        "posts: 573 for 574 people",
        "  ASP to NPS: 259 people for 258 posts",
        "nobody of N05 may answer copies asked for: give somebody the seat (6 there)",
        "only 1 person of C15 may answer copies asked for, and it takes 2: give somebody the seat (1 there)",
        "work per team: 1,816, 1 over what the plan allows",
        "  N05ASPT01 in N05: 180 now, 1,210 then, at most 200",
        "constraints:",
        "  apart: broken 2 times; the plan stops on it",
        "    A0001: 2 items in N05",
        "  load: kept to",
        "rules that contradict one another:",
        "  team: leader answered, members would have answered otherwise: 1,410",
        "    ASPT01, ASPT07",
    ]


def test_a_report_without_these_parts_has_no_lines():
    assert list(dry_run.lines({"plan": "some-plan v1", "signed": []})) == []
