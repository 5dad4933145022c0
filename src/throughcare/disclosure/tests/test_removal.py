"""A record goes by the decision of two people, with all that hangs from it and nothing else."""

import pytest
from django.db import DatabaseError, connection, transaction

from throughcare.access import commands as change_access
from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import LONG_AGO
from throughcare.audit import queries as audit
from throughcare.disclosure import queries
from throughcare.disclosure.models import Proposal, Tombstone
from throughcare.disclosure.tests.keeping import CLOSED, NOW, acting, agreed, night, removed
from throughcare.documents.models import Blob
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.people.models import Merge, Name, Person
from throughcare.probation.models import (
    Case,
    Contact,
    Document,
    RiskProfile,
)

pytestmark = pytest.mark.django_db


def test_two_people_remove_a_record_with_all_that_hangs_from_it(
    old, nation, keeper_of_records, approver
):
    crn, others = old.person.crn, Contact.objects.exclude(case=old).count()
    Restriction.objects.create(
        person_id=old.person_id, account_id=1, kind="restriction", starts_at=NOW, reason="A reason"
    )
    Restriction.objects.all().delete()
    with acting(keeper_of_records):
        assert queries.proposals(limit=5) == []
    night()

    agreed(old, keeper_of_records)
    early = removed()
    with pytest.raises(Refused) as again:
        agreed(old, keeper_of_records)
    agreed(old, approver)
    gone = removed()

    stone = Tombstone.objects.get()
    assert (early, again.value.codes, gone) == ([], ("own-decision",), [crn])
    assert [
        Person.objects.filter(crn=crn).count(),
        Name.objects.filter(person_id=old.person_id).count(),
        Case.objects.filter(pk=old.pk).count(),
        Contact.objects.filter(case_id=old.pk).count(),
        Proposal.objects.count(),
        Blob.objects.count(),
    ] == [0] * 6
    assert Contact.objects.exclude(case=old).count() == others > 0
    assert (stone.crn, stone.rule, stone.first_by_id, stone.second_by_id) == (
        crn,
        "community",
        keeper_of_records.pk,
        approver.pk,
    )
    assert (stone.rows_removed > 8, stone.contents_removed) == (True, 1)
    assert Event.objects.get(name="disclosure.record-removed.v1").payload["crn"] == crn
    acts = audit.acts_about(subject_kind="person", subject_reference=crn, limit=10)
    assert sorted(each.action for each in acts) == [
        "record.removal-agreed",
        "record.removal-agreed",
        "record.removed",
    ]
    with acting(keeper_of_records):
        assert queries.tombstone(crn) == stone
        assert queries.tombstones(limit=5) == [stone]


def test_a_content_that_another_record_has_stays(old, nation, keeper_of_records, approver):
    Document.objects.create(
        case=nation.cases["C11"],
        number=1,
        title="The same",
        media_type="text/plain",
        size=1,
        digest="a" * 64,
        recorded_at=CLOSED,
    )
    night()

    agreed(old, keeper_of_records, approver)
    removed()

    assert (Blob.objects.count(), Tombstone.objects.get().contents_removed) == (1, 0)


def test_records_that_were_merged_into_it_go_too(old, nation, keeper_of_records, approver):
    other = Person.objects.create(crn="Y000001", recorded_at=LONG_AGO)
    Merge.objects.create(
        survivor_id=old.person_id,
        merged=other,
        reason="One passport",
        proposed_by_id=1,
        proposed_at=CLOSED,
        is_approved=True,
        answered_by_id=2,
        answered_at=CLOSED,
    )
    night()

    agreed(old, keeper_of_records, approver)
    gone = removed()

    assert sorted(gone) == sorted([old.person.crn, "Y000001"])
    assert Tombstone.objects.get(crn="Y000001").survivor_crn == old.person.crn
    assert not Person.objects.filter(crn__in=gone).exists()


def test_what_comes_up_between_decision_and_removal_stops_it(old, keeper_of_records, approver):
    night()
    agreed(old, keeper_of_records, approver)
    RiskProfile.objects.filter(case=old).update(mappa="1")

    assert removed() == []
    assert (Proposal.objects.get().state, Tombstone.objects.count()) == ("lapsed", 0)


def test_nothing_goes_while_a_reform_counts_what_there_is(
    *, old, keeper_of_records, approver, monkeypatch
):
    night()
    agreed(old, keeper_of_records, approver)
    monkeypatch.setattr(queries, "is_reform_open", lambda: True)
    waited = removed()
    monkeypatch.undo()

    assert (waited, Proposal.objects.get().state) == ([], "approved")
    assert removed() == [old.person.crn]


def test_the_database_removes_nothing_that_one_person_alone_decided(old, keeper_of_records):
    night()
    agreed(old, keeper_of_records)

    with (
        change_access.as_engine(now=NOW),
        pytest.raises(DatabaseError, match="nobody decided so"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "select disclosure_remove(%s, %s, '[]', '[]')", [Proposal.objects.get().pk, NOW]
        )


def test_no_page_can_have_a_record_removed_by_itself(old, keeper_of_records):
    with (
        acting(keeper_of_records),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select disclosure_remove(1, now(), '[]', '[]')")


def test_a_number_of_somebody_who_was_removed_is_given_to_nobody(db):
    def following() -> str:
        with connection.cursor() as cursor:
            cursor.execute("select people_next_crn()")
            return str(cursor.fetchone()[0])

    given = following()
    taken = f"{given[0]}{int(given[1:]) + 1:06}"
    Tombstone.objects.create(
        crn=taken,
        rule="community",
        due_on=NOW.date(),
        removed_at=NOW,
        first_by_id=1,
        second_by_id=2,
        rows_removed=1,
        contents_removed=0,
    )

    assert following() == f"{given[0]}{int(given[1:]) + 2:06}"
