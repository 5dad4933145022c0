"""What the middleware tells a door about the request that it serves."""

from datetime import date, datetime

from django.http import HttpRequest

from throughcare.access.models import Account


class Request(HttpRequest):
    """A request after `access.middleware`: who asks, when, and which day's facts they ask for.

    `account` is set on every page but those marked `login_not_required`, where `visitor` may be
    None. `as_at` is `now` unless `?as-at=2014-05-31` asks for the end of another day, which
    `as_at_day` then names. What may be seen is judged at `now`, always.
    """

    account: Account
    visitor: Account | None
    now: datetime
    as_at: datetime
    as_at_day: date | None
