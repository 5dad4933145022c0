from importlib import import_module

from django.db import migrations

SHAPE = import_module("throughcare.measures.migrations.0002_clocks").SHAPE

# A company's own clock goes from when it became aware until it first referred the breach. Of one from before steps were kept, or
# that was presented in another way, no record says when.
BREACH_REFERRED = """
    select e.case_id, e.opened_on, null::date, r.referred_on,
           r.referred_on is null and e.state in ('presented', 'concluded'), false,
           x.died_on, x.left_on, x.custody_on, case when e.state = 'withdrawn' then e.concluded_on end, e.recorded_at
    from probation_enforcement e
    cross join lateral measures_with(e.case_id, measures_begins(e.opened_on + 1)) w
    cross join (select measures_seen(units) as seen offset 0) m
    cross join lateral measures_around(e.case_id, e.opened_on, w.owner_id) x
    cross join lateral (
        select min(t.taken_on) as referred_on from probation_enforcementstep t
        where t.enforcement_id = e.id and t.step_id = 'referred'
    ) r
    where e.kind = 'breach' and e.opened_on between since and until and (w.owner_id = any (m.seen) or w.holder_id = any (m.seen))
"""
# Each referral that was not returned starts a clock of whoever is to present it, wherever the case is: one that was is with the
# company again, and no row says with whom it had been.
REFERRAL = """
    select e.case_id, t.taken_on, null::date, p.presented_on, false, false,
           x.died_on, null::date, null::date, case when e.state = 'withdrawn' then e.concluded_on end, t.recorded_at
    from probation_enforcementstep t
    join probation_enforcement e on e.id = t.enforcement_id and e.presenter_id is not null
    cross join (
        select array(select b.unit_id from unnest(measures_seen(units)) u
                     cross join lateral organisation_under(u, 'line', tc_now(), tc_live()) b) as seen offset 0
    ) m
    cross join lateral measures_around(e.case_id, t.taken_on, 0) x
    cross join lateral (
        select min(l.taken_on) as presented_on from probation_enforcementstep l
        join probation_processstep s on s.code = l.step_id and s.state = 'presented'
        where l.enforcement_id = e.id and l.number > t.number
    ) p
    where t.step_id = 'referred' and t.taken_on between since and until and e.presenter_id = any (m.seen)
      and not exists (select from probation_enforcementstep l
                      where l.enforcement_id = e.id and l.number > t.number and l.step_id in ('returned', 'referred'))
"""
CLOCKS = {"breach_referred": BREACH_REFERRED, "referral": REFERRAL}


class Migration(migrations.Migration):
    dependencies = [("measures", "0004_days_of_referral")]

    operations = [
        migrations.RunSQL(
            f"create function measures_by_{name}{SHAPE}{body}$$;"
            f"revoke all on function measures_by_{name} from public;"
            f"grant execute on function measures_by_{name} to throughcare_app;",
            f"drop function measures_by_{name};",
        )
        for name, body in CLOCKS.items()
    ]
