from datetime import date

import pytest
from django import forms
from django.template import engines

from throughcare.govuk.forms import DayField, field_params, form_errors
from throughcare.govuk.views import ExampleForm


class Review(forms.Form):
    due_on = DayField(label="When is it due?")


class OptionalReview(forms.Form):
    due_on = DayField(label="When is it due?", required=False)


def typed(day, month, year):
    return {"due_on-day": day, "due_on-month": month, "due_on-year": year}


@pytest.mark.parametrize(
    ("parts", "errors"),
    [
        (("", "", ""), ["Enter a date"]),
        (("1", "", "2014"), ["The date must include a month"]),
        (("", "", "2014"), ["The date must include a day and month"]),
        (("29", "2", "2013"), ["Enter a real date"]),
        (("1", "June", "2014"), ["Enter a real date"]),
        (("1", "1", "99999999999999999999"), ["Enter a real date"]),
    ],
)
def test_date_that_is_none_is_refused_in_words(parts, errors):
    form = Review(typed(*parts))

    assert form.errors.get("due_on") == errors


def test_leap_day_is_a_date():
    form = Review(typed(" 29 ", "02", "2012"))

    assert form.is_valid()
    assert form.cleaned_data == {"due_on": date(2012, 2, 29)}


def test_date_that_may_be_left_out_is_nothing():
    form = OptionalReview(typed("", "", ""))

    assert form.is_valid()
    assert form.cleaned_data == {"due_on": None}


def test_every_error_leads_to_its_field():
    form = ExampleForm({"happened_on-day": "31", "minutes": "long"})

    errors = form_errors(form)

    assert errors == [
        {"text": "The date must include a month and year", "href": "#id_happened_on-day"},
        {"text": "This field is required.", "href": "#id_kind"},
        {"text": "Select what the outcome was", "href": "#id_outcome"},
        {"text": "Enter a whole number.", "href": "#id_minutes"},
        {"text": "Enter notes", "href": "#id_notes"},
    ]


def test_every_error_link_has_a_target_on_the_page():
    form = ExampleForm({"minutes": "long"})
    template = engines["jinja2"].from_string(
        '{% import "govuk/components.html" as ui %}{{ ui.fields(form) }}'
    )

    drawn = template.render({"form": form})

    targets = [error["href"][1:] for error in form_errors(form)]
    assert [target for target in targets if f'id="{target}"' not in drawn] == []


def test_what_was_typed_is_shown_again_escaped():
    form = ExampleForm({"notes": "<script>", "outcome": "attended", "about": ["work", "alcohol"]})

    kinds = {name: field_params(form[name]) for name in ("notes", "outcome", "about")}

    assert kinds["notes"][0] == "counted"
    assert kinds["notes"][1]["value"] == "<script>"
    assert [item["checked"] for item in kinds["outcome"][1]["items"]] == [True, False, False]
    assert [item["checked"] for item in kinds["about"][1]["items"]] == [True, False, True]


def test_field_that_may_be_left_out_says_so():
    assert field_params(ExampleForm()["minutes"])[1]["label"]["text"] == (
        "Length in minutes (optional)"
    )
