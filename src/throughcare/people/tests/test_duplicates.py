"""Who is likely to stand in the records twice: what makes a pair, who sees it, and how it is settled."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from throughcare.access import commands as change_access
from throughcare.access.models import Account, Restriction
from throughcare.audit import queries as audit
from throughcare.clock import queries as clock
from throughcare.kernel.refusals import Refused
from throughcare.people import commands, queries
from throughcare.people.models import Distinction, Identifier, Likeness, Person, Recognition
from throughcare.people.tests.known import LONG_AGO, NOW, person, searcher

pytestmark = pytest.mark.django_db
NOBODY = queries.Count(found=0, as_two=0, as_one=0, waiting=0)


def number(of: Person, canonical: str | None, *, kind: str = "pnc") -> None:
    Identifier.objects.create(
        person=of,
        kind=kind,
        supplied=canonical or "unreadable",
        canonical=canonical,
        recorded_at=LONG_AGO,
    )


def compared() -> dict[tuple[str, str], list[str]]:
    """Every pair by CRN, with what it has in common, as the comparison finds it."""
    commands.compare_people(now=NOW, machine_now=clock.machine_now)
    return {
        (each.first.crn, each.second.crn): each.grounds
        for each in Likeness.objects.select_related("first", "second")
    }


def seen(by: Account) -> list[tuple[str, str]]:
    with change_access.acting_as(account_id=by.pk, now=NOW):
        found = queries.likely_duplicates(limit=25)
    return [(each.first_crn, each.second_crn) for each in found]


def tell_apart(by: Account, *, reason: str = "Twins.") -> Distinction:
    with change_access.acting_as(account_id=by.pk, now=NOW):
        return commands.tell_apart(
            account_id=by.pk, first_crn="X000001", second_crn="X000002", reason=reason, now=NOW
        )


def propose(by: Account, *, reason: str = "One photograph.") -> Recognition:
    with change_access.acting_as(account_id=by.pk, now=NOW):
        return commands.propose_recognition(
            account_id=by.pk, first_crn="X000001", second_crn="X000002", reason=reason, now=NOW
        )


def approve(by: Account) -> None:
    with change_access.acting_as(account_id=by.pk, now=NOW):
        commands.approve_recognition(
            account_id=by.pk, first_crn="X000001", second_crn="X000002", now=NOW
        )


def decline(by: Account, *, answer: str = "Two photographs.") -> None:
    with change_access.acting_as(account_id=by.pk, now=NOW):
        commands.decline_recognition(
            account_id=by.pk, first_crn="X000001", second_crn="X000002", answer=answer, now=NOW
        )


@pytest.fixture
def pair():
    """Two records that sound alike and share a date of birth."""
    return person("X000001", "Stephen", "Philips"), person("X000002", "Steven", "Phillips")


def test_names_that_sound_alike_with_one_date_of_birth_make_a_pair_and_either_alone_does_not(pair):
    person("X000003", "Stephen", "Philips", born_on=date(1980, 2, 2))
    person("X000004", "Martin", "Philips")
    person("X000005", "Stephen", "Philips", born_on=None)

    assert compared() == {("X000001", "X000002"): ["name-birth"]}


def test_an_alias_makes_a_pair_as_a_legal_name_does():
    person("X000001", "Stephen", "Philips")
    person("X000002", "Martin", "Brown", alias=("Steven", "Phillips"))

    assert compared() == {("X000001", "X000002"): ["name-birth"]}


def test_a_man_and_a_woman_of_one_sound_and_birthday_are_no_pair_unless_a_number_is_shared(pair):
    first, second = pair
    Person.objects.filter(pk=second.pk).update(sex="F")
    assert compared() == {}

    for each in (first, second):
        number(each, "2001/0000001A")

    assert compared() == {("X000001", "X000002"): ["pnc"]}


def test_a_number_makes_a_pair_of_its_own_kind_alone_and_only_once_it_is_canonical(pair):
    first, second = pair
    other = person("X000003", "Martin", "Brown")
    number(first, "ABC123", kind="cro")
    number(other, "ABC123", kind="cro")
    number(second, "ABC123", kind="former-crn")
    for each in (second, other):
        number(each, None, kind="nino")

    assert compared() == {
        ("X000001", "X000002"): ["name-birth"],
        ("X000001", "X000003"): ["cro"],
    }


def test_what_very_many_share_makes_no_pairs():
    for place in range(commands.MOST_ALIKE + 1):
        number(
            person(f"X{place:06}", "Martin", "Brown", born_on=date(1980, 1, 1 + place)),
            "QQ123456C",
            kind="nino",
        )

    assert compared() == {}


def test_comparing_again_takes_the_place_of_what_was_found_and_keeps_what_was_decided(pair):
    compared()
    tell_apart(searcher())
    Person.objects.filter(crn="X000002").update(born_on=date(1980, 2, 3))

    assert compared() == {}
    assert Distinction.objects.count() == 1
    with change_access.as_engine(now=NOW):
        assert queries.count_duplicates() == NOBODY
        assert queries.duplicates_gate(None).light == "green"  # type: ignore[arg-type]  # people are of all plans


def test_before_anything_was_compared_the_gate_is_amber(pair):
    with change_access.as_engine(now=NOW):
        found = queries.duplicates_gate(None)  # type: ignore[arg-type]

    assert (found.light, found.counts) == ("amber", ())


def test_a_pair_is_settled_with_a_name_and_a_reason_and_the_trail_has_both_people(pair):
    officer = searcher()
    compared()
    with change_access.as_engine(now=NOW):
        assert queries.duplicates_gate(None).light == "amber"  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        tell_apart(officer, reason=" ")
    assert refused.value.reasons[0].code == "no-reason"
    assert not Distinction.objects.exists()

    made = tell_apart(officer)

    assert (made.decided_by_id, made.reason) == (officer.pk, "Twins.")
    assert seen(officer) == []
    with change_access.as_engine(now=NOW):
        assert queries.count_duplicates() == queries.Count(found=1, as_two=1, as_one=0, waiting=0)
        assert queries.duplicates_gate(None).light == "green"  # type: ignore[arg-type]
    (act,) = audit.acts_by(account_id=officer.pk, limit=5)
    assert (act.action, sorted(act.subject_references)) == (
        "person.told-apart",
        ["X000001", "X000002"],
    )
    with pytest.raises(PermissionDenied):
        tell_apart(officer)
    assert Person.objects.count() == 2


def test_a_pair_is_shown_to_nobody_who_may_not_know_both(pair):
    officer, kept_out = searcher("officer"), searcher("kept-out")
    Restriction.objects.create(
        person_id=pair[1].pk,
        account=kept_out,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )
    compared()

    assert seen(officer) == [("X000001", "X000002")]
    assert seen(kept_out) == []
    with pytest.raises(PermissionDenied):
        tell_apart(kept_out)
    with change_access.acting_as(account_id=None, now=NOW):
        assert not Likeness.objects.exists()
        assert queries.count_duplicates() == NOBODY
    with (
        change_access.acting_as(account_id=kept_out.pk, now=NOW),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Distinction.objects.create(
            first_id=pair[0].pk,
            second_id=pair[1].pk,
            reason="No.",
            decided_by_id=kept_out.pk,
            decided_at=NOW,
        )
    assert not Distinction.objects.exists()


def test_a_pair_is_kept_once_and_in_order(pair):
    compared()

    with pytest.raises(IntegrityError), transaction.atomic():
        Likeness.objects.create(first=pair[1], second=pair[0], grounds=["pnc"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Likeness.objects.create(first=pair[0], second=pair[1], grounds=["pnc"])


def test_everybody_is_compared_in_as_many_statements_whatever_their_number(pair):
    with CaptureQueriesContext(connection) as few:
        compared()
    for place in range(3, 13):
        person(f"X{place:06}", "Martin", "Brown", born_on=date(1980, 1, 1))

    with CaptureQueriesContext(connection) as many:
        found = compared()

    assert len(found) == 1 + 10 * 9 // 2
    assert len(many) == len(few)


def test_one_person_is_recognised_by_one_and_approved_by_another_and_nothing_is_merged(pair):
    one, other = searcher("one"), searcher("other")
    compared()
    with pytest.raises(Refused) as nothing_said:
        propose(one, reason=" ")
    assert nothing_said.value.reasons[0].code == "no-reason"
    assert not Recognition.objects.exists()

    propose(one)
    with pytest.raises(Refused) as own:
        approve(one)
    with change_access.as_engine(now=NOW):
        assert queries.count_duplicates() == queries.Count(found=1, as_two=0, as_one=0, waiting=1)
        assert queries.duplicates_gate(None).light == "amber"  # type: ignore[arg-type]
    approve(other)

    made = Recognition.objects.get()
    assert own.value.reasons[0].code == "own-proposal"
    assert (made.proposed_by_id, made.answered_by_id, made.is_approved) == (one.pk, other.pk, True)
    assert seen(one) == []
    with change_access.acting_as(account_id=one.pk, now=NOW):
        assert queries.recognised_with("X000001") == ["X000002"]
        assert queries.recognised_with("X000002") == ["X000001"]
    with change_access.as_engine(now=NOW):
        assert queries.count_duplicates() == queries.Count(found=1, as_two=0, as_one=1, waiting=0)
        assert queries.duplicates_gate(None).light == "green"  # type: ignore[arg-type]
    assert [act.action for act in audit.acts_by(account_id=other.pk, limit=5)] == [
        "person.recognition-approved"
    ]
    assert Person.objects.count() == 2


def test_a_proposal_that_is_declined_says_why_and_the_pair_can_be_settled_anew(pair):
    one, other = searcher("one"), searcher("other")
    compared()
    propose(one)
    with pytest.raises(Refused) as nothing_said:
        decline(other, answer=" ")
    with pytest.raises(Refused) as waits:
        tell_apart(other)
    with pytest.raises(Refused) as again:
        propose(other)
    assert not Distinction.objects.exists()

    decline(other)
    tell_apart(one)

    assert [each.value.reasons[0].code for each in (nothing_said, waits, again)] == [
        "no-answer",
        "proposed-as-one",
        "proposed-already",
    ]
    assert Recognition.objects.get().answer == "Two photographs."
    assert Distinction.objects.get().decided_by_id == one.pk
    with pytest.raises(PermissionDenied):
        propose(other)
    with change_access.acting_as(account_id=one.pk, now=NOW):
        assert queries.recognised_with("X000001") == []


def test_nothing_that_was_not_proposed_can_be_approved(pair):
    compared()

    with pytest.raises(PermissionDenied):
        approve(searcher())

    assert not Recognition.objects.exists()


def test_the_database_keeps_maker_and_approver_apart_and_strangers_out(pair):
    one, kept_out = searcher("one"), searcher("kept-out")
    Restriction.objects.create(
        person_id=pair[0].pk,
        account=kept_out,
        kind="exclusion",
        reason="Relative",
        starts_at=LONG_AGO,
    )
    compared()
    made = propose(one)
    answered = {"is_approved": True, "answered_by_id": one.pk, "answered_at": NOW}

    with change_access.acting_as(account_id=one.pk, now=NOW):
        assert Recognition.objects.filter(pk=made.pk).update(**answered) == 0
    with change_access.acting_as(account_id=kept_out.pk, now=NOW):
        assert not Recognition.objects.exists()
        assert Recognition.objects.filter(pk=made.pk).update(**answered) == 0
    with pytest.raises(IntegrityError, match="maker_is_not_approver"), transaction.atomic():
        Recognition.objects.filter(pk=made.pk).update(**answered)
    with (
        change_access.acting_as(account_id=one.pk, now=NOW),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Distinction.objects.create(
            first_id=pair[0].pk,
            second_id=pair[1].pk,
            reason="No.",
            decided_by_id=one.pk,
            decided_at=NOW,
        )
