"""Wrong proofs are counted for each name and each address, and then nobody is heard for a while.

So are visits without signing in: to public pages, for each address that asks for them, and to what a secret address shows.

Names that nobody has are counted and locked like the others, so that an answer tells none from the rest.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings

from throughcare.access.choices import AttemptKind
from throughcare.access.models import Attempts
from throughcare.access.rules import attempts
from throughcare.kernel.sealing import digest

LIMITS = {
    AttemptKind.NAME: attempts.FOR_A_NAME,
    AttemptKind.ADDRESS: attempts.FROM_AN_ADDRESS,
}


@dataclass(frozen=True, kw_only=True)
class Tries:
    """Where the failures of one try are counted: under its name, where it has one, and its address."""

    digests: dict[AttemptKind, str]
    is_locked: bool


def of_name(*, name: str, address: str, machine_now: datetime) -> Tries:
    """The tries for a name and from an address. No other try for the name is heard until commit."""
    kinds = {AttemptKind.NAME: name, AttemptKind.ADDRESS: address}
    digests = {kind: digest_of(text, kind=kind) for kind, text in kinds.items()}
    _counted(AttemptKind.NAME, digests[AttemptKind.NAME], machine_now=machine_now)
    return _tries(digests, machine_now=machine_now)


def of_address(*, address: str, machine_now: datetime) -> Tries:
    """The tries from an address that give no name."""
    digests = {AttemptKind.ADDRESS: digest_of(address, kind=AttemptKind.ADDRESS)}
    return _tries(digests, machine_now=machine_now)


def count_visit(*, of: str, most: int, machine_now: datetime) -> timedelta | None:
    """Count one more visit of an address, or to a secret one; how long it is not heard after `most`, or None.

    To be called in the transaction of a request. Once it is locked nothing is written, nor waited for.
    """
    marked = digest_of(of, kind=AttemptKind.VISIT)
    kept = Attempts.objects.filter(kind=AttemptKind.VISIT, digest=marked).first()
    if kept is None:
        row = _counted(AttemptKind.VISIT, marked, machine_now=machine_now)
    elif left := _left(_count(kept), machine_now=machine_now):
        return left
    else:
        row = Attempts.objects.select_for_update(no_key=True).get(pk=kept.pk)
    count = attempts.after_failure(_count(row), limit=most + 1, now=machine_now)
    Attempts.objects.filter(pk=row.pk).update(**asdict(count))
    return _left(count, machine_now=machine_now)


def _left(count: attempts.Count, *, machine_now: datetime) -> timedelta | None:
    if count.locked_until is None or not attempts.is_locked(count, now=machine_now):
        return None
    return count.locked_until - machine_now


def count_failure(tries: Tries, *, machine_now: datetime) -> bool:
    """Count one more, and say whether that locks a name or an address. What is long over is forgotten."""
    Attempts.objects.filter(since__lt=machine_now - attempts.KEPT_FOR).delete()
    is_locked = False
    for kind, marked in tries.digests.items():
        row = _counted(kind, marked, machine_now=machine_now)
        count = attempts.after_failure(_count(row), limit=LIMITS[kind], now=machine_now)
        Attempts.objects.filter(pk=row.pk).update(**asdict(count))
        is_locked |= attempts.is_locked(count, now=machine_now)
    return is_locked


def forget(tries: Tries) -> None:
    """Whoever proved who they are starts anew. An address does not: others share it."""
    Attempts.objects.filter(kind=AttemptKind.NAME, digest=tries.digests[AttemptKind.NAME]).update(
        failures=0, locked_until=None
    )


def digest_of(text: str, *, kind: AttemptKind) -> str:
    return digest(text, secret_key=settings.SECRET_KEY, purpose=f"attempts by {kind}")


def _tries(digests: dict[AttemptKind, str], *, machine_now: datetime) -> Tries:
    rows = Attempts.objects.filter(digest__in=digests.values())
    return Tries(
        digests=digests,
        is_locked=any(attempts.is_locked(_count(row), now=machine_now) for row in rows),
    )


def _counted(kind: AttemptKind, marked: str, *, machine_now: datetime) -> Attempts:
    """The row of a name or an address, held until commit."""
    Attempts.objects.bulk_create(
        [Attempts(kind=kind, digest=marked, since=machine_now)], ignore_conflicts=True
    )
    return Attempts.objects.select_for_update(no_key=True).get(kind=kind, digest=marked)


def _count(row: Attempts) -> attempts.Count:
    return attempts.Count(failures=row.failures, since=row.since, locked_until=row.locked_until)
