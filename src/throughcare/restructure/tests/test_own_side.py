"""The head of a provider sees what a plan says of its own side, and of no other."""

from throughcare.access import commands as change_access
from throughcare.access.models import Post
from throughcare.restructure.choices import Step
from throughcare.restructure.models import Answer
from throughcare.restructure.queries import sql


def test_a_head_sees_the_answers_of_one_side(eve):
    head = Post.objects.filter(role="officer", account__isnull=False).order_by("id").first()
    Post.objects.filter(pk=head.pk).update(role="executive")  # a tiny nation has none
    eve.done(Step.PLAN)
    trusts = set(Answer.objects.filter(kind="case").values_list("from_owner_id", flat=True))
    assert len(trusts) > 1
    with change_access.as_engine(now=eve.now):
        mine = sql.value("select owner_id from access_post_facts where item_id = %s", [head.pk])

    with change_access.acting_as(account_id=head.account_id, now=eve.now):
        seen = set(Answer.objects.values_list("from_owner_id", flat=True))

    assert seen == {mine}
