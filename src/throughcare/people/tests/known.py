"""People who are known, and a searcher to find them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.db import connection, transaction

from throughcare.access.models import Account, Post, PostAssignment
from throughcare.kernel import names
from throughcare.organisation.models import Unit, UnitFact
from throughcare.people.models import Name, Person

LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
NOW = datetime(2014, 6, 2, 9, tzinfo=UTC)
TODAY = date(2014, 6, 2)


def searcher(username: str = "searcher") -> Account:
    """An officer with a seat in a trust of their own."""
    unit = Unit.objects.create(recorded_at=LONG_AGO)
    for fact, value in (("operating", "yes"), ("kind", "trust"), ("name", "Trust")):
        UnitFact.objects.create(
            unit=unit, fact=fact, value=value, starts_at=LONG_AGO, recorded_at=LONG_AGO
        )
    account = Account.objects.create(
        username=username, display_name=username.title(), recorded_at=LONG_AGO
    )
    post = Post.objects.create(
        code=username[:12].upper(), account=account, role="officer", starts_at=LONG_AGO
    )
    PostAssignment.objects.create(
        item=post,
        owner=unit,
        holder=unit,
        starts_at=LONG_AGO,
        recorded_at=LONG_AGO,
        basis="recorded",
    )
    return account


def person(
    crn: str,
    first: str,
    last: str,
    *,
    born_on: date | None = date(1980, 2, 1),
    alias: tuple[str, str] | None = None,
) -> Person:
    made = Person.objects.create(crn=crn, born_on=born_on, sex="M", recorded_at=LONG_AGO)
    for kind, (given, family) in (("legal", (first, last)), ("alias", alias or ("", ""))):
        if family:
            Name.objects.create(
                person=made,
                kind=kind,
                first=given,
                last=family,
                search_text=names.standard(f"{given} {family}"),
                recorded_at=LONG_AGO,
            )
    return made


@contextmanager
def seated(account: Account, *, now: datetime = NOW) -> Iterator[None]:
    """Ask as an account, under the row security that its requests meet."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select access_begin(%s, %s, %s)", [account.pk, now, now])
        cursor.execute("set local role throughcare_app")
        yield
        cursor.execute("reset role")
        cursor.execute("select access_end()")
