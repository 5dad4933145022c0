"""Numbers, names and days of somebody: added, put right, ended, refused, and what each said before."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from throughcare.access.models import Restriction
from throughcare.audit import queries as audit
from throughcare.kernel import identifiers
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.people import commands, queries, rules
from throughcare.people.commands import Alias, Details
from throughcare.people.models import Former, Identifier, Name, Person
from throughcare.people.tests.known import LONG_AGO, NOW, TODAY, person, seated

pytestmark = pytest.mark.django_db

CASES = Path(__file__).parents[5] / "shared" / "reference" / "probation" / "identifier_cases.csv"


def add(account, crn: str, *, kind: str, supplied: str) -> Identifier:
    with seated(account):
        return commands.add_identifier(
            account_id=account.pk, crn=crn, kind=kind, supplied=supplied, source="Police", now=NOW
        )


def test_every_published_number_is_read_as_the_reference_says():
    if not CASES.is_file():
        pytest.skip("the reference of numbers is not beside this checkout")
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    read = [
        identifiers.crn(row["input"])
        if row["kind"] == "crn"
        else rules.canonical(row["kind"], row["input"], today=date(2026, 6, 1))
        for row in rows
    ]

    assert len(rows) == 36
    assert [each or "" for each in read] == [row["canonical"] for row in rows]


def test_acceptance_identifiers(officer_here, somebody):
    good = add(officer_here, somebody.crn, kind="pnc", supplied="81/34U")
    wrong = add(officer_here, somebody.crn, kind="pnc", supplied="2001/0171310S")

    assert (good.supplied, good.canonical) == ("81/34U", "1981/0000034U")
    assert (wrong.supplied, wrong.canonical) == ("2001/0171310S", None)
    with seated(officer_here):
        found = queries.search(text="2001/0171310S", today=TODAY)
        other = queries.search(text="81/34u", today=TODAY)
    assert [line.crn for line in found.found] == []
    assert [line.crn for line in other.found] == [somebody.crn]


def test_a_number_without_a_check_is_kept_and_is_no_key(officer_here, somebody):
    kept = add(officer_here, somebody.crn, kind="prison-book", supplied=" BX4021 ")

    assert (kept.supplied, kept.canonical) == ("BX4021", None)


def test_nobody_has_two_noms_numbers_and_no_number_two_people(officer_here, somebody):
    person("Z000009", "Zed", "Quill")
    other = Person.objects.get(crn="Z000009")
    Identifier.objects.create(
        person=other, kind="noms", supplied="A1111AA", canonical="A1111AA", recorded_at=LONG_AGO
    )
    add(officer_here, somebody.crn, kind="noms", supplied="A2222AA")

    with pytest.raises(Refused) as refused:
        add(officer_here, somebody.crn, kind="noms", supplied="a1111aa")

    assert refused.value.codes == ("one-noms", "held-by-another")
    assert Identifier.objects.filter(person=somebody).count() == 1
    for person_id, number in ((somebody.pk, "A3333AA"), (other.pk, "A2222AA")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Identifier.objects.create(
                person_id=person_id,
                kind="noms",
                supplied=number,
                canonical=number,
                recorded_at=LONG_AGO,
            )


def test_of_a_closed_record_that_has_the_noms_number_the_crn_alone_is_told(officer_here, somebody):
    other = person("Z000009", "Zed", "Quill")
    Identifier.objects.create(
        person=other, kind="noms", supplied="A1111AA", canonical="A1111AA", recorded_at=LONG_AGO
    )
    Restriction.objects.create(
        person_id=other.pk, account=officer_here, kind="exclusion", reason="Kin", starts_at=LONG_AGO
    )

    with pytest.raises(Refused) as refused:
        add(officer_here, somebody.crn, kind="noms", supplied="A1111AA")

    assert str(refused.value) == (
        "Z000009 has this NOMS number: one of the records may be a duplicate."
    )


def test_a_number_is_put_right_with_a_reason_and_what_it_said_is_kept(officer_here, somebody):
    made = add(officer_here, somebody.crn, kind="pnc", supplied="2001/0171310S")

    changed: dict[str, Any] = {
        "account_id": officer_here.pk,
        "crn": somebody.crn,
        "key": made.key,
        "supplied": "2001/0171310W",
        "source": "Police National Computer",
        "now": NOW,
    }
    with seated(officer_here):
        with pytest.raises(Refused) as refused:
            commands.correct_identifier(reason=" ", **changed)
        assert (refused.value.codes, Former.objects.count()) == (("no-reason",), 0)
        commands.correct_identifier(reason="Misread", **changed)
        before = queries.history(somebody.pk, about="identifier", limit=5)

    kept = Identifier.objects.get()
    assert (kept.key, kept.canonical) == (made.key, "2001/0171310W")
    assert [(each.said["supplied"], each.reason, each.is_removed) for each in before] == [
        ("2001/0171310S", "Misread", False)
    ]
    told = Event.objects.filter(name="people.identity-changed.v1").order_by("id")
    assert [(each.payload["kind"], each.payload["change"]) for each in told] == [
        ("pnc", "added"),
        ("pnc", "corrected"),
    ]
    assert [act.action for act in audit.acts_by(account_id=officer_here.pk, limit=5)] == [
        "person.identifier-corrected",
        "person.identifier-added",
    ]


def test_a_number_that_ended_is_no_key_any_more_and_stays_in_the_history(officer_here, somebody):
    made = add(officer_here, somebody.crn, kind="pnc", supplied="81/34U")

    with seated(officer_here):
        commands.end_identifier(
            account_id=officer_here.pk, crn=somebody.crn, key=made.key, reason="Another's", now=NOW
        )
        found = queries.search(text="81/34u", today=TODAY)

    assert found.found == ()
    assert [(row.said["canonical"], row.is_removed) for row in Former.objects.all()] == [
        ("1981/0000034U", True)
    ]


def test_a_former_crn_is_neither_changed_nor_ended(officer_here, somebody):
    row = Identifier.objects.create(
        person=somebody,
        kind="former-crn",
        supplied="A000001",
        canonical="A000001",
        recorded_at=LONG_AGO,
    )
    row.refresh_from_db()

    with seated(officer_here), pytest.raises(Refused) as refused:
        commands.end_identifier(
            account_id=officer_here.pk, crn=somebody.crn, key=row.key, reason="Wrong", now=NOW
        )

    assert refused.value.codes == ("former-crn",)
    assert Identifier.objects.filter(pk=row.pk).exists()


def test_elsewhere_nobody_changes_who_somebody_is(officer_elsewhere, somebody):
    name = Name.objects.get(person=somebody)
    doors = (
        lambda told: commands.add_identifier(kind="pnc", supplied="81/34U", source="", **told),
        lambda told: commands.add_name(name=Alias(last="Else"), **told),
        lambda told: commands.remove_name(key=name.key, reason="No", **told),
        lambda told: commands.record_death(died_on=TODAY, **told),
    )

    for door in doors:
        with seated(officer_elsewhere), pytest.raises(PermissionDenied):
            door({"account_id": officer_elsewhere.pk, "crn": somebody.crn, "now": NOW})

    assert (Identifier.objects.count(), Former.objects.count()) == (0, 0)
    assert Name.objects.filter(person=somebody).count() == 1


def test_an_alias_is_a_whole_identity_and_is_found_by(officer_here, somebody):
    alias = Alias(
        title="Mr", first="Ozzy", last="Nightjar", preferred="Oz", born_on=date(1979, 5, 6), sex="M"
    )
    with seated(officer_here):
        made = commands.add_name(account_id=officer_here.pk, crn=somebody.crn, name=alias, now=NOW)
        by_name = queries.search(text="nightjar oz 6.5.1979", today=TODAY)

    assert (made.title, made.born_on, made.sex) == ("Mr", date(1979, 5, 6), "M")
    assert [(line.crn, line.match) for line in by_name.found] == [
        (somebody.crn, "Name and date of birth")
    ]


@pytest.mark.parametrize(
    ("born_on", "code"),
    [
        (date(2014, 6, 3), "not-born"),
        (date(1903, 6, 1), "too-old"),
        (date(1980, 1, 2), "swapped"),
    ],
)
def test_a_date_of_birth_that_cannot_be_is_refused(officer_here, somebody, born_on, code):
    with seated(officer_here), pytest.raises(Refused) as refused:
        commands.add_name(
            account_id=officer_here.pk,
            crn=somebody.crn,
            name=Alias(last="Else", born_on=born_on),
            now=NOW,
        )

    assert refused.value.codes == (code,)
    assert Name.objects.filter(person=somebody).count() == 1


def test_a_date_of_birth_the_other_way_round_is_kept_once_confirmed(officer_here, somebody):
    details = Details(
        born_on=date(1980, 1, 2), sex="F", first_language="Polish", needs_interpreter=True
    )
    told: dict[str, Any] = {
        "account_id": officer_here.pk,
        "crn": somebody.crn,
        "details": details,
        "reason": "Saw a passport",
        "now": NOW,
    }

    with seated(officer_here):
        with pytest.raises(Refused) as refused:
            commands.correct_details(**told)
        commands.correct_details(**told, confirmed=["swapped"])

    somebody.refresh_from_db()
    assert refused.value.codes == ("swapped",)
    assert (somebody.born_on, somebody.sex, somebody.first_language) == (
        date(1980, 1, 2),
        "F",
        "Polish",
    )
    assert [row.said["born_on"] for row in Former.objects.all()] == ["1980-02-01"]


def test_a_name_is_put_right_and_a_legal_one_is_not_removed(officer_here, somebody):
    legal = Name.objects.get(person=somebody)
    with seated(officer_here):
        corrected = commands.correct_name(
            account_id=officer_here.pk,
            crn=somebody.crn,
            key=legal.key,
            name=Alias(first="Anne", last="Other"),
            reason="Mistyped",
            now=NOW,
        )
        with pytest.raises(Refused) as refused:
            commands.remove_name(
                account_id=officer_here.pk,
                crn=somebody.crn,
                key=legal.key,
                reason="Wrong",
                now=NOW,
            )

    assert (corrected.first, corrected.search_text) == ("Anne", "ANNE OTHER")
    assert refused.value.codes == ("legal-name",)
    assert [row.said["first"] for row in Former.objects.all()] == ["Ann"]


def test_an_alias_is_removed_and_a_new_legal_name_makes_the_old_a_previous_one(
    officer_here, somebody
):
    told: dict[str, Any] = {"account_id": officer_here.pk, "crn": somebody.crn, "now": NOW}
    with seated(officer_here):
        alias = commands.add_name(name=Alias(last="Nightjar"), **told)
        commands.remove_name(key=alias.key, reason="Of her sister", **told)
        commands.add_name(name=Alias(first="Ann", last="Married"), kind="legal", **told)
        found = queries.search(text="nightjar", today=TODAY)

    assert found.found == ()
    assert set(Name.objects.filter(person=somebody).values_list("kind", "last")) == {
        ("previous", "Other"),
        ("legal", "Married"),
    }


@pytest.mark.parametrize(
    ("died_on", "code"), [(date(1979, 1, 1), "dies-before-birth"), (date(2014, 6, 3), "not-dead")]
)
def test_a_date_of_death_that_cannot_be_is_refused(officer_here, somebody, died_on, code):
    with seated(officer_here), pytest.raises(Refused) as refused:
        commands.record_death(
            account_id=officer_here.pk, crn=somebody.crn, died_on=died_on, now=NOW
        )

    assert refused.value.codes == (code,)
    assert Person.objects.get(pk=somebody.pk).died_on is None


def test_a_death_is_recorded_once_and_announced(officer_here, somebody):
    told: dict[str, Any] = {
        "account_id": officer_here.pk,
        "crn": somebody.crn,
        "died_on": TODAY,
        "now": NOW,
    }
    with seated(officer_here):
        commands.record_death(**told)
        with pytest.raises(Refused) as refused:
            commands.record_death(**told)

    assert refused.value.codes == ("died-already",)
    assert Event.objects.filter(name="people.person-died.v1").count() == 1
