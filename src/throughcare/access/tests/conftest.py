import pytest

from throughcare.access.tests import small_nation


@pytest.fixture
def nation(db) -> small_nation.Nation:
    return small_nation.make()


@pytest.fixture
def officer_here(nation):
    """An officer of company C05."""
    return nation.accounts["C05"]


@pytest.fixture
def officer_elsewhere(nation):
    """An officer of division N02."""
    return nation.accounts["N02"]


@pytest.fixture
def manager_here(nation):
    """A manager of company C05."""
    return small_nation.officer(
        "manager-c05", owner=nation.units["C05"], holder=nation.units["C05T"], role="manager"
    )


@pytest.fixture
def manager_elsewhere(nation):
    """A manager of division N02, who may restrict there."""
    return small_nation.officer(
        "manager-n02", owner=nation.units["N02"], holder=nation.units["N02T"], role="manager"
    )
