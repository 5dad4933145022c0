"""The worked examples of the rules, by their letters."""

from throughcare.sentences.rules.facts import RecallType
from throughcare.sentences.tests.bookings import (
    PROGRESSION,
    booking,
    calculated,
    dates,
    eds,
    recalled,
    remand,
    sentence,
)


def test_example_a_15_months_with_remand():
    given = booking(
        sentence("2025-02-14", "15m", offence="2023-05-01"), adjusted=[remand("2025-02-14", 20)]
    )

    found = calculated(given).together

    assert {kind.value: str(day) for kind, day in found.dates.items()} == {
        "CRD": "2025-07-25",
        "SLED": "2026-04-23",
        "HDCED": "2025-04-26",
        "TUSED": "2026-07-25",
        "ESED": "2026-05-13",
    }
    assert found.length == "P1Y3M"


def test_example_b_a_chain_in_three_runs():
    first = sentence("2025-02-14", "8m")
    second = sentence("2025-02-14", "10w", follows=first)
    third = sentence("2025-02-14", "6m", follows=second)

    found = calculated(booking(first, second, third)).together

    assert {kind.value: str(day) for kind, day in found.dates.items()} == {
        "CRD": "2025-08-30",
        "SLED": "2026-06-22",
        "ESED": "2026-06-22",
        "HDCED": "2025-05-24",
        "TUSED": "2026-08-30",
    }
    assert found.length == "P1Y4M9D"


def test_example_c_six_years_in_the_second_tranche():
    found = calculated(booking(sentence("2023-03-01", "6y")))

    assert {kind.value: str(day) for kind, day in found.together.dates.items()} == {
        "CRD": "2025-07-24",
        "HDCED": "2025-01-26",
        "SLED": "2029-02-28",
        "ESED": "2029-02-28",
    }
    assert found.custody.tranches == {"SDS_40": "TRANCHE_2"}


def test_example_d_extended_sentence_with_removal_at_the_change():
    found = dates(eds("2024-01-10", "6y", "3y"), wants_removal=True)

    assert found == {
        "CRD": "2030-01-09",
        "PED": "2028-01-10",
        "ERSED": "2025-09-23",
        "SLED": "2033-01-09",
        "ESED": "2033-01-09",
    }


def test_example_e_recall_for_28_days():
    recall = recalled(RecallType.FIXED_28)

    found = dates(sentence("2025-01-06", "2y", recall=recall), returned="2025-12-01")

    assert found == {"PRRD": "2025-12-28", "SLED": "2027-01-05", "ESED": "2027-01-05"}


def test_example_f_one_third_waits_for_the_tranche():
    found = calculated(booking(sentence("2026-01-05", "24m")), under=PROGRESSION)

    assert {kind.value: str(day) for kind, day in found.together.dates.items()} == {
        "CRD": "2026-10-13",
        "HDCED": "2026-05-31",
        "SLED": "2028-01-04",
        "ESED": "2028-01-04",
    }
    assert found.custody.tranches == {"SDS_PROGRESSION_MODEL": "TRANCHE_2"}


def test_example_g_a_date_before_the_tranche_is_kept():
    found = calculated(booking(sentence("2024-12-10", "5y")), under=PROGRESSION)

    assert str(found.together.dates["CRD"]) == "2026-12-10"
    assert found.custody.tranches == {"SDS_PROGRESSION_MODEL": "TRANCHE_5"}
