"""The first checks after a switch: what was found at each provider, and what of it is not as it should be."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

Json = Mapping[str, Any]  # Any: JSON


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One provider after the switch: items by kind as they were staged and as they are read now, and what a sample account may do.

    `reads_own`, `writes_own` and `is_kept_out` are None where there is nothing to try it on: no account, or no case.
    """

    code: str
    name: str
    staged: Mapping[str, int]
    found: Mapping[str, int]
    reads_own: bool | None = None
    writes_own: bool | None = None
    is_kept_out: bool | None = None

    @property
    def agrees(self) -> bool:
        return dict(self.staged) == dict(self.found)

    @property
    def is_well(self) -> bool:
        return self.agrees and False not in (self.reads_own, self.writes_own, self.is_kept_out)


@dataclass(frozen=True, kw_only=True)
class Check:
    """One check: what it says when it is green, whether it is, and the fact."""

    name: str
    says: str
    is_green: bool
    fact: str
    is_waiting: bool = False
    """Not made: there is nobody, or no case, to try it on."""


@dataclass(frozen=True, kw_only=True)
class Try:
    """Who is to try which cases of a provider, and which of a provider of another kind; all by number."""

    provider: str
    account_id: int
    own: tuple[int, ...]
    others: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Smoke:
    """All that was found; passed when every check is green."""

    providers: tuple[Provider, ...]
    checks: tuple[Check, ...]
    tries: tuple[Try, ...] = ()
    is_acted: bool = False
    """Cases were opened through row-level security; else the functions that it asks were asked."""

    @property
    def is_waiting(self) -> bool:
        return any(check.is_waiting for check in self.checks)

    @property
    def is_passed(self) -> bool:
        return bool(self.checks) and all(check.is_green for check in self.checks)

    def as_json(self) -> dict[str, Any]:  # Any: JSON
        return asdict(self) | {"passed": self.is_passed}


def read(kept: Json) -> Smoke:
    """What was found, as it was kept.

    >>> read(Smoke(providers=(), checks=()).as_json()).is_passed
    False
    """
    return Smoke(
        providers=tuple(Provider(**each) for each in kept.get("providers", ())),
        checks=tuple(Check(**each) for each in kept.get("checks", ())),
        tries=tuple(
            Try(**each | {"own": tuple(each["own"]), "others": tuple(each["others"])})
            for each in kept.get("tries", ())
        ),
        is_acted=bool(kept.get("is_acted", False)),
    )


def checked(
    providers: Sequence[Provider], *, tries: Sequence[Try], stuck: int, waiting: int, kinds: int
) -> Smoke:
    """Make the checks over what was found; `stuck` messages were given up, `waiting` are tried again."""
    agree = [each.agrees for each in providers]
    counted = Check(
        name="counts",
        says="Every provider has what was written ahead for it",
        is_green=bool(agree) and all(agree),
        fact=f"{_of('agree', agree)} in {kinds} kinds of item.",
    )
    linked = Check(
        name="links",
        says="Every link takes its messages",
        is_green=not stuck,
        fact=f"{stuck:,} messages were given up or wait behind one that was; {waiting:,} are tried again.",
    )
    return Smoke(
        providers=tuple(providers),
        checks=(counted, *_of_tries(providers), linked),
        tries=tuple(tries),
    )


def with_tries(found: Smoke, providers: Sequence[Provider], *, is_acted: bool) -> Smoke:
    """The same, once it was tried what accounts of the providers may do."""
    made = {check.name: check for check in _of_tries(providers)}
    return replace(
        found,
        providers=tuple(providers),
        checks=tuple(made.get(check.name, check) for check in found.checks),
        is_acted=is_acted,
    )


def _of_tries(providers: Sequence[Provider]) -> tuple[Check, ...]:
    return (
        _tried(
            "reads",
            "Somebody of each provider opens one of its cases",
            [each.reads_own for each in providers],
        ),
        _tried(
            "kept-out",
            "Nobody tried opens a case of another kind of provider in full",
            [each.is_kept_out for each in providers],
        ),
        _tried(
            "writes",
            "Somebody of each provider may write to one of its cases",
            [each.writes_own for each in providers],
        ),
    )


def _tried(name: str, says: str, found: Sequence[bool | None]) -> Check:
    tried = [each for each in found if each is not None]
    left = len(found) - len(tried)
    if not tried:
        return Check(
            name=name,
            says=says,
            is_green=False,
            fact="Nobody and no case to try it on.",
            is_waiting=True,
        )
    return Check(
        name=name,
        says=says,
        is_green=all(tried),
        fact=_of("do", tried) + (f"; {left} have nobody or no case to try it on." if left else "."),
    )


def _of(verb: str, found: Sequence[bool]) -> str:
    return f"{sum(found)} of {len(found)} providers {verb}"
