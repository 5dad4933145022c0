import pytest
from django.http import QueryDict
from django.test import RequestFactory

from throughcare.govuk.paging import Paging, paging


@pytest.mark.parametrize(
    ("total", "asked", "number", "first", "last", "pages"),
    [
        (0, "1", 1, 0, 0, 1),
        (1, "1", 1, 1, 1, 1),
        (25, "1", 1, 1, 25, 1),
        (26, "2", 2, 26, 26, 2),
        (1204, "49", 49, 1201, 1204, 49),
        (1204, "50", 49, 1201, 1204, 49),
        (1204, "0", 1, 1, 25, 49),
        (1204, "-1", 1, 1, 25, 49),
        (1204, "٣", 1, 1, 25, 49),
        (1204, "9" * 40, 1, 1, 25, 49),
    ],
)
def test_counts_are_true_whatever_page_is_asked_for(*, total, asked, number, first, last, pages):
    page = paging(RequestFactory().get("/cases", {"page": asked}), total=total)

    assert (page.number, page.first, page.last, page.pages) == (number, first, last, pages)
    assert len(range(total)[page.slice]) == (last - first + 1 if total else 0)


def test_other_pages_keep_the_filter_and_ask_for_no_fragment():
    query = QueryDict("tier=A&tier=B&page=2&fragment=1")

    page = Paging(number=2, size=25, total=100, query=query)

    assert page.href(3) == "?tier=A&tier=B&page=3"


@pytest.mark.parametrize(
    ("number", "total", "shown"),
    [
        (1, 10, [1]),
        (1, 20, [1, 2]),
        (1, 70, [1, 2, None, 7]),
        (3, 70, [1, 2, 3, 4, None, 7]),
        (4, 70, [1, 2, 3, 4, 5, 6, 7]),
        (7, 70, [1, None, 6, 7]),
    ],
)
def test_pages_offered_leave_out_two_or_more_and_never_one(number, total, shown):
    assert Paging(number=number, size=10, total=total, query=QueryDict()).shown() == shown
