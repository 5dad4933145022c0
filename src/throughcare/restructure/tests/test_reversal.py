"""The reform backwards: everything goes back, and what was written since stays."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from throughcare.access import commands as change_access
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation
from throughcare.restructure.choices import Gate, Phase, Step
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.plans import f1
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.sign_offs import codes
from throughcare.restructure.tests.stages import EVE, INSTANT
from throughcare.restructure.tests.test_between import open_case_like

THIRD_MORNING = datetime(2014, 6, 3, 8, tzinfo=UTC)
BACK = datetime(2014, 6, 3, 23, tzinfo=UTC)
OWNER = (
    "select c.code from probation_caseassignment_at(tc_now(), tc_live(), 'infinity') x"
    " join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = x.owner_id where x.item_id = %s"
)


AREAS = """
select c.id, home.area from probation_case c
join people_address home on home.person_id = c.person_id and home.status = 'main' and home.ends_on is null where c.id = any (%s)
"""
OWNERS_NOW = """
select x.item_id, c.code from probation_caseassignment_at(tc_now(), tc_live(), 'infinity') x
join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = x.owner_id
join probation_case k on k.id = x.item_id and k.closed_at is null
"""
WRITTEN = "Written in between"


def owners(reform: Reform) -> dict[int, str]:
    """Every open case, by the code of whoever has it."""
    return dict(reform.rows(OWNERS_NOW))


def write_contacts(items: Sequence[int], *, now: datetime) -> list[tuple[int, int, int]]:
    """A contact in each case, by an author of its own as far as there are accounts: case, number and author."""
    sql.write(
        """
        insert into probation_contact (case_id, number, type_id, starts_at, notes, recorded_at, author_id, is_sensitive, version)
        select c.id, c.contacts_made + 1000, (select min(type_id) from probation_contact), %(now)s, %(words)s, %(now)s,
               authors.ids[1 + (row_number() over (order by c.id) %% cardinality(authors.ids))::int], false, 1
        from probation_case c cross join (select array_agg(id order by id) as ids from access_account) authors
        where c.id = any (%(items)s)
        """,
        {"now": now, "words": WRITTEN, "items": list(items)},
    )
    return sql.rows(_CONTACTS, [WRITTEN])


def written(reform: Reform) -> list[tuple[int, int, int]]:
    return reform.rows(_CONTACTS, WRITTEN)


_CONTACTS = "select case_id, number, author_id from probation_contact where notes = %s order by 1"


def open_cases(items: Sequence[int], *, now: datetime) -> list[int]:
    """A new case beside each, of somebody at home there, with the body, team and officer that have it now."""
    opened = []
    for item in items:
        case_id = open_case_like(item, rosh="low", now=now)
        sql.write(
            "update probation_caseassignment x set owner_id = a.owner_id, holder_id = a.holder_id, post_id = a.post_id"
            " from probation_caseassignment a where x.item_id = %s and a.item_id = %s and a.change_id is not null",
            [case_id, item],
        )
        opened.append(case_id)
    return opened


def test_reversed_three_days_later_what_was_written_and_opened_between_stays_and_new_cases_go_to_their_area(
    first_morning,
):
    """Example 13 at a hundredth of its contacts and a tenth of its cases; in full each night (`test_national_nation`)."""
    third = first_morning.at(THIRD_MORNING)
    trusts = dict(
        third.rows(
            "select distinct on (x.item_id) x.item_id, c.code from probation_caseassignment x"
            " join organisation_unitcode c on c.unit_id = x.owner_id join probation_case k on k.id = x.item_id"
            " where x.change_id is null and k.closed_at is null order by x.item_id, x.starts_at desc, x.id desc"
        )
    )
    items = sorted(trusts)
    contacts = write_contacts(items[:12], now=THIRD_MORNING)
    opened = open_cases(items[12:21], now=THIRD_MORNING)
    sql.write("update probation_case set closed_at = %s where id = %s", [THIRD_MORNING, items[0]])

    back = third.gone_back(instant=BACK)

    now = owners(back)
    assert len({author for *_, author in contacts}) == len(contacts) == 12
    assert written(back) == contacts
    assert {item: now[item] for item in items[1:]} == {item: trusts[item] for item in items[1:]}
    assert {item: now[item] for item in opened} == dict(back.rows(AREAS, opened))
    assert back.rows(OWNER, items[0]) == [(trusts[items[0]],)]
    assert set(now) == {*items[1:], *opened}
    assert back.broken() == {}


def test_what_is_new_and_belongs_nowhere_is_held_for_somebody_and_says_until_when(first_morning):
    third = first_morning.at(THIRD_MORNING)
    ((item, owner_id),) = third.rows(
        "select f.item_id, f.owner_id from probation_case_facts f where f.holder_id = f.owner_id limit 1"
    )
    opened = open_case_like(item, rosh="high", now=THIRD_MORNING)
    sql.write(
        "update probation_caseassignment set owner_id = %s, holder_id = %s where item_id = %s",
        [owner_id, owner_id, opened],
    )
    sql.write(
        "delete from people_address where person_id = (select person_id from probation_case where id = %s)",
        [opened],
    )

    back = third.gone_back(instant=BACK)

    assert back.rows(
        "select standing, rule from restructure_answer where plan_id = %s and kind = 'case' and item_id = %s",
        back.plan_id,
        opened,
    ) == [("held", "unplaced")]
    assert back.rows("select owner_id from probation_case_facts where item_id = %s", opened) == [
        (owner_id,)
    ]
    assert back.broken() == {}


def test_the_episode_can_be_read_with_its_dates(first_morning):
    back = first_morning.at(THIRD_MORNING).gone_back(instant=BACK)
    moments = ("2014-05-31 12:00Z", "2014-06-02 12:00Z", "2014-06-05 12:00Z")

    kinds = [
        back.rows(
            "select distinct case when organisation_fact(a.owner_id, 'kind', %s, tc_live()) = 'trust' then 'trust'"
            " else 'successor' end from probation_caseassignment_at(%s, tc_live(), 'infinity') a"
            " join probation_case c on c.id = a.item_id where c.closed_at is null",
            moment,
            moment,
        )
        for moment in moments
    ]

    assert kinds == [[("trust",)], [("successor",)], [("trust",)]]
    back.done(Step.RECONCILE)
    assert back.plan.phase == Phase.RECONCILED
    assert set(codes(back)) == {unit.code for unit in f1().old_units}


def test_a_reversal_is_signed_and_limited_like_any_plan(first_morning):
    with pytest.raises(Refused) as refused:
        first_morning.reversal(instant=datetime(2014, 8, 1, tzinfo=UTC))
    assert refused.value.codes == ("too-late",)

    reversal = first_morning.at(THIRD_MORNING).reversal(instant=BACK)
    reversal.done(Step.CHECK)
    reversal.done(Step.PLAN)
    assert reversal.refusals(Step.STAGE) == ["not-approved"]
    assert {unit.code for unit in f1().new_units} >= {"NPS", "N01", "C21"}
    reversal.sign(Gate.PLAN)
    reversal.done(Step.STAGE)
    assert reversal.refusals(Step.SWITCH) == ["too-early", "no-go"]


def test_a_reversal_that_was_ready_in_time_is_not_pressed_after_the_limit(first_morning):
    reversal = first_morning.at(THIRD_MORNING).reversal(instant=BACK)
    for step in (Step.CHECK, Step.PLAN):
        reversal.done(step)
    reversal.sign(Gate.PLAN)
    late = reversal.at(datetime(2014, 8, 1, tzinfo=UTC))

    assert late.refusals(Step.STAGE) == ["too-late"]
    reversal.done(Step.STAGE)
    with pytest.raises(Refused) as refused:
        late.sign(Gate.GO)
    assert refused.value.codes == ("too-late",)
    reversal.sign(Gate.GO)
    assert late.refusals(Step.SWITCH) == ["too-late"]
    assert first_morning.plan.phase == Phase.LIVE


@pytest.mark.parametrize("phase", [Phase.LIVE, Phase.RECONCILED])
def test_a_reversal_that_is_aborted_leaves_the_plan_as_far_as_it_had_come(first_morning, phase):
    if phase == Phase.RECONCILED:
        first_morning.done(Step.RECONCILE)
    back = first_morning.at(THIRD_MORNING).gone_back(instant=BACK)
    assert first_morning.plan.phase == Phase.REVERSED

    back.done(Step.ABORT)

    assert (first_morning.plan.phase, back.plan.phase) == (phase, Phase.STAGED)
    back.at(back.now + timedelta(minutes=1)).done(Step.SWITCH)
    assert first_morning.plan.phase == Phase.REVERSED


def test_a_case_that_went_there_and_back_says_who_had_it_and_when(first_morning):
    ((item, trust),) = first_morning.rows(
        "select x.item_id, c.code from probation_caseassignment x"
        " join organisation_codes_at(%s, '{}') c on c.unit_id = x.owner_id"
        " where x.change_id is null and x.superseded_at is null and exists"
        " (select from probation_caseassignment y where y.item_id = x.item_id and y.change_id is not null)"
        " and x.starts_at <= %s order by x.item_id, x.starts_at desc limit 1",
        EVE,
        EVE,
    )
    body = first_morning.rows(OWNER, item)[0][0]

    back = first_morning.at(THIRD_MORNING).gone_back(instant=BACK)

    with change_access.as_engine(now=back.now):
        told = probation.owners_of(item, at=back.now)
    assert [(each.code, each.is_by_reform) for each in told[-3:]] == [
        (trust, False),
        (body, True),
        (trust, True),
    ]
    assert [(each.starts_at, each.ends_at) for each in told[-2:]] == [(INSTANT, BACK), (BACK, None)]
    assert told[-3].ends_at == INSTANT
