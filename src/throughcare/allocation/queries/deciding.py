"""What the decision on a case is made from, read from the record, and what was decided before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from throughcare.access import queries as access
from throughcare.allocation import rules
from throughcare.allocation.decisions import NPS_OR_CRC, Policy, in_force, policy, versions
from throughcare.allocation.models import CaseDecision, PublicInterestRequest
from throughcare.allocation.queries import areas
from throughcare.allocation.rules import clocks, turning
from throughcare.allocation.rules.clocks import Waited
from throughcare.kernel.conditions.syntax import Fact
from throughcare.kernel.days import local_day
from throughcare.kernel.decisions import Decided, Decision
from throughcare.organisation import queries as organisation

RSR: Final = "rsr"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A fact as the record has it: where it was read, and of which day. `value` is None where it is not known."""

    value: Fact
    source: str
    on: date | None


@dataclass(frozen=True, kw_only=True)
class ScoreFound:
    """The score that was shown last under the name of a fact; `is_static` says that no interview went into it."""

    id: int
    number: int
    label: str
    is_static: bool
    lacking: int


@dataclass(frozen=True, kw_only=True)
class ToDecide:
    """All that is known for the decision on a case. `bodies` are those of the outcome: one, or it has to be asked which area."""

    case_id: int
    sentence_id: int | None
    sentence_number: int | None
    sentenced_on: date | None
    owner: organisation.Named
    area: str
    found: Mapping[str, Found]
    score: ScoreFound | None
    decision: Decision
    decided: Decided
    policy: Policy
    bodies: tuple[organisation.Named, ...] = ()
    may_choose: tuple[areas.Area, ...] = ()

    @property
    def facts(self) -> dict[str, Fact]:
        return {name: each.value for name, each in self.found.items()}

    @property
    def lacking(self) -> tuple[str, ...]:
        """The facts without which there is no decision; none where there is one already."""
        return () if self.decided.outcome else turning.still_due(self.decided)

    @property
    def due_on(self) -> date | None:
        """By when it is to be decided: from the sentence, or from the first day of the rules where that is later."""
        if self.sentenced_on is None:
            return None
        since = max(self.sentenced_on, self.decision.starts_on)
        return clocks.due_on(clocks.DECISION, since=since)

    @property
    def may_leave(self) -> bool:
        """Whether the case could go to another body by this decision, as far as is known."""
        return [each.unit_id for each in self.bodies] != [self.owner.unit_id]

    @property
    def is_for_maker(self) -> bool:
        """Whether whoever has the case is of a kind that makes this decision."""
        return self.owner.kind in self.policy.made_by

    @property
    def turns(self) -> tuple[turning.Turn, ...]:
        return turning.turns(self.decided, self.facts, decision=self.decision)


@dataclass(frozen=True, kw_only=True)
class _Read:
    sentence_id: int | None
    sentence_number: int | None
    imposed_on: date | None
    deferred: bool | None
    owner_id: int
    area: str
    profile: Mapping[str, Any] = field(default_factory=dict)  # Any: columns of several types
    known_on: Mapping[str, datetime | None] = field(default_factory=dict)
    score: ScoreFound | None = None


_PROFILE: Final = {
    "other_active": "other_sentence",
    "mappa": "mappa",
    "rosh": "rosh",
    "deportation_criteria": "meets_deportation_criteria",
    "rsr": "rsr",
    "public_interest": "public_interest",
}
"""Which column of the risk profile is which fact."""
_SINCE = """(
    SELECT min(h.starts_at) FROM probation_riskprofile h WHERE h.case_id = c.id AND h.starts_at > coalesce((
        SELECT max(d.starts_at) FROM probation_riskprofile d
        WHERE d.case_id = c.id AND d.{column} IS DISTINCT FROM r.{column}), '-infinity'))"""
