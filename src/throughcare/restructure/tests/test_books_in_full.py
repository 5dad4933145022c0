"""Nothing that a reconciliation found is passed over: all of it is counted, named in turn, and explained as it was found."""

from throughcare.access import commands as change_access
from throughcare.audit import commands as audit
from throughcare.restructure import commands
from throughcare.restructure.choices import Phase, Step
from throughcare.restructure.models import Difference
from throughcare.restructure.queries import reconciliation, sql
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.reform import account

ALONE = "not exists (select from probation_appointment a where a.contact_id = t.id)"
NAMED = "select subject, found from restructure_difference where check_name = %s order by 1"


def found_by(reform) -> dict[str, int]:
    """How much each check found that found anything."""
    found = reform.done(Step.RECONCILE)["differences"]
    return {check: count for check, count in found.items() if count}


def explain_all(reform, *, words: str = "Put right by hand on paper.") -> None:
    with change_access.as_engine(now=reform.now):
        for each in Difference.objects.filter(plan=reform.plan_id, approved_by_id=None):
            commands.explain_difference(
                account_id=account("planner"),
                plan_id=each.plan_id,
                difference_id=each.pk,
                explanation=words,
                now=reform.now,
            )
            commands.approve_explanation(
                account_id=account("approver"),
                plan_id=each.plan_id,
                difference_id=each.pk,
                now=reform.now,
            )


def alter_contacts(count: int) -> None:
    sql.write(
        "update probation_contact set notes = notes || '~' where id in"
        f" (select t.id from probation_contact t where {ALONE} order by t.id limit %s)",
        [count],
    )


def test_a_plan_is_reconciled_only_when_all_that_was_found_is_named_and_explained(
    first_morning, monkeypatch
):
    monkeypatch.setattr(reconciliation, "MOST_NAMED", 3)
    alter_contacts(5)

    assert found_by(first_morning) == {"content": 5}
    assert len(first_morning.rows(NAMED, "content")) == 3
    explain_all(first_morning)
    assert found_by(first_morning) == {"content": 5}
    assert len(first_morning.rows(NAMED, "content")) == 5
    assert first_morning.plan.phase == Phase.LIVE
    explain_all(first_morning)
    assert found_by(first_morning) == {"content": 5}
    assert first_morning.plan.phase == Phase.RECONCILED


def test_the_books_say_how_much_is_not_named_yet(first_morning, sign_in, monkeypatch):
    monkeypatch.setattr(reconciliation, "MOST_NAMED", 3)
    alter_contacts(5)
    first_morning.done(Step.RECONCILE)

    page = sign_in("director", now=first_morning.now).get(f"{PLAN}/books")

    assert "Content: 3 of 5 are named. Explain these, then reconcile again." in text_of(page)


def test_what_is_found_otherwise_has_to_be_explained_anew_and_the_old_words_are_kept(
    first_morning, sign_in
):
    ((contact,),) = sql.rows(
        f"select t.id from probation_contact t where {ALONE} order by t.id limit 1"
    )
    sql.write(
        "create temp table untouched on commit drop as select * from probation_contact where id = %s",
        [contact],
    )
    sql.write("update probation_contact set notes = notes || '~' where id = %s", [contact])
    first_morning.done(Step.RECONCILE)
    explain_all(first_morning, words="A slip of the pen.")
    first_morning.done(Step.RECONCILE)
    assert first_morning.plan.phase == Phase.RECONCILED

    sql.write("delete from probation_contact where id = %s", [contact])
    first_morning.done(Step.RECONCILE)

    what = "select found, explanation, explained_by_id, approved_by_id from restructure_difference where check_name = 'content'"
    assert first_morning.rows(what) == [("missing", "", None, None)]
    assert first_morning.rows(
        "select found, explanation, explained_by_id, approved_by_id from restructure_lapsedexplanation"
    ) == [("altered", "A slip of the pen.", account("planner"), account("approver"))]
    assert first_morning.rows(
        "select count(*) from audit_entry where action = 'restructure.explanation.lapse'"
    ) == [(1,)]
    page = text_of(sign_in("director", now=first_morning.now).get(f"{PLAN}/books"))
    assert "Before that it was found as “altered” and explained: A slip of the pen." in page

    sql.write("insert into probation_contact select * from untouched")
    assert found_by(first_morning) == {}
    assert first_morning.rows("select count(*) from restructure_difference") == [(0,)]
    assert first_morning.rows("select count(*) from restructure_lapsedexplanation") == [(1,)]


