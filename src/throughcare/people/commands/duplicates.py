"""Comparing everybody with one another, and settling the pairs that are found. Nobody is merged."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from throughcare.access import commands as change_access
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.people import queries
from throughcare.people.models import Comparison, Distinction, Likeness, Person, Recognition

COMPARE: Final = "people.compare"
QUEUE: Final = "people"
MOST_ALIKE: Final = 20
"""What more people than this have in common tells nothing of any of them."""

# One pass over everybody: what each has that another may have too, gathered by that, and the few pairs that share it. Nothing
# is joined with itself, so what many have (a number that was made up) cannot make pairs without end.
_COMPARE: Final = """
with marks as (
    select distinct n.person_id, 'name-birth' as ground,
           concat_ws('|', coalesce(n.born_on, p.born_on), dmetaphone(n.first), dmetaphone(n.last)) as mark
    from people_name n join people_person p on p.id = n.person_id
    where coalesce(n.born_on, p.born_on) is not null and dmetaphone(n.first) <> '' and dmetaphone(n.last) <> ''
    union all
    select distinct i.person_id, i.kind::text, i.canonical::text
    from people_identifier i where i.canonical is not null and i.kind in ('pnc', 'cro', 'noms', 'nino')
),
shared as (
    select ground, array_agg(person_id order by person_id) as people
    from marks group by ground, mark having count(*) between 2 and %(most)s
),
pairs as (
    select a.person_id as first_id, b.person_id as second_id, s.ground
    from shared s
    cross join lateral unnest(s.people) a (person_id)
    cross join lateral unnest(s.people) b (person_id)
    where a.person_id < b.person_id
)
insert into people_likeness (first_id, second_id, grounds)
select x.first_id, x.second_id, array_agg(distinct x.ground order by x.ground)
from pairs x
join people_person a on a.id = x.first_id
join people_person b on b.id = x.second_id
where x.ground <> 'name-birth' or a.sex = b.sex or not (a.sex in ('F', 'M') and b.sex in ('F', 'M'))
group by x.first_id, x.second_id, a.crn, b.crn
order by count(distinct x.ground) desc, a.crn, b.crn
"""


def have_people_compared() -> None:
    """Have the worker compare everybody with one another, unless it waits to already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(COMPARE, queue=QUEUE, queueing_lock=COMPARE, priority=-1).defer()


@transaction.atomic
def compare_people(*, now: datetime, machine_now: Callable[[], datetime]) -> Comparison:
    """Find whoever is likely to stand in the records twice, in place of what was found before. Nobody is merged.

    To be called by the worker. `machine_now` tells how long it takes.
    """
    with change_access.as_engine(now=now):
        began = machine_now()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [COMPARE])
            cursor.execute("SET LOCAL work_mem = '128MB'")
            cursor.execute("DELETE FROM people_likeness")
            cursor.execute(_COMPARE, {"most": MOST_ALIKE})
            found = max(int(cursor.rowcount), 0)
        _put_in_order()
        seconds = (machine_now() - began).total_seconds()
        return Comparison.objects.create(found=found, made_at=now, seconds=seconds)


def _put_in_order() -> None:
    """Weigh the pairs whose people are ready to be matched, and number all anew, the heaviest first."""
    pairs = list(Likeness.objects.order_by("id"))
    weighed = queries.weights_of([(pair.first_id, pair.second_id) for pair in pairs])
    if not weighed:
        return
    for pair in pairs:
        pair.weight = weighed.get((pair.first_id, pair.second_id))
    pairs.sort(key=lambda pair: (pair.weight is None, -(pair.weight or 0.0), pair.pk))
    Likeness.objects.all().delete()
    for pair in pairs:
        pair.pk = None
    Likeness.objects.bulk_create(pairs)


@transaction.atomic
def tell_apart(
    *, account_id: int, first_crn: str, second_crn: str, reason: str, now: datetime
) -> Distinction:
    """Decide that two people who are likely to be one are not the same person.

    Raises:
        PermissionDenied: the account may change neither, or they are no such pair that it may know.
        Refused: it does not say why, or somebody proposed that they are one person.
    """
    first, second = _unproposed(
        first_crn,
        second_crn,
        reason=reason,
        unsaid="Say how you know that they are not the same person.",
        proposed=Reason(
            "proposed-as-one", "Answer first whether they are one person, as was proposed."
        ),
    )
    made = Distinction.objects.create(
        first_id=first,
        second_id=second,
        reason=reason.strip(),
        decided_by_id=account_id,
        decided_at=now,
    )
    _audit(account_id, "person.told-apart", crns=[first_crn, second_crn], now=now)
    return made


