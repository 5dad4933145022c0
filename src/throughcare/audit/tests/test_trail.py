import hashlib
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from throughcare.audit import commands, queries
from throughcare.audit.models import Chain, Entry, Seal

NOON = datetime(2014, 6, 1, 12, 0, tzinfo=UTC)
REQUEST = UUID("00000000-0000-4000-8000-000000000001")


def read_case(*, account_id: int | None = 5, reference: str = "X000001", now=NOON) -> None:
    commands.record(
        account_id=account_id,
        action="probation.read-case",
        subject_kind="case",
        subject_reference=reference,
        now=now,
    )


def run(statement: str, *parameters: int | list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def tamper(statement: str, *parameters: int | list[int]) -> None:
    """Change the trail as one who owns the database can."""
    with connection.cursor() as cursor:
        for table in ("audit_entry", "audit_seal", "audit_chain"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)


def faults() -> list[str]:
    return [str(fault) for proof in queries.verify() for fault in proof.faults]


@pytest.mark.django_db
def test_an_act_is_recorded_in_one_round_trip_and_read_back_whole(django_assert_num_queries):
    with django_assert_num_queries(1):
        commands.record(
            account_id=5,
            action="people.correct-name",
            subject_kind="person",
            subject_reference="P000017",
            now=NOON,
            detail={"field": "last_name", "version": 3},
            request_id=REQUEST,
        )

    assert queries.acts_by(account_id=5, limit=10) == [
        queries.Act(
            chain=5,
            number=Chain.objects.get(id=5).number,
            at=NOON,
            account_id=5,
            action="people.correct-name",
            subject_kind="person",
            subject_references=("P000017",),
            detail={"field": "last_name", "version": 3},
            request_id=REQUEST,
        )
    ]


@pytest.mark.django_db
def test_a_list_read_is_one_entry_found_from_each_record_on_it():
    commands.record_many(
        account_id=6,
        action="probation.read-caseload",
        subject_kind="case",
        subject_references=["X000001", "X000002"],
        now=NOON,
    )
    read_case(reference="X000003")

    first = queries.acts_about(subject_kind="case", subject_reference="X000001", limit=10)
    second = queries.acts_about(subject_kind="case", subject_reference="X000002", limit=10)

    assert first == second
    assert [act.subject_references for act in first] == [("X000001", "X000002")]
    assert queries.acts_about(subject_kind="person", subject_reference="X000001", limit=10) == []


@pytest.mark.django_db
def test_pages_of_acts_follow_one_another_latest_first_and_lose_none():
    for hour in (0, 0, 0, 1, 2):
        read_case(account_id=5, now=NOON + timedelta(hours=hour))
        read_case(account_id=6, now=NOON + timedelta(hours=hour))

    everything = queries.acts_about(subject_kind="case", subject_reference="X000001", limit=99)
    pages: list[queries.Act] = []
    while page := queries.acts_about(
        subject_kind="case",
        subject_reference="X000001",
        limit=3,
        after=queries.cursor(pages[-1]) if pages else None,
    ):
        pages += page

    assert len(everything) == 10
    assert pages == everything
    assert everything == sorted(everything, key=queries.cursor, reverse=True)


@pytest.mark.django_db
def test_the_digest_is_what_an_independent_reading_of_the_rule_gives():
    commands.record(
        account_id=None,
        action="restructure.switch",
        subject_kind="plan",
        subject_reference='TR "2014" é',
        now=NOON + timedelta(microseconds=1),
        detail={"version": 4, "approved": True, "note": None},
    )

    entry = Entry.objects.filter(chain=0).order_by("-number")[0]
    content = [
        0,
        entry.number,
        _microseconds(entry.at),
        _microseconds(entry.written_at),
        None,
        "restructure.switch",
        "plan",
        ['TR "2014" é'],
        # jsonb orders keys by length, then by byte.
        {"note": None, "version": 4, "approved": True},
        None,
    ]
    text = json.dumps(content, ensure_ascii=False)
    assert bytes(entry.digest) == hashlib.sha256(bytes(entry.previous) + text.encode()).digest()


def _microseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@pytest.mark.django_db
def test_an_act_undone_leaves_no_entry_and_no_gap():
    read_case()
    undone = transaction.savepoint()
    read_case(reference="X000002")
    transaction.savepoint_rollback(undone)
    read_case(reference="X000003")

    acts = queries.acts_by(account_id=5, limit=10)

    assert [act.subject_references for act in reversed(acts)] == [("X000001",), ("X000003",)]
    assert acts[0].number == acts[1].number + 1
    assert faults() == []


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    acts=st.lists(
        st.tuples(
            st.none() | st.integers(min_value=-(2**63) + 1, max_value=2**63 - 1),
            st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1),
            st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 # hypothesis adds the zone
        ),
        max_size=8,
    )
)
def test_whatever_is_recorded_is_proved_whole(acts):
    for account_id, reference, now in acts:
        read_case(account_id=account_id, reference=reference, now=now)
    with connection.cursor() as cursor:
        # Another session's habits must not matter.
        cursor.execute("SET LOCAL timezone = 'Asia/Kathmandu'")
        cursor.execute("SET LOCAL datestyle = 'SQL, DMY'")

    assert faults() == []


@pytest.fixture
def trail():
    """Five entries in chain 5, two in chain 6; the numbers before them."""
    before = Chain.objects.get(id=5).number
    for number in range(1, 6):
        read_case(reference=f"X00000{number}")
    read_case(account_id=6)
    read_case(account_id=6)
    return before


