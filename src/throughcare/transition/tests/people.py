"""Who in the nation a test looks through the eyes of."""

from throughcare.access.models import Account, Post
from throughcare.transition.models import Preview

REFERENCE = "transforming-rehabilitation-2014"
MINE = f"/your-monday/{REFERENCE}"
PLAN = f"/restructures/{REFERENCE}"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def account_with(role: str) -> Account:
    """The first account of a role whose post the plan answers."""
    previews = Preview.objects.exclude(standing="").values("account_id")
    post = Post.objects.filter(role=role, account__is_active=True, account_id__in=previews)
    account = post.order_by("pk")[0].account
    assert account is not None
    return account


def address_of(account: Account) -> str:
    return f"{PLAN}/previews/{account.reference}"
