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


def test_it_is_said_whom_a_contract_is_for_or_its_type_says_so():
    small_nation.unit_of("SUP9", kind="supplier")

    run(*WORDS, "--for", "men")
    run(*(word.replace("ACC1", "WOS1").replace("ACC", "WOS") for word in WORDS))

    assert list(Contract.objects.order_by("code").values_list("code", "sex")) == [
        ("ACC1", "M"),
        ("WOS1", "F"),
    ]


def test_what_cannot_be_is_said_and_nothing_is_recorded():
    with pytest.raises(Fault, match="SUP9"):
        run(*WORDS)

    assert not Contract.objects.exists()
