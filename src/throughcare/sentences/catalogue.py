"""The types of sentence and offences that records name, read from the file beside this module."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from throughcare.sentences.rules.facts import Kind
from throughcare.sentences.rules.records import Catalogue, LongTerms, OffenceNotUsed, TypeOnDay

Written = Mapping[str, Any]  # Any: YAML


@cache
def catalogue() -> Catalogue:
    written: Written = yaml.safe_load(
        resources.files(__package__).joinpath("sentence_types.yaml").read_text(encoding="utf-8")
    )
    return Catalogue(
        kinds={code: Kind[kind] for kind, types in written["kinds"].items() for code in types},
        words={code: words for types in written["kinds"].values() for code, words in types.items()},
        section_250=frozenset(written["section_250"]),
        automatic=frozenset(written["automatic"]),
        of_a_child=frozenset(written["of_a_child"]),
        only_from=tuple(map(_on_day, written["only_from"])),
        only_before=tuple(map(_on_day, written["only_before"])),
        long_terms=_long_terms(written["plus"]),
        exclusions=written["exclusions"],
        violent_from_years=written["violent_from_years"],
        not_used=tuple(
            OffenceNotUsed(code=code, codes=tuple(each["codes"]), from_=each.get("from"))
            for code, each in written["offences"].items()
        ),
        act_2020=(written["offences_of_2020"]["begin"], written["offences_of_2020"]["from"]),
    )


def _on_day(written: Written) -> TypeOnDay:
    return TypeOnDay(types=frozenset(written["types"]), day=written["day"], code=written["code"])


def _long_terms(written: Written) -> LongTerms:
    return LongTerms(
        from_=written["from"],
        longer_from=written["longer_from"],
        longer=written["longer"],
        shorter=written["shorter"],
        lists={
            track: {length: frozenset(names) for length, names in lists.items()}
            for track, lists in written["lists"].items()
        },
        legacy=frozenset(
            f"{code}{suffix}" for code in written["legacy"] for suffix in written["legacy_suffixes"]
        ),
    )
