"""How somebody lives: in time, one at a time where there is one, and known with the case alone."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from throughcare.access import commands as change_access
from throughcare.access.models import Restriction
from throughcare.kernel.refusals import Refused
from throughcare.outbox.models import Event
from throughcare.people import commands, queries
from throughcare.people.choices import PaperKind
from throughcare.people.models import (
    Adjustment,
    Circumstance,
    Code,
    ContactPoint,
    ContactPreference,
    Disability,
    EqualityFact,
    Former,
    Paper,
    PersonalContact,
)
from throughcare.people.tests.known import LONG_AGO, NOW, TODAY, person, seated

pytestmark = pytest.mark.django_db

A_YEAR_AGO = date(2013, 6, 2)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def test_texts_are_for_whoever_agreed_and_the_newest_preference_counts(
    officer_here, somebody, told
):
    with seated(officer_here):
        for kind, value in (("mobile", "07700 900123"), ("email", "a@example.com")):
            commands.add_fact(
                said=commands.ContactPointSaid(kind=kind, value=value, starts_on=A_YEAR_AGO),
                **told,
            )
        for may_be_texted, starts_on in ((True, A_YEAR_AGO), (False, TODAY)):
            commands.add_fact(
                said=commands.ContactPreferenceSaid(
                    may_be_texted=may_be_texted,
                    channel="text",
                    text_language="cy",
                    starts_on=starts_on,
                ),
                **told,
            )

    with change_access.as_engine(now=NOW):
        before = queries.reachable([somebody.pk], on=TODAY - timedelta(days=1))
        since = queries.reachable([somebody.pk], on=TODAY)

    assert before[somebody.pk] == queries.Reachable(
        crn=somebody.crn,
        mobile="07700 900123",
        email="a@example.com",
        may_be_texted=True,
        channel="text",
        text_language="cy",
        is_limited=False,
    )
    assert since[somebody.pk].may_be_texted is False
    assert ContactPreference.objects.filter(ends_on=None).count() == 1


def test_who_has_died_is_not_reached_and_of_a_limited_record_it_is_said(officer_here, somebody):
    Restriction.objects.create(
        person_id=somebody.pk,
        account=officer_here,
        kind="restriction",
        reason="Known",
        starts_at=LONG_AGO,
    )
    gone = person("Z000009", "Zed", "Quill")
    type(gone).objects.filter(pk=gone.pk).update(died_on=TODAY)

    with change_access.as_engine(now=NOW):
        found = queries.reachable([somebody.pk, gone.pk], on=TODAY)

    assert {crn.crn: crn.is_limited for crn in found.values()} == {somebody.crn: True}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (commands.ContactPointSaid(kind="mobile", value="12", starts_on=TODAY), ("no-telephone",)),
        (commands.ContactPointSaid(kind="email", value="at", starts_on=TODAY), ("no-email",)),
        (
            commands.ContactPointSaid(
                kind="mobile", value="07700 900123", starts_on=TODAY, ends_on=A_YEAR_AGO
            ),
            ("ends-first",),
        ),
        (
            commands.PersonalContactSaid(
                relationship_id="relationship:NK", name=" ", starts_on=TODAY
            ),
            ("no-name",),
        ),
        (commands.CircumstanceSaid(type_id="disability:RM", starts_on=TODAY), ("no-such-code",)),
        (
            commands.CircumstanceSaid(
                type_id="circumstance:D", detail_id="circumstance-detail:A02", starts_on=TODAY
            ),
            ("not-its-detail",),
        ),
        (
            commands.AdjustmentSaid(
                category_id="adjustment:TIME", starts_on=TODAY, review_on=A_YEAR_AGO
            ),
            ("reviewed-first",),
        ),
        (
            commands.EqualityFactSaid(kind="ethnicity", answer="told", starts_on=TODAY),
            ("no-answer",),
        ),
        (
            commands.EqualityFactSaid(
                kind="ethnicity", answer="told", value_id="nationality:POL", starts_on=TODAY
            ),
            ("no-such-code",),
        ),
        (
            commands.DisabilitySaid(type_id="disability:RM", starts_on=TODAY + timedelta(days=1)),
            ("not-yet",),
        ),
    ],
)
@pytest.mark.usefixtures("codes")
def test_a_fact_that_cannot_be_is_refused(*, officer_here, told, said, why):
    with seated(officer_here), pytest.raises(Refused) as refused:
        commands.add_fact(said=said, **told)

    assert refused.value.codes == why
    assert not Event.objects.filter(name="people.details-changed.v1").exists()


@pytest.mark.usefixtures("codes")
def test_of_a_type_that_forbids_it_nobody_has_two_circumstances_on_one_day(
    officer_here, somebody, told
):
    home = commands.CircumstanceSaid(
        type_id="circumstance:A", detail_id="circumstance-detail:A02", starts_on=A_YEAR_AGO
    )
    health = commands.CircumstanceSaid(type_id="circumstance:D", starts_on=A_YEAR_AGO)
    with seated(officer_here):
        first = commands.add_fact(said=home, **told)
        for _ in range(2):
            commands.add_fact(said=health, **told)
        with pytest.raises(Refused) as refused:
            commands.add_fact(said=home, **told)
        commands.end_fact(what=commands.CircumstanceSaid, key=first.key, ends_on=TODAY, **told)
        commands.add_fact(
            said=commands.CircumstanceSaid(type_id="circumstance:A", starts_on=TODAY), **told
        )

    assert refused.value.codes == ("one-at-a-time",)
    assert Circumstance.objects.filter(type_id="circumstance:A").count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Circumstance.objects.create(
            person=somebody,
            type_id="circumstance:A",
            is_single=True,
            starts_on=TODAY,
            recorded_at=NOW,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Circumstance.objects.filter(pk=first.pk).update(is_single=False)


KINDS: list[tuple[commands.Said, dict[str, Any]]] = [
    (
        commands.ContactPointSaid(kind="mobile", value="07700 900123", starts_on=A_YEAR_AGO),
        {"value": "07700 900124"},
    ),
    (
        commands.ContactPreferenceSaid(may_be_texted=True, starts_on=A_YEAR_AGO),
        {"may_be_texted": False},
    ),
    (
        commands.PersonalContactSaid(
            relationship_id="relationship:NK",
            name="Bea Other",
            postcode="xa11aa",
            starts_on=A_YEAR_AGO,
        ),
        {"name": "Beatrice Other"},
    ),
    (
        commands.CircumstanceSaid(type_id="circumstance:D", starts_on=A_YEAR_AGO),
        {"notes": "Waits for an operation"},
    ),
    (
        commands.DisabilitySaid(type_id="disability:RM", starts_on=A_YEAR_AGO),
        {"impact": "No stairs"},
    ),
    (
        commands.AdjustmentSaid(category_id="adjustment:TIME", starts_on=A_YEAR_AGO),
        {"notes": "Afternoons"},
    ),
    (
        commands.EqualityFactSaid(kind="ethnicity", answer="refused", starts_on=A_YEAR_AGO),
        {"answer": "told", "value_id": "ethnicity:W9"},
    ),
]


@pytest.mark.usefixtures("codes")
def test_every_kind_of_fact_is_added_put_right_ended_and_taken_back(officer_here, told):
    done: list[bool] = []
    for said, changed in KINDS:
        what = type(said)
        other = what(**(vars(said) | changed))
        with seated(officer_here):
            made = commands.add_fact(said=said, **told)
            row = commands.correct_fact(key=made.key, said=other, reason="Mistyped", **told)
            done.append({name: getattr(row, name) for name in changed} == changed)
            ended = commands.end_fact(what=what, key=made.key, ends_on=TODAY, **told)
            done.append(ended.ends_on == TODAY)
            with pytest.raises(Refused) as refused:
                commands.end_fact(what=what, key=made.key, ends_on=TODAY, **told)
            done.append(refused.value.codes == ("ended",))
            with pytest.raises(Refused):
                commands.remove_fact(what=what, key=made.key, reason=" ", **told)
            commands.remove_fact(what=what, key=made.key, reason="Another's", **told)

    assert done == [True] * 21
    assert Former.objects.filter(is_removed=True).count() == 7
    assert Former.objects.filter(is_removed=False).count() == 7
    assert Event.objects.filter(name="people.details-changed.v1").count() == 28
    for model in (
        *(ContactPoint, ContactPreference, PersonalContact, Circumstance),
        *(Disability, Adjustment, EqualityFact),
    ):
        assert not model.objects.exists()


@pytest.mark.usefixtures("codes")
def test_what_somebody_did_not_say_is_kept_as_that_and_each_answer_follows_the_last(
    officer_here, somebody, told
):
    with seated(officer_here):
        for answer, value, day in (
            ("refused", None, A_YEAR_AGO),
            ("told", "nationality:POL", TODAY),
        ):
            commands.add_fact(
                said=commands.EqualityFactSaid(
                    kind="second-nationality", answer=answer, value_id=value, starts_on=day
                ),
                **told,
            )
        found: list[Any] = [*queries.facts_of(commands.EqualityFactSaid, somebody.pk, on=TODAY)]

    assert [(each.answer, each.value_id, each.ends_on) for each in found] == [
        ("told", "nationality:POL", None),
        ("refused", None, TODAY),
    ]


def test_a_number_is_not_kept_twice(officer_here, told):
    said = commands.ContactPointSaid(kind="mobile", value="07700 900123", starts_on=TODAY)
    with seated(officer_here):
        commands.add_fact(said=said, **told)
        with pytest.raises(Refused) as refused:
            commands.add_fact(said=said, **told)

    assert refused.value.codes == ("already-held",)
    assert ContactPoint.objects.count() == 1


def test_a_photograph_is_kept_once_of_its_type_and_size_and_taken_back(officer_here, told):
    kept: dict[str, Any] = {
        "kind": PaperKind.PHOTOGRAPH,
        "media_type": "image/png",
        "of_day": TODAY,
    }
    with seated(officer_here):
        made = commands.add_paper(content=PNG, **kept, **told)
        refusals = []
        for change in (
            {"content": PNG},
            {"content": b"GIF89a", "media_type": "image/gif"},
            {"content": b"GIF89a"},
            {"content": PNG + b"0" * 6_000_000},
            {"content": PNG + b"1", "of_day": TODAY + timedelta(days=1)},
            {"content": PNG, "kind": PaperKind.CONVICTIONS},
        ):
            with pytest.raises(Refused) as refused:
                commands.add_paper(**kept | change, **told)
            refusals.append(refused.value.codes)
        commands.remove_paper(key=made.key, reason="Another's face", **told)

    assert refusals == [
        ("already-held",),
        ("wrong-type",),
        ("not-its-type",),
        ("too-large",),
        ("not-yet",),
        ("wrong-type",),
    ]
    assert not Paper.objects.exists()


@pytest.mark.usefixtures("codes")
def test_elsewhere_and_where_the_record_is_closed_no_fact_is_read_or_written(
    *, officer_here, officer_elsewhere, somebody, told
):
    said = commands.ContactPointSaid(kind="mobile", value="07700 900123", starts_on=A_YEAR_AGO)
    with seated(officer_here):
        made = commands.add_fact(said=said, **told)
        commands.add_paper(
            kind=PaperKind.PHOTOGRAPH, content=PNG, media_type="image/png", of_day=TODAY, **told
        )
        assert len(queries.life(somebody.pk, on=TODAY).contact_points) == 1
    stranger = told | {"account_id": officer_elsewhere.pk}
    with seated(officer_elsewhere):
        assert queries.life(somebody.pk, on=TODAY) == NOTHING
        assert queries.history(somebody.pk, about="contactpoint", limit=5) == []
        with pytest.raises(PermissionDenied):
            commands.add_fact(said=said, **stranger)
        with pytest.raises(PermissionDenied):
            commands.remove_fact(
                what=commands.ContactPointSaid, key=made.key, reason="Mine", **stranger
            )
    Restriction.objects.create(
        person_id=somebody.pk,
        account=officer_here,
        kind="exclusion",
        reason="Kin",
        starts_at=LONG_AGO,
    )
    with seated(officer_here):
        assert queries.life(somebody.pk, on=TODAY) == NOTHING
        with pytest.raises(PermissionDenied):
            commands.add_fact(said=said, **told)
    assert ContactPoint.objects.count() == 1


NOTHING = queries.Life(
    contact_points=(),
    preference=None,
    personal_contacts=(),
    circumstances=(),
    disabilities=(),
    adjustments=(),
    photograph=None,
    convictions=None,
)


def test_a_code_that_is_not_offered_any_more_stays_readable(officer_here, codes):
    Code.objects.filter(key="ethnicity:W9").update(is_offered=False)

    with seated(officer_here):
        assert queries.codes("ethnicity") == []
        assert queries.described(["ethnicity:W9"]) == {
            "ethnicity:W9": "White: any other background"
        }
