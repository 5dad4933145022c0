from datetime import UTC, datetime

import pytest
from django.template import engines
from jinja2 import UndefinedError

from throughcare.govuk import jinja


def drawn(source, **values: object):
    return engines["jinja2"].from_string(source).render(values)


@pytest.mark.parametrize(
    "source", ["{{ mispelt }}", "{% if mispelt %}{% endif %}", "{{ page.mispelt }}"]
)
def test_misspelt_name_is_a_fault_and_not_a_gap(source):
    with pytest.raises(UndefinedError):
        drawn(source, page=object())


def test_key_that_a_dictionary_lacks_is_empty():
    assert drawn("[{{ cell.href }}]{% if cell.href %}!{% endif %}", cell={}) == "[]"


def test_what_a_page_is_given_is_escaped():
    assert drawn('{% import "govuk/components.html" as ui %}{{ ui.tag(words) }}', words="<b>") == (
        '<strong class="govuk-tag tc-tag">&lt;b&gt;</strong>'
    )


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2014, 5, 31, 23, 0, tzinfo=UTC), "midnight at the start of 1 June 2014"),
        (datetime(2014, 6, 1, 11, 5, tzinfo=UTC), "1 June 2014, 12:05pm"),
        (datetime(2014, 10, 26, 0, 30, tzinfo=UTC), "26 October 2014, 1:30am"),
        (datetime(2014, 10, 26, 1, 30, tzinfo=UTC), "26 October 2014, 1:30am"),
        (None, ""),
    ],
)
def test_moment_is_said_as_the_clock_on_the_wall_has_it(moment, words):
    assert jinja.moment(moment) == words


def test_asset_has_the_name_of_the_build(settings, tmp_path):
    (tmp_path / "current.json").write_text('{"version": "0123456789ab"}')
    settings.STATIC_ROOT = tmp_path

    assert jinja.asset("page.css") == "/assets/0123456789ab/page.css"


def test_missing_build_says_what_to_do(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path

    with pytest.raises(jinja.FrontEndMissing, match="npm run build"):
        jinja.asset("page.css")
