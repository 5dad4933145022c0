from importlib import import_module

from django.db import migrations

BEFORE = import_module("throughcare.probation.migrations.0097_transfers_in_parts_closed")
ENDING = import_module("throughcare.probation.migrations.0042_reports_ended").REPORTS

# A report that a court asked for has a body of its own, which may have the case as well. It is asked for as a part is, by whoever
# writes for that body, and is with those who take it on from then on: they complete it, wherever the case is.
_OLD_KEY = BEFORE.ASKING.partition("and probation_may_move(of_case, ")[2].partition(
    ", tc_now()) = "
)[0]
_NEW_KEY = _OLD_KEY.replace(
    "        else 'person' end",
    "        when x.report_id is not null then 'report-' || (select q.reference from probation_courtreport q where q.id = x.report_id)\n"
    "        else 'person' end",
)
_NO_PART = (
    "num_nonnulls(x.sentence_id, x.requirement_id, x.condition_id, x.supervision_id, x.nsi_id) = 0"
)
_NO_PART_NOR_REPORT = _NO_PART.replace("x.nsi_id)", "x.nsi_id, x.report_id)")


def _function(text: str, name: str) -> str:
    """One function of a text of several, to be put in the place of what it was."""
    head = f"create function {name}("
    _, _, rest = text.partition(head)
    return f"create or replace function {name}({rest.partition('$$;')[0]}$$;\n"


def _changed(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        if old not in text:
            raise ValueError(old)
        text = text.replace(old, new)
    return text


_PARTS = _function(BEFORE.PARTS, "probation_transfer_parts")
_WAITING = _function(BEFORE.PARTS, "probation_parts_waiting")
_MAY = _function(BEFORE.PARTS, "probation_may_move")
_TELL = _function(BEFORE.ASKING, "probation_tell_of_part")
_ASK = _function(BEFORE.ASKING, "probation_ask_transfer")
_WITHDRAW = _function(BEFORE.ASKING, "probation_withdraw_transfer")
_TAKE = _function(BEFORE.ANSWER, "probation_take_parts")
_END = _function(ENDING, "probation_end_report")

# The reports of a case that wait, for whoever writes for the body that has one; with that body.
REPORTS = """
create function probation_reports_to_move(of_case bigint)
returns table (key text, words text, owner_id bigint, report_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select 'report-' || q.reference,
           'Court report ' || q.reference || ' for ' || q.court || ', due ' || to_char(q.due_on, 'FMDD FMMonth YYYY'),
           a.owner_id, q.id
    from probation_courtreport q
    cross join lateral (
        select s.owner_id, s.holder_id from probation_courtreportassignment s
        where s.item_id = q.id and s.starts_at <= tc_now() and s.superseded_at is null
          and (s.change_id is null or s.change_id = any (tc_live()))
        order by s.starts_at desc, s.change_id desc nulls last, s.id desc limit 1
    ) a
    where q.case_id = of_case and q.state = 'asked' and tc_account() is not null
      and (a.owner_id = any (tc_ids('write_owners')) or a.holder_id = any (tc_ids('write_units')))
      and not access_refused((select c.person_id from probation_case c where c.id = of_case))
    order by q.due_on, q.reference
$$;
revoke all on function probation_reports_to_move from public;
grant execute on function probation_reports_to_move to throughcare_app;
"""

CHANGED = [
    _changed(
        _PARTS,
        (_OLD_KEY, _NEW_KEY),
        (
            f"case when {_NO_PART} then 'The person'",
            f"""case when {_NO_PART_NOR_REPORT} then 'The person'
                when x.report_id is not null then (select 'Court report ' || q.reference || ' for ' || q.court || ', due '
                    || to_char(q.due_on, 'FMDD FMMonth YYYY') from probation_courtreport q where q.id = x.report_id)""",
        ),
    ),
    _changed(_WAITING, (_OLD_KEY, _NEW_KEY)),
    _changed(
        _MAY,
        (
            "        else (select c.owner_id from probation_components",
            """        else coalesce((select r.owner_id from probation_reports_to_move(of_case) r where r.key = asked_key),
              (select c.owner_id from probation_components""",
        ),
        (
            "else probation_may_write_apart(c.apart_id) end)",
            "else probation_may_write_apart(c.apart_id) end))",
        ),
    ),
    _changed(
        _TELL,
        (
            "        when x.nsi_id is not null then array",
            """        when x.report_id is not null then array['ETCRR', 'ETCRA', 'ETCRX', 'ETCRW']
        when x.nsi_id is not null then array""",
        ),
    ),
    _changed(
        _ASK,
        ("supervision_id, nsi_id,\n", "supervision_id, nsi_id, report_id,\n"),
        (
            "c.supervision_id, c.nsi_id, 'pending'",
            "c.supervision_id, c.nsi_id, r.report_id, 'pending'",
        ),
        (
            "c on c.key = k.key\n",
            """c on c.key = k.key
        left join probation_reports_to_move(of_case) r on r.key = k.key
""",
        ),
        ("order by k.key <> 'person', c.key", "order by k.key <> 'person', c.key, r.key"),
    ),
    _changed(_WITHDRAW, (_OLD_KEY, _NEW_KEY)),
    _changed(
        _TAKE,
        (_NO_PART, _NO_PART_NOR_REPORT),
        (
            "    if not takes_person then",
            """    insert into probation_courtreportassignment (item_id, owner_id, holder_id, starts_at, recorded_at, basis)
    select x.report_id, owner, holder, tc_now(), tc_now(), 'recorded' from probation_transferpart x
    where x.id = any (chosen) and x.report_id is not null;
    if not takes_person then""",
        ),
    ),
    # A report that is delivered or needed no longer is asked for no more.
    _changed(
        _END,
        (
            "    update probation_courtreport q set",
            """    update probation_transferpart x set state = 'withdrawn', answered_at = tc_now()
    where x.state = 'pending' and x.report_id = (select q.id from probation_courtreport q where q.reference = asked);
    update probation_courtreport q set""",
        ),
    ),
]
BEFORE_THAT = [_PARTS, _WAITING, _MAY, _TELL, _ASK, _WITHDRAW, _TAKE, _END]


class Migration(migrations.Migration):
    dependencies = [("probation", "0110_reports_in_transfers")]

    operations = [
        migrations.RunSQL(REPORTS, "drop function probation_reports_to_move;"),
        migrations.RunSQL("".join(CHANGED), "".join(BEFORE_THAT)),
    ]
