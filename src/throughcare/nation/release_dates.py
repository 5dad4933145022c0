"""Release dates of one in five who serve a determinate sentence in prison: calculated by the rules, and approved for nine in ten."""

from typing import Final

from django.db.backends.utils import CursorWrapper

from throughcare.nation.rules import EVE
from throughcare.sentences import commands as change_sentences

# Half had been on remand. Whoever was recalled was recalled the day before the prison had them back.
_SERVING: Final = """
select s.id, c.person_id, p.born_on, k.book_number, coalesce(nullif(s.court, ''), 'Crown Court'), s.imposed_on,
       least(s.offence_on, s.imposed_on - 90), s.length,
       case when nation_stage_chance(s.id, 691) %% 2 = 0 then 14 + (nation_stage_chance(s.id, 692) %% 60)::integer else 0 end,
       case when k.status = 'C' then date '2014-05-29' end, case when k.status = 'C' then k.status_on end,
       o.account_id,
       case when nation_stage_chance(s.id, 693) %% 10 > 0 then m.account_id end
from probation_custody k
join probation_sentence s on s.id = k.sentence_id and s.length_unit = 'months'
join probation_sentencetype y on y.code = s.type_id and y.family = 'determinate'
join probation_case c on c.id = s.case_id
join people_person p on p.id = c.person_id
join nation_stage_case n on n.n = c.id
left join access_post o on o.id = n.post_id
cross join (select min(account_id) as account_id from access_post where role = 'manager') m
where s.case_id between %s and %s and k.status in ('A', 'C', 'D') and s.number = 1
  and p.born_on is not null and nation_stage_chance(s.id, 690) %% 5 = 0 and o.account_id is distinct from m.account_id
order by s.id
"""


def fill(cursor: CursorWrapper, *, first: int, last: int) -> None:
    """Make the release dates of the cases `first` to `last`."""
    cursor.execute(_SERVING, [first, last])
    columns = (
        *("id", "person_id", "born_on", "book_number", "court", "imposed_on", "offence_on"),
        *("months", "remand", "recalled_on", "returned_on", "made_by_id", "approved_by_id"),
    )
    change_sentences.fill_bookings(
        [
            change_sentences.Made(**dict(zip(columns, row, strict=True)))
            for row in cursor.fetchall()
        ],
        now=EVE,
    )
