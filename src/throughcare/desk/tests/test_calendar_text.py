"""Text of calendars as RFC 5545 has it."""

from hypothesis import given
from hypothesis import strategies as st

from throughcare.desk.calendar_text import escaped, folded


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"])))
def test_a_folded_line_is_short_and_unfolds_to_itself(text):
    pieces = folded(f"SUMMARY:{text}").split(b"\r\n")

    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]).decode() == f"SUMMARY:{text}"


@given(st.text())
def test_escaped_text_has_nothing_that_ends_a_value_or_a_line(text):
    value = escaped(text)

    bare = value.replace("\\\\", "").replace("\\;", "").replace("\\,", "").replace("\\n", "")
    assert not set(bare) & set("\\;,\r\n")
    assert "\n" not in value


def test_separators_and_breaks_are_escaped_and_control_letters_left_out():
    assert escaped("a\\b;c,d\r\ne\rf\ng\x00\x0bh") == "a\\\\b\\;c\\,d\\ne\\nf\\ngh"
