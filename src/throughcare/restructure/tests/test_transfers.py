"""Transfers in a reform: none is started in a freeze, and one that is answered meanwhile or over the switch is accounted for."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from throughcare.access import commands as change_access
from throughcare.kernel.refusals import Refused
from throughcare.organisation import queries as organisation
from throughcare.probation import commands as probation
from throughcare.probation import queries as of_probation
from throughcare.probation.models import Transfer
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import FreezeKind, Gate, Step
from throughcare.restructure.queries import lists
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.stages import FIRST_MORNING, INSTANT

CASES = """
select f.item_id, f.reference, t.account_id from probation_case_facts f join access_post t on t.id = f.post_id
where t.account_id is not null and t.role = 'officer' order by 1 limit 1
"""
OTHERS = """
select t.account_id, k.code, h.code
from access_post t join access_postassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = t.id
join organisation_codes_at(tc_now(), tc_live()) k on k.unit_id = a.owner_id
join organisation_codes_at(tc_now(), tc_live()) h on h.unit_id = a.holder_id
where t.account_id is not null and t.role = 'officer'
  and a.owner_id <> (select f.owner_id from probation_case_facts f where f.item_id = %s)
order by t.id limit 1
"""
OWNER = """
select k.code from probation_case_facts f join organisation_codes_at(tc_now(), tc_live()) k on k.unit_id = f.owner_id
where f.item_id = %s
"""
DIFFERENCES = "select check_name, subject, found from restructure_difference order by 1, 2"


@dataclass(frozen=True, kw_only=True)
class Moving:
    """A case with its officer, and somebody of the provider that is asked to take it on."""

    case_id: int
    crn: str
    giver: int
    receiver: int
    provider: str
    team: str


@pytest.fixture
def moving(eve) -> Moving:
    ((case_id, crn, giver),) = eve.rows(CASES)
    ((receiver, provider, team),) = eve.rows(OTHERS, case_id)
    return Moving(
        case_id=case_id, crn=crn, giver=giver, receiver=receiver, provider=provider, team=team
    )


def ask(reform: Reform, moving: Moving) -> Transfer:
    """For the person and everything that goes with the case."""
    with change_access.acting_as(account_id=moving.giver, now=reform.now):
        parts = of_probation.managing.components(moving.case_id, at=reform.now)
        number = probation.ask_for_transfer(
            account_id=moving.giver,
            case_id=moving.case_id,
            code=moving.provider,
            reason="Moved to live there",
            keys=("person", *(part.key for part in parts if not part.is_apart)),
            gap_reason="Lives there already",
            gaps_mended_by=reform.now.date() + timedelta(days=7),
            now=reform.now,
        )
    return Transfer.objects.get(case_id=moving.case_id, number=number)


def accept(reform: Reform, moving: Moving) -> None:
    with change_access.acting_as(account_id=moving.receiver, now=reform.now):
        (waiting,) = [
            each
            for each in of_probation.transfers_to_answer(part=slice(0, 9))
            if each.crn == moving.crn
        ]
        place = of_probation.places_for(waiting.id)[0]
        probation.accept_transfer(
            account_id=moving.receiver,
            crn=moving.crn,
            number=waiting.number,
            keys=[part.key for part in of_probation.transfer_parts(waiting.id)],
            unit_code=place.code,
            now=reform.now,
        )


def standing(reform: Reform) -> tuple[int, int, int, int]:
    (found,) = [each for each in lists.found(reform.plan) if each.name == "transfer"]
    return found.kept, found.going_on, found.ended, found.gone


def test_in_a_freeze_of_process_no_transfer_is_started_and_one_that_waits_is_answered(
    tried, moving
):
    ask(tried, moving)
    with change_access.as_engine(now=tried.now):
        freeze = commands.ask_for_freeze(
            account_id=account("planner"),
            plan_id=tried.plan_id,
            kind=FreezeKind.PROCESS,
            starts_at=tried.now,
            until=tried.plan.effective_at,
            reason="The last days before the reform",
            now=tried.now,
        )
        commands.approve_freeze(account_id=account("approver"), freeze_id=freeze.pk, now=tried.now)
    ((other_case, officer),) = tried.rows(
        CASES.replace(
            "select f.item_id, f.reference, t.account_id", "select f.item_id, t.account_id"
        ).replace(
            "where ",
            f"where f.item_id <> {moving.case_id} and f.owner_id in"
            f" (select g.owner_id from probation_case_facts g where g.item_id = {moving.case_id}) and ",
        )
    )
    other = Moving(**{**vars(moving), "case_id": other_case, "giver": officer})
    with change_access.as_engine(now=tried.now):
        why = queries.why_item_is_frozen(kind="case", item_id=other_case, now=tried.now)

    with pytest.raises(Refused) as refused:
        ask(tried, other)

    assert [(each.code, each.sentence) for each in refused.value.reasons] == [("frozen", why)]
    assert "New allocations and transfers are stopped" in why
    assert Transfer.objects.filter(case_id=other_case).count() == 0
    accept(tried, moving)
    assert Transfer.objects.get(case_id=moving.case_id).state == "accepted"


def test_one_that_is_accepted_between_staging_and_the_switch_is_answered_again_and_accounted_for(
    eve, moving
):
    kept_before = Transfer.objects.filter(state="pending").count()
    ask(eve, moving)
    eve.stage().sign(Gate.GO)
    accept(eve, moving)
    live = eve.at(INSTANT)
    live.done(Step.SWITCH)
    later = live.at(FIRST_MORNING)

    differences = later.done(Step.RECONCILE)["differences"]

    assert {name: count for name, count in differences.items() if count} == {}, later.rows(
        DIFFERENCES
    )
    assert standing(later) == (kept_before + 1, kept_before, 1, 0)
    follows = {each.code for each in _successors(later, moving.provider)}
    ((owner,),) = later.rows(OWNER, moving.case_id)
    assert owner in follows
    assert later.broken() == {}


def test_one_that_waits_over_the_switch_is_accepted_by_a_successor_and_accounted_for(eve, moving):
    kept_before = Transfer.objects.filter(state="pending").count()
    ask(eve, moving)
    live = eve.go_live(now=INSTANT).at(FIRST_MORNING)
    accept(live, moving)

    differences = live.done(Step.RECONCILE)["differences"]

    assert {name: count for name, count in differences.items() if count} == {}, live.rows(
        DIFFERENCES
    )
    assert standing(live) == (kept_before + 1, kept_before, 1, 0)
    ((owner,),) = live.rows(OWNER, moving.case_id)
    assert owner in {each.code for each in _successors(live, moving.provider)}
    assert live.broken() == {}


def _successors(reform: Reform, code: str) -> tuple[organisation.Named, ...]:
    with change_access.as_engine(now=reform.now):
        return organisation.bearing(code, moment=organisation.pinned()).candidates
