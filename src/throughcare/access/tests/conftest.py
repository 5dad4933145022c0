from copy import deepcopy

import pytest
from django.contrib.sessions.backends.db import SessionStore

from throughcare.access.models import Passkey, ProviderLink
from throughcare.access.tests import proving, small_nation
from throughcare.access.tests.small_nation import LONG_AGO
from throughcare.access.tests.undoing import undone


@pytest.fixture(scope="module")
def nation_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), undone():
        yield small_nation.make()


@pytest.fixture
def nation(nation_once: small_nation.Nation, db: None) -> small_nation.Nation:
    return deepcopy(nation_once)


@pytest.fixture
def officer_here(nation):
    """An officer of company C05."""
    return nation.accounts["C05"]


@pytest.fixture
def officer_elsewhere(nation):
    """An officer of division N02."""
    return nation.accounts["N02"]


@pytest.fixture
def manager_here(nation):
    """A manager of company C05."""
    return small_nation.officer(
        "manager-c05", owner=nation.units["C05"], holder=nation.units["C05T"], role="manager"
    )


@pytest.fixture
def manager_elsewhere(nation):
    """A manager of division N02, who may restrict there."""
    return small_nation.officer(
        "manager-n02", owner=nation.units["N02"], holder=nation.units["N02T"], role="manager"
    )


@pytest.fixture(autouse=True)
def _quick(settings) -> None:
    """Passwords cost next to nothing here; one test says what they cost elsewhere."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def session() -> SessionStore:
    return SessionStore()


@pytest.fixture
def ready(officer_here, session) -> proving.Ready:
    """The officer of C05, with every kind of means there is."""
    made = proving.set_up(officer_here, session=session)
    Passkey.objects.create(
        account=officer_here,
        credential=b"1",
        public_key=b"2",
        uses=0,
        name="laptop",
        made_at=LONG_AGO,
    )
    ProviderLink.objects.create(
        account=officer_here, issuer="https://idp.example", subject="77", starts_at=LONG_AGO
    )
    return made
