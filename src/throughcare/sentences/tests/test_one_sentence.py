"""What one sentence alone gives: release, expiry, licence, parole, supervision."""

from datetime import date

import pytest

from throughcare.sentences.tests.bookings import (
    BEFORE_SDS40,
    STANDARD,
    SUMMER_2026,
    added,
    at_large,
    booking,
    breach,
    calculated,
    dates,
    days,
    dto,
    eds,
    fine,
    remand,
    restored,
    sentence,
    sopc,
    tagged_bail,
)


def test_remand_bail_time_at_large_and_added_days_move_release():
    # 24 months from 3 July 2023 are 731 days, half of them 366: unadjusted 2 July 2024
    found = dates(
        sentence("2023-07-03", "24m"),
        under=BEFORE_SDS40,
        adjusted=[
            remand("2023-07-03", 30),
            tagged_bail("2023-07-03", 10),
            at_large("2023-09-01", "2023-09-05"),
            added("2023-10-01", 21),
            restored("2023-11-01", 7),
        ],
    )

    assert found["CRD"] == "2024-06-11"  # 2 July + 5 - 40 + 14
    assert found["SLED"] == "2025-05-28"  # 2 July 2025 + 5 - 40: added days do not move expiry
    assert found["ESED"] == "2025-07-02"


def test_added_days_beyond_expiry_stay_unused():
    found = dates(
        sentence("2023-07-03", "2m"), under=BEFORE_SDS40, adjusted=[added("2023-07-04", 100)]
    )

    assert found["CRD"] == found["SLED"] == "2023-09-02"


def test_release_is_never_before_the_sentence():
    # half of 62 days is 31; what is deducted beyond that is lost, and expiry has it nevertheless
    given = booking(
        sentence("2023-07-03", "2m"), adjusted=[remand("2023-07-03", 40)], born=date(1980, 1, 1)
    )

    found = calculated(given, under=BEFORE_SDS40).together.dates

    assert str(found["CRD"]) == "2023-07-03"
    assert str(found["SLED"]) == "2023-07-24"


@pytest.mark.parametrize(
    ("custody", "offence", "kinds"),
    [
        ("11m", "2015-01-31", {"ARD", "SED"}),  # short, before the licence for short terms
        ("12m", "2015-01-31", {"CRD", "SLED"}),
        ("11m", "2015-02-01", {"CRD", "SLED"}),
        ("1d", "2015-02-01", {"ARD", "SED"}),
        ("2d", "2015-02-01", {"CRD", "SLED"}),
    ],
)
def test_short_terms_have_a_licence_from_1_february_2015(custody, offence, kinds):
    found = dates(sentence("2016-05-03", custody, offence=offence))

    assert {kind for kind in found if kind in {"CRD", "ARD", "SED", "SLED"}} == kinds


def test_an_old_sentence_of_one_to_four_years_has_licence_to_three_quarters():
    # 731 days from 3 July 2007: half is 366, three quarters 549 rounded up
    found = dates(sentence("2007-07-03", "2y", offence="2005-04-03"), under=BEFORE_SDS40)

    assert found["CRD"] == "2008-07-02"
    assert found["LED"] == "2009-01-01"
    assert found["SED"] == "2009-07-02"
    assert "SLED" not in found


@pytest.mark.parametrize(("custody", "kinds"), [("11m", {"ARD", "SED"}), ("4y", {"CRD", "SLED"})])
def test_an_old_sentence_is_dealt_with_by_its_length(custody, kinds):
    found = dates(sentence("2007-07-03", custody, offence="2005-04-03"), under=BEFORE_SDS40)

    assert {kind for kind in found if kind in {"CRD", "ARD", "SED", "SLED", "LED"}} == kinds


def test_a_new_sentence_begins_with_an_offence_on_4_april_2005():
    found = dates(sentence("2007-07-03", "2y", offence="2005-04-04"), under=BEFORE_SDS40)

    assert "LED" not in found
    assert found["SLED"] == "2009-07-02"


