"""What changes between staging and the switch is right after it, with no manual step."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

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


def open_case_like(item: int, *, rosh: str, now: datetime, is_given: bool = True) -> int:
    """A new case of somebody who has none, in the unit that holds another case, if any, and at home in the same area."""
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
        where item_id = %s and change_id is null and %s limit 1
        """,
        [case_id, now, now, item, is_given],
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


def raise_to_high(cases: list[int], *, now: datetime) -> None:
    """What everybody has of their risk from now on says that they are of high risk of serious harm, and is else as it was."""
    sql.write(
        "update probation_riskprofile set superseded_at = %s where case_id = any (%s)", [now, cases]
    )
    sql.write(
        """
        insert into probation_riskprofile (case_id, rsr, rosh, mappa, meets_deportation_criteria, public_interest,
                                           other_sentence, starts_at, recorded_at)
        select case_id, rsr, 'high', mappa, meets_deportation_criteria, public_interest, other_sentence, %s, %s
        from probation_riskprofile where case_id = any (%s) and superseded_at = %s
        """,
        [now, now, cases, now],
    )


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


def test_what_is_opened_closed_and_raised_to_high_after_staging_is_right_after_the_switch(staged):
    staged.sign(Gate.GO)
    found = staged.rows(OF_A_COMPANY, 30)
    items = [item for item, _ in found]
    opened = {
        open_case_like(item, rosh="low" if place % 2 else "high", now=staged.now): place % 2
        for place, item in enumerate(items[:10])
    }
    closed, raised = items[10:15], items[15:20]
    sql.write("update probation_case set closed_at = %s where id = any (%s)", [staged.now, closed])
    raise_to_high(raised, now=staged.now)
    note_in_trail(staged, "case.closed", dict.fromkeys(closed, ""))
    note_in_trail(
        staged,
        "risk.changed",
        dict(
            staged.rows(
                "select case_id, 'probation.RiskProfile/' || id from probation_riskprofile"
                " where case_id = any (%s) and superseded_at = %s",
                raised,
                staged.now,
            )
        ),
    )
    assert staged.rows("select count(distinct (kind, item_id)) from restructure_changed") == [(20,)]

    later = staged.at(INSTANT)
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
    return commands.keep_up(now=eve.now)


def staged_owners(eve, *items: int) -> list[tuple[str]]:
    return sql.rows(
        "select organisation_fact(a.owner_id, 'kind', %s, array[a.change_id]) from probation_caseassignment a"
        " where a.item_id = any (%s) and a.change_id is not null order by a.item_id",
        [INSTANT, list(items)],
    )


ASKED = "select count(*) from procrastinate_jobs where task_name = 'restructure.keep_up' and status = 'todo'"


def test_a_change_after_staging_is_answered_again_at_once_and_its_row_replaced(staged):
    staged.sign(Gate.GO)
    ((item, _),) = staged.rows(OF_A_COMPANY, 1)
    ((asked_before,),) = staged.rows(ASKED)

    opened = [open_case_like(item, rosh=rosh, now=staged.now) for rosh in ("low", "high")]

    assert staged.rows(ASKED) == [(asked_before + 1,)]  # once by each writing
    assert staged_owners(staged, *opened) == []
    assert keep_up(staged) == len(opened)
    assert staged_owners(staged, *opened) == [("crc",), ("nps-division",)]
    assert staged.rows("select count(*) from restructure_changed") == [(0,)]
    assert keep_up(staged) == 0
    staged.at(INSTANT).done(Step.SWITCH)
    assert staged.at(INSTANT).rows(KIND_OF_OWNER, opened) == [("crc",), ("nps-division",)]


def test_more_changes_than_one_transaction_answers_are_all_answered(staged, monkeypatch):
    monkeypatch.setattr(following, "AT_MOST", 2)
    opened = [
        open_case_like(item, rosh="low", now=staged.now) for item, _ in staged.rows(OF_A_COMPANY, 5)
    ]

    keep_up(staged)

    assert staged_owners(staged, *opened) == [("crc",)] * len(opened)
    assert staged.rows("select count(*) from restructure_changed") == [(0,)]


def give(item: int, *, at: datetime) -> None:
    """Give a case to the officer who has it, once more: what a page writes for a case that changes hands."""
    sql.write(
        """
        insert into probation_caseassignment (item_id, owner_id, holder_id, post_id, starts_at, recorded_at, basis)
        select item_id, owner_id, holder_id, post_id, %s, %s, 'recorded' from probation_caseassignment
        where item_id = %s and change_id is null order by starts_at desc limit 1
        """,
        [at, at, item],
    )


def test_what_is_given_or_opened_after_the_instant_and_before_the_switch_goes_where_the_plan_sends_it(
    staged,
):
    staged.sign(Gate.GO)
    (given, _), (like, _) = staged.rows(OF_A_COMPANY, 2)
    after = INSTANT + timedelta(minutes=2)
    give(given, at=after)
    opened = open_case_like(like, rosh="low", now=after)

    later = staged.at(INSTANT + timedelta(minutes=5))
    later.done(Step.SWITCH)

    assert later.rows(KIND_OF_OWNER, [given, opened]) == [("crc",)] * 2
    assert later.broken() == {}
    # And of the minutes between, as they are known since.
    between = KIND_OF_OWNER.replace("tc_now()", "timestamptz '2014-05-31 23:01Z'")
    assert later.rows(between, [given]) == [("crc",)]
    assert set(later.done(Step.RECONCILE)["differences"].values()) == {0}


