import pytest

from throughcare.organisation.tests.split import Split


@pytest.fixture
def split(db) -> Split:
    return Split()
