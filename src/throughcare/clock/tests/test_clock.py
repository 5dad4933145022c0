from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from throughcare.clock import commands, queries
from throughcare.clock.models import Setting

EVE = datetime(2014, 5, 31, 9, 0, tzinfo=UTC)
SECONDS_A_TEST_MAY_TAKE = timedelta(seconds=5)


@pytest.fixture
def demonstration(settings):
    settings.DEMONSTRATION = True


@pytest.mark.django_db
def test_the_clock_is_the_machines_and_asks_nothing_outside_a_demonstration(
    settings, django_assert_num_queries
):
    settings.DEMONSTRATION = False
    Setting.objects.create(id=1, ahead_by=timedelta(days=-4000))

    with django_assert_num_queries(0):
        now = queries.now()

    assert abs(now - queries.machine_now()) < SECONDS_A_TEST_MAY_TAKE
    assert now.tzinfo is UTC


@pytest.mark.django_db
@pytest.mark.usefixtures("demonstration")
def test_a_moved_clock_runs_on_from_the_moment_it_was_set_to(django_assert_num_queries):
    commands.set_moment(moment=EVE, now_real=queries.machine_now() - timedelta(hours=3))

    with django_assert_num_queries(1):
        now = queries.now()

    assert EVE + timedelta(hours=3) <= now < EVE + timedelta(hours=3) + SECONDS_A_TEST_MAY_TAKE
    assert queries.read().is_moved


@pytest.mark.django_db
@pytest.mark.usefixtures("demonstration")
def test_a_clock_moved_twice_shows_the_later_setting():
    commands.set_moment(moment=EVE, now_real=queries.machine_now())
    commands.set_moment(moment=EVE + timedelta(days=1), now_real=queries.machine_now())

    assert queries.now() >= EVE + timedelta(days=1)
    assert Setting.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("demonstration")
def test_going_on_brings_back_the_machines_clock():
    commands.set_moment(moment=EVE, now_real=queries.machine_now())

    commands.go_on()

    assert abs(queries.now() - queries.machine_now()) < SECONDS_A_TEST_MAY_TAKE
    assert not queries.read().is_moved


@pytest.mark.django_db
def test_the_clock_cannot_be_moved_outside_a_demonstration(settings):
    settings.DEMONSTRATION = False

    with pytest.raises(PermissionDenied):
        commands.set_moment(moment=EVE, now_real=queries.machine_now())
    with pytest.raises(PermissionDenied):
        commands.go_on()

    assert not Setting.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("demonstration")
def test_the_application_may_move_the_clock_and_the_engine_may_only_read_it():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE throughcare_app")
        commands.set_moment(moment=EVE, now_real=queries.machine_now())
        cursor.execute("SET LOCAL ROLE throughcare_engine")
        assert queries.read().is_moved
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            commands.go_on()
        cursor.execute("RESET ROLE")

    assert Setting.objects.count() == 1


@pytest.mark.django_db
def test_there_is_one_clock():
    with pytest.raises(IntegrityError):
        Setting.objects.create(id=2, ahead_by=timedelta())


@pytest.mark.django_db
def test_the_clock_of_the_copy_of_a_rehearsal_can_be_moved_as_that_of_a_demonstration(settings):
    settings.DEMONSTRATION = False
    settings.REHEARSAL = True

    commands.set_moment(moment=EVE, now_real=queries.machine_now())

    assert EVE <= queries.now() < EVE + SECONDS_A_TEST_MAY_TAKE
    assert queries.read().is_moved
