"""Small nations and plans for them, drawn by chance: trusts with teams, staff and cases, and who follows whom."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import yaml
from hypothesis import strategies as st

from throughcare.access.tests import small_nation
from throughcare.organisation.models import Unit
from throughcare.probation.models import (
    Case,
    CaseAssignment,
    CourtReport,
    CourtReportAssignment,
    Enforcement,
    RiskProfile,
    VictimContact,
    VictimContactAssignment,
)
from throughcare.restructure.queries import kinds

EVE = datetime(2014, 5, 31, 8, tzinfo=UTC)
LONG_AGO = small_nation.LONG_AGO
NEW = ("R1", "R2", "R3")

BANDS = "by band"
FORMULA = {
    "parts": [
        {"of": "provider"},
        {"text": "-"},
        {"band of": "rsr", "below": [3, "6.89"], "gives": ["low", "middle", "high"], "rounded": 2},
        {"choose": [{"when": "rosh = 'low'", "gives": "L"}], "otherwise": "H"},
    ],
    "table": BANDS,
}
WITH_THEIR_CASES = {
    "name": "with-their-cases",
    "when": "cases_held > 0 and not cases_tied",
    "same as": "largest_share",
    "says": "Where most of their cases go.",
}
TIED = {
    "name": "tied",
    "when": "cases_held > 0 and cases_tied",
    "table": "second",
    "key": "provider",
    "says": "As many of their cases go to either body: the second has them.",
}
CONDITIONS = (
    "rosh in ['high', 'very high']",
    "rosh = 'medium'",
    "rsr >= 6.89",
    "mappa != 'none'",
    "rosh = 'low' and rsr < 3.00",
    "rsr is unknown",
    "team under 'TA'",
    "officer is known",
)


@dataclass(frozen=True)
class DrawnCase:
    trust: int
    team: int
    has_officer: bool
    rosh: str | None
    rsr: Decimal | None
    mappa: str | None
    is_closed: bool
    hangs: frozenset[str]
    """What hangs from it: report, victim, breach."""


@dataclass(frozen=True)
class DrawnTeam:
    has_leader: bool
    officers: int


@dataclass(frozen=True)
class Drawn:
    """A nation of some trusts, and a plan: `followers` are those of each trust, the first and the last by the rules."""

    trusts: tuple[tuple[DrawnTeam, ...], ...]
    cases: tuple[DrawnCase, ...]
    followers: tuple[tuple[str, ...], ...]
    rules: tuple[tuple[str, str], ...]
    empty_teams_are_held: bool
    first_is_on_purpose: bool
    """Whether the first rule for cases is said to come before the others, whatever they would answer."""
    staff_follow_cases: bool


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    count = draw(st.integers(1, 3))
    team = st.builds(DrawnTeam, st.booleans(), st.integers(0, 2))
    trusts = tuple(tuple(draw(st.lists(team, min_size=1, max_size=3))) for _ in range(count))
    case = st.builds(
        DrawnCase,
        st.integers(0, count - 1),
        st.integers(0, 2),
        st.booleans(),
        st.sampled_from(("low", "medium", "high", "very high", None)),
        st.sampled_from((Decimal("1.5"), Decimal("6.885"), Decimal("6.89"), Decimal(30), None)),
        st.sampled_from(("none", "1", "2", None)),
        st.booleans(),
        st.frozensets(st.sampled_from(("report", "victim", "breach"))),
    )
    follower = st.lists(st.sampled_from(NEW), min_size=1, max_size=2, unique=True)
    conditions = draw(st.lists(st.sampled_from(CONDITIONS), max_size=3, unique=True))
    # Nothing reaches it after a rule that compares the score: one that meets an unknown stops there.
    conditions.sort(key=lambda each: each != "rsr is unknown")
    return Drawn(
        trusts=trusts,
        cases=tuple(draw(st.lists(case, min_size=1, max_size=8))),
        followers=tuple(tuple(draw(follower)) for _ in range(count)),
        # Something is always sent the second way, or the succession would say what no rule does.
        rules=(
            ("rosh = 'very high'", "second"),
            *((each, draw(st.sampled_from(("first", "second", "formula")))) for each in conditions),
        ),
        empty_teams_are_held=draw(st.booleans()),
        first_is_on_purpose=draw(st.booleans()),
        staff_follow_cases=draw(st.booleans()),
    )


def code_of(trust: int) -> str:
    return f"T{'ABC'[trust]}"


def make(nation: Drawn) -> None:
    """Write the nation into an empty database, with the people of the programme."""
    centre = small_nation.unit_of("HQ", kind="national")
    for role in ("planner", "approver", "director"):
        small_nation.officer(role, owner=centre, holder=centre, role=role)
    seats: dict[tuple[int, int], list[int]] = {}
    units: dict[tuple[int, int], Unit] = {}
    providers = [
        small_nation.unit_of(code_of(at), kind="trust") for at in range(len(nation.trusts))
    ]
    for at, teams in enumerate(nation.trusts):
        district = small_nation.unit_of(
            f"{code_of(at)}L", kind="delivery-unit", parent=providers[at]
        )
        small_nation.unit_of(f"{code_of(at)}O", kind="office", parent=district)
        for place, team in enumerate(teams):
            unit = small_nation.unit_of(f"{code_of(at)}T{place}", kind="team", parent=district)
            units[at, place] = unit
            seats[at, place] = _staff(team, at, place, owner=providers[at], holder=unit)
    for number, case in enumerate(nation.cases):
        place = case.team % len(nation.trusts[case.trust])
        _write_case(
            case,
            number,
            owner=providers[case.trust],
            holder=units[case.trust, place],
            seats=seats[case.trust, place],
        )


def _staff(team: DrawnTeam, at: int, place: int, *, owner: Unit, holder: Unit) -> list[int]:
    def name(role: str) -> str:
        return f"{role}-{at}-{place}"

    if team.has_leader:
        small_nation.officer(name("manager"), owner=owner, holder=holder, role="manager")
    made = [
        small_nation.officer(name(f"officer{number}"), owner=owner, holder=holder)
        for number in range(team.officers)
    ]
    return [account.posts.get().pk for account in made]


def _write_case(
    drawn: DrawnCase, number: int, *, owner: Unit, holder: Unit, seats: list[int]
) -> None:
    case: Case = small_nation.person_with_case(f"X{number:06}", owner=owner, holder=holder)
    if drawn.has_officer and seats:
        CaseAssignment.objects.filter(item=case).update(post_id=seats[number % len(seats)])
    RiskProfile.objects.filter(case=case).update(rosh=drawn.rosh, rsr=drawn.rsr, mappa=drawn.mappa)
    with_owner = {
        "owner": owner,
        "holder": holder,
        "starts_at": LONG_AGO,
        "recorded_at": LONG_AGO,
        "basis": "recorded",
    }
    if "report" in drawn.hangs:
        report = CourtReport.objects.create(
            case=case,
            reference=f"R{number:05}",
            court="Somewhere",
            state="asked",
            asked_on=date(2014, 5, 1),
            due_on=date(2014, 6, 20),
            recorded_at=LONG_AGO,
        )
        CourtReportAssignment.objects.create(item=report, **with_owner)
    if "victim" in drawn.hangs:
        victim = VictimContact.objects.create(
            case=case, reference=f"V{number:05}", opened_at=LONG_AGO, recorded_at=LONG_AGO
        )
        VictimContactAssignment.objects.create(item=victim, **with_owner)
    if "breach" in drawn.hangs and not drawn.is_closed:
        Enforcement.objects.create(
            case=case,
            reference=f"E{number:05}",
            kind="breach",
            state="open",
            opened_on=date(2014, 5, 30),
            due_on=date(2014, 6, 13),
            recorded_at=LONG_AGO,
        )
    if drawn.is_closed:
        Case.objects.filter(pk=case.pk).update(closed_at=EVE - timedelta(days=30))


def plan_of(nation: Drawn) -> str:
    """The text of the plan."""
    codes = [code_of(at) for at in range(len(nation.trusts))]
    followers = dict(zip(codes, nation.followers, strict=True))
    opened = sorted({code for each in nation.followers for code in each})
    return yaml.safe_dump(
        {
            "plan": "by-chance",
            "version": 1,
            "title": "By chance",
            "summary": "Drawn for a test.",
            "instant": "2014-06-01T00:00:00+01:00",
            "zone": "Europe/London",
            "legal basis": "None",
            "people": {"makers": ["planner"], "approvers": ["approver", "director"]},
            "reversal": {"until": "2014-07-01T00:00:00+01:00", "hard to undo": ["Letters sent"]},
            "old units": {"names": {code: code for code in codes}},
            "new units": [{"kind": "region", "names": {code: code for code in opened}}],
            "structure": {"mirror": ["delivery-unit"], "code": "{successor}{old}"},
            "archive": {
                "table": "first",
                "key": "provider",
                "says": "The first keeps what was closed.",
            },
            "succession": [
                {
                    "event": "BY-CHANCE",
                    "legal basis": "None",
                    "edges": [_edge(code, followers) for code in codes],
                }
            ],
            "tables": {
                "first": _table(codes, {code: followers[code][0] for code in codes}),
                "second": _table(codes, {code: followers[code][-1] for code in codes}),
                BANDS: _bands(followers),
            },
            "rules": _rules(nation),
            "in flight": {
                name: {"becomes": "moved", "by": "director", "says": "It goes with its case."}
                for name in kinds.lists()
            },
            "tests": {
                "examples": [
                    {
                        "name": "A report goes the first way",
                        "kind": "court-report",
                        "facts": {"provider": codes[0]},
                        "unit": followers[codes[0]][0],
                    }
                ]
            },
        },
        sort_keys=False,
    )


def _table(codes: list[str], rows: dict[str, str]) -> dict[str, object]:
    return {"covers": codes, "rows": rows}


def _bands(followers: dict[str, tuple[str, ...]]) -> dict[str, object]:
    """By trust, band of the score and whether the risk is low: now the first, now the last who follows."""
    rows = {
        f"{code}-{band}{risk}": ways[0 if (at + place) % 2 else -1]
        for code, ways in followers.items()
        for at, band in enumerate(("low", "middle", "high"))
        for place, risk in enumerate(("L", "H"))
    }
    return _table(list(rows), rows)


def _edge(code: str, followers: dict[str, tuple[str, ...]]) -> dict[str, object]:
    shared = sum(followers[code][0] in each for each in followers.values()) > 1
    if len(followers[code]) == 1:
        return {"from": code, "to": list(followers[code]), "kind": "merge" if shared else "replace"}
    kind = "split-merge" if shared else "split"
    return {"from": code, "to": list(followers[code]), "kind": kind, "rule": "ways"}


def _by(table: str, *, name: str, when: str = "always") -> dict[str, object]:
    asked = {"formula": FORMULA} if table == "formula" else {"table": table, "key": "provider"}
    return {"name": name, "when": when, **asked, "says": f"{table} way."}


def _rules(nation: Drawn) -> dict[str, object]:
    empty: dict[str, object] = _by("first", name="empty")
    if nation.empty_teams_are_held:
        hold = {"owner": "director", "reason": "Nobody is in it.", "until": "2014-06-30"}
        empty = {"name": "empty", "when": "always", "hold": hold, "says": "Nobody is in it."}
    follows = {"name": "follows", "when": "always", "same as": "case", "says": "With the case."}
    leader = {"name": "leader", "when": "leader is known", "same as": "leader", "says": "Leader."}
    most = {
        "name": "most",
        "when": "staff_count > 0",
        "same as": "larger_share",
        "says": "Most of its staff.",
    }
    ways = [
        _by(table, name="ways" if at == 0 else f"way-{at}", when=when)
        for at, (when, table) in enumerate(nation.rules)
    ]
    if nation.first_is_on_purpose and len(ways) > 1:
        ways[0]["before"] = [each["name"] for each in ways[1:]]
    return {
        "case": [*ways, _by("first", name="else")],
        "account": [
            _by("second", name="managers", when="post_kind = 'manager'"),
            *([WITH_THEIR_CASES, TIED] if nation.staff_follow_cases else []),
            _by("first", name="ways"),
        ],
        "team": [leader, most, empty],
        "office": [most, _by("first", name="unused")],
        "victim-contact.victim": [_by("first", name="victims")],
        "victim-contact.case": [follows],
        "court-report": [_by("first", name="reports")],
        "component": [follows],
    }
