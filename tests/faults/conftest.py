import pytest
from django.test import Client

from tests.faults import phases
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.restructure.commands import writers


@pytest.fixture(scope="session")
def undisturbed(a_nation):
    """What the reform and its reversal come to when nothing goes wrong."""
    with a_nation():
        return phases.undisturbed()


@pytest.fixture(autouse=True)
def patient_switch(monkeypatch):
    """Whoever holds a lock against the switch holds it until something goes wrong, however busy the machine is."""
    monkeypatch.setattr(writers, "_LOCK_WAIT", "60s")


@pytest.fixture
def sign_in(settings):
    """A client of somebody of the demonstration, by user name."""
    settings.DEMONSTRATION = True
    settings.ALLOWED_HOSTS = ["testserver"]

    def signed_in(username: str, *, now) -> Client:
        change_clock.set_moment(moment=now, now_real=clock.machine_now())
        client = Client()
        client.post("/sign-in/demonstration", {"username": username})
        return client

    return signed_in
