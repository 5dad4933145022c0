import pytest
from django.test import RequestFactory

from throughcare.govuk.frame import Frame, Link, frame_of

NAVIGATION = (
    Link(text="Home", url="/"),
    Link(text="Cases", url="/cases"),
    Link(text="My cases", url="/cases/mine"),
)


@pytest.mark.parametrize(
    ("path", "active", "current"),
    [
        ("/", ["Home"], ["Home"]),
        ("/cases", ["Cases"], ["Cases"]),
        ("/cases/X320741", ["Cases"], []),
        ("/cases/mine", ["My cases"], ["My cases"]),
        ("/casework", [], []),
    ],
)
def test_navigation_marks_the_nearest_area(path, active, current):
    items = Frame(navigation=NAVIGATION).navigation_items(path)

    assert [item["text"] for item in items if item["active"]] == active
    assert [item["text"] for item in items if item["current"]] == current


def test_frame_is_asked_for_once(settings):
    settings.PAGE_FRAME = "throughcare.govuk.tests.test_frame.frame_of_somebody"
    request = RequestFactory().get("/")

    first, second = frame_of(request), frame_of(request)

    assert first is second
    assert first.account_name == "Ruth Halloran"


def frame_of_somebody(_request):
    return Frame(account_name="Ruth Halloran")
