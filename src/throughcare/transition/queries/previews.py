"""What a plan changes for an account, as it was worked out. Row-level security says whose previews are seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.transition.choices import CaseList, Fate, Part
from throughcare.transition.models import Preview, Round
from throughcare.transition.queries import sql
from throughcare.transition.queries.answered import answered_by
from throughcare.transition.queries.names import NAMED, params

if TYPE_CHECKING:
    from collections.abc import Collection

    from throughcare.restructure.models import Plan

LISTED: Final = "(pv.standing <> '' or pv.opens_lost > 0 or pv.opens_found > 0)"


@dataclass(frozen=True, kw_only=True)
class Change:
    """Items of one kind that share a fate. `kind` in the words of the house; `to` and `team` by name, or empty."""

    part: Part
    kind: str
    fate: Fate
    to: str
    team: str
    items: int
    due_at: Any  # a moment or None, as the database gives it

    @property
    def row(self) -> tuple[str, str, str, str, int]:
        return self.words, self.fate.label, self.to, self.team, self.items

    @property
    def short_row(self) -> tuple[str, str, int]:
        return self.words, self.fate.label, self.items

    @property
    def words(self) -> str:
        return self.kind.partition(".")[0].replace("-", " ").capitalize()


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A preview with the names of units and managers, empty where there is none."""

    preview: Preview
    is_outdated: bool
    from_owner: str
    from_team: str
    from_manager: str
    to_owner: str
    to_team: str
    to_manager: str
    opens_nothing: bool
    """Whether the seat is not decided and counts for nothing after the day: its body has ended by then (I9)."""
    actions_gained: tuple[str, ...]
    actions_lost: tuple[str, ...]
    changes: list[Change] = field(default_factory=list)

    @property
    def is_moved(self) -> bool:
        return bool(self.preview.standing) and self.to_owner != self.from_owner

    def of(self, part: Part) -> list[Change]:
        return [change for change in self.changes if change.part == part]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One case of a list: by reference alone, with who answers for it before and after."""

    reference: str
    from_owner: str
    to_owner: str
    team: str

    @property
    def row(self) -> tuple[str, str, str, str]:
        return self.reference, self.from_owner, self.to_owner, self.team


def preview_of(plan: Plan, *, account_id: int) -> Shown | None:
    """The preview of an account; None where there is none that the pinned account may see."""
    preview = (
        Preview.objects.filter(plan=plan, account_id=account_id)
        .select_related("round", "before", "after", "account")
        .first()
    )
    if preview is None:
        return None
    lines = _lines(plan, preview)
    units = _units(
        plan,
        {
            preview.from_owner_id,
            preview.from_holder_id,
            preview.to_owner_id,
            preview.to_holder_id,
        },
    )
    managers = access.display_names(
        {each for each in (preview.from_manager_id, preview.to_manager_id) if each}
    )
    before = set(preview.before.actions if preview.before else ())
    after = set(preview.after.actions if preview.after else ())
    return Shown(
        preview=preview,
        is_outdated=preview.round.answered_by != answered_by(plan),
        from_owner=units.get(preview.from_owner_id or 0, ""),
        from_team=units.get(preview.from_holder_id or 0, ""),
        from_manager=managers.get(preview.from_manager_id or 0, ""),
        to_owner=units.get(preview.to_owner_id or 0, ""),
        to_team=units.get(preview.to_holder_id or 0, ""),
        to_manager=managers.get(preview.to_manager_id or 0, ""),
        opens_nothing=preview.standing in {"held", "undetermined"} and bool(before) and not after,
        actions_gained=tuple(str(Action(each).label) for each in sorted(after - before)),
        actions_lost=tuple(str(Action(each).label) for each in sorted(before - after)),
        changes=lines,
    )


def _units(plan: Plan, unit_ids: set[int | None]) -> dict[int, str]:
    return {
        row["unit_id"]: row["name"] or row["code"]
        for row in sql.rows(
            f"with {NAMED} select unit_id, code, name from named where unit_id = any (%(units)s)",
            params(plan) | {"units": [each for each in unit_ids if each]},
        )
    }


def _lines(plan: Plan, preview: Preview) -> list[Change]:
    return [
        Change(
            part=Part(row["part"]),
            kind=row["kind"],
            fate=Fate(row["fate"]),
            to=row["to_owner"] or "",
            team=row["to_team"] or "",
            items=row["items"],
            due_at=row["due_at"],
        )
        for row in sql.rows(
            f"""
            with {NAMED}
            select l.part, l.kind, l.fate, o.name as to_owner, h.name as to_team, l.items, l.due_at
            from transition_line l
            left join named o on o.unit_id = l.to_owner_id
            left join named h on h.unit_id = l.to_holder_id and h.unit_id <> l.to_owner_id
            where l.preview_id = %(preview)s
            order by l.part desc, l.kind, l.fate, o.name nulls last, h.name nulls last, l.id
            """,
            params(plan) | {"preview": preview.pk},
        )
    ]


def cases_listed(plan: Plan, *, account_id: int, which: CaseList, part: slice) -> list[Listed]:
    """A part of one list of an account's cases, in the order in which they were opened here."""
    function = (
        "transition_opened_cases"
        if which in {CaseList.LOST, CaseList.FOUND}
        else "transition_held_cases"
    )
    return [
        Listed(
            reference=row["reference"],
            from_owner=row["from_owner"] or "",
            to_owner=row["to_owner"] or "",
            team=row["team"] or "",
        )
        for row in sql.rows(
            f"""
            with {NAMED},
            listed as materialized (
                select row_number() over () as place, l.reference, l.from_owner_id, l.to_owner_id, l.to_holder_id
                from {function}(%(plan)s, %(account)s, %(which)s, %(most)s, %(skipped)s) l
            )
            select l.reference, f.name as from_owner, t.name as to_owner, h.name as team
            from listed l
            left join named f on f.unit_id = l.from_owner_id
            left join named t on t.unit_id = l.to_owner_id
            left join named h on h.unit_id = l.to_holder_id and h.unit_id <> l.to_owner_id
            order by l.place
            """,
            params(plan)
            | {
                "account": account_id,
                "which": str(which),
                "most": part.stop - part.start,
                "skipped": part.start,
            },
        )
    ]


def count_of(preview: Preview, which: CaseList) -> int:
    """How many cases are on a list, as they were counted."""
    return {
        CaseList.KEPT: preview.cases_kept,
        CaseList.PASSED: preview.cases_passed,
        CaseList.GAINED: preview.cases_gained,
        CaseList.WAITING: preview.cases_waiting,
        CaseList.LOST: preview.opens_lost,
        CaseList.FOUND: preview.opens_found,
    }[which]


def plans_concerning(account_id: int, *, plans: Collection[Plan]) -> list[Plan]:
    """Those of some plans that change something for an account, or were not worked out for it yet; in the order given."""
    indifferent = {
        row["plan_id"]
        for row in sql.rows(
            f"select pv.plan_id from transition_preview pv where pv.account_id = %(account)s and not {LISTED}"
            " and pv.plan_id = any (%(plans)s)",
            {"account": account_id, "plans": [plan.pk for plan in plans]},
        )
    }
    return [plan for plan in plans if plan.pk not in indifferent]


def latest_round(plan: Plan) -> Round | None:
    """The newest working out of a plan's previews."""
    return Round.objects.filter(plan=plan).order_by("-id").first()


def count_stale(plan: Plan) -> int:
    """How many previews that may be seen rest on an answer that came out otherwise since, and are being made anew."""
    return Preview.objects.filter(plan=plan, stale_since__isnull=False).count()
