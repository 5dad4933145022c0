"""Two records made one: who may, what stands against it, that everything moves, and that it all goes back."""

import json
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from psycopg import sql

from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import officer, person_with_case
from throughcare.audit import queries as audit
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.people import commands, queries
from throughcare.people.models import (
    Address,
    ContactPoint,
    ContactPreference,
    Identifier,
    Merge,
    MergeMove,
    Name,
    Person,
)
from throughcare.people.tests.known import LONG_AGO, NOW, TODAY, seated

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(nation):
    return officer("colleague", owner=nation.units["C05"], holder=nation.units["C05T"])


@pytest.fixture
def twin(nation, somebody):
    """Another record here, with a case of its own, a phone, and a number of contacts."""
    case = person_with_case("Y000777", owner=nation.units["C05"], holder=nation.units["C05T"])
    Person.objects.filter(pk=case.person_id).update(born_on=date(1980, 1, 2))
    Name.objects.filter(person=case.person_id).update(last="Twin", search_text="ANN TWIN")
    for person_id in (somebody.pk, case.person_id):
        said = {"person_id": person_id, "starts_on": date(2014, 1, 1), "recorded_at": LONG_AGO}
        ContactPoint.objects.create(kind="mobile", value="07700 900123", **said)
        ContactPreference.objects.create(may_be_texted=True, **said)
    type(case).objects.update(contacts_made=1)
    return Person.objects.get(pk=case.person_id)


def propose(account, survivor: Person, merged: Person, *, reason: str = "One passport") -> Merge:
    with seated(account):
        return commands.propose_merge(
            account_id=account.pk,
            survivor_crn=survivor.crn,
            merged_crn=merged.crn,
            reason=reason,
            now=NOW,
        )


def approve(account, made: Merge) -> None:
    with seated(account):
        found = queries.merge(made.key)
        assert found is not None
        commands.approve_merge(account_id=account.pk, merge=found, now=NOW)


def state() -> dict[str, list[Any]]:
    """All that is said of people and hangs from them, but what tells of the merge itself."""
    found = {}
    tables = {place["table"] for place in queries.places()} | children() | {"people_person"}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(
                sql.SQL("SELECT to_jsonb(t)::text FROM {} t").format(sql.Identifier(table))
            )
            found[table] = sorted(
                (json.loads(row) for (row,) in cursor.fetchall()), key=lambda row: str(row["id"])
            )
    return found


def children() -> set[str]:
    return {
        str(child["table"]) for place in queries.places() for child in place.get("children", ())
    }


def test_every_declared_table_that_points_at_a_person_or_a_case_takes_part():
    person, case = apps.get_model("people.Person"), apps.get_model("probation.Case")
    pointing = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model in (person, case)
    }

    assert pointing - {place["table"] for place in queries.places()} - children() == {
        "people_likeness",
        "people_distinction",
        "people_recognition",
        "people_matchdue",
        "people_matchkey",
        "people_matchrecord",
        "people_merge",
        "probation_caseassignment",
    }


def test_everything_moves_to_the_survivor_and_the_old_number_leads_there(
    officer_here, colleague, somebody, twin
):
    contact = apps.get_model("probation.Contact")
    case = apps.get_model("probation.Case")

    approve(colleague, propose(officer_here, somebody, twin))

    kept = case.objects.get(person=somebody, closed_at=None)
    assert queries.left_behind() == []
    assert list(contact.objects.filter(case=kept).order_by("number").values_list("number")) == [
        (1,),
        (2,),
    ]
    assert (kept.contacts_made, case.objects.filter(person=somebody).count()) == (2, 2)
    assert set(Name.objects.filter(person=somebody).values_list("kind", "last", "born_on")) == {
        ("legal", "Other", None),
        ("alias", "Twin", date(1980, 1, 2)),
    }
    assert set(Address.objects.filter(person=somebody).values_list("status", flat=True)) == {
        "main",
        "secondary",
    }
    assert ContactPoint.objects.filter(person=somebody).count() == 1
    with seated(officer_here):
        assert queries.profile(crn=twin.crn) is None
        assert queries.crn_that_replaced(twin.crn) == somebody.crn
        for text in (twin.crn, "Ann Twin"):
            found = queries.search(text=text, today=TODAY)
            assert [line.crn for line in found.found] == [somebody.crn]
    assert [
        (event.payload["crn"], event.payload["merged_crn"])
        for event in Event.objects.filter(name="people.merge-completed.v1")
    ] == [(somebody.crn, twin.crn)]
    assert audit.acts_by(account_id=colleague.pk, limit=1)[0].action == "person.merged"


