"""Closed cases stay in sight: the body that keeps them for one that has ended reads them, and nobody else does."""

from datetime import UTC, datetime, timedelta

import pytest

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import RestrictionKind
from throughcare.disclosure import queries as disclosure
from throughcare.organisation import commands as organisation
from throughcare.organisation import queries as ask_organisation
from throughcare.restructure.choices import Step
from throughcare.restructure.queries import reconciliation, sql
from throughcare.restructure.tests.pages import text_of
from throughcare.restructure.tests.reform import account
from throughcare.restructure.tests.sign_offs import appoint
from throughcare.restructure.tests.stages import FIRST_MORNING, INSTANT

BACK = datetime(2014, 6, 3, 23, tzinfo=UTC)
CLOSED_OF = """
select c.id, p.crn from probation_case c
join people_person p on p.id = c.person_id
join probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = c.id
join organisation_unitcode o on o.unit_id = a.owner_id and o.code = %s
where c.closed_at is not null order by c.id limit 1
"""
SEATED = """
select u.id, u.username, max(o.code) from access_account u
join access_post p on p.account_id = u.id
cross join lateral access_seats(u.id, tc_now(), tc_live()) s
join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = s.owner_id
where p.role = s.role and (%s = '' or s.role = %s) group by 1, 2 order by 1
"""
PROPOSED = """
select d.id, k.code from disclosure_proposal d
join probation_case c on c.person_id = d.person_id
join probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = c.id
join organisation_codes_at(tc_now(), tc_live()) k on k.unit_id = organisation_keeper(a.owner_id, tc_now(), tc_live())
order by 1
"""
LOGGED = "select count(*) from probation_contact where case_id = %s"


def closed_case(reform, trust: str = "ASP") -> tuple[int, str]:
    ((case_id, crn),) = reform.rows(CLOSED_OF, trust)
    return case_id, crn


def readers(reform, case_id: int) -> dict[str, int]:
    """How many accounts of each body read a case in full."""
    found: dict[str, int] = {}
    for account_id, _, code in reform.rows(SEATED, "", ""):
        with change_access.acting_as(account_id=account_id, now=reform.now):
            if sql.value("select probation_view_of(%s)", [case_id]) == "full":
                found[code] = found.get(code, 0) + 1
    return found


def of(reform, code: str, role: str = "officer") -> tuple[int, str]:
    return next(
        (account_id, username)
        for account_id, username, body in reform.rows(SEATED, role, role)
        if body == code
    )


def test_the_keeper_reads_what_the_trust_had_and_nobody_else_does(first_morning):
    case_id, _ = closed_case(first_morning)
    staff = [code for _, _, code in first_morning.rows(SEATED, "", "") if code == "N05"]

    assert readers(first_morning, case_id) == {"N05": len(staff)}
    assert len(staff) > 5
    assert first_morning.broken() == {}


def test_row_security_shows_a_kept_case_with_its_log_to_the_keeper_who_may_write_to_it(
    first_morning,
):
    case_id, _ = closed_case(first_morning)
    entries = first_morning.rows(LOGGED, case_id)

    def asked(code: str) -> tuple[object, ...]:
        account_id, _ = of(first_morning, code)
        with change_access.acting_as(account_id=account_id, now=first_morning.now):
            return sql.value(LOGGED, [case_id]), sql.value(
                "select probation_may_write(%s)", [case_id]
            )

    assert entries[0][0] > 0
    assert asked("N05") == (entries[0][0], True)
    assert asked("C15") == (0, False)
    assert asked("N01") == (0, False)


def test_a_record_that_is_restricted_stays_so(first_morning):
    case_id, _ = closed_case(first_morning)
    ((person_id,),) = first_morning.rows(
        "select person_id from probation_case where id = %s", case_id
    )
    account_id, _ = of(first_morning, "N05")
    manager_id, _ = of(first_morning, "N05", "manager")

    with change_access.acting_as(account_id=manager_id, now=first_morning.now):
        change_access.restrict(
            person_id=person_id,
            account_id=account_id,
            kind=RestrictionKind.EXCLUSION,
            reason="They are neighbours.",
            made_by_id=manager_id,
            now=first_morning.now,
        )

    with change_access.acting_as(account_id=account_id, now=first_morning.now):
        assert sql.value("select probation_view_of(%s)", [case_id]) is None
        assert sql.value(LOGGED, [case_id]) == 0


def test_why_is_told(first_morning):
    case_id, crn = closed_case(first_morning)
    ((person_id,),) = first_morning.rows(
        "select person_id from probation_case where id = %s", case_id
    )

    def why(code: str) -> str:
        account_id, _ = of(first_morning, code)
        with change_access.acting_as(account_id=account_id, now=first_morning.now):
            told = access.explain(
                account_id=account_id, case_id=case_id, person_id=person_id, reference=crn
            )
        return " ".join(told.steps)

    division = "National Probation Service, South West and South Central"
    assert (
        f"Your body, {division}, keeps the closed cases of Avon and Somerset Probation Trust, which does not operate."
        in why("N05")
    )
    assert "because the body of the post keeps the closed cases of the owner" in why("N05")
    assert f"does not operate. {division} keeps its closed cases." in why("C15")


