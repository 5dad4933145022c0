"""The first checks after a switch: what was found at each provider, and what of it is not as it should be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

Json = Mapping[str, Any]  # Any: JSON


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One provider after the switch: items by kind as they were staged and as they are read now, and what its accounts may do.

    The last five are None where there is nothing to try it on: no account, or no case. `writes_own` says that its accounts
    may write, `wrote_own` that one of them did and that it was taken back.
    """

    code: str
    name: str
    staged: Mapping[str, int]
    found: Mapping[str, int]
    begins: bool | None = None
    reads_own: bool | None = None
    writes_own: bool | None = None
    wrote_own: bool | None = None
    is_kept_out: bool | None = None

    @property
    def agrees(self) -> bool:
        return dict(self.staged) == dict(self.found)

    @property
    def is_well(self) -> bool:
        tried = (self.begins, self.reads_own, self.writes_own, self.wrote_own, self.is_kept_out)
        return self.agrees and False not in tried


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
    """An account of a provider, for one of its roles, and what came of trying what the role is for.

    `own` are cases of the provider and `others` of a provider of another kind, by number. `reads` and `writes` say whether the
    policy lets the role do so. What was not tried, or is not for the role, is None.
    """

    provider: str
    account_id: int
    own: tuple[int, ...]
    others: tuple[int, ...]
    role: str = ""
    reads: bool = True
    writes: bool = True
    begins: bool | None = None
    opens: bool | None = None
    may_write: bool | None = None
    wrote: bool | None = None
    is_kept_out: bool | None = None

    @property
    def is_well(self) -> bool:
        tried = (self.begins, self.opens, self.may_write, self.wrote, self.is_kept_out)
        return False not in tried


@dataclass(frozen=True, kw_only=True)
class Link:
    """Somebody outside a transaction, a room or the house who is told things, and what became of them so far.

    `waiting` are tried again or not carried yet; `stuck` were given up or stand behind one that was. Without `last_at` nothing
    has gone over it yet. `sent` is None where nobody here counts.
    """

    name: str
    sent: int | None
    waiting: int
    stuck: int
    last_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Smoke:
    """All that was found; passed when every check is green."""

    providers: tuple[Provider, ...]
    checks: tuple[Check, ...]
    tries: tuple[Try, ...] = ()
    links: tuple[Link, ...] = ()
    is_acted: bool = False
    """Cases were opened and written to through row-level security; else the functions that it asks were asked."""

    @property
    def is_waiting(self) -> bool:
        return any(check.is_waiting for check in self.checks)

    @property
    def is_passed(self) -> bool:
        return bool(self.checks) and all(check.is_green for check in self.checks)

    @property
    def amiss(self) -> tuple[Try, ...]:
        """The accounts that may not do what their role is for, or more than it."""
        return tuple(each for each in self.tries if not each.is_well)

    def roles_of(self, provider: str) -> int:
        """How many roles of a provider were tried."""
        return sum(each.provider == provider and each.begins is not None for each in self.tries)

    def as_json(self) -> dict[str, Any]:  # Any: JSON
        kept = asdict(self) | {"passed": self.is_passed}
        for link in kept["links"]:
            link["last_at"] = link["last_at"].isoformat() if link["last_at"] else None
        return kept


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
        links=tuple(
            Link(**each | {"last_at": each["last_at"] and datetime.fromisoformat(each["last_at"])})
            for each in kept.get("links", ())
        ),
        is_acted=bool(kept.get("is_acted", False)),
    )


def checked(
    providers: Sequence[Provider],
    *,
    tries: Sequence[Try],
    links: Sequence[Link],
    stuck: int,
    kinds: int,
) -> Smoke:
    """Make the checks over what was found; `stuck` messages were given up. What accounts may do is tried after it."""
    agree = [each.agrees for each in providers]
    counted = Check(
        name="counts",
        says="Every provider has what was written ahead for it",
        is_green=bool(agree) and all(agree),
        fact=f"{_of('agree', agree)} in {kinds} kinds of item.",
    )
    counted_links = [link for link in links if link.sent is not None]
    used = sum(link.last_at is not None for link in counted_links)
    waiting = sum(link.waiting for link in links)
    linked = Check(
        name="links",
        says="No message is stuck at any link",
        is_green=not stuck,
        fact=f"{stuck:,} messages were given up or wait behind one that was; {waiting:,} wait or are tried again. "
        f"Something has gone over {used} of {len(counted_links)} links that are counted.",
    )
    return Smoke(
        providers=tuple(providers),
        checks=(counted, linked),
        tries=tuple(tries),
        links=tuple(links),
    )


def with_tries(found: Smoke, tries: Sequence[Try], *, is_acted: bool) -> Smoke:
    """The same, once it was tried what accounts of the providers may do."""
    of = {
        each.code: [made for made in tries if made.provider == each.code]
        for each in found.providers
    }
    providers = tuple(_as_tried(each, of[each.code]) for each in found.providers)
    kept = {check.name: check for check in found.checks}
    return replace(
        found,
        providers=providers,
        tries=tuple(tries),
        checks=(kept["counts"], *_of_tries(providers, tries, is_acted=is_acted), kept["links"]),
        is_acted=is_acted,
    )


def _as_tried(provider: Provider, tries: Sequence[Try]) -> Provider:
    return replace(
        provider,
        begins=_all(each.begins for each in tries),
        reads_own=_all(each.opens for each in tries),
        writes_own=_all(each.may_write for each in tries),
        wrote_own=_all(each.wrote for each in tries),
        is_kept_out=_all(each.is_kept_out for each in tries),
    )


def _all(found: Iterable[bool | None]) -> bool | None:
    """Whether all that were tried are well; None where none was."""
    tried = [each for each in found if each is not None]
    return all(tried) if tried else None


def _of_tries(
    providers: Sequence[Provider], tries: Sequence[Try], *, is_acted: bool
) -> Iterable[Check]:
    yield _tried(
        "begins",
        "Every role of each provider has somebody who may begin work",
        [each.begins for each in providers],
        accounts=[each.begins for each in tries],
        adds="Rights were tried, not passwords.",
    )
    yield _tried(
        "reads",
        "Every role that reads cases opens one of its provider",
        [each.reads_own for each in providers],
        accounts=[each.opens for each in tries],
    )
    yield _tried(
        "kept-out",
        "Nobody tried opens a case of another kind of provider in full",
        [each.is_kept_out for each in providers],
        accounts=[each.is_kept_out for each in tries],
    )
    yield _tried(
        "writes",
        "Every role that writes may write to a case of its provider",
        [each.writes_own for each in providers],
        accounts=[each.may_write for each in tries],
        adds="" if is_acted else "Nothing was written.",
    )
    if is_acted:
        yield _tried(
            "written",
            "A contact is recorded in a case of each provider",
            [each.wrote_own for each in providers],
            accounts=[each.wrote for each in tries],
            adds="Each was taken back at once.",
        )


def _tried(
    name: str,
    says: str,
    found: Sequence[bool | None],
    *,
    accounts: Sequence[bool | None],
    adds: str = "",
) -> Check:
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
    asked = [each for each in accounts if each is not None]
    fact = f"{_of('do', tried)}; {sum(asked):,} of {len(asked):,} accounts."
    if left:
        fact += f" {left} have nobody or no case to try it on."
    return Check(name=name, says=says, is_green=all(tried), fact=f"{fact} {adds}".strip())


def _of(verb: str, found: Sequence[bool]) -> str:
    return f"{sum(found)} of {len(found)} providers {verb}"
