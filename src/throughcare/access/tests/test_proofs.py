"""Passwords and codes: what proves an account, what is counted, and who is not heard."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from throughcare.access import commands
from throughcare.access.commands import Outcome
from throughcare.access.models import Account, Attempts, CodeKey, Password, RecoveryCode
from throughcare.access.rules import attempts
from throughcare.access.tests import proving
from throughcare.access.tests.proving import give_code, give_password
from throughcare.audit.models import Entry
from throughcare.clock import queries as clock
from throughcare.kernel import sealing


def noted_since() -> list[str]:
    """What the trail says after the three entries of setting up."""
    entries = Entry.objects.order_by("written_at", "number")
    return sorted(list(entries.values_list("action", flat=True))[3:])


def signed_in(session) -> int | None:
    return commands.account_signed_in(session, machine_now=clock.machine_now())


def test_a_password_and_a_code_sign_in_and_a_password_alone_does_not(ready, session):
    first = give_password(session, username="officer-c05")
    between = signed_in(session)
    second = give_code(session, code=ready.code())

    assert (first, between, second) == (Outcome.PROVED, None, Outcome.PROVED)
    assert signed_in(session) == ready.account.pk
    assert noted_since() == ["account.signed-in"]


def test_a_code_counts_once_and_an_earlier_one_never_again(ready, session):
    now = clock.machine_now()
    ahead, shown = (ready.code(at=now + timedelta(seconds=seconds)) for seconds in (30, 0))

    outcomes = []
    for code in (ahead, ahead, shown):
        give_password(session, username="officer-c05", at=now)
        outcomes.append(give_code(session, code=code, at=now))

    assert outcomes == [Outcome.PROVED, Outcome.WRONG, Outcome.WRONG]
    assert signed_in(session) is None


def test_a_recovery_code_stands_in_for_a_code_once(ready, session):
    typed = ready.recovery_codes[3].lower().replace("-", " ")

    outcomes = []
    for _ in range(2):
        give_password(session, username="officer-c05")
        outcomes.append(give_code(session, code=typed))

    assert outcomes == [Outcome.PROVED, Outcome.WRONG]
    assert RecoveryCode.objects.filter(ended_at=None).count() == 9


def test_a_password_waits_ten_minutes_for_its_code(ready, session):
    now = clock.machine_now()
    give_password(session, username="officer-c05", at=now)

    late = now + timedelta(minutes=10)
    outcome = give_code(session, code=ready.code(at=late), at=late)

    assert outcome is Outcome.TOO_LATE
    assert signed_in(session) is None


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize("username", ["officer-c05", "officer-n02", "nobody"])
def test_names_are_locked_alike_whoever_has_them(username, session):
    outcomes = [
        give_password(session, username=username, password="wrong", address=f"10.0.0.{number}")
        for number in range(6)
    ]
    with_the_right_one = give_password(session, username=username)

    assert outcomes == [Outcome.WRONG] * 4 + [Outcome.LOCKED] * 2
    assert with_the_right_one is Outcome.LOCKED
    assert signed_in(session) is None
    assert noted_since() == ["account.locked", *["account.sign-in-failed"] * 5]


class CountingHasher(MD5PasswordHasher):
    """Counts how often it is put to work."""

    runs = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.runs += 1
        return super().encode(password, salt)


def test_a_name_that_nobody_has_takes_as_long_as_a_wrong_password(
    officer_here, officer_elsewhere, session, settings
):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    proving.set_up(officer_here, session=session)
    Account.objects.filter(pk=officer_elsewhere.pk).update(is_active=False)
    CountingHasher.runs = 0

    runs = []
    for username in ("officer-c05", "officer-n02", "nobody"):
        give_password(session, username=username, password="wrong")
        runs.append(CountingHasher.runs)

    assert runs == [1, 2, 3]


def test_a_digest_of_before_is_renewed_by_the_right_password_and_no_other(
    officer_here, session, settings
):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    proving.set_up(officer_here, session=session)
    settings.PASSWORD_HASHERS = [
        "throughcare.access.hashing.Argon2idHasher",
        *settings.PASSWORD_HASHERS,
    ]

    give_password(session, username="officer-c05", password="wrong")
    (before,) = Password.objects.values_list("digest", flat=True)
    proved = give_password(session, username="officer-c05")
    (after,) = Password.objects.values_list("digest", flat=True)

    assert before.startswith("scrypt$")
    assert proved == Outcome.PROVED
    assert after.startswith("argon2$argon2id$")


def test_a_lock_ends_by_itself_and_failures_are_forgotten(ready, session):
    now = clock.machine_now()
    for _ in range(5):
        give_password(session, username="officer-c05", password="wrong", at=now)

    just_before = now + attempts.LOCKED_FOR - timedelta(seconds=1)
    locked = give_password(session, username="officer-c05", at=just_before)
    after = now + attempts.LOCKED_FOR
    wrong = give_password(session, username="officer-c05", password="wrong", at=after)
    right = give_password(session, username="officer-c05", at=after)

    assert (locked, wrong, right) == (Outcome.LOCKED, Outcome.WRONG, Outcome.PROVED)


def test_a_right_password_does_not_let_codes_be_guessed_for_ever(ready, session):
    outcomes = []
    for number in range(6):
        give_password(session, username="officer-c05")
        outcomes.append(give_code(session, code=f"00000{number}"))

    assert outcomes[:4] == [Outcome.WRONG] * 4
    assert Outcome.PROVED not in outcomes
    assert give_password(session, username="officer-c05") is Outcome.LOCKED


def test_whoever_proves_who_they_are_starts_anew(ready, session):
    for _ in range(4):
        give_password(session, username="officer-c05", password="wrong")
    give_password(session, username="officer-c05")
    give_code(session, code=ready.code())

    outcomes = [give_password(session, username="officer-c05", password="wrong") for _ in range(4)]

    assert outcomes == [Outcome.WRONG] * 4


@pytest.mark.usefixtures("ready")
def test_an_address_is_locked_that_tries_many_names_and_another_is_heard(session):
    outcomes = [
        give_password(session, username=f"name-{number}", password="wrong") for number in range(101)
    ]

    assert outcomes == [Outcome.WRONG] * 99 + [Outcome.LOCKED] * 2
    assert give_password(session, username="officer-c05") is Outcome.LOCKED
    assert give_password(session, username="officer-c05", address="10.0.0.2") is Outcome.PROVED


def test_what_is_counted_names_nobody_and_is_forgotten_after_a_day(session, db):
    yesterday = clock.machine_now() - timedelta(days=1, seconds=1)
    give_password(session, username="ann.other", password="wrong", at=yesterday)
    kept = list(Attempts.objects.values_list("digest", flat=True))
    give_password(session, username="someone.else", password="wrong")

    assert [len(digest) for digest in kept] == [64, 64]
    assert "ann.other" not in str(kept) + str(list(Entry.objects.values_list("detail", flat=True)))
    assert Attempts.objects.filter(since=yesterday).count() == 0


def test_the_key_of_codes_is_sealed_for_its_account_alone(ready, settings):
    sealed = CodeKey.objects.get(account=ready.account).sealed

    def opened(*, account_id: int, secret_key: str = settings.SECRET_KEY) -> str | None:
        return sealing.unseal(
            sealed, secret_key=secret_key, purpose=f"one-time codes of account {account_id}"
        )

    assert ready.key not in sealed
    assert opened(account_id=ready.account.pk) == ready.key
    assert opened(account_id=ready.account.pk + 1) is None
    assert opened(account_id=ready.account.pk, secret_key="another" * 10) is None


def test_a_closed_account_signs_in_no_more(ready, session):
    give_password(session, username="officer-c05")
    Account.objects.filter(pk=ready.account.pk).update(is_active=False)

    outcomes = (
        give_code(session, code=ready.code()),
        give_password(session, username="officer-c05"),
    )

    assert outcomes == (Outcome.TOO_LATE, Outcome.WRONG)
    assert signed_in(session) is None


def test_sessions_that_are_over_are_thrown_away_when_somebody_signs_in(ready, session):
    over, going_on = SessionStore(), SessionStore()
    for other, seconds in ((over, -1), (going_on, 600)):
        other.set_expiry(seconds)
        other.create()

    give_password(session, username="officer-c05")
    half_proved_for = session.get_expiry_age()
    give_code(session, code=ready.code())

    assert list(Session.objects.values_list("pk", flat=True)) == [going_on.session_key]
    assert 590 < half_proved_for <= 600
    assert session.get_expiry_age() == 12 * 60 * 60


def test_a_code_is_worth_nothing_without_its_key_or_under_another_secret(ready, session, settings):
    code, secret = ready.code(), settings.SECRET_KEY
    give_password(session, username="officer-c05")
    settings.SECRET_KEY = "another" * 10
    under_another = give_code(session, code=code)
    settings.SECRET_KEY = secret
    CodeKey.objects.all().delete()
    without = give_code(session, code=code)

    assert (under_another, without) == (Outcome.WRONG, Outcome.WRONG)
    assert signed_in(session) is None