def test_an_assignment_of_the_past_that_was_written_over_is_named(first_morning):
    ((number,),) = sql.rows("select min(id) from probation_caseassignment where change_id is null")
    sql.write("set constraints all immediate")
    sql.write("alter table probation_caseassignment disable trigger user")
    sql.write("update probation_caseassignment set basis = 'written over' where id = %s", [number])

    assert found_by(first_morning) == {"history": 1}
    assert first_morning.rows(NAMED, "history") == [
        (f"probation.CaseAssignment {number}", "altered since the plan was staged")
    ]


def test_an_assignment_that_was_corrected_leaves_the_past_as_it_was_known(first_morning):
    ((number,),) = sql.rows("select min(id) from probation_caseassignment where change_id is null")
    sql.write("set constraints all immediate")
    sql.write("alter table probation_caseassignment disable trigger user")
    columns = "item_id, owner_id, holder_id, post_id, starts_at, change_id, basis"
    sql.write(
        "update probation_caseassignment set superseded_at = %s where id = %s",
        [first_morning.now, number],
    )
    sql.write(
        f"insert into probation_caseassignment ({columns}, recorded_at)"
        f" select {columns}, %s from probation_caseassignment where id = %s",
        [first_morning.now, number],
    )

    assert found_by(first_morning) == {}


def test_a_number_that_names_nobody_is_named(first_morning):
    ((contact,),) = sql.rows("select min(id) from probation_contact where author_id is not null")
    sql.write("update probation_contact set author_id = 987654321 where id = %s", [contact])

    assert found_by(first_morning) == {"content": 1, "links": 1}
    assert first_morning.rows(NAMED, "links") == [
        (f"probation.Contact {contact}", "author_id names 987654321, which is not there")
    ]


def test_a_record_that_hangs_from_another_case_than_its_parent_is_named(first_morning):
    ((requirement, other),) = sql.rows(
        "select min(r.id), (select max(id) from probation_case) from probation_requirement r"
    )
    # The database lets none do so: reconciling finds one in a database whose constraint was lost.
    sql.write("alter table probation_requirement drop constraint probation_requirement_same_case")
    sql.write("update probation_requirement set case_id = %s where id = %s", [other, requirement])

    found = found_by(first_morning)

    assert found["links"] == 1
    assert first_morning.rows(NAMED, "links") == [
        (
            f"probation.Requirement {requirement}",
            "hangs from another case than its sentence_id",
        )
    ]


def test_a_seat_with_another_role_than_at_staging_is_named(first_morning):
    ((post,),) = sql.rows("select min(id) from access_post where role = 'officer'")
    sql.write("update access_post set role = 'court' where id = %s", [post])

    found_by(first_morning)

    assert (
        f"post number {post}",
        "has another role than when the plan was staged",
    ) in first_morning.rows(NAMED, "access")


def test_an_action_gained_with_the_reform_is_a_difference_for_every_seat_that_gained_it(
    first_morning,
):
    sql.write(
        "insert into access_permission (role, action, reach, hierarchy, starts_at)"
        " values ('officer', 'audit.read', 'nation', 'line', %s)",
        [first_morning.plan.effective_at],
    )
    ((officers,),) = sql.rows(
        "select count(*) from access_post where role = 'officer' and starts_at < %s"
        " and (ends_at is null or ends_at > %s)",
        [first_morning.plan.effective_at] * 2,
    )

    assert found_by(first_morning) == {"access": officers}
    assert {what for _, what in first_morning.rows(NAMED, "access")} == {
        "gained without a reason in the change of units: audit.read by nation"
    }


def test_a_protocol_that_opens_more_with_the_reform_is_no_change_of_units(first_morning):
    sql.write(
        "insert into access_protocol (reader_kind, owner_kind, view, starts_at)"
        " values ('crc', 'nps-division', 'full', %s)",
        [first_morning.plan.effective_at],
    )

    found_by(first_morning)

    assert {what for _, what in first_morning.rows(NAMED, "access")} == {
        "gained without a reason in the change of units: case.read by protocol"
    }


def test_what_belongs_to_a_person_is_compared_and_an_entry_about_the_person_accounts_for_it(
    first_morning,
):
    ((address, crn),) = sql.rows(
        "select a.id, p.crn from people_address a join people_person p on p.id = a.person_id"
        " join probation_case c on c.person_id = p.id order by a.id limit 1"
    )
    sql.write("update people_address set lines = lines || '~' where id = %s", [address])

    assert found_by(first_morning) == {"content": 1}
    assert first_morning.rows(NAMED, "content") == [(f"people.Address {crn}/{address}", "altered")]
    for action, left in (("person.read", {"content": 1}), ("person.address-added", {})):
        with change_access.as_engine(now=first_morning.now):
            audit.record(
                account_id=account("planner"),
                action=action,
                subject_kind="person",
                subject_reference=crn,
                now=first_morning.now,
            )
        assert found_by(first_morning) == left
