"""Posts against the people that a plan gives them."""

from dataclasses import dataclass

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import listed, sql, units
from throughcare.restructure.rules import listing
from throughcare.restructure.rules.plan import Plan as ReadPlan


@dataclass(frozen=True, kw_only=True)
class Posts:
    """Posts for the people of an old unit in one of its successors, and how many of them go there.

    In the shape in which the report of a run keeps it.
    """

    unit: str
    outcome: str
    to: str
    posts: int
    people: int

    @property
    def over(self) -> int:
        """How many more people than posts; less than none where posts are free."""
        return self.people - self.posts


def posts(plan: Plan, read: ReadPlan) -> list[Posts]:
    """Every number of posts that the plan states, by old unit, as the list of staff has them: in proportion to its people."""
    standing = listed.standing(plan, read, beneath=units.beneath())
    if read.staffing is None or standing is None:
        return []
    people = {
        (origin, to): count
        for origin, to, count in sql.rows(
            """
            select o.code, n.code, count(*) from restructure_answer a
            join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = a.from_owner_id
            left join (select distinct on (unit_id) unit_id, code from organisation_unitcode
                       order by unit_id, starts_at desc) n on n.unit_id = a.to_owner_id
            where a.plan_id = %s and a.kind = %s group by 1, 2
            """,
            [plan.pk, listing.ACCOUNT],
        )
    }
    found = []
    for unit in sorted(read.staffing.posts):
        for outcome in read.staffing.outcomes:
            to = listing.successor(read, unit=unit, outcome=outcome)
            found.append(
                Posts(
                    unit=unit,
                    outcome=outcome,
                    to=to,
                    posts=standing.posts[unit, outcome],
                    people=people.get((unit, to), 0),
                )
            )
    return found
