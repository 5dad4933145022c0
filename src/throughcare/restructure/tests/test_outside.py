"""Lists of bodies outside: read line by line, compared with ours as of the plan, and counted until owed by a day."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.access import commands as change_access
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Phase, Step
from throughcare.restructure.models import OutsideDifference, OutsideList, OutsideReference
from throughcare.restructure.rules.outside import read
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.reform import Reform, account
from throughcare.restructure.tests.sign_offs import ONE, OTHER, appoint, head_of

OURS = """
select f.reference from probation_case_facts f
join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = f.owner_id where c.code = %s order by 1
"""
MOST_QUERIES = 30


def ours(reform: Reform, code: str) -> list[str]:
    return [reference for (reference,) in reform.rows(OURS, code)]


def file_of(references: list[str], *, head: str = "reference") -> bytes:
    return "\n".join([head, *references]).encode()


def hand_in(
    reform: Reform, body: str, content: bytes, *, by: str = "planner", is_partner: bool = False
) -> OutsideList:
    with change_access.acting_as(account_id=account(by), now=reform.now):
        return commands.hand_in_list(
            account_id=account(by),
            plan_id=reform.plan_id,
            body=body,
            is_partner=is_partner,
            content=content,
            now=reform.now,
        )


def compare(reform: Reform) -> list[tuple[str, str, str, str]]:
    """What differs once the worker has compared: reference, sort, ours and theirs."""
    with change_access.as_engine(now=reform.now):
        commands.compare_lists(plan_id=reform.plan_id, now=reform.now)
        found = OutsideDifference.objects.filter(settled_at=None).order_by("body", "reference")
        return list(found.values_list("reference", "sort", "ours", "theirs"))


def date(
    reform: Reform,
    handed_in: OutsideList,
    *,
    by: str = "planner",
    days: int = 7,
    one: int | None = None,
) -> int:
    with change_access.acting_as(account_id=account(by), now=reform.now):
        return commands.date_differences(
            account_id=account(by),
            plan_id=reform.plan_id,
            list_id=handed_in.pk,
            difference_id=one,
            owed_by="director",
            due_on=reform.now.date() + timedelta(days=days),
            now=reform.now,
        )


def found_by(reform: Reform) -> dict[str, int]:
    found = reform.done(Step.RECONCILE)["differences"]
    return {check: count for check, count in found.items() if count}


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (b"", ["Line 1: the first line must name the columns: reference, or reference,provider."]),
        (
            b"X1\nX2\n",
            ["Line 1: the first line must name the columns: reference, or reference,provider."],
        ),
        (b"reference\n", ["Line 2: there is no reference in the file."]),
        (b"reference\nX1\n\xff\n", ["Line 3: this is not text in UTF-8."]),
        (b"reference\nX1,C05\n", ["Line 2: it has 2 columns, and the first line names 1."]),
        (
            b"reference,provider\nX1,C05\n,C05\nX1,\n",
            ["Line 3: there is no reference.", "Line 4: X1 stands in line 2 already."],
        ),
        (b"reference\n" + b"X" * 41, ["Line 2: a reference has 40 signs at most."]),
        (b'reference\n"X1\n', ["Line 2: this is no CSV (unexpected end of data)."]),
    ],
)
def test_a_bad_file_is_told_by_line(content, sentences):
    found = read(content)

    assert [each.sentence for each in found.reasons] == sentences
    assert found.lines == ()


def test_of_many_mistakes_the_first_are_told_and_how_many_more():
    found = read(b"reference\n" + b",\n" * 25)

    assert len(found.reasons) == 21
    assert found.reasons[-1].sentence == "5 more lines have a mistake."


def test_an_equal_list_of_a_provider_makes_no_difference(first_morning):
    hand_in(first_morning, ONE.lower(), file_of(ours(first_morning, ONE)[::-1]))

    assert compare(first_morning) == []
    assert found_by(first_morning) == {}
    assert first_morning.plan.phase == Phase.RECONCILED


def test_what_is_missing_there_here_or_with_another_is_found_and_keeps_the_books_open(
    first_morning,
):
    mine, others = ours(first_morning, ONE), ours(first_morning, OTHER)

    hand_in(first_morning, ONE, file_of([*mine[1:], others[0], "ZZ9999Z"]))

    assert sorted(compare(first_morning)) == sorted(
        [
            (mine[0], "missing-there", ONE, ""),
            (others[0], "elsewhere", OTHER, ONE),
            ("ZZ9999Z", "missing-here", "", ONE),
        ]
    )
    assert found_by(first_morning) == {"outside": 3}
    assert first_morning.plan.phase == Phase.LIVE
    assert first_morning.rows(
        "select found from restructure_difference where subject = %s", f"{ONE}, {others[0]}"
    ) == [(f"with {OTHER} here, and with {ONE} in their list",)]


def test_what_somebody_owes_by_a_day_counts_no_more_until_the_day_has_passed(first_morning):
    mine = ours(first_morning, ONE)
    handed_in = hand_in(first_morning, ONE, file_of(mine[2:]))
    compare(first_morning)
    one = OutsideDifference.objects.earliest("reference")

    assert date(first_morning, handed_in, one=one.pk) == 1
    assert found_by(first_morning) == {"outside": 1}
    assert date(first_morning, handed_in, days=2) == 1
    assert found_by(first_morning) == {}
    assert first_morning.plan.phase == Phase.RECONCILED

    later = first_morning.at(first_morning.now + timedelta(days=3))
    assert found_by(later) == {"outside": 1}
    assert OutsideDifference.objects.filter(due_on__isnull=False).count() == 2


def test_a_later_list_settles_what_it_puts_right_and_keeps_who_owes_the_rest(first_morning):
    mine = ours(first_morning, ONE)
    first = hand_in(first_morning, ONE, file_of(mine[2:]))
    compare(first_morning)
    date(first_morning, first)

    second = hand_in(first_morning, ONE, file_of(mine[1:]))

    assert compare(first_morning) == [(mine[0], "missing-there", ONE, "")]
    assert OutsideDifference.objects.get(settled_at=None).owed_by_id == account("director")
    assert OutsideDifference.objects.get(reference=mine[1]).settled_at == first_morning.now
    assert hand_in(first_morning, ONE, file_of(mine[1:])).pk == second.pk
    assert OutsideList.objects.filter(superseded_at=None).count() == 1


def test_a_partner_is_held_to_what_it_lists_and_no_more(first_morning):
    mine, others = ours(first_morning, ONE), ours(first_morning, OTHER)
    lines = [f"{mine[0]},{ONE.lower()}", f"{mine[1]},{OTHER}", f"{others[0]},", "ZZ9999Z,"]

    hand_in(
        first_morning,
        "Prison  service",
        file_of(lines, head="reference,provider"),
        is_partner=True,
    )

    assert sorted(compare(first_morning)) == sorted(
        [(mine[1], "elsewhere", ONE, OTHER), ("ZZ9999Z", "missing-here", "", "")]
    )
    assert OutsideList.objects.get().body == "Prison service"


def test_lists_are_refused_for_no_provider_and_from_whom_they_are_not(first_morning):
    appoint(first_morning, ONE)
    good = file_of(ours(first_morning, ONE))

    for body, is_partner, code in (("ZZZ", False, "no-provider"), (ONE, True, "no-partner")):
        with pytest.raises(Refused) as refused:
            hand_in(first_morning, body, good, is_partner=is_partner)
        assert [each.code for each in refused.value.reasons] == [code]
    for by, body in ((head_of(ONE), OTHER), ("approver", ONE), ("officer.future-crc", ONE)):
        with pytest.raises(PermissionDenied):
            hand_in(first_morning, body, good, by=by)
    with pytest.raises(Refused) as refused:
        hand_in(first_morning, ONE, b"reference\n\n")
    assert [each.code for each in refused.value.reasons] == ["nothing-listed"]
    assert not OutsideList.objects.exists()


def test_a_head_hands_in_and_dates_its_own_and_sees_no_other(first_morning):
    for code in (ONE, OTHER):
        appoint(first_morning, code)
        hand_in(first_morning, code, file_of(ours(first_morning, code)[1:]), by=head_of(code))
    compare(first_morning)
    mine = OutsideList.objects.get(body=ONE)

    with change_access.acting_as(account_id=account(head_of(ONE)), now=first_morning.now):
        seen = [
            list(table.objects.order_by().values_list("body", flat=True).distinct())
            for table in (OutsideList, OutsideDifference)
        ]
        lines = OutsideReference.objects.count()
    with change_access.acting_as(account_id=account("officer.future-crc"), now=first_morning.now):
        of_officer = [
            table.objects.count() for table in (OutsideList, OutsideReference, OutsideDifference)
        ]

    assert (seen, lines, of_officer) == ([[ONE], [ONE]], mine.lines, [0, 0, 0])
    assert date(first_morning, mine, by=head_of(ONE)) == 1
    with pytest.raises(OutsideList.DoesNotExist):
        date(first_morning, OutsideList.objects.get(body=OTHER), by=head_of(ONE))


def test_a_date_needs_somebody_who_owes_it_and_a_day_ahead(first_morning):
    handed_in = hand_in(first_morning, ONE, file_of(ours(first_morning, ONE)[1:]))
    compare(first_morning)

    with (
        change_access.acting_as(account_id=account("planner"), now=first_morning.now),
        pytest.raises(Refused) as refused,
    ):
        commands.date_differences(
            account_id=account("planner"),
            plan_id=first_morning.plan_id,
            list_id=handed_in.pk,
            difference_id=None,
            owed_by="nobody.here",
            due_on=first_morning.now.date() - timedelta(days=1),
            now=first_morning.now,
        )

    assert [each.code for each in refused.value.reasons] == ["nobody-owes", "day-passed"]
    assert not OutsideDifference.objects.filter(due_on__isnull=False).exists()


def test_where_people_are_real_a_provider_without_a_list_is_a_difference(
    first_morning, monkeypatch
):
    monkeypatch.setattr(django_settings, "GO_ASKS_GATES", True)
    hand_in(first_morning, ONE, file_of(ours(first_morning, ONE)))
    with change_access.as_engine(now=first_morning.now):
        without = queries.without_a_list(first_morning.plan)

    assert ONE not in without
    assert OTHER in without
    assert found_by(first_morning) == {"outside": len(without)}


def test_the_pages_take_a_list_tell_what_differs_and_take_a_date(first_morning, sign_in):
    planner = sign_in("planner", now=first_morning.now)
    mine = ours(first_morning, ONE)
    assert "No list was handed in yet" in text_of(planner.get(f"{PLAN}/outside"))

    typed = {"whose": "provider", "body": ONE}
    wrong = SimpleUploadedFile("list.csv", b"reference\nX1\nX1\n", "text/csv")
    bad = planner.post(f"{PLAN}/outside", typed | {"file": wrong})
    assert bad.status_code == 422
    assert "Line 3: X1 stands in line 2 already." in text_of(bad)
    good = SimpleUploadedFile("list.csv", file_of(mine[-1:]), "text/csv")
    planner.post(f"{PLAN}/outside", typed | {"file": good})
    handed_in = OutsideList.objects.get()
    assert "Being compared" in text_of(planner.get(f"{PLAN}/outside"))
    compare(first_morning)

    page = text_of(planner.get(f"{PLAN}/outside/{handed_in.pk}"))
    assert page.count("Missing there: it is with") == min(25, len(mine) - 1) > 1
    one = OutsideDifference.objects.earliest("reference")
    address = f"{PLAN}/outside/{handed_in.pk}/differences/{one.pk}"
    assert "Not said yet" in text_of(planner.get(address))
    day = {"due_on-day": "9", "due_on-month": "6", "due_on-year": "2014"}
    assert planner.post(address, day).status_code == 422
    planner.post(address, day | {"owed_by": "director"})
    assert OutsideDifference.objects.get(id=one.pk).owed_by_id == account("director")
    planner.post(f"{PLAN}/outside/{handed_in.pk}/dates", day | {"owed_by": "director"})
    assert not OutsideDifference.objects.filter(due_on=None).exists()
    assert "Owed by a day" in text_of(planner.get(f"{PLAN}/outside"))
    assert planner.get(f"{PLAN}/outside/0").status_code == 404
    officer = sign_in("officer.future-crc", now=first_morning.now)
    assert officer.get(f"{PLAN}/outside").status_code == 403


def test_the_pages_ask_no_more_because_more_differs(first_morning, sign_in):
    mine = ours(first_morning, ONE)
    asked: dict[bool, list[int]] = {}
    for missing in (1, 20):
        handed_in = hand_in(first_morning, ONE, file_of(mine[missing:]))
        compare(first_morning)
        client = sign_in("planner", now=first_morning.now)
        for address in (f"{PLAN}/outside", f"{PLAN}/outside/{handed_in.pk}"):
            with CaptureQueriesContext(connection) as queries_asked:
                assert client.get(address).status_code == 200
            asked.setdefault(address.split("/")[-1].isdigit(), []).append(len(queries_asked))

    assert {min(each) == max(each) for each in asked.values()} == {True}
    assert max(max(each) for each in asked.values()) <= MOST_QUERIES


def test_a_difference_is_settled_within_a_year_and_a_partner_has_a_name_that_can_be_printed(
    first_morning,
):
    handed_in = hand_in(first_morning, ONE, file_of(["ZZ9999Z"]))
    compare(first_morning)

    with pytest.raises(Refused) as too_far:
        date(first_morning, handed_in, days=400)
    assert too_far.value.codes == ("day-too-far",)
    for name in ("The police\0", "P" * 41):
        with pytest.raises(Refused) as unnamed:
            hand_in(first_morning, name, file_of(["X1"]), is_partner=True)
        assert unnamed.value.codes == ("no-partner",)
