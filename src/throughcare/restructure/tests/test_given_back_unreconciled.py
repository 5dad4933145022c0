"""A plan that is given back before it was ever reconciled: its guide, its pages and its evidence say that it has no books."""

import json
from datetime import UTC, datetime

from throughcare.restructure import queries
from throughcare.restructure.choices import Step
from throughcare.restructure.models import Evidence
from throughcare.restructure.tests.pages import PLAN, text_of

BACK = datetime(2014, 6, 3, 23, tzinfo=UTC)


def test_it_says_that_it_has_no_books_and_whose_books_prove_what_is_where(first_morning, sign_in):
    reversal = first_morning.gone_back(instant=BACK)
    first_morning = first_morning.at(BACK)
    director = sign_in("director", now=BACK)
    of_reversal = f"/restructures/{reversal.plan.reference}"

    asked = text_of(director.get(PLAN))
    books = text_of(director.get(f"{PLAN}/books"))
    unsealed = text_of(director.get(f"{PLAN}/evidence"))
    first_morning.done(Step.EVIDENCE)
    sealed = text_of(director.get(PLAN))
    page = text_of(director.get(f"{PLAN}/evidence"))

    assert "before this plan was reconciled: it has no books." in asked
    assert "Run the step Evidence: it seals what was answered, signed and run." in asked
    assert "The plan was given back before it was reconciled." in books
    assert f'href="{of_reversal}/books"' in books
    assert "The step Evidence seals what was done until then." in unsealed
    assert "The evidence is sealed, and says so." in sealed
    assert "Nothing more. The evidence is sealed." not in sealed
    assert "It has no books and no checks" in page
    assert f'href="{of_reversal}/evidence"' in page
    pack = json.loads(Evidence.objects.get().body)
    assert (pack["reconciliation"], pack["books"], pack["checks"]) == (None, [], [])
    assert "null where the plan was given back" in pack["about"]["reconciliation"]
    [told] = [
        each["paragraphs"]
        for each in queries.evidence_report(Evidence.objects.get())["sections"]
        if each["heading"] == "Reconciliation"
    ]
    assert "has no books and no checks" in told[0]
    assert first_morning.broken() == {}


def test_the_step_reconcile_is_not_shown_as_done(first_morning):
    first_morning.gone_back(instant=BACK)

    lines = {line.step: line.state for line in queries.steps(first_morning.plan, now=BACK)}

    assert (lines[Step.SWITCH], lines[Step.RECONCILE]) == ("done", "waiting")


def test_the_reversal_is_reconciled_and_says_which_run_its_books_are_of(first_morning, sign_in):
    reversal = first_morning.gone_back(instant=BACK)
    reversal.done(Step.RECONCILE)
    run = reversal.plan.runs.filter(step=Step.RECONCILE).latest("id")

    reversal.done(Step.EVIDENCE)

    pack = json.loads(Evidence.objects.get().body)
    assert (pack["reconciliation"]["run"], pack["reconciliation"]["open"]) == (run.pk, 0)
    page = text_of(
        sign_in("director", now=BACK).get(f"/restructures/{reversal.plan.reference}/evidence")
    )
    assert f"The books are those of run {run.pk}," in page
    assert reversal.broken() == {}
