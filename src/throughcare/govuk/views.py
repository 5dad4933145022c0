"""The style guide: every component with a real example, for those who build pages."""

from datetime import UTC, date, datetime
from http import HTTPStatus

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare.govuk import charts, waterfalls
from throughcare.govuk.forms import DayField
from throughcare.govuk.paging import paging

EXAMPLE_TOTAL = 1_204
EVE = datetime(2014, 5, 31, 9, 0, tzinfo=UTC)

# Invented counts between real names, enough to show how many small flows look beside large ones.
FLOWS = (
    ("Greater Manchester", "National Probation Service", 3_410),
    ("Greater Manchester", "Cheshire and Greater Manchester CRC", 8_770),
    ("Cheshire", "National Probation Service", 920),
    ("Cheshire", "Cheshire and Greater Manchester CRC", 2_380),
    ("Merseyside", "National Probation Service", 1_930),
    ("Merseyside", "Merseyside CRC", 4_860),
    ("Lancashire", "National Probation Service", 1_720),
    ("Lancashire", "Cumbria and Lancashire CRC", 4_210),
    ("Cumbria", "National Probation Service", 480),
    ("Cumbria", "Cumbria and Lancashire CRC", 1_010),
)
WEIGHTS = (
    ("Beforehand", "two records taken at random", -16.3),
    ("Name", "the same name", 11.2),
    ("Date of birth", "the same date of birth", 13.9),
    ("Address", "nothing in common", -2.0),
)
TIERS = (("Tier A", 112), ("Tier B", 348), ("Tier C", 529), ("Tier D", 215))


class ExampleForm(forms.Form):
    """One field of each kind."""

    happened_on = DayField(label="When did it happen?", help_text="For example, 31 5 2014")
    kind = forms.ChoiceField(
        label="Kind of contact",
        choices=[("", "Choose one"), ("office", "Office visit"), ("home", "Home visit")],
    )
    outcome = forms.ChoiceField(
        label="What was the outcome?",
        choices=[
            ("attended", "Attended and complied"),
            ("acceptable", "Did not attend, acceptable reason"),
            ("unacceptable", "Did not attend, no acceptable reason"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the outcome was"},
    )
    about = forms.MultipleChoiceField(
        label="What was it about?",
        choices=[("work", "Employment"), ("home", "Accommodation"), ("alcohol", "Alcohol")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    minutes = forms.IntegerField(label="Length in minutes", required=False)
    notes = forms.CharField(
        label="Notes",
        help_text="What was said and agreed",
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": "Enter notes"},
    )
    is_sensitive = forms.BooleanField(label="This entry is sensitive", required=False)


class DraftForm(forms.Form):
    """A field that is saved while somebody writes."""

    draft = forms.CharField(label="Draft", widget=forms.Textarea)


@login_not_required
@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Open to whoever is signed in, and to anybody where the demonstration runs."""
    _require_reader(request)
    filled = ExampleForm({"happened_on-day": "31", "happened_on-year": "2014", "kind": "home"})
    return render(
        request,
        "govuk/style_guide.html",
        {
            "eve": EVE,
            "review_on": date(2014, 6, 14),
            "form": ExampleForm(),
            "filled": filled,
            "draft": DraftForm(),
            "page": paging(request, total=EXAMPLE_TOTAL),
            "bars": charts.bars(
                TIERS,
                key="tiers",
                title="Cases by tier",
                label_heading="Tier",
                value_heading="Cases",
            ),
            "waterfall": waterfalls.waterfall(
                WEIGHTS,
                key="weights",
                title="What two records weigh (invented)",
                total="All in all",
            ),
            "flow": charts.flow(
                FLOWS,
                key="flow",
                title="Cases from trusts to providers (invented figures)",
                left_heading="Trust",
                right_heading="Provider",
                count_heading="Cases",
                highlighted=("National Probation Service",),
            ),
        },
    )


@login_not_required
@require_POST
def example(request: HttpRequest) -> HttpResponse:
    """Where the guide's example of a button posts to. Nothing is kept."""
    _require_reader(request)
    messages.success(request, "The button was pressed")
    return redirect("govuk:style_guide")


@login_not_required
@require_POST
def example_draft(request: HttpRequest) -> HttpResponse:
    """Where the guide's example of a draft is saved to. Nothing is kept."""
    _require_reader(request)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _require_reader(request: HttpRequest) -> None:
    is_demonstration = getattr(settings, "IS_DEMONSTRATION", False)
    user = getattr(request, "user", None)
    if not (is_demonstration or (user is not None and user.is_authenticated)):
        raise Http404
