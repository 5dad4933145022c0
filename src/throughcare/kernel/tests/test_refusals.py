from enum import Enum

import pytest

from throughcare.kernel.refusals import Reason, Refused


class Refusal(Reason, Enum):
    FULL = "full", "Every table is taken."
    LATE = "late", "Booking closed yesterday."


def test_a_refusal_carries_every_reason_in_order():
    refused = Refused([Refusal.LATE, Refusal.FULL])

    assert refused.reasons == (Refusal.LATE, Refusal.FULL)
    assert refused.codes == ("late", "full")
    assert str(refused) == "Booking closed yesterday. Every table is taken."


def test_a_refusal_can_be_given_in_one_sentence():
    refused = Refused.because("closed", "The unit is closed.")

    assert refused.reasons == (Reason(code="closed", sentence="The unit is closed."),)


def test_a_refusal_without_a_reason_is_a_fault():
    with pytest.raises(ValueError, match="at least one reason"):
        Refused([])
