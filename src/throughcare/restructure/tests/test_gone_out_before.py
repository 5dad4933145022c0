"""What no reversal takes back, as it is shown before the go decision."""

from datetime import timedelta

from throughcare.restructure import queries
from throughcare.restructure.tests.pages import PLAN, text_of
from throughcare.restructure.tests.test_gone_out import carried, counts


def test_whoever_signs_the_go_decision_sees_what_goes_out_in_thirty_days(staged, sign_in):
    carried(at=staged.now - timedelta(days=1))
    carried(at=staged.now - timedelta(days=31))

    page = text_of(sign_in("approver", now=staged.now).get(PLAN))

    assert counts(staged)["messages"] == 1
    assert "Nothing has gone out under the new structure yet." in page
    assert page.index("Messages sent outside") < page.index("Sign the go decision")
    assert not queries.period_of(staged.plan, now=staged.now).is_new
