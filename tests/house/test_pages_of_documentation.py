"""What the documentation promises to keep in step with the code."""

from tests.house.source import ROOT, rooms
from throughcare.cli.settings import page


def test_the_page_of_settings_is_what_the_program_prints():
    assert (ROOT / "docs" / "settings.md").read_text() == page()


def test_every_decision_is_listed():
    records = sorted(path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    listed = (ROOT / "docs" / "adr" / "README.md").read_text()

    assert [name for name in records if f"({name})" not in listed] == []


def test_every_room_has_a_page():
    pages = {path.stem for path in (ROOT / "docs" / "rooms").glob("*.md")}

    assert sorted(set(rooms()) - pages) == []


def test_the_changelog_has_a_place_for_what_is_new():
    headings = [
        line for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ")
    ]

    assert headings[0] == "## Unreleased"
