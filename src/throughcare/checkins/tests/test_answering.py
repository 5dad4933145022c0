"""Whoever knows a link answers its one check-in, once they said who they are, once."""

from datetime import date, timedelta

import pytest

from throughcare.access import commands as change_access
from throughcare.audit import queries as audit
from throughcare.checkins import commands, queries
from throughcare.checkins.models import CheckIn, HelpAsked, Registration, Video
from throughcare.checkins.tests.conftest import (
    HELP,
    NOW,
    VIDEO,
    acting,
    answers,
    anybody,
    entry,
    events,
    latest,
    proved,
    ran,
    refused,
    sent,
    submitted,
    token,
)
from throughcare.probation.models import Contact

pytestmark = pytest.mark.django_db


def test_a_check_in_is_answered_by_its_link_and_waits_in_the_log(officer_here, person, sentence):
    found = sent(officer_here, person, sentence=1)

    done = submitted(
        officer_here, person, of=found, helps=HELP, help_words="Rent is late", wants_contact=True
    )

    made = entry(done)
    assert (done.state, done.submitted_at, done.wellbeing) == ("submitted", NOW, "well")
    assert (done.comparison, done.wants_contact, done.token_digest) == ("not-compared", True, None)
    assert {*HelpAsked.objects.values_list("topic", flat=True)} == {"money", "housing"}
    assert (made.type_id, made.outcome_id, made.is_alert) == ("COVC", None, True)
    assert (made.sentence_id, made.author_id, made.starts_at) == (sentence.pk, None, NOW)
    assert "Rent" not in made.notes
    assert events()[-1] == "checkins.check-in-submitted.v1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": "Anna"},
        {"last": "Else"},
        {"born_on": date(1985, 3, 28)},
        {"crn_end": "9999"},
        {"crn_end": "003"},
        {"crn_end": ""},
        {"first": "%"},
        {"last": " "},
    ],
)
def test_whoever_says_wrongly_who_they_are_is_told_no_more_than_that(officer_here, person, wrong):
    found = sent(officer_here, person)

    said = proved(person, token(found), **wrong)

    kept = CheckIn.objects.get()
    assert said == ("wrong", "")
    assert (kept.tries, kept.proof_digest, kept.proven_at) == (1, "", None)


@pytest.mark.parametrize(
    "typed", [{"first": "ANN", "last": "O'ther"}, {"first": " Ánn ", "last": "other"}]
)
def test_names_are_compared_as_people_write_them(officer_here, person, typed):
    assert proved(person, token(sent(officer_here, person)), **typed)[0] == "proven"


def test_the_fifth_wrong_answer_locks_the_link_and_the_right_one_comes_too_late(
    officer_here, person
):
    found = sent(officer_here, person)
    link = token(found)

    wrong = [proved(person, link, first="Bob")[0] for _ in range(5)]

    assert wrong == ["wrong"] * 4 + ["locked"]
    assert proved(person, link) == ("locked", "")
    with anybody():
        assert queries.link_state(link, proof="", now=NOW) == "locked"
    with acting(officer_here):
        (line,) = queries.waiting([person.pk], now=NOW)
    assert (line.is_locked, line.state_words) == (True, "Locked")


def test_nothing_is_done_by_a_link_before_somebody_said_who_they_are(officer_here, person):
    link = token(sent(officer_here, person))

    with anybody():
        assert queries.draft_of(link, proof="", now=NOW) is None
        assert queries.draft_of(link, proof="made up", now=NOW) is None
        for act in (
            lambda: commands.keep_video(token=link, proof="", content=VIDEO, now=NOW),
            lambda: commands.answer(token=link, proof="", answers=answers(), now=NOW),
        ):
            with pytest.raises(commands.Gone):
                act()
        assert commands.submit(token=link, proof="", now=NOW) is False
    assert (Video.objects.count(), latest(person).state) == (0, "sent")


