"""What a case belongs with, on its pages: said, shown, ended, and by whom."""

from datetime import timedelta

import pytest

from throughcare.desk.tests.conftest import words
from throughcare.probation.models import Tie

pytestmark = pytest.mark.django_db

TYPED = {"kind": "household", "number": "x000003"}


def test_a_case_is_said_to_belong_with_others_and_no_more(browse, officer_here, crn):
    client = browse(officer_here)
    assert "Belongs with no other case" in words(client.get(f"/cases/{crn}/ties"))
    assert f'href="/cases/{crn}/ties"' in words(client.get(f"/cases/{crn}"))

    answer = client.post(f"/cases/{crn}/ties/new", TYPED, follow=True)

    (made,) = Tie.objects.all()
    assert answer.redirect_chain == [(f"/cases/{crn}/ties", 302)]
    assert (made.kind, made.shared_number) == ("household", "X000003")
    assert "A household that is kept together" in words(answer)

    client.post(f"/cases/{crn}/ties/{made.pk}/end")

    assert Tie.objects.get().ended_on == made.starts_on
    assert f"/ties/{made.pk}/end" not in words(client.get(f"/cases/{crn}/ties"))


def test_as_at_a_day_before_it_ended_it_still_counts(browse, officer_here, crn):
    client = browse(officer_here)
    client.post(f"/cases/{crn}/ties/new", TYPED)
    (made,) = Tie.objects.all()
    Tie.objects.update(ended_on=made.starts_on + timedelta(days=1))

    page = words(client.get(f"/cases/{crn}/ties"))

    assert "Still counts" in page or f"/ties/{made.pk}/end" in page


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"kind": ""}, "Select why they belong together"),
        ({"number": ""}, "Enter the number that they share"),
        ({"number": "a b"}, "Enter a number of 3 to 20 letters and digits"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(*, browse, officer_here, crn, changed, says):
    answer = browse(officer_here).post(f"/cases/{crn}/ties/new", TYPED | changed)

    assert answer.status_code == 422
    assert says in words(answer)
    assert not Tie.objects.exists()


def test_elsewhere_nobody_sees_it_or_says_it(browse, officer_here, officer_elsewhere, crn):
    browse(officer_here).post(f"/cases/{crn}/ties/new", TYPED | {"number": "SECRET1"})
    client = browse(officer_elsewhere)

    page = client.get(f"/cases/{crn}/ties", follow=True)
    client.post(f"/cases/{crn}/ties/new", TYPED | {"number": "OTHER1"})

    assert "SECRET1" in words(browse(officer_here).get(f"/cases/{crn}/ties"))
    assert "SECRET1" not in words(page)
    assert Tie.objects.count() == 1
