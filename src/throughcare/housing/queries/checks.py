"""What must always be true of housing, asked of any database."""

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
        "housing.Application",
        """select a.id, format('stands at %s, last step %s', a.state_id, coalesce(t.step_id, 'draft'))
           from housing_application a
           left join lateral (select x.step_id from housing_steptaken x where x.application_id = a.id
                              order by x.number desc limit 1) t on true
           where a.state_id <> coalesce(t.step_id, 'draft')""",
    ),
    "goes-by-moves": (
        "housing.StepTaken",
        """select t.id, format('%s after %s', t.step_id, t.before)
           from (select x.id, x.step_id, coalesce(lag(x.step_id) over (partition by x.application_id order by x.number), 'draft') as before
                 from housing_steptaken x) t
           where not exists (select from housing_move m where m.from_step_id = t.before and m.to_step_id = t.step_id)""",
    ),
    "a-stay-as-its-step-has-it": (
        "housing.Application",
        """select a.id, format('%s stays go on at %s', count(s.id), a.state_id)
           from housing_application a
           left join housing_stay s on s.application_id = a.id and s.state in ('booked', 'arrived')
           group by a.id
           having count(s.id) <> (a.state_id in ('booked', 'arrived'))::integer
               or count(s.id) filter (where s.state <> a.state_id) > 0""",
    ),
    "a-stay-takes-its-bed": (
        "housing.Stay",
        """select s.id, format('%s, and its bed is taken otherwise', s.state)
           from housing_stay s left join housing_bedtaken t on t.stay_id = s.id
           where (s.state in ('booked', 'arrived', 'departed')) <> (t.id is not null)
              or (t.bed_id, t.starts_on, t.ends_on) <> (s.bed_id, s.starts_on, s.ends_on)""",
    ),
    "one-bed-at-a-time": (
        "housing.Stay",
        """select s.id, 'the person has another bed on some of these days'
           from housing_stay s join probation_case c on c.id = s.case_id
           where s.state in ('booked', 'arrived', 'departed') and exists (
               select from housing_stay o join probation_case d on d.id = o.case_id
               where d.person_id = c.person_id and o.id < s.id and o.state in ('booked', 'arrived', 'departed')
                 and daterange(o.starts_on, o.ends_on) && daterange(s.starts_on, s.ends_on))""",
    ),
    "taken-in-by-the-house": (
        "housing.Stay",
        """select s.id, format('premises for %s', p.sex)
           from housing_stay s join housing_bed b on b.id = s.bed_id join housing_premises p on p.id = b.premises_id
           join probation_case c on c.id = s.case_id join people_person h on h.id = c.person_id
           where p.sex <> '' and p.sex <> h.sex and s.state in ('booked', 'arrived')""",
    ),
    "of-its-case": (
        "housing.Application",
        """select a.id, 'of another case than its steps or stays' from housing_application a
           where exists (select from housing_stay s where s.application_id = a.id and s.case_id <> a.case_id)
              or exists (select from housing_steptaken t where t.application_id = a.id and t.case_id <> a.case_id)""",
    ),
    "lives-where-they-live": (
        "housing.Stay",
        """select s.id, 'lives there, and the address that the arrival made is not in force'
           from housing_stay s join probation_case c on c.id = s.case_id
           where s.state = 'arrived' and s.address_key is not null and not exists (
               select from people_address x where x.key = s.address_key and x.person_id = c.person_id and x.starts_on = s.arrived_on)""",
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
