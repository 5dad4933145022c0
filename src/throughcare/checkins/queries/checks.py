"""What must always be true of check-ins, asked of any database."""

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
    "of-its-case": (
        "checkins.CheckIn",
        """select x.id, 'of another case than its registration, entry, videos or answers'
           from checkins_checkin x
           join checkins_registration r on r.id = x.registration_id
           left join probation_contact t on t.id = x.contact_id
           where r.case_id <> x.case_id or t.case_id <> x.case_id
              or exists (select from checkins_video v where v.checkin_id = x.id and v.case_id <> x.case_id)
              or exists (select from checkins_helpasked h where h.checkin_id = x.id and h.case_id <> x.case_id)""",
    ),
    "sentence-of-its-case": (
        "checkins.Registration",
        """select r.id, 'under a sentence of another case'
           from checkins_registration r join probation_sentence s on s.id = r.sentence_id where s.case_id <> r.case_id""",
    ),
    "ended-is-in-the-log": (
        "checkins.CheckIn",
        """select x.id, format('%s, and its entry has no outcome', x.state)
           from checkins_checkin x join probation_contact t on t.id = x.contact_id
           where x.state in ('reviewed', 'settled') and t.outcome_id is null and t.deleted_at is null""",
    ),
    "submitted-has-a-video": (
        "checkins.CheckIn",
        """select x.id, 'handed in without a video'
           from checkins_checkin x
           where x.state in ('submitted', 'reviewed') and not exists (select from checkins_video v where v.checkin_id = x.id)""",
    ),
    "stopped-asks-nothing": (
        "checkins.Registration",
        """select r.id, format('%s, and a check-in is out', r.standing)
           from checkins_registration r
           where r.standing <> 'active'
             and exists (select from checkins_checkin x where x.registration_id = r.id and x.state in ('due', 'sent'))""",
    ),
    "gone-is-gone": (
        "checkins.Video",
        """select v.id, 'let go, and its bytes are still here'
           from checkins_video v
           where v.gone_at is not null and exists (select from documents_blob b where b.digest = v.digest)
             and not exists (select from checkins_video o where o.digest = v.digest and o.gone_at is null)""",
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
