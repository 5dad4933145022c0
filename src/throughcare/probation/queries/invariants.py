"""What is held by constraints or by commands as well, asked of a whole database: it may have come from elsewhere, or before them."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Check:
    """`invariant` is its number among the domain rules, or nothing where a room above promised it.

    `looked_at` is SQL that counts what is looked at, and `failing` gives the case and a reference of each that fails.
    """

    name: str
    invariant: int | None
    words: str
    looked_at: str
    failing: str


def _ends_before(table: str, start: str, end: str, reference: str) -> str:
    return f"select t.case_id, {reference} from {table} t where t.{end} < t.{start}"  # noqa: S608  names of our own


def _count(period: tuple[str, ...]) -> str:
    return f"(select count(*) from {period[0]})"  # noqa: S608  names of our own


_PERIODS: Final = (
    ("probation_sentence", "imposed_on", "terminated_on", "'sentence ' || t.number"),
    ("probation_requirement", "starts_on", "ended_on", "'requirement ' || t.number"),
    ("probation_licencecondition", "starts_on", "ended_on", "'condition ' || t.number"),
    ("probation_supervisionrequirement", "starts_on", "ended_on", "'supervision ' || t.number"),
    ("probation_nsi", "referred_on", "ended_on", "'intervention ' || t.number"),
    ("probation_registration", "starts_on", "ended_on", "'flag ' || t.type_id"),
    ("probation_enforcement", "opened_on", "concluded_on", "t.reference"),
    ("probation_contact", "starts_at", "ends_at", "t.number::text"),
    ("probation_appointment", "starts_at", "ends_at", "'appointment ' || t.id"),
    ("probation_prisonmanager", "starts_at", "ended_at", "'prison manager ' || t.id"),
    ("probation_heldapart", "starts_at", "ended_at", "'part ' || t.number"),
)

CHECKS: Final = (
    Check(
        name="one-manager-at-a-moment",
        invariant=1,
        words="Nobody else has a case, or a part held apart from one, from the same instant on",
        looked_at="""
            select (select count(*) from probation_caseassignment) + (select count(*) from probation_heldapartassignment)
        """,
        failing="""
            select a.item_id, 'case' from probation_caseassignment a where a.superseded_at is null
            group by a.item_id, a.starts_at, a.change_id having count(*) > 1
            union all
            select h.case_id, 'part ' || h.number from probation_heldapartassignment a
            join probation_heldapart h on h.id = a.item_id
            where a.superseded_at is null group by h.case_id, h.number, a.starts_at, a.change_id having count(*) > 1
        """,
    ),
    Check(
        name="one-responsible-in-prison",
        invariant=1,
        words="One manager in prison is responsible for a person at a time",
        looked_at="select count(*) from probation_prisonmanager where is_responsible",
        failing="""
            select a.case_id, 'prison manager ' || a.id from probation_prisonmanager a
            join probation_prisonmanager b on b.case_id = a.case_id and b.id > a.id and b.is_responsible
             and tstzrange(a.starts_at, a.ended_at) && tstzrange(b.starts_at, b.ended_at)
            where a.is_responsible
        """,
    ),
    Check(
        name="custody-of-custodial-sentences",
        invariant=2,
        words="A custody is of a custodial sentence of its own case",
        looked_at="select count(*) from probation_custody",
        failing="""
            select t.case_id, 'sentence ' || s.number from probation_custody t
            join probation_sentence s on s.id = t.sentence_id
            left join probation_sentencetype y on y.code = s.type_id
            where s.case_id <> t.case_id or y.is_custodial is not true
        """,
    ),
    Check(
        name="nothing-outlives-its-sentence",
        invariant=2,
        words="No requirement, condition or custody goes on after its sentence ended",
        looked_at="select count(*) from probation_sentence where terminated_on is not null",
        failing="""
            select s.case_id, x.what || ' of sentence ' || s.number from probation_sentence s
            cross join lateral (
                select 'requirement ' || q.number as what from probation_requirement q where q.sentence_id = s.id and q.ended_on is null
                union all select 'condition ' || q.number from probation_licencecondition q
                where q.sentence_id = s.id and q.ended_on is null
                union all select 'supervision ' || q.number from probation_supervisionrequirement q
                where q.sentence_id = s.id and q.ended_on is null
                union all select 'custody' from probation_custody c where c.sentence_id = s.id and c.status not in ('T', 'AT')
            ) x
            where s.terminated_on is not null
        """,
    ),
    Check(
        name="unpaid-work-within-the-law",
        invariant=2,
        words="Live unpaid work of an order is 40 to 300 hours in all, unless somebody was warned and kept it",
        looked_at="select count(distinct sentence_id) from probation_requirement where type_id = 'W' and ended_on is null",
        failing="""
            select q.case_id, 'sentence ' || s.number from probation_requirement q
            join probation_sentence s on s.id = q.sentence_id
            where q.type_id = 'W' and q.ended_on is null and s.terminated_on is null
              and not exists (select from probation_acceptedwarning w
                              where w.sentence_id = s.id and w.code = 'unpaid-work-hours')
            group by q.case_id, s.number having sum(q.length) not between 40 * 60 and 300 * 60
        """,
    ),
    Check(
        name="one-flag-of-a-group",
        invariant=6,
        words="Of the flags of one group, and of one type, one is active",
        looked_at="select count(*) from probation_registration where ended_on is null",
        failing="""
            select t.case_id, 'flag ' || min(t.type_id) from probation_registration t where t.ended_on is null
            group by t.case_id, coalesce(nullif(t.duplicate_group, ''), t.type_id) having count(*) > 1
        """,
    ),
    Check(
        name="reviews-where-they-are-due",
        invariant=6,
        words="An active flag has a review if and only if it is reviewed",
        looked_at="select count(*) from probation_registration where ended_on is null",
        failing="""
            select t.case_id, 'flag ' || t.type_id from probation_registration t
            where t.ended_on is null and (t.review_on is not null) <> (t.review_months > 0)
        """,
    ),
    Check(
        name="one-key-date-of-a-type",
        invariant=7,
        words="A custody has one key date of each type",
        looked_at="select count(*) from probation_keydate where superseded_at is null",
        failing="""
            select t.case_id, min(t.type) from probation_keydate t where t.superseded_at is null
            group by t.case_id, t.custody_id, t.type having count(*) > 1
        """,
    ),
    Check(
        name="status-follows-the-changes",
        invariant=7,
        words="Where somebody is in custody follows from the last change that counted, until the sentence ends",
        looked_at="select count(*) from probation_custody",
        failing="""
            select t.case_id, 'sentence ' || s.number from probation_custody t
            join probation_sentence s on s.id = t.sentence_id
            cross join lateral (select c.status from probation_custodychange c where c.custody_id = t.id and c.has_counted
                                order by c.happened_at desc, c.number desc limit 1) last
            where t.status not in ('T', 'AT') and t.status <> last.status
        """,
    ),
    Check(
        name="no-end-before-a-start",
        invariant=11,
        words="Nothing ends before it begins",
        looked_at=f"select {' + '.join(map(_count, _PERIODS))}",
        failing=" union all ".join(_ends_before(*each) for each in _PERIODS),
    ),
    Check(
        name="merged-records-are-empty",
        invariant=12,
        words="A record that became part of another has no case of its own",
        looked_at="select count(*) from people_merge where is_approved and undone_at is null",
        failing="""
            select c.id, 'merged record' from people_merge m join probation_case c on c.person_id = m.merged_id
            where m.is_approved and m.undone_at is null
        """,
    ),
)