"""Since when the record has what it has now."""
_FACTS = """
SELECT s.id, s.number, s.imposed_on,
    (SELECT bool_or(x.is_deferred) FROM probation_sentence x WHERE x.case_id = c.id AND x.terminated_on IS NULL),
    (SELECT w.owner_id FROM probation_held_by(c.id, %(at)s, tc_live()) w),
    coalesce((SELECT h.area FROM people_address h
              WHERE h.person_id = c.person_id AND h.status = 'main' AND h.ends_on IS NULL LIMIT 1), ''),
    {columns}, {since},
    k.id, k.number, k.tool || ' (' || k.version || ')', k.basis = 'record', jsonb_array_length(k.lacking)
FROM probation_case c
LEFT JOIN LATERAL (
    SELECT x.id, x.number, x.imposed_on FROM probation_sentence x
    WHERE x.case_id = c.id AND x.terminated_on IS NULL AND x.imposed_on IS NOT NULL
    ORDER BY x.imposed_on DESC, x.number DESC LIMIT 1
) s ON true
LEFT JOIN probation_riskprofile r ON r.case_id = c.id AND r.superseded_at IS NULL
LEFT JOIN LATERAL (
    SELECT x.id, x.number, x.tool, x.version, x.basis, x.lacking FROM risk_score x
    WHERE x.case_id = c.id AND x.tool = 'RSR' AND x.percent = round(r.rsr, 2)
    ORDER BY x.assessed_on DESC, x.number DESC LIMIT 1
) k ON true
WHERE c.id = %(case)s
""".format(  # noqa: S608  made of constants alone
    columns=", ".join(f"r.{column}" for column in _PROFILE.values()),
    since=", ".join(_SINCE.format(column=column) for column in _PROFILE.values()),
)


def to_decide(case_id: int, *, at: datetime, area: str = "") -> ToDecide | None:
    """What the rules of today say of an open case, and from which facts; None where no version of them is in force.

    `area` is the code of one where the address says none. About a dozen queries.
    """
    try:
        decision = in_force(NPS_OR_CRC, on=local_day(at))
    except LookupError:
        return None
    moment = organisation.pinned()
    read = _read(case_id, at=at)
    found = _found(read)
    decided = rules.decide_by_version(
        {name: each.value for name, each in found.items()}, decision=decision
    )
    (owner,) = organisation.named([read.owner_id], moment=moment)
    of = policy(NPS_OR_CRC)
    known = area or read.area
    by_kind = {
        kind: bodies_of(owner, kind=kind, area=known, moment=moment)
        for kind in sorted({standing.kind for standing in of.outcomes.values()})
    }
    standing = of.outcomes.get(decided.outcome or "")
    kinds = [standing.kind] if standing is not None else list(by_kind)
    is_unsure = any(len(by_kind[kind]) != 1 for kind in kinds)
    return ToDecide(
        case_id=case_id,
        sentence_id=read.sentence_id,
        sentence_number=read.sentence_number,
        sentenced_on=read.imposed_on,
        owner=owner,
        area=known,
        found=found,
        score=read.score,
        decision=decision,
        decided=decided,
        policy=of,
        bodies=by_kind[standing.kind] if standing is not None else (),
        may_choose=areas.areas(owner.unit_id, moment=moment) if is_unsure else (),
    )


def decisions(case_id: int, *, limit: int, before: int | None = None) -> list[CaseDecision]:
    """What was decided of a case, latest first; `before` is the number of the last that was seen. One query."""
    found = CaseDecision.objects.filter(case_id=case_id).select_related("corrects", "score")
    if before is not None:
        found = found.filter(number__lt=before)
    return list(found.order_by("-number")[:limit])


def decision_of(case_id: int, *, number: int) -> CaseDecision | None:
    found = CaseDecision.objects.filter(case_id=case_id, number=number)
    return found.select_related("corrects", "score").first()


def current_decision(case_id: int) -> CaseDecision | None:
    """The decision that counts; one query."""
    return CaseDecision.objects.filter(case_id=case_id, superseded_at=None).first()


def request_waiting(case_id: int) -> PublicInterestRequest | None:
    """The request in the public interest that waits for an answer; one query."""
    return PublicInterestRequest.objects.filter(case_id=case_id, state="asked").first()


