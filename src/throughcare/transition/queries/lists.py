"""Lists of previews for those who look after others, by provider, with who has looked through them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from throughcare.access import queries as access
from throughcare.restructure import queries as restructure
from throughcare.transition.models import Preview, Review
from throughcare.transition.queries import sql
from throughcare.transition.queries.names import NAMED, params

if TYPE_CHECKING:
    from datetime import datetime

    from throughcare.restructure.models import Plan


@dataclass(frozen=True, kw_only=True)
class Person:
    """One account and what the plan does to it, in figures."""

    account: UUID
    name: str
    from_code: str
    to_code: str
    team: str
    standing: str
    cases_kept: int
    cases_passed: int
    cases_gained: int
    tasks: int
    opens_lost: int
    opens_found: int


@dataclass(frozen=True, kw_only=True)
class Side:
    """A provider that accounts leave, with its review; `is_current` while nothing has changed since."""

    owner_id: int
    code: str
    name: str
    accounts: int
    reviewed_by: str
    reviewed_at: datetime | None
    is_current: bool


_PEOPLE: Final = """
from transition_preview pv
join access_account u on u.id = pv.account_id
left join named o on o.unit_id = pv.from_owner_id
left join named t on t.unit_id = pv.to_owner_id
left join named h on h.unit_id = pv.to_holder_id
where pv.plan_id = %(plan)s and (pv.standing <> '' or pv.opens_lost > 0 or pv.opens_found > 0)
"""
_OF_ONE: Final = "and o.code = %(from_code)s"


def count_people(plan: Plan, *, from_code: str) -> int:
    """How many accounts the plan touches, of one provider or of all; of those that may be seen."""
    (row,) = sql.rows(
        f"with {NAMED} select count(*) as people {_PEOPLE} {_OF_ONE if from_code else ''}",
        params(plan) | {"from_code": from_code},
    )
    return int(row["people"])


def people(plan: Plan, *, from_code: str, part: slice) -> list[Person]:
    """A part of the accounts that the plan touches, by provider and name."""
    return [
        Person(**row)
        for row in sql.rows(
            f"""
            with {NAMED}
            select u.reference as account, u.display_name as name, coalesce(o.code, '') as from_code,
                   coalesce(t.code, '') as to_code, coalesce(h.name, '') as team, pv.standing, pv.cases_kept,
                   pv.cases_passed, pv.cases_gained, pv.tasks, pv.opens_lost, pv.opens_found
            {_PEOPLE} {_OF_ONE if from_code else ""}
            order by o.code nulls last, u.display_name, u.id limit %(most)s offset %(skipped)s
            """,
            params(plan)
            | {"from_code": from_code, "most": part.stop - part.start, "skipped": part.start},
        )
    ]


def account_of(plan: Plan, *, reference: UUID) -> int | None:
    """The number of an account whose preview may be seen, by its reference."""
    return (
        Preview.objects.filter(plan=plan, account__reference=reference)
        .values_list("account_id", flat=True)
        .first()
    )


def sides(plan: Plan) -> list[Side]:
    """Every provider that accounts leave and that may be seen, by code, with its last review."""
    owners = sql.rows(
        f"""
        with {NAMED}
        select pv.from_owner_id as owner_id, n.code, coalesce(n.name, n.code) as name, count(*) as accounts
        from transition_preview pv join named n on n.unit_id = pv.from_owner_id
        where pv.plan_id = %(plan)s and pv.standing <> '' group by 1, 2, 3 order by 2
        """,
        params(plan),
    )
    reviews = {
        review.owner_id: review
        for review in Review.objects.filter(plan=plan)
        .order_by("owner_id", "-id")
        .distinct("owner_id")
    }
    names = access.display_names({review.reviewed_by_id for review in reviews.values()})
    digests = digests_of(plan)
    return [_side(row, reviews.get(row["owner_id"]), names, digests) for row in owners]


def _side(
    row: dict[str, Any],  # Any: columns of a row
    review: Review | None,
    names: dict[int, str],
    digests: dict[int, str],
) -> Side:
    return Side(
        owner_id=row["owner_id"],
        code=row["code"],
        name=row["name"],
        accounts=row["accounts"],
        reviewed_by=names.get(review.reviewed_by_id, "") if review else "",
        reviewed_at=review.recorded_at if review else None,
        is_current=review is not None and review.digest == digests.get(row["owner_id"]),
    )


def digests_of(plan: Plan) -> dict[int, str]:
    """For each provider that accounts leave, one digest of what lasts of its previews that may be seen.

    What daily work changes in them, such as how many cases somebody holds, undoes no review.
    """
    found: dict[int, Any] = {}
    for owner_id, lasting, whole in (
        Preview.objects.filter(plan=plan, from_owner_id__isnull=False)
        .exclude(standing="")
        .order_by("from_owner_id", "account_id")
        .values_list("from_owner_id", "lasting_digest", "digest")
    ):
        # Those that an earlier release worked out have the digest of all alone.
        found.setdefault(owner_id or 0, hashlib.sha256()).update((lasting or whole).encode())
    return {owner_id: made.hexdigest() for owner_id, made in found.items()}


def gate(plan: Plan) -> restructure.Reading:
    """Whether every provider has looked through what the plan does to its people. For those who see all of a plan."""
    found = sides(plan)
    current = sum(side.is_current for side in found)
    outdated = sum(side.reviewed_at is not None and not side.is_current for side in found)
    light = restructure.Light.RED
    if current or outdated:
        light = restructure.Light.AMBER
    if found and current == len(found):
        light = restructure.Light.GREEN
    fact = (
        f"{current} of {len(found)} providers have reviewed the previews of their accounts;"
        f" {outdated} before something changed."
        if found
        else "No preview has been worked out yet."
    )
    return restructure.Reading(
        asks="Each provider has reviewed what its people will see",
        light=light,
        fact=fact,
        page="previews",
    )
