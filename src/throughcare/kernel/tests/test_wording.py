"""Conditions as somebody says them."""

import pytest

from throughcare.kernel.conditions.reading import parse
from throughcare.kernel.conditions.syntax import Attribute, Type, attributes
from throughcare.kernel.conditions.wording import say

ASKED = attributes(
    Attribute("rosh", Type.TEXT, "risk of serious harm"),
    Attribute("rsr", Type.NUMBER, "score"),
    Attribute("deferred", Type.BOOLEAN, "sentence deferred"),
    Attribute("trust", Type.UNIT, "provider now"),
    Attribute("sentenced_on", Type.DATE),
    Attribute("flags", Type.TEXTS, "flags"),
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rosh = 'high'", "risk of serious harm is high"),
        ("rosh in ['low', 'medium', 'high']", "risk of serious harm is low, medium or high"),
        ("rosh not in ['low', 'medium']", "risk of serious harm is not low or medium"),
        ("rounded(rsr, 2) >= 6.89", "score, rounded to 2 places, is at least 6.89"),
        ("rsr is unknown", "score is unknown"),
        ("rsr < 3 if unknown then false", "score is less than 3 (where that is unknown: no)"),
        ("trust under 'ASP'", "provider now is ASP or a part of it"),
        (
            "sentenced_on between 2014-01-01 and 2014-05-31",
            "sentenced on is from 1 January 2014 to 31 May 2014",
        ),
        ("flags has all ['weapons', 'staff']", "flags has weapons and staff"),
        (
            "(rosh = 'high' or deferred) and not rsr < 3",
            "(risk of serious harm is high or sentence deferred) and it is not so that score is less than 3",
        ),
    ],
)
def test_a_condition_is_said_in_the_words_of_its_attributes(text, said):
    assert say(parse(text, ASKED), ASKED) == said
