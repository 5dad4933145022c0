"""What the documentation promises to keep in step with the code."""

from tests.house.declared import events
from tests.house.source import ROOT, rooms
from throughcare.cli import personal_data, settings


def test_the_page_of_settings_is_what_the_program_prints():
    assert (ROOT / "docs" / "settings.md").read_text() == settings.page()


def test_the_page_of_personal_data_is_what_the_program_prints():
    assert (ROOT / "docs" / "personal-data.md").read_text() == personal_data.page()


def test_every_decision_is_listed():
    records = sorted(path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    listed = (ROOT / "docs" / "adr" / "README.md").read_text()

    assert [name for name in records if f"({name})" not in listed] == []


def test_every_room_has_a_page():
    pages = {path.stem for path in (ROOT / "docs" / "rooms").glob("*.md")}

    assert sorted(set(rooms()) - pages) == []


def test_every_event_is_named_on_the_page_of_its_room():
    names = sorted(event.name for event in events())

    assert [name for name in names if not is_named(name)] == []


def test_the_wall_sees_an_event_that_is_named_nowhere():
    assert not is_named("people.person-added.v2")


def is_named(event: str) -> bool:
    """Whether the page of its room names an event, in code and in full."""
    room, _, _ = event.partition(".")
    return f"`{event}`" in (ROOT / "docs" / "rooms" / f"{room}.md").read_text()


def test_the_changelog_has_a_place_for_what_is_new():
    headings = [
        line for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ")
    ]

    assert headings[0] == "## Unreleased"