def test_a_proof_holds_for_an_hour_and_for_its_link_alone(
    officer_here, person, nation, officer_elsewhere
):
    link = token(sent(officer_here, person))
    _, proof = proved(person, link)

    def state(asked: str, *, after: int) -> str:
        at = NOW + timedelta(minutes=after)
        with anybody(at):
            return queries.link_state(asked, proof=proof, now=at)

    assert (state(link, after=59), state(link, after=60)) == ("proven", "open")
    assert state("0" * 40, after=1) == "gone"


def test_a_link_that_was_used_ended_or_never_was_is_the_same_to_whoever_asks(officer_here, person):
    done = submitted(officer_here, person)
    used = token(done)
    ran(NOW + timedelta(days=7))
    over = token(latest(person))
    late = NOW + timedelta(days=10, hours=15)

    said = {proved(person, each, at=late) for each in (used, over, "a" * 40)}

    assert said == {("gone", "")}


def test_the_newest_video_counts_and_no_more_than_five_are_taken(officer_here, person):
    link = token(sent(officer_here, person))
    _, proof = proved(person, link)

    with anybody():
        for number in range(5):
            commands.keep_video(token=link, proof=proof, content=VIDEO + bytes([number]), now=NOW)
        with pytest.raises(commands.TooMany):
            commands.keep_video(token=link, proof=proof, content=VIDEO, now=NOW)

    assert list(Video.objects.order_by("number").values_list("number", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "no-video"),
        (VIDEO + bytes(200), "video-too-large"),
    ],
)
def test_what_is_no_video_or_too_large_is_refused(settings, officer_here, person, content, code):
    settings.CHECKIN_VIDEO_BYTES = 100
    link = token(sent(officer_here, person))
    _, proof = proved(person, link)

    with anybody():
        codes = refused(commands.keep_video, token=link, proof=proof, content=content, now=NOW)

    assert (codes, Video.objects.count()) == ((code,), 0)


def test_a_check_in_without_a_video_or_answers_is_not_handed_in(officer_here, person):
    link = token(sent(officer_here, person))
    _, proof = proved(person, link)

    with anybody():
        nothing = commands.submit(token=link, proof=proof, now=NOW)
        commands.keep_video(token=link, proof=proof, content=VIDEO, now=NOW)
        without = commands.submit(token=link, proof=proof, now=NOW)

    assert (nothing, without, latest(person).state) == (False, False, "sent")
    assert not Contact.objects.filter(type_id="COVC").exists()


def test_what_was_answered_is_changed_until_it_is_handed_in(officer_here, person):
    link = token(sent(officer_here, person))
    _, proof = proved(person, link)

    with anybody():
        commands.answer(
            token=link, proof=proof, answers=answers(helps=HELP, help_words="Rent"), now=NOW
        )
        commands.answer(token=link, proof=proof, answers=answers(contact_words="unasked"), now=NOW)
        draft = queries.draft_of(link, proof=proof, now=NOW)

    assert draft is not None
    assert (draft.helps, draft.help_words, draft.contact_words) == ((), "", "")
    assert (draft.wants_contact, draft.is_whole) == (False, False)


def test_the_trail_says_what_was_done_by_nobody(officer_here, person):
    link = token(sent(officer_here, person))
    proved(person, link, first="Bob")
    submitted(officer_here, person, of=latest(person))

    with change_access.as_engine(now=NOW):
        found = [
            each.action
            for each in audit.acts_about(
                subject_kind="case", subject_reference=person.person.crn, limit=20
            )
            if each.action.startswith("checkin.")
        ]
    assert sorted(found) == [
        *("checkin.not-proven", "checkin.proven", "checkin.registered"),
        *("checkin.sent", "checkin.submitted"),
    ]


def test_nobody_reads_a_row_of_it_without_signing_in(officer_here, person):
    submitted(officer_here, person, helps=HELP)

    tables = (Registration, CheckIn, HelpAsked, Video)
    with anybody():
        counts = [table.objects.count() for table in tables]

    assert (counts, [table.objects.count() for table in tables]) == ([0, 0, 0, 0], [1, 1, 2, 1])
