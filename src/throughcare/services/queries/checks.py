"""What must always be true of services, asked of any database."""

from dataclasses import dataclass
from typing import Final

from django.db import connection


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A promise that does not hold for a row; `table` and `row_id` name it, and `says` what is wrong, in codes and numbers alone."""

    rule: str
    table: str
    row_id: int
    says: str


_CHECKS: Final = {
    "stands-at-its-last-step": (
        "services.Referral",
        """select r.id, format('stands at %s, last step %s', r.state_id, coalesce(t.step_id, 'draft'))
           from services_referral r
           left join lateral (select x.step_id from services_steptaken x where x.referral_id = r.id
                              order by x.number desc limit 1) t on true
           where r.state_id <> coalesce(t.step_id, 'draft')""",
    ),
    "goes-by-moves": (
        "services.StepTaken",
        """select t.id, format('%s after %s', t.step_id, t.before)
           from (select x.id, x.step_id, coalesce(lag(x.step_id) over (partition by x.referral_id order by x.number), 'draft') as before
                 from services_steptaken x) t
           where not exists (select from services_move m where m.from_step_id = t.before and m.to_step_id = t.step_id)""",
    ),
    "one-supplier-or-confirmed": (
        "services.ReferralCategory",
        """select min(c.id), format('%s held at once, %s of them first', count(*), count(*) filter (where not c.is_beside))
           from services_referralcategory c where c.is_live
           group by c.sentence_id, c.category_id having count(*) filter (where not c.is_beside) <> 1""",
    ),
    "held-as-its-step-has-it": (
        "services.ReferralCategory",
        """select c.id, format('live is %s at %s', c.is_live, r.state_id)
           from services_referralcategory c
           join services_referral r on r.id = c.referral_id
           join services_step s on s.code = r.state_id
           where c.is_live <> s.holds""",
    ),
    "of-its-case": (
        "services.Referral",
        """select r.id, 'of another case than its sentence, requirement, categories or sessions'
           from services_referral r
           join probation_sentence s on s.id = r.sentence_id
           where s.case_id <> r.case_id
              or exists (select from probation_requirement q where q.id = r.requirement_id
                         and (q.case_id, q.sentence_id) <> (r.case_id, r.sentence_id))
              or exists (select from services_referralcategory c where c.referral_id = r.id
                         and (c.case_id, c.sentence_id) <> (r.case_id, r.sentence_id))
              or exists (select from services_session x join probation_appointment a on a.id = x.slot_id
                         where x.referral_id = r.id and (x.case_id <> r.case_id or a.case_id <> r.case_id))""",
    ),
    "told-is-in-the-log": (
        "services.Session",
        """select x.id, 'told of, and without an outcome in the diary'
           from services_session x join probation_appointment a on a.id = x.slot_id
           where x.told_at is not null and a.outcome = ''""",
    ),
}


def broken() -> list[Broken]:
    """Every row for which a promise of this room does not hold, by rule and row; to be asked as the engine or the owner."""
    found = []
    with connection.cursor() as cursor:
        for rule, (table, statement) in _CHECKS.items():
            cursor.execute(f"{statement} order by 1")
            found += [
                Broken(rule=rule, table=table, row_id=row_id, says=says)
                for row_id, says in cursor.fetchall()
            ]
    return found
