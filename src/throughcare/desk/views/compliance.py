"""How the sentences of a case are kept: figures, each with the list behind it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, who
from throughcare.probation import queries as probation
from throughcare.probation.choices import OutcomeCategory

MOST_LISTED = 100
NOTHING_LISTED: dict[str, object] = {"entries": (), "slots": (), "letters": ()}
MISSING, LETTERS, FAILURES, ALL = "missing", "letters", "failures", "all"


@who(Action.READ_CASE)
@require_safe
def compliance(request: access.Request, crn: str, number: int) -> HttpResponse:
    """One sentence: its figures, and the list behind the one that is asked about."""
    card = opened(request, crn, part=f"compliance {number}")
    if isinstance(card, HttpResponse):
        return card
    kept = probation.compliance(card.case_id, at=request.as_at)
    of = next((each for each in kept if each.number == number), None)
    if of is None:
        raise Http404
    shown = request.GET.get("show", FAILURES)
    return render(
        request,
        "desk/compliance.html",
        {
            "card": card,
            "of": of,
            "others": [each for each in kept if each.number != number],
            "figures": [
                {
                    "label": label,
                    "value": value,
                    "href": f"?show={key}#list",
                    "tone": "warn" if value and key in {MISSING, FAILURES} else None,
                }
                for label, value, key in _figures(of)
            ],
            "title_of_list": {key: label for label, _, key in _figures(of)}.get(shown, ""),
            "most": MOST_LISTED,
            **NOTHING_LISTED,
            **_listed(request, card, of, shown=shown),
        },
    )


def _figures(of: probation.Kept) -> list[tuple[str, int, str]]:
    """What each figure is called, how many there are, and the word by which its list is asked for."""
    return [
        ("Appointments that count", of.appointments, ALL),
        *(
            (category.label, of.of(category), category.value)
            for category in OutcomeCategory
            if category not in {OutcomeCategory.OTHER, OutcomeCategory.RESCHEDULED}
        ),
        ("Rescheduled by the person", of.by_outcome.get("RSOF", 0), "RSOF"),
        ("Rescheduled by the service", of.by_outcome.get("RSSR", 0), "RSSR"),
        ("Outcome missing", of.missing, MISSING),
        ("Letters sent in 12 months", of.letters, LETTERS),
        ("Failures that count now", of.failures, FAILURES),
    ]


def _listed(
    request: access.Request, card: probation.Card, of: probation.Kept, *, shown: str
) -> dict[str, object]:
    if shown == MISSING:
        slots = probation.slots_without_outcome(
            card.case_id, sentence=of.number, at=request.as_at, limit=MOST_LISTED
        )
        return {"slots": slots}
    if shown == LETTERS:
        return {"letters": probation.letters_of(card.case_id, sentence=of.number, at=request.as_at)}
    filters = probation.Filters(
        sentence=of.number,
        counted_only=True,
        has_outcome=True,
        failures_only=shown == FAILURES,
        since=of.counted_from if shown == FAILURES else None,
        outcome="" if shown in {FAILURES, ALL} else shown,
    )
    entries = probation.timeline(card.case_id, at=request.as_at, limit=MOST_LISTED, filters=filters)
    return {"entries": entries}
