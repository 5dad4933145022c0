import argparse

import pytest

from throughcare.access.tests import small_nation
from throughcare.cli import housing as command_line
from throughcare.config.faults import Fault
from throughcare.housing.models import Bed, Premises

pytestmark = pytest.mark.django_db

WORDS = (
    *("record-premises", "AP9", "--for", "women", "--address", "9 Hill Street"),
    *("--postcode", "B1 1AA", "--beds", "3", "--from", "2014-01-01"),
)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command_line.arguments(parser)
    return command_line.run(parser.parse_args(words))


@pytest.fixture(autouse=True)
def nation(db) -> small_nation.Nation:
    return small_nation.make()


def test_premises_are_recorded_with_their_beds(capsys):
    small_nation.unit_of("AP9", kind="premises")

    run(*WORDS)

    assert capsys.readouterr().out == "AP9 is recorded, with 3 beds.\n"
    made = Premises.objects.get()
    assert (made.sex, made.kind) == ("F", "approved")
    assert list(Bed.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_what_cannot_be_is_said_and_nothing_is_recorded():
    small_nation.unit_of("AP9", kind="team")

    with pytest.raises(Fault, match="no unit of the kind premises"):
        run(*WORDS)
    with pytest.raises(Fault, match="APX"):
        run("record-premises", "APX", *WORDS[2:])

    assert not Premises.objects.exists()