@transaction.atomic
def propose_recognition(
    *, account_id: int, first_crn: str, second_crn: str, reason: str, now: datetime
) -> Recognition:
    """Decide that two records are of one person, for another to approve. Nothing is merged, then or later.

    Raises:
        PermissionDenied: the account may change neither, or they are no such pair that it may know.
        Refused: it does not say why, or it was proposed already.
    """
    first, second = _unproposed(
        first_crn,
        second_crn,
        reason=reason,
        unsaid="Say how you know that they are one person.",
        proposed=Reason("proposed-already", "It was proposed already, and waits for another."),
    )
    made = Recognition.objects.create(
        first_id=first,
        second_id=second,
        reason=reason.strip(),
        proposed_by_id=account_id,
        proposed_at=now,
    )
    _audit(account_id, "person.recognition-proposed", crns=[first_crn, second_crn], now=now)
    return made


@transaction.atomic
def approve_recognition(*, account_id: int, first_crn: str, second_crn: str, now: datetime) -> None:
    """Approve that two records are of one person, as another proposed.

    Raises:
        PermissionDenied: the account may change neither, or nothing is proposed of them that it may know.
        Refused: it proposed that itself.
    """
    _held_for_an_answer(account_id, first_crn, second_crn)
    _answer(first_crn, second_crn, account_id=account_id, is_approved=True, answer="", now=now)
    _audit(account_id, "person.recognition-approved", crns=[first_crn, second_crn], now=now)


@transaction.atomic
def decline_recognition(
    *, account_id: int, first_crn: str, second_crn: str, answer: str, now: datetime
) -> None:
    """Say why two records are not recognised as of one person; the pair can be settled anew.

    Raises:
        PermissionDenied: the account may change neither, or nothing is proposed of them that it may know.
        Refused: it proposed that itself, or does not say why.
    """
    _held_for_an_answer(account_id, first_crn, second_crn)
    if not answer.strip():
        raise Refused.because("no-answer", "Say why they are not recognised as one person.")
    _answer(
        first_crn,
        second_crn,
        account_id=account_id,
        is_approved=False,
        answer=answer.strip(),
        now=now,
    )
    _audit(account_id, "person.recognition-declined", crns=[first_crn, second_crn], now=now)


def _unproposed(
    first_crn: str, second_crn: str, *, reason: str, unsaid: str, proposed: Reason
) -> tuple[int, int]:
    """The two people of a pair that the account may settle, where it says why and nobody waits for an answer about them."""
    pair = _held(first_crn, second_crn)
    reasons = [] if pair.proposal is None else [proposed]
    if not reason.strip():
        reasons.append(Reason("no-reason", unsaid))
    if reasons:
        raise Refused(reasons)
    return _both(first_crn, second_crn)


def _held_for_an_answer(account_id: int, first_crn: str, second_crn: str) -> None:
    pair = _held(first_crn, second_crn)
    if pair.proposal is None:
        raise PermissionDenied
    if pair.proposal.proposed_by_id == account_id:
        raise Refused.because("own-proposal", "Somebody other than you approves what you proposed.")


def _answer(
    first_crn: str,
    second_crn: str,
    *,
    account_id: int,
    is_approved: bool,
    answer: str,
    now: datetime,
) -> None:
    first, second = _both(first_crn, second_crn)
    Recognition.objects.filter(first_id=first, second_id=second, is_approved=None).update(
        is_approved=is_approved, answer=answer, answered_by_id=account_id, answered_at=now
    )


def _held(first_crn: str, second_crn: str) -> queries.Pair:
    """A pair that the account may settle; whoever else settles it waits until this is done.

    Raises:
        PermissionDenied: the account may change neither, or they are no such pair that it may know.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{first_crn} {second_crn}"])
    pair = queries.likely_duplicate(first_crn=first_crn, second_crn=second_crn)
    if pair is None or not pair.may_decide:
        raise PermissionDenied
    return pair


def _both(first_crn: str, second_crn: str) -> tuple[int, int]:
    ids = dict(Person.objects.filter(crn__in=[first_crn, second_crn]).values_list("crn", "pk"))
    return ids[first_crn], ids[second_crn]


def _audit(account_id: int, action: str, *, crns: list[str], now: datetime) -> None:
    audit.record_many(
        account_id=account_id,
        action=action,
        subject_kind="person",
        subject_references=crns,
        now=now,
    )