def test_extended_sentences_have_parole_at_two_thirds_or_release_there():
    discretionary = dates(eds("2023-03-02", "6y", "2y"))
    automatic = dates(eds("2014-03-03", "6y", "2y", is_released_automatically=True))

    # 6 years from 2 March 2023 are 2,192 days, two thirds of them 1,462
    assert discretionary["PED"] == "2027-03-02"
    assert discretionary["CRD"] == "2029-03-01"
    assert discretionary["SLED"] == "2031-03-01"
    # 2,192 days from 3 March 2014
    assert automatic == {"CRD": "2018-03-03", "SLED": "2022-03-02", "ESED": "2022-03-02"}


@pytest.mark.parametrize(
    ("on", "is_of_a_child", "parole"),
    [
        ("2022-06-27", False, "2024-06-26"),  # half of 4 years, 1,461 days: 731
        ("2022-06-27", True, "2025-02-24"),  # two thirds: 974
        ("2022-06-28", False, "2025-02-25"),
    ],
)
def test_parole_of_particular_concern_is_later_from_28_june_2022(on, is_of_a_child, parole):
    found = dates(sopc(on, "4y", is_of_a_child=is_of_a_child))

    assert found["PED"] == parole


@pytest.mark.parametrize(
    ("pounds", "on", "released"),
    [
        (9_999_999, "2015-06-01", "2016-05-31"),
        (10_000_000, "2015-05-31", "2016-05-30"),
        (10_000_000, "2015-06-01", "2017-05-31"),
    ],
)
def test_a_default_term_is_halved_unless_the_fine_is_very_large(pounds, on, released):
    found = dates(fine(on, "2y", pounds=pounds))

    assert found["ARD"] == released
    assert {"CRD", "HDCED", "TUSED"}.isdisjoint(found)


def test_no_remand_counts_for_a_civil_debt():
    debt = fine("2023-07-03", "2m", code="ZZ01001")

    found = dates(debt, adjusted=[remand("2023-07-03", 5), tagged_bail("2023-07-03", 5)])

    assert found["ARD"] == "2023-08-02"


def test_no_added_days_count_for_a_default_term():
    found = dates(fine("2023-07-03", "2m"), adjusted=[added("2023-07-10", 5)])

    assert found["ARD"] == "2023-08-02"


def test_a_breach_of_supervision_is_served_in_full():
    found = dates(breach("2023-07-03", "14d", supervised_until="2024-02-01"))

    assert found == {"ARD": "2023-07-16", "SED": "2023-07-16", "TUSED": "2024-02-01"}


def test_supervision_that_ended_before_the_breach_was_served_is_not_given():
    found = dates(breach("2023-07-03", "14d", supervised_until="2023-07-16"))

    assert "TUSED" not in found


@pytest.mark.parametrize(
    ("custody", "around"),
    [
        ("7m", None),
        ("8m", ("2023-10-01", "2023-12-01")),  # 244 days: the middle is 1 November
        ("17m", ("2024-02-18", "2024-04-18")),  # 519 days: 18 March
        ("18m", ("2024-02-02", "2024-06-02")),  # 550 days: 2 April, two months around it
    ],
)
def test_training_has_transfer_dates_by_its_length(custody, around):
    found = dates(dto("2023-07-03", custody), born=date(2006, 1, 1))

    assert (found.get("ETD"), found.get("LTD")) == (around or (None, None))
    assert "MTD" in found
    assert "HDCED" not in found


def test_remand_counts_for_training_from_28_june_2022():
    before = dates(dto("2022-06-27", "4m"), adjusted=[remand("2022-06-27", 10)])
    after = dates(dto("2022-06-28", "4m"), adjusted=[remand("2022-06-28", 10)])

    assert before["MTD"] == "2022-08-26"  # 122 days, half of them 61
    assert after["MTD"] == "2022-08-17"


@pytest.mark.parametrize(
    ("custody", "offence", "born", "is_supervised"),
    [
        ("23m", "2015-02-01", "1980-01-01", True),
        ("24m", "2015-02-01", "1980-01-01", False),
        ("23m", "2015-01-31", "1980-01-01", False),
        # 6 months from 3 July 2023 are 184 days, the middle 92 days later: 3 October 2023
        ("6m", "2015-02-01", "2005-10-02", True),
        ("6m", "2015-02-01", "2005-10-03", False),
    ],
)
def test_supervision_follows_short_terms_of_adults(custody, offence, born, is_supervised):
    found = dates(sentence("2023-07-03", custody, offence=offence), born=date.fromisoformat(born))

    assert ("TUSED" in found) is is_supervised


