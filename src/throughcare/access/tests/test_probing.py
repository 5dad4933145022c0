"""The database and the policy stated anew say the same; and a difference, wherever it is, is found."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection

from throughcare.access import commands
from throughcare.access.models import Account, Grant, Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW
from throughcare.organisation.models import Switch, Unit


def probe(*, count: int = 4_000, seed: int = 7) -> list[commands.Probes]:
    return list(commands.probe(count=count, seed=seed, now=NOW))


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def disagreements(probes: list[commands.Probes]) -> list[commands.Disagreement]:
    return [one for answers in probes for one in answers.disagreements]


@pytest.mark.usefixtures("nation")
def test_the_database_agrees_with_the_policy_and_keeps_nothing_of_the_probe():
    kept = (Account, Grant, Restriction, Switch, Unit)
    before = [list(table.objects.order_by("pk").values_list("pk", flat=True)) for table in kept]

    found = probe()

    asked, allowed = (sum(getattr(one, name) for one in found) for name in ("asked", "allowed"))
    assert disagreements(found) == []
    assert asked >= 4_000
    assert asked / 20 < allowed < asked * 19 / 20
    assert [
        list(table.objects.order_by("pk").values_list("pk", flat=True)) for table in kept
    ] == before


BREAKS = {
    "a policy that shows all": (
        "create policy hole on probation_contact for select to throughcare_app using (true)",
        {"read contact"},
    ),
    "a policy that lets all be changed": (
        "create policy hole on probation_riskprofile for update to throughcare_app using (true)",
        {"change riskprofile"},
    ),
    "a policy that lets all be added": (
        "create policy hole on probation_contact for insert to throughcare_app with check (true)",
        {"add contact"},
    ),
    "an exclusion that is not asked about": (
        (
            "create or replace function access_refused(person bigint) returns boolean language sql"
            " stable security definer set search_path = public, pg_temp as 'select false'"
        ),
        {"read case", "read person", "case.write", "case.emergency"},
    ),
    "an exception that has no end": (
        (
            "create or replace function access_granted(item bigint) returns text language sql stable"
            " security definer set search_path = public, pg_temp as $$ select 'full' from access_grant g"
            " where g.account_id = tc_account() and g.case_id = item limit 1 $$"
        ),
        {"read case", "read contact"},
    ),
    "a restriction that is read by whoever restricts anywhere": (
        (
            "create or replace function access_may_restrict(person bigint) returns boolean language sql"
            " stable security definer set search_path = public, pg_temp"
            " as $$ select coalesce('person.restrict' = any (tc_words('actions')), false) $$"
        ),
        {"read restriction"},
    ),
    "an archive that opens before a body has ended": (
        (
            "create or replace function organisation_kept_by(keeper bigint, at timestamptz, live bigint[])"
            " returns table (unit_id bigint) language sql stable as"
            " $$ select u.unit_id from organisation_under(keeper, 'archive', at, live) u $$"
        ),
        {"case.write"},
    ),
    "a right to write for whoever reads": (
        (
            "create or replace function probation_may_write(asked bigint) returns boolean language sql"
            " stable security definer set search_path = public, pg_temp as $$ select probation_view_of(asked) = 'full' $$"
        ),
        {"case.write", "change case"},
    ),
}


@pytest.mark.usefixtures("nation")
@pytest.mark.parametrize(("statement", "actions"), BREAKS.values(), ids=BREAKS.keys())
def test_a_hole_is_found(statement, actions):
    run(statement)

    found = disagreements(probe(count=1_500))

    assert actions <= {one.action for one in found}
    assert {one.policy for one in found} == {False}


@pytest.mark.usefixtures("nation")
def test_the_same_seed_asks_the_same_and_another_does_not():
    def asked(seed: int) -> list[tuple[int, int]]:
        return [(one.asked, one.allowed) for one in probe(count=300, seed=seed)]

    assert asked(7) == asked(7)
    assert asked(7) != asked(8)


def live(nation) -> None:
    """Give everybody a fact of each kind, and what one said before."""
    code = apps.get_model("people.Code").objects.create(
        key="disability:RM", list="disability", code="RM", description="Reduced mobility"
    )
    kinds: dict[str, dict[str, object]] = {
        "ContactPoint": {"kind": "mobile", "value": "07700 900123"},
        "ContactPreference": {"may_be_texted": True},
        "PersonalContact": {"relationship": code, "name": "Bea"},
        "Circumstance": {"type": code, "is_single": False},
        "Disability": {"type": code},
        "Adjustment": {"category": code},
        "EqualityFact": {"kind": "religion", "answer": "refused"},
        "Paper": {"kind": "photograph", "size": 1, "digest": "0" * 64},
    }
    for case in nation.cases.values():
        said = {"person": case.person, "recorded_at": LONG_AGO}
        for table, values in kinds.items():
            apps.get_model(f"people.{table}").objects.create(
                starts_on=LONG_AGO.date(), **said, **values
            )
        apps.get_model("people.Former").objects.create(
            about="address", key=uuid4(), said={}, reason="Wrong", superseded_at=LONG_AGO, **said
        )


def test_what_is_known_of_a_life_is_asked_about_as_well(nation):
    live(nation)
    right = probe()

    for table in ("contactpoint", "former"):
        run(f"create policy hole on people_{table} for select to throughcare_app using (true)")
    wrong = disagreements(probe())

    assert disagreements(right) == []
    assert {one.action for one in wrong} == {"read contactpoint", "read former"}
