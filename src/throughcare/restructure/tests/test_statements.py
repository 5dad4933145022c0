"""What people state of a gate rests on a result that can be opened, and so does every signature."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from throughcare.kernel.refusals import Refused
from throughcare.rehearsal.models import Rehearsal
from throughcare.restructure.choices import Step
from throughcare.restructure.models import Statement
from throughcare.restructure.rules.evidence import Link
from throughcare.restructure.tests.pages import PLAN, REFERENCE, text_of
from throughcare.restructure.tests.plans import F1
from throughcare.restructure.tests.test_gates import approve, lights, rehearsed, state


@pytest.mark.parametrize(
    ("link", "codes"),
    [
        (Link(address=""), ["no-link"]),
        (Link(address="It was tried on Monday"), ["no-address"]),
        (Link(address="http://elsewhere.example/report"), ["no-address"]),
        (Link(address="https://a@elsewhere.example/report"), ["no-address"]),
        (Link(address="https://elsewhere.example/report"), ["undated"]),
        (Link(address="https://elsewhere.example/report", digest="abc"), ["no-digest"]),
        (
            Link(address="https://elsewhere.example/report", result_on=date(2014, 6, 1)),
            ["ahead"],
        ),
        (Link(address="/help-desk/of-nobody"), ["no-result"]),
        (Link(address="//elsewhere.example/report"), ["no-result"]),
        (Link(address=f"{PLAN}/results"), ["no-result"]),
        (Link(address=f"{PLAN}/readiness/law"), ["no-result"]),
        (Link(address=f"{PLAN}/runs/0"), ["no-result"]),
        (Link(address="/rehearsals/1"), ["no-result"]),
    ],
)
def test_a_statement_that_leads_to_no_result_is_refused_and_nothing_is_written(eve, link, codes):
    with pytest.raises(Refused) as refused:
        state(eve, "law", link=link)

    assert [reason.code for reason in refused.value.reasons] == codes
    assert not Statement.objects.exists()


def test_a_statement_rests_on_a_result_of_its_own_plan_that_is_there(tried):
    rehearsed(tried)
    run, made = tried.plan.runs.order_by("-id")[0], Rehearsal.objects.get()
    addresses = [f"{PLAN}/runs/{run.pk}", f"{PLAN}/results", f"/rehearsals/{made.pk}"]

    stated = [state(tried, "links", link=Link(address=each)) for each in addresses]

    assert [each.shows for each in stated] == [
        f"Run {run.pk}: Dry-run",
        "What the dry run found",
        f"Rehearsal {made.pk}",
    ]
    other = tried.take_in(
        F1.read_text(encoding="utf-8").replace(f"plan: {REFERENCE}\n", "plan: another\n", 1)
    )
    for address in addresses:
        with pytest.raises(Refused) as refused:
            state(other, "links", link=Link(address=address))
        assert [reason.code for reason in refused.value.reasons] == ["no-result"]


def test_a_statement_without_a_result_of_a_release_before_is_red_and_not_approved(eve):
    statement = state(eve, "law")
    approve(eve, statement)
    Statement.objects.update(address="", result_on=None)
    assert lights(eve)["law"] == "red"

    Statement.objects.update(approved_by_id=None, approved_at=None)
    with pytest.raises(Refused) as refused:
        approve(eve, statement)
    assert refused.value.reasons[0].code == "no-link"
    assert Statement.objects.get().approved_by_id is None


def test_a_statement_is_not_approved_once_its_result_is_gone(eve):
    rehearsed(eve)
    made = Rehearsal.objects.get()
    statement = state(eve, "help-desk", link=Link(address=f"/rehearsals/{made.pk}"))
    made.delete()

    with pytest.raises(Refused) as refused:
        approve(eve, statement)

    assert refused.value.reasons[0].code == "no-result"
    assert Statement.objects.get().approved_by_id is None


def test_the_database_keeps_no_statement_that_links_elsewhere_without_day_and_digest(eve):
    statement = state(eve, "law")

    for changed in ({"result_on": None}, {"address": "It is so."}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Statement.objects.filter(id=statement.pk).update(**changed)


def test_a_signature_opens_the_run_that_it_rests_on(staged, sign_in):
    run = staged.plan.runs.filter(step=Step.PLAN).order_by("-id")[0]
    director, officer = (
        sign_in(name, now=staged.now) for name in ("director", "officer.future-crc")
    )

    assert f'href="{PLAN}/runs/{run.pk}">Run {run.pk}</a>' in text_of(director.get(PLAN))
    page = text_of(director.get(f"{PLAN}/runs/{run.pk}"))
    assert f"Dry-run, run {run.pk}" in page
    assert "What it found" in page
    assert director.get(f"{PLAN}/runs/{run.pk + 1000}").status_code == 404
    assert officer.get(f"{PLAN}/runs/{run.pk}").status_code == 403
