"""A trust that was divided between a division and a company, whose cases are decided about."""

from datetime import UTC, date, datetime
from decimal import Decimal

from throughcare.access.tests.small_nation import LONG_AGO, NOW, Nation, state
from throughcare.organisation.choices import Fact, SuccessionKind
from throughcare.organisation.models import SuccessionEdge, SuccessionEvent
from throughcare.people.models import Address
from throughcare.probation.models import Case, RiskProfile, Sentence

DIVIDED = datetime(2014, 5, 31, 23, tzinfo=UTC)
SENTENCED_ON = date(2014, 6, 2)


def divide(nation: Nation) -> None:
    """SWM is divided between N02 and C05."""
    units = nation.units
    state(units["SWM"], Fact.OPERATING, "no", starts_at=DIVIDED)
    event = SuccessionEvent.objects.create(
        reference="division", effective_at=DIVIDED, legal_basis="Made up", recorded_at=LONG_AGO
    )
    SuccessionEdge.objects.bulk_create(
        SuccessionEdge(
            event=event,
            predecessor=units["SWM"],
            successor=units[code],
            kind=SuccessionKind.SPLIT,
            rule="nps-or-crc",
        )
        for code in ("N02", "C05")
    )


def sentence(case: Case, *, number: int = 1, imposed_on: date = SENTENCED_ON) -> Sentence:
    return Sentence.objects.create(
        case=case,
        number=number,
        type_id="201",
        offence_id="04600",
        imposed_on=imposed_on,
        recorded_at=NOW,
    )


def know(case: Case, **known: object) -> None:
    """All that the decision looks at is known, and says the company, but for what is said."""
    of_all: dict[str, object] = {
        "rsr": Decimal("1.1"),
        "rosh": "low",
        "mappa": "none",
        "meets_deportation_criteria": False,
        "public_interest": "none",
        "other_sentence": "none",
    }
    RiskProfile.objects.filter(case=case).update(**of_all | known)
    Address.objects.filter(person_id=case.person_id).update(area="SWM")