def test_added_days_never_move_supervision():
    given = sentence("2023-07-03", "6m")

    found = dates(given, under=BEFORE_SDS40, adjusted=[added("2023-07-10", 9)])

    assert found["CRD"] == "2023-10-11"
    assert found["TUSED"] == "2024-10-02"


def test_supervision_ends_with_its_repeal():
    found = dates(sentence("2023-07-03", "6m"), switched=["supervision_repealed"])

    assert "TUSED" not in found


def test_somebody_under_18_at_release_from_a_short_term_has_no_licence():
    # 92 of 184 days: release on 2 October 2023
    under = dates(sentence("2023-07-03", "6m"), under=BEFORE_SDS40, born=date(2005, 10, 3))
    of_age = dates(sentence("2023-07-03", "6m"), under=BEFORE_SDS40, born=date(2005, 10, 2))

    assert under["ARD"] == of_age["CRD"] == "2023-10-02"
    assert under["SED"] == of_age["SLED"]


@pytest.mark.parametrize(
    ("custody", "curfew"),
    [
        ("82d", None),  # 42 days to release are the least
        ("83d", "2023-07-31"),  # half of 42 is 21, and at least 28 have to be served
        ("12m", "2023-10-03"),  # 366 days: 183 to release, of which 92 are served
        ("23m", "2023-12-26"),  # 701 days: 351 to release, fewer than 360: 176 served
        ("24m", "2024-01-05"),  # 731 days: 366 to release, on 2 July 2024: 179 days before
    ],
)
def test_curfew_before_june_2025(custody, curfew):
    found = dates(sentence("2023-07-03", custody), under=BEFORE_SDS40)

    assert found.get("HDCED") == curfew


def test_nobody_on_the_register_and_no_long_violent_term_has_curfew():
    registered = dates(sentence("2023-07-03", "12m"), is_registered=True)
    long = dates(sentence("2018-07-03", "8y", would_be_plus=True))

    assert "HDCED" not in registered
    assert "HDCED" not in long


def test_curfew_is_not_in_the_first_14_days():
    found = dates(
        sentence("2023-07-03", "12m"), under=BEFORE_SDS40, adjusted=[remand("2023-07-03", 90)]
    )

    assert found["CRD"] == "2023-10-03"
    assert found["HDCED"] == "2023-07-17"


def test_curfew_crosses_to_the_longer_scheme_on_3_june_2025():
    # 3 years from 4 September 2024: 1,095 days, 438 to release at two fifths, on 15 November 2025
    found = dates(sentence("2024-09-04", "3y", offence="2024-01-01"), under=SUMMER_2026)

    # 180 days before would be 20 May 2025, before the change: that scheme
    assert found["HDCED"] == "2025-05-20"


@pytest.mark.parametrize("switch", ["adult_curfew_suspended", "adult_curfew_repealed"])
def test_curfew_of_adults_ends_when_it_is_switched_off(switch):
    found = dates(sentence("2026-08-03", "12m"), switched=[switch])

    assert ("HDCED" in found) is False


def test_curfew_of_a_young_person_goes_on_when_that_of_adults_ends():
    found = dates(
        sentence("2026-08-03", "12m", is_section_250=True), switched=["adult_curfew_repealed"]
    )

    assert "HDCED" in found


def test_expiry_is_after_the_last_day_at_large():
    # 31 of 62 days to release, 38 deducted: released at once, expiry on 26 July without time at large, on licence 7 days longer
    found = dates(
        sentence("2023-07-03", "2m", recall=STANDARD),
        under=BEFORE_SDS40,
        adjusted=[
            days("RECALL_REMAND", "2023-07-03", 38),
            at_large("2023-08-01", "2023-08-10"),
        ],
    )

    assert found["PRRD"] == found["SLED"] == "2023-08-11"


def test_time_at_large_after_licence_changes_nothing():
    found = dates(
        sentence("2023-07-03", "2m", recall=STANDARD),
        under=BEFORE_SDS40,
        adjusted=[
            days("RECALL_REMAND", "2023-07-03", 38),
            at_large("2023-08-03", "2023-08-10"),
        ],
    )

    assert found["SLED"] == "2023-07-26"
