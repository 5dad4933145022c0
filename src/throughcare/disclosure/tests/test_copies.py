"""A copy of a record is prepared by one and approved by another, and has nothing of other people or what is sensitive."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from throughcare.access.models import Restriction
from throughcare.access.tests.small_nation import NOW
from throughcare.disclosure import commands, queries, rules, terms
from throughcare.disclosure.choices import Regime, RequestState
from throughcare.disclosure.models import LeftOut, Request, Withheld
from throughcare.disclosure.tests.asking import acting, asked, did, files_of, prepared, told
from throughcare.disclosure.tests.conftest import (
    MOTHER,
    SAID,
    SECRET,
    TAKEN_OUT,
    THROUGH_HER,
)
from throughcare.kernel.holdings import REGISTER
from throughcare.kernel.refusals import Refused
from throughcare.organisation.holdings import Disclosed, KeptBack, NotDisclosed
from throughcare.probation.models import Contact

pytestmark = pytest.mark.django_db


def test_a_copy_has_what_may_go_out_and_counts_what_may_not(record, keeper_of_records):
    made = prepared(keeper_of_records, asked(keeper_of_records, record))

    found = told(made)
    everything = b"\n".join(files_of(made).values()).decode("utf-8", "replace")

    assert found["record"]["Names"][0]["Last name"] == "Quillfeather"
    assert [each["Notes"] for each in found["record"]["The log"]] == [SAID, "Fine weather"]
    assert [each["Flag"] for each in found["record"]["Flags"]] == ["Flag RHRH"]
    assert {(each["what"], each["why"]): each["entries"] for each in found["withheld"]} == {
        ("The log", "Marked sensitive"): 1,
        ("The log", "About other people"): 2,
        ("The log", "Taken out of the record as wrong"): 1,
        ("Flags", "About other people"): 1,
    }
    assert [
        each
        for each in (SECRET, THROUGH_HER, TAKEN_OUT, "Of no account", *MOTHER.split(), "INVI")
        if each in everything
    ] == []


def test_the_pdf_and_the_tables_say_the_same(record, keeper_of_records):
    files = files_of(prepared(keeper_of_records, asked(keeper_of_records, record)))

    log = next(content for name, content in files.items() if name.endswith("-the-log.csv"))
    assert files["record.pdf"].startswith(b"%PDF-")
    assert log.decode("utf-8-sig").splitlines() == [
        "Number,Time,Entry,Notes",
        f"1,2010-01-01T00:00+00:00,Test,{SAID}",
        "6,2014-06-01T10:00+01:00,Test,Fine weather",
    ]
    assert "The log,Marked sensitive,1" in files["withheld.csv"].decode("utf-8-sig")


def test_no_spreadsheet_takes_what_was_written_for_a_formula(record, keeper_of_records):
    Contact.objects.filter(case=record, number=1).update(notes='=HYPERLINK("http://x")')

    files = files_of(prepared(keeper_of_records, asked(keeper_of_records, record)))

    log = next(content for name, content in files.items() if name.endswith("-the-log.csv"))
    assert '"\'=HYPERLINK(""http://x"")"' in log.decode()


def test_only_the_days_that_were_asked_for_are_told(record, keeper_of_records):
    day = NOW.date() - timedelta(days=1)
    made = asked(keeper_of_records, record, from_on=day, to_on=day + timedelta(days=1))

    found = told(prepared(keeper_of_records, made))

    assert [each["Notes"] for each in found["record"]["The log"]] == ["Fine weather"]
    assert (found["from_on"], found["until_on"]) == ("2014-06-01", "2014-06-01")


def test_the_list_of_what_is_in_no_copy_is_the_same_for_everybody(
    record, nation, keeper_of_records, elsewhere
):
    here = told(prepared(keeper_of_records, asked(keeper_of_records, record)))
    other = told(prepared(elsewhere, asked(elsewhere, nation.cases["C11"])))

    assert here["in_no_copy"] == other["in_no_copy"]
    assert "Other people" in here["in_no_copy"]["About other people"]


def test_a_table_that_no_room_speaks_of_goes_out_to_nobody_and_is_named(monkeypatch):
    queries.kept_back.cache_clear()
    monkeypatch.setattr(
        REGISTER,
        "holdings",
        [
            each
            for each in REGISTER.holdings
            if not (isinstance(each, NotDisclosed) and each.table == "probation.Draft")
        ],
    )

    assert ("probation.Draft", KeptBack.UNDECLARED) in queries.kept_back()

    queries.kept_back.cache_clear()


def test_every_table_about_people_says_whether_it_goes_out():
    spoken = {
        each.table for each in REGISTER.holdings if isinstance(each, (Disclosed, NotDisclosed))
    }

    assert [table for table in queries.about_people() if table not in spoken] == []


def test_an_entry_that_somebody_leaves_out_is_counted_and_not_told(record, keeper_of_records):
    made = prepared(keeper_of_records, asked(keeper_of_records, record))

    did(commands.leave_out, keeper_of_records, made, number=6, because=KeptBack.HARM)
    again = Request.objects.get()
    before = again.state
    found = told(prepared(keeper_of_records, again))

    assert before == RequestState.WAITING
    assert [each["Notes"] for each in found["record"]["The log"]] == [SAID]
    assert Withheld.objects.get(because="harm", called="The log").entries == 1


def test_what_cannot_be_left_out_is_refused_with_every_reason(record, keeper_of_records):
    made = asked(keeper_of_records, record)
    did(commands.leave_out, keeper_of_records, made, number=1, because=KeptBack.OTHERS)

    with pytest.raises(Refused) as twice:
        did(commands.leave_out, keeper_of_records, made, number=1, because=KeptBack.WORKING)
    with pytest.raises(Refused) as none:
        did(commands.leave_out, keeper_of_records, made, number=99, because=KeptBack.OTHERS)

    assert (twice.value.codes, none.value.codes) == (("left-out", "no-reason"), ("no-entry",))
    assert LeftOut.objects.count() == 1


def test_somebody_else_approves(record, keeper_of_records, approver, acts):
    made = prepared(keeper_of_records, asked(keeper_of_records, record))

    with pytest.raises(Refused) as own:
        did(commands.approve, keeper_of_records, made)
    unchanged = Request.objects.get().state
    did(commands.approve, approver, made)

    assert (own.value.codes, unchanged) == (("own-copy",), "prepared")
    assert Request.objects.get().state == RequestState.GONE
    assert ("copy.approved", (record.person.crn,)) in acts(approver)
    with pytest.raises(Refused):
        did(commands.withdraw, approver, made, answer="Late")


def test_the_database_lets_nobody_approve_their_own_copy(record, keeper_of_records):
    made = prepared(keeper_of_records, asked(keeper_of_records, record))

    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=made.pk).update(
            state="gone", ended_by_id=keeper_of_records.pk, ended_at=NOW
        )


def test_a_copy_is_sent_back_with_the_reason(record, keeper_of_records, approver):
    made = prepared(keeper_of_records, asked(keeper_of_records, record))

    with pytest.raises(Refused) as unsaid:
        did(commands.decline, approver, made, answer=" ")
    did(commands.decline, approver, made, answer="Entry 6 is not theirs")
    with pytest.raises(Refused) as again:
        did(commands.decline, approver, made, answer="Again")

    found = Request.objects.get()
    assert (unsaid.value.codes, again.value.codes) == (("no-answer",), ("not-now",))
    assert (found.state, found.answer) == ("waiting", "Entry 6 is not theirs")


def test_a_request_ends_without_a_copy_for_a_reason(record, keeper_of_records):
    made = asked(keeper_of_records, record)

    with pytest.raises(Refused):
        did(commands.withdraw, keeper_of_records, made, answer="")
    did(commands.withdraw, keeper_of_records, made, answer="They asked no more")

    assert Request.objects.get().state == RequestState.WITHDRAWN
    asked(keeper_of_records, record)


def test_a_copy_is_prepared_once_at_a_time_and_begun_again_where_it_stands_still(
    record, keeper_of_records
):
    made = asked(keeper_of_records, record)
    did(commands.have_prepared, keeper_of_records, made)

    with pytest.raises(Refused) as busy:
        did(commands.have_prepared, keeper_of_records, made)
    Request.objects.update(begun_at=NOW - timedelta(hours=1))
    did(commands.have_prepared, keeper_of_records, made)

    assert busy.value.codes == ("not-now",)
    assert Request.objects.get().begun_at == NOW


def test_a_request_that_ended_meanwhile_keeps_no_copy(record, keeper_of_records):
    made = asked(keeper_of_records, record)

    commands.prepare(reference=made.reference, now=NOW)

    assert (Request.objects.get().digest, Withheld.objects.count()) == ("", 0)


def test_what_cannot_be_asked_is_refused_with_every_reason(record, keeper_of_records):
    asked(keeper_of_records, record)

    with pytest.raises(Refused) as refused:
        asked(
            keeper_of_records,
            record,
            received_on=NOW.date() + timedelta(days=1),
            from_on=NOW.date(),
            to_on=NOW.date(),
        )
    with pytest.raises(Refused) as early:
        asked(keeper_of_records, record, received_on=date(1999, 1, 1))

    assert refused.value.codes == ("ahead", "ends-first", "waits")
    assert early.value.codes == ("waits", "no-law")
    assert Request.objects.count() == 1


def test_nobody_else_asks_or_sees_a_request(record, keeper_of_records, officer_here, elsewhere):
    made = asked(keeper_of_records, record)

    for stranger in (officer_here, elsewhere):
        with pytest.raises(PermissionDenied):
            asked(stranger, record)
    with pytest.raises(Http404):
        did(commands.have_prepared, elsewhere, made)
    with acting(elsewhere):
        seen = (queries.waiting(limit=5), queries.request(made.reference))
    with acting(keeper_of_records):
        own = queries.waiting(limit=5)

    assert (seen, own) == (([], None), [made])
    assert Request.objects.get().state == RequestState.WAITING


def test_whoever_is_kept_from_the_person_is_kept_from_the_request(record, keeper_of_records):
    asked(keeper_of_records, record)
    Restriction.objects.create(
        person_id=record.person_id,
        account_id=keeper_of_records.pk,
        kind="exclusion",
        starts_at=NOW - timedelta(days=1),
    )

    with acting(keeper_of_records):
        assert queries.waiting(limit=5) == []


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        (date(2014, 6, 2), date(2014, 7, 12)),
        (date(2018, 5, 24), date(2018, 7, 3)),
        (date(2018, 5, 25), date(2018, 6, 25)),
        (date(2024, 1, 30), date(2024, 2, 29)),
        (date(2025, 11, 25), date(2025, 12, 29)),
    ],
)
def test_the_clock_is_that_of_the_law_of_the_day(received_on, due_on):
    assert rules.due_on(received_on, clocks=terms.clocks(Regime.GENERAL)) == due_on


def test_the_list_goes_on_after_the_last_one_seen(record, nation, keeper_of_records):
    first = asked(keeper_of_records, record)

    with acting(keeper_of_records):
        assert queries.waiting(limit=5, after=(first.due_on, first.pk)) == []
        assert queries.waiting(limit=5, after=(first.due_on, first.pk - 1)) == [first]


def test_moments_of_a_copy_are_told_in_the_time_of_the_country(record, keeper_of_records):
    made = prepared(keeper_of_records, asked(keeper_of_records, record))

    assert datetime.fromisoformat(told(made)["made_at"]) == NOW
