"""What a test may not do to those that its process runs next."""

from tests.house.source import ROOT


def test_no_test_empties_the_database_of_its_process():
    """What Django flushes after such a test are the tables that migrations filled, too; `own_database` is for committing."""
    flushing = "transaction" + "=True"
    places = [*ROOT.glob("src/throughcare/*/tests/**/*.py"), *ROOT.glob("tests/**/*.py")]

    assert len(places) > 100
    assert [str(path) for path in places if f"django_db({flushing}" in path.read_text()] == []
