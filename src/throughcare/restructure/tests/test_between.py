"""What changes between staging and the switch is right after it, with no manual step."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from throughcare.access import commands as change_access
from throughcare.audit import commands as audit
from throughcare.restructure import commands
from throughcare.restructure.choices import Gate, Step
from throughcare.restructure.commands import following, turns
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.reform import account

INSTANT = datetime(2014, 5, 31, 23, tzinfo=UTC)

OF_A_COMPANY = """
select a.item_id, t.code from restructure_answer a join organisation_unitcode t on t.unit_id = a.from_owner_id
where a.kind = 'case' and a.rule = 'nps-or-crc/otherwise' order by a.item_id limit %s
"""
KIND_OF_OWNER = """
select organisation_fact(a.owner_id, 'kind', tc_now(), tc_live())
from probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a where a.item_id = any (%s)
"""


def open_case_like(item: int, *, rosh: str, now: datetime) -> int:
    """A new case of somebody who has none, in the unit that holds another case and at home in the same area."""
    (case_id,) = sql.rows(
        """
        with someone as (
            select p.id from people_person p
            where not exists (select from probation_case c where c.person_id = p.id) order by p.id limit 1
        )
        insert into probation_case (person_id, opened_at, contacts_made, documents_made, recorded_at)
        select id, %s, 0, 0, %s from someone returning id
        """,
        [now, now],
    )[0]
    sql.write(
        """
        insert into probation_caseassignment (item_id, owner_id, holder_id, post_id, starts_at, recorded_at, basis)
        select %s, owner_id, holder_id, post_id, %s, %s, 'recorded' from probation_caseassignment
        where item_id = %s and change_id is null limit 1
        """,
        [case_id, now, now, item],
    )
    sql.write(
        """
        insert into people_address (person_id, status, lines, postcode, is_no_fixed_abode, area, starts_on, recorded_at)
        select fresh.person_id, 'main', '', '', true, home.area, %s, %s
        from probation_case fresh, probation_case c
        join people_address home on home.person_id = c.person_id and home.status = 'main' and home.ends_on is null
        where fresh.id = %s and c.id = %s
        """,
        [now.date(), now, case_id, item],
    )
    sql.write(
        """
        insert into probation_riskprofile (case_id, rsr, rosh, mappa, meets_deportation_criteria, public_interest,
                                           other_sentence, starts_at, recorded_at)
        values (%s, 2.5, %s, 'none', false, 'none', 'none', %s, %s)
        """,
        [case_id, rosh, now, now],
    )
    sql.write(
        """
        insert into probation_sentence (case_id, number, type_id, offence_id, court, imposed_on, is_deferred, recorded_at)
        select %s, 1, type_id, offence_id, court, %s, false, %s from probation_sentence where case_id = %s and number = 1
        """,
        [case_id, now.date(), now, item],
    )
    return int(case_id)


def note_in_trail(eve, action: str, altered: dict[int, str]) -> None:
    """Write what pages write in the trail when they change a case, and the record of it that they name."""
    with change_access.as_engine(now=eve.now):
        for case_id, record in altered.items():
            audit.record(
                account_id=account("planner"),
                action=action,
                subject_kind="case",
                subject_reference=sql.value(
                    "select reference from probation_case_references where item_id = %s", [case_id]
                ),
                now=eve.now,
                detail={"altered": record} if record else None,
            )


def test_what_is_opened_closed_and_raised_to_high_after_staging_is_right_after_the_switch(eve):
    eve.stage().sign(Gate.GO)
    found = eve.rows(OF_A_COMPANY, 30)
    items = [item for item, _ in found]
    opened = {
        open_case_like(item, rosh="low" if place % 2 else "high", now=eve.now): place % 2
        for place, item in enumerate(items[:10])
    }
    closed, raised = items[10:15], items[15:20]
    sql.write("update probation_case set closed_at = %s where id = any (%s)", [eve.now, closed])
    sql.write(
        "update probation_riskprofile set superseded_at = %s where case_id = any (%s)",
        [eve.now, raised],
    )
    sql.write(
        """
        insert into probation_riskprofile (case_id, rsr, rosh, mappa, meets_deportation_criteria, public_interest,
                                           other_sentence, starts_at, recorded_at)
        select case_id, rsr, 'high', mappa, meets_deportation_criteria, public_interest, other_sentence, %s, %s
        from probation_riskprofile where case_id = any (%s) and superseded_at = %s
        """,
        [eve.now, eve.now, raised, eve.now],
    )
    note_in_trail(eve, "case.closed", dict.fromkeys(closed, ""))
    note_in_trail(
        eve,
        "risk.changed",
        dict(
            eve.rows(
                "select case_id, 'probation.RiskProfile/' || id from probation_riskprofile"
                " where case_id = any (%s) and superseded_at = %s",
                raised,
                eve.now,
            )
        ),
    )
    assert eve.rows("select count(distinct (kind, item_id)) from restructure_changed") == [(20,)]

    later = eve.at(INSTANT)
    later.done(Step.SWITCH)

    low = [case for case, is_low in opened.items() if is_low]
    high = [case for case, is_low in opened.items() if not is_low]
    assert later.rows(KIND_OF_OWNER, low) == [("crc",)] * 5
    assert later.rows(KIND_OF_OWNER, high + raised) == [("nps-division",)] * 10
    # What was closed before the instant stays with the trust that had it.
    assert later.rows(KIND_OF_OWNER, closed) == [("trust",)] * 5
    assert later.rows("select count(*) from restructure_changed") == [(0,)]
    assert later.broken() == {}


def keep_up(eve) -> int:
    with change_access.as_engine(now=eve.now):
        return commands.keep_up(now=eve.now)


def staged_owners(eve, *items: int) -> list[tuple[str]]:
    return sql.rows(
        "select organisation_fact(a.owner_id, 'kind', %s, array[a.change_id]) from probation_caseassignment a"
        " where a.item_id = any (%s) and a.change_id is not null order by a.item_id",
        [INSTANT, list(items)],
    )


ASKED = "select count(*) from procrastinate_jobs where task_name = 'restructure.keep_up' and status = 'todo'"


def test_a_change_after_staging_is_answered_again_at_once_and_its_row_replaced(eve):
    eve.stage().sign(Gate.GO)
    ((item, _),) = eve.rows(OF_A_COMPANY, 1)
    ((asked_before,),) = eve.rows(ASKED)

    opened = [open_case_like(item, rosh=rosh, now=eve.now) for rosh in ("low", "high")]

    assert eve.rows(ASKED) == [(asked_before + 1,)]  # once by each writing
    assert staged_owners(eve, *opened) == []
    assert keep_up(eve) == len(opened)
    assert staged_owners(eve, *opened) == [("crc",), ("nps-division",)]
    assert eve.rows("select count(*) from restructure_changed") == [(0,)]
    assert keep_up(eve) == 0
    eve.at(INSTANT).done(Step.SWITCH)
    assert eve.at(INSTANT).rows(KIND_OF_OWNER, opened) == [("crc",), ("nps-division",)]


def test_more_changes_than_one_transaction_answers_are_all_answered(eve, monkeypatch):
    monkeypatch.setattr(following, "AT_MOST", 2)
    eve.stage()
    opened = [
        open_case_like(item, rosh="low", now=eve.now) for item, _ in eve.rows(OF_A_COMPANY, 5)
    ]

    keep_up(eve)

    assert staged_owners(eve, *opened) == [("crc",)] * len(opened)
    assert eve.rows("select count(*) from restructure_changed") == [(0,)]


def test_where_a_step_is_at_work_keeping_up_is_left_to_it(eve, monkeypatch):
    eve.stage()
    ((item, _),) = eve.rows(OF_A_COMPANY, 1)
    open_case_like(item, rosh="low", now=eve.now)

    @contextmanager
    def taken(_plan_id: int, *, wait: str) -> Iterator[bool]:
        assert wait == turns.AT_ONCE
        yield False

    monkeypatch.setattr(turns, "turn", taken)

    assert keep_up(eve) == 0
    assert eve.rows("select count(*) > 0 from restructure_changed") == [(True,)]


def test_a_change_that_cannot_be_answered_stops_the_switch_and_nothing_is_lost(eve):
    eve.stage().sign(Gate.GO)
    ((item, _),) = eve.rows(OF_A_COMPANY, 1)
    sql.write(
        "update probation_riskprofile set superseded_at = %s where case_id = %s", [eve.now, item]
    )
    sql.write(
        """
        insert into probation_riskprofile (case_id, rsr, rosh, mappa, meets_deportation_criteria, public_interest,
                                           other_sentence, starts_at, recorded_at)
        values (%s, null, 'low', 'none', false, 'none', 'none', %s, %s)
        """,
        [item, eve.now, eve.now],
    )

    later = eve.at(INSTANT)

    assert later.refusals(Step.SWITCH) == ["undetermined"]
    assert not later.rows("select * from organisation_switch")
    assert later.rows("select item_id from restructure_changed") != []
