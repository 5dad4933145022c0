"""Answering seats: what a post is for first, then the share of high-risk work, within the number of posts."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from throughcare.kernel.conditions.evaluation import evaluate
from throughcare.restructure.models import Answer, Plan
from throughcare.restructure.queries import kinds, sql
from throughcare.restructure.queries.kinds import Kind
from throughcare.restructure.rules.plan import ByTable, Rule, Target, ToUnit, WithinPosts
from throughcare.restructure.rules.plan import Plan as ReadPlan
from throughcare.restructure.rules.staffing import Person, Place, fill

BATCH: Final = 2000

_SEATS: Final = """
select f.item_id, f.reference, f.owner_id, f.post_kind, f.grade, owner.code as trust, team.code as team,
       coalesce(work.high_risk, 0) as high_risk_share, choice.preference, choice.score
from {facts} f
join organisation_codes_at(tc_now(), tc_live()) owner on owner.unit_id = f.owner_id
left join organisation_codes_at(tc_now(), tc_live()) team on team.unit_id = f.holder_id
left join (
    select post_id, round(avg((rosh in ('high', 'very high'))::int), 4) as high_risk
    from {cases} where post_id is not null group by post_id
) work on work.post_id = f.item_id
left join access_staffchoice choice on choice.post_id = f.item_id
where owner.code = any (%s)
order by f.reference
"""

Row = dict[str, Any]  # Any: columns of the view of facts


def answer_seats(
    *,
    plan: Plan,
    read: ReadPlan,
    ids: Mapping[str, int],
    kind: Kind,
    only: Iterable[int] | None = None,
) -> int:
    """Answer every seat in a unit that closes; how many. With `only`, the others keep their answers."""
    closing = [each.code for each in read.old_units]
    seats = sql.named_rows(
        _SEATS.format(facts=kind.facts, cases=kinds.assigned_kind("case").facts), [closing]
    )
    answers = _answers(plan, read, ids, seats)
    if only is not None:
        wanted = set(only)
        answers = [each for each in answers if each.item_id in wanted]
    old = Answer.objects.filter(plan=plan, kind=kind.name)
    (old if only is None else old.filter(item_id__in=wanted)).delete()
    Answer.objects.bulk_create(answers, batch_size=BATCH)
    return len(answers)


def _answers(plan: Plan, read: ReadPlan, ids: Mapping[str, int], seats: list[Row]) -> list[Answer]:
    by_post = {seat["item_id"]: _first_rule(read, seat) for seat in seats}
    places, _ = fill(
        read,
        [
            Person(
                reference=seat["reference"],
                unit=seat["trust"],
                facts=seat,
                settled=_settled(read, by_post[seat["item_id"]], seat),
            )
            for seat in seats
        ],
    )
    return [
        _answer(
            seat,
            plan=plan,
            read=read,
            ids=ids,
            rule=by_post[seat["item_id"]],
            place=places.get(seat["reference"]),
        )
        for seat in seats
    ]


def _first_rule(read: ReadPlan, seat: Row) -> Rule:
    return next(rule for rule in read.rules["account"] if evaluate(rule.when, seat))


def _settled(read: ReadPlan, rule: Rule, seat: Row) -> str | None:
    """The outcome of the list that comes to the same unit as an earlier rule's answer."""
    listed = next(
        (each.target for each in read.rules["account"] if isinstance(each.target, WithinPosts)),
        None,
    )
    if listed is None or isinstance(rule.target, WithinPosts):
        return None
    unit = _unit(read, rule.target, seat)
    return next(
        name for name, target in listed.outcomes.items() if _unit(read, target, seat) == unit
    )


def _unit(read: ReadPlan, target: Target, seat: Row) -> str:
    match target:
        case ToUnit():
            return target.code
        case ByTable():
            return read.tables[target.table].rows[seat[target.key]]
        case _:
            raise ValueError("A seat is answered by a unit, a table or the list.")


def _answer(
    seat: Row,
    *,
    plan: Plan,
    read: ReadPlan,
    ids: Mapping[str, int],
    rule: Rule,
    place: Place | None,
) -> Answer:
    target = rule.target
    if isinstance(target, WithinPosts) and place is not None:
        target = target.outcomes[place.outcome]
    return Answer(
        plan=plan,
        kind="account",
        item_id=seat["item_id"],
        reference=seat["reference"],
        standing="answered",
        from_owner_id=seat["owner_id"],
        to_owner_id=ids[_unit(read, target, seat)],
        rule=rule.name,
        looked_at={
            "trust": seat["trust"],
            "post_kind": seat["post_kind"],
            "high_risk_share": str(seat["high_risk_share"]),
            "preference": seat["preference"],
            "score": str(seat["score"]),
            "says": place.says if place is not None else rule.says,
        },
    )
