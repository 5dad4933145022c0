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
