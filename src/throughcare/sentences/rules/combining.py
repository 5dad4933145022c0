"""Which sentences stand together: chains of consecutive ones, and single terms.

Concurrent sentences need no combining: each has its own dates, and the latest of them count.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from throughcare.sentences.rules.facts import Kind
from throughcare.sentences.rules.observed import MERGED_OLD_SENTENCES
from throughcare.sentences.rules.parts import Part
from throughcare.sentences.rules.standing import Form

Combination = tuple[Form, tuple[Part, ...]]


def combinations(parts: Iterable[Part]) -> list[Combination]:
    """How sentences stand together that are served in one period of custody, in the order of their parts."""
    several = list(parts)
    if merged := single_term(several):
        return [(Form.MERGED, merged)]
    chains = list(_distinct(_chains(several)))
    inside = {part for chain in chains for part in chain}
    lone: list[Combination] = [(Form.LONE, (part,)) for part in several if part not in inside]
    return [*((Form.CHAIN, chain) for chain in chains), *lone]


def single_term(parts: Sequence[Part]) -> tuple[Part, ...] | None:
    """The sentences that are served as one term; None where they are not.

    Old sentences (Criminal Justice Act 1991, s. 51(2)) and detention and training orders (Sentencing Code, Part 10, Chapter 2) of different
    days, where none is consecutive and nobody was recalled.
    """
    is_training = all(part.kind is Kind.DTO for part in parts)
    is_old = all(part.kind is Kind.SDS and part.is_old for part in parts)
    identifiers = {part.sentence.identifier for part in parts}
    if not (is_training or is_old) or len(parts) == 1:
        return None
    if any(part.sentence.recall or part.sentence.follows in identifiers for part in parts):
        return None
    if len({part.on for part in parts}) == 1:
        return None
    return tuple(parts if is_training else parts[:MERGED_OLD_SENTENCES])


def followers(parts: Iterable[Part]) -> Mapping[str, list[Part]]:
    """The sentences that follow each identifier."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        if part.sentence.follows is not None:
            found.setdefault(part.sentence.follows, []).append(part)
    return found


def _chains(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    after = followers(parts)
    identifiers = {part.sentence.identifier for part in parts}
    for part in parts:
        if part.sentence.follows not in identifiers and part.sentence.identifier in after:
            yield from _branches((part,), after=after)


def _branches(
    chain: tuple[Part, ...], *, after: Mapping[str, list[Part]]
) -> Iterator[tuple[Part, ...]]:
    following = [part for part in after.get(chain[-1].sentence.identifier, []) if part not in chain]
    if not following:
        yield chain
    for part in following:
        yield from _branches((*chain, part), after=after)


def _distinct(chains: Iterable[tuple[Part, ...]]) -> Iterable[tuple[Part, ...]]:
    """Chains without those that are the same in identifiers and in how their parts are released."""
    kept: dict[tuple[object, ...], tuple[Part, ...]] = {}
    for chain in chains:
        kept.setdefault(tuple(map(_arrangements, chain)), chain)
    return kept.values()


def _arrangements(part: Part) -> tuple[object, ...]:
    given = part.sentence
    return (
        given.identifier,
        given.is_plus,
        given.would_be_plus,
        given.is_section_250,
        given.exclusions,
    )
