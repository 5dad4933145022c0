"""Whether what is kept of cases is as the rules have it (domain rules, 30), counted anew over the whole database.

Each check is one statement that goes through its tables once, and names what fails by the number of its case and its own.
For those who run the house: the account of a page sees no more than its own cases by these.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.apps import apps
from django.db import connection

from throughcare.organisation import queries as organisation
from throughcare.organisation.holdings import Promised
from throughcare.probation.queries import invariants
from throughcare.probation.queries.invariants import Check

MOST_NAMED: Final = 20


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a check came to; of many that fail the first are named."""

    check: Check
    looked_at: int
    failed: int
    named: tuple[str, ...]


_DAY: Final = "(t.starts_at at time zone 'Europe/London')::date"
_KEY: Final = """to_char(t.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24MI"Z"')"""
_NAMED: Final = """
with failing (case_id, reference) as (:failing)
select concat_ws(' ', m.crn, f.reference), count(*) over ()
from failing f left join probation_case c on c.id = f.case_id left join people_person m on m.id = c.person_id
order by 1 limit %s
"""
_OF_A_ROOM: Final = """
select :case, format('%s %s: %s', ':called', f.row_id, f.says)
from (:promised) f (row_id, says) join :table t on t.id = f.row_id
"""

CHECKS: Final = (
    Check(
        name="contacts-of-their-case",
        invariant=3,
        words="A contact is about a sentence of its own case, or a requirement of that sentence",
        looked_at="select count(*) from probation_contact t where t.sentence_id is not null or t.requirement_id is not null",
        failing="""
            select t.case_id, t.number::text from probation_contact t
            left join probation_sentence s on s.id = t.sentence_id
            left join probation_requirement q on q.id = t.requirement_id
            where t.sentence_id is not null and s.case_id is distinct from t.case_id
               or t.requirement_id is not null
                  and (q.sentence_id, q.case_id) is distinct from (t.sentence_id, t.case_id)
        """,
    ),
    Check(
        name="appointments-of-their-case",
        invariant=3,
        words="An appointment is about a sentence of its own case, or a requirement of that sentence",
        looked_at="select count(*) from probation_appointment t where t.sentence_id is not null or t.requirement_id is not null",
        failing="""
            select t.case_id, :key from probation_appointment t
            left join probation_sentence s on s.id = t.sentence_id
            left join probation_requirement q on q.id = t.requirement_id
            where t.sentence_id is not null and s.case_id is distinct from t.case_id
               or t.requirement_id is not null
                  and (q.sentence_id, q.case_id) is distinct from (t.sentence_id, t.case_id)
        """,
    ),
    Check(
        name="nothing-came-of-the-future",
        invariant=4,
        words="What had not begun when it was recorded was neither attended nor failed",
        looked_at="select count(*) from probation_contact t where t.outcome_id is not null and t.deleted_at is null",
        failing="""
            select t.case_id, t.number::text from probation_contact t
            join probation_outcome o on o.code = t.outcome_id
            where t.deleted_at is null and t.starts_at > coalesce(t.changed_at, t.recorded_at)
              and (o.is_attended is not false or o.is_complied is not true)
        """,
    ),
    Check(
        name="outcomes-in-the-log",
        invariant=4,
        words="An appointment with an outcome is in the log with the same one",
        looked_at="select count(*) from probation_appointment t where t.outcome <> ''",
        failing="""
            select t.case_id, :key from probation_appointment t
            left join probation_contact c on c.id = t.contact_id and c.deleted_at is null
            where t.outcome <> '' and not t.is_cancelled
              and (c.case_id, c.outcome_id) is distinct from (t.case_id, t.outcome)
        """,
    ),
    Check(
        name="failures-counted",
        invariant=5,
        words="The count of failures is that of the log",
        looked_at="select count(*) from probation_sentence",
        failing="""
            with since as (
                select s.id, s.case_id, s.number, coalesce(c.failures, 0) as kept,
                       greatest(s.imposed_on, c.breach_ended_on) as first_day
                from probation_sentence s left join probation_compliance c on c.sentence_id = s.id
            ),
            counted as (
                select t.sentence_id, count(distinct :day) as failures
                from probation_contact t
                join probation_contacttype y on y.code = t.type_id and y.is_national_standard
                join probation_outcome o on o.code = t.outcome_id and o.is_complied is false
                join since n on n.id = t.sentence_id
                where t.deleted_at is null and :day >= n.first_day
                group by t.sentence_id
            )
            select n.case_id, 'sentence ' || n.number from since n
            left join counted f on f.sentence_id = n.id
            where n.kept <> coalesce(f.failures, 0)
        """,
    ),
    Check(
        name="days-counted",
        invariant=5,
        words="The days of rehabilitation activity are those of the log and the diary",
        looked_at="select count(distinct t.requirement_id) from probation_contact t where t.is_rar",
        failing="""
            with told as (
                select t.requirement_id, :day as day
                from probation_contact t left join probation_outcome o on o.code = t.outcome_id
                where t.is_rar and t.requirement_id is not null and t.deleted_at is null
                  and (t.outcome_id is null or o.is_attended)
                union all
                select t.requirement_id, :day from probation_appointment t
                where t.is_rar and t.requirement_id is not null and t.outcome = '' and not t.is_cancelled
            ),
            counted as (select requirement_id, count(distinct day) as days from told group by requirement_id)
            select q.case_id, 'requirement ' || q.type_id || ' from ' || q.starts_on
            from counted c join probation_requirement q on q.id = c.requirement_id
            where q.done <> c.days
        """,
    ),
    Check(
        name="no-more-than-was-ordered",
        invariant=5,
        words="No more minutes are credited than were ordered",
        looked_at="""
            select count(*) from probation_requirement q
            join probation_requirementtype y on y.code = q.type_id where y.unit = 'minutes'
        """,
        failing="""
            select q.case_id, 'requirement ' || q.type_id || ' from ' || q.starts_on from probation_requirement q
            join probation_requirementtype y on y.code = q.type_id
            where y.unit = 'minutes' and q.done > q.length
        """,
    ),
    Check(
        name="a-manager-at-every-moment",
        invariant=11,
        words="A case that is open, and a part held apart from one, is with somebody from its first moment on",
        looked_at="select (select count(*) from probation_case where closed_at is null) + (select count(*) from probation_heldapart)",
        failing="""
            select c.id, 'case' from probation_case c
            where c.closed_at is null
              and not exists (select from probation_caseassignment a where a.item_id = c.id and a.superseded_at is null)
            union all
            select h.case_id, 'part ' || h.number from probation_heldapart h
            where (select min(a.starts_at) from probation_heldapartassignment a
                   where a.item_id = h.id and a.superseded_at is null and a.change_id is null) is distinct from h.starts_at
        """,
    ),
    Check(
        name="parts-of-their-case",
        invariant=1,
        words="What is held apart, or asked to be moved, is of its own case, and goes on while it is held apart",
        looked_at="select (select count(*) from probation_heldapart) + (select count(*) from probation_transferpart)",
        failing="""
            select p.case_id, p.reference
            from (
                select h.case_id, 'part ' || h.number as reference, h.ended_at is null as goes_on, h.sentence_id, h.requirement_id,
                       h.condition_id, h.supervision_id, h.nsi_id
                from probation_heldapart h
                union all
                select x.case_id, 'transfer ' || t.number, x.state = 'pending', x.sentence_id, x.requirement_id, x.condition_id,
                       x.supervision_id, x.nsi_id
                from probation_transferpart x join probation_transfer t on t.id = x.transfer_id
            ) p
            cross join lateral (
                select s.case_id, s.terminated_on as ended_on from probation_sentence s where s.id = p.sentence_id
                union all select q.case_id, q.ended_on from probation_requirement q where q.id = p.requirement_id
                union all select l.case_id, l.ended_on from probation_licencecondition l where l.id = p.condition_id
                union all select v.case_id, v.ended_on from probation_supervisionrequirement v where v.id = p.supervision_id
                union all select n.case_id, n.ended_on from probation_nsi n where n.id = p.nsi_id
            ) whole
            where whole.case_id <> p.case_id or p.goes_on and whole.ended_on is not null
        """,
    ),
    Check(
        name="transfers-follow-their-parts",
        invariant=8,
        words="A transfer waits if and only if some part of it does, and has the answer of its parts",
        looked_at="select count(*) from probation_transfer",
        failing="""
            select t.case_id, 'transfer ' || t.number from probation_transfer t
            left join lateral (
                select case when bool_or(x.state = 'pending') then 'pending'
                            when bool_and(x.state = 'accepted') then 'accepted'
                            when bool_or(x.state = 'accepted') then 'partly'
                            when bool_or(x.state = 'rejected') then 'rejected'
                            when count(*) > 0 then 'withdrawn' end as state
                from probation_transferpart x where x.transfer_id = t.id
            ) p on true
            where p.state is distinct from t.state
        """,
    ),
)


