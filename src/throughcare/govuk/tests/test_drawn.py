import pytest
from django.template import engines

from throughcare.govuk import drawn

INPUT = (
    '{% from "govuk_frontend_jinja/components/input/macro.html" import govukInput %}'
    "{{ drawn(govukInput, params) }}"
)


@pytest.fixture(autouse=True)
def nothing_kept():
    drawn._kept.clear()


def html_of(**params: object) -> str:
    return str(engines["jinja2"].from_string(INPUT).render({"params": params}))


def test_a_component_is_kept_and_drawn_as_the_first_time():
    first = html_of(name="crn", label={"text": "Number"})

    assert html_of(name="crn", label={"text": "Number"}) == first
    assert '<input class="govuk-input"' in first
    assert len(drawn._kept) == 1


def test_other_parameters_make_another_component():
    assert html_of(name="crn", label={"text": "Number"}) != html_of(
        name="crn", label={"text": "CRN"}
    )


def test_what_somebody_typed_is_shown_safely_and_kept_nowhere():
    shown = html_of(name="last", label={"text": "Last name"}, value="<O'Neil>")

    assert "&lt;O&#39;Neil&gt;" in shown
    assert len(drawn._kept) == 0
