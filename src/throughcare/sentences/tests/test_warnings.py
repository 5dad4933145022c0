"""What is told beside dates that stand."""

from throughcare.sentences.rules.warnings import FORKED, warnings
from throughcare.sentences.tests.bookings import booking, sentence


def test_sentences_in_one_chain_or_beside_one_another_warn_of_nothing():
    first = sentence("2025-02-14", "8m")

    assert warnings(booking(first, sentence("2025-02-14", "6m", follows=first))) == []
    assert warnings(booking(first, sentence("2025-02-14", "6m"))) == []


def test_two_that_follow_one_are_told_with_the_length_of_the_longer_chain():
    first = sentence("2025-02-14", "8m")
    given = booking(
        first,
        sentence("2025-02-14", "1y 1w", follows=first),
        sentence("2025-02-14", "6m", follows=first),
    )

    (only,) = warnings(given)

    assert only.code == FORKED
    assert "1 year 8 months 1 week" in only.sentence


def test_sentences_that_follow_one_another_in_a_ring_are_told_too():
    one = sentence("2025-02-14", "8m", identifier="one")
    ring = [
        sentence("2025-02-14", "6m", identifier="two", follows=one),
        sentence("2025-02-14", "7m", identifier="three", follows=one),
    ]

    assert [each.code for each in warnings(booking(one, *ring))] == [FORKED]
