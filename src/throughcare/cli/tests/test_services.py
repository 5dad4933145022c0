import argparse

import pytest

from throughcare.access.tests import small_nation
from throughcare.cli import services as command_line
from throughcare.config.faults import Fault
from throughcare.probation.tests.lists import load
from throughcare.services.models import Contract

pytestmark = pytest.mark.django_db

WORDS = (
    *("record-contract", "ACC1", "A home", "--type", "ACC", "--from", "2014-01-01"),
    *("--supplier", "SUP9", "--area", "C05", "--area", "C11"),
)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command_line.arguments(parser)
    return command_line.run(parser.parse_args(words))


@pytest.fixture(autouse=True)
def nation(db) -> small_nation.Nation:
    load("services.ContractType")
    return small_nation.make()


def test_a_contract_is_recorded(capsys):
    small_nation.unit_of("SUP9", kind="supplier")

    run(*WORDS)

    assert capsys.readouterr().out == "ACC1 is recorded, for 2 areas.\n"
    assert Contract.objects.get().areas.count() == 2


def test_what_cannot_be_is_said_and_nothing_is_recorded():
    with pytest.raises(Fault, match="SUP9"):
        run(*WORDS)

    assert not Contract.objects.exists()
