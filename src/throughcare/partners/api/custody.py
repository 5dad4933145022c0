"""Custody and licences over the interface: where somebody is, the dates ahead, and what they are held to."""

from typing import Annotated

from django.http import Http404
from ninja import Path, Router

from throughcare.access import queries as access
from throughcare.partners import forms
from throughcare.partners.api.doors import PROBLEMS, Crn, opened
from throughcare.probation import queries as probation

router = Router()

Number = Annotated[int, Path(ge=1, lt=2**15)]
"""A sentence, by its number within the case."""


@router.get("/cases/{crn}/sentences/{number}/custody", response={200: forms.Custody} | PROBLEMS)
def custody(request: access.Request, crn: Crn, number: Number) -> forms.Custody:
    """Where somebody is, the dates ahead, releases and recalls of a custodial sentence."""
    card = opened(request, crn, part="custody")
    held = probation.custody(card.case_id, number=number)
    if held is None:
        raise Http404
    return forms.Custody.of(crn, held)


@router.get("/cases/{crn}/sentences/{number}/licence", response={200: forms.Licence} | PROBLEMS)
def licence(request: access.Request, crn: Crn, number: Number) -> forms.Licence:
    """The latest licence of a custodial sentence, its conditions, and what supervision after it requires."""
    card = opened(request, crn, part="licence")
    held = probation.licence(card.case_id, number=number)
    if held is None:
        raise Http404
    return forms.Licence.of(crn, held)