def test_what_a_request_from_before_the_switch_still_gives_to_a_closed_body_is_kept_and_put_right(
    staged,
):
    staged.sign(Gate.GO)
    ((item, _),) = staged.rows(OF_A_COMPANY, 1)
    later = staged.at(INSTANT + timedelta(minutes=1))
    later.done(Step.SWITCH)
    ((asked_before,),) = later.rows(ASKED)
    give(item, at=later.now)  # by a page that was opened before
    assert later.rows(ASKED) == [(asked_before + 1,)]

    much_later = staged.at(INSTANT + timedelta(minutes=2))
    assert much_later.rows(KIND_OF_OWNER, [item]) == [("trust",)]
    assert keep_up(much_later) == 1

    assert much_later.rows(KIND_OF_OWNER, [item]) == [("crc",)]
    assert much_later.broken() == {}
    assert keep_up(much_later) == 0
    assert much_later.rows(
        "select count(*) from audit_entry where action = 'restructure.put-right'"
    ) == [(1,)]


def test_what_is_held_is_put_right_by_nobody_and_the_trail_does_not_say_so(staged):
    staged.sign(Gate.GO)
    ((item, _),) = staged.rows(OF_A_COMPANY, 1)
    later = staged.at(INSTANT + timedelta(minutes=1))
    later.done(Step.SWITCH)
    later.hold(kind="case", item_id=item, approved=True)
    give(item, at=later.now)

    assert keep_up(staged.at(INSTANT + timedelta(minutes=2))) == 0
    assert later.rows(
        "select count(*) from audit_entry where action = 'restructure.put-right'"
    ) == [(0,)]


def division() -> str:
    ((code,),) = sql.rows(
        "select c.code from organisation_unitcode c join organisation_unitfact f on f.unit_id = c.unit_id"
        " where f.fact = 'kind' and f.value = 'nps-division' order by c.code limit 1"
    )
    return str(code)


def test_what_a_person_settles_while_a_plan_is_staged_is_staged_within_seconds(staged):
    (moved, _), (held, _) = staged.rows(OF_A_COMPANY, 2)
    staged.override(kind="case", item_id=moved, unit=division())
    staged.hold(kind="case", item_id=held)

    keep_up(staged)

    assert staged_owners(staged, moved) == [("nps-division",)]
    assert staged_owners(staged, held) == []


def test_where_an_officer_goes_elsewhere_their_cases_are_given_to_the_team(staged):
    officer_of = (
        "select post_id from probation_caseassignment where item_id = %s and change_id is not null"
    )
    ((case, post),) = staged.rows(
        "select item_id, to_post_id from restructure_answer where kind = 'case' and to_post_id is not null"
        " and rule = 'nps-or-crc/otherwise' order by item_id limit 1"
    )
    assert staged.rows(officer_of, case) == [(post,)]

    staged.override(kind="account", item_id=post, unit=division())
    keep_up(staged)

    assert staged.rows(officer_of, case) == [(None,)]
    assert staged_owners(staged, case) == [("crc",)]


def test_a_case_that_cannot_be_answered_stops_the_switch_until_it_is_held(staged):
    staged.sign(Gate.GO)
    ((item, _),) = staged.rows(OF_A_COMPANY, 1)
    make_unscored(item, now=staged.now)
    keep_up(staged)
    later = staged.at(INSTANT)
    assert later.refusals(Step.SWITCH) == ["undetermined"]

    staged.hold(kind="case", item_id=item, approved=True)
    keep_up(staged)

    later.done(Step.SWITCH)


def test_a_new_address_has_the_case_answered_again(staged):
    ((item, _),) = staged.rows(OF_A_COMPANY, 1)
    sql.write(
        "update people_address set area = area where person_id = (select person_id from probation_case where id = %s)"
        " and status = 'main' and ends_on is null",
        [item],
    )
    assert ("case", item) in staged.rows("select kind, item_id from restructure_changed")


def test_where_a_step_is_at_work_keeping_up_is_left_to_it(staged, monkeypatch):
    ((item, _),) = staged.rows(OF_A_COMPANY, 1)
    open_case_like(item, rosh="low", now=staged.now)

    @contextmanager
    def taken(_plan_id: int, *, wait: str) -> Iterator[bool]:
        assert wait == turns.AT_ONCE
        yield False

    monkeypatch.setattr(turns, "turn", taken)

    assert keep_up(staged) == 0
    assert staged.rows("select count(*) > 0 from restructure_changed") == [(True,)]


def make_unscored(item: int, *, now: datetime) -> None:
    """Replace the risk profile of a case by one without a score."""
    sql.write("update probation_riskprofile set superseded_at = %s where case_id = %s", [now, item])
    sql.write(
        """
        insert into probation_riskprofile (case_id, rsr, rosh, mappa, meets_deportation_criteria, public_interest,
                                           other_sentence, starts_at, recorded_at)
        values (%s, null, 'low', 'none', false, 'none', 'none', %s, %s)
        """,
        [item, now, now],
    )


def test_a_change_that_cannot_be_answered_stops_the_switch_and_nothing_is_lost(staged):
    staged.sign(Gate.GO)
    ((item, _),) = staged.rows(OF_A_COMPANY, 1)
    make_unscored(item, now=staged.now)

    later = staged.at(INSTANT)

    assert later.refusals(Step.SWITCH) == ["undetermined"]
    assert not later.rows("select * from organisation_switch")
    assert later.rows("select item_id from restructure_changed") != []
