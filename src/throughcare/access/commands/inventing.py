"""What a probe makes up, so that every clause of the policy has something to say. All of it is rolled back.

Only rows are added, so that nobody who works meanwhile waits for a row of theirs.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.apps import apps

from throughcare.access.choices import GrantKind, RestrictionKind, Role
from throughcare.access.models import Account, Grant, Post, PostAssignment, Protocol, Restriction
from throughcare.organisation import commands as organisation

_T = TypeVar("_T")

LONG_AGO = timedelta(days=4_000)
A_FEW = 0.1


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where a made-up post may be: units with the provider above them."""

    seats: Sequence[tuple[int, int]]
    """Owner and holder, taken from the posts that there are."""
    bodies: Sequence[int]


def accounts(chance: random.Random, *, places: Places, count: int, now: datetime) -> list[int]:
    """Accounts of every role: most in order; some closed, or with posts that are over, to come, moved or in closed units."""
    roles = list(Role)
    made = Account.objects.bulk_create(
        Account(
            username=f"probe-{chance.getrandbits(64):016x}",
            display_name="Made up",
            is_active=chance.random() > A_FEW / 2,
            recorded_at=now,
        )
        for _ in range(count)
    )
    posts = Post.objects.bulk_create(
        _post(
            chance,
            account_id=account.pk,
            role=roles[(number + again) % len(roles)],
            now=now,
        )
        for number, account in enumerate(made)
        for again in range(chance.choice((1, 1, 1, 2)))
    )
    closed = _closed_units(chance, places=places, now=now)
    live, staged = _changes(chance, now=now)
    PostAssignment.objects.bulk_create(
        assignment
        for post in posts
        for assignment in _assignments(
            chance, post=post, places=places, closed=closed, changes=(live, staged), now=now
        )
    )
    return [account.pk for account in made]


