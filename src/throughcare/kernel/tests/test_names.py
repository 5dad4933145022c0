import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.kernel import names


@pytest.mark.parametrize(
    ("written", "standard"),
    [
        ("Łukasz Żółć", "LUKASZ ZOLC"),
        ("Mc Donald", "MCDONALD"),
        ("Mac Donald", "MAC DONALD"),
        ("O\u2019Brien", "OBRIEN"),
        ("Smith-Jones", "SMITH JONES"),
        ("Mrs. J. Ævarsdóttir", "J AEVARSDOTTIR"),
        ("STRASSE", "STRASSE"),
        ("Straße", "STRASSE"),
        ("  ", ""),
    ],
)
def test_a_name_has_one_form(written, standard):
    assert names.standard(written) == standard


@given(name=st.text(max_size=30))
def test_standardising_twice_changes_nothing_that_is_compared(name):
    once = names.standard(name)

    assert names.standard(once) == once
    assert names.sound(once) == names.sound(name)


@pytest.mark.parametrize("name", ["", "unknown", "A N Other", "not-known", "X", "J K"])
def test_placeholders_are_no_names(name):
    assert names.is_placeholder(name)


def test_a_real_name_is_no_placeholder():
    assert not names.is_placeholder("Jo Unknown-Smith")
