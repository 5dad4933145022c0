"""The head of a provider sees what a plan says of its own side, and of no other."""

import re

from throughcare.access import commands as change_access
from throughcare.access.models import Post
from throughcare.restructure.choices import Step
from throughcare.restructure.models import Answer
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.pages import PLAN


def _head() -> Post:
    head = Post.objects.filter(role="officer", account__isnull=False).earliest("id")
    Post.objects.filter(pk=head.pk).update(role="executive")  # a tiny nation has none
    return head


def test_a_head_is_led_to_no_gate_that_others_decide(eve, sign_in):
    client = sign_in(_head().account.username, now=eve.now)

    page = client.get(f"{PLAN}/readiness").content.decode()

    assert "The help desk is ready" in page
    asked = set(re.findall(rf'href="({PLAN}/[^"]+)"', page))
    assert f"{PLAN}/readiness/help-desk" not in asked
    assert {client.get(address).status_code for address in asked} == {200}


def test_a_head_sees_the_answers_of_one_side(eve):
    head = _head()
    eve.done(Step.PLAN)
    trusts = set(Answer.objects.filter(kind="case").values_list("from_owner_id", flat=True))
    assert len(trusts) > 1
    with change_access.as_engine(now=eve.now):
        mine = sql.value("select owner_id from access_post_facts where item_id = %s", [head.pk])

    with change_access.acting_as(account_id=head.account_id, now=eve.now):
        seen = set(Answer.objects.values_list("from_owner_id", flat=True))

    assert seen == {mine}