def grants(chance: random.Random, *, account_id: int, cases: Sequence[int], now: datetime) -> None:
    """Exceptions of every kind for some cases: in force, over, and to come."""
    Grant.objects.bulk_create(
        Grant(
            account_id=account_id,
            case_id=case_id,
            kind=chance.choice((GrantKind.MINIMUM, *GrantKind)),
            reason="probe",
            starts_at=(starts_at := now + timedelta(hours=chance.choice((-30, -2, 0, 2)))),
            ends_at=starts_at + timedelta(hours=chance.choice((1, 2, 24))),
        )
        for case_id in _some(chance, cases, len(cases) // 4 + 1)
    )


def restrictions(
    chance: random.Random, *, pairs: Sequence[tuple[int, int]], count: int, now: datetime
) -> None:
    """Restrictions and exclusions for some pairs of account and person: in force, over, and to come."""
    Restriction.objects.bulk_create(
        Restriction(
            person_id=person_id,
            account_id=account_id,
            kind=chance.choice(list(RestrictionKind)),
            reason="probe",
            starts_at=now + timedelta(hours=chance.choice((-2, -2, 0, 2))),
            ends_at=chance.choice((None, None, now, now + timedelta(hours=1))),
        )
        for account_id, person_id in _some(chance, pairs, count)
    )


def moves(chance: random.Random, *, cases: Sequence[int], places: Places, now: datetime) -> None:
    """Cases given elsewhere: now, later, by a live change, by a staged one, and by mistake since put right."""
    live, staged = _changes(chance, now=now)
    ways: tuple[tuple[datetime, int | None, datetime | None], ...] = (
        (now, None, None),
        (now + timedelta(minutes=1), None, None),
        (now, live, None),
        (now, staged, None),
        (now, None, now),
    )
    given = apps.get_model("probation.CaseAssignment")
    for number, case_id in enumerate(cases):
        starts_at, change_id, superseded_at = ways[number % len(ways)]
        owner, holder = chance.choice(places.seats)
        given.objects.create(
            item_id=case_id,
            owner_id=owner,
            holder_id=holder,
            starts_at=starts_at,
            change_id=change_id,
            superseded_at=superseded_at,
            recorded_at=now,
            basis="probe",
        )


def archives(chance: random.Random, *, cases: Sequence[int], places: Places, now: datetime) -> None:
    """Bodies with cases that have ended or are to end, each kept by one that there is, or by one of them; and some kept no more."""
    live, dead = _changes(chance, now=now)
    ways = (
        (-1, live, -1),
        (-2, live, -1),  # whose keeper is the first, and has ended since
        (1, live, -1),
        (-1, dead, -1),
        (-1, live, 1),
        (-1, live, -1),
    )
    ids = _bodies(chance, hours=[ends for ends, _, _ in ways], change_id=live, now=now)
    for at, (unit_id, (_, change_id, begins)) in enumerate(zip(ids, ways, strict=True)):
        keeper_id = ids[0] if at == 1 else chance.choice(places.bodies)
        organisation.stage_moves(
            change_id=change_id,
            moves=[organisation.Move(unit_id=unit_id, hierarchy="archive", parent_id=keeper_id)],
            starts_at=now + timedelta(hours=begins),
            now=now,
        )
    given = apps.get_model("probation.CaseAssignment")
    given.objects.bulk_create(
        given(
            item_id=case_id,
            owner_id=ids[number % len(ids)],
            holder_id=ids[number % len(ids)],
            starts_at=now - timedelta(minutes=30),
            recorded_at=now,
            basis="probe",
        )
        for number, case_id in enumerate(cases)
    )


def _bodies(
    chance: random.Random, *, hours: Sequence[int], change_id: int, now: datetime
) -> list[int]:
    """Bodies of a kind that others may look at, each of which ends so many hours from now."""
    kinds = sorted(set(Protocol.objects.values_list("owner_kind", flat=True)))
    kind = chance.choice(kinds or ["body"])
    codes = [f"~{chance.getrandbits(40):010x}" for _ in hours]
    ids = organisation.stage_units(
        change_id=change_id,
        units=[organisation.NewUnit(code=code, name="Made up", kind=kind) for code in codes],
        starts_at=now - LONG_AGO,
        now=now,
    )
    organisation.stage_closings(
        change_id=change_id,
        closings=[
            organisation.Closing(
                unit_id=ids[code], closes_at=now + timedelta(hours=of), dissolved_at=None
            )
            for code, of in zip(codes, hours, strict=True)
        ],
        now=now,
    )
    return [ids[code] for code in codes]


def parts(chance: random.Random, *, cases: Sequence[int], places: Places, now: datetime) -> None:
    """Sentences that are held apart from their case: now, later, ended, and by mistake since put right."""
    ways: tuple[tuple[datetime, datetime | None, datetime | None], ...] = (
        (now - LONG_AGO, None, None),
        (now - LONG_AGO, None, None),
        (now + timedelta(minutes=1), None, None),
        (now - LONG_AGO, now, None),
        (now - LONG_AGO, None, now),
    )
    apart = apps.get_model("probation.HeldApart")
    sentences = apps.get_model("probation.Sentence").objects.filter(case_id__in=cases)
    free = sentences.exclude(id__in=apart.objects.exclude(sentence=None).values("sentence"))
    for at, (case_id, sentence_id) in enumerate(
        free.order_by("case_id", "id").distinct("case_id").values_list("case_id", "id")
    ):
        starts_at, ended_at, superseded_at = ways[at % len(ways)]
        owner, holder = chance.choice(places.seats)
        item = apart.objects.create(
            case_id=case_id,
            number=30_000,  # past every number that a case has reached
            sentence_id=sentence_id,
            starts_at=starts_at,
            ended_at=ended_at,
            recorded_at=now,
        )
        item.assignments.create(
            owner_id=owner,
            holder_id=holder,
            starts_at=starts_at,
            superseded_at=superseded_at,
            recorded_at=now,
            basis="probe",
        )


def _post(chance: random.Random, *, account_id: int, role: Role, now: datetime) -> Post:
    starts_at = now + chance.choice((-LONG_AGO, -LONG_AGO, -LONG_AGO, timedelta(0), timedelta(1)))
    ends_at = chance.choice((None, None, None, now, now + timedelta(days=1)))
    return Post(
        code=f"~{chance.getrandbits(40):010x}",
        account_id=account_id,
        role=role,
        starts_at=starts_at,
        ends_at=ends_at if ends_at is None or ends_at > starts_at else None,
    )


def _assignments(
    chance: random.Random,
    *,
    post: Post,
    places: Places,
    closed: Sequence[int],
    changes: tuple[int, int],
    now: datetime,
) -> list[PostAssignment]:
    """Where a post is; now and then also where a change puts it."""
    owner, holder = chance.choice(places.seats)
    holder = chance.choice((*[holder] * 8, owner, chance.choice(closed)))
    placed: list[tuple[int, int, int | None]] = [(owner, holder, None)]
    if chance.random() < A_FEW:
        placed.append((*chance.choice(places.seats), chance.choice(changes)))
    return [
        PostAssignment(
            item=post,
            owner_id=owner_id,
            holder_id=holder_id,
            starts_at=now - LONG_AGO,
            change_id=change,
            recorded_at=now,
            basis="probe",
        )
        for owner_id, holder_id, change in placed
    ]


def _closed_units(chance: random.Random, *, places: Places, now: datetime) -> list[int]:
    """A team that closed an hour ago, and one that closes in an hour."""
    change_id = _live_change(chance, now=now)
    codes = [f"~{chance.getrandbits(40):010x}" for _ in range(2)]
    ids = organisation.stage_units(
        change_id=change_id,
        units=[organisation.NewUnit(code=code, name="Made up", kind="team") for code in codes],
        starts_at=now - LONG_AGO,
        now=now,
    )
    organisation.stage_closings(
        change_id=change_id,
        closings=[
            organisation.Closing(
                unit_id=ids[code], closes_at=now + timedelta(hours=hours), dissolved_at=None
            )
            for code, hours in zip(codes, (-1, 1), strict=True)
        ],
        now=now,
    )
    organisation.stage_moves(
        change_id=change_id,
        moves=[
            organisation.Move(
                unit_id=unit_id, hierarchy="line", parent_id=chance.choice(places.bodies)
            )
            for unit_id in ids.values()
        ],
        starts_at=now - LONG_AGO,
        now=now,
    )
    return list(ids.values())


def _changes(chance: random.Random, *, now: datetime) -> tuple[int, int]:
    """One that is live, and one that was and is not any more."""
    live, dead = _live_change(chance, now=now), _live_change(chance, now=now)
    organisation.make_not_live(change_id=dead, account_id=None, now=now)
    return live, dead


def _live_change(chance: random.Random, *, now: datetime) -> int:
    change_id = organisation.begin_change(
        reference=f"probe-{chance.getrandbits(64):016x}",
        title="Made up",
        effective_at=now,
        now=now,
    )
    organisation.make_live(change_id=change_id, account_id=None, now=now)
    return change_id


def _some(chance: random.Random, items: Sequence[_T], size: int) -> list[_T]:
    return chance.sample(items, min(size, len(items)))
