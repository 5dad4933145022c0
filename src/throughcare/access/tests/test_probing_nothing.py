import pytest

from throughcare.access import commands
from throughcare.access.tests.small_nation import NOW


@pytest.mark.django_db
def test_without_a_nation_nothing_is_asked():
    assert list(commands.probe(count=4_000, seed=7, now=NOW)) == []