def test_taken_back_all_is_as_it_was_and_what_was_written_since_stays(
    officer_here, colleague, somebody, twin
):
    before = state()
    made = propose(officer_here, somebody, twin)
    approve(colleague, made)
    assert state() != before
    with seated(officer_here):
        commands.add_name(
            account_id=officer_here.pk,
            crn=somebody.crn,
            name=commands.Alias(last="Since"),
            now=NOW,
        )
        standing = queries.merge(made.key)
        told = {"account_id": officer_here.pk, "merge": standing, "now": NOW}
        with pytest.raises(Refused) as unsaid:
            commands.take_back_merge(reason=" ", **told)
        commands.take_back_merge(reason="Two passports", **told)
        with pytest.raises(Refused) as again:
            commands.take_back_merge(reason="Again", **told)

    since = Name.objects.get(last="Since")
    assert since.person_id == somebody.pk
    since.delete()
    after = state()
    for cases in (before, after):
        for row in cases["probation_case"]:
            row.pop("contacts_made")
    assert after == before
    assert (unsaid.value.codes, again.value.codes) == (("no-reason",), ("not-merged",))
    assert Event.objects.filter(name="people.unmerge-completed.v1").count() == 1


@pytest.mark.parametrize("kind", ["noms", "birth-and-pnc", "limited", "no-reason", "same"])
def test_what_stands_against_a_merge_refuses_it_and_nothing_is_written(
    *, officer_here, somebody, twin, kind
):
    said: dict[str, Any] = {"recorded_at": LONG_AGO}
    reason = "One passport"
    match kind:
        case "noms":
            for of, number in ((somebody, "A1111AA"), (twin, "A2222AA")):
                Identifier.objects.create(
                    person=of, kind="noms", supplied=number, canonical=number, **said
                )
            codes = ("two-noms",)
        case "birth-and-pnc":
            for of, number in ((somebody, "1981/0000034U"), (twin, "2001/0171310W")):
                Identifier.objects.create(
                    person=of, kind="pnc", supplied=number, canonical=number, **said
                )
            codes = ("birth-and-pnc-differ",)
        case "limited":
            Restriction.objects.create(
                person_id=twin.pk,
                account=officer_here,
                kind="exclusion",
                reason="Kin",
                starts_at=LONG_AGO,
            )
            codes = ("limited-access",)
        case "no-reason":
            reason, codes = " ", ("no-reason",)
        case _:
            twin, codes = somebody, ("same-record",)

    with pytest.raises(Refused) as refused:
        propose(officer_here, somebody, twin, reason=reason)

    assert refused.value.codes == codes
    assert not Merge.objects.exists()


def test_cases_of_two_providers_are_not_made_one(officer_here, nation, somebody):
    other = nation.cases["C11"].person

    with pytest.raises(Refused) as refused:
        propose(officer_here, somebody, other)

    assert refused.value.codes == ("two-providers",)


def test_somebody_else_approves_and_once(
    officer_here, colleague, officer_elsewhere, somebody, twin
):
    made = propose(officer_here, somebody, twin)

    with pytest.raises(Refused) as own:
        approve(officer_here, made)
    with pytest.raises(PermissionDenied):
        approve(officer_elsewhere, made)
    with pytest.raises(Refused) as twice:
        propose(officer_here, somebody, twin)
    approve(colleague, made)
    with pytest.raises(Refused) as answered:
        approve(colleague, made)

    assert (own.value.codes, twice.value.codes, answered.value.codes) == (
        ("own-proposal",),
        ("proposed-already",),
        ("answered",),
    )


def test_declined_with_the_reason_nothing_moves(officer_here, colleague, somebody, twin):
    made = propose(officer_here, somebody, twin)
    before = state()

    with seated(colleague):
        found = queries.merge(made.key)
        told = {"account_id": colleague.pk, "merge": found, "now": NOW}
        with pytest.raises(Refused):
            commands.decline_merge(answer="", **told)
        commands.decline_merge(answer="Two passports", **told)

    assert Merge.objects.get().is_approved is False
    assert (state(), MergeMove.objects.count()) == (before, 0)


def test_of_what_there_can_be_one_alone_both_have_one_and_nothing_moves(
    officer_here, colleague, somebody, twin
):
    made = propose(officer_here, somebody, twin)
    draft, case = apps.get_model("probation.Draft"), apps.get_model("probation.Case")
    for person in (somebody, twin):
        draft.objects.create(
            case=case.objects.get(person=person),
            author_id=officer_here.pk,
            begun_by_id=officer_here.pk,
            begun_at=LONG_AGO,
            saved_at=LONG_AGO,
        )
    before = state()

    with pytest.raises(Refused) as refused:
        approve(colleague, made)

    assert refused.value.codes == ("both-have-one",)
    assert (state(), MergeMove.objects.count()) == (before, 0)


def test_the_functions_that_move_rows_are_closed_to_who_may_not(
    officer_elsewhere, officer_here, somebody, twin
):
    made = propose(officer_here, somebody, twin)
    for account, statement in (
        (officer_elsewhere, f"select people_carry_out_merge({made.pk}, '[]')"),
        (officer_here, f"select people_carry_out_merge({made.pk}, '[]')"),
        (officer_here, f"select people_take_back_merge({made.pk}, 'No')"),
        (officer_here, "select people_move_row(1, 'people_name', 'id', '1', '{}', true)"),
    ):
        with (
            seated(account),
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    assert not MergeMove.objects.exists()
