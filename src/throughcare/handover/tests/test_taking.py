"""A package goes into an empty database as it was, and into one that has the same once, or not at all."""

from datetime import UTC, datetime

import duckdb
import pytest

from throughcare.access import commands as change_access
from throughcare.access.tests.undoing import undone
from throughcare.handover import commands
from throughcare.handover.choices import OnCollision
from throughcare.handover.models import Renumbered, TakeOver
from throughcare.handover.queries import owners, packages, parquet, sql
from throughcare.handover.queries.shapes import shapes
from throughcare.handover.tests.conftest import give_director, silent
from throughcare.kernel.refusals import Refused
from throughcare.organisation import commands as change_organisation
from throughcare.people.models import Person
from throughcare.probation.models import Case, Contact
from throughcare.restructure.tests.reform import Reform
from throughcare.restructure.tests.stages import FIRST_MORNING

LATER = datetime(2014, 6, 2, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def another_database(packages, a_database):
    with a_database():
        change_organisation.load_code_lists()
        yield


@pytest.fixture
def elsewhere(another_database):
    """A database with code lists and somebody who may switch; what a test does there is taken back."""
    with undone():
        give_director("programme")
        yield


def take(place, *, on_collision=OnCollision.REFUSE):
    return commands.take_over(
        place=place,
        username="programme",
        on_collision=on_collision,
        public_key="",
        now=FIRST_MORNING,
        tell=silent,
    )


def counts() -> dict[str, int]:
    return {
        shape.table: sql.value(f"select count(*) from {shape.table}") for shape in shapes().owned
    }


def owned_here(code: str) -> dict[str, str]:
    """The digest of all that a body owns in this database, by table."""
    with change_access.as_engine(now=FIRST_MORNING):
        owners.prepare()
        (body,) = [body for body in owners.bodies() if body.code == code]
        return {
            shape.table: owners.digest(shape, owners.owned(shape), {"bodies": [body.unit_id]}).text
            for shape in shapes().owned
        }


def owned_there(place) -> dict[str, str]:
    return {file.table: file.digest for file in packages.read(place)[0].of_part("owned")}


def broken() -> dict[str, list[str]]:
    return Reform(now=FIRST_MORNING).broken()


@pytest.mark.parametrize(
    "order", [("C17", "N07"), pytest.param(("N07", "C17"), marks=pytest.mark.nightly)]
)
def test_two_bodies_join_an_empty_database_in_any_order_and_own_there_what_they_owned(
    packages, elsewhere, order
):
    books = [book for code in order for book in take(packages / code).books]

    assert owned_here("C17") == owned_there(packages / "C17")
    assert owned_here("N07") == owned_there(packages / "N07")
    assert broken() == {}
    assert sum(book.held for book in books) == 0
    assert sum(book.rows for book in books) == sum(
        book.made + book.matched + book.completed for book in books
    )


@pytest.mark.nightly
def test_what_another_package_told_only_in_part_is_completed_and_told_so_again(packages, elsewhere):
    take(packages / "N07")
    told = counts(), sql.rows("select crn, sex from people_person order by 1")

    completed = sum(book.completed for book in take(packages / "C17").books)
    undo(packages / "C17")

    assert completed > 0
    assert (counts(), sql.rows("select crn, sex from people_person order by 1")) == told


def test_a_package_that_is_read_twice_is_there_once(packages, elsewhere):
    first = take(packages / "C17")
    before = counts()

    second = take(packages / "C17")

    assert second.was_taken_before
    assert [book.pk for book in second.books] == [book.pk for book in first.books]
    assert counts() == before


def test_a_trial_leaves_nothing(packages, elsewhere):
    before = counts()

    taken = commands.try_to_take_over(
        place=packages / "C17",
        username="programme",
        on_collision=OnCollision.REFUSE,
        public_key="",
        now=FIRST_MORNING,
        tell=silent,
    )

    assert sum(book.made for book in taken.books) > 0
    assert counts() == before
    assert not TakeOver.objects.exists()


@pytest.fixture
def somebody(packages, elsewhere):
    """Somebody whose case is in the package of C17, as (number, CRN); nothing is taken yet."""
    people, cases, contacts = (
        parquet.source(packages / "C17" / "owned" / f"{table}.parquet")
        for table in ("people_person", "probation_case", "probation_contact")
    )
    with duckdb.connect() as connection:
        return connection.execute(
            f"select p.id, p.crn from {cases} c join {people} p on p.id = c.person_id"
            f" where c.id in (select case_id from {contacts}) order by c.id limit 1"
        ).fetchone()


def test_numbers_that_are_taken_are_given_anew_and_what_points_at_them_follows(packages, somebody):
    number, crn = somebody
    here = Person.objects.create(id=number, crn="Z999999", recorded_at=LATER)

    take(packages / "C17")

    assert Person.objects.get(id=number).crn == here.crn
    came = Person.objects.get(crn=crn)
    assert came.pk != number
    assert Case.objects.get(person=came).contacts.exists()
    assert Renumbered.objects.get(table="people_person", there_id=number).here_id == came.pk
    assert Person.objects.create(crn="Z999998", recorded_at=LATER).pk > came.pk
    assert broken() == {}


def test_a_crn_that_is_given_here_refuses_the_package_and_is_never_merged(packages, somebody):
    number, crn = somebody
    Person.objects.create(id=1_000_000, crn=crn, recorded_at=LATER)
    before = counts()

    with pytest.raises(Refused) as refused:
        take(packages / "C17")

    assert refused.value.codes == ("collides", "may-be-held")
    assert str(number) in str(refused.value)
    assert counts() == before


def test_a_crn_that_is_given_here_is_held_with_all_that_hangs_from_it(packages, somebody):
    number, crn = somebody
    Person.objects.create(id=1_000_000, crn=crn, recorded_at=LATER)

    taken = take(packages / "C17", on_collision=OnCollision.HOLD)

    held = {book.table: book.held for book in taken.books if book.held}
    assert held["people_person"] == held["probation_case"] == 1
    assert held["probation_contact"] > 0
    first = taken.held[0]
    assert (first.table, first.key, first.reason) == (
        *("people_person", str(number)),
        "is here already",
    )
    assert not Case.objects.filter(person__crn=crn).exists()
    assert broken() == {}


def undo(place) -> int:
    return commands.undo(place=place, username="programme", now=LATER)


def test_everything_is_taken_back_while_nothing_was_written(packages, elsewhere):
    before = counts()
    take(packages / "C17")

    undo(packages / "C17")

    assert counts() == before
    assert not Renumbered.objects.exists()
    assert take(packages / "C17").was_taken_before is False


def test_nothing_is_taken_back_once_something_was_written(packages, elsewhere):
    take(packages / "C17")
    case = Case.objects.filter(contacts__isnull=False).order_by("id")[0]
    Contact.objects.create(
        case=case, number=9_999, type_id="COAP", starts_at=LATER, recorded_at=LATER
    )
    Person.objects.filter(id=case.person_id).update(first_language="Welsh")
    before = counts()

    with pytest.raises(Refused) as refused:
        undo(packages / "C17")

    assert refused.value.codes == ("altered", "written-since")
    assert counts() == before