def test_the_page_of_a_kept_case_names_its_keeper(first_morning, sign_in):
    _, crn = closed_case(first_morning)
    _, username = of(first_morning, "N05")

    page = text_of(sign_in(username, now=first_morning.now).get(f"/cases/{crn}"))

    assert (
        "Avon and Somerset Probation Trust, whose closed cases National Probation Service,"
        " South West and South Central keeps" in page
    )


def test_records_that_wait_to_be_removed_are_on_somebodys_list(first_morning):
    proposed = first_morning.rows(PROPOSED)
    keepers = sorted({code for _, code in proposed})

    for code in keepers:
        username = appoint(first_morning, code)
        with change_access.acting_as(account_id=account(username), now=first_morning.now):
            listed = {each.pk for each in disclosure.proposals(limit=1000)}
        assert listed == {key for key, kept_by in proposed if kept_by == code}

    assert len(proposed) > 50
    assert {code[0] for code in keepers} == {"N"}


def test_the_database_agrees_with_the_policy_on_the_first_morning(first_morning):
    found = list(change_access.probe(count=3_000, seed=11, now=first_morning.now))

    assert [one for answers in found for one in answers.disagreements] == []


def test_an_abort_and_a_reversal_bring_it_back(first_morning):
    case_id, _ = closed_case(first_morning)
    after = first_morning.at(FIRST_MORNING + timedelta(hours=1))
    after.done(Step.ABORT)
    before = readers(after, case_id)
    assert sum(n for code, n in before.items() if code == "ASP") > 3
    assert {code[0] for code in before}.isdisjoint({"C1", "N05"})

    after.at(FIRST_MORNING + timedelta(hours=2)).done(Step.SWITCH)
    back = after.at(datetime(2014, 6, 3, 8, tzinfo=UTC)).gone_back(instant=BACK)

    assert readers(back, case_id) == before
    assert back.broken() == {}


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            (
                "create or replace function organisation_kept_by(keeper bigint, at timestamptz, live bigint[])"
                " returns table (unit_id bigint) language sql stable as $$ select null::bigint where false $$"
            ),
            {"archive": "is with ASP, and nobody who works may read it", "access": "lost without"},
        ),
        (
            (
                "create or replace function organisation_kept_by(keeper bigint, at timestamptz, live bigint[])"
                " returns table (unit_id bigint) language sql stable as $$ select u.unit_id from organisation_unitcode u"
                " where u.code = 'ASP' $$"
            ),
            {"access": "gained without a reason in the change of units: case.minimum by archive"},
        ),
    ],
    ids=("nobody", "everybody"),
)
def test_whoever_keeps_what_no_plan_gave_them_is_a_difference(first_morning, statement, found):
    sql.write(statement)

    with change_access.as_engine(now=first_morning.now):
        told = {
            check.name: " ".join(
                f"{each.subject} {each.found}"
                for each in check.run(first_morning.plan, most=1000).named
            )
            for check in reconciliation.CHECKS
            if check.name in found
        }

    assert {name: said in told[name] for name, said in found.items()} == dict.fromkeys(found, True)


def test_an_archive_that_is_kept_by_another_than_planned_is_a_difference(first_morning):
    ((trust, other),) = first_morning.rows(
        "select min(unit_id) filter (where code = 'ASP'), min(unit_id) filter (where code = 'N01') from organisation_unitcode"
    )
    with change_access.as_engine(now=first_morning.now):
        change_id = organisation.begin_change(
            reference="another", title="Another", effective_at=INSTANT, now=first_morning.now
        )
        organisation.stage_moves(
            change_id=change_id,
            moves=[organisation.Move(unit_id=trust, hierarchy="archive", parent_id=other)],
            starts_at=INSTANT + timedelta(hours=1),
            now=first_morning.now,
        )
        organisation.make_live(change_id=change_id, account_id=None, now=first_morning.now)
    now = first_morning.at(FIRST_MORNING + timedelta(minutes=1))
    case_id, _ = closed_case(now)

    assert readers(now, case_id).keys() == {"N01"}
    with change_access.as_engine(now=now.now):
        kept = ask_organisation.keepers([trust], moment=ask_organisation.pinned())
        assert kept[trust].code == "N01"
        assert reconciliation.archive(now.plan, most=5).total == 0  # at the instant it was


NAMED_SINCE = """
plan: archive-of-the-trust
version: 1
title: The archive of the trust
summary: Who keeps what the trust of Avon and Somerset left is said after all.
instant: 2014-06-02T00:00:00+01:00
zone: Europe/London
legal basis: Offender Management Act 2007
people:
  makers: [planner]
  approvers: [approver, director]
reversal:
  until: 2014-07-01T00:00:00+01:00
  hard to undo: []
reporting:
  - {hierarchy: archive, parent: N05, units: [ASP]}
"""


def test_a_keeper_is_named_after_all_by_a_plan_without_rules(first_morning):
    sql.write(
        "update organisation_placement set superseded_at = %s where hierarchy = 'archive'",
        [first_morning.now],
    )
    case_id, _ = closed_case(first_morning)
    assert readers(first_morning, case_id) == {}
    assert [*first_morning.broken()] == ["I6"]

    named = first_morning.take_in(NAMED_SINCE).go_live(now=datetime(2014, 6, 1, 23, tzinfo=UTC))

    assert readers(named, case_id).keys() == {"N05"}
    assert all("is with ASP" not in each for each in named.broken()["I6"])