@pytest.mark.django_db
def test_one_altered_byte_is_found_and_its_row_named(trail):
    tamper(
        "UPDATE audit_entry SET subject_references = '{X000099}' WHERE chain = 5 AND number = %s",
        trail + 3,
    )

    assert faults() == [f"chain 5, entry {trail + 3}: altered"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entry SET at = at + interval '1 microsecond'",
        "UPDATE audit_entry SET written_at = written_at + interval '1 microsecond'",
        "UPDATE audit_entry SET account_id = 69",
        "UPDATE audit_entry SET action = action || ' '",
        "UPDATE audit_entry SET subject_kind = 'person'",
        "UPDATE audit_entry SET detail = '{\"a\": 1}'",
        "UPDATE audit_entry SET request_id = gen_random_uuid()",
        "UPDATE audit_entry SET previous = set_byte(previous, 0, get_byte(previous, 0) # 1)",
        "UPDATE audit_entry SET digest = set_byte(digest, 31, get_byte(digest, 31) # 1)",
    ],
)
def test_a_change_to_any_column_of_the_last_row_is_found(trail, change):
    tamper(f"{change} WHERE chain = 5 AND number = %s", trail + 5)

    assert faults() == [f"chain 5, entry {trail + 5}: altered"]


@pytest.mark.django_db
def test_a_row_altered_together_with_its_digest_is_found(trail):
    tamper(
        """UPDATE audit_entry SET account_id = 69, digest = sha256(previous || convert_to(
            jsonb_build_array(chain, number, (extract(epoch FROM at) * 1000000)::bigint,
            (extract(epoch FROM written_at) * 1000000)::bigint, 69, action, subject_kind,
            subject_references, detail, request_id)::text, 'UTF8'))
        WHERE chain = 5 AND number = %s""",
        trail + 3,
    )

    assert faults() == [f"chain 5, entry {trail + 3}: replaced by another"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("gone", "fault"),
    [
        ((1,), "entry {1}: removed"),
        ((3,), "entry {3}: removed"),
        ((2, 3, 4), "entry {2}: removed, and all up to {4}"),
        ((5,), "entry {5}: removed from the end, which is at {5}"),
    ],
)
def test_removed_rows_are_found_wherever_they_stood(trail, gone, fault):
    tamper(
        "DELETE FROM audit_entry WHERE chain = 5 AND number = ANY(%s)",
        [trail + number for number in gone],
    )

    assert faults() == ["chain 5, " + fault.format(*range(trail, trail + 6))]


@pytest.mark.django_db
def test_an_inserted_row_is_found(trail):
    tamper(
        """INSERT INTO audit_entry
        SELECT chain, number + 1, at, written_at, account_id, action, subject_kind,
            subject_references, detail, request_id, digest, digest
        FROM audit_entry WHERE chain = 5 AND number = %s""",
        trail + 5,
    )

    assert faults()[0] == f"chain 5, entry {trail + 6}: altered"


@pytest.mark.django_db
def test_a_chain_rewritten_to_its_head_is_betrayed_by_the_seal(trail):
    number = commands.seal(now=NOON)
    assert faults() == []

    tamper("DELETE FROM audit_entry WHERE chain = 5 AND number = %s", trail + 5)
    tamper(
        """UPDATE audit_chain SET number = %s, digest =
            (SELECT digest FROM audit_entry WHERE chain = 5 AND number = %s) WHERE id = 5""",
        trail + 4,
        trail + 4,
    )

    assert faults() == [f"seal {number}: chain 5 is not the one that was sealed"]


@pytest.mark.django_db
def test_seals_follow_one_another_and_an_altered_one_is_found(trail):
    first = commands.seal(now=NOON)
    second = commands.seal(now=NOON + timedelta(days=1))
    seal = Seal.objects.get(number=second)

    assert second == first + 1
    assert queries.last_seal() == (second, bytes(seal.digest).hex())
    assert faults() == []

    tamper("UPDATE audit_seal SET at = at + interval '1 second' WHERE number = %s", first)

    assert faults() == [f"seal {first}: altered"]
    assert trail + 5 == Chain.objects.get(id=5).number


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_seal SET heads = '{}'",
        "DELETE FROM audit_seal",
        "TRUNCATE audit_seal",
        "DELETE FROM audit_chain",
    ],
)
def test_even_the_owner_is_refused(trail, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement)

    assert len(queries.acts_by(account_id=5, limit=10)) == 5
    assert trail >= 0


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["throughcare_app", "throughcare_engine"])
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_entry SELECT * FROM audit_entry",
        "UPDATE audit_entry SET action = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_chain SET number = 0",
        "DELETE FROM audit_seal",
        "ALTER TABLE audit_entry DISABLE TRIGGER USER",
    ],
)
def test_neither_role_may_touch_the_trail_but_through_its_door(trail, role, statement):
    run(f"SET LOCAL ROLE {role}")

    read_case(reference="X000042")
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        run(statement)

    run("RESET ROLE")
    assert queries.acts_by(account_id=5, limit=1)[0].subject_references == ("X000042",)
    assert trail >= 0


@pytest.mark.django_db
def test_the_application_reads_the_trail_only_when_access_has_pinned_that_it_may(trail):
    run("SET LOCAL ROLE throughcare_app")

    hidden = queries.acts_by(account_id=5, limit=10)
    run("SET LOCAL tc.audit = 'on'")
    shown = queries.acts_by(account_id=5, limit=10)

    assert (len(hidden), len(shown)) == (0, 5)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        commands.seal(now=NOON)
    assert trail >= 0


@pytest.mark.django_db
def test_the_engine_reads_all_and_seals(trail):
    run("SET LOCAL ROLE throughcare_engine")

    commands.seal(now=NOON)

    assert faults() == []
    assert len(queries.acts_by(account_id=5, limit=10)) == 5
    assert trail >= 0
