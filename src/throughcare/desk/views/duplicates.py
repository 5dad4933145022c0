"""People who are likely to stand in the records twice: the list, one pair, and settling it. Nobody is merged."""

from collections.abc import Sequence

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.forms import RecognitionForm, SettlingForm
from throughcare.govuk.paging import PAGE_SIZE
from throughcare.govuk.waterfalls import Waterfall, waterfall
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.organisation import queries as organisation
from throughcare.people import commands as change_people
from throughcare.people import queries as people

MOST_DIGITS = 12
COMPARED = {
    "name": "Name",
    "born": "Date of birth",
    "place": "Address",
    "middle": "Middle name",
    "sex": "Sex",
    "pnc": "PNC number",
    "cro": "CRO number",
    "nino": "NI number",
    "prison": "Prison number",
    "telephone": "Telephone",
    "sentenced": "Sentence date",
}
"""What is compared, as the picture calls it."""


@who(Action.SEARCH, Action.SEE_PLAN)
@require_safe
def duplicates(request: access.Request) -> HttpResponse:
    """How many pairs there are, for the programme; the pairs themselves, for whoever finds people.

    `?after=` goes on; `?reform=` shows those alone that a reform brought together.
    """
    may = access.actions()
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= MOST_DIGITS else 0
    reforms = organisation.reforms(moment=organisation.pinned())
    reform = _reform(request.GET.get("reform", ""), among=reforms)
    change_id = reform.change_id if reform else None
    found = (
        people.likely_duplicates(limit=PAGE_SIZE + 1, after=after, change_id=change_id)
        if Action.SEARCH in may
        else []
    )
    shown = found[:PAGE_SIZE]
    _note(request, shown, action="person.duplicates-read")
    return render(
        request,
        "desk/duplicates.html",
        {
            "pairs": shown,
            "next": shown[-1].number if len(found) > PAGE_SIZE else 0,
            "is_first": not after,
            "made": people.latest_comparison(),
            "counts": people.count_duplicates() if Action.SEE_PLAN in may else None,
            "across": people.count_across(change_id=reform.change_id)
            if reform and Action.SEE_PLAN in may
            else None,
            "reforms": reforms,
            "reform": reform,
            "may_search": Action.SEARCH in may,
            "may_compare": Action.PLAN in may,
        },
    )


def _reform(asked: str, *, among: Sequence[organisation.Reform]) -> organisation.Reform | None:
    if not asked:
        return None
    found = next((reform for reform in among if reform.reference == asked), None)
    if found is None:
        raise Http404
    return found


@who(Action.SEARCH)
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: access.Request, crn: str, other: str) -> HttpResponse:
    """One pair, side by side; posted with a reason, it is settled as two people, or proposed as one."""
    pair = _found(crn, other)
    form = SettlingForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_settled(request, form, pair):
        return redirect("desk:duplicates")
    return _compared(request, pair, form=form)


@who(Action.SEARCH)
@require_POST
def recognition(request: access.Request, crn: str, other: str) -> HttpResponse:
    """Answer the proposal that a pair is one person."""
    pair = _found(crn, other)
    form = RecognitionForm(request.POST)
    if form.is_valid() and _is_answered(request, form, pair):
        return redirect("desk:duplicates")
    return _compared(request, pair, form=form)


def _found(crn: str, other: str) -> people.Pair:
    pair = people.likely_duplicate(first_crn=crn, second_crn=other)
    if pair is None:
        raise Http404
    return pair


def _compared(request: access.Request, pair: people.Pair, *, form: Form) -> HttpResponse:
    _note(request, [pair], action="person.duplicate-read")
    if pair.proposal is not None and not form.is_bound:
        form = RecognitionForm()
    return render(
        request,
        "desk/duplicate.html",
        {
            "pair": pair,
            "weighed": _weighed(request, pair),
            "sides": [people.profile(crn=each) for each in (pair.first_crn, pair.second_crn)],
            "form": form,
            "is_own": pair.proposal is not None
            and pair.proposal.proposed_by_id == request.account.pk,
            "has_errors": bool(form.errors),
        },
        status=422 if form.errors else 200,
    )


def _weighed(request: access.Request, pair: people.Pair) -> tuple[people.Weighed, Waterfall] | None:
    """What the two records weigh, and a picture of it."""
    found = people.weigh(
        first_crn=pair.first_crn, second_crn=pair.second_crn, today=local_day(request.now)
    )
    if found is None:
        return None
    parts = [("Beforehand", "two people taken at random", found.prior)]
    parts += [(COMPARED.get(name, name), words, weight) for name, words, weight in found.parts]
    return found, waterfall(
        parts, key="weights", title="What speaks for one person, and against", total="All in all"
    )


@who(Action.PLAN)
@require_POST
def comparisons(request: access.Request) -> HttpResponse:
    """Have everybody compared with one another again."""
    change_people.have_people_compared()
    messages.success(
        request, "Everybody is compared again. It takes some minutes in a whole nation."
    )
    return redirect("desk:duplicates")


def _is_settled(request: access.Request, form: SettlingForm, pair: people.Pair) -> bool:
    is_one = form.cleaned_data["verdict"] == "one"
    settle = change_people.propose_recognition if is_one else change_people.tell_apart
    try:
        settle(
            account_id=request.account.pk,
            first_crn=pair.first_crn,
            second_crn=pair.second_crn,
            reason=form.cleaned_data["reason"],
            now=request.now,
        )
    except Refused as refused:
        form.add_error("reason", str(refused))
        return False
    messages.success(
        request,
        f"{pair.first_crn} and {pair.second_crn} are "
        + ("proposed as one person." if is_one else "settled as two people."),
    )
    return True


def _is_answered(request: access.Request, form: RecognitionForm, pair: people.Pair) -> bool:
    crns = {"first_crn": pair.first_crn, "second_crn": pair.second_crn}
    try:
        if form.cleaned_data["decision"] == "yes":
            change_people.approve_recognition(
                account_id=request.account.pk, now=request.now, **crns
            )
            said = "are recognised as one person. Nothing is merged."
        else:
            change_people.decline_recognition(
                account_id=request.account.pk,
                answer=form.cleaned_data["answer"],
                now=request.now,
                **crns,
            )
            said = "are not recognised as one person. They can be settled anew."
    except Refused as refused:
        form.add_error("decision", str(refused))
        return False
    messages.success(request, f"{pair.first_crn} and {pair.second_crn} {said}")
    return True


def _note(request: access.Request, pairs: list[people.Pair], *, action: str) -> None:
    crns = sorted({crn for pair in pairs for crn in (pair.first_crn, pair.second_crn)})
    if crns:
        audit.record_many(
            account_id=request.account.pk,
            action=action,
            subject_kind="person",
            subject_references=crns,
            now=request.now,
        )
