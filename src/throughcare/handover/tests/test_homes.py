"""Where people live goes along with a company: stays with their steps, and of premises and beds what names them."""

import pytest

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import LONG_AGO, NOW, officer, person_with_case, unit_of
from throughcare.access.tests.undoing import undone
from throughcare.handover import commands
from throughcare.handover.choices import OnCollision
from throughcare.handover.tests.conftest import give_director, hand_over, silent
from throughcare.housing import queries as housing
from throughcare.housing.models import Application, Bed, Premises, Stay, StepTaken
from throughcare.organisation import commands as change_organisation

UNTIL = NOW.date().replace(day=30)
STEPS = ("submitted", "accepted", "placement-requested", "booked", "arrived")


def make_company() -> None:
    """A company with a case of somebody who lives in the second bed of premises, which are no part of it."""
    change_organisation.load_code_lists()
    company, house = unit_of("C05", kind="crc"), unit_of("AP1", kind="premises")
    team = unit_of("C05T", kind="team", parent=company)
    director = officer("director", owner=company, holder=company, role="director")
    case = person_with_case("X000001", owner=company, holder=team)
    premises = Premises.objects.create(
        code="AP1", unit=house, kind="approved", lines="1 Road", postcode="B1", recorded_at=LONG_AGO
    )
    beds = [
        Bed.objects.create(premises=premises, number=number, opens_on=LONG_AGO.date())
        for number in (1, 2)
    ]
    made = Application.objects.create(
        case=case,
        reference="HA1",
        kind="approved",
        state_id="arrived",
        applied_by_id=director.pk,
        submitted_at=NOW,
        stands_since=NOW,
        recorded_at=NOW,
    )
    for number, step in enumerate(STEPS, start=1):
        StepTaken.objects.create(
            case=case, application=made, number=number, step_id=step, recorded_at=NOW
        )
    Stay.objects.create(
        case=case,
        application=made,
        number=1,
        bed=beds[1],
        state="arrived",
        starts_on=NOW.date(),
        ends_on=UNTIL,
        arrived_on=NOW.date(),
        booked_by_id=director.pk,
        recorded_at=NOW,
    )


@pytest.fixture(scope="module")
def package(a_database, tmp_path_factory):
    place = tmp_path_factory.mktemp("homes") / "C05"
    with a_database():
        make_company()
        hand_over("C05", place=place)
    return place


def test_a_company_takes_along_who_lives_where_and_not_the_premises(package, a_database):
    with a_database():
        change_organisation.load_code_lists()
        with undone():
            give_director("programme")
            commands.take_over(
                place=package,
                username="programme",
                on_collision=OnCollision.REFUSE,
                public_key="",
                now=NOW,
                tell=silent,
            )

            stay = Stay.objects.select_related("bed__premises", "application").get()
            assert (stay.application.reference, stay.state, stay.ends_on) == (
                "HA1",
                "arrived",
                UNTIL,
            )
            assert (stay.bed.premises.code, stay.bed.number) == ("AP1", 2)
            assert [*StepTaken.objects.order_by("number").values_list("step_id", flat=True)] == [
                *STEPS
            ]
            assert [*Bed.objects.values_list("number", flat=True)] == [2]
            with change_access.as_engine(now=NOW):
                assert housing.broken() == []
