"""What holds of every tier, whatever the facts."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from throughcare.allocation.rules.registrations import Registered
from throughcare.allocation.tests.test_tiers import letter, tier

FLAGS = st.builds(
    Registered,
    type=st.sampled_from(
        ["RVHR", "RHRH", "RMRH", "RLRH", "MAPP", "HREG", "RCHD", "rmdo", "IIOM", "PRC", "WEAP"]
    ),
    level=st.sampled_from(["", "M0", "M1", "M2", "M3"]),
    category=st.sampled_from(["", "M1", "M4"]),
    date=st.dates(date(2026, 1, 1), date(2026, 1, 4)),
)
PERCENT = st.decimals(0, 100, places=2)


@given(flags=st.lists(FLAGS, max_size=8), reordered=st.randoms(use_true_random=False))
def test_the_order_of_flags_changes_no_tier(flags, reordered):
    shuffled = list(flags)
    reordered.shuffle(shuffled)

    assert tier(registrations=tuple(flags)).code == tier(registrations=tuple(shuffled)).code


@given(lower=PERCENT, higher=PERCENT, ogrs=PERCENT)
def test_a_higher_score_never_gives_a_lower_level(lower, higher, ogrs):
    lower, higher = sorted([lower, higher])

    assert tier(rsr=higher).protect_level <= tier(rsr=lower).protect_level
    assert (
        tier(is_assessed=True, ogrs=higher).change_level
        >= tier(is_assessed=True, ogrs=lower).change_level
    )
    assert letter(arp=higher, csrp=ogrs).code <= letter(arp=lower, csrp=ogrs).code
    assert letter(arp=ogrs, csrp=higher).code <= letter(arp=ogrs, csrp=lower).code


@given(
    arp=PERCENT,
    csrp=PERCENT,
    is_arp_static=st.booleans(),
    is_csrp_static=st.booleans(),
    rosh=st.sampled_from([None, "low", "medium", "high", "very_high"]),
    has_mappa=st.booleans(),
    firmer=st.tuples(PERCENT, PERCENT, st.sampled_from(["low", "medium", "high", "very_high"])),
)
def test_a_tier_that_is_not_provisional_cannot_rise_with_what_was_missing(
    *, arp, csrp, is_arp_static, is_csrp_static, rosh, has_mappa, firmer
):
    found = letter(
        arp=arp,
        csrp=csrp,
        is_arp_static=is_arp_static,
        is_csrp_static=is_csrp_static,
        rosh=rosh,
        has_mappa=has_mappa,
    )
    known = letter(
        arp=firmer[0] if is_arp_static else arp,
        csrp=firmer[1] if is_csrp_static else csrp,
        rosh=rosh or firmer[2],
        has_mappa=has_mappa,
    )

    if not found.is_provisional:
        assert known.code >= found.code
