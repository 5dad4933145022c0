"""What a plan changes for one account."""

from dataclasses import dataclass

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sql


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A line of what changes: a seat, work that stays with it, or work that passes on; units by name, empty for none.

    `reference` is the seat's, or the kind of work.
    """

    part: str
    reference: str
    standing: str
    from_owner: str
    to_owner: str
    from_team: str
    to_team: str
    place: str
    count: int

    @property
    def row_kept(self) -> tuple[str, str, int]:
        return self.reference, self.to_owner, self.count

    @property
    def row_passed(self) -> tuple[str, str, str, int]:
        return self.reference, self.to_owner or "Not decided yet", self.to_team, self.count


def changes_for(plan: Plan, *, account_id: int) -> list[Changed]:
    """Every line for an account: its own, or anybody's for those who may see plans everywhere; else none."""
    return [
        Changed(
            part=row["part"],
            reference=row["reference"],
            standing=row["standing"],
            from_owner=row["from_owner"] or "",
            to_owner=row["to_owner"] or "",
            from_team=row["from_team"] or "",
            to_team=row["to_team"] or "",
            place=row["place"] or "",
            count=row["count"],
        )
        for row in sql.named_rows(
            """
            with named as materialized (
                select unit_id, value as name from organisation_facts_at(
                    %(at)s, organisation_live('infinity') || %(change)s, 'infinity') where fact = 'name'
            )
            select c.part, c.reference, c.standing, c.place, c.count, fo.name as from_owner, t.name as to_owner,
                   ft.name as from_team, tt.name as to_team
            from restructure_changes(%(plan)s, %(account)s) c
            left join named fo on fo.unit_id = c.from_owner_id
            left join named t on t.unit_id = c.to_owner_id
            left join named ft on ft.unit_id = c.from_holder_id
            left join named tt on tt.unit_id = c.to_holder_id
            order by c.part = 'seat' desc, c.part, c.reference, t.name nulls last, tt.name nulls last, c.count
            """,
            {
                "plan": plan.pk,
                "account": account_id,
                "change": plan.change_id,
                "at": plan.effective_at,
            },
        )
    ]