@dataclass(frozen=True, kw_only=True)
class AsKept:
    """A decision that was made, beside the rules that it was made by. `late_because` is what it waited for as its time ran out."""

    decision: Decision
    policy: Policy
    decider: str
    body: str
    late_because: str

    def says(self, rule: str) -> str:
        """The sentence of a rule."""
        return self.decision.rule(rule).says


def as_kept(kept: CaseDecision) -> AsKept:
    """Four queries at the most."""
    decision = next(each for each in versions(kept.decision) if each.starts_on == kept.version)
    return AsKept(
        decision=decision,
        policy=policy(kept.decision),
        decider=access.display_names([kept.decided_by_id]).get(kept.decided_by_id, ""),
        body=organisation.named([kept.body_id], moment=organisation.pinned())[0].name
        if kept.body_id
        else "",
        late_because=_late_because(kept, decision),
    )


def _late_because(kept: CaseDecision, decision: Decision) -> str:
    """The facts that answers before this one, on the same sentence, waited for as the time ran out."""
    if not kept.decided_for or kept.is_in_time or kept.sentence_id is None:
        return ""
    before = CaseDecision.objects.filter(
        case_id=kept.case_id, sentence_id=kept.sentence_id, number__lt=kept.number
    ).order_by("number")
    waits = [
        Waited(
            step=", ".join(decision.rule(name).says for name in each.unknown) or each.says,
            since=local_day(each.decided_at),
            until=local_day(each.superseded_at) if each.superseded_at else None,
        )
        for each in before
        if each.decided_for in {"", *decision.undecided}
    ]
    found = clocks.late_because_of(waits, due=kept.due_on, done_on=local_day(kept.decided_at))
    return found or "Nobody asked the rules before it was due."


def days_left(due: date, *, today: date) -> int:
    """Business days until a day; below nothing once it is past."""
    return clocks.days_left(due, today=today)


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """Which provider answers for a case, and the area of the home address, if one is said."""

    owner_id: int
    area: str


def owner_and_area(case_id: int, *, at: datetime) -> Whereabouts:
    """One query."""
    read = _read(case_id, at=at)
    return Whereabouts(owner_id=read.owner_id, area=read.area)


def bodies_of(
    owner: organisation.Named, *, kind: str, area: str, moment: organisation.Moment
) -> tuple[organisation.Named, ...]:
    """The body of an area; without one whoever has the case, if they are of that kind, or else whoever shares what they came from."""
    if area and (found := areas.bodies(area, kind=kind, moment=moment)):
        return found
    return areas.bodies_near(owner.unit_id, kind=kind, moment=moment)


def _read(case_id: int, *, at: datetime) -> _Read:
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, {"case": case_id, "at": at})
        row = cursor.fetchone()
    sentence_id, number, imposed_on, deferred, owner_id, area, *rest = row
    *known, score_id, score_number, label, is_static, lacking = rest
    profile, since = known[: len(_PROFILE)], known[len(_PROFILE) :]
    return _Read(
        sentence_id=sentence_id,
        sentence_number=number,
        imposed_on=imposed_on,
        deferred=deferred,
        owner_id=owner_id,
        area=area,
        profile=dict(zip(_PROFILE, profile, strict=True)),
        known_on=dict(zip(_PROFILE, since, strict=True)),
        score=None
        if score_id is None
        else ScoreFound(
            id=score_id,
            number=score_number,
            label=label,
            is_static=is_static,
            lacking=lacking,
        ),
    )


def _found(read: _Read) -> dict[str, Found]:
    found = {"deferred": Found(value=read.deferred, source="Sentence", on=read.imposed_on)}
    for name, value in read.profile.items():
        since = read.known_on[name]
        found[name] = Found(
            value=value,
            source=read.score.label if name == RSR and read.score else "Risk and status",
            on=local_day(since) if since is not None and value is not None else None,
        )
    return found