def verify() -> Iterator[Finding]:
    """Each check in turn with what it came to, and then what rooms promise of their own tables. For the owner and the engine."""
    for check in sorted((*CHECKS, *invariants.CHECKS), key=_by_number):
        yield _found(check)
    for promised in organisation.promises():
        yield _found(_check_of(promised))


def _by_number(check: Check) -> int:
    return check.invariant or 0


def _check_of(promised: Promised) -> Check:
    """A promise of another room as a check of this one: each row that fails is named with the case that it hangs on."""
    model = apps.get_model(promised.table)
    has_case = any(field.column == "case_id" for field in model._meta.concrete_fields)
    failing = (
        _OF_A_ROOM.replace(":called", str(model._meta.verbose_name))
        .replace(":case", "t.case_id" if has_case else "null::bigint")
        .replace(":table", model._meta.db_table)
        .replace(":promised", promised.failing)
    )
    return Check(
        name=promised.name,
        invariant=None,
        words=promised.words,
        looked_at=f"select count(*) from {model._meta.db_table}",  # noqa: S608  a table of our own
        failing=failing.replace("%", "%%"),
    )


def _found(check: Check) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(check.looked_at)
        (looked_at,) = cursor.fetchone()
        failing = check.failing.replace(":day", _DAY).replace(":key", _KEY)
        cursor.execute(_NAMED.replace(":failing", failing), [MOST_NAMED])
        rows = cursor.fetchall()
    return Finding(
        check=check,
        looked_at=looked_at,
        failed=rows[0][1] if rows else 0,
        named=tuple(reference for reference, _ in rows),
    )
